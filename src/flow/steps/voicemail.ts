import { z } from 'zod'
import type { Duration } from '../../clock/clock.ts'
import { minutes, seconds } from '../../clock/duration.ts'
import { hangup, record, type Verb } from '../../twiml/index.ts'
import type { CallEvent, MessageRecorded } from '../event.ts'
import { promptShape, secondsShape, targetShape } from '../json-shapes.ts'
import { oneKey } from '../keys.ts'
import { deletionOf } from '../mailbox/deletion.ts'
import { greetingFor } from '../mailbox/greeting.ts'
import { lineFor } from '../mailbox/lines.ts'
import { playBack } from '../mailbox/playback.ts'
import type { Prompt } from '../prompt.ts'
import { type FromData, valueAt } from '../prompts/spoken-value.ts'
import type { Json, Session, Tries } from '../session.ts'
import { NO_TRIES } from '../session.ts'
import type { Effect, Move, StepBehaviour, StepContext } from '../step-behaviour.ts'

/** Takes a message into a mailbox; safe against hanging up. */
export interface VoicemailStep<Target extends string = string> extends VoicemailOptions<Target> {
  readonly kind: 'voicemail'
}

/** Options of {@link voicemail}. */
export interface VoicemailOptions<Target extends string> {
  /** The mailbox the message lands in: letters, digits and `-`. */
  readonly mailbox: string
  /** Where the session's data may name another mailbox, as `fromData('directory.mailbox')`; without a name there it is `mailbox`. */
  readonly mailboxFrom?: FromData
  /**
   * Spoken before the beep. Default: the mailbox's, else `Please leave a message after the beep.` What somebody has recorded
   * for the mailbox goes before it.
   */
  readonly greeting?: Prompt
  /** Longest message, 2 to 3600, default 120. */
  readonly maximumSeconds?: number
  /** A shorter one counts as none, default 1. */
  readonly minimumSeconds?: number
  /** Silence that ends the message, default 5. */
  readonly silenceSeconds?: number
  /** How often to ask for a message altogether, default 2. */
  readonly attempts?: number
  /** Spoken before asking again. Default: `I did not hear a message.` */
  readonly nothingHeard?: Prompt
  /** Spoken before hanging up without a message. Default: `I still did not hear a message. Goodbye.` */
  readonly givingUp?: Prompt
  /** Spoken when the message is safe. Default: `Thank you. Your message has been saved. Goodbye.` */
  readonly thanks?: Prompt
  /** Whether the caller may listen to his message, record it again and mark it as urgent before he sends it; default false. */
  readonly review?: boolean
  /** Where the caller goes afterwards. Default: the call ends. */
  readonly then?: Target
}

/** A step that takes a message. */
export function voicemail(options: VoicemailOptions<never> & { readonly then?: never }): VoicemailStep<never>
export function voicemail<const Target extends string>(
  options: VoicemailOptions<Target> & { readonly then: Target },
): VoicemailStep<Target>
export function voicemail<const Target extends string>(options: VoicemailOptions<Target>): VoicemailStep<Target> {
  return { kind: 'voicemail', ...options }
}

/** What the step keeps for itself: the last complete message, while its caller reviews it or records another. */
interface Memo {
  readonly recordingSid: string
  readonly isUrgent: boolean
  /** What he does. */
  readonly at: 'review' | 'recording'
  /** How often its audio was looked for, while he waits to hear it. */
  readonly looks?: number | undefined
}

export const voicemailBehaviour: StepBehaviour<VoicemailStep> = {
  enter: (step, context) => ask(named(step, context), context, NO_TRIES),
  take(asIs, event, context) {
    const step = named(asIs, context)
    const memo = memoOf(context.session)
    if (event.kind === 'recorded') return afterRecording(step, event, context, memo)
    if (memo !== undefined) return reviewed(step, event, context, memo)
    if (event.kind === 'hung-up') return { kind: 'end', verbs: [] }
    return event.kind === 'silence' ? askAgain(step, context) : ask(step, context, context.session.tries)
  },
  exits: (step) => (step.then ? [{ to: step.then, label: 'after the message', isAutomatic: false, at: 'then' }] : []),
  prompts: (step) => [
    { at: 'greeting', prompt: step.greeting },
    { at: 'nothingHeard', prompt: step.nothingHeard },
    { at: 'givingUp', prompt: step.givingUp },
    { at: 'thanks', prompt: step.thanks },
  ],
  title: (step) => `Takes a message for ${step.mailbox}`,
  shape: z.strictObject({
    kind: z.literal('voicemail'),
    mailbox: z.string(),
    mailboxFrom: z.strictObject({ data: z.string() }).optional(),
    greeting: promptShape.optional(),
    maximumSeconds: secondsShape,
    minimumSeconds: secondsShape,
    silenceSeconds: secondsShape,
    attempts: z.number().optional(),
    nothingHeard: promptShape.optional(),
    givingUp: promptShape.optional(),
    thanks: promptShape.optional(),
    review: z.boolean().optional(),
    then: targetShape.optional(),
  }),
  ranges: (step) => [
    { at: 'maximumSeconds', value: step.maximumSeconds, least: 2, most: 3600 },
    { at: 'minimumSeconds', value: step.minimumSeconds, least: 0, most: 60 },
    { at: 'silenceSeconds', value: step.silenceSeconds, least: 0, most: 60 },
    { at: 'attempts', value: step.attempts, least: 1, most: 10 },
  ],
}

