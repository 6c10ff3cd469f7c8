/**
 * PINs by phone: asked for by keys alone, compared without telling anything by the time it takes, and limited.
 *
 * Every try is asked for first, where all servers count together; what was keyed never leaves the turn it came in.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import { isWithheld } from '../../phone/withheld.ts'
import { gather, redirect } from '../../twiml/index.ts'
import type { CallEvent } from '../event.ts'
import { privately } from '../keys.ts'
import { lineFor } from '../mailbox/lines.ts'
import type { Secret } from '../secret.ts'
import type { Json, Tries } from '../session.ts'
import { NO_TRIES } from '../session.ts'
import type { Effect, Move, StepContext } from '../step-behaviour.ts'

/** A PIN, and what it opens. */
export interface PinLock {
  readonly pin: Secret | undefined
  /** What its tries are counted for, such as `mailbox:front-desk`. */
  readonly subject: string
  /** What the step keeps for itself while it waits for the PIN. */
  readonly memo: Json
}

/** What came of an event while a PIN is awaited. */
export type PinOutcome =
  | { readonly kind: 'proved'; readonly effects: readonly Effect[] }
  | { readonly kind: 'move'; readonly move: Move }

/** So often a caller is asked in one call. */
const MOST_ASKED = 3

/** Asks for the PIN. */
export function askPin(
  lock: PinLock,
  context: StepContext,
  tries: Tries = NO_TRIES,
  before = '',
): Extract<Move, { kind: 'ask' }> {
  const { language } = context.session
  const prompts = [...context.speak(before), ...context.speak(lineFor(language, 'enterPin'))]
  const action = privately(context.answerUrl)
  return {
    kind: 'ask',
    // Keys alone: a PIN that is spoken is heard by everybody around.
    verbs: [gather({ action, timeout: 7, finishOnKey: '#' }, prompts), redirect(action)],
    tries,
    memo: lock.memo,
  }
}

/** Takes what the caller did when he was asked for the PIN. `refuse` is said what he hears when he does not get in. */
export function takePin(
  lock: PinLock,
  event: CallEvent,
  context: StepContext,
  refuse: (words: string) => Move,
): PinOutcome {
  const { language, tries } = context.session
  if (event.kind === 'hung-up') return { kind: 'move', move: { kind: 'end', verbs: [] } }
  if (event.kind === 'digits') return tryPin(lock, event.digits, context, refuse)
  const silences = tries.silences + 1
  const isOver = silences + tries.mistakes >= MOST_ASKED
  const move = isOver
    ? refuse(lineFor(language, 'pinGoodbye'))
    : askPin(lock, context, { ...tries, silences }, lineFor(language, 'nothingHeard'))
  return { kind: 'move', move }
}

function tryPin(lock: PinLock, digits: string, context: StepContext, refuse: (words: string) => Move): PinOutcome {
  const { language, tries } = context.session
  const subjects = [lock.subject, callerOf(context)]
  const fact = context.find({ kind: 'pin-try', about: { subjects } })
  if (fact.kind !== 'known' || fact.value !== 'may-try') {
    return { kind: 'move', move: refuse(lineFor(language, 'pinLocked')) }
  }
  const pin = lock.pin && context.reveal(lock.pin)
  if (pin !== undefined && isSame(pin, digits)) return { kind: 'proved', effects: [{ kind: 'pin-proved', subjects }] }
  const mistakes = tries.mistakes + 1
  const move =
    tries.silences + mistakes >= MOST_ASKED
      ? refuse(lineFor(language, 'pinGoodbye'))
      : askPin(lock, context, { ...tries, mistakes }, lineFor(language, 'pinWrong'))
  return { kind: 'move', move }
}

/** Everybody who hides his number is one caller here. */
const callerOf = ({ session }: StepContext): string => `caller:${isWithheld(session.from) ? 'withheld' : session.from}`

/** Digests have one length, so that the time it takes tells nothing, not even how long the PIN is. */
function isSame(pin: string, digits: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(pin), digest(digits))
}
