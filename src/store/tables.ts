/**
 * The tables as Kysely sees them. Instants are epoch milliseconds in `bigint` columns, read back as numbers.
 */
import type { Generated, GeneratedAlways } from 'kysely'
import type { Channel, Consent, Purpose, Sender } from '../consent/index.ts'
import type { Outcome } from '../flow/index.ts'
import type { CampaignState } from './campaigns.ts'
import type { AttemptState, Reminder } from './reminders.ts'
import type { SlotOffer } from './slot-offers.ts'
import type { Slot } from './slots.ts'

export interface Tables {
  calls: CallsTable
  sessions: SessionsTable
  turns: TurnsTable
  mailboxes: MailboxesTable
  messages: MessagesTable
  recordings: RecordingsTable
  overrides: OverridesTable
  tasks: TasksTable
  transcripts: TranscriptsTable
  greetings: GreetingsTable
  greeting_choices: GreetingChoicesTable
  pin_tries: PinTriesTable
  holiday_feeds: HolidayFeedsTable
  suppressions: SuppressionsTable
  consents: ConsentsTable
  do_not_call: DoNotCallTable
  outbox: OutboxTable
  inbound_messages: InboundMessagesTable
  senders: SendersTable
  turns_of_senders: TurnsOfSendersTable
  segments_of_days: SegmentsOfDaysTable
  given_back: GivenBackTable
  refusals: RefusalsTable
  reminders: RemindersTable
  attempts: AttemptsTable
  outcomes: OutcomesTable
  slots: SlotsTable
  slot_choices: SlotChoicesTable
  slot_offers: SlotOffersTable
  waitlist: WaitlistTable
  campaigns: CampaignsTable
  campaign_costs: CampaignCostsTable
  messages_read: MessagesReadTable
  languages: LanguagesTable
  flows: FlowsTable
  callees: CalleesTable
  recording_consents: RecordingConsentsTable
  queue_entries: QueueEntriesTable
  queue_agents: QueueAgentsTable
  outgoing_legs: OutgoingLegsTable
}

export interface CallsTable {
  call_sid: string
  flow: string
  caller: string
  called: string
  status: string
  started_at: number
  ended_at: number | null
}

export interface SessionsTable {
  call_sid: string
  turn: number
  /** The whole session as JSON text; `turn` stands beside it only to be compared. */
  state: string
}

export interface TurnsTable {
  call_sid: string
  turn: number
  step: string
  /** The TwiML that was answered, byte for byte. */
  answer: string
  at: number
}

export interface MailboxesTable {
  name: string
}

export interface MessagesTable {
  id: Generated<string>
  mailbox: string
  call_sid: string
  recording_sid: string
  caller: string
  at: number
  seconds: number
  is_heard: Generated<boolean>
  removed_at: number | null
  is_urgent: Generated<boolean>
  /** Until when the caller may still change it; null when he has done. */
  review_until: number | null
}

export interface OverridesTable {
  flow: string
  step: string
  is_open: boolean
  /** Null until somebody decides otherwise. */
  until: number | null
}

export interface RecordingsTable {
  recording_sid: string
  call_sid: string
  state: 'announced' | 'kept' | 'lost' | 'dismissed'
  /** File name below the recordings folder, once kept. */
  file: string | null
  bytes: number | null
  tries: number
  next_try_at: number
  /** Whether it was recorded to become a greeting, if somebody keeps it. */
  is_draft: Generated<boolean>
}

export interface CalleesTable {
  flow: string
  step: string
  place: number
  talked_at: number
}

export interface RecordingConsentsTable {
  call_sid: string
  turn: number
  caller: string
  at: number
  mode: 'notice' | 'ask'
  is_agreed: boolean
  wording: string
  language: string
}

export interface FlowsTable {
  name: string
  /** JSON text. */
  source: string
  version: number
  updated_at: number
}

export interface LanguagesTable {
  /** A phone number. */
  caller: string
  /** BCP 47. */
  language: string
  at: number
}

export interface TasksTable {
  key: string
  task: string
  /** JSON text. */
  about: string
  state: Generated<'due' | 'done' | 'given-up'>
  /** When it is to be tried; while somebody tries, when he is taken for dead. */
  due_at: number
  /** How often somebody has begun. */
  tries: Generated<number>
  /** Why the last try came to nothing. */
  reason: string | null
  ended_at: number | null
}

export interface TranscriptsTable {
  recording_sid: string
  state: 'completed' | 'failed'
  /** Empty when it failed. */
  text: string
  at: number
}

export interface GreetingsTable {
  mailbox: string
  name: 'standard' | 'after-hours'
  /** Of one that was recorded by phone. */
  recording_sid: string | null
  /** Of one that was uploaded. */
  file: string | null
  at: number
}

