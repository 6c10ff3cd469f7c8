import { z } from 'zod'
import { hangup } from '../../twiml/index.ts'
import type { CallEvent } from '../event.ts'
import { promptShape, secretShape, targetShape } from '../json-shapes.ts'
import { oneKey } from '../keys.ts'
import { lineFor } from '../mailbox/lines.ts'
import { askPin, type PinLock, takePin } from '../pin/pin-entry.ts'
import type { Prompt, PromptVerb } from '../prompt.ts'
import type { Secret } from '../secret.ts'
import type { Json, Session, Tries } from '../session.ts'
import { NO_TRIES } from '../session.ts'
import type { Effect, Exit, HoursOverridden, Move, StepBehaviour, StepContext } from '../step-behaviour.ts'

/** Lets somebody open or close by phone. */
export interface OverrideStep<Target extends string = string> extends OverrideOptions<Target> {
  readonly kind: 'override'
}

/** Options of {@link override}. */
export interface OverrideOptions<Target extends string> {
  /** The step, made with `hours`, whose hours are set aside. */
  readonly hours: string
  /** Its flow. Default: this one. */
  readonly flow?: string
  /** The secret with the PIN, 4 to 10 digits. */
  readonly pin: Secret
  /** Spoken before the PIN is asked for. Default: nothing. */
  readonly greeting?: Prompt
  /** Where the call goes when it is done. Default: the call ends. */
  readonly then?: Target
  /** Where a caller goes without the right PIN, after three tries or when it is locked. Default: the call ends. */
  readonly refused?: Target
}

/**
 * A step by which somebody with a PIN opens or closes a place, until tomorrow or until he says otherwise, or gives the hours
 * back to their schedule.
 */
export function override(
  options: OverrideOptions<never> & { readonly then?: never; readonly refused?: never },
): OverrideStep<never>
export function override<const Target extends string>(options: OverrideOptions<Target>): OverrideStep<Target>
export function override<const Target extends string>(options: OverrideOptions<Target>): OverrideStep<Target> {
  return { kind: 'override', ...options }
}

/** Where the caller is. */
type Memo = { readonly at: 'pin' } | { readonly at: 'menu' } | { readonly at: 'how-long'; readonly isOpen: boolean }

/** What the webhooks tell of the hours now. */
interface HoursNow {
  readonly isOpen: boolean
  /** When the next day begins there, epoch milliseconds. */
  readonly tomorrow: number
}

export const overrideBehaviour: StepBehaviour<OverrideStep> = {
  enter(step, context) {
    const asked = askPin(lockOf(step, context), context)
    return { ...asked, verbs: [...context.speak(step.greeting), ...asked.verbs] }
  },
  take(step, event, context) {
    const memo = memoOf(context.session)
    if (memo.at === 'pin') return enterWith(step, event, context)
    if (event.kind === 'hung-up') return { kind: 'end', verbs: [] }
    return memo.at === 'menu' ? takeMenu(step, event, context) : takeHowLong(step, event, context, memo.isOpen)
  },
  exits: (step) => [
    ...(step.then === undefined
      ? []
      : [{ to: step.then, label: 'done', isAutomatic: false, at: 'then' } satisfies Exit]),
    ...(step.refused === undefined
      ? []
      : [{ to: step.refused, label: 'no PIN', isAutomatic: true, at: 'refused' } satisfies Exit]),
  ],
  prompts: (step) => [{ at: 'greeting', prompt: step.greeting }],
  title: (step) => `Lets somebody open or close ${step.hours} by phone`,
  shape: z.strictObject({
    kind: z.literal('override'),
    hours: z.string(),
    flow: z.string().optional(),
    pin: secretShape,
    greeting: promptShape.optional(),
    then: targetShape.optional(),
    refused: targetShape.optional(),
  }),
}

/** So many silences and wrong keys in a row end it. */
const MOST_TRIES = 3

function enterWith(step: OverrideStep, event: CallEvent, context: StepContext): Move {
  const refuse = (words: string): Move =>
    step.refused === undefined
      ? { kind: 'end', verbs: [...context.speak(words), hangup()] }
      : { kind: 'go', to: step.refused, saying: context.speak(words) }
  const outcome = takePin(lockOf(step, context), event, context, refuse)
  return outcome.kind === 'move' ? outcome.move : menu(step, context, NO_TRIES, [], outcome.effects)
}

