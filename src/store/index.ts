/** What outlives a process: sessions, answers, messages, recordings; on PGlite or PostgreSQL. */
export type { Agenda, CampaignWork, ClaimedAttempt, EndedAttempt, Situation } from './campaign-work.ts'
export type { CampaignRun, CampaignState, Campaigns } from './campaigns.ts'
export type { Contacts, InboundMessage, KnownSender, RefusedContact } from './contacts.ts'
export { STOP_TASK } from './contacts.ts'
export { type DataFolder, openDataFolder } from './data-folder.ts'
export type { DatabasePlace } from './database.ts'
export type { KeptGreetings } from './greetings.ts'
export { WAITLIST_TASK } from './left-slots.ts'
export { MESSAGE_TASK, type Message, type MessageInHand } from './messages.ts'
export { isOver, type Outbox, type OutboxEntry, type OutboxState, type StatusReport, type Wish } from './outbox.ts'
export type { KeptAgent, QueueAgents } from './queue-agents.ts'
export type { CallbackAttempt, KeptCallback, QueueCallbacks } from './queue-callbacks.ts'
export type { QueueFigures, QueueFiguresStore, QueueNow } from './queue-figures.ts'
export type { KeptPlace, Match, MatchRules, Queues } from './queues.ts'
export type { RecordingConsent } from './recording-consents.ts'
export type { AnnouncedRecording, Recordings } from './recordings.ts'
export type { AttemptFigures, CampaignFigures, PeopleFigures, SlotFigures } from './reminder-figures.ts'
export type { ImportedReminder, ReminderImports } from './reminder-imports.ts'
export type {
  Attempt,
  AttemptState,
  NewAttempt,
  NewReminder,
  OutcomeKept,
  Reminder,
  ReminderPlace,
  ReminderPut,
  Reminders,
} from './reminders.ts'
export { OUTCOME_TASK } from './reminders.ts'
export type { SenderPace, SenderPaces } from './sender-paces.ts'
export { offerKey, type SlotOffer } from './slot-offers.ts'
export type { Hold, NewSlot, Slot, SlotQuery, SlotSearch, Slots, SlotsPut, Taking } from './slots.ts'
export { openStore, type Store } from './store.ts'
export { StoreError } from './store-error.ts'
export type { Allow, ConsentKept, Stop, StopKept, Suppressions } from './suppressions.ts'
export { MOVED_TASK } from './take-slots.ts'
export type { Task, Tasks } from './tasks.ts'
export type { FinishedTurn } from './turns.ts'
export type { Waiter, Waitlist, WaitlistWish } from './waitlist.ts'
