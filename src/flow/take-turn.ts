/**
 * One turn: an event comes in, a document and a new session go out.
 *
 * Pure apart from what is passed in. It loads nothing, saves nothing and reads no clock; the caller commits what it
 * returns before anything is answered.
 */
import type { Instant } from '../clock/clock.ts'
import { hangup, recording, response, start, stop, type TwimlDocument, type Verb } from '../twiml/index.ts'
import { type Flow, mannerOf, stepNamed } from './define.ts'
import type { CallEvent } from './event.ts'
import { FlowError } from './flow-error.ts'
import { privately } from './keys.ts'
import type { Mailbox } from './mailbox/mailbox.ts'
import { type PromptVerb, speak } from './prompt.ts'
import { type Fact, type Question, Unanswered } from './question.ts'
import type { WaitAnswer, Waiting, WaitRound } from './queues/waiting.ts'
import type { Secret } from './secret.ts'
import { isSecure, type Json, lineOf, NO_TRIES, type Session } from './session.ts'
import type { Step } from './step.ts'
import type { CalleeAsked, Effect, Learned, Move, StepContext } from './step-behaviour.ts'
import { behaviourOf } from './steps/behaviour.ts'
import { callRecording, RECORDING_NAME } from './steps/recording-consent.ts'

/** What the world lends a turn. */
export interface TurnContext {
  /** The address that answers to `step` in turn `turn`. */
  readonly stepUrl: (flow: string, step: string, turn: number) => string
  /** Where the network reports recordings made in `step`. */
  readonly recordingUrl: (flow: string, step: string) => string
  /** Where the network brings the text of recordings made in `step`. */
  readonly transcriptUrl?: (flow: string, step: string) => string
  /** Mailboxes that are defined. Default: none is. */
  readonly mailboxNamed?: (name: string) => Mailbox | undefined
  /** Where callee number `callee` of `step` answers before he is connected in turn `turn`. */
  readonly calleeUrl: (flow: string, step: string, turn: number, callee: number, asked: number) => string
  /** Where somebody who waits in the queue of `step` in turn `turn` hears what comes next. Without it, nothing. */
  readonly waitUrl?: (flow: string, step: string, turn: number, round: WaitRound) => string
  /** Whether calls of a line may be led to a phone number. Default: to any. */
  readonly mayDial?: (number: string, line: string) => boolean
  /** Whether calls that are led to phone numbers are counted; default false. */
  readonly countsDialled?: boolean
  readonly reveal: (secret: Secret) => string | undefined
  /** The moment of the turn; default the beginning of the call. */
  readonly now?: Instant
  /** What is known already; undefined for what has to be asked. Default: nothing is. */
  readonly known?: (question: Question) => Fact | undefined
  /** Makes an address absolute; default: leaves it as it is. */
  readonly absolute?: (address: string) => string
  /** Whether a recording of a prompt can be had; default: all can. */
  readonly isPlayable?: (url: string) => boolean
  /** Other flows this one may lead into. */
  readonly flowNamed?: (name: string) => Flow | undefined
}

/** What came of a turn. */
export interface Turn {
  readonly document: TwimlDocument
  readonly session: Session
  readonly effects: readonly Effect[]
}

/** More steps than this in a row without asking the caller anything are taken for a loop. */
const MOST_HOPS = 50

/**
 * Takes one turn.
 *
 * @throws {FlowError} `STEP_UNKNOWN` when a step leads to one that does not exist, `FLOW_LOOPS` when steps lead to each
 *   other without ever asking the caller; both are found by the checks before a call meets them
 * @throws {Unanswered} when the world has to be asked first; take the turn again with the answer in `context.known`
 */
export function takeTurn(flow: Flow, session: Session, event: CallEvent, context: TurnContext): Turn {
  const step = stepOf(flow, session.step)
  if (event.kind === 'hung-up' && saidStop(flow, step, event.digits)) {
    const { session: last, effects } = takeTurn(flow, session, { kind: 'digits', digits: event.digits ?? '' }, context)
    return { document: response(), session: { ...last, isEnded: true }, effects }
  }
  const first = behaviourOf(step).take(step, event, contextOf(flow, session, context))
  return follow(flow, session, first, context)
}

/** Whoever presses the key that ends these calls and hangs up at once has said it; with any other key he has changed his mind. */
function saidStop(flow: Flow, step: Step, digits: string | undefined): boolean {
  if (digits === undefined) return false
  const exit = behaviourOf(step)
    .exits(step)
    .find(({ at }) => at === `choices.${digits}.then`)
  return exit !== undefined && stepNamed(flow, exit.to)?.kind === 'opt-out'
}

/** The first turn of a call, or the turn of a caller who is put straight into `session.step`. */
export function enterStep(flow: Flow, session: Session, context: TurnContext, before: readonly Verb[] = []): Turn {
  const step = stepOf(flow, session.step)
  const fresh = { ...session, tries: NO_TRIES }
  const first = behaviourOf(step).enter(step, contextOf(flow, fresh, context))
  return follow(flow, fresh, first, context, before)
}

