import type { Step } from '../step.ts'
import type { StepBehaviour } from '../step-behaviour.ts'
import { goToBehaviour } from './go-to.ts'
import { hangUpBehaviour } from './hang-up.ts'
import { menuBehaviour } from './menu.ts'
import { sayBehaviour } from './say.ts'
import { transferBehaviour } from './transfer.ts'
import { voicemailBehaviour } from './voicemail.ts'

type Behaviours = { readonly [K in Step['kind']]: StepBehaviour<Extract<Step, { kind: K }>> }

const BEHAVIOURS: Behaviours = {
  menu: menuBehaviour,
  say: sayBehaviour,
  transfer: transferBehaviour,
  voicemail: voicemailBehaviour,
  'go-to': goToBehaviour,
  'hang-up': hangUpBehaviour,
}

/** How this step behaves. */
export function behaviourOf<S extends Step>(step: S): StepBehaviour<S> {
  // The table pairs each kind with its own behaviour, which the compiler cannot carry through the index.
  return BEHAVIOURS[step.kind] as unknown as StepBehaviour<S>
}

/** Whether a kind of step exists, for flows that come as JSON. */
export const stepKinds = (): readonly Step['kind'][] => Object.keys(BEHAVIOURS) as Step['kind'][]
