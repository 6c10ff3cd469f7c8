import { z } from 'zod'
import { dial, gather, hangup, type RingTone, redirect, ringTones } from '../../twiml/index.ts'
import { phrasesFor } from '../answers/phrases.ts'
import { askCallee } from '../callees/acceptance.ts'
import { type Callee, calleesOf, calleesShape, nounOf, phoneOf, ringSecondsOf } from '../callees/callee.ts'
import { orderOf, type Strategy } from '../callees/order.ts'
import type { CallEvent, DialEnded } from '../event.ts'
import { numberShape, promptShape, secondsShape, targetShape } from '../json-shapes.ts'
import type { Prompt } from '../prompt.ts'
import type { Secret } from '../secret.ts'
import { isSecret } from '../secret.ts'
import type { Json, Session } from '../session.ts'
import { isSecure, NO_TRIES } from '../session.ts'
import type { Effect, Exit, Move, StepBehaviour, StepContext } from '../step-behaviour.ts'

/** Connects the caller with somebody, and says where the call goes when nobody takes it. */
export interface TransferStep<Target extends string = string> extends TransferOptions<Target> {
  readonly kind: 'transfer'
}

/** Options of {@link transfer}. */
export interface TransferOptions<Target extends string> {
  /** Spoken before it rings. */
  readonly announce?: Prompt
  /**
   * Who is rung: a number in E.164 or the secret that holds one, `{ client }`, `{ sip }`, or a list of these. One with
   * a ring time of its own is written `{ number, ringSeconds }`.
   */
  readonly to: Callee | readonly Callee[]
  /** In which order a list is rung, default `in-order`. */
  readonly strategy?: Strategy
  /** 5 to 600, default 20, for each callee. The network lets it ring about 5 seconds longer (reference twiml-voice.md §4.6). */
  readonly ringSeconds?: number
  /** The number the callee sees: `caller` (the default), `line` for the number that was called, or a number. */
  readonly callerId?: string | Secret
  /** Spoken to the callee before he is connected, such as `Sales call.` */
  readonly whisper?: Prompt
  /**
   * Whether the callee has to press 1 before he is connected, so that a mailbox never takes the call; or the words that
   * ask for it. Default: the phone numbers of a list have to, a single callee and browsers need not.
   */
  readonly accept?: boolean | Prompt
  /**
   * Whether the caller is asked for his name first, and the callee told it before he decides; the callee then has to accept.
   * What was understood is told: a name is not recorded. Default false.
   */
  readonly screens?: boolean
  /** The country whose ringing the caller hears, such as `us` or `uk`; default: as the network has it. */
  readonly ringTone?: RingTone
  /**
   * Whether the conversation is recorded: `always`, or `with-consent` when a `recordingConsent` step before has got it.
   * Default: never. Tell callers before.
   */
  readonly records?: 'always' | 'with-consent'
  /** Spoken when nobody took the call. Default: `Nobody is free to take your call right now.` */
  readonly sorry?: Prompt
  /** Where the call goes when nobody took it, unless one of the next four says otherwise for all who were rung. */
  readonly unanswered: Target
  readonly busy?: Target
  readonly noAnswer?: Target
  readonly failed?: Target
  /** Where the call goes when the callee picked up and did not take it. */
  readonly declined?: Target
  /** Where the caller goes when the callee has hung up after talking. Default: the call ends. */
  readonly afterwards?: Target
}

/** A step that connects the caller with somebody. */
export function transfer<const Target extends string>(options: TransferOptions<Target>): TransferStep<Target> {
  return { kind: 'transfer', ...options }
}

/** What the step keeps for itself while it rings. Callees are told apart by their place in `to`. */
interface Ringing {
  readonly left: readonly number[]
  readonly rung: readonly number[]
  /** Who picked up and was asked whether he takes the call. */
  readonly pickedUp?: number
  readonly rounds: readonly Round[]
  /** Who calls, as he has said it. */
  readonly name?: string
}

/** Who was rung at the same time, and what came of it. */
type Round = {
  readonly rung: readonly number[]
  readonly outcome: DialEnded['outcome']
  readonly seconds: number
  readonly pickedUp?: number
}

