import { z } from 'zod'
import { conference, dial, gather, hangup, redirect } from '../../twiml/index.ts'
import type { CallEvent } from '../event.ts'
import { promptShape, targetShape } from '../json-shapes.ts'
import { oneKey } from '../keys.ts'
import { askPin, type PinLock, takePin } from '../pin/pin-entry.ts'
import type { Prompt } from '../prompt.ts'
import { agentWords } from '../queues/agent-words.ts'
import { agentRoom } from '../queues/define-queue.ts'
import { agentIn, type KnownAgent } from '../queues/place.ts'
import { type Json, NO_TRIES, personOf, type Session } from '../session.ts'
import type { Effect, Move, StepBehaviour, StepContext } from '../step-behaviour.ts'

/** Lets agents log in and out by phone. */
export interface AgentsStep<Target extends string = string> extends AgentsOptions<Target> {
  readonly kind: 'agents'
}

/** Options of {@link agents}. */
export interface AgentsOptions<Target extends string = string> {
  /** Asks for the agent's number. Default: `Please enter your agent number, then press pound.` */
  readonly prompt?: Prompt
  /** Only agents of these queues may log in here; default: those of all queues. */
  readonly queues?: readonly string[]
  /** Whether an agent may stay on the line, so that calls come to him without his phone being rung; default true. */
  readonly mayStayOnLine?: boolean
  /** Where somebody goes who does not get in. Default: the call ends. */
  readonly otherwise?: Target
}

/** A step in which agents log in with their number and PIN, set themselves available or away, and log out. */
export function agents<const Target extends string = never>(options: AgentsOptions<Target> = {}): AgentsStep<Target> {
  return { kind: 'agents', ...options }
}

/** What the step keeps for itself. */
type Memo =
  | { readonly stage: 'number' }
  | { readonly stage: 'pin'; readonly agent: string }
  | { readonly stage: 'menu' | 'on-line'; readonly agent: string }

const MOST_ASKED = 3

export const agentsBehaviour: StepBehaviour<AgentsStep> = {
  enter: (step, context) => askNumber(step, context, 0),
  take(step, event, context) {
    if (event.kind === 'hung-up') return { kind: 'end', verbs: [] }
    const memo = memoOf(context.session)
    switch (memo.stage) {
      case 'number':
        return takeNumber(step, event, context)
      case 'pin':
        return takePinOf(step, memo.agent, event, context)
      case 'menu':
        return choose(step, memo.agent, event, context)
      case 'on-line':
        return menu(step, memo.agent, context, agentWords(context.session.language).offLine, [
          available(memo.agent, context),
        ])
    }
  },
  exits: (step) =>
    step.otherwise === undefined
      ? []
      : [{ to: step.otherwise, label: 'does not get in', isAutomatic: true, at: 'otherwise' }],
  prompts: (step) => [{ at: 'prompt', prompt: step.prompt }],
  title: () => 'Lets agents log in',
  shape: z.strictObject({
    kind: z.literal('agents'),
    prompt: promptShape.optional(),
    queues: z.array(z.string()).optional(),
    mayStayOnLine: z.boolean().optional(),
    otherwise: targetShape.optional(),
  }),
}

function askNumber(step: AgentsStep, context: StepContext, silences: number): Move {
  const prompts = context.speak(step.prompt ?? agentWords(context.session.language).enterNumber)
  const action = context.answerUrl
  const verbs = [gather({ action, timeout: 7, finishOnKey: '#' }, prompts), redirect(action)]
  return { kind: 'ask', verbs, tries: { ...NO_TRIES, silences }, memo: jsonOf({ stage: 'number' }) }
}

function takeNumber(step: AgentsStep, event: CallEvent, context: StepContext): Move {
  if (event.kind === 'digits') {
    const agent = event.digits.slice(0, 10)
    return askPin(lockOf(step, agent, context), context)
  }
  const silences = context.session.tries.silences + 1
  return silences < MOST_ASKED ? askNumber(step, context, silences) : leave(step, context, '')
}

