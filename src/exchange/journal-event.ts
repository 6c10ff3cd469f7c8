/**
 * What the exchange writes down: every event of every call, in order, with its time.
 *
 * Tests, the page, the terminal and failure messages all read this and nothing else. Events are plain data, so they
 * travel over a WebSocket as they are.
 */
import type { Duration, Instant } from '../clock/clock.ts'
import type { MessageStatus } from './message/message.ts'

/** One line of the journal. `sequence` starts at 1 and has no gaps; `at` never goes back. */
export type JournalEvent = { readonly sequence: number; readonly at: Instant } & Happening

/** Something that happened, before the journal has given it its place and time. */
export type Happening =
  | CallPlaced
  | CallStatusChanged
  | RequestSent
  | AnswerReceived
  | DocumentGiven
  | RequestFailed
  | AnswerReused
  | CallbackDropped
  | DocumentStarted
  | VerbStarted
  | VerbEnded
  | PromptStarted
  | PromptEnded
  | ToneStarted
  | ToneEnded
  | ListeningStarted
  | KeyPressed
  | SpeechHeard
  | AnswererJudged
  | RecordingStarted
  | RecordingEnded
  | RecordingAvailable
  | LegsBridged
  | LegsParted
  | QueueEntered
  | QueueLeft
  | ConferenceMoved
  | SocketOpened
  | SocketMessage
  | SocketClosed
  | SocketFailed
  | MessageSent
  | MessageReceived
  | MessageStatusChanged
  | FindingMade

/** The status of a leg, in the words of the network. */
export type CallStatus =
  | 'queued'
  | 'initiated'
  | 'ringing'
  | 'in-progress'
  | 'completed'
  | 'busy'
  | 'no-answer'
  | 'failed'
  | 'canceled'

/** Who began a call: a caller, the REST API, or a Dial. */
export type CallDirection = 'inbound' | 'outbound-api' | 'outbound-dial'

/** A leg came to be. For `outbound-dial` the parent is the leg whose Dial made it. */
export interface CallPlaced {
  readonly kind: 'call-placed'
  readonly callSid: string
  readonly direction: CallDirection
  readonly from: string
  readonly to: string
  readonly parentCallSid?: string
  /** What the device at the other end is given: parameters of a Client, headers of a Sip. */
  readonly parameters?: readonly (readonly [name: string, value: string])[]
}

/** A leg has come to another status. */
export interface CallStatusChanged {
  readonly kind: 'call-status'
  readonly callSid: string
  readonly status: CallStatus
  /** What ended the call, in plain words; only on a final status: `the caller hung up`, `the document ended`, … */
  readonly reason?: string
  readonly sipResponseCode?: number
}

/** Why the network asks the app something. */
export type RequestPurpose =
  | 'voice'
  | 'action'
  | 'redirect'
  | 'refer'
  | 'fallback'
  | 'whisper'
  | 'wait'
  | 'announcement'
  | 'call-status'
  | 'recording-status'
  | 'amd-status'
  | 'message'
  | 'message-status'
  | 'conference-status'
  | 'stream-status'
  | 'siprec-status'
  | 'payment-status'
  | 'transcribe'
  | 'transcription'
  | 'partial-result'
  | 'media'

/** The network asks the app. */
export interface RequestSent {
  readonly kind: 'request-sent'
  readonly callSid?: string
  /** In place of `callSid` when it is about a message. */
  readonly messageSid?: string
  /** Names the request; the answer, its document and that document's verbs carry the same. */
  readonly requestId: string
  readonly purpose: RequestPurpose
  readonly method: 'GET' | 'POST'
  readonly url: string
  /** Name and value, in the order sent; names may repeat. */
  readonly parameters: readonly (readonly [name: string, value: string])[]
  /** The exact text that was signed (URL, then sorted parameters); never contains the token. */
  readonly signedText: string
  readonly signature: string
  /** 1 for the first try, 2 for the first repetition. */
  readonly attempt: number
}

/** The app has answered, whatever it said. */
export interface AnswerReceived {
  readonly kind: 'answer-received'
  readonly callSid?: string
  /** In place of `callSid` when it is about a message. */
  readonly messageSid?: string
  readonly requestId: string
  readonly status: number
  readonly contentType: string
  readonly body: string
  /** Real time the app took, also when call time is virtual. */
  readonly tookMilliseconds: number
}

/** A request to the API brought a document with it, so the app is not asked for one. */
export interface DocumentGiven {
  readonly kind: 'document-given'
  readonly callSid: string
  /** Names it as the answer to a request would be named. */
  readonly requestId: string
  readonly body: string
}

/** No answer came. */
export interface RequestFailed {
  readonly kind: 'request-failed'
  readonly callSid?: string
  /** In place of `callSid` when it is about a message. */
  readonly messageSid?: string
  readonly requestId: string
  readonly code: number
  readonly message: string
  readonly tookMilliseconds: number
}

/** Nothing was asked: an earlier answer, kept as its headers allow, is taken again. */
export interface AnswerReused {
  readonly kind: 'answer-reused'
  readonly callSid: string
  readonly requestId: string
  readonly purpose: RequestPurpose
  readonly url: string
}

