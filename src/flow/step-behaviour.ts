/**
 * How a step behaves: what it is told, and what it may want to happen. Steps are pure; this is all they know of the world.
 */
import type { z } from 'zod'
import type { Instant } from '../clock/clock.ts'
import type { Verb } from '../twiml/index.ts'
import type { CallEvent } from './event.ts'
import type { GreetingName, Mailbox, Plays } from './mailbox/mailbox.ts'
import type { Outcome } from './outcome.ts'
import type { Prompt, PromptVerb } from './prompt.ts'
import type { Fact } from './question.ts'
import type { WaitAnswer, Waiting, WaitRound } from './queues/waiting.ts'
import type { Secret } from './secret.ts'
import type { Json, Session, Tries } from './session.ts'

/** What a step wants to happen now. */
export type Move =
  /** Stay in this step: these verbs ask, and their answer comes back as an event. */
  | {
      readonly kind: 'ask'
      readonly verbs: readonly Verb[]
      readonly tries: Tries
      readonly effects?: readonly Effect[]
      readonly learned?: Learned
      /** What the step keeps for itself until the answer comes; null or absent: nothing. */
      readonly memo?: Json
    }
  /** Go on to another step in the same answer, after these words. */
  | {
      readonly kind: 'go'
      readonly to: string
      readonly saying?: readonly PromptVerb[]
      readonly effects?: readonly Effect[]
      readonly learned?: Learned
      /** Keys of what was learned that are forgotten when the call ends. */
      readonly privately?: readonly string[]
      /** Done after the words, before the next step; they ask for nothing. */
      readonly verbs?: readonly Verb[]
      /** What the session knows of recording from now on. */
      readonly recording?: NonNullable<Session['recording']>
      /** The language that is spoken from now on, BCP 47. */
      readonly language?: string
    }
  /** Go through another flow, and on to `then` when that leads back. */
  | {
      readonly kind: 'enter-flow'
      readonly flow: string
      readonly then: string
      readonly saying?: readonly PromptVerb[]
      /** Until it leads back nothing is recorded or kept. */
      readonly isSecure?: true
    }
  /** Back to the flow that led here; without one the call is over. */
  | { readonly kind: 'go-back'; readonly saying?: readonly PromptVerb[] }
  /** The call is over after these verbs. */
  | {
      readonly kind: 'end'
      readonly verbs: readonly Verb[]
      readonly effects?: readonly Effect[]
      readonly learned?: Learned
    }

/** What the session's data holds from now on, by key; null takes it out. */
export type Learned = Readonly<Record<string, Json>>

/** What a turn changes outside its session; committed together with it, before the answer leaves. */
export type Effect =
  | MessageLeft
  | RecordingDismissed
  | TaskDue
  | MessageReviewed
  | MessageChanged
  | RecordingAnnounced
  | GreetingKept
  | GreetingChosen
  | PinProved
  | HoursOverridden
  | LanguageChosen
  | RecordingConsentGiven
  | CalleeTalked
  | QueueJoined
  | QueueChanged
  | QueueRefused
  | QueueCallback
  | AgentSet
  | OptedOut
  | OptedIn
  | OutcomeLearned
  | SlotTaken
  | SlotsReleased
  | OfferDeclined
  | WaitlistChanged

/** A recording is a message in a mailbox; its audio may follow. */
export interface MessageLeft {
  readonly kind: 'message-left'
  readonly mailbox: string
  readonly recordingSid: string
  readonly seconds: number
  /** Default false. */
  readonly isUrgent?: boolean
  /** Until when the caller may still change it, so that nobody is told of it before. Absent: he may not. */
  readonly reviewUntil?: Instant
}

/** The caller has changed his message, or has done with it. */
export interface MessageReviewed {
  readonly kind: 'message-reviewed'
  readonly recordingSid: string
  readonly isUrgent: boolean
  /** Null: he has done. */
  readonly reviewUntil: Instant | null
}

/** Somebody who listens to a mailbox has heard a message, or has put it away or taken it back. */
export interface MessageChanged {
  readonly kind: 'message-changed'
  readonly mailbox: string
  readonly messageId: string
  readonly change: 'heard' | 'removed' | 'restored'
}

/** The audio of a recording is to be fetched, whatever becomes of it. */
export interface RecordingAnnounced {
  readonly kind: 'recording-announced'
  readonly recordingSid: string
}

/** A recording is the greeting of a mailbox from now on; null gives it back to its definition. */
export interface GreetingKept {
  readonly kind: 'greeting-kept'
  readonly mailbox: string
  readonly greeting: GreetingName
  readonly recordingSid: string | null
}

/** Somebody has said which greeting of a mailbox plays. */
export interface GreetingChosen {
  readonly kind: 'greeting-chosen'
  readonly mailbox: string
  readonly plays: Plays
}

/** A PIN was right: the wrong ones before it are forgotten. */
export interface PinProved {
  readonly kind: 'pin-proved'
  /** Whose tries were counted. */
  readonly subjects: readonly string[]
}

