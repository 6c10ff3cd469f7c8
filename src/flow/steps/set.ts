import { z } from 'zod'
import { jsonShape, targetShape } from '../json-shapes.ts'
import type { Json, Session } from '../session.ts'
import type { Learned, Move, StepBehaviour } from '../step-behaviour.ts'

/** Writes into the session's data and goes on. */
export interface SetStep<Target extends string = string> {
  readonly kind: 'set'
  readonly values: Learned | ((session: Session) => Learned)
  readonly then: Target
}

/**
 * A step that remembers something: `set({ vip: true }, { then: 'welcome' })`; null takes a value out.
 *
 * @param values by key, or a function of the session that gives them
 */
export function set<const Target extends string>(
  values: Readonly<Record<string, Json>> | ((session: Session) => Learned),
  options: { readonly then: Target },
): SetStep<Target> {
  return { kind: 'set', values, then: options.then }
}

export const setBehaviour: StepBehaviour<SetStep> = {
  enter: (step, { session }) => remember(step, session),
  take: (step, _event, { session }) => remember(step, session),
  exits: (step) => [{ to: step.then, label: 'then', isAutomatic: true, at: 'then' }],
  prompts: () => [],
  title: (step) =>
    typeof step.values === 'function' ? 'Remembers something' : `Remembers ${Object.keys(step.values).join(', ')}`,
  shape: z.strictObject({ kind: z.literal('set'), values: z.record(z.string(), jsonShape), then: targetShape }),
}

function remember({ values, then }: SetStep, session: Session): Move {
  return { kind: 'go', to: then, learned: typeof values === 'function' ? values(session) : values }
}