/** A callback was lost on its way, as the weather would have it. */
export interface CallbackDropped {
  readonly kind: 'callback-dropped'
  readonly callSid?: string
  /** In place of `callSid` when it is about a message. */
  readonly messageSid?: string
  readonly purpose: RequestPurpose
  readonly url: string
}

/** A document was read and its first verb is about to run. */
export interface DocumentStarted {
  readonly kind: 'document-started'
  readonly callSid: string
  readonly requestId: string
  /** Top-level verbs with their place in the answer's body and one sentence of plain language each. */
  readonly verbs: readonly {
    readonly verb: string
    readonly line: number
    readonly column: number
    readonly explanation: string
  }[]
}

/** A verb of the document begins. */
export interface VerbStarted {
  readonly kind: 'verb-started'
  readonly callSid: string
  readonly requestId: string
  /** The element's tag: `Gather`. */
  readonly verb: string
  readonly line: number
  readonly explanation: string
}

/** A verb is over, and why. */
export interface VerbEnded {
  readonly kind: 'verb-ended'
  readonly callSid: string
  readonly requestId: string
  readonly verb: string
  readonly line: number
  /** What came of it, in plain words: `the caller pressed 1`, `nobody answered`. */
  readonly outcome: string
}

/** The party at the end of this leg begins to hear words or a file. */
export interface PromptStarted {
  readonly kind: 'prompt-started'
  readonly callSid: string
  readonly prompt:
    | { readonly kind: 'speech'; readonly text: string; readonly language: string; readonly voice?: string }
    | { readonly kind: 'audio'; readonly url: string }
    /** Sound that the app sends over a web socket; the URL is the socket's. */
    | { readonly kind: 'stream'; readonly url: string }
  /** Of a stream only what had come when it began: it goes on for as long as more comes. */
  readonly lasts: Duration
  /** Where in which document it stands; absent for words the network speaks by itself (the apology). */
  readonly requestId?: string
  readonly line?: number
}

/** A prompt is over, or was cut short. */
export interface PromptEnded {
  readonly kind: 'prompt-ended'
  readonly callSid: string
  /** True when a key, speech or a hang-up cut it off. */
  readonly interrupted: boolean
}

/** A tone begins: ringing, busy, a beep. */
export interface ToneStarted {
  readonly kind: 'tone-started'
  readonly callSid: string
  readonly tone: 'beep' | 'ringback' | 'busy' | 'not-in-service' | 'digits'
  /** Only for `digits`. */
  readonly digits?: string
  /** Absent for a tone that lasts until something ends it. */
  readonly lasts?: Duration
}

/** The tone is over. */
export interface ToneEnded {
  readonly kind: 'tone-ended'
  readonly callSid: string
  readonly tone: ToneStarted['tone']
}

/** The network now waits for input in silence; only a Gather whose prompts are over, a Record, or a Pause does. */
export interface ListeningStarted {
  readonly kind: 'listening-started'
  readonly callSid: string
  readonly accepts: readonly ('keys' | 'speech' | 'recording' | 'nothing')[]
  /** How long it waits if nothing comes. Absent when without limit. */
  readonly lasts?: Duration
}

/** Somebody presses a key. */
export interface KeyPressed {
  readonly kind: 'key-pressed'
  readonly callSid: string
  /** `0-9`, `*`, `#`, `A-D`; `•` while a payment is taken. */
  readonly key: string
  /** False when nothing was listening for keys: the press was lost. */
  readonly heeded: boolean
}

/** Somebody says something. */
export interface SpeechHeard {
  readonly kind: 'speech-heard'
  readonly callSid: string
  /** `•` while a payment is taken. */
  readonly text: string
  readonly lasts: Duration
  readonly heeded: boolean
}

/** Who began a recording, in the words of the network. Source: reference twiml-voice.md §3.3. */
export type RecordingSource =
  | 'RecordVerb'
  | 'DialVerb'
  | 'Conference'
  | 'OutboundAPI'
  | 'StartCallRecordingAPI'
  | 'StartConferenceRecordingAPI'
  | 'StartCallRecordingTwiML'

/** Who machine detection takes to have answered; the `machine_end` verdicts come when its greeting is over. */
export type AnsweredBy =
  | 'human'
  | 'fax'
  | 'unknown'
  | 'machine_start'
  | 'machine_end_beep'
  | 'machine_end_silence'
  | 'machine_end_other'

/** Machine detection has come to its verdict. */
export interface AnswererJudged {
  readonly kind: 'answerer-judged'
  readonly callSid: string
  readonly answeredBy: AnsweredBy
  /** From the answer to the verdict. */
  readonly tookMilliseconds: number
}

/** From now on it is recorded. */
export interface RecordingStarted {
  readonly kind: 'recording-started'
  readonly callSid: string
  readonly recordingSid: string
  readonly source: RecordingSource
}

