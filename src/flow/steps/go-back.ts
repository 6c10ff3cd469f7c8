import { z } from 'zod'
import { promptShape } from '../json-shapes.ts'
import type { Prompt } from '../prompt.ts'
import type { Move, StepBehaviour, StepContext } from '../step-behaviour.ts'

/** Back to the flow that led here. */
export interface GoBackStep {
  readonly kind: 'go-back'
  /** Said on the way, and before hanging up when nothing led here. */
  readonly says?: Prompt
}

/** A step that goes back to where `callFlow` stood; in a flow that was called directly it ends the call. */
export const goBack = (options: { readonly says?: Prompt } = {}): GoBackStep => ({ kind: 'go-back', ...options })

export const goBackBehaviour: StepBehaviour<GoBackStep> = {
  enter: back,
  take: (step, _event, context) => back(step, context),
  exits: () => [],
  prompts: (step) => [{ at: 'says', prompt: step.says }],
  title: () => 'Goes back',
  shape: z.strictObject({ kind: z.literal('go-back'), says: promptShape.optional() }),
}

function back(step: GoBackStep, { session, speak }: StepContext): Move {
  const isAlone = (session.cameFrom ?? []).length === 0
  return { kind: 'go-back', saying: speak(step.says ?? (isAlone ? 'Goodbye.' : undefined)) }
}
