/**
 * Callbacks in which the agent is rung first: he hears whom he is to call, presses 1, and the caller is dialled from the
 * agent's own leg.
 *
 * One dialled leg instead of a conference: when the agent hangs up the network stops ringing the caller, and what became of
 * the call comes back in one webhook (reference twiml-voice.md §4.6).
 */
import { dial, gather, hangup, number, redirect, type Verb } from '../../twiml/index.ts'
import type { CallEvent } from '../event.ts'
import { type Json, NO_TRIES, type Session } from '../session.ts'
import type { CalleeAsked, Effect, Move, StepContext } from '../step-behaviour.ts'
import type { QueueStep } from '../steps/queue.ts'
import type { CallbackOptions } from './callback.ts'
import type { QueuePlace } from './place.ts'
import { queueWords } from './words.ts'

/** What the step keeps for itself on an agent's leg. */
export type AgentFirstMemo =
  /** Whether he takes the callback. */
  | { readonly asks: 'agent' }
  /** The caller is rung; `language` is his, and `isDeclined` once he has said that he needs no call any more. */
  | { readonly asks: 'person'; readonly language: string | null; readonly isDeclined?: true }

/** The memo of an agent's leg. */
export function agentFirstMemo({ memo }: Session): AgentFirstMemo | undefined {
  if (typeof memo !== 'object' || memo === null || !('asks' in memo)) return undefined
  return memo.asks === 'agent' || memo.asks === 'person'
    ? (memo as unknown as AgentFirstMemo) // written below, and gone when the call leaves the step
    : undefined
}

/** So often an agent is asked, and a caller who is called back. */
const MOST_ASKED = 3
/** How long it rings at the caller's. */
const RING_SECONDS = 30

/** Tells an agent who has picked up whom he is to call. */
export function askAgent(step: QueueStep, place: QueuePlace, context: StepContext): Move {
  const words = queueWords(context.session.language)
  const digits = spaced(place.callback?.number ?? '')
  const news = words.callbackFor(place.queue, digits, Math.floor(place.waitedSeconds / 60))
  const prompts = [step.whisper ?? '', news, words.callNow].flatMap((prompt) => context.speak(prompt))
  const keys = { action: context.answerUrl, timeout: 5, numDigits: 1, finishOnKey: '' }
  const verbs = [gather(keys, prompts), redirect(context.answerUrl)]
  return { kind: 'ask', verbs, tries: context.session.tries, memo: jsonOf({ asks: 'agent' }) }
}

/** What comes of his answer. A machine presses no key. */
export function takeAgentsAnswer(
  step: QueueStep,
  place: QueuePlace | undefined,
  event: CallEvent,
  context: StepContext,
): Move | 'takes-it' {
  const words = queueWords(context.session.language)
  // Settled meanwhile, by somebody else or because it took too long.
  if (place?.callback == null || place.state !== 'offered') return farewell(words.takenCareOf, [], context)
  const key = event.kind === 'digits' ? event.digits : undefined
  if (key === '1') return 'takes-it'
  const { tries } = context.session
  const next = { ...tries, silences: tries.silences + 1 }
  if (key === '2' || next.silences >= MOST_ASKED) return farewell(undefined, [changed('not-taken')], context)
  return askAgent(step, place, { ...context, session: { ...context.session, tries: next } })
}

/** Rings the caller, if he may be called at this very moment. */
export function callPerson(place: QueuePlace | undefined, context: StepContext): Move {
  const words = queueWords(context.session.language)
  const { number: to = '', language = null } = place?.callback ?? {}
  const leave = context.find({ kind: 'callback-leave', about: { number: to } })
  const value = leave.kind === 'known' ? leave.value : null
  if (typeof value === 'object' && value !== null && 'until' in value) {
    const effect: Effect = { kind: 'queue-changed', change: 'put-off', until: Number(value.until) }
    return farewell(words.mayNotBeCalled, [effect], context)
  }
  if (value !== true || !mayRing(to, context)) {
    const effect: Effect = { kind: 'queue-changed', change: 'left', outcome: 'callback-refused' }
    return farewell(words.mayNotBeCalled, [effect], context)
  }
  const phone = number(to, { url: context.calleeUrl(0, 0) })
  const attributes = { action: context.answerUrl, timeout: RING_SECONDS, callerId: context.session.to }
  const verbs = [...context.speak(words.calling), dial([phone], attributes)]
  return { kind: 'ask', verbs, tries: NO_TRIES, memo: jsonOf({ asks: 'person', language }) }
}

function mayRing(to: string, context: StepContext): boolean {
  if (!context.mayDial(to)) return false
  if (!context.countsDialled) return true
  const fact = context.find({ kind: 'dialling', about: { number: to, hasRoom: true } })
  return fact.kind === 'known' && fact.value === true
}

/** What somebody hears who picks up, in his language; no words connect him with the agent. */
export function askPerson(
  callback: CallbackOptions,
  memo: Extract<AgentFirstMemo, { asks: 'person' }>,
  { callee, asked, event }: CalleeAsked,
  context: StepContext,
): { readonly verbs: readonly Verb[]; readonly memo?: Json } {
  const language = memo.language ?? context.session.language
  const words = queueWords(language)
  const key = event.kind === 'digits' ? event.digits : undefined
  if (event.kind === 'hung-up' || key === '1') return { verbs: [] }
  if (key === '2') {
    const verbs = [...context.speak(words.noLongerNeeded, language), hangup()]
    return { verbs, memo: jsonOf({ ...memo, isDeclined: true }) }
  }
  if (asked >= MOST_ASKED) return { verbs: [hangup()] }
  const action = context.calleeUrl(callee, asked + 1)
  const greeting = asked === 0 ? context.speak(callback.greeting ?? words.callingBack, language) : []
  const prompts = [...greeting, ...context.speak(words.areYouThere, language)]
  return { verbs: [gather({ action, numDigits: 1, finishOnKey: '', timeout: 5 }, prompts), redirect(action)] }
}

/** The caller was rung, or the two have talked: the agent's leg ends, and he hears why when nobody was there. */
export function afterCalling(
  memo: Extract<AgentFirstMemo, { asks: 'person' }>,
  event: CallEvent,
  context: StepContext,
): Move {
  const words = queueWords(context.session.language)
  if (event.kind === 'dialled' && event.outcome === 'answered') return farewell(undefined, [changed('served')], context)
  if (memo.isDeclined) {
    const effect: Effect = { kind: 'queue-changed', change: 'left', outcome: 'callback-declined' }
    return farewell(words.wantsNoCall, [effect], context)
  }
  return farewell(words.notReached, [changed('missed')], context)
}

const changed = (change: 'served' | 'missed' | 'not-taken'): Effect => ({ kind: 'queue-changed', change })
const spaced = (number: string) => [...number.replace('+', '')].join(' ')

function farewell(words: string | undefined, effects: readonly Effect[], context: StepContext): Move {
  return { kind: 'end', verbs: [...context.speak(words), hangup()], effects }
}

const jsonOf = (memo: AgentFirstMemo): Json => memo as unknown as Json // plain data, which an interface cannot promise
