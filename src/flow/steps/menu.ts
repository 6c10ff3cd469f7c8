import { z } from 'zod'
import { gather, redirect } from '../../twiml/index.ts'
import { keyInWords, phrasesFor, yesOrNo } from '../answers/phrases.ts'
import { type Choice, labelIn, type MenuKey } from '../choice.ts'
import type { SpeechRecognised } from '../event.ts'
import { labelShape, promptShape, secondsShape, targetShape } from '../json-shapes.ts'
import type { Prompt } from '../prompt.ts'
import type { Tries } from '../session.ts'
import { NO_TRIES } from '../session.ts'
import { matchSpeech, says } from '../speech.ts'
import type { Move, StepBehaviour, StepContext } from '../step-behaviour.ts'

/** Asks for one key, and knows what to do when none or a wrong one comes. */
export interface MenuStep<Target extends string = string> extends MenuOptions<Target> {
  readonly kind: 'menu'
}

/** Options of {@link menu}. */
export interface MenuOptions<Target extends string> {
  /** Spoken once, before the choices. */
  readonly greeting?: Prompt
  /** The choices in your own words. Default: made from the labels, action last: `For sales, press 1.` */
  readonly prompt?: Prompt
  /** One entry a key; 5 or fewer are kind to the caller, more than 9 are refused by the checks. */
  readonly choices: { readonly [key in MenuKey]?: Choice<Target> }
  /** Where the call goes when the attempts are used up. There is no menu without this way out. */
  readonly otherwise: Target
  /** How often the caller is asked altogether; silence and wrong keys share it. 1 or more, default 3. */
  readonly attempts?: number
  /** Seconds of silence after the prompt, 1 or more, default 5. */
  readonly timeoutSeconds?: number
  /** Said before asking again after the first, second, … silence; the last one repeats. */
  readonly silence?: readonly Prompt[]
  /** Said before asking again after the first, second, … key that leads nowhere; the last one repeats. */
  readonly mistake?: readonly Prompt[]
  /** Said when the attempts are used up. */
  readonly givingUp?: Prompt
  /** Also listen for the labels and synonyms as speech, default false. The keypad always works. */
  readonly speech?: boolean
  /** Speech that was understood with less confidence is asked about before it counts, 0 to 1, default 0.5. */
  readonly sureFrom?: number
  /** Where 0 and the words for a person (`agent`, `operator`, …) lead, unless 0 is a choice. Default: nowhere. */
  readonly person?: Target
  /** The key that lets the caller hear the choices again, `*` or `#`, unless it is a choice; it costs no attempt. */
  readonly repeatKey?: '*' | '#'
  /** The key that goes back to where the caller came from, and where that is; unless it is a choice. */
  readonly back?: WayBack<Target>
}

/** The way back from a menu. */
export interface WayBack<Target extends string = string> {
  readonly key: '*' | '#' | '9'
  readonly then: Target
}

/** A step that asks for one key. */
export function menu<const Target extends string>(options: MenuOptions<Target>): MenuStep<Target> {
  return { kind: 'menu', ...options }
}