export interface GreetingChoicesTable {
  mailbox: string
  plays: 'by-hours' | 'standard' | 'after-hours'
}

export interface PinTriesTable {
  /** Whose wrong PINs are counted: a mailbox, or a caller. */
  subject: string
  /** Since the last lock, the try that is under way included. */
  wrong: number
  /** How often it was locked since the last right PIN. */
  locks: number
  locked_until: number
}

export interface HolidayFeedsTable {
  /** A digest of where the feed is, which may be private. */
  feed: string
  /** JSON text of the last good copy. */
  holidays: string | null
  fetched_at: number | null
  /** Why the last try came to nothing. */
  reason: string | null
}

/** Who has said stop. One row for each time; at most one that stands for a number and scope. */
export interface SuppressionsTable {
  id: GeneratedAlways<number>
  number: string
  scope: string
  since: number
  source: string
  by: string | null
  evidence: string | null
  wording: string | null
  /** Null while it stands. */
  lifted_at: number | null
  lifted_source: string | null
  lifted_by: string | null
  lifted_evidence: string | null
}

/** Who has agreed to what. */
export interface ConsentsTable {
  number: string
  channel: Consent['channel']
  purpose: Consent['purpose']
  kind: Consent['kind']
  at: number
  source: string
  wording: string
}

export interface DoNotCallTable {
  number: string
  list: string
  at: number
}

/** Every call and message that leaves. */
export interface OutboxTable {
  key: string
  id: Generated<string>
  channel: Channel
  purpose: Purpose
  recipient: string
  sender: string
  state: Generated<'claimed' | 'asked' | 'placed' | 'ended' | 'failed' | 'refused'>
  at: number
  asked_at: number | null
  turn_at: number | null
  sid: string | null
  status: string | null
  /** How far along the status is, so that one that comes late changes nothing. */
  rank: Generated<number>
  error_code: number | null
  reason: string | null
  ended_at: number | null
  answered_by: string | null
  seconds: number | null
}

export interface InboundMessagesTable {
  sid: string
  channel: 'sms' | 'whatsapp'
  writer: string
  line: string
  text: string
  files: number
  at: number
  meaning: string
  answer: Generated<string>
}

export interface SendersTable {
  number: string
  registration: Sender['registration']
  per_second: number | null
  daily_segments: number | null
  brand: string | null
  checked_at: number
}

/** When each sender may send its next message. */
export interface TurnsOfSendersTable {
  sender: string
  free_at: number
  /** Of its usual rate, as it was when carriers last complained. */
  share: Generated<number>
  slowed_at: Generated<number>
  held_until: Generated<number>
}

/** How many segments a sender has sent, or has a turn for, in a day of the carriers. */
export interface SegmentsOfDaysTable {
  sender: string
  day: string
  segments: number
}

/** Messages that the network had and gave back; each left again under another SID. */
export interface GivenBackTable {
  sid: string
  key: string
  error_code: number
  at: number
}

/** Whom we did not reach because we may not. */
export interface RefusalsTable {
  id: GeneratedAlways<number>
  number: string
  channel: Channel
  purpose: Purpose
  at: number
  /** JSON text. */
  reasons: string
  about: string
}

/** One caller's wait in one queue, kept for the figures when it is over. */
export interface QueueEntriesTable {
  /** The call and the turn in which he joined. */
  entry: string
  /** The call he is on by now. */
  call_sid: string
  queue: string
  flow: string
  step: string
  caller: string
  called: string
  priority: number
  joined_at: number
  /** Who has the earlier moment is next. */
  rank_at: number
  state: 'waiting' | 'choosing' | 'offered' | 'talking' | 'callback' | 'ended'
  /** When he was last heard of; null until he hears the first words of the wait. */
  seen_at: number | null
  wish: 'callback' | 'message' | null
  agent: string | null
  offered_at: number | null
  answered_at: number | null
  ended_at: number | null
  outcome: string | null
  /** E.164; null for somebody who waits on the phone. */
  callback_number: string | null
  /** Not before. */
  callback_at: number | null
  callback_expires_at: number | null
  /** How often it was tried. */
  callback_attempts: Generated<number>
  callback_most: Generated<number>
  /** The first wait between two attempts, in milliseconds. */
  callback_retry: Generated<number>
  /** When he was reached and said that he is there. */
  called_back_at: number | null
  /** Who is to be rung first when he is called back. */
  callback_first: Generated<'caller' | 'agent'>
  /** In which he is spoken to then, BCP 47; null: the flow's. */
  callback_language: string | null
  /** Whose call the attempt under way is; null before the first. */
  callback_leg: 'caller' | 'agent' | null
  /** Attempts that count as none, because the agent did not take them or the moment was wrong. */
  callback_spared: Generated<number>
}

