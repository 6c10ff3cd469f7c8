import { z } from 'zod'
import { jsonShape, targetShape } from '../json-shapes.ts'
import type { Json, Session } from '../session.ts'
import type { Exit, Move, StepBehaviour } from '../step-behaviour.ts'

/** What a session has to be like: data of it, or whatever a function says. */
export type Condition =
  /** A value of the data is this one; with a list, one of these. */
  | { readonly data: string; readonly is: Json }
  /** A value of the data is there at all. */
  | { readonly data: string; readonly isSet: boolean }
  /** The caller's number begins so. */
  | { readonly from: string }
  | ((session: Session) => boolean)

/** One way on, and when it is taken. */
export interface Case<Target extends string = string> {
  readonly when: Condition
  readonly then: Target
  /** For the map; default the condition itself. */
  readonly label?: string
}

/** Goes one way or another by what is known of the call. */
export interface BranchStep<Target extends string = string> {
  readonly kind: 'branch'
  readonly cases: readonly Case<Target>[]
  readonly otherwise: Target
}

/** A step that goes the way of the first case that holds, else `otherwise`. */
export function branch<const Target extends string>(options: {
  readonly cases: readonly Case<Target>[]
  readonly otherwise: Target
}): BranchStep<Target> {
  return { kind: 'branch', ...options }
}

const conditionShape = z.union([
  z.strictObject({ data: z.string(), is: jsonShape }),
  z.strictObject({ data: z.string(), isSet: z.boolean() }),
  z.strictObject({ from: z.string() }),
])

export const branchBehaviour: StepBehaviour<BranchStep> = {
  enter: (step, { session }) => choose(step, session),
  take: (step, _event, { session }) => choose(step, session),
  exits: (step) => [
    ...step.cases.map(
      ({ then, when, label }, index): Exit => ({
        to: then,
        label: label ?? inWords(when),
        isAutomatic: true,
        at: `cases.${index}.then`,
      }),
    ),
    { to: step.otherwise, label: 'otherwise', isAutomatic: true, at: 'otherwise' },
  ],
  prompts: () => [],
  title: (step) => `Goes one of ${step.cases.length + 1} ways`,
  shape: z.strictObject({
    kind: z.literal('branch'),
    cases: z.array(z.strictObject({ when: conditionShape, then: targetShape, label: z.string().optional() })),
    otherwise: targetShape,
  }),
}

function choose({ cases, otherwise }: BranchStep, session: Session): Move {
  return { kind: 'go', to: cases.find(({ when }) => holds(when, session))?.then ?? otherwise }
}

/** Whether a condition holds for this call. */
function holds(condition: Condition, session: Session): boolean {
  if (typeof condition === 'function') return condition(session)
  if ('from' in condition) return session.from.startsWith(condition.from)
  const value = session.data[condition.data]
  if ('isSet' in condition) return (value !== undefined) === condition.isSet
  const wanted = Array.isArray(condition.is) ? condition.is : [condition.is]
  return value !== undefined && wanted.some((one) => JSON.stringify(one) === JSON.stringify(value))
}

function inWords(condition: Condition): string {
  if (typeof condition === 'function') return 'a condition holds'
  if ('from' in condition) return `called from ${condition.from}…`
  if ('isSet' in condition) return `${condition.data} is ${condition.isSet ? '' : 'not '}known`
  return `${condition.data} is ${[condition.is].flat().join(' or ')}`
}