export const transferBehaviour: StepBehaviour<TransferStep> = {
  enter: (step, context) => (step.screens ? askName(context) : begin(step, context)),
  take(step, event, context) {
    if (isAskedForName(context.session)) return named(step, event, context)
    switch (event.kind) {
      case 'dialled':
        return afterRound(step, event, context)
      case 'hung-up':
        return { kind: 'end', verbs: [] }
      default:
        return begin(step, context)
    }
  },
  takeCallee(step, asked, context) {
    const ringing = ringingOf(context.session)
    const whisper = [step.whisper ?? '', ringing?.name === undefined ? '' : callFrom(ringing.name, context)]
    const verbs = askCallee({ whisper, accept: acceptanceOf(step, asked.callee) }, asked, context)
    if (ringing === undefined || ringing.pickedUp === asked.callee) return { verbs }
    return { verbs, memo: jsonOf({ ...ringing, pickedUp: asked.callee }) }
  },
  exits(step) {
    const isAlone = !step.busy && !step.noAnswer
    const exits: Exit[] = [
      { to: step.unanswered, label: isAlone ? 'nobody answers' : 'no answer', isAutomatic: true, at: 'unanswered' },
    ]
    if (step.busy) exits.push({ to: step.busy, label: 'busy', isAutomatic: true, at: 'busy' })
    if (step.noAnswer) exits.push({ to: step.noAnswer, label: 'rings in vain', isAutomatic: true, at: 'noAnswer' })
    if (step.failed) exits.push({ to: step.failed, label: 'cannot be reached', isAutomatic: true, at: 'failed' })
    if (step.declined) exits.push({ to: step.declined, label: 'declined', isAutomatic: true, at: 'declined' })
    if (step.afterwards) {
      exits.push({ to: step.afterwards, label: 'after the conversation', isAutomatic: false, at: 'afterwards' })
    }
    return exits
  },
  prompts: (step) => [
    { at: 'announce', prompt: step.announce },
    { at: 'whisper', prompt: step.whisper },
    { at: 'accept', prompt: typeof step.accept === 'boolean' ? undefined : step.accept },
    { at: 'sorry', prompt: step.sorry },
  ],
  title: (step) => `Connects to ${whom(step)}`,
  shape: z.strictObject({
    kind: z.literal('transfer'),
    announce: promptShape.optional(),
    to: calleesShape,
    strategy: z.enum(['in-order', 'all-at-once', 'rotating', 'random', 'longest-idle']).optional(),
    ringSeconds: secondsShape,
    callerId: numberShape.optional(),
    whisper: promptShape.optional(),
    accept: z.union([z.boolean(), promptShape]).optional(),
    screens: z.boolean().optional(),
    ringTone: z.enum(ringTones).optional(),
    records: z.enum(['always', 'with-consent']).optional(),
    sorry: promptShape.optional(),
    unanswered: targetShape,
    busy: targetShape.optional(),
    noAnswer: targetShape.optional(),
    failed: targetShape.optional(),
    declined: targetShape.optional(),
    afterwards: targetShape.optional(),
  }),
  ranges: (step) => [
    { at: 'ringSeconds', value: step.ringSeconds, least: 5, most: 600 },
    // More than ten are not rung at once (13250), and nobody waits for eleven in a row.
    { at: 'to/length', value: calleesOf(step.to).length, least: 1, most: 10 },
    ...calleesOf(step.to).map((callee, place) => ({
      at: `to.${place}/ringSeconds`,
      value: ringSecondsOf(callee),
      least: 5,
      most: 600,
    })),
  ],
  numbers: (step) => [
    ...calleesOf(step.to).flatMap((callee, place) => {
      const phone = phoneOf(callee)
      const at = Array.isArray(step.to) ? `to.${place}` : 'to'
      return phone === undefined || isSecret(phone) ? [] : [[at, phone] as const]
    }),
    ...(step.callerId === undefined || isSecret(step.callerId) || isPolicy(step.callerId)
      ? []
      : [['callerId', step.callerId] as const]),
  ],
}

/** Asks the caller who he is. */
function askName(context: StepContext): Move {
  const { language } = context.session
  const attributes = {
    input: ['speech'] as const,
    language,
    speechTimeout: 'auto' as const,
    timeout: 4,
    action: context.answerUrl,
  }
  const prompts = context.speak(phrasesFor(language).whoCalls)
  const verbs = [gather(attributes, prompts), redirect(context.answerUrl)]
  return { kind: 'ask', verbs, tries: NO_TRIES, memo: ASKED_FOR_NAME }
}

const ASKED_FOR_NAME = 'asked for a name'
const isAskedForName = ({ memo }: Session) => memo === ASKED_FOR_NAME
const callFrom = (name: string, { session }: StepContext) => phrasesFor(session.language).callFrom(name)