const SILENCE_SECONDS = 5
const DEFAULT_MAXIMUM = 120
/** Nobody is told of a message for so long after its caller was last heard of reviewing it. */
export const REVIEW: Duration = minutes(3)
/** So many silences and wrong keys in a row send a message that is reviewed. */
const MOST_REVIEWS = 3

function isOnlySilence(step: VoicemailStep, { endedBy, seconds }: MessageRecorded): boolean {
  return endedBy === 'silence-or-length' && seconds <= (step.silenceSeconds ?? SILENCE_SECONDS)
}

/** Whether a recording of that length counts as a message. */
export const isMessage = (step: VoicemailStep, seconds: number): boolean => seconds >= (step.minimumSeconds ?? 1)

function memoOf({ memo }: Session): Memo | undefined {
  return typeof memo === 'object' && memo !== null && 'recordingSid' in memo
    ? (memo as unknown as Memo) // written by this step, and gone when the call leaves it
    : undefined
}

const jsonOf = (memo: Memo): Json => memo as unknown as Json // plain data, which an interface cannot promise

function ask(step: VoicemailStep, context: StepContext, tries: Tries, before?: Prompt): Extract<Move, { kind: 'ask' }> {
  const greeting = context.speak(greetingFor(step.mailbox, step.greeting, context))
  return { kind: 'ask', verbs: [...context.speak(before), ...greeting, recordVerb(step, context)], tries }
}

function recordVerb(step: VoicemailStep, context: StepContext): Verb {
  const isTranscribed = context.mailboxNamed(step.mailbox)?.transcribe === 'twilio'
  // The action is written out: without one the network would post the recording to the page that holds this verb
  // (reference twiml-voice.md §12.1), and a key that ends the message would be taken for a menu choice.
  return record({
    action: context.answerUrl,
    maxLength: step.maximumSeconds ?? DEFAULT_MAXIMUM,
    timeout: step.silenceSeconds ?? SILENCE_SECONDS,
    // Untrimmed, a recording that silence ended and that is no longer than that silence has nothing in it; trimmed,
    // it could not be told from a short message.
    trim: 'do-not-trim',
    recordingStatusCallback: context.recordingUrl,
    recordingStatusCallbackEvent: ['completed', 'absent'],
    ...(isTranscribed && { transcribe: true, transcribeCallback: context.transcriptUrl }),
  })
}

function afterRecording(step: VoicemailStep, event: MessageRecorded, context: StepContext, before?: Memo): Move {
  const isHungUp = event.endedBy === 'hang-up'
  if (!isMessage(step, event.seconds) || isOnlySilence(step, event)) {
    const effects = dismissed(step, event.recordingSid, context)
    if (before !== undefined) return keptBefore(step, context, before, isHungUp, effects)
    return isHungUp ? { kind: 'end', verbs: [], effects } : { ...askAgain(step, context), effects }
  }
  const isReviewed = step.review === true && !isHungUp
  const memo: Memo = { recordingSid: event.recordingSid, isUrgent: before?.isUrgent ?? false, at: 'review' }
  const effects: readonly Effect[] = [
    // What he has recorded before is none of his messages any more.
    ...(before === undefined ? [] : dismissed(step, before.recordingSid, context)),
    {
      kind: 'message-left',
      mailbox: step.mailbox,
      recordingSid: event.recordingSid,
      seconds: event.seconds,
      isUrgent: memo.isUrgent,
      ...(isReviewed && { reviewUntil: context.now + REVIEW }),
    },
  ]
  if (isHungUp) return { kind: 'end', verbs: [], effects }
  return isReviewed ? review(context, memo, NO_TRIES, '', effects) : thank(step, context, effects)
}

function thank(step: VoicemailStep, context: StepContext, effects: readonly Effect[]): Move {
  if (step.then) return { kind: 'go', to: step.then, saying: context.speak(step.thanks ?? 'Thank you.'), effects }
  const thanks = context.speak(step.thanks ?? 'Thank you. Your message has been saved. Goodbye.')
  return { kind: 'end', verbs: [...thanks, hangup()], effects }
}

/** The mailbox this caller's message lands in. */
export function mailboxIn({ mailbox, mailboxFrom }: VoicemailStep, { data }: Pick<Session, 'data'>): string {
  const own = mailboxFrom && valueAt(data, mailboxFrom.data)
  return typeof own === 'string' && /^[A-Za-z0-9-]+$/.test(own) ? own : mailbox
}