export const menuBehaviour: StepBehaviour<MenuStep> = {
  enter: (step, context) => ask(step, context, NO_TRIES, step.greeting),
  take(step, event, context) {
    switch (event.kind) {
      case 'digits':
        return pressed(step, context, event.digits)
      case 'speech':
        return spoken(step, context, event)
      case 'silence':
        return askAgain(step, context, 'silences')
      case 'hung-up':
        return { kind: 'end', verbs: [] }
      default:
        return ask(step, context, NO_TRIES, step.greeting)
    }
  },
  exits: (step) => [
    ...choicesOf(step).map(([key, choice]) => ({
      to: choice.then,
      label: `${key}: ${labelIn(choice.label, '')}`,
      isAutomatic: false,
      at: `choices.${key}.then`,
    })),
    ...(step.person ? [{ to: step.person, label: '0: a person', isAutomatic: false, at: 'person' }] : []),
    ...(step.back
      ? [{ to: step.back.then, label: `${step.back.key}: back`, isAutomatic: false, at: 'back.then' }]
      : []),
    { to: step.otherwise, label: 'no choice made', isAutomatic: true, at: 'otherwise' },
  ],
  prompts: (step) => [
    { at: 'greeting', prompt: step.greeting },
    { at: 'prompt', prompt: choicesForChecks(step) },
    ...(step.silence ?? []).map((prompt, index) => ({ at: `silence.${index}`, prompt })),
    ...(step.mistake ?? []).map((prompt, index) => ({ at: `mistake.${index}`, prompt })),
    { at: 'givingUp', prompt: step.givingUp },
  ],
  title: (step) => `Asks for one of ${choicesOf(step).length} keys`,
  shape: z.strictObject({
    kind: z.literal('menu'),
    greeting: promptShape.optional(),
    prompt: promptShape.optional(),
    choices: z.partialRecord(
      z.enum(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '#']),
      z.strictObject({ label: labelShape, then: targetShape, synonyms: z.array(z.string()).optional() }),
    ),
    otherwise: targetShape,
    attempts: z.number().optional(),
    timeoutSeconds: secondsShape,
    silence: z.array(promptShape).optional(),
    mistake: z.array(promptShape).optional(),
    givingUp: promptShape.optional(),
    speech: z.boolean().optional(),
    sureFrom: z.number().min(0).max(1).optional(),
    person: targetShape.optional(),
    repeatKey: z.enum(['*', '#']).optional(),
    back: z.strictObject({ key: z.enum(['*', '#', '9']), then: targetShape }).optional(),
  }),
  ranges: (step) => [
    { at: 'attempts', value: step.attempts, least: 1, most: 10 },
    { at: 'timeoutSeconds', value: step.timeoutSeconds, least: 1, most: 120 },
  ],
}

/** The choices of a menu in the order they were written; `1` to `9` and `0` come sorted, as objects keep them. */
export function choicesOf(step: MenuStep): readonly (readonly [MenuKey, Choice])[] {
  // `Object.entries` loses the keys' type; a menu has no others.
  const entries = Object.entries(step.choices) as [MenuKey, Choice][]
  // Integer-like keys come first and ascending, so 0 would lead; by custom the operator is named last.
  return [...entries.filter(([key]) => key !== '0'), ...entries.filter(([key]) => key === '0')]
}

/** What the caller hears as choices: the menu's own words, or ones made from the labels with the action last. */
function choicesPrompt(step: MenuStep, language: string): Prompt {
  if (step.prompt !== undefined) return step.prompt
  const { press, hearAgain, goBack } = phrasesFor(language)
  const choices = choicesOf(step).map(([key, { label }]) => press(labelIn(label, language), keyInWords(key, language)))
  const { repeatKey, back } = step
  return [
    ...choices,
    // What can be done beside the choices; a person is not advertised, as everybody tries 0.
    ...(repeatKey && isFree(step, repeatKey) ? [hearAgain(keyInWords(repeatKey, language))] : []),
    ...(back && isFree(step, back.key) ? [goBack(keyInWords(back.key, language))] : []),
  ].join(' ')
}

/** The choices in each language that the labels have. */
function choicesForChecks(step: MenuStep): Prompt {
  const tags = new Set(
    choicesOf(step).flatMap(([, { label }]) => (typeof label === 'string' ? [] : Object.keys(label.languages))),
  )
  if (tags.size === 0) return choicesPrompt(step, 'en-US')
  return { languages: Object.fromEntries([...tags].map((tag) => [tag, choicesPrompt(step, tag)])) }
}

const isFree = (step: MenuStep, key: MenuKey): boolean => step.choices[key] === undefined

function choiceOf(step: MenuStep, digits: string): Choice | undefined {
  return choicesOf(step).find(([key]) => key === digits)?.[1]
}

function pressed(step: MenuStep, context: StepContext, digits: string): Move {
  const asked = askedAbout(context)
  if (asked !== undefined) return answered(step, context, asked, { 1: true, 2: false }[digits])
  const choice = choiceOf(step, digits)
  if (choice === undefined && digits === '0' && step.person !== undefined) return { kind: 'go', to: step.person }
  if (choice === undefined && digits === step.repeatKey) return ask(step, context, context.session.tries)
  if (choice === undefined && digits === step.back?.key) return { kind: 'go', to: step.back.then }
  return choose(step, context, choice)
}

