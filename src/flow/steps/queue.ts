import { z } from 'zod'
import { conference, dial, enqueue, hangup, number } from '../../twiml/index.ts'
import { askCallee } from '../callees/acceptance.ts'
import type { CallEvent, DialEnded } from '../event.ts'
import { promptShape, secondsShape, targetShape } from '../json-shapes.ts'
import type { Prompt, PromptVerb } from '../prompt.ts'
import {
  afterCalling,
  agentFirstMemo,
  askAgent,
  askPerson,
  callPerson,
  takeAgentsAnswer,
} from '../queues/agent-first.ts'
import {
  askWhere,
  askWhetherThere,
  type CallbackMemo,
  type CallbackOptions,
  callbackMemo,
  callbackRanges,
  callbackShape,
  takeAnswer,
  takeWhetherThere,
} from '../queues/callback.ts'
import { agentRoom } from '../queues/define-queue.ts'
import { type OfferedAgent, placeIn, type QueuePlace, stateIn } from '../queues/place.ts'
import { FIRST_ROUND, hasWaitedEnough, waitAnswer } from '../queues/waiting.ts'
import { queueWords } from '../queues/words.ts'
import type { Json, Session } from '../session.ts'
import { NO_TRIES } from '../session.ts'
import type { Effect, Exit, Move, StepBehaviour, StepContext } from '../step-behaviour.ts'

/** Lets the caller wait in line until an agent takes his call. */
export interface QueueStep<Target extends string = string> extends QueueOptions<Target> {
  readonly kind: 'queue'
}

/** Options of {@link queue}. */
export interface QueueOptions<Target extends string> {
  /** The name of a queue made with {@link defineQueue}. */
  readonly queue: string
  /** Spoken before the waiting begins. */
  readonly announce?: Prompt
  /** What is played while the caller waits: the address of an audio file, or several in turn. Default: silence. */
  readonly music?: string | readonly string[]
  /** How often the caller is told his place, in seconds, 10 to 3600, default 60; music is heard to its end first. */
  readonly tellEverySeconds?: number
  /** Whether the caller is told how many are before him, default true. */
  readonly tellsPosition?: boolean
  /** Whether the caller is told how long it may take, once that can be estimated; default true. */
  readonly tellsWait?: boolean
  /** Spoken in turn when the place is told again. Default: words that thank for waiting; an empty list for none. */
  readonly comfort?: readonly Prompt[]
  /**
   * Callers of a higher priority are treated as if they had come earlier: a whole number from 0 to 10, default 0, or the
   * key of the session's data that holds one.
   */
  readonly priority?: number | { readonly data: string }
  /** Spoken to the agent before he is asked whether he takes the call. Default: the queue, and how long the caller waits. */
  readonly whisper?: Prompt
  /** The longest wait, in seconds, 10 to 14400. Default: none. */
  readonly maximumWaitSeconds?: number
  /** Whether callers go on waiting when the last agent has logged out, default false. */
  readonly staysWhenUnstaffed?: boolean
  /** Where a caller goes who presses 2 to leave a message. Default: that is not offered. */
  readonly message?: Target
  /** Whether a caller may press 1 to be called back and keep his place: `{}` with all defaults. Default: not offered. */
  readonly callback?: CallbackOptions
  /** Spoken when nobody takes the call. Default: that nobody is here, too many wait, or nobody could take it. */
  readonly sorry?: Prompt
  /** Where the call goes when nobody takes it, unless one of the next three says otherwise. */
  readonly unanswered: Target
  /** Where the call goes when as many wait as may. */
  readonly full?: Target
  /** Where the call goes when nobody is logged in. */
  readonly unstaffed?: Target
  /** Where the call goes when the longest wait is over. */
  readonly tooLong?: Target
  /** Where the caller goes when the agent has hung up after talking. Default: the call ends. */
  readonly afterwards?: Target
}

