import type { z } from 'zod'
import type { Step } from '../step.ts'
import type { StepBehaviour } from '../step-behaviour.ts'
import { agentsBehaviour } from './agents.ts'
import { askBehaviour } from './ask.ts'
import { branchBehaviour } from './branch.ts'
import { callFlowBehaviour } from './call-flow.ts'
import { chooseLanguageBehaviour } from './choose-language.ts'
import { directoryBehaviour } from './directory.ts'
import { experimentBehaviour } from './experiment.ts'
import { goBackBehaviour } from './go-back.ts'
import { goToBehaviour } from './go-to.ts'
import { hangUpBehaviour } from './hang-up.ts'
import { hoursBehaviour } from './hours.ts'
import { inboxBehaviour } from './inbox.ts'
import { lookupBehaviour } from './lookup.ts'
import { menuBehaviour } from './menu.ts'
import { messageBehaviour } from './message.ts'
import { earlierSlotBehaviour, offerSlotsBehaviour } from './offer-slots.ts'
import { optInBehaviour, optOutBehaviour } from './opt-out.ts'
import { findReminderBehaviour, outcomeBehaviour } from './outcome.ts'
import { overrideBehaviour } from './override.ts'
import { payBehaviour } from './pay.ts'
import { queueBehaviour } from './queue.ts'
import { recordingConsentBehaviour } from './recording-consent.ts'
import { sayBehaviour } from './say.ts'
import { scriptBehaviour } from './script.ts'
import { secureBehaviour } from './secure.ts'
import { setBehaviour } from './set.ts'
import { transferBehaviour } from './transfer.ts'
import { twimlBehaviour } from './twiml.ts'
import { voicemailBehaviour } from './voicemail.ts'
import { waitlistBehaviour } from './waitlist.ts'

type Behaviours = { readonly [K in Step['kind']]: StepBehaviour<Extract<Step, { kind: K }>> }

const BEHAVIOURS: Behaviours = {
  menu: menuBehaviour,
  say: sayBehaviour,
  transfer: transferBehaviour,
  voicemail: voicemailBehaviour,
  ask: askBehaviour,
  branch: branchBehaviour,
  'call-flow': callFlowBehaviour,
  'go-back': goBackBehaviour,
  'go-to': goToBehaviour,
  'hang-up': hangUpBehaviour,
  lookup: lookupBehaviour,
  set: setBehaviour,
  hours: hoursBehaviour,
  message: messageBehaviour,
  'find-reminder': findReminderBehaviour,
  outcome: outcomeBehaviour,
  'offer-slots': offerSlotsBehaviour,
  'earlier-slot': earlierSlotBehaviour,
  waitlist: waitlistBehaviour,
  'opt-in': optInBehaviour,
  'opt-out': optOutBehaviour,
  experiment: experimentBehaviour,
  twiml: twimlBehaviour,
  inbox: inboxBehaviour,
  override: overrideBehaviour,
  queue: queueBehaviour,
  agents: agentsBehaviour,
  script: scriptBehaviour,
  'choose-language': chooseLanguageBehaviour,
  directory: directoryBehaviour,
  pay: payBehaviour,
  'recording-consent': recordingConsentBehaviour,
  secure: secureBehaviour,
}

/** How this step behaves. */
export function behaviourOf<S extends Step>(step: S): StepBehaviour<S> {
  // The table pairs each kind with its own behaviour, which the compiler cannot carry through the index.
  return BEHAVIOURS[step.kind] as unknown as StepBehaviour<S>
}

/** The kinds of step that JSON can hold, by name. */
export const stepKinds = (): readonly string[] =>
  Object.entries(BEHAVIOURS).flatMap(([kind, { shape }]) => (shape === undefined ? [] : [kind]))

type Shape = z.core.$ZodTypeDiscriminable

/** The kinds of step that JSON can hold, each as JSON has it. */
export function stepShapes(): [Shape, ...Shape[]] {
  const shapes = Object.values(BEHAVIOURS).flatMap(({ shape }) => (shape === undefined ? [] : [shape]))
  return shapes as unknown as [Shape, ...Shape[]] // each is an object with its own literal `kind`, and there are some
}
