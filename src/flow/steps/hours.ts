import { z } from 'zod'
import { withHolidays } from '../hours/holiday-feed.ts'
import { opensAgain } from '../hours/in-words.ts'
import { mistakesIn } from '../hours/mistakes.ts'
import { nextOpening, type Opening, openingAt, type Schedule, WEEKDAYS } from '../hours/schedule.ts'
import { numberShape, targetShape } from '../json-shapes.ts'
import type { Json } from '../session.ts'
import type { Exit, Move, StepBehaviour, StepContext } from '../step-behaviour.ts'

/** Goes one way while a place is open and another while it is closed. */
export interface HoursStep<Target extends string = string> extends HoursOptions<Target> {
  readonly kind: 'hours'
}

/** Options of {@link hours}. */
export interface HoursOptions<Target extends string> extends Schedule {
  /** Where the call goes during opening hours. */
  readonly open: Target
  /** Where the call goes outside of them. */
  readonly closed: Target
  /** Where the call goes when it is a holiday that keeps the place closed; default `closed`. */
  readonly holiday?: Target
  /** Whether a caller who finds it closed is told when it opens next, default true. */
  readonly tellsNextOpening?: boolean
  /** Whether somebody may open or close by hand, which asks the database at each call; default true. */
  readonly mayBeOverridden?: boolean
  /** The key of the session's data that is to hold what was found: `{ isOpen, holiday, opensAt }`. Default: none. */
  readonly into?: string
}

/**
 * A step that knows the opening hours.
 *
 * The clock on the wall of the place decides, also in the nights it is changed.
 */
export function hours<const Target extends string>(options: HoursOptions<Target>): HoursStep<Target> {
  return { kind: 'hours', ...options }
}

const spans = z.array(z.string())

export const hoursBehaviour: StepBehaviour<HoursStep> = {
  enter: (step, context) => choose(step, context),
  take: (step, event, context) => (event.kind === 'hung-up' ? { kind: 'end', verbs: [] } : choose(step, context)),
  exits: (step) => [
    { to: step.open, label: 'open', isAutomatic: true, at: 'open' },
    { to: step.closed, label: 'closed', isAutomatic: true, at: 'closed' },
    ...(step.holiday === undefined
      ? []
      : [{ to: step.holiday, label: 'holiday', isAutomatic: true, at: 'holiday' } satisfies Exit]),
  ],
  prompts: () => [],
  title: (step) => `Looks at the opening hours in ${step.zone}`,
  mistakes: (step) => mistakesIn(step),
  shape: z.strictObject({
    kind: z.literal('hours'),
    zone: z.string(),
    week: z.partialRecord(z.enum(WEEKDAYS), spans),
    holidays: z.array(z.strictObject({ date: z.string(), name: z.string(), hours: spans.optional() })).optional(),
    holidayFeed: numberShape.optional(),
    open: targetShape,
    closed: targetShape,
    holiday: targetShape.optional(),
    tellsNextOpening: z.boolean().optional(),
    mayBeOverridden: z.boolean().optional(),
    into: z.string().optional(),
  }),
}

function choose(asWritten: HoursStep, context: StepContext): Move {
  const { now, session } = context
  const step = { ...asWritten, ...withHolidays(asWritten, context) }
  const override = overrideOf(step, context)
  const opening: Opening = override ? { isOpen: override.isOpen } : openingAt(step, now)
  const opensAt = opening.isOpen ? undefined : opensNext(step, now, override)
  const found = { isOpen: opening.isOpen, holiday: opening.holiday?.name ?? null, opensAt: opensAt ?? null }
  const isTold = opensAt !== undefined && step.tellsNextOpening !== false
  return {
    kind: 'go',
    to: opening.isOpen ? step.open : opening.holiday ? (step.holiday ?? step.closed) : step.closed,
    ...(isTold && { saying: context.speak(opensAgain(opensAt, now, step.zone, session.language)) }),
    ...(step.into !== undefined && { learned: { [step.into]: found } }),
  }
}

/** What somebody has decided by hand. */
interface Override {
  readonly isOpen: boolean
  /** Epoch milliseconds; null until somebody decides otherwise. */
  readonly until: number | null
}

function overrideOf(step: HoursStep, context: StepContext): Override | undefined {
  if (step.mayBeOverridden === false) return undefined
  const fact = context.find({ kind: 'override' })
  const override = fact.kind === 'known' ? readOverride(fact.value) : undefined
  return override && (override.until === null || override.until > context.now) ? override : undefined
}

function readOverride(value: Json): Override | undefined {
  if (typeof value !== 'object' || value === null || !('isOpen' in value)) return undefined
  return value as unknown as Override // written by the webhooks, from the store
}

/** When somebody who has closed by hand did not say until when, nobody can promise anything. */
function opensNext(step: HoursStep, now: number, override: Override | undefined): number | undefined {
  if (override === undefined) return nextOpening(step, now)
  if (override.until === null) return undefined
  return openingAt(step, override.until).isOpen ? override.until : nextOpening(step, override.until)
}
