import { z } from 'zod'
import { isWithheld } from '../../phone/withheld.ts'
import { targetShape } from '../json-shapes.ts'
import { personOf } from '../session.ts'
import type { Move, StepBehaviour, StepContext } from '../step-behaviour.ts'

/** Writes down that the person on the line wants no more calls and messages. */
export interface OptOutStep<Target extends string = string> {
  readonly kind: 'opt-out'
  /** How he said it, default `key`. */
  readonly by?: 'key' | 'speech'
  readonly then: Target
}

/** Writes down that the person on the line may be reached again. */
export interface OptInStep<Target extends string = string> {
  readonly kind: 'opt-in'
  /** How he said it, default `key`. */
  readonly by?: 'key' | 'speech'
  readonly then: Target
}

/**
 * A step for "stop these calls": from this turn on the person on the line is neither called nor written to, by anything.
 *
 * It is kept in the same moment as the turn, so a caller who hangs up right after the key is heard. A withheld number cannot
 * be kept; nobody can call it either.
 */
export const optOut = <const Target extends string>(options: {
  readonly by?: 'key' | 'speech'
  readonly then: Target
}): OptOutStep<Target> => ({ kind: 'opt-out', ...options })

/** A step that lifts all the person on the line has said before; put a question before it that he answers with yes. */
export const optIn = <const Target extends string>(options: {
  readonly by?: 'key' | 'speech'
  readonly then: Target
}): OptInStep<Target> => ({ kind: 'opt-in', ...options })

export const optOutBehaviour: StepBehaviour<OptOutStep> = {
  enter: keep,
  take: (step, event, context) => (event.kind === 'hung-up' ? { kind: 'end', verbs: [] } : keep(step, context)),
  exits: (step) => [{ to: step.then, label: 'then', isAutomatic: true, at: 'then' }],
  prompts: () => [],
  title: () => 'Ends calls and messages to this person',
  shape: z.strictObject({ kind: z.literal('opt-out'), by: z.enum(['key', 'speech']).optional(), then: targetShape }),
}

export const optInBehaviour: StepBehaviour<OptInStep> = {
  enter: keep,
  take: (step, event, context) => (event.kind === 'hung-up' ? { kind: 'end', verbs: [] } : keep(step, context)),
  exits: (step) => [{ to: step.then, label: 'then', isAutomatic: true, at: 'then' }],
  prompts: () => [],
  title: () => 'Allows calls and messages to this person again',
  shape: z.strictObject({ kind: z.literal('opt-in'), by: z.enum(['key', 'speech']).optional(), then: targetShape }),
}

function keep(step: OptOutStep | OptInStep, { session }: StepContext): Move {
  const number = personOf(session)
  const go = { kind: 'go', to: step.then } as const
  if (isWithheld(number)) return go
  const kind = step.kind === 'opt-out' ? 'opted-out' : 'opted-in'
  return { ...go, effects: [{ kind, number, source: step.by ?? 'key' }] }
}