const named = (step: VoicemailStep, { session }: StepContext): VoicemailStep => ({
  ...step,
  mailbox: mailboxIn(step, session),
})

/** No message, whatever a callback says; the network forgets it, too, where the mailbox wants that. */
function dismissed({ mailbox }: VoicemailStep, recordingSid: string, context: StepContext): readonly Effect[] {
  const isDeleted = context.mailboxNamed(mailbox)?.deleteAtTwilio === true
  return [{ kind: 'recording-dismissed', recordingSid }, ...(isDeleted ? [deletionOf(recordingSid)] : [])]
}

/** He was to record another message and left none: the one before is his message. */
function keptBefore(
  step: VoicemailStep,
  context: StepContext,
  before: Memo,
  isHungUp: boolean,
  effects: readonly Effect[],
): Move {
  if (isHungUp) return { kind: 'end', verbs: [], effects: [...effects, settled(before)] }
  const tries = { ...context.session.tries, silences: context.session.tries.silences + 1 }
  if (tries.silences + tries.mistakes >= MOST_REVIEWS) return thank(step, context, [...effects, settled(before)])
  const words = lineFor(context.session.language, 'keptTheFirst')
  return review(context, { ...before, at: 'review' }, tries, words, [...effects, inReview(before, context, REVIEW)])
}

function review(
  context: StepContext,
  memo: Memo,
  tries: Tries,
  before: string,
  effects: readonly Effect[],
): Extract<Move, { kind: 'ask' }> {
  const words = [...context.speak(before), ...context.speak(lineFor(context.session.language, 'review'))]
  return { kind: 'ask', verbs: oneKey(context, words), tries, memo: jsonOf({ ...memo, looks: undefined }), effects }
}

function reviewed(step: VoicemailStep, event: CallEvent, context: StepContext, memo: Memo): Move {
  const { language, tries } = context.session
  if (event.kind === 'hung-up') return { kind: 'end', verbs: [], effects: [settled(memo)] }
  if (event.kind === 'silence' && memo.looks !== undefined) return listen(context, memo, memo.looks)
  switch (event.kind === 'digits' ? event.digits : undefined) {
    case '1':
      return thank(step, context, [settled(memo)])
    case '2':
      return listen(context, memo, 0)
    case '3':
      return recordAgain(step, context, memo)
    case '4': {
      const marked = { ...memo, isUrgent: !memo.isUrgent }
      const words = lineFor(language, marked.isUrgent ? 'markedUrgent' : 'notUrgent')
      return review(context, marked, tries, words, [inReview(marked, context, REVIEW)])
    }
    default: {
      const kind = event.kind === 'digits' ? 'mistakes' : 'silences'
      const next = { ...tries, [kind]: tries[kind] + 1 }
      // Who does nothing has left his message all the same.
      if (next.silences + next.mistakes >= MOST_REVIEWS) return thank(step, context, [settled(memo)])
      const words = lineFor(language, kind === 'mistakes' ? 'notAChoice' : 'nothingHeard')
      return review(context, memo, next, words, [])
    }
  }
}

function listen(context: StepContext, memo: Memo, looks: number): Move {
  return playBack(
    {
      recordingSid: memo.recordingSid,
      looks,
      then: lineFor(context.session.language, 'review'),
      memo: (count) => jsonOf({ ...memo, looks: count }),
      effects: looks === 0 ? [inReview(memo, context, REVIEW)] : [],
    },
    context,
  )
}

function recordAgain(step: VoicemailStep, context: StepContext, memo: Memo): Move {
  const longest = seconds(step.maximumSeconds ?? DEFAULT_MAXIMUM)
  return {
    kind: 'ask',
    verbs: [...context.speak(lineFor(context.session.language, 'recordAgain')), recordVerb(step, context)],
    tries: context.session.tries,
    memo: jsonOf({ ...memo, at: 'recording' }),
    effects: [inReview(memo, context, longest + REVIEW)],
  }
}

const inReview = ({ recordingSid, isUrgent }: Memo, { now }: StepContext, lasts: Duration): Effect => ({
  kind: 'message-reviewed',
  recordingSid,
  isUrgent,
  reviewUntil: now + lasts,
})

const settled = ({ recordingSid, isUrgent }: Memo): Effect => ({
  kind: 'message-reviewed',
  recordingSid,
  isUrgent,
  reviewUntil: null,
})

function askAgain(step: VoicemailStep, context: StepContext): Extract<Move, { kind: 'ask' | 'end' }> {
  const { tries } = context.session
  const silences = tries.silences + 1
  if (silences + tries.mistakes >= (step.attempts ?? 2)) {
    const goodbye = context.speak(step.givingUp ?? 'I still did not hear a message. Goodbye.')
    return { kind: 'end', verbs: [...goodbye, hangup()] }
  }
  return ask(step, context, { ...tries, silences }, step.nothingHeard ?? 'I did not hear a message.')
}
