/**
 * The tables as Kysely sees them. Instants are epoch milliseconds in `bigint` columns, read back as numbers.
 */
import type { Generated } from 'kysely'

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
