/** A phone number that answers with an app: what one would set up in the console of the real network. */
export interface Line {
  /** E.164. */
  readonly number: string
  /** For people. */
  readonly name?: string
  /** Absolute. Without it a call to the line fails at once, with no request. */
  readonly voiceUrl?: string
  /** Default POST. */
  readonly voiceMethod?: 'GET' | 'POST'
  /** Asked with `ErrorCode` and `ErrorUrl` when a document cannot be had. */
  readonly fallbackUrl?: string
  /** Default POST. */
  readonly fallbackMethod?: 'GET' | 'POST'
  /** Told once, at the end of each call. */
  readonly statusCallback?: string
  /** Default POST. */
  readonly statusCallbackMethod?: 'GET' | 'POST'
}
