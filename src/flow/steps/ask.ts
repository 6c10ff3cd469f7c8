import { z } from 'zod'
import { gather, redirect } from '../../twiml/index.ts'
import { type Answer, answerShape, type Input, kindOf, type Understood } from '../answers/answer.ts'
import { phrasesFor, yesOrNo } from '../answers/phrases.ts'
import { timeOf } from '../answers/time.ts'
import type { CallEvent } from '../event.ts'
import { promptShape, secondsShape, targetShape } from '../json-shapes.ts'
import type { Prompt } from '../prompt.ts'
import type { Json, Session, Tries } from '../session.ts'
import { isSecure, NO_TRIES } from '../session.ts'
import type { Move, StepBehaviour, StepContext } from '../step-behaviour.ts'

/** Asks for a value, says it back, and remembers it. */
export interface AskStep<Target extends string = string> extends AskOptions<Target> {
  readonly kind: 'ask'
}

/** Options of {@link ask}. */
export interface AskOptions<Target extends string> {
  /** The question, with what to do: `Please enter your account number, then press pound.` */
  readonly prompt: Prompt
  /** What is asked for: `{ answer: 'digits', length: 8 }`, `{ answer: 'date' }`, … */
  readonly for: Answer
  /** Where the value is put in the session's data. */
  readonly into: string
  /** Where the call goes with the value. */
  readonly then: Target
  /** Where the call goes when the attempts are used up. There is no question without this way out. */
  readonly otherwise: Target
  /** Whether the value is said back and confirmed by a key or a word; the default depends on what is asked for. */
  readonly isReadBack?: boolean
  /**
   * Whether the value is private: it is said back by its last four digits only, and forgotten when the call ends.
   * Default false.
   */
  readonly isPrivate?: boolean
  /** Whether speech is listened to as well as keys, default true where words can be told apart. */
  readonly speech?: boolean
  /** How often the caller is asked altogether, 1 to 10, default 3. */
  readonly attempts?: number
  /** Seconds of silence before the first key and between keys, 1 to 120, default 7: people look for their papers. */
  readonly timeoutSeconds?: number
  readonly silence?: readonly Prompt[]
  readonly mistake?: readonly Prompt[]
  readonly givingUp?: Prompt
}

/** A step that asks for a value. */
export function ask<const Target extends string>(options: AskOptions<Target>): AskStep<Target> {
  return { kind: 'ask', ...options }
}

/** What the step keeps for itself between two turns. */
type Memo =
  | { readonly confirming: Json }
  /** Morning or afternoon has to be told apart. */
  | { readonly hour: number; readonly minute: number }

export const askBehaviour: StepBehaviour<AskStep> = {
  enter: (step, context) => question(step, context, NO_TRIES),
  take(step, event, context) {
    if (event.kind === 'hung-up') return { kind: 'end', verbs: [] }
    const memo = memoOf(context.session)
    if (event.kind === 'silence') return again(step, context, 'silences', memo)
    const input = inputOf(event)
    if (input === undefined) return question(step, context, NO_TRIES)
    if (memo !== undefined && 'confirming' in memo) return confirmed(step, input, memo.confirming, context)
    if (memo !== undefined) return halved(step, input, memo, context)
    const { language } = context.session
    return weigh(step, kindOf(step.for).understand(step.for, input, { language, now: context.now }), context)
  },
  exits: (step) => [
    { to: step.then, label: `${step.into} is known`, isAutomatic: false, at: 'then' },
    { to: step.otherwise, label: 'no answer', isAutomatic: true, at: 'otherwise' },
  ],
  prompts: (step) => [
    { at: 'prompt', prompt: step.prompt },
    ...(step.silence ?? []).map((prompt, index) => ({ at: `silence.${index}`, prompt })),
    ...(step.mistake ?? []).map((prompt, index) => ({ at: `mistake.${index}`, prompt })),
    { at: 'givingUp', prompt: step.givingUp },
  ],
  title: (step) => `Asks for ${step.for.answer.replaceAll('-', ' ')}`,
  shape: z.strictObject({
    kind: z.literal('ask'),
    prompt: promptShape,
    for: answerShape,
    into: z.string(),
    then: targetShape,
    otherwise: targetShape,
    isReadBack: z.boolean().optional(),
    isPrivate: z.boolean().optional(),
    speech: z.boolean().optional(),
    attempts: z.number().optional(),
    timeoutSeconds: secondsShape,
    silence: z.array(promptShape).optional(),
    mistake: z.array(promptShape).optional(),
    givingUp: promptShape.optional(),
  }),
  ranges: (step) => [
    { at: 'attempts', value: step.attempts, least: 1, most: 10 },
    { at: 'timeoutSeconds', value: step.timeoutSeconds, least: 1, most: 120 },
  ],
}

function memoOf({ memo }: Session): Memo | undefined {
  return typeof memo === 'object' && memo !== null ? (memo as Memo) : undefined // only this step writes its memo
}

