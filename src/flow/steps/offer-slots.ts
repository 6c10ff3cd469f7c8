import { z } from 'zod'
import { pause, redirect } from '../../twiml/index.ts'
import { phrasesFor, yesOrNo } from '../answers/phrases.ts'
import type { CallEvent } from '../event.ts'
import { promptShape, secondsShape, targetShape } from '../json-shapes.ts'
import type { Prompt, PromptVerb } from '../prompt.ts'
import { isSilent } from '../prompt.ts'
import type { Json, Session, Tries } from '../session.ts'
import { NO_TRIES } from '../session.ts'
import { askForKey, type KeyOptions, keyPrompts, keyRanges, nextTry, RELEASED } from '../slots/ask-for-key.ts'
import { isSlotInCall, type OfferInCall, type SlotInCall } from '../slots/slot-in-call.ts'
import { slotWords } from '../slots/slot-words.ts'
import { matchSpeech } from '../speech.ts'
import type { Exit, Move, StepBehaviour, StepContext } from '../step-behaviour.ts'
import { type ReminderInCall, reminderIn } from './outcome.ts'

/** Offers free times to somebody who wants another one. */
export interface OfferSlotsStep<Target extends string = string> extends OfferSlotsOptions<Target> {
  readonly kind: 'offer-slots'
}

/** Options of {@link offerSlots}. */
export interface OfferSlotsOptions<Target extends string> extends KeyOptions {
  /** How many times are offered at once, 1 to 5, default 3. */
  readonly most?: number
  /** Said before the times. Default: `These times are free.` */
  readonly greeting?: Prompt
  /** Said when your calendar takes longer than two seconds, and again. Default: `One moment, please.` */
  readonly filler?: Prompt
  /** He has taken one: `rescheduled` is written down, and `data.reminder` has the new day and time. */
  readonly taken: Target
  /** No time is free, or the call is about no appointment. */
  readonly none: Target
  /** He wants none of them. */
  readonly declined: Target
  /** Where the call goes when the attempts are used up. Default: as `declined`. */
  readonly otherwise?: Target
}

/** Offers an earlier time to somebody who waits for one. */
export interface EarlierSlotStep<Target extends string = string> extends EarlierSlotOptions<Target> {
  readonly kind: 'earlier-slot'
}

/** Options of {@link earlierSlot}. */
export interface EarlierSlotOptions<Target extends string> extends KeyOptions {
  /** He has taken it: `rescheduled` is written down, and `data.reminder` has the new day and time. */
  readonly taken: Target
  /** He keeps his appointment; the time goes to the next in line. */
  readonly kept: Target
  /** No time is held for him: most calls. */
  readonly none: Target
  /** Where the call goes when the attempts are used up; the time stays his until its moment. Default: as `kept`. */
  readonly otherwise?: Target
}

/** The key for none of the times. */
const NONE = '9'

/**
 * A step that offers the next free times of the campaign by key, in words of the caller's language: "For Tuesday, January 6 at
 * 2:30 PM, press 1." Each is held for this caller until he has decided, so that nobody else takes it meanwhile.
 *
 * What he takes is his: his appointment moves to it, its reminders are planned anew, `rescheduled` is written down, and his old
 * time is free. Write down no other outcome after it.
 */
export function offerSlots<const Target extends string>(options: OfferSlotsOptions<Target>): OfferSlotsStep<Target> {
  return { kind: 'offer-slots', ...options }
}

/**
 * A step for whoever is on the waitlist: when an earlier time is held for him, whether he was called about it or calls back, he
 * hears it and takes it with 1 or keeps his own with 2. In all other calls it leads to `none` without a word.
 */
export function earlierSlot<const Target extends string>(options: EarlierSlotOptions<Target>): EarlierSlotStep<Target> {
  return { kind: 'earlier-slot', ...options }
}

const keyShapes = {
  attempts: z.number().optional(),
  timeoutSeconds: secondsShape,
  speech: z.boolean().optional(),
  silence: z.array(promptShape).optional(),
  mistake: z.array(promptShape).optional(),
  givingUp: promptShape.optional(),
  taken: targetShape,
  none: targetShape,
  otherwise: targetShape.optional(),
}

