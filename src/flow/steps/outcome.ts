import { z } from 'zod'
import { targetShape } from '../json-shapes.ts'
import type { Outcome } from '../outcome.ts'
import type { Json, Session } from '../session.ts'
import type { Move, StepBehaviour, StepContext } from '../step-behaviour.ts'

/** What a call knows of the reminder it is about, in `data.reminder`. */
export interface ReminderInCall {
  readonly id: string
  /** The attempt that led to this call; null when he called. */
  readonly attempt: string | null
  readonly name: string
  /** The day in words, in the call's language and the appointment's zone: `Wednesday, August 5`. */
  readonly day: string
  /** The time in words: `2:30 PM`. */
  readonly time: string
  /** Epoch milliseconds. */
  readonly at: number
  /** Everything else that was handed in with it. */
  readonly data: { readonly [key: string]: Json }
}

/** Writes down what came of a reminder. */
export interface OutcomeStep<Target extends string = string> {
  readonly kind: 'outcome'
  readonly is: Outcome
  readonly then: Target
}

/** Looks for the reminder of somebody who calls. */
export interface FindReminderStep<Target extends string = string> {
  readonly kind: 'find-reminder'
  readonly found: Target
  readonly none: Target
}

/**
 * A step that writes down what came of the reminder this call is about: `outcome('confirmed', { then: 'thanks' })`. An answer
 * stops all other attempts. In a call that is about none it does nothing.
 */
export const outcome = <const Target extends string>(
  is: Outcome,
  options: { readonly then: Target },
): OutcomeStep<Target> => ({ kind: 'outcome', is, then: options.then })

/**
 * A step for people who call back: looks for the next appointment of the person on the line and puts it into
 * `data.reminder`. In a call that we have placed for a reminder it is there from the start, and this finds the same.
 */
export const findReminder = <const Target extends string>(options: {
  readonly found: Target
  readonly none: Target
}): FindReminderStep<Target> => ({ kind: 'find-reminder', ...options })

const OUTCOMES = [
  'confirmed',
  'cancel-requested',
  'cancelled',
  'reschedule-requested',
  'rescheduled',
  'callback-requested',
  'transferred',
  'voicemail-left',
  'voicemail-no-message',
  'listened-no-response',
  'wrong-number',
  'opted-out',
] as const satisfies readonly Outcome[]

export const outcomeBehaviour: StepBehaviour<OutcomeStep> = {
  enter: keep,
  take: (step, event, context) => (event.kind === 'hung-up' ? { kind: 'end', verbs: [] } : keep(step, context)),
  exits: (step) => [{ to: step.then, label: 'then', isAutomatic: true, at: 'then' }],
  prompts: () => [],
  title: (step) => `Writes down: ${step.is}`,
  shape: z.strictObject({ kind: z.literal('outcome'), is: z.enum(OUTCOMES), then: targetShape }),
}

function keep(step: OutcomeStep, { session }: StepContext): Move {
  const reminder = reminderIn(session)
  const go = { kind: 'go', to: step.then } as const
  if (reminder === undefined) return go
  const { id, attempt } = reminder
  return { ...go, effects: [{ kind: 'outcome-learned', reminderId: id, attemptId: attempt, outcome: step.is }] }
}

export const findReminderBehaviour: StepBehaviour<FindReminderStep> = {
  enter: find,
  take: (step, event, context) => (event.kind === 'hung-up' ? { kind: 'end', verbs: [] } : find(step, context)),
  exits: (step) => [
    { to: step.found, label: 'an appointment', isAutomatic: true, at: 'found' },
    { to: step.none, label: 'none', isAutomatic: true, at: 'none' },
  ],
  prompts: () => [],
  title: () => 'Looks for the next appointment',
  shape: z.strictObject({ kind: z.literal('find-reminder'), found: targetShape, none: targetShape }),
}

function find(step: FindReminderStep, context: StepContext): Move {
  if (reminderIn(context.session) !== undefined) return { kind: 'go', to: step.found }
  const fact = context.find({ kind: 'reminder' })
  const reminder = fact.kind === 'known' ? fact.value : null
  if (!isReminderInCall(reminder)) return { kind: 'go', to: step.none }
  return { kind: 'go', to: step.found, learned: { reminder } }
}

/** The reminder that a call is about; undefined when it is about none. */
export function reminderIn({ data }: Session): ReminderInCall | undefined {
  const { reminder = null } = data
  return isReminderInCall(reminder) ? reminder : undefined
}

/** Whether a value of the session's data is a reminder. */
export function isReminderInCall(value: Json): value is Json & ReminderInCall {
  return typeof value === 'object' && value !== null && 'id' in value && 'attempt' in value && 'day' in value
}
