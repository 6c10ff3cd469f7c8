import { z } from 'zod'
import { isWithheld } from '../../phone/withheld.ts'
import { gather, redirect } from '../../twiml/index.ts'
import { keyInWords, phrasesFor } from '../answers/phrases.ts'
import { promptShape, secondsShape, targetShape } from '../json-shapes.ts'
import type { Prompt } from '../prompt.ts'
import { NO_TRIES } from '../session.ts'
import type { Move, StepBehaviour, StepContext } from '../step-behaviour.ts'

/** Lets the caller choose the language, once. */
export interface ChooseLanguageStep<Target extends string = string> extends ChooseLanguageOptions<Target> {
  readonly kind: 'choose-language'
}

/** Options of {@link chooseLanguage}. */
export interface ChooseLanguageOptions<Target extends string> {
  /** A BCP 47 tag for each key. */
  readonly languages: { readonly [key in '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9']?: string }
  /** Where the call goes with the language; without a choice it goes on in the flow's own. */
  readonly then: Target
  /** The choices in your own words. Default: each in its own language, "For English, press 1. Para español, pulse 2." */
  readonly prompt?: Prompt
  /** Whether somebody who has chosen is not asked again when he calls another day; never so for withheld numbers. Default true. */
  readonly isRemembered?: boolean
  /** How often the caller is asked altogether, 1 to 10, default 2. */
  readonly attempts?: number
  /** Seconds of silence after the choices, 1 to 120, default 4. */
  readonly timeoutSeconds?: number
}

/**
 * A step in which the caller chooses the language of prompts, voices, speech recognition, dates and amounts.
 *
 * Who says nothing goes on in the flow's language: that is a smaller mistake than asking for ever. A caller who comes here
 * again in the same call wants to choose again.
 */
export function chooseLanguage<const Target extends string>(
  options: ChooseLanguageOptions<Target>,
): ChooseLanguageStep<Target> {
  return { kind: 'choose-language', ...options }
}

export const chooseLanguageBehaviour: StepBehaviour<ChooseLanguageStep> = {
  enter(step, context) {
    const known = rememberedFor(step, context)
    return known === undefined ? ask(step, context, 0) : { kind: 'go', to: step.then, language: known }
  },
  take(step, event, context) {
    if (event.kind === 'hung-up') return { kind: 'end', verbs: [] }
    const language = event.kind === 'digits' ? languagesOf(step).find(([key]) => key === event.digits)?.[1] : undefined
    if (language !== undefined) return chosen(step, context, language)
    const asked = context.session.tries.silences + 1
    return asked < (step.attempts ?? 2) ? ask(step, context, asked) : { kind: 'go', to: step.then }
  },
  exits: (step) => [{ to: step.then, label: 'in the language chosen', isAutomatic: true, at: 'then' }],
  prompts: (step) => [{ at: 'prompt', prompt: step.prompt ?? everyLanguage(step) }],
  title: (step) => `Lets the caller choose between ${languagesOf(step).length} languages`,
  shape: z.strictObject({
    kind: z.literal('choose-language'),
    languages: z.partialRecord(z.enum(['1', '2', '3', '4', '5', '6', '7', '8', '9']), z.string()),
    then: targetShape,
    prompt: promptShape.optional(),
    isRemembered: z.boolean().optional(),
    attempts: z.number().optional(),
    timeoutSeconds: secondsShape,
  }),
  ranges: (step) => [
    { at: 'attempts', value: step.attempts, least: 1, most: 10 },
    { at: 'timeoutSeconds', value: step.timeoutSeconds, least: 1, most: 120 },
  ],
  mistakes: (step) => [
    ...(languagesOf(step).length < 2
      ? [{ at: 'languages', message: 'There is nothing to choose.', help: 'Offer at least two languages.' }]
      : []),
    ...languagesOf(step).flatMap(([key, tag]) =>
      isTag(tag)
        ? []
        : [{ at: `languages/${key}`, message: `"${tag}" is no language.`, help: 'Write a BCP 47 tag such as es-US.' }],
    ),
  ],
}

/** The languages by key, in the order of the keys. */
export const languagesOf = ({ languages }: ChooseLanguageStep): readonly (readonly [key: string, tag: string])[] =>
  Object.entries(languages)

function rememberedFor(step: ChooseLanguageStep, { session, find }: StepContext): string | undefined {
  if (step.isRemembered === false || session.hasChosenLanguage || isWithheld(session.from)) return undefined
  const fact = find({ kind: 'language' })
  const tag = fact.kind === 'known' && typeof fact.value === 'string' ? fact.value : undefined
  return languagesOf(step).some(([, offered]) => offered === tag) ? tag : undefined
}

function chosen(step: ChooseLanguageStep, { session }: StepContext, language: string): Move {
  const isRemembered = step.isRemembered !== false && !isWithheld(session.from)
  const effects = [{ kind: 'language-chosen', caller: session.from, language }] as const
  return { kind: 'go', to: step.then, language, ...(isRemembered && { effects }) }
}

function ask(step: ChooseLanguageStep, context: StepContext, asked: number): Move {
  const attributes = {
    action: context.answerUrl,
    timeout: step.timeoutSeconds ?? 4,
    finishOnKey: '',
    numDigits: 1,
  }
  const prompts =
    step.prompt === undefined
      ? languagesOf(step).flatMap(([key, tag]) => context.speak(offer(key, tag), tag))
      : context.speak(step.prompt)
  const verbs = [gather(attributes, prompts), redirect(context.answerUrl)]
  return { kind: 'ask', verbs, tries: { ...NO_TRIES, silences: asked } }
}

/** "Para español, pulse 2." */
const offer = (key: string, tag: string): string => phrasesFor(tag).press(nameOf(tag), keyInWords(key, tag))

function everyLanguage(step: ChooseLanguageStep): Prompt {
  return languagesOf(step)
    .map(([key, tag]) => offer(key, tag))
    .join(' ')
}

/** A language's name for itself, "English" where it has no words of ours. */
function nameOf(tag: string): string {
  const tongue = tag.split('-')[0] ?? tag
  return (isTag(tag) && new Intl.DisplayNames([tag], { type: 'language' }).of(tongue)) || tag
}

function isTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}
