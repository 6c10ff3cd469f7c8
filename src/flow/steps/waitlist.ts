import { z } from 'zod'
import { targetShape } from '../json-shapes.ts'
import type { Move, StepBehaviour, StepContext } from '../step-behaviour.ts'
import { reminderIn } from './outcome.ts'

/** Writes down whether somebody would rather come earlier. */
export interface WaitlistStep<Target extends string = string> {
  readonly kind: 'waitlist'
  readonly waits: boolean
  readonly then: Target
}

/**
 * A step for "tell me when an earlier time is free": puts the person this call is about on the waitlist of the campaign. Who is
 * on it keeps his place in line.
 */
export const joinWaitlist = <const Target extends string>(options: {
  readonly then: Target
}): WaitlistStep<Target> => ({ kind: 'waitlist', waits: true, ...options })

/** A step that takes the person this call is about off the waitlist. */
export const leaveWaitlist = <const Target extends string>(options: {
  readonly then: Target
}): WaitlistStep<Target> => ({ kind: 'waitlist', waits: false, ...options })

export const waitlistBehaviour: StepBehaviour<WaitlistStep> = {
  enter: keep,
  take: (step, event, context) => (event.kind === 'hung-up' ? { kind: 'end', verbs: [] } : keep(step, context)),
  exits: (step) => [{ to: step.then, label: 'then', isAutomatic: true, at: 'then' }],
  prompts: () => [],
  title: ({ waits }) => (waits ? 'Puts him on the waitlist' : 'Takes him off the waitlist'),
  shape: z.strictObject({ kind: z.literal('waitlist'), waits: z.boolean(), then: targetShape }),
}

function keep({ waits, then }: WaitlistStep, { session }: StepContext): Move {
  const reminder = reminderIn(session)
  if (reminder === undefined) return { kind: 'go', to: then }
  return { kind: 'go', to: then, effects: [{ kind: 'waitlist-changed', reminderId: reminder.id, waits }] }
}