/** A step that lets callers wait for an agent. */
export function queue<const Target extends string>(options: QueueOptions<Target>): QueueStep<Target> {
  return { kind: 'queue', ...options }
}

/** What the step keeps for itself while an agent is rung. */
interface Ringing {
  readonly ringing: OfferedAgent
  readonly waitedSeconds: number
}

export const queueBehaviour: StepBehaviour<QueueStep> = {
  enter: arrive,
  take(step, event, context) {
    if (event.kind === 'hung-up') return { kind: 'end', verbs: [] }
    if (event.kind === 'dialled' && ringingOf(context.session) !== undefined) return afterRinging(step, event, context)
    if (event.kind === 'queue-left' && event.result === 'full') return leaveFor(step, 'full', context)
    const agentFirst = agentFirstMemo(context.session)
    if (agentFirst?.asks === 'agent') return afterAgentsAnswer(step, event, context)
    if (agentFirst?.asks === 'person') return afterCalling(agentFirst, event, context)
    const memo = callbackMemo(context.session)
    return memo === undefined ? goOn(step, event, context) : afterCallbackQuestion(step, memo, event, context)
  },
  takeCallee(step, asked, context) {
    const agentFirst = agentFirstMemo(context.session)
    if (agentFirst?.asks === 'person') return askPerson(step.callback ?? {}, agentFirst, asked, context)
    const { waitedSeconds = 0 } = ringingOf(context.session) ?? {}
    const words = queueWords(context.session.language)
    const whisper = step.whisper ?? words.whisper(step.queue, Math.floor(waitedSeconds / 60))
    return { verbs: askCallee({ whisper, accept: true }, asked, context) }
  },
  takeWaiting: waitAnswer,
  exits: (step) => [
    { to: step.unanswered, label: 'nobody takes it', isAutomatic: true, at: 'unanswered' },
    ...exit(step.full, 'the queue is full', 'full'),
    ...exit(step.unstaffed, 'nobody is logged in', 'unstaffed'),
    ...exit(step.tooLong, 'waited too long', 'tooLong'),
    ...exit(step.message, 'pressed 2', 'message', false),
    ...exit(step.afterwards, 'after the conversation', 'afterwards', false),
  ],
  prompts: (step) => [
    { at: 'announce', prompt: step.announce },
    ...(step.comfort ?? []).map((prompt, place) => ({ at: `comfort.${place}`, prompt })),
    { at: 'whisper', prompt: step.whisper },
    { at: 'sorry', prompt: step.sorry },
    { at: 'callback.greeting', prompt: step.callback?.greeting },
  ],
  title: (step) => `Waits for an agent of ${step.queue}`,
  shape: z.strictObject({
    kind: z.literal('queue'),
    queue: z.string(),
    announce: promptShape.optional(),
    music: z.union([z.string(), z.array(z.string())]).optional(),
    tellEverySeconds: secondsShape,
    tellsPosition: z.boolean().optional(),
    tellsWait: z.boolean().optional(),
    comfort: z.array(promptShape).optional(),
    priority: z.union([z.number(), z.strictObject({ data: z.string() })]).optional(),
    whisper: promptShape.optional(),
    maximumWaitSeconds: secondsShape,
    staysWhenUnstaffed: z.boolean().optional(),
    message: targetShape.optional(),
    callback: callbackShape.optional(),
    sorry: promptShape.optional(),
    unanswered: targetShape,
    full: targetShape.optional(),
    unstaffed: targetShape.optional(),
    tooLong: targetShape.optional(),
    afterwards: targetShape.optional(),
  }),
  ranges: (step) => [
    { at: 'tellEverySeconds', value: step.tellEverySeconds, least: 10, most: 3600 },
    { at: 'maximumWaitSeconds', value: step.maximumWaitSeconds, least: 10, most: 14_400 },
    { at: 'priority', value: typeof step.priority === 'number' ? step.priority : undefined, least: 0, most: 10 },
    ...callbackRanges(step.callback),
  ],
}