/** A number that is nobody's is asked for a PIN all the same, so that trying tells nothing. */
function lockOf(step: AgentsStep, agent: string, context: StepContext): PinLock {
  const known = knownAgent(step, agent, context)
  return {
    pin: known === undefined ? undefined : { secret: known.pinSecret },
    subject: `agent:${agent}`,
    memo: jsonOf({ stage: 'pin', agent }),
  }
}

const knownAgent = (step: AgentsStep, agent: string, context: StepContext): KnownAgent | undefined =>
  agentIn(context.find({ kind: 'agent', about: { agent, queues: step.queues ?? null } }))

function takePinOf(step: AgentsStep, agent: string, event: CallEvent, context: StepContext): Move {
  const outcome = takePin(lockOf(step, agent, context), event, context, (words) => leave(step, context, words))
  if (outcome.kind === 'move') return outcome.move
  const words = agentWords(context.session.language)
  const known = knownAgent(step, agent, context)
  const canBeRung = known?.hasPhone === true || context.mayDial(personOf(context.session))
  const logIn = canBeRung ? available(agent, context) : setTo(agent, 'away', context)
  return menu(step, agent, context, canBeRung ? words.loggedIn : words.cannotBeRung, [...outcome.effects, logIn])
}

function choose(step: AgentsStep, agent: string, event: CallEvent, context: StepContext): Move {
  const words = agentWords(context.session.language)
  switch (event.kind === 'digits' ? event.digits : '') {
    case '1':
      return menu(step, agent, context, words.available, [available(agent, context)])
    case '2':
      return menu(step, agent, context, words.away, [setTo(agent, 'away', context)])
    case '3':
      return { ...leave(step, context, words.loggedOut), effects: [setTo(agent, 'out', context)] }
    case '4':
      if (step.mayStayOnLine !== false) return stayOnLine(agent, context)
  }
  const { silences } = context.session.tries
  if (silences + 1 >= MOST_ASKED) return { kind: 'end', verbs: [...context.speak(words.goodbye), hangup()] }
  return menu(step, agent, context, '', [], silences + 1)
}

function menu(
  step: AgentsStep,
  agent: string,
  context: StepContext,
  before: string,
  effects: readonly Effect[],
  silences = 0,
): Move {
  const words = agentWords(context.session.language)
  const prompts = [...context.speak(before), ...context.speak(words.menu(step.mayStayOnLine !== false))]
  const tries = { ...NO_TRIES, silences }
  return { kind: 'ask', verbs: oneKey(context, prompts), tries, memo: jsonOf({ stage: 'menu', agent }), effects }
}

/** In a room of his own, into which each caller is led; the star key leads out of it. */
function stayOnLine(agent: string, context: StepContext): Move {
  const words = agentWords(context.session.language)
  const room = conference(agentRoom(agent), { beep: 'onEnter', endConferenceOnExit: true, waitUrl: '' })
  const verbs = [...context.speak(words.onLine), dial([room], { action: context.answerUrl, hangupOnStar: true })]
  const effect: Effect = { kind: 'agent-set', agent, state: 'available', phone: null, isOnLine: true }
  return { kind: 'ask', verbs, tries: NO_TRIES, memo: jsonOf({ stage: 'on-line', agent }), effects: [effect] }
}

const available = (agent: string, context: StepContext): Effect => setTo(agent, 'available', context)

function setTo(agent: string, state: 'available' | 'away' | 'out', { session, mayDial }: StepContext): Effect {
  const from = personOf(session)
  return { kind: 'agent-set', agent, state, phone: mayDial(from) ? from : null, isOnLine: false }
}

function leave(step: AgentsStep, context: StepContext, words: string): Move & { kind: 'go' | 'end' } {
  const saying = context.speak(words === '' ? agentWords(context.session.language).goodbye : words)
  return step.otherwise === undefined
    ? { kind: 'end', verbs: [...saying, hangup()] }
    : { kind: 'go', to: step.otherwise, saying }
}

function memoOf({ memo }: Session): Memo {
  return typeof memo === 'object' && memo !== null && 'stage' in memo
    ? (memo as unknown as Memo) // written by this step, and gone when the call leaves it
    : { stage: 'number' }
}

const jsonOf = (memo: Memo): Json => memo as unknown as Json // plain data, which an interface cannot promise