export const offerSlotsBehaviour: StepBehaviour<OfferSlotsStep> = {
  enter: (step, context) => offer(step, context, []),
  take(step, event, context) {
    if (event.kind === 'hung-up') return { kind: 'end', verbs: [], effects: RELEASED }
    const offered = offeredIn(context.session)
    if (offered === undefined) return offer(step, context, waitingIn(context.session))
    if (event.kind === 'silence') return askAgain(step, context, offered, 'silences')
    if (event.kind !== 'digits' && event.kind !== 'speech') return offer(step, context, [])
    const key = keyOf(event, offered.slots.map(labelIn(context.session)), context)
    if (key === NONE) return { kind: 'go', to: step.declined, effects: RELEASED }
    const slot = offered.slots[Number(key) - 1]
    return slot === undefined ? askAgain(step, context, offered, 'mistakes') : take(step, context, offered, slot)
  },
  exits: (step) => [
    { to: step.taken, label: 'takes a time', isAutomatic: false, at: 'taken' },
    { to: step.none, label: 'no time is free', isAutomatic: true, at: 'none' },
    { to: step.declined, label: `${NONE}: none of these`, isAutomatic: false, at: 'declined' },
    ...otherwiseOf(step),
  ],
  prompts: (step) => [
    { at: 'greeting', prompt: step.greeting },
    { at: 'filler', prompt: step.filler },
    ...keyPrompts(step),
  ],
  title: (step) => `Offers up to ${step.most ?? 3} free times`,
  shape: z.strictObject({
    kind: z.literal('offer-slots'),
    most: z.number().optional(),
    greeting: promptShape.optional(),
    filler: promptShape.optional(),
    declined: targetShape,
    ...keyShapes,
  }),
  ranges: (step) => [{ at: 'most', value: step.most, least: 1, most: 5 }, ...keyRanges(step)],
}

export const earlierSlotBehaviour: StepBehaviour<EarlierSlotStep> = {
  enter: (step, context) => offerEarlier(step, context),
  take(step, event, context) {
    if (event.kind === 'hung-up') return { kind: 'end', verbs: [] }
    const memo = context.session.memo ?? null
    if (!isOfferInCall(memo)) return offerEarlier(step, context)
    if (event.kind === 'silence') return askEarlierAgain(step, context, memo, 'silences')
    if (event.kind !== 'digits' && event.kind !== 'speech') return offerEarlier(step, context)
    switch (keyOfYesOrNo(event, context)) {
      case '1':
        return takeEarlier(step, context, memo)
      case '2':
        return { kind: 'go', to: step.kept, effects: [{ kind: 'offer-declined', offerId: memo.id }] }
      default:
        return askEarlierAgain(step, context, memo, 'mistakes')
    }
  },
  exits: (step) => [
    { to: step.none, label: 'no time is held for him', isAutomatic: true, at: 'none' },
    { to: step.taken, label: '1: takes it', isAutomatic: false, at: 'taken' },
    { to: step.kept, label: '2: keeps his own', isAutomatic: false, at: 'kept' },
    ...otherwiseOf(step),
  ],
  prompts: keyPrompts,
  title: () => 'Offers an earlier time to whoever waits for one',
  shape: z.strictObject({ kind: z.literal('earlier-slot'), kept: targetShape, ...keyShapes }),
  ranges: keyRanges,
}

const otherwiseOf = ({ otherwise }: { readonly otherwise?: string }): readonly Exit[] =>
  otherwise === undefined ? [] : [{ to: otherwise, label: 'no choice made', isAutomatic: true, at: 'otherwise' }]

/** What is offered now, and what was offered before. */
type Offered = { readonly slots: readonly SlotInCall[]; readonly before: readonly string[] }

function offeredIn({ memo = null }: Session): Offered | undefined {
  const isOne = typeof memo === 'object' && memo !== null && 'slots' in memo && 'before' in memo
  return isOne ? (memo as unknown as Offered) : undefined // only this step writes its memo
}

/** What is not to be offered again, while the calendar is waited for. */
function waitingIn({ memo = null }: Session): readonly string[] {
  const isWaiting = typeof memo === 'object' && memo !== null && 'waitsWithout' in memo
  return isWaiting ? (memo as { readonly waitsWithout: readonly string[] }).waitsWithout : [] // only this step writes its memo
}

/** Finds times and holds them; `before`: those he is not to hear again, as somebody has just taken what he wanted. */
function offer(step: OfferSlotsStep, context: StepContext, before: readonly string[]): Move {
  const reminder = reminderIn(context.session)
  if (reminder === undefined) return { kind: 'go', to: step.none }
  const about = { reminder: reminder.id, most: step.most ?? 3, except: before }
  const fact = context.find({ kind: 'slots', about })
  if (fact.kind === 'later') return wait(step, context, before)
  const { free, justTaken } = slotWords(context.session.language)
  const first = before.length > 0 ? justTaken : (step.greeting ?? free)
  const slots = Array.isArray(fact.value) ? fact.value.filter(isSlotInCall) : []
  if (slots.length > 0) return askFor(step, context, { slots, before }, context.speak(first))
  // Whoever has heard the greeting of a first round is told why there is no second.
  return { kind: 'go', to: step.none, ...(before.length > 0 && { saying: context.speak(first) }) }
}

/** Lets him hear something while the calendar thinks. */
function wait(step: OfferSlotsStep, context: StepContext, before: readonly string[]): Move {
  const filler = isSilent(step.filler) ? phrasesFor(context.session.language).oneMoment : step.filler
  const verbs = [...context.speak(filler), pause(1), redirect(context.answerUrl)]
  return { kind: 'ask', verbs, tries: NO_TRIES, memo: { waitsWithout: [...before] } }
}

