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
  languages: LanguagesTable
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