/** The words everybody tries who wants a person. */
const PERSON = ['agent', 'operator', 'person', 'representative', 'human', 'somebody', 'receptionist']

function spoken(step: MenuStep, context: StepContext, { text, confidence }: SpeechRecognised): Move {
  const asked = askedAbout(context)
  if (asked !== undefined) return answered(step, context, asked, yesOrNo(text, context.session.language))
  const { language } = context.session
  const key = matchSpeech(text, choicesOf(step), language)
  if (key === undefined && step.person !== undefined && says(text, PERSON)) return { kind: 'go', to: step.person }
  if (key === undefined || confidence === 0 || confidence >= (step.sureFrom ?? 0.5)) {
    return choose(step, context, key && step.choices[key])
  }
  return askWhether(step, context, key)
}

/** The key of the choice the caller was asked about, when he was. */
function askedAbout({ session }: StepContext): MenuKey | undefined {
  return typeof session.memo === 'string' ? (session.memo as MenuKey) : undefined // only this step writes its memo
}

function askWhether(step: MenuStep, context: StepContext, key: MenuKey, tries = context.session.tries): Move {
  const { language } = context.session
  const label = labelIn(step.choices[key]?.label ?? key, language).replace(/^to /, '')
  const attributes = {
    input: ['dtmf', 'speech'] as const,
    language,
    action: context.answerUrl,
    timeout: step.timeoutSeconds ?? 5,
    finishOnKey: '',
    numDigits: 1,
  }
  const prompts = context.speak(phrasesFor(language).unsure(label))
  return { kind: 'ask', verbs: [gather(attributes, prompts), redirect(context.answerUrl)], tries, memo: key }
}

function answered(step: MenuStep, context: StepContext, key: MenuKey, isMeant: boolean | undefined): Move {
  return isMeant === true ? choose(step, context, step.choices[key]) : askAgain(step, context, 'mistakes')
}

function choose(step: MenuStep, context: StepContext, choice: Choice | undefined): Move {
  return choice ? { kind: 'go', to: choice.then } : askAgain(step, context, 'mistakes')
}

function askAgain(step: MenuStep, context: StepContext, kind: keyof Tries): Move {
  const before = context.session.tries
  const tries = { ...before, [kind]: before[kind] + 1 }
  const phrases = phrasesFor(context.session.language)
  if (tries.silences + tries.mistakes >= (step.attempts ?? 3)) {
    return { kind: 'go', to: step.otherwise, saying: context.speak(step.givingUp ?? phrases.givingUp) }
  }
  const ladder = kind === 'silences' ? (step.silence ?? phrases.noChoice) : (step.mistake ?? phrases.wrongKey)
  return ask(step, context, tries, ladder[Math.min(tries[kind], ladder.length) - 1])
}

function ask(step: MenuStep, context: StepContext, tries: Tries, before?: Prompt): Move {
  const { language } = context.session
  const attributes = {
    ...(step.speech ? { input: ['dtmf', 'speech'] as const, hints: hintsOf(step, language), language } : {}),
    action: context.answerUrl,
    timeout: step.timeoutSeconds ?? 5,
    // No finish key: a menu takes one key, and # is a choice or a mistake like any other.
    finishOnKey: '',
    numDigits: 1,
  }
  const prompts = [...context.speak(before), ...context.speak(choicesPrompt(step, language))]
  // A Gather without input makes no request (reference twiml-voice.md §1.5); the Redirect brings the silence back here.
  return { kind: 'ask', verbs: [gather(attributes, prompts), redirect(context.answerUrl)], tries }
}

function hintsOf(step: MenuStep, language: string): string {
  return choicesOf(step)
    .flatMap(([key, choice]) => [labelIn(choice.label, language), ...(choice.synonyms ?? []), key])
    .map((hint) => hint.replaceAll(',', ' '))
    .join(', ')
}