function askFor(
  step: OfferSlotsStep,
  context: StepContext,
  offered: Offered,
  first: readonly PromptVerb[],
  tries?: Tries,
): Move {
  const { language } = context.session
  const labels = offered.slots.map(labelIn(context.session))
  const { press } = phrasesFor(language)
  const words = [...labels.map((label, place) => press(label, String(place + 1))), slotWords(language).none(NONE)]
  const prompts = [...first, ...context.speak(words.join(' '))]
  return askForKey(step, context, prompts, {
    memo: offered as unknown as Json, // slots and strings
    hints: labels.map((label) => label.replaceAll(',', ' ')).join(', '),
    ...(tries && { tries }),
  })
}

function askAgain(step: OfferSlotsStep, context: StepContext, offered: Offered, kind: keyof Tries): Move {
  const { isOver, tries, saying } = nextTry(step, context, kind)
  if (isOver) return { kind: 'go', to: step.otherwise ?? step.declined, saying, effects: RELEASED }
  return askFor(step, context, offered, saying, tries)
}

function take(step: OfferSlotsStep, context: StepContext, { slots, before }: Offered, slot: SlotInCall): Move {
  const moved = movedTo(slot, context)
  if (moved !== undefined) return { kind: 'go', to: step.taken, ...moved }
  return offer(step, context, [...before, ...slots.map(({ id }) => id)])
}

/** What taking a time comes to; undefined when somebody else has it. */
function movedTo(slot: SlotInCall, context: StepContext) {
  const reminder = reminderIn(context.session)
  if (reminder === undefined) return undefined
  const fact = context.find({ kind: 'slot', about: { reminder: reminder.id, slot: slot.id } })
  if (fact.kind !== 'known' || fact.value !== true) return undefined
  const { id, attempt } = reminder
  const { day, time, at, data } = slot
  const next: ReminderInCall = { ...reminder, day, time, at, data: { ...reminder.data, ...data } }
  return {
    learned: { reminder: { ...next } },
    effects: [{ kind: 'slot-taken', slotId: slot.id, reminderId: id, attemptId: attempt }],
  } as const
}

const labelIn =
  ({ language }: Session) =>
  ({ day, time }: Pick<SlotInCall, 'day' | 'time'>): string =>
    slotWords(language).when(day, time)

/** The key that was pressed, or that stands for what was said. */
function keyOf(event: CallEvent, labels: readonly string[], { session }: StepContext): string | undefined {
  if (event.kind === 'digits') return event.digits
  if (event.kind !== 'speech') return undefined
  if (yesOrNo(event.text, session.language) === false) return NONE
  return matchSpeech(
    event.text,
    labels.map((label, place) => [String(place + 1), { label, synonyms: synonymsOf(label) }] as const),
    session.language,
  )
}

/** A day alone is enough to say which, when no two times are on the same. */
const synonymsOf = (label: string): readonly string[] => [label.split(',')[0] ?? label]

function keyOfYesOrNo(event: CallEvent, { session }: StepContext): string | undefined {
  if (event.kind === 'digits') return event.digits
  if (event.kind !== 'speech') return undefined
  const isYes = yesOrNo(event.text, session.language)
  return isYes === undefined ? undefined : isYes ? '1' : '2'
}

function isOfferInCall(value: Json): value is OfferInCall {
  return typeof value === 'object' && value !== null && 'slot' in value && 'id' in value
}

function offerEarlier(step: EarlierSlotStep, context: StepContext): Move {
  const reminder = reminderIn(context.session)
  const fact = reminder && context.find({ kind: 'slot-offer', about: { reminder: reminder.id } })
  const found = fact?.kind === 'known' ? fact.value : null
  return isOfferInCall(found) ? askEarlier(step, context, found) : { kind: 'go', to: step.none }
}

function askEarlier(
  step: EarlierSlotStep,
  context: StepContext,
  offered: OfferInCall,
  first: readonly PromptVerb[] = [],
  tries?: Tries,
): Move {
  const { earlier, takeOrKeep } = slotWords(context.session.language)
  const label = labelIn(context.session)
  const own = reminderIn(context.session)
  const words = `${earlier(label(offered.slot))} ${takeOrKeep(own === undefined ? '' : label(own))}`
  return askForKey(step, context, [...first, ...context.speak(words)], {
    memo: offered as unknown as Json, // an id and a slot
    ...(tries && { tries }),
  })
}

function askEarlierAgain(step: EarlierSlotStep, context: StepContext, offered: OfferInCall, kind: keyof Tries): Move {
  const { isOver, tries, saying } = nextTry(step, context, kind)
  if (isOver) return { kind: 'go', to: step.otherwise ?? step.kept, saying }
  return askEarlier(step, context, offered, saying, tries)
}

function takeEarlier(step: EarlierSlotStep, context: StepContext, { slot }: OfferInCall): Move {
  const moved = movedTo(slot, context)
  if (moved !== undefined) return { kind: 'go', to: step.taken, ...moved }
  return { kind: 'go', to: step.kept, saying: context.speak(slotWords(context.session.language).justTaken) }
}