function inputOf(event: CallEvent): Input | undefined {
  if (event.kind === 'digits') return { kind: 'digits', digits: event.digits }
  return event.kind === 'speech' ? { kind: 'speech', text: event.text } : undefined
}

function weigh(step: AskStep, understood: Understood, context: StepContext): Move {
  if (understood.kind === 'nothing') return again(step, context, 'mistakes', undefined)
  if (understood.kind === 'unclear') {
    const { hour, minute } = understood
    return oneKey(context, phrasesFor(context.session.language).halfOfDay, { hour, minute })
  }
  const isReadBack = step.isReadBack ?? kindOf(step.for).isReadBack
  return isReadBack ? readBack(step, understood.value, context) : done(step, understood.value)
}

function readBack(step: AskStep, value: Json, context: StepContext): Move {
  const { language } = context.session
  return oneKey(context, phrasesFor(language).confirm(told(step, value, context)), { confirming: value })
}

/** A private value is told by its end. */
function told(step: AskStep, value: Json, { session }: StepContext): string {
  const { language } = session
  if (!step.isPrivate && !isSecure(session)) return kindOf(step.for).inWords(step.for, value, language)
  return phrasesFor(language).endingIn([...String(value).slice(-4)].join(' '))
}

function confirmed(step: AskStep, input: Input, value: Json, context: StepContext): Move {
  const isRight = agreed(input, context)
  if (isRight === undefined) return again(step, context, 'mistakes', { confirming: value })
  return isRight ? done(step, value) : question(step, context, context.session.tries)
}

function agreed(input: Input, { session }: StepContext): boolean | undefined {
  if (input.kind === 'speech') return yesOrNo(input.text, session.language)
  return { 1: true, 2: false }[input.digits]
}

function halved(step: AskStep, input: Input, memo: Extract<Memo, { hour: number }>, context: StepContext): Move {
  const { hour, minute } = memo
  const half = input.kind === 'digits' ? { 1: 0, 2: 12 }[input.digits] : halfIn(input.text)
  if (half === undefined) return again(step, context, 'mistakes', memo)
  return weigh(step, { kind: 'value', value: timeOf((hour % 12) + half, minute) }, context)
}

const halfIn = (text: string): number | undefined =>
  /morning|\ba\.? ?m\b/i.test(text) ? 0 : /afternoon|evening|\bp\.? ?m\b/i.test(text) ? 12 : undefined

function done(step: AskStep, value: Json): Move {
  return {
    kind: 'go',
    to: step.then,
    learned: { [step.into]: value },
    ...(step.isPrivate && { privately: [step.into] }),
  }
}

/** Asks the same again, with words for why; a confirmation is asked for again, not the whole value. */
function again(step: AskStep, context: StepContext, kind: keyof Tries, memo: Memo | undefined): Move {
  const before = context.session.tries
  const tries = { ...before, [kind]: before[kind] + 1 }
  const phrases = phrasesFor(context.session.language)
  if (tries.silences + tries.mistakes >= (step.attempts ?? 3)) {
    return { kind: 'go', to: step.otherwise, saying: context.speak(step.givingUp ?? phrases.givingUp) }
  }
  const ladder = kind === 'silences' ? (step.silence ?? phrases.silence) : (step.mistake ?? phrases.mistake)
  const why = ladder[Math.min(tries[kind], ladder.length) - 1]
  if (memo === undefined) return question(step, context, tries, why)
  const words = 'confirming' in memo ? phrases.confirm(told(step, memo.confirming, context)) : phrases.halfOfDay
  return oneKey(context, words, memo, tries, why)
}

function question(step: AskStep, context: StepContext, tries: Tries, before?: Prompt): Move {
  const kind = kindOf(step.for)
  const hearsSpeech = (step.speech ?? true) && kind.hearsSpeech
  const hints = kind.hints?.(step.for) ?? []
  const attributes = {
    ...(hearsSpeech && { input: ['dtmf', 'speech'] as const, language: context.session.language }),
    ...(hearsSpeech && hints.length > 0 && { hints: hints.map((hint) => hint.replaceAll(',', ' ')).join(', ') }),
    action: context.answerUrl,
    timeout: step.timeoutSeconds ?? 7,
    ...kind.keys(step.for),
  }
  const prompts = [...context.speak(before), ...context.speak(step.prompt)]
  return { kind: 'ask', verbs: [gather(attributes, prompts), redirect(context.answerUrl)], tries, memo: null }
}

function oneKey(context: StepContext, words: string, memo: Memo, tries = context.session.tries, before?: Prompt): Move {
  const { language } = context.session
  const prompts = [...context.speak(before), ...context.speak(words)]
  const attributes = {
    input: ['dtmf', 'speech'] as const,
    language,
    action: context.answerUrl,
    timeout: 5,
    finishOnKey: '',
    numDigits: 1,
  }
  return { kind: 'ask', verbs: [gather(attributes, prompts), redirect(context.answerUrl)], tries, memo }
}
