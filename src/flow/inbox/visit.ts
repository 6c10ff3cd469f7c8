/**
 * A visit to a mailbox: what every part of listening by phone knows, and where a visit can be.
 */

import { hangup } from '../../twiml/index.ts'
import { oneKey } from '../keys.ts'
import { lineFor } from '../mailbox/lines.ts'
import type { GreetingName, Mailbox } from '../mailbox/mailbox.ts'
import type { PromptVerb } from '../prompt.ts'
import type { Json, Session, Tries } from '../session.ts'
import { NO_TRIES } from '../session.ts'
import type { Effect, Move, StepContext } from '../step-behaviour.ts'

/** Where a visit is. */
export type Place =
  | { readonly at: 'pin' }
  | { readonly at: 'main' }
  /** Which message, by its place among those the visit goes through, and whether it was played and not marked as heard yet. */
  | { readonly at: 'message'; readonly ids: readonly string[]; readonly place: number; readonly isPlayed: boolean }
  | { readonly at: 'calling'; readonly ids: readonly string[]; readonly place: number }
  | { readonly at: 'greetings' }
  | { readonly at: 'recording'; readonly greeting: GreetingName }
  | {
      readonly at: 'greeting-review'
      readonly greeting: GreetingName
      readonly recordingSid: string
      readonly looks?: number | undefined
    }
  | { readonly at: 'choice' }

/** What every part of a visit knows. */
export interface Visit {
  readonly mailbox: Mailbox
  /** Where the caller goes who leaves the mailbox; absent: nowhere. */
  readonly then: string | undefined
  readonly context: StepContext
}

/** What is said and asked, and where the visit is from now on. */
export interface Asked {
  readonly words: readonly PromptVerb[]
  readonly place: Place
  readonly effects?: readonly Effect[]
  readonly tries?: Tries
}

/** So many silences and wrong keys in a row end a visit. */
const MOST_TRIES = 3

/** Asks for a key. */
export function askKey({ context }: Visit, { words, place, effects = [], tries = NO_TRIES }: Asked): Move {
  return { kind: 'ask', verbs: oneKey(context, words), tries, memo: jsonOf(place), effects }
}

/** Asks the same again, or says goodbye when that was often enough. `again` is asked with words for why. */
export function tryAgain(
  { context }: Visit,
  kind: keyof Tries,
  effects: readonly Effect[],
  again: (why: readonly PromptVerb[], tries: Tries) => Move,
): Move {
  const { language, tries } = context.session
  const next = { ...tries, [kind]: tries[kind] + 1 }
  if (next.silences + next.mistakes >= MOST_TRIES) {
    return { kind: 'end', verbs: [...context.speak(lineFor(language, 'goodbye')), hangup()], effects }
  }
  return again(context.speak(lineFor(language, kind === 'silences' ? 'nothingHeard' : 'notAChoice')), next)
}

/** One of our sentences, in the caller's language. */
export const sentence = ({ context }: Visit, line: Parameters<typeof lineFor>[1]): readonly PromptVerb[] =>
  context.speak(lineFor(context.session.language, line))

/** Where a visit is that has been here before. */
export function placeOf({ memo }: Session): Place {
  return typeof memo === 'object' && memo !== null && 'at' in memo
    ? (memo as unknown as Place) // written by this step, and gone when the call leaves it
    : { at: 'pin' }
}

/** A place as the session keeps it. */
export const jsonOf = (place: Place): Json => place as unknown as Json // plain data, which an interface cannot promise