/** Who says nothing is put through as somebody without a name: the callee decides. */
function named(step: TransferStep, event: CallEvent, context: StepContext): Move {
  if (event.kind === 'hung-up') return { kind: 'end', verbs: [] }
  const { withoutName } = phrasesFor(context.session.language)
  return begin(step, context, event.kind === 'speech' ? event.text.slice(0, 80) : withoutName)
}

function begin(step: TransferStep, context: StepContext, name?: string): Move {
  const left = orderOf(calleesOf(step.to).length, step.strategy ?? 'in-order', context)
  const next = ringNext(step, { left, rounds: [], ...(name !== undefined && { name }) }, context)
  return next.kind === 'ask' ? { ...next, verbs: [...context.speak(step.announce), ...next.verbs] } : next
}

/** `noRoom`: what is said because the line had no room for somebody who was to be rung in this turn. */
type Sofar = Omit<Ringing, 'rung' | 'pickedUp'> & { readonly noRoom?: Prompt | undefined }

/** Rings the next, or all at once; who the environment has lost counts as unreachable. */
function ringNext(step: TransferStep, so: Sofar, context: StepContext): Move {
  const { left, rounds, name } = so
  if (left.length === 0) return nobodyTookIt(step, rounds, context, so.noRoom)
  const rung = step.strategy === 'all-at-once' ? left : left.slice(0, 1)
  const rest = left.filter((place) => !rung.includes(place))
  const nouns = rung.flatMap((place) => nounAt(step, place, context) ?? [])
  if (nouns.length === 0) {
    const failed: Round = { rung, outcome: 'failed', seconds: 0 }
    const noRoom = so.noRoom ?? rung.map((place) => noRoomFor(step, place, context)).find((one) => one !== undefined)
    return ringNext(step, { ...so, noRoom, left: rest, rounds: [...rounds, failed] }, context)
  }
  const callerId = callerIdOf(step, context)
  const attributes = {
    action: context.answerUrl,
    timeout: longestRing(step, rung),
    ...(callerId ? { callerId } : {}),
    ...(step.ringTone && { ringTone: step.ringTone }),
    ...recordingOf(step, context),
  }
  return {
    kind: 'ask',
    verbs: [dial(nouns, attributes)],
    tries: NO_TRIES,
    memo: jsonOf({ left: rest, rung, rounds, ...(name !== undefined && { name }) }),
  }
}

function recordingOf({ records }: TransferStep, { session, absolute, recordingUrl }: StepContext) {
  const isAgreed = records === 'always' || (records === 'with-consent' && session.recording?.isAgreed === true)
  if (!isAgreed || isSecure(session)) return {}
  return {
    record: 'record-from-answer-dual' as const,
    recordingStatusCallback: absolute(recordingUrl),
    recordingStatusCallbackEvent: ['completed', 'absent'] as const,
  }
}

function nounAt(step: TransferStep, place: number, context: StepContext) {
  const callee = calleesOf(step.to)[place]
  const isAsked = step.whisper !== undefined || acceptanceOf(step, place) !== false
  return callee === undefined || !mayRing(callee, context)
    ? undefined
    : nounOf(callee, context.reveal, isAsked ? context.calleeUrl(place, 0) : undefined)
}

/** Whether limits let his phone be rung; browsers and SIP devices are nobody's expense. */
function mayRing(callee: Callee, context: StepContext): boolean {
  const phone = phoneOf(callee)
  const dialled = isSecret(phone) ? context.reveal(phone) : phone
  if (dialled === undefined) return true
  if (!context.mayDial(dialled)) return false
  return !context.countsDialled || diallingOf(dialled, context) === true
}

/** What the limits say of him; asked once a turn. */
function diallingOf(dialled: string, context: StepContext): Json {
  const fact = context.find({ kind: 'dialling', about: { number: dialled } })
  return fact.kind === 'known' ? fact.value : false
}

/** What is said because the line has no room for the call to him; undefined when that is not why he is not rung. */
function noRoomFor(step: TransferStep, place: number, context: StepContext): Prompt | undefined {
  const callee = calleesOf(step.to)[place]
  const phone = callee === undefined ? undefined : phoneOf(callee)
  const dialled = isSecret(phone) ? context.reveal(phone) : phone
  if (dialled === undefined || !context.countsDialled || !context.mayDial(dialled)) return undefined
  const value = diallingOf(dialled, context)
  return typeof value === 'object' && value !== null && 'sorry' in value
    ? ((value.sorry ?? undefined) as Prompt | undefined) // a prompt of the limits, which are plain data
    : undefined
}

