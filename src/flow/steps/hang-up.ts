import { z } from 'zod'
import { hangup } from '../../twiml/index.ts'
import { promptShape } from '../json-shapes.ts'
import type { Prompt } from '../prompt.ts'
import type { Move, StepBehaviour, StepContext } from '../step-behaviour.ts'

/** Says goodbye and ends the call. */
export interface HangUpStep {
  readonly kind: 'hang-up'
  /** Never leave a caller without a word: the checks refuse an empty goodbye. */
  readonly says: Prompt
}

/** A step that ends the call after a goodbye, `Goodbye.` unless you say otherwise. */
export const hangUp = (says: Prompt = 'Goodbye.'): HangUpStep => ({ kind: 'hang-up', says })

export const hangUpBehaviour: StepBehaviour<HangUpStep> = {
  enter: end,
  take: (step, _event, context) => end(step, context),
  exits: () => [],
  prompts: (step) => [{ at: 'says', prompt: step.says }],
  title: () => 'Ends the call',
  shape: z.strictObject({ kind: z.literal('hang-up'), says: promptShape }),
}

function end(step: HangUpStep, { speak }: StepContext): Move {
  return { kind: 'end', verbs: [...speak(step.says), hangup()] }
}
