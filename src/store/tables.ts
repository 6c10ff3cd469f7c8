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
  callees: CalleesTable
  recording_consents: RecordingConsentsTable
  queue_entries: QueueEntriesTable
  queue_agents: QueueAgentsTable
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
}

/** Somebody who takes calls, since he has logged in for the first time. */
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