function exit(to: string | undefined, label: string, at: string, isAutomatic = true): readonly Exit[] {
  return to === undefined ? [] : [{ to, label, isAutomatic, at }]
}

/** Somebody comes to wait, or has picked up when he was called back. */
function arrive(step: QueueStep, context: StepContext): Move {
  if (step.callback === undefined || context.session.turn > 0) return join(step, context)
  const place = placeIn(context.find({ kind: 'queue-place' }))
  const isCalledBack = place?.isCalledBack === true && place.state === 'offered'
  if (isCalledBack && place.callback?.leg === 'agent') return askAgent(step, place, context)
  return isCalledBack ? askWhetherThere(step.callback, context) : join(step, context)
}

function afterAgentsAnswer(step: QueueStep, event: CallEvent, context: StepContext): Move {
  const place = placeIn(context.find({ kind: 'queue-place' }))
  const answer = takeAgentsAnswer(step, place, event, context)
  return answer === 'takes-it' ? callPerson(place, context) : answer
}

function afterCallbackQuestion(step: QueueStep, memo: CallbackMemo, event: CallEvent, context: StepContext): Move {
  const { callback = {} } = step
  if (memo.asks === 'there') {
    const answer = takeWhetherThere(callback, event, context)
    return answer === 'there' ? isThere(step, event, context) : answer
  }
  const answer = takeAnswer(callback, memo, event, context)
  if (answer !== 'back-in-line') return answer
  const effects: readonly Effect[] = [{ kind: 'queue-changed', change: 'waits-again' }]
  const waits = wait(step, context)
  const words = context.speak(queueWords(context.session.language).backInLine)
  return { ...waits, verbs: [...words, ...waits.verbs], effects }
}

/** He was called back and is there: his agent is rung, as for anybody whose turn it is. */
function isThere(step: QueueStep, event: CallEvent, context: StepContext): Move {
  const move = goOn(step, event, context)
  const effects: readonly Effect[] = [{ kind: 'queue-changed', change: 'called-back' }]
  return move.kind === 'ask' ? { ...move, effects: [...effects, ...(move.effects ?? [])] } : move
}

function join(step: QueueStep, context: StepContext): Move {
  const state = stateIn(context.find({ kind: 'queue', about: { queue: step.queue } }))
  if (state === undefined) return { kind: 'go', to: step.unanswered, saying: sorry(step, 'tooLong', context) }
  if (state.loggedIn === 0 && !step.staysWhenUnstaffed) return refuse(step, 'unstaffed', context)
  if (state.isFull) return refuse(step, 'full', context)
  const priority = priorityOf(step, context.session)
  const rankAt = context.now - priority * state.priorityWorthSeconds * 1000
  const joined: Effect = { kind: 'queue-joined', queue: step.queue, priority, rankAt }
  const waits = wait(step, context)
  return { ...waits, verbs: [...context.speak(step.announce), ...waits.verbs], effects: [joined] }
}

function priorityOf({ priority = 0 }: QueueStep, { data }: Session): number {
  const value = typeof priority === 'number' ? priority : Number(data[priority.data])
  return Number.isFinite(value) ? Math.min(10, Math.max(0, Math.round(value))) : 0
}

function wait(step: QueueStep, context: StepContext): Extract<Move, { kind: 'ask' }> {
  const verb = enqueue(step.queue, { action: context.answerUrl, waitUrl: context.waitUrl(FIRST_ROUND) })
  return { kind: 'ask', verbs: [verb], tries: NO_TRIES }
}