/**
 * What a call knows when the steps are through that its line's flow has for a caller who is gone. Nothing is said, and a step
 * that would ask is the end of them.
 *
 * @throws as {@link takeTurn}
 */
export function afterHangUp(flow: Flow, session: Session, context: TurnContext): Session {
  const gone = { ...withLearned(session, learnedByHangUp(flow, session, context)), isEnded: true }
  if (flow.onHangUp === undefined) return withoutPrivate(gone)
  const { cameFrom: _left, ...rest } = gone
  const { session: last } = enterStep(flow, { ...rest, flow: flow.name, step: flow.onHangUp }, context)
  return withoutPrivate({ ...gone, data: last.data })
}

/** Whether something is to be done when the caller of a session is gone. */
export function hasToBeTold(flow: Flow, session: Session, context: TurnContext): boolean {
  return flow.onHangUp !== undefined || waitingStep(flow, session, context) !== undefined
}

/** The step that was waiting for the caller and wants to know that he is gone. */
function waitingStep(flow: Flow, session: Session, context: TurnContext): Step | undefined {
  if (session.isEnded) return undefined
  const here = session.flow === flow.name ? flow : context.flowNamed?.(session.flow)
  const step = here && stepNamed(here, session.step)
  return step && behaviourOf(step).isToldOfHangUp ? step : undefined
}

function learnedByHangUp(flow: Flow, session: Session, context: TurnContext): Learned | undefined {
  const step = waitingStep(flow, session, context)
  if (step === undefined) return undefined
  const here = session.flow === flow.name ? flow : flowOf(session.flow, flow, context)
  const move = behaviourOf(step).take(step, { kind: 'hung-up' }, contextOf(here, session, context))
  return move.kind === 'end' || move.kind === 'ask' ? move.learned : undefined
}

/** What a callee hears before he is connected, and the session from then on. */
export function takeCallee(
  flow: Flow,
  session: Session,
  asked: CalleeAsked,
  context: TurnContext,
): { readonly document: TwimlDocument; readonly session: Session } {
  const step = stepOf(flow, session.step)
  // The callee is spoken to in the flow's language, not the caller's; and his turn is the one that is awaited already.
  const here = { ...session, language: flow.language, turn: session.turn - 1 }
  const told = behaviourOf(step).takeCallee?.(step, asked, contextOf(flow, here, context))
  if (told === undefined) return { document: response(), session }
  return {
    document: response(...told.verbs),
    session: told.memo === undefined ? session : withMemo(session, told.memo),
  }
}

/** What somebody who waits in a queue hears now; the turn that is awaited stays as it is. */
export function takeWaiting(flow: Flow, session: Session, waiting: Waiting, context: TurnContext): WaitAnswer {
  const step = stepOf(flow, session.step)
  const here = contextOf(flow, { ...session, turn: session.turn - 1 }, context)
  return behaviourOf(step).takeWaiting?.(step, waiting, here) ?? { verbs: [{ verb: 'leave' }] }
}

function follow(
  startsIn: Flow,
  session: Session,
  first: Move,
  context: TurnContext,
  before: readonly Verb[] = [],
): Turn {
  const spoken: (Verb | PromptVerb)[] = [...before]
  const effects: Effect[] = []
  let flow = startsIn
  let here = session
  let move = first
  for (let hops = 0; move.kind !== 'ask' && move.kind !== 'end'; hops++) {
    if (hops === MOST_HOPS) throw loops(flow, here.step)
    spoken.push(...(move.saying ?? []))
    if (move.kind === 'go') {
      effects.push(...(move.effects ?? []))
      spoken.push(...(move.verbs ?? []))
      const knowing = withPrivate(withLearned(here, move.learned), move.privately)
      const recording = move.recording && { recording: move.recording }
      here = { ...knowing, ...spokenFrom(move.language), ...recording, step: move.to, tries: NO_TRIES }
    } else {
      const next = leave(flow, here, move, context)
      if (next === undefined) {
        move = { kind: 'end', verbs: [] }
        break
      }
      spoken.push(...recordingAcross(here, next.session))
      flow = next.flow
      here = next.session
    }
    const step = stepOf(flow, here.step)
    move = behaviourOf(step).enter(step, contextOf(flow, here, context))
  }
  effects.push(...(move.effects ?? []))
  const isEnded = move.kind === 'end'
  const verbs = [...spoken, ...move.verbs]
  // Nobody listens after a hang-up, and an empty document says "do nothing" plainly.
  const document = response(...(isEnded && verbs.length > 0 && !endsCall(verbs) ? [...verbs, hangup()] : verbs))
  const tries = move.kind === 'ask' ? move.tries : NO_TRIES
  const last = withLearned(here, move.learned)
  const memo = move.kind === 'ask' ? move.memo : undefined
  const next = withMemo({ ...last, flow: flow.name, tries, turn: here.turn + 1, isEnded }, memo)
  return { document, effects, session: isEnded ? withoutPrivate(next) : next }
}

