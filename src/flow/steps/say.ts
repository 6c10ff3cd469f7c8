import { z } from 'zod'
import { promptShape, targetShape } from '../json-shapes.ts'
import type { Prompt } from '../prompt.ts'
import type { StepBehaviour } from '../step-behaviour.ts'

/** Says something and goes on. */
export interface SayStep<Target extends string = string> {
  readonly kind: 'say'
  readonly says: Prompt
  readonly then: Target
}

/** A step that says something and goes on: `say('We are in the old mill.', { then: 'welcome' })`. */
export function say<const Target extends string>(says: Prompt, options: { readonly then: Target }): SayStep<Target> {
  return { kind: 'say', says, then: options.then }
}

export const sayBehaviour: StepBehaviour<SayStep> = {
  enter: (step, { speak }) => ({ kind: 'go', to: step.then, saying: speak(step.says) }),
  // Nothing was asked, so whatever arrives here was sent to the step's own address: the caller hears it and goes on.
  take: (step, _event, { speak }) => ({ kind: 'go', to: step.then, saying: speak(step.says) }),
  exits: (step) => [{ to: step.then, label: 'then', isAutomatic: true, at: 'then' }],
  prompts: (step) => [{ at: 'says', prompt: step.says }],
  title: () => 'Says something',
  shape: z.strictObject({ kind: z.literal('say'), says: promptShape, then: targetShape }),
}
