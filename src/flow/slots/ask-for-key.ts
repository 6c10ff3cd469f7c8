/** Asking for one key about free times: silence and wrong keys share a budget, as in a menu. */
import { gather, redirect } from '../../twiml/index.ts'
import { phrasesFor } from '../answers/phrases.ts'
import type { Prompt, PromptVerb } from '../prompt.ts'
import type { Json, Tries } from '../session.ts'
import { NO_TRIES } from '../session.ts'
import type { Effect, Move, StepContext } from '../step-behaviour.ts'

/** How a step about free times asks. */
export interface KeyOptions {
  /** How often the caller is asked altogether; silence and wrong keys share it. 1 to 10, default 3. */
  readonly attempts?: number
  /** Seconds of silence after the prompt, 1 to 120, default 5. */
  readonly timeoutSeconds?: number
  /** Also listen for the choices as speech, default false. The keypad always works. */
  readonly speech?: boolean
  /** Said before asking again after the first, second, … silence; the last one repeats. */
  readonly silence?: readonly Prompt[]
  /** Said before asking again after the first, second, … key that leads nowhere; the last one repeats. */
  readonly mistake?: readonly Prompt[]
  /** Said when the attempts are used up. */
  readonly givingUp?: Prompt
}

/** Asks for a key; `memo` is what the step keeps until the answer comes. */
export function askForKey(
  { timeoutSeconds = 5, speech }: KeyOptions,
  context: StepContext,
  prompts: readonly PromptVerb[],
  { memo, tries = NO_TRIES, hints = '' }: { readonly memo: Json; readonly tries?: Tries; readonly hints?: string },
): Move {
  const { language } = context.session
  const listening = { input: ['dtmf', 'speech'] as const, language, ...(hints !== '' && { hints }) }
  const attributes = {
    ...(speech && listening),
    action: context.answerUrl,
    timeout: timeoutSeconds,
    finishOnKey: '',
    numDigits: 1,
  }
  // A Gather without input makes no request (reference twiml-voice.md §1.5); the Redirect brings the silence back here.
  return { kind: 'ask', verbs: [gather(attributes, prompts), redirect(context.answerUrl)], tries, memo }
}

/** What to say before asking again, and the tries by then; or that it is enough. */
export function nextTry(
  { attempts = 3, silence, mistake, givingUp }: KeyOptions,
  context: StepContext,
  kind: keyof Tries,
): { readonly isOver: boolean; readonly tries: Tries; readonly saying: readonly PromptVerb[] } {
  const before = context.session.tries
  const tries = { ...before, [kind]: before[kind] + 1 }
  const phrases = phrasesFor(context.session.language)
  if (tries.silences + tries.mistakes >= attempts) {
    return { isOver: true, tries, saying: context.speak(givingUp ?? phrases.givingUp) }
  }
  const ladder = kind === 'silences' ? (silence ?? phrases.noChoice) : (mistake ?? phrases.wrongKey)
  return { isOver: false, tries, saying: context.speak(ladder[Math.min(tries[kind], ladder.length) - 1]) }
}

/** Lets go of what is held in this call. */
export const RELEASED: readonly Effect[] = [{ kind: 'slots-released' }]

/** The prompts of the options, for checks. */
export const keyPrompts = ({ silence = [], mistake = [], givingUp }: KeyOptions) => [
  ...silence.map((prompt, index) => ({ at: `silence.${index}`, prompt })),
  ...mistake.map((prompt, index) => ({ at: `mistake.${index}`, prompt })),
  { at: 'givingUp', prompt: givingUp },
]

/** The numbers of the options that have bounds, for checks. */
export const keyRanges = ({ attempts, timeoutSeconds }: KeyOptions) => [
  { at: 'attempts', value: attempts, least: 1, most: 10 },
  { at: 'timeoutSeconds', value: timeoutSeconds, least: 1, most: 120 },
]
