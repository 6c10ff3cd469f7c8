import { z } from 'zod'
import { targetShape } from '../json-shapes.ts'
import type { Prompt } from '../prompt.ts'
import type { Move, StepBehaviour, StepContext } from '../step-behaviour.ts'

/** Goes through another flow and comes back. */
export interface CallFlowStep<Target extends string = string> {
  readonly kind: 'call-flow'
  /** The other flow's name; it has to be served beside this one. */
  readonly flow: string
  readonly says?: Prompt
  /** Where this flow goes on when the other reaches a `goBack()`. */
  readonly then: Target
}

/**
 * A step that goes through another flow: `callFlow('identify', { then: 'account' })`.
 *
 * What the other flow learns stays in the session's data. If it ends the call, the call is over.
 */
export function callFlow<const Target extends string>(
  flow: string,
  options: { readonly then: Target; readonly says?: Prompt },
): CallFlowStep<Target> {
  return { kind: 'call-flow', flow, ...options }
}

export const callFlowBehaviour: StepBehaviour<CallFlowStep> = {
  enter,
  take: (step, _event, context) => enter(step, context),
  exits: (step) => [{ to: step.then, label: `after ${step.flow}`, isAutomatic: false, at: 'then' }],
  prompts: (step) => [{ at: 'says', prompt: step.says }],
  title: (step) => `Goes through ${step.flow}`,
  shape: z.strictObject({
    kind: z.literal('call-flow'),
    flow: z.string(),
    says: z.string().optional(),
    then: targetShape,
  }),
}

function enter({ flow, then, says }: CallFlowStep, { speak }: StepContext): Move {
  return { kind: 'enter-flow', flow, then, saying: speak(says) }
}