/** The caller has come out of the line, or was called out of it: what is known of his place says why. */
function goOn(step: QueueStep, event: CallEvent, context: StepContext): Move {
  const place = placeIn(context.find({ kind: 'queue-place' }))
  // Nobody remembers him: sent here by hand, or the database was restored from a backup.
  if (place === undefined || place.state === 'ended') return join(step, context)
  if (place.state === 'offered' && place.agent !== null) return ring(step, place.agent, place, context)
  if (place.wish === 'callback' && step.callback !== undefined) return askWhere(step.callback, context)
  if (place.wish === 'message' && step.message !== undefined) {
    return { kind: 'go', to: step.message, effects: [left('message')] }
  }
  if (hasWaitedEnough(step, place)) return leaveFor(step, 'tooLong', context)
  if (place.loggedIn === 0 && !step.staysWhenUnstaffed) return leaveFor(step, 'unstaffed', context)
  if (event.kind === 'queue-left' && event.result === 'error') return leaveFor(step, 'failed', context)
  return wait(step, context)
}

function ring(step: QueueStep, agent: OfferedAgent, { waitedSeconds }: QueuePlace, context: StepContext): Move {
  const memo = jsonOf({ ringing: agent, waitedSeconds })
  if (agent.phone === null) {
    const room = conference(agentRoom(agent.number), { beep: 'false', startConferenceOnEnter: false, waitUrl: '' })
    const verbs = [dial([room], { action: context.answerUrl })]
    return { kind: 'ask', verbs, tries: NO_TRIES, memo, effects: [{ kind: 'queue-changed', change: 'connected' }] }
  }
  // Where he logged in from is unknown or may not be called: he is passed over, and soon set away.
  if (agent.phone === '' || !context.mayDial(agent.phone))
    return { ...wait(step, context), effects: [{ kind: 'queue-changed', change: 'refused' }] }
  const phone = number(agent.phone, { url: context.calleeUrl(0, 0) })
  const verbs = [dial([phone], { action: context.answerUrl, timeout: agent.ringSeconds })]
  return { kind: 'ask', verbs, tries: NO_TRIES, memo }
}

function afterRinging(step: QueueStep, { outcome }: DialEnded, context: StepContext): Move {
  if (outcome === 'answered') {
    const effects: readonly Effect[] = [{ kind: 'queue-changed', change: 'served' }]
    return step.afterwards ? { kind: 'go', to: step.afterwards, effects } : { kind: 'end', verbs: [hangup()], effects }
  }
  // His place is the one he had; the agent goes to the end of those who are idle.
  return { ...wait(step, context), effects: [{ kind: 'queue-changed', change: 'refused' }] }
}

type Outcome = 'full' | 'unstaffed' | 'tooLong' | 'failed'

/** Somebody who never got into the line. */
function refuse(step: QueueStep, why: 'full' | 'unstaffed', context: StepContext): Move {
  const effects: readonly Effect[] = [{ kind: 'queue-refused', queue: step.queue, why }]
  return { kind: 'go', to: step[why] ?? step.unanswered, saying: sorry(step, why, context), effects }
}

/** Somebody who leaves the line without having talked. */
function leaveFor(step: QueueStep, why: Outcome, context: StepContext): Move {
  const to = why === 'failed' ? step.unanswered : (step[why] ?? step.unanswered)
  return { kind: 'go', to, saying: sorry(step, why, context), effects: [left(why)] }
}

function sorry(step: QueueStep, why: Outcome, context: StepContext): readonly PromptVerb[] {
  const words = queueWords(context.session.language)
  const said = { full: words.full, unstaffed: words.nobodyLoggedIn, tooLong: words.tooLong, failed: words.tooLong }
  return context.speak(step.sorry ?? said[why])
}

const left = (outcome: string): Effect => ({ kind: 'queue-changed', change: 'left', outcome })

function ringingOf({ memo }: Session): Ringing | undefined {
  return typeof memo === 'object' && memo !== null && 'ringing' in memo
    ? (memo as unknown as Ringing) // written by this step, and gone when the call leaves it
    : undefined
}

const jsonOf = (value: Ringing): Json => value as unknown as Json // plain data, which an interface cannot promise
