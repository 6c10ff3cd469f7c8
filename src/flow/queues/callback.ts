/**
 * Callbacks: asking a caller who waits where to call him, and whom we reach when we do.
 */
import { z } from 'zod'
import { countryOf, numberIn } from '../../phone/e164.ts'
import { gather, hangup, redirect } from '../../twiml/index.ts'
import type { CallEvent } from '../event.ts'
import { promptShape } from '../json-shapes.ts'
import type { Prompt } from '../prompt.ts'
import type { Json, Session } from '../session.ts'
import { lineOf, NO_TRIES, personOf, type Tries } from '../session.ts'
import type { Effect, Move, NumberRange, StepContext } from '../step-behaviour.ts'
import { queueWords } from './words.ts'

/** How callers of a queue are called back. */
export interface CallbackOptions {
  /** Whether the caller may give another number than the one he calls from, default true. */
  readonly otherNumber?: boolean
  /** How often somebody is tried who cannot be reached, 1 to 10, default 3. */
  readonly attempts?: number
  /** Minutes between the first attempt and the second, 1 to 1440, default 5; each wait is three times the one before. */
  readonly retryMinutes?: number
  /** Nobody is called back later than so many minutes after he asked for it, 5 to 10080, default 480. */
  readonly expiresMinutes?: number
  /**
   * Who is rung first when it is his turn, default `caller`. `agent`: the agent hears whom he is to call and presses 1, and
   * only then is the caller rung; nobody is called back to wait, and `afterwards` of the step does not apply to him.
   */
  readonly first?: 'caller' | 'agent'
  /** Spoken when he is called back, before he is asked to press 1. Default: that he had asked for it. */
  readonly greeting?: Prompt
}

/** The options as JSON has them. */
export const callbackShape = z.strictObject({
  otherNumber: z.boolean().optional(),
  attempts: z.number().optional(),
  retryMinutes: z.number().optional(),
  expiresMinutes: z.number().optional(),
  first: z.enum(['caller', 'agent']).optional(),
  greeting: promptShape.optional(),
})

/** The options' numbers that have bounds. */
export const callbackRanges = (callback: CallbackOptions | undefined): readonly NumberRange[] => [
  { at: 'callback.attempts', value: callback?.attempts, least: 1, most: 10 },
  { at: 'callback.retryMinutes', value: callback?.retryMinutes, least: 1, most: 1440 },
  { at: 'callback.expiresMinutes', value: callback?.expiresMinutes, least: 5, most: 10_080 },
]

/** What the step keeps for itself while it asks about a callback. */
export type CallbackMemo =
  /** Whether this number is right. */
  | { readonly asks: 'confirm'; readonly number: string }
  | { readonly asks: 'number' }
  /** He is called back: whether he is there. */
  | { readonly asks: 'there' }

/** The memo of a session that is asked about a callback. */
export function callbackMemo({ memo }: Session): CallbackMemo | undefined {
  return typeof memo === 'object' && memo !== null && 'asks' in memo && memo.asks !== 'agent' && memo.asks !== 'person'
    ? (memo as unknown as CallbackMemo) // written below, and gone when the call leaves the step
    : undefined
}

const MOST_ASKED = 3

/** Asks where to call back. */
export function askWhere(callback: CallbackOptions, context: StepContext): Move {
  const number = personOf(context.session)
  return context.mayDial(number) ? confirm(callback, number, context, NO_TRIES) : askNumber(context, NO_TRIES)
}

/** What comes of an answer; `backInLine` when the caller waits on after all. */
export function takeAnswer(
  callback: CallbackOptions,
  memo: Exclude<CallbackMemo, { asks: 'there' }>,
  event: CallEvent,
  context: StepContext,
): Move | 'back-in-line' {
  const { language, tries } = context.session
  const words = queueWords(language)
  const key = event.kind === 'digits' ? event.digits : undefined
  if (memo.asks === 'confirm' && key === '1') return promise(callback, memo.number, context)
  const mayChange = callback.otherNumber !== false
  if (memo.asks === 'confirm' && key === '2') return mayChange ? askNumber(context, tries) : 'back-in-line'
  const next = { ...tries, mistakes: tries.mistakes + 1 }
  if (next.silences + next.mistakes >= MOST_ASKED) return 'back-in-line'
  if (memo.asks === 'confirm') return confirm(callback, memo.number, context, next)
  const number = key === undefined ? undefined : numberIn(key, countryOf(lineOf(context.session)) ?? 'US')
  if (number === undefined) return askNumber(context, next)
  return context.mayDial(number)
    ? confirm(callback, number, context, tries)
    : askNumber(context, next, words.cannotCallBack)
}

function confirm(callback: CallbackOptions, number: string, context: StepContext, tries: Tries): Move {
  const words = queueWords(context.session.language)
  const digits = [...number.replace('+', '')].join(' ')
  return ask({ asks: 'confirm', number }, words.callbackAt(digits, callback.otherNumber !== false), context, tries)
}

function askNumber(context: StepContext, tries: Tries, before?: string): Move {
  const words = queueWords(context.session.language)
  return ask({ asks: 'number' }, words.enterNumber, context, tries, before)
}

function ask(memo: CallbackMemo, question: string, context: StepContext, tries: Tries, before?: Prompt): Move {
  const keys = memo.asks === 'number' ? { timeout: 7, finishOnKey: '#' } : { timeout: 5, numDigits: 1, finishOnKey: '' }
  const prompts = [...context.speak(before), ...context.speak(question)]
  const verbs = [gather({ action: context.answerUrl, ...keys }, prompts), redirect(context.answerUrl)]
  return { kind: 'ask', verbs, tries, memo: jsonOf(memo) }
}

function promise(callback: CallbackOptions, number: string, context: StepContext): Move {
  const { attempts = 3, retryMinutes = 5, expiresMinutes = 480, first = 'caller' } = callback
  const effect: Effect = {
    kind: 'queue-callback',
    number,
    expiresAt: context.now + expiresMinutes * 60_000,
    attempts,
    retryAfter: retryMinutes * 60_000,
    first,
    language: context.session.language,
  }
  const goodbye = context.speak(queueWords(context.session.language).willCallBack)
  return { kind: 'end', verbs: [...goodbye, hangup()], effects: [effect] }
}

/** Greets somebody who is called back. A machine presses no key. */
export function askWhetherThere(callback: CallbackOptions, context: StepContext, tries: Tries = NO_TRIES): Move {
  const words = queueWords(context.session.language)
  return ask({ asks: 'there' }, words.areYouThere, context, tries, callback.greeting ?? words.callingBack)
}

/** What comes of his answer; `there` when he is to be connected. */
export function takeWhetherThere(callback: CallbackOptions, event: CallEvent, context: StepContext): Move | 'there' {
  const { tries } = context.session
  const key = event.kind === 'digits' ? event.digits : undefined
  if (key === '1') return 'there'
  if (key === '2') {
    const goodbye = context.speak(queueWords(context.session.language).noLongerNeeded)
    const effects: readonly Effect[] = [{ kind: 'queue-changed', change: 'left', outcome: 'callback-declined' }]
    return { kind: 'end', verbs: [...goodbye, hangup()], effects }
  }
  const next = { ...tries, silences: tries.silences + 1 }
  if (next.silences < MOST_ASKED) return askWhetherThere(callback, context, next)
  return { kind: 'end', verbs: [hangup()], effects: [{ kind: 'queue-changed', change: 'missed' }] }
}

const jsonOf = (memo: CallbackMemo): Json => memo as unknown as Json // plain data, which an interface cannot promise