/** Into another flow or back out of it; undefined when there is nothing to go back to. */
function leave(
  flow: Flow,
  session: Session,
  move: Extract<Move, { kind: 'enter-flow' | 'go-back' }>,
  context: TurnContext,
): { readonly flow: Flow; readonly session: Session } | undefined {
  const { cameFrom = [] } = session
  if (move.kind === 'enter-flow') {
    const next = flowOf(move.flow, flow, context)
    const back = [...cameFrom, { flow: flow.name, step: move.then, ...(move.isSecure && { isSecure: true as const }) }]
    return { flow: next, session: { ...session, flow: next.name, step: next.start, tries: NO_TRIES, cameFrom: back } }
  }
  const last = cameFrom.at(-1)
  if (last === undefined) return undefined
  const { cameFrom: _gone, ...rest } = session
  const left = cameFrom.length > 1 ? { ...rest, cameFrom: cameFrom.slice(0, -1) } : rest
  const next = flowOf(last.flow, flow, context)
  return { flow: next, session: { ...left, flow: next.name, step: last.step, tries: NO_TRIES } }
}

/** The recording of a call stops where it comes into confidence, and another begins where it leaves. */
function recordingAcross(before: Session, after: Session): readonly Verb[] {
  const address = before.recording?.address
  if (address === undefined || isSecure(before) === isSecure(after)) return []
  return [isSecure(after) ? stop(recording({ name: RECORDING_NAME })) : start(callRecording(address))]
}

function flowOf(name: string, here: Flow, context: TurnContext): Flow {
  const flow = name === here.name ? here : context.flowNamed?.(name)
  if (flow !== undefined) return flow
  throw new FlowError('FLOW_UNKNOWN', `Flow "${here.name}" leads into flow "${name}", which is not served here.`)
}

function withLearned(session: Session, learned: Learned | undefined): Session {
  if (learned === undefined) return session
  const known = isSecure(session) ? withPrivate(session, Object.keys(learned)) : session
  const data = Object.entries({ ...session.data, ...learned }).filter(([, value]) => value !== null)
  return { ...known, data: Object.fromEntries(data) }
}

/** A language the caller has chosen holds from now on. */
const spokenFrom = (language: string | undefined): Partial<Session> =>
  language === undefined ? {} : { language, hasChosenLanguage: true }

function withMemo(session: Session, memo: Json | undefined): Session {
  const { memo: _before, ...rest } = session
  return memo === undefined || memo === null ? rest : { ...rest, memo }
}

function withPrivate(session: Session, keys: readonly string[] | undefined): Session {
  if (keys === undefined) return session
  return { ...session, privateKeys: [...new Set([...(session.privateKeys ?? []), ...keys])] }
}

function withoutPrivate(session: Session): Session {
  const { privateKeys, ...rest } = session
  if (privateKeys === undefined) return session
  const data = Object.entries(session.data).filter(([key]) => !privateKeys.includes(key))
  return { ...rest, data: Object.fromEntries(data) }
}

function contextOf(flow: Flow, session: Session, context: TurnContext): StepContext {
  const answerUrl = context.stepUrl(flow.name, session.step, session.turn + 1)
  return {
    session,
    speak: (prompt, language = session.language) => {
      const { isPlayable } = context
      const manner = { ...mannerOf(flow), ...(isPlayable && { isPlayable }) }
      return speak(prompt, { ...session, language }, manner)
    },
    answerUrl: isSecure(session) ? privately(answerUrl) : answerUrl,
    recordingUrl: context.recordingUrl(flow.name, session.step),
    transcriptUrl: context.transcriptUrl?.(flow.name, session.step) ?? '',
    mailboxNamed: (name) => context.mailboxNamed?.(name),
    absolute: context.absolute ?? ((address) => address),
    calleeUrl: (callee, asked) => context.calleeUrl(flow.name, session.step, session.turn + 1, callee, asked),
    waitUrl: (round) => context.waitUrl?.(flow.name, session.step, session.turn + 1, round) ?? '',
    mayDial: (number) => context.mayDial?.(number, lineOf(session)) ?? true,
    countsDialled: context.countsDialled ?? false,
    reveal: context.reveal,
    now: context.now ?? session.startedAt,
    find(asked) {
      const question: Question = { ...asked, flow: flow.name, step: session.step }
      const fact = context.known?.(question)
      if (fact === undefined) throw new Unanswered(question, session)
      return fact
    },
  }
}

function stepOf(flow: Flow, name: string): Step {
  const step = stepNamed(flow, name)
  if (step) return step
  throw new FlowError(
    'STEP_UNKNOWN',
    `Flow "${flow.name}" has no step "${name}". Its steps are ${Object.keys(flow.steps).join(', ')}.`,
  )
}

function loops(flow: Flow, step: string): FlowError {
  return new FlowError(
    'FLOW_LOOPS',
    `Flow "${flow.name}" went through ${MOST_HOPS} steps without asking the caller anything, last "${step}". Let one of them ask, or end the call.`,
  )
}

const endsCall = (verbs: readonly Verb[]) => verbs.at(-1)?.verb === 'hangup'