/** Says how it is now, and asks what it is to be. */
function menu(
  step: OverrideStep,
  context: StepContext,
  tries: Tries,
  before: readonly PromptVerb[] = [],
  effects: readonly Effect[] = [],
): Move {
  const now = hoursNow(step, context)
  const { language } = context.session
  const words = [
    ...before,
    ...(now === undefined ? [] : context.speak(lineFor(language, now.isOpen ? 'hoursOpen' : 'hoursClosed'))),
    ...context.speak(lineFor(language, 'hoursMenu')),
  ]
  return { kind: 'ask', verbs: oneKey(context, words), tries, memo: { at: 'menu' }, effects }
}

function takeMenu(step: OverrideStep, event: CallEvent, context: StepContext): Move {
  switch (event.kind === 'digits' ? event.digits : undefined) {
    case '1':
      return howLong(context, true, NO_TRIES)
    case '2':
      return howLong(context, false, NO_TRIES)
    case '3':
      return done(step, context, null, ['nowSchedule'])
    default:
      return again(event, context, (before, tries) => menu(step, context, tries, before))
  }
}

function howLong(context: StepContext, isOpen: boolean, tries: Tries, before: readonly PromptVerb[] = []): Move {
  const words = [...before, ...context.speak(lineFor(context.session.language, 'howLong'))]
  return { kind: 'ask', verbs: oneKey(context, words), tries, memo: { at: 'how-long', isOpen } }
}

function takeHowLong(step: OverrideStep, event: CallEvent, context: StepContext, isOpen: boolean): Move {
  const digits = event.kind === 'digits' ? event.digits : undefined
  const what = isOpen ? 'nowOpen' : 'nowClosed'
  const tomorrow = digits === '1' ? hoursNow(step, context)?.tomorrow : undefined
  if (tomorrow !== undefined) return done(step, context, { isOpen, until: tomorrow }, [what, 'untilTomorrow'])
  if (digits === '2') return done(step, context, { isOpen, until: null }, [what, 'untilToldOtherwise'])
  return again(event, context, (before, tries) => howLong(context, isOpen, tries, before))
}

function done(
  step: OverrideStep,
  context: StepContext,
  decided: HoursOverridden['override'],
  lines: readonly Parameters<typeof lineFor>[1][],
): Move {
  const { language, flow } = context.session
  const effects = [{ kind: 'hours-overridden', flow: step.flow ?? flow, step: step.hours, override: decided }] as const
  const saying = context.speak(lines.map((line) => lineFor(language, line)).join(' '))
  if (step.then !== undefined) return { kind: 'go', to: step.then, saying, effects }
  return { kind: 'end', verbs: [...saying, ...context.speak(lineFor(language, 'goodbye')), hangup()], effects }
}

function again(
  event: CallEvent,
  context: StepContext,
  ask: (before: readonly PromptVerb[], tries: Tries) => Move,
): Move {
  const { language, tries } = context.session
  const kind = event.kind === 'digits' ? 'mistakes' : 'silences'
  const next = { ...tries, [kind]: tries[kind] + 1 }
  if (next.silences + next.mistakes >= MOST_TRIES) {
    return { kind: 'end', verbs: [...context.speak(lineFor(language, 'goodbye')), hangup()] }
  }
  return ask(context.speak(lineFor(language, kind === 'mistakes' ? 'notAChoice' : 'nothingHeard')), next)
}

function hoursNow(step: OverrideStep, context: StepContext): HoursNow | undefined {
  const about = { flow: step.flow ?? context.session.flow, step: step.hours }
  const fact = context.find({ kind: 'hours-now', about })
  if (fact.kind !== 'known' || typeof fact.value !== 'object' || fact.value === null) return undefined
  return fact.value as unknown as HoursNow // written by the webhooks
}

function memoOf({ memo }: Session): Memo {
  return typeof memo === 'object' && memo !== null && 'at' in memo
    ? (memo as unknown as Memo) // written by this step, and gone when the call leaves it
    : { at: 'pin' }
}

const lockOf = (step: OverrideStep, { session }: StepContext): PinLock => ({
  pin: step.pin,
  subject: `hours:${step.flow ?? session.flow}/${step.hours}`,
  memo: { at: 'pin' } satisfies Json,
})
