/**
 * Playing what was just recorded: its audio is fetched first, and until it is here the caller hears that it takes a moment.
 */
import { pause, redirect } from '../../twiml/index.ts'
import { oneKey } from '../keys.ts'
import { audio } from '../prompt.ts'
import type { Json } from '../session.ts'
import type { Effect, Move, StepContext } from '../step-behaviour.ts'
import { lineFor } from './lines.ts'

/** So often it is looked for, two seconds apart. */
const MOST_LOOKS = 8

/** What is played, and what is asked afterwards. */
export interface Playback {
  readonly recordingSid: string
  /** How often it was looked for already. */
  readonly looks: number
  /** The words that are said after it. */
  readonly then: string
  /** What the step keeps for itself while it looks, and afterwards. */
  readonly memo: (looks: number | undefined) => Json
  readonly effects?: readonly Effect[]
}

/** Plays a recording and asks for a key, or lets the caller wait for it. */
export function playBack({ recordingSid, looks, then, memo, effects = [] }: Playback, context: StepContext): Move {
  const { language, tries } = context.session
  const fact = context.find({ kind: 'recording', about: { recordingSid } })
  if (fact.kind === 'later' && looks < MOST_LOOKS) {
    const moment = looks === 0 ? context.speak(lineFor(language, 'oneMoment')) : []
    const verbs = [...moment, pause(2), redirect(context.answerUrl)]
    return { kind: 'ask', verbs, tries, memo: memo(looks + 1), effects }
  }
  const url = fact.kind === 'known' && typeof fact.value === 'string' ? fact.value : undefined
  const heard = context.speak(url === undefined ? lineFor(language, 'cannotPlay') : audio(url))
  return {
    kind: 'ask',
    verbs: oneKey(context, [...heard, ...context.speak(then)]),
    tries,
    memo: memo(undefined),
    effects,
  }
}