/** The recording is over; its media follows. */
export interface RecordingEnded {
  readonly kind: 'recording-ended'
  readonly callSid: string
  readonly recordingSid: string
  /** Whole seconds, as `RecordingDuration` says. */
  readonly seconds: number
  readonly endedBy: 'key' | 'silence' | 'maximum-length' | 'hang-up' | 'bridge-ended' | 'conference-ended' | 'stopped'
}

/** The media can be fetched from now on. */
export interface RecordingAvailable {
  readonly kind: 'recording-available'
  readonly callSid: string
  readonly recordingSid: string
  readonly url: string
}

/** Two legs can hear each other. */
export interface LegsBridged {
  readonly kind: 'legs-bridged'
  readonly callSid: string
  readonly otherCallSid: string
}

/** Two legs cannot hear each other any more. */
export interface LegsParted {
  readonly kind: 'legs-parted'
  readonly callSid: string
  readonly otherCallSid: string
}

/** A call begins to wait in a queue. */
export interface QueueEntered {
  readonly kind: 'queue-entered'
  readonly callSid: string
  readonly queueSid: string
  /** Its name. */
  readonly queue: string
  /** 1 for the one who is next. */
  readonly position: number
}

/** A call waits no longer. */
export interface QueueLeft {
  readonly kind: 'queue-left'
  readonly callSid: string
  readonly queueSid: string
  readonly queue: string
  /** Whole seconds it waited, as `QueueTime` says. */
  readonly seconds: number
  /** `taken`: somebody dials the queue. `left`: by Leave. `redirected`: through the API. `error`: nothing to hear. */
  readonly why: 'taken' | 'left' | 'hung-up' | 'redirected' | 'error'
}

/**
 * Somebody joined or left a conference, or by doing so started or ended it. Between start and end those who are in it
 * hear each other.
 */
export interface ConferenceMoved {
  readonly kind: 'conference-joined' | 'conference-left' | 'conference-started' | 'conference-ended'
  readonly callSid: string
  readonly conferenceSid: string
  /** Its name. */
  readonly conference: string
}

/** The network opens a web socket to the app. */
export interface SocketOpened {
  readonly kind: 'socket-opened'
  readonly callSid: string
  /** Names the socket in all that follows. */
  readonly socketId: string
  readonly purpose: 'stream' | 'conversation-relay'
  readonly url: string
  /** Of the URL, as `X-Twilio-Signature` has it. */
  readonly signature: string
}

/** A message on a web socket, other than the sound itself: of that only the beginning shows, as a prompt. */
export interface SocketMessage {
  readonly kind: 'socket-message'
  readonly callSid: string
  readonly socketId: string
  readonly direction: 'to-app' | 'from-app'
  /** Its `event` or `type`: `start`, `mark`, `prompt`, … */
  readonly name: string
  /** The message as it was sent: JSON. */
  readonly text: string
}

/** A web socket was closed. */
export interface SocketClosed {
  readonly kind: 'socket-closed'
  readonly callSid: string
  readonly socketId: string
  readonly closedBy: 'app' | 'network'
  /** As in RFC 6455; 1005 when none was given, 1006 when the connection just broke. */
  readonly code: number
  readonly reason: string
}

/** A web socket could not be opened, or broke. */
export interface SocketFailed {
  readonly kind: 'socket-failed'
  readonly callSid: string
  readonly socketId: string
  readonly code: number
  readonly message: string
}

/** The app sends a message: through the API, in answer to one, or in a document of a call. A scheduled one when it is due. */
export interface MessageSent {
  readonly kind: 'message-sent'
  /** The call whose document sends it. */
  readonly callSid?: string
  readonly messageSid: string
  /** E.164, an alphanumeric name, or `whatsapp:` and a number; empty when its messaging service has none. */
  readonly from: string
  readonly to: string
  readonly text: string
}

/** Somebody has written a message. */
export interface MessageReceived {
  readonly kind: 'message-received'
  /** Never there: a message is of no call. */
  readonly callSid?: undefined
  readonly messageSid: string
  /** E.164, or `whatsapp:` and a number. */
  readonly from: string
  readonly to: string
  readonly text: string
  /** How many files came with it. */
  readonly media: number
}

/** A message of the app has come to another status. */
export interface MessageStatusChanged {
  readonly kind: 'message-status'
  /** The call whose document sends it. */
  readonly callSid?: string
  readonly messageSid: string
  readonly status: MessageStatus
  /** Of the error dictionary, once it has failed. */
  readonly errorCode?: number
}

/** An entry of what Twilio's debugger would show, or advice that only an emulator can give. */
export interface FindingMade {
  readonly kind: 'finding'
  readonly callSid?: string
  /** In place of `callSid` when it is about a message. */
  readonly messageSid?: string
  readonly requestId?: string
  readonly severity: 'error' | 'warning'
  /** Twilio's number where it has one. */
  readonly code?: number
  /** What Twilio's error dictionary calls the code. */
  readonly title?: string
  /** Where our page explains the code, from the root of the project. */
  readonly docs?: string
  readonly message: string
  readonly help?: string
  readonly line?: number
  readonly column?: number
}
