/**
 * Steps: the rooms of a flow, as data. Each kind has one file in `steps/` with its shape, how it asks and how it takes
 * the answer; what all of them share is in `step-behaviour.ts`.
 */
import type { AgentsStep } from './steps/agents.ts'
import type { AskStep } from './steps/ask.ts'
import type { BranchStep } from './steps/branch.ts'
import type { CallFlowStep } from './steps/call-flow.ts'
import type { ChooseLanguageStep } from './steps/choose-language.ts'
import type { DirectoryStep } from './steps/directory.ts'
import type { ExperimentStep } from './steps/experiment.ts'
import type { GoBackStep } from './steps/go-back.ts'
import type { GoToStep } from './steps/go-to.ts'
import type { HangUpStep } from './steps/hang-up.ts'
import type { HoursStep } from './steps/hours.ts'
import type { InboxStep } from './steps/inbox.ts'
import type { LookupStep } from './steps/lookup.ts'
import type { MenuStep } from './steps/menu.ts'
import type { MessageStep } from './steps/message.ts'
import type { EarlierSlotStep, OfferSlotsStep } from './steps/offer-slots.ts'
import type { OptInStep, OptOutStep } from './steps/opt-out.ts'
import type { FindReminderStep, OutcomeStep } from './steps/outcome.ts'
import type { OverrideStep } from './steps/override.ts'
import type { PayStep } from './steps/pay.ts'
import type { QueueStep } from './steps/queue.ts'
import type { RecordingConsentStep } from './steps/recording-consent.ts'
import type { SayStep } from './steps/say.ts'
import type { ScriptStep } from './steps/script.ts'
import type { SecureStep } from './steps/secure.ts'
import type { SetStep } from './steps/set.ts'
import type { TransferStep } from './steps/transfer.ts'
import type { TwimlStep } from './steps/twiml.ts'
import type { VoicemailStep } from './steps/voicemail.ts'
import type { WaitlistStep } from './steps/waitlist.ts'

/** Any step. `Target` is the union of the step names it may lead to. */
export type Step<Target extends string = string> =
  | MenuStep<Target>
  | SayStep<Target>
  | TransferStep<Target>
  | VoicemailStep<Target>
  | GoToStep<Target>
  | HangUpStep
  | AskStep<Target>
  | BranchStep<Target>
  | CallFlowStep<Target>
  | GoBackStep
  | LookupStep<Target>
  | SetStep<Target>
  | HoursStep<Target>
  | MessageStep<Target>
  | FindReminderStep<Target>
  | OutcomeStep<Target>
  | OfferSlotsStep<Target>
  | EarlierSlotStep<Target>
  | WaitlistStep<Target>
  | OptInStep<Target>
  | OptOutStep<Target>
  | ExperimentStep<Target>
  | TwimlStep<Target>
  | InboxStep<Target>
  | OverrideStep<Target>
  | QueueStep<Target>
  | AgentsStep<Target>
  | ScriptStep<Target>
  | ChooseLanguageStep<Target>
  | DirectoryStep<Target>
  | PayStep<Target>
  | RecordingConsentStep<Target>
  | SecureStep<Target>
