import { z } from 'zod'
import { targetShape } from '../json-shapes.ts'
import type { StepBehaviour } from '../step-behaviour.ts'

/** Another name for a step. */
export interface GoToStep<Target extends string = string> {
  readonly kind: 'go-to'
  readonly to: Target
}

/** A step that only leads to another: `operator: goTo('front-desk')`. */
export const goTo = <const Target extends string>(to: Target): GoToStep<Target> => ({ kind: 'go-to', to })

export const goToBehaviour: StepBehaviour<GoToStep> = {
  enter: (step) => ({ kind: 'go', to: step.to }),
  take: (step) => ({ kind: 'go', to: step.to }),
  exits: (step) => [{ to: step.to, label: 'always', isAutomatic: true, at: 'to' }],
  prompts: () => [],
  title: () => 'Leads on',
  shape: z.strictObject({ kind: z.literal('go-to'), to: targetShape }),
}
