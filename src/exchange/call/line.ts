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

/** How an app is asked about a message that somebody writes. Source: reference twilio-platform.md §9.3. */
export interface MessageUrls {
  /** Absolute. Without it a message is kept, and nothing is asked. */
  readonly messageUrl?: string
  /** Default POST. */
  readonly messageMethod?: 'GET' | 'POST'
  /** Asked with `ErrorCode` and `ErrorUrl` when the first cannot be had. */
  readonly messageFallbackUrl?: string
  /** Default POST. */
  readonly messageFallbackMethod?: 'GET' | 'POST'
  /** Told, by POST, of messages that name no callback of their own: replies, and those sent for the application. */
  readonly messageStatusCallback?: string
}

/** A phone number that answers with an app: what one would set up in the console of the real network. */
export interface Line extends VoiceUrls, MessageUrls {
  /** E.164; or `sip:…`, the address under which a SIP domain is called. */
  readonly number: string
  /** For people. */
  readonly name?: string
  /** An application whose voice URLs are asked in place of the line's. */
  readonly voiceApplicationSid?: string
  /** An application whose message URLs are asked in place of the line's. */
  readonly messageApplicationSid?: string
  /** Whether an approved campaign lets it write to the United States. Default false: such messages fail with 30034. */
  readonly isRegisteredForA2p?: boolean
}

/** An app without a number: clients call it, and `<Dial><Application>` does. */
export interface TwimlApplication extends VoiceUrls, MessageUrls {
  /** `AP` and 32 hex digits. */
  readonly sid: string
  /** For people. */
  readonly name?: string
}