/** Somebody has opened or closed by hand; null gives the hours back to their schedule. */
export interface HoursOverridden {
  readonly kind: 'hours-overridden'
  readonly flow: string
  readonly step: string
  /** `until` null: until somebody decides otherwise. */
  readonly override: { readonly isOpen: boolean; readonly until: Instant | null } | null
}

/** A recording in which nobody said anything: it becomes no message, whatever a callback reports later or reported before. */
export interface RecordingDismissed {
  readonly kind: 'recording-dismissed'
  readonly recordingSid: string
}

/**
 * Something is to be done outside the call, such as a text message to send: kept with the turn, done after it, tried again
 * until it is done or given up.
 */
export interface TaskDue {
  readonly kind: 'task-due'
  /** What is to be done; whoever does it is chosen by this. */
  readonly task: string
  /** Tells this task from all others, for ever: one that is there already is not added again. */
  readonly key: string
  /** All there is to know to do it. */
  readonly about: Json
  /** Not before this moment; default at once. */
  readonly at?: Instant
}

/** A callee of a transfer has talked with a caller until now. */
export interface CalleeTalked {
  readonly kind: 'callee-talked'
  readonly flow: string
  readonly step: string
  /** His place among the callees of the step. */
  readonly place: number
}

/** A caller was told or asked that the call is recorded. */
export interface RecordingConsentGiven {
  readonly kind: 'recording-consent-given'
  readonly mode: 'notice' | 'ask'
  readonly isAgreed: boolean
  /** What he heard. */
  readonly wording: string
}

/** A caller has chosen the language he is spoken to in, at this call and later ones. */
export interface LanguageChosen {
  readonly kind: 'language-chosen'
  /** His number, E.164. */
  readonly caller: string
  /** BCP 47. */
  readonly language: string
}

/** The caller stands in line from this turn on. */
export interface QueueJoined {
  readonly kind: 'queue-joined'
  readonly queue: string
  readonly priority: number
  /** Who has the earlier moment is next: when he came, less what his priority is worth. */
  readonly rankAt: Instant
}

/** Something became of the place this caller has in a queue, and of the agent who was his. */
export interface QueueChanged {
  readonly kind: 'queue-changed'
  /**
   * `connected`: the two hear each other. `served`: they have talked. `refused`: the agent did not take him, and he waits
   * on. `left`: he waits no longer. `waits-again`: he has thought better of a callback. `called-back`: he was called back and
   * is there. `missed`: he was called back and was not there. `not-taken`: the agent who was rung first did not take it.
   * `put-off`: he may not be called before `until`.
   */
  readonly change:
    | 'connected'
    | 'served'
    | 'refused'
    | 'left'
    | 'waits-again'
    | 'called-back'
    | 'missed'
    | 'not-taken'
    | 'put-off'
  /** Why he waits no longer, for the figures. */
  readonly outcome?: string
  readonly until?: Instant
}

/** The caller hangs up, keeps his place, and is called back. */
export interface QueueCallback {
  readonly kind: 'queue-callback'
  /** E.164; it may be dialled. */
  readonly number: string
  readonly expiresAt: Instant
  /** How often it is tried. */
  readonly attempts: number
  /** How long after the first attempt the second comes, in milliseconds; each wait is three times the one before. */
  readonly retryAfter: number
  /** Who is rung first. Absent: the caller. */
  readonly first?: 'caller' | 'agent'
  /** In which he is spoken to then, BCP 47. Absent: the flow's. */
  readonly language?: string
}

/** An agent takes calls from now on, or takes none. */
export interface AgentSet {
  readonly kind: 'agent-set'
  readonly agent: string
  readonly state: 'available' | 'away' | 'out'
  /** Where he is rung when his definition names no phone; null leaves it. */
  readonly phone: string | null
  /** Whether he stays on this call and callers are led into it. */
  readonly isOnLine: boolean
}

/** A caller was not let into a queue; for the figures. */
export interface QueueRefused {
  readonly kind: 'queue-refused'
  readonly queue: string
  readonly why: 'full' | 'unstaffed'
}

/** The person on the line wants no more calls and messages. */
export interface OptedOut {
  readonly kind: 'opted-out'
  /** E.164. */
  readonly number: string
  readonly source: 'key' | 'speech'
}

/** The person on the line may be reached again. */
export interface OptedIn {
  readonly kind: 'opted-in'
  /** E.164. */
  readonly number: string
  readonly source: 'key' | 'speech'
}

/** Something came of a reminder. */
export interface OutcomeLearned {
  readonly kind: 'outcome-learned'
  readonly reminderId: string
  /** Null when he called. */
  readonly attemptId: string | null
  readonly outcome: Outcome
}

/** Somebody takes a free time that was held for him: his appointment moves to it. */
export interface SlotTaken {
  readonly kind: 'slot-taken'
  readonly slotId: string
  readonly reminderId: string
  /** Null when he called. */
  readonly attemptId: string | null
}

