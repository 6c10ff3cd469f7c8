/**
 * What can happen to a call, in our words. `webhook/wire.ts` turns a form into one of these.
 */
export type CallEvent =
  | Arrived
  | DigitsPressed
  | SpeechRecognised
  | SilenceKept
  | DialEnded
  | MessageRecorded
  | CallerHungUp
  | PaymentEnded
  | QueueLeft

/** The call has just come in, or a step is entered by its own address. */
export interface Arrived {
  readonly kind: 'arrived'
}

/** The caller pressed keys. */
export interface DigitsPressed {
  readonly kind: 'digits'
  readonly digits: string
}

/** The caller said something that was understood as words. */
export interface SpeechRecognised {
  readonly kind: 'speech'
  readonly text: string
  /** 0 to 1; 0 when the recogniser gave none. */
  readonly confidence: number
}

/** The caller was asked and did nothing. */
export interface SilenceKept {
  readonly kind: 'silence'
}

/** A transfer is over. */
export interface DialEnded {
  readonly kind: 'dialled'
  /** `answered` only when the two really talked; a declined whisper is `declined`. */
  readonly outcome: 'answered' | 'declined' | 'busy' | 'no-answer' | 'failed' | 'canceled'
  /** Length of the conversation, 0 when there was none. */
  readonly seconds: number
}

/** A recording is over. */
export interface MessageRecorded {
  readonly kind: 'recorded'
  readonly recordingSid: string
  /** Length as the network reports it, silence included. */
  readonly seconds: number
  readonly endedBy: 'hang-up' | 'key' | 'silence-or-length'
}

/** A payment by key is over. */
export interface PaymentEnded {
  readonly kind: 'paid'
  /** The network's own word: `success`, `too-many-failed-attempts`, `caller-hung-up`, … (reference twiml-voice.md §4.13). */
  readonly result: string
  readonly confirmation?: string
  readonly token?: string
  /** Masked by the network. */
  readonly card?: string
}

/** The caller is gone; nothing that is answered will be heard. */
export interface CallerHungUp {
  readonly kind: 'hung-up'
  /** Keys he pressed just before, when the network still tells of them. */
  readonly digits?: string
}

/** The caller waits in the network's queue no longer. */
export interface QueueLeft {
  readonly kind: 'queue-left'
  /** `left` when he was let out or called out of it, `full` when he never got in. */
  readonly result: 'left' | 'full' | 'error'
}