/** Whether the callee at this place has to press 1, and in which words he is asked to. */
function acceptanceOf({ accept, screens, to }: TransferStep, place: number): Prompt | boolean {
  if (accept !== undefined) return accept
  if (screens) return true
  const callees = calleesOf(to)
  const callee = callees[place]
  return callees.length > 1 && callee !== undefined && phoneOf(callee) !== undefined
}

function longestRing(step: TransferStep, rung: readonly number[]): number {
  const callees = calleesOf(step.to)
  const times = rung.map((place) => {
    const callee = callees[place]
    return (callee === undefined ? undefined : ringSecondsOf(callee)) ?? step.ringSeconds ?? 20
  })
  return Math.max(...times)
}

function callerIdOf({ callerId }: TransferStep, { session, reveal }: StepContext): string | undefined {
  if (callerId === undefined || callerId === 'caller') return undefined
  if (callerId === 'line') return session.to
  return isSecret(callerId) ? reveal(callerId) : callerId
}

function afterRound(step: TransferStep, { outcome, seconds }: DialEnded, context: StepContext): Move {
  const { left, rung, rounds, pickedUp, name } = ringingOf(context.session) ?? { left: [], rung: [], rounds: [] }
  const round: Round = { rung, outcome, seconds, ...(pickedUp === undefined ? {} : { pickedUp }) }
  const soFar = [...rounds, round]
  if (outcome === 'answered') {
    const learned = { transfer: reportOf('answered', soFar) }
    const effects = talkedEffects(step, pickedUp ?? (rung.length === 1 ? rung[0] : undefined), context)
    return step.afterwards
      ? { kind: 'go', to: step.afterwards, learned, effects }
      : { kind: 'end', verbs: [hangup()], learned, effects }
  }
  // Of all at once the one who picked up and did not take it stopped the others from ringing: they get their turn again.
  const others = pickedUp !== undefined ? rung.filter((place) => place !== pickedUp) : []
  return ringNext(step, { left: [...others, ...left], rounds: soFar, ...(name !== undefined && { name }) }, context)
}

/** Whoever has talked is idle from now on; only lists by idleness need to know. */
function talkedEffects(step: TransferStep, place: number | undefined, { session }: StepContext): readonly Effect[] {
  if (step.strategy !== 'longest-idle' || place === undefined) return []
  return [{ kind: 'callee-talked', flow: session.flow, step: session.step, place }]
}

function nobodyTookIt(
  step: TransferStep,
  rounds: readonly Round[],
  { speak, session }: StepContext,
  noRoom: Prompt | undefined,
): Move {
  const outcomes = new Set(rounds.map(({ outcome }) => outcome))
  const [outcome] = outcomes
  const common = outcomes.size === 1 && outcome !== undefined ? outcome : 'mixed'
  const exits: Partial<Record<typeof common, string | undefined>> = {
    busy: step.busy,
    'no-answer': step.noAnswer,
    failed: step.failed,
    declined: step.declined,
  }
  const saying = speak(noRoom ?? step.sorry ?? phrasesFor(session.language).nobodyFree)
  return {
    kind: 'go',
    to: exits[common] ?? step.unanswered,
    saying,
    learned: { transfer: reportOf(common, rounds) },
  }
}

/** For later steps and the page. Places, not numbers: whom a place means is in the flow. */
const reportOf = (outcome: string, rounds: readonly Round[]): Json => jsonOf({ outcome, rounds })

function whom({ to }: TransferStep): string {
  const callees = calleesOf(to)
  const [callee] = callees
  if (callees.length !== 1 || callee === undefined) return `one of ${callees.length}`
  const phone = phoneOf(callee)
  if (phone !== undefined) return isSecret(phone) ? phone.secret : 'a number'
  return typeof callee === 'object' && 'client' in callee ? callee.client : 'a SIP device'
}

const isPolicy = (callerId: string) => callerId === 'caller' || callerId === 'line'

function ringingOf({ memo }: Session): Ringing | undefined {
  return typeof memo === 'object' && memo !== null && 'rung' in memo
    ? (memo as unknown as Ringing) // written by this step, and gone when the call leaves it
    : undefined
}

const jsonOf = (value: Ringing | { readonly outcome: string; readonly rounds: readonly Round[] }): Json =>
  value as unknown as Json // plain data, which an interface cannot promise