/** The times that were held in this call are free for others. */
export interface SlotsReleased {
  readonly kind: 'slots-released'
}

/** Somebody who waits for an earlier time does not want the one he was offered. */
export interface OfferDeclined {
  readonly kind: 'offer-declined'
  readonly offerId: string
}

/** Somebody would rather come earlier, or does not want to any more. */
export interface WaitlistChanged {
  readonly kind: 'waitlist-changed'
  readonly reminderId: string
  readonly waits: boolean
}

/** What a step may know while it decides. Everything is passed in; steps are pure. */
export interface StepContext {
  readonly session: Session
  /** How to speak a prompt with the flow's voice, in the session's language or in another. */
  readonly speak: (prompt: Prompt | undefined, language?: string) => readonly PromptVerb[]
  /** The address that brings the answer to what is asked now back to this step. */
  readonly answerUrl: string
  /** Where the network reports that a recording made in this step can be fetched. */
  readonly recordingUrl: string
  /** Where the network brings the text of a recording made in this step. */
  readonly transcriptUrl: string
  /** A mailbox by name; undefined for one that nobody has defined, which has defaults. */
  readonly mailboxNamed: (name: string) => Mailbox | undefined
  /** An address of this app that may be relative, made absolute: some places of a document need it. */
  readonly absolute: (address: string) => string
  /** Where a callee of this step, by his place, is told and asked before he is connected; `asked` counts how often. */
  readonly calleeUrl: (callee: number, asked: number) => string
  /** Where somebody who waits in this step's queue hears what comes next. */
  readonly waitUrl: (round: WaitRound) => string
  /** Whether calls of this line may be led to a phone number. */
  readonly mayDial: (number: string) => boolean
  /** Whether calls that are led to phone numbers are counted, so that the world has to be asked first. */
  readonly countsDialled: boolean
  /** A secret's value; undefined when the environment does not have it. */
  readonly reveal: (secret: Secret) => string | undefined
  /** The moment this turn is taken. */
  readonly now: Instant
  /**
   * What is known of a question. The first time it is asked the turn is broken off, the world is asked, and the turn is
   * taken again; do nothing before it that must not happen twice.
   */
  readonly find: (question: { readonly kind: string; readonly about?: Json }) => Fact
}

/** A callee has picked up, or has answered what he was asked, before he is connected. */
export interface CalleeAsked {
  /** His place among the step's callees. */
  readonly callee: number
  /** How often he was asked before. */
  readonly asked: number
  readonly event: CallEvent
}

/** How a kind of step behaves. */
export interface StepBehaviour<S> {
  /** The caller comes in. */
  enter(step: S, context: StepContext): Move
  /** The caller, or the network, answers what was asked. */
  take(step: S, event: CallEvent, context: StepContext): Move
  /** A callee who is not connected yet: what he hears, and what the step keeps for itself from now on. */
  takeCallee?(
    step: S,
    asked: CalleeAsked,
    context: StepContext,
  ): { readonly verbs: readonly Verb[]; readonly memo?: Json }
  /** Somebody who waits in the step's queue: what he hears now. */
  takeWaiting?(step: S, waiting: Waiting, context: StepContext): WaitAnswer
  /** Whether a step that was waiting for the caller wants to know that he has hung up, also when no webhook of its own tells. */
  readonly isToldOfHangUp?: true
  /** Every way on from here. */
  exits(step: S): readonly Exit[]
  /** Every prompt of the step, for checks. */
  prompts(step: S): readonly { readonly at: string; readonly prompt: Prompt | undefined }[]
  /** One line for people: what the caller meets here. */
  title(step: S): string
  /** The step as JSON has it; undefined for one that needs functions. */
  readonly shape?: z.ZodType
  /** Numbers that have bounds, for checks. */
  ranges?(step: S): readonly NumberRange[]
  /** Values that cannot be what they have to be, such as a time zone that does not exist; for checks. */
  mistakes?(step: S): readonly Mistake[]
  /** Phone numbers as they stand in the flow, for checks; secrets are not among them. */
  numbers?(step: S): readonly (readonly [at: string, number: string])[]
}

/** A value of a step that cannot be used. */
export interface Mistake {
  readonly at: string
  readonly message: string
  /** What to do about it. */
  readonly help: string
}

/** A whole number of a step and its bounds. */
export interface NumberRange {
  readonly at: string
  readonly value: number | undefined
  readonly least: number
  readonly most: number
}

/** A way on from a step. */
export interface Exit {
  readonly to: string
  /** What makes the call go this way, for people: `pressed 1`, `busy or no answer`. */
  readonly label: string
  /** True when the caller does nothing to go this way, so that a ring of such exits would never end. */
  readonly isAutomatic: boolean
  /** Where the target stands inside the step, as in `choices.1.then`. */
  readonly at: string
}
