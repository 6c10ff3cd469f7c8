import { z } from 'zod'
import { promptShape, targetShape } from '../json-shapes.ts'
import type { Prompt } from '../prompt.ts'
import type { Move, StepBehaviour, StepContext } from '../step-behaviour.ts'

/** Goes through another flow in confidence: nothing of it is recorded or kept. */
export interface SecureStep<Target extends string = string> {
  readonly kind: 'secure'
  /** The other flow's name; it has to be served beside this one. */
  readonly flow: string
  readonly says?: Prompt
  /** Where this flow goes on when the other reaches a `goBack()`. */
  readonly then: Target
}

/**
 * A step that goes through another flow in confidence: `secure('card', { then: 'thanks' })`.
 *
 * Until the other flow leads back, the recording of the call is stopped (another begins afterwards), values that are asked for
 * are said back by their last four digits only, and whatever is learned is forgotten when the call ends.
 */
export function secure<const Target extends string>(
  flow: string,
  options: { readonly then: Target; readonly says?: Prompt },
): SecureStep<Target> {
  return { kind: 'secure', flow, ...options }
}

export const secureBehaviour: StepBehaviour<SecureStep> = {
  enter,
  take: (step, _event, context) => enter(step, context),
  exits: (step) => [{ to: step.then, label: `after ${step.flow}`, isAutomatic: false, at: 'then' }],
  prompts: (step) => [{ at: 'says', prompt: step.says }],
  title: (step) => `Goes through ${step.flow} in confidence`,
  shape: z.strictObject({
    kind: z.literal('secure'),
    flow: z.string(),
    says: promptShape.optional(),
    then: targetShape,
  }),
}

function enter({ flow, then, says }: SecureStep, { speak }: StepContext): Move {
  return { kind: 'enter-flow', flow, then, saying: speak(says), isSecure: true }
}
