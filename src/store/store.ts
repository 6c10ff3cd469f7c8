/**
 * The store: everything that outlives a process, behind a few small doors.
 */

import { type Callees, createCallees } from './callees.ts'
import { type Calls, createCalls } from './calls.ts'
import { type CampaignWork, createCampaignWork } from './campaign-work.ts'
import { type Campaigns, createCampaigns } from './campaigns.ts'
import { type Contacts, createContacts } from './contacts.ts'
import { type DatabasePlace, type OpenDatabase, openDatabase } from './database.ts'
import { createDossiers, type Dossiers } from './dossiers.ts'
import { createFlows, type Flows } from './flows.ts'
import { createGreetings, type Greetings } from './greetings.ts'
import { createHolidayFeeds, type HolidayFeeds } from './holiday-feeds.ts'
import { createLanguages, type Languages } from './languages.ts'
import { createMessages, type Messages } from './messages.ts'
import { createOutbox, type Outbox } from './outbox.ts'
import { createOutgoingLegs, type OutgoingLegs } from './outgoing-legs.ts'
import { createOverrides, type Overrides } from './overrides.ts'
import { createPinTries, type PinTries } from './pin-tries.ts'
import { createQueueAgents, type QueueAgents } from './queue-agents.ts'
import { createQueueCallbacks, type QueueCallbacks } from './queue-callbacks.ts'
import { createQueueFigures, type QueueFiguresStore } from './queue-figures.ts'
import { createQueues, type Queues } from './queues.ts'
import { createRecordingConsents, type RecordingConsents } from './recording-consents.ts'
import { createRecordings, type Recordings } from './recordings.ts'
import { createReminderFigures, type ReminderFigures } from './reminder-figures.ts'
import { createReminderImports, type ReminderImports } from './reminder-imports.ts'
import { createReminders, type Reminders } from './reminders.ts'
import { createSenderPaces, type SenderPaces } from './sender-paces.ts'
import { createSlots, type Slots } from './slots.ts'
import { createSuppressions, type Suppressions } from './suppressions.ts'
import { createTasks, type Tasks } from './tasks.ts'
import { createTranscripts, type Transcripts } from './transcripts.ts'
import { createTurns, type Turns } from './turns.ts'
import { createWaitlist, type Waitlist } from './waitlist.ts'

/** An open store. Every method rejects when the database does not answer; what was committed before stays. */
export interface Store {
  readonly turns: Turns
  readonly calls: Calls
  readonly messages: Messages
  readonly recordings: Recordings
  readonly overrides: Overrides
  readonly tasks: Tasks
  readonly transcripts: Transcripts
  readonly pinTries: PinTries
  readonly holidayFeeds: HolidayFeeds
  readonly greetings: Greetings
  readonly suppressions: Suppressions
  readonly outbox: Outbox
  readonly reminders: Reminders
  readonly reminderImports: ReminderImports
  readonly reminderFigures: ReminderFigures
  readonly campaigns: Campaigns
  readonly slots: Slots
  readonly waitlist: Waitlist
  readonly campaignWork: CampaignWork
  readonly contacts: Contacts
  readonly dossiers: Dossiers
  readonly senderPaces: SenderPaces
  readonly languages: Languages
  readonly flows: Flows
  readonly callees: Callees
  readonly recordingConsents: RecordingConsents
  readonly queues: Queues
  readonly outgoingLegs: OutgoingLegs
  readonly queueAgents: QueueAgents
  readonly queueFigures: QueueFiguresStore
  readonly queueCallbacks: QueueCallbacks
  /** Throws when the database does not answer; for `/ready`. */
  ping(): Promise<void>
  close(): Promise<void>
}

/** Opens a store, its tables brought up to date. See {@link openDatabase} for what it throws. */
export async function openStore(place: DatabasePlace, schema?: string): Promise<Store> {
  return storeOn(await openDatabase(place, schema))
}

/** A store on a database that is open. */
export function storeOn(database: OpenDatabase): Store {
  return {
    turns: createTurns(database),
    calls: createCalls(database),
    messages: createMessages(database),
    recordings: createRecordings(database),
    overrides: createOverrides(database),
    tasks: createTasks(database),
    transcripts: createTranscripts(database),
    pinTries: createPinTries(database),
    holidayFeeds: createHolidayFeeds(database),
    greetings: createGreetings(database),
    suppressions: createSuppressions(database),
    outbox: createOutbox(database),
    reminders: createReminders(database),
    reminderImports: createReminderImports(database),
    reminderFigures: createReminderFigures(database),
    campaigns: createCampaigns(database),
    slots: createSlots(database),
    waitlist: createWaitlist(database),
    campaignWork: createCampaignWork(database),
    contacts: createContacts(database),
    dossiers: createDossiers(database),
    senderPaces: createSenderPaces(database),
    languages: createLanguages(database),
    flows: createFlows(database),
    callees: createCallees(database),
    recordingConsents: createRecordingConsents(database),
    queues: createQueues(database),
    outgoingLegs: createOutgoingLegs(database),
    queueAgents: createQueueAgents(database),
    queueFigures: createQueueFigures(database),
    queueCallbacks: createQueueCallbacks(database),
    ping: async () => {
      await database.db.selectFrom('mailboxes').select('name').limit(1).execute()
    },
    close: database.close,
  }
}