/** Somebody who takes calls, since he has logged in for the first time. */
/** Calls that lines lead on or place, as long as they count. */
export interface OutgoingLegsTable {
  key: string
  line: string
  /** The call it was dialled from, or the key of a placed one. */
  holder: string
  turn: number
  legs: number
  /** Nobody has told of its end until then, so it counts no longer. */
  lapses_at: number
}

export interface QueueAgentsTable {
  agent: string
  state: 'out' | 'away' | 'available' | 'ringing' | 'talking'
  /** Where to ring him; null while he is on the line. */
  phone: string | null
  /** The call he waits on, when he stays on the line. */
  line_call: string | null
  /** Who has the earliest moment is next; not before it, while he wraps up. */
  idle_since: number
  refusals: number
  /** The caller who is his. */
  entry: string | null
  wrap_up: number
  most_refusals: number
}

/** One person and one appointment. */
export interface RemindersTable {
  id: Generated<string>
  campaign: string
  external_id: string
  number: string
  name: string
  language: string | null
  zone: string | null
  appointment_at: number
  appointment_zone: string
  /** JSON text. */
  data: string
  state: Generated<Reminder['state']>
  outcome: Outcome | null
  outcome_at: number | null
  /** Not reminded, to compare. */
  held_out: Generated<boolean>
  /** Whether he came; null while nobody has said. */
  attended: boolean | null
  /** He has moved it himself: the time it has where it comes from, until that has learnt of the new one. */
  moved_from: number | null
  /** When whoever hands it in has put it at the time it has; null before that was kept. */
  timed_at: number | null
  created_at: number
  updated_at: number
}

/** One try on one channel. */
export interface AttemptsTable {
  id: Generated<string>
  reminder_id: string
  campaign: string
  channel: Channel
  /** Which of the campaign's offsets, from 0. */
  place: number
  tries: number
  /** When it is to be made; while somebody makes it, when he is taken for dead. */
  due_at: number
  not_after: number
  state: Generated<AttemptState>
  sid: string | null
  outcome: Outcome | null
  reason: string | null
  begun: Generated<number>
  ended_at: number | null
}

/** What was learnt of a person, all of it. */
export interface OutcomesTable {
  id: GeneratedAlways<number>
  reminder_id: string
  attempt_id: string | null
  outcome: Outcome
  at: number
  source: string
  detail: string | null
}

export interface CampaignsTable {
  campaign: string
  state: CampaignState
  reason: string | null
  changed_at: number
  spent: Generated<number>
}

/** What a call or message of a campaign costs, as long as it has left or is about to. */
export interface CampaignCostsTable {
  /** As in the outbox. */
  key: string
  campaign: string
  amount: number
}

/** Times that may be offered. */
export interface SlotsTable {
  id: Generated<string>
  campaign: string
  external_id: string
  at: number
  zone: string
  /** JSON text. */
  data: Generated<string>
  state: Generated<Slot['state']>
  /** `calendar`: a function of the campaign has named it, and has to name it again before it is offered. */
  origin: 'given' | 'calendar' | 'freed'
  /** Those who wait for an earlier time are asked before anybody else. */
  waitlist_first: Generated<boolean>
  /** The reminder whose time it was last, and since when it is not any more. */
  freed_by: string | null
  freed_at: number | null
  /** How often it became free, and how often somebody took it then. */
  freed: Generated<number>
  refilled: Generated<number>
  held_by: string | null
  /** The SID of a call, `message` or `waitlist`. */
  held_in: string | null
  held_at: number | null
  held_until: number | null
  taken_by: string | null
  taken_at: number | null
  taken_in: string | null
  /** Somebody is about to offer it until then, at most. */
  tended_until: number | null
}

/** Which times were written to somebody last, by number. */
export interface SlotChoicesTable {
  reminder_id: string
  /** JSON text: ids of slots. */
  slots: string
  at: number
}

/** A time that was offered to somebody who waits for an earlier one; to nobody twice. */
export interface SlotOffersTable {
  id: Generated<string>
  campaign: string
  slot_id: string
  reminder_id: string
  state: Generated<SlotOffer['state']>
  channel: Channel | null
  at: number
  made_at: number | null
  until: number
  ended_at: number | null
  reason: string | null
}

/** Who waits for an earlier time, and since when. */
export interface WaitlistTable {
  reminder_id: string
  campaign: string
  since: number
  not_before: number | null
}

interface MessagesReadTable {
  readonly line: string
  until: number
}
