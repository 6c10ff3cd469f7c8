/**
 * What the page knows of a call: one conversation per caller, with its legs, what the ear heard and what went over
 * the wire.
 *
 * Plain readonly values. An unchanged line or row keeps its identity from event to event, so a row that is drawn
 * once is not drawn again.
 */
import type { Duration, Instant } from '../../../src/clock/clock.ts'
import type {
  CallDirection,
  CallStatus,
  FindingMade,
  ListeningStarted,
  RecordingEnded,
  RequestPurpose,
  ToneStarted,
} from '../../../src/exchange/journal-event.ts'

export interface Conversation {
  /** The CallSid of the leg that began it. */
  readonly callSid: string
  readonly startedAt: Instant
  /** The first is the one that began it; those a Dial made follow. */
  readonly legs: readonly Leg[]
  /** In the order of the ear. */
  readonly lines: readonly Line[]
  /** In the order sent. */
  readonly wire: readonly WireRow[]
  /** Since when the caller hears nothing, and what is being waited for. */
  readonly quiet?: Quiet
}

export interface Leg {
  readonly callSid: string
  readonly direction: CallDirection
  readonly from: string
  readonly to: string
  readonly parentCallSid?: string
  readonly status: CallStatus
  readonly startedAt: Instant
  readonly answeredAt?: Instant
  readonly endedAt?: Instant
  /** What ended it, in plain words. */
  readonly reason?: string
  /** What the network waits for on this leg. */
  readonly accepts?: ListeningStarted['accepts']
  /** The other leg, while the two are joined. */
  readonly talkingTo?: string
  /** The recording that is running. */
  readonly recordingSid?: string
}

/** A shorter gap is how people speak, not a silence. Milliseconds. */
export const SHORTEST_SILENCE_SHOWN = 600

/** What a silence is for. */
export type QuietCause = 'input' | 'pause' | 'app' | 'nothing'

export interface Quiet {
  readonly since: Instant
  readonly cause: QuietCause
}

/** Where in which document something stands, so that it can be shown in every column at once. */
interface Source {
  readonly requestId?: string
  /** Line in the answer's body, from 1. */
  readonly line?: number
}

interface LineBase extends Source {
  readonly id: string
  /** The leg whose party hears, says or does it. */
  readonly callSid: string
  readonly startedAt: Instant
  readonly endedAt?: Instant
}

export type Line =
  | SpokenLine
  | (LineBase & { readonly kind: 'audio'; readonly url: string; readonly lasts: Duration })
  | (LineBase & { readonly kind: 'keys'; readonly keys: readonly string[]; readonly heeded: boolean })
  | (LineBase & { readonly kind: 'speech'; readonly text: string; readonly lasts: Duration; readonly heeded: boolean })
  | (LineBase & { readonly kind: 'tone'; readonly tone: ToneStarted['tone']; readonly digits?: string })
  | (LineBase & { readonly kind: 'silence'; readonly cause: QuietCause })
  | RecordingLine
  | (LineBase & { readonly kind: 'status'; readonly status: CallStatus; readonly reason?: string })
  | (LineBase & { readonly kind: 'bridge'; readonly otherCallSid: string })
  /** Somebody comes to a place where others are or wait, or goes: what he does, in words. */
  | (LineBase & { readonly kind: 'place'; readonly words: string })
  | (LineBase & { readonly kind: 'trouble'; readonly finding: Finding })

export interface SpokenLine extends LineBase {
  readonly kind: 'words'
  readonly text: string
  readonly language: string
  readonly lasts: Duration
  readonly isInterrupted?: boolean
}

interface RecordingLine extends LineBase {
  readonly kind: 'recording'
  readonly recordingSid: string
  readonly seconds?: number
  readonly endedBy?: RecordingEnded['endedBy']
}

export type Finding = Omit<FindingMade, 'kind' | 'callSid' | 'requestId'>

/** One request of the network and what came of it. */
export interface WireRow {
  readonly requestId: string
  readonly callSid: string
  readonly purpose: RequestPurpose
  /** The document came with a request of the app to the API, so the app was not asked. */
  readonly isGiven?: boolean
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly parameters: readonly (readonly [name: string, value: string])[]
  readonly signedText: string
  readonly signature: string
  readonly attempt: number
  readonly sentAt: Instant
  readonly tookMilliseconds?: number
  readonly answer?: { readonly status: number; readonly contentType: string; readonly body: string }
  readonly failure?: { readonly code: number; readonly message: string }
  readonly verbs: readonly VerbRun[]
  readonly findings: readonly Finding[]
}

/** A top-level verb of the answer. */
export interface VerbRun {
  readonly verb: string
  readonly line: number
  readonly explanation: string
  readonly state: 'waiting' | 'running' | 'done'
  readonly outcome?: string
}

/** True once nothing more can happen on a leg. */
export function isOver(status: CallStatus): boolean {
  return status !== 'queued' && status !== 'initiated' && status !== 'ringing' && status !== 'in-progress'
}

/** The leg that began the conversation. */
export function callerLeg(conversation: Conversation): Leg {
  return conversation.legs[0] as Leg // a conversation is made with its first leg
}
