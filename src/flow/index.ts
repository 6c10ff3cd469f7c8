/**
 * Phone systems as data: flows, their steps and prompts, the checks, and the one function that takes a turn.
 */

export type { Answer } from './answers/answer.ts'
export { type Callee, calleesOf, nounOf } from './callees/callee.ts'
export type { Strategy } from './callees/order.ts'
export { checkFlow, secretsOf } from './check-flow.ts'
export { checkMailboxes, checkSystem } from './check-mailboxes.ts'
export { checkQueues } from './check-queues.ts'
export type { FlowFinding, FlowRuleCode } from './checks/rule.ts'
export { secretsIn } from './checks/secret-in-flow.ts'
export type { Choice, Label, MenuKey } from './choice.ts'
export { defineFlow, type Flow, type FlowDefinition, stepNamed } from './define.ts'
export type { DirectoryEntry } from './directory/entry.ts'
export { directoryFromCsv } from './directory/from-csv.ts'
export { mermaidOf } from './drawn.ts'
export type * from './event.ts'
export { FlowError } from './flow-error.ts'
export { type FlowGraph, type GraphEdge, type GraphStep, graphOf } from './graph.ts'
export { type Holiday, type Opening, openingAt, type Schedule, type Week, type Weekday } from './hours/schedule.ts'
export { flowFromJson } from './json.ts'
export { flowSchema } from './json-schema.ts'
export { checkLimits, numbersOf } from './limits/check-limits.ts'
export {
  type CallRate,
  defineLimits,
  isLimits,
  type LimitsDefinition,
  type LimitsOptions,
  NO_LIMITS,
  type OutgoingLimits,
  outgoingRate,
} from './limits/define-limits.ts'
export { destinationRules } from './limits/destinations.ts'
export { limitedCall } from './limits/limited-call.ts'
export { type HeardChoice, heardChoices } from './listening-time.ts'
export { DELETION_TASK } from './mailbox/deletion.ts'
export { whenInWords } from './mailbox/in-words.ts'
export {
  type AfterHours,
  defineMailbox,
  type GreetingName,
  type Mailbox,
  type MailboxOptions,
  type NotificationWords,
  type Notified,
  type Notify,
  type Plays,
  type Transcribe,
  zoneOf,
} from './mailbox/mailbox.ts'
export { isAnswer, type Outcome } from './outcome.ts'
export {
  type AudioPrompt,
  audio,
  inLanguages,
  type LanguagesPrompt,
  type PhrasePrompt,
  type Phrases,
  type Prompt,
  phrase,
  type SentencePrompt,
  type SilencePrompt,
  type SpeechPrompt,
  sentence,
  silence,
  ssml,
} from './prompt.ts'
export type { Pronunciations } from './prompts/pronunciation.ts'
export { type FromData, fromData, type SpokenValue, spoken, type ValueSource } from './prompts/spoken-value.ts'
export { type Fact, keyOf, type Question, Unanswered } from './question.ts'
export type { CallbackOptions } from './queues/callback.ts'
export {
  type Agent,
  agent,
  agentsOf,
  defineQueue,
  isQueue,
  type QueueDefinition,
  type QueueOfAgentsOptions,
} from './queues/define-queue.ts'
export type { CallbackUnderWay, KnownAgent, OfferedAgent, QueuePlace, QueueState } from './queues/place.ts'
export { settledCallback } from './queues/settled-callback.ts'
export type { WaitAnswer, Waiting, WaitRound } from './queues/waiting.ts'
export { accountNumber } from './script/account-number.ts'
export { type Played, playScript, type Recorded, type ScriptWorld } from './script/play-script.ts'
export {
  type AnswerTo,
  type Choices,
  type Choosing,
  HungUp,
  type Question as ScriptQuestion,
  type RunContext,
  RunFailed,
  type RunOptions,
  type Script,
  type ScriptCall,
  type TransferOutcome,
  type Transferring,
} from './script/script-call.ts'
export { isSecret, type Secret, secret } from './secret.ts'
export { type SecretKind, type SecretNeed, secretNeeds } from './secret-needs.ts'
export {
  type Arrival,
  type Json,
  lineOf,
  newSession,
  personOf,
  type Return,
  type Session,
  type Tries,
} from './session.ts'
export type { KeyOptions } from './slots/ask-for-key.ts'
export { isSlotInCall, type OfferInCall, type SlotInCall } from './slots/slot-in-call.ts'
export { slotWords } from './slots/slot-words.ts'
export type { Step } from './step.ts'
export type {
  AgentSet,
  CalleeAsked,
  CalleeTalked,
  Effect,
  GreetingChosen,
  GreetingKept,
  HoursOverridden,
  LanguageChosen,
  Learned,
  MessageChanged,
  MessageLeft,
  MessageReviewed,
  OfferDeclined,
  OptedIn,
  OptedOut,
  OutcomeLearned,
  PinProved,
  QueueCallback,
  QueueChanged,
  QueueJoined,
  QueueRefused,
  RecordingAnnounced,
  RecordingConsentGiven,
  RecordingDismissed,
  SlotsReleased,
  SlotTaken,
  TaskDue,
  WaitlistChanged,
} from './step-behaviour.ts'
export { type AgentsOptions, type AgentsStep, agents } from './steps/agents.ts'
export { type AskOptions, type AskStep, ask } from './steps/ask.ts'
export { type BranchStep, branch, type Case, type Condition } from './steps/branch.ts'
export { type CallFlowStep, callFlow } from './steps/call-flow.ts'
export { type ChooseLanguageOptions, type ChooseLanguageStep, chooseLanguage } from './steps/choose-language.ts'
export { type DirectoryOptions, type DirectoryStep, directory } from './steps/directory.ts'
export { type ExperimentOptions, type ExperimentStep, experiment, type Way } from './steps/experiment.ts'
export { type GoBackStep, goBack } from './steps/go-back.ts'
export { type GoToStep, goTo } from './steps/go-to.ts'
export { type HangUpStep, hangUp } from './steps/hang-up.ts'
export { type HoursOptions, type HoursStep, hours } from './steps/hours.ts'
export { type InboxOptions, type InboxStep, inbox } from './steps/inbox.ts'
export { type Found, type LookupOptions, type LookupStep, lookup } from './steps/lookup.ts'
export { type MenuOptions, type MenuStep, menu, type WayBack } from './steps/menu.ts'
export { type MessageOptions, type MessageStep, message, SEND_MESSAGE } from './steps/message.ts'
export {
  type EarlierSlotOptions,
  type EarlierSlotStep,
  earlierSlot,
  type OfferSlotsOptions,
  type OfferSlotsStep,
  offerSlots,
} from './steps/offer-slots.ts'
export { type OptInStep, type OptOutStep, optIn, optOut } from './steps/opt-out.ts'
export {
  type FindReminderStep,
  findReminder,
  isReminderInCall,
  type OutcomeStep,
  outcome,
  type ReminderInCall,
} from './steps/outcome.ts'
export { type OverrideOptions, type OverrideStep, override } from './steps/override.ts'
export { type PayOptions, type PayStep, pay } from './steps/pay.ts'
export { type QueueOptions, type QueueStep, queue } from './steps/queue.ts'
export {
  type RecordingConsentOptions,
  type RecordingConsentStep,
  recordingConsent,
} from './steps/recording-consent.ts'
export { type SayStep, say } from './steps/say.ts'
export { type ScriptOptions, type ScriptStep, script } from './steps/script.ts'
export { type SecureStep, secure } from './steps/secure.ts'
export { type SetStep, set } from './steps/set.ts'
export { type TransferOptions, type TransferStep, transfer } from './steps/transfer.ts'
export { type TwimlOptions, type TwimlStep, twiml } from './steps/twiml.ts'
export {
  isMessage,
  mailboxIn,
  REVIEW,
  type VoicemailOptions,
  type VoicemailStep,
  voicemail,
} from './steps/voicemail.ts'
export { joinWaitlist, leaveWaitlist, type WaitlistStep } from './steps/waitlist.ts'
export {
  afterHangUp,
  enterStep,
  hasToBeTold,
  type Turn,
  type TurnContext,
  takeCallee,
  takeTurn,
  takeWaiting,
} from './take-turn.ts'
