/** How an app is reached when it has to answer a call, and told of its end. */
export interface VoiceUrls {
  /** Absolute. Without it a call fails at once, with no request. */
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

/** A phone number that answers with an app: what one would set up in the console of the real network. */
export interface Line extends VoiceUrls {
  /** E.164; or `sip:…`, the address under which a SIP domain is called. */
  readonly number: string
  /** For people. */
  readonly name?: string
}

/** An app without a number: clients call it, and `<Dial><Application>` does. */
export interface TwimlApplication extends VoiceUrls {
  /** `AP` and 32 hex digits. */
  readonly sid: string
}
