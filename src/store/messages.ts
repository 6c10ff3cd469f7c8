/**
 * Messages: what landed in which mailbox, and whether its audio is here yet.
 */
import { sql } from 'kysely'
import type { Instant } from '../clock/clock.ts'
import type { OpenDatabase } from './database.ts'

/** A message in a mailbox. `from` is what the network said of the caller; `unknown` when nobody told. */
export interface Message {
  readonly id: string
  readonly mailbox: string
  readonly from: string
  readonly callSid: string
  readonly recordingSid: string
  /** When it was left. */
  readonly at: Instant
  readonly seconds: number
  readonly status: 'saved' | 'waiting-for-audio' | 'audio-lost'
  readonly isHeard: boolean
  readonly isUrgent: boolean
  /** What was said, as somebody has written it down; null while nobody has. */
  readonly transcript: string | null
}

/** The kind of the task that sees to a message: its text, who learns of it, its copy at the network. */
export const MESSAGE_TASK = 'message'

/** The key of that task. */
export const messageTaskKey = (recordingSid: string): string => `${MESSAGE_TASK}/${recordingSid}`

/** A message with what only those need to know who see to it. */
export interface MessageInHand extends Message {
  /** Until when the caller may still change it; null when he has done. */
  readonly reviewUntil: Instant | null
  /** The number that was called; null when nobody remembers the call. */
  readonly called: string | null
  /** The file its audio is kept in. */
  readonly file: string | null
  readonly transcription: 'none' | 'completed' | 'failed'
}

/** A message that is to be forgotten, with the file of its audio. */
export interface RemovedMessage {
  readonly recordingSid: string
  readonly file: string | null
}

/** A message as a recording callback reports it. */
export interface ReportedMessage {
  readonly mailbox: string
  readonly callSid: string
  readonly recordingSid: string
  readonly seconds: number
  readonly at: Instant
  /** Until when the caller may still change it. Absent: he may not. */
  readonly reviewUntil?: Instant
}

export interface Messages {
  /** Urgent ones that nobody has heard first, then the newest first; without removed ones, of one mailbox when named. */
  list(options?: { readonly mailbox?: string; readonly limit?: number }): Promise<readonly Message[]>
  find(id: string): Promise<Message | undefined>
  /** False when there is no such message. */
  setHeard(id: string, isHeard: boolean): Promise<boolean>
  /** Takes it out of the list; its audio stays until retention removes it. False when there is no such message. */
  remove(id: string, at: Instant): Promise<boolean>
  /** Adds a message that a callback reports; one that is there already, or was dismissed, is left as it is. */
  report(message: ReportedMessage): Promise<void>
  /** The message of a recording; undefined when there is none, or it was removed. */
  inHand(recordingSid: string): Promise<MessageInHand | undefined>
  /** Says that the caller of these calls has done with his messages. */
  settle(callSid: string, at: Instant): Promise<void>
  /** Whose message it is to listen to: new ones, urgent ones first, then saved ones; each oldest first. */
  toListenTo(
    mailbox: string,
    limit?: number,
  ): Promise<readonly { readonly id: string; readonly isNew: boolean; readonly isUrgent: boolean }[]>
  /** A message of this mailbox also when it was removed; undefined when there is none. */
  findIn(mailbox: string, id: string): Promise<(Message & { readonly isRemoved: boolean }) | undefined>
  /** Removes what was left before `before`. */
  removeOlder(mailbox: string, before: Instant, at: Instant): Promise<number>
  /** Those that were removed before a moment, and are still known. */
  removedBefore(before: Instant, limit?: number): Promise<readonly RemovedMessage[]>
  /** Forgets a message and its text; its recording is known as one that is no message. */
  forget(recordingSid: string): Promise<void>
}

/** The messages of a database. */
export function createMessages({ db }: OpenDatabase): Messages {
  const select = () =>
    db
      .selectFrom('messages')
      .leftJoin('recordings', 'recordings.recording_sid', 'messages.recording_sid')
      .leftJoin('transcripts', 'transcripts.recording_sid', 'messages.recording_sid')
      .leftJoin('calls', 'calls.call_sid', 'messages.call_sid')
      .selectAll('messages')
      .select([
        'recordings.state',
        'recordings.file',
        'transcripts.text',
        'transcripts.state as transcription',
        'calls.called',
      ])
  const present = () => select().where('removed_at', 'is', null)

  return {
    async list({ mailbox, limit = 200 } = {}) {
      const all = present()
        .orderBy(sql`messages.is_urgent and not messages.is_heard`, 'desc')
        .orderBy('messages.at', 'desc')
        .orderBy('id')
        .limit(limit)
      const rows = await (mailbox === undefined ? all : all.where('mailbox', '=', mailbox)).execute()
      return rows.map(messageOf)
    },
    async find(id) {
      if (!isUuid(id)) return undefined
      const row = await present().where('id', '=', id).executeTakeFirst()
      return row && messageOf(row)
    },
    async setHeard(id, isHeard) {
      if (!isUuid(id)) return false
      const changed = await db
        .updateTable('messages')
        .set({ is_heard: isHeard })
        .where('id', '=', id)
        .where('removed_at', 'is', null)
        .executeTakeFirst()
      return changed.numUpdatedRows > 0n
    },
    async remove(id, at) {
      if (!isUuid(id)) return false
      const changed = await db
        .updateTable('messages')
        .set({ removed_at: at })
        .where('id', '=', id)
        .where('removed_at', 'is', null)
        .executeTakeFirst()
      return changed.numUpdatedRows > 0n
    },
    async report({ mailbox, callSid, recordingSid, seconds, at, reviewUntil = null }) {
      await db.transaction().execute(async (transaction) => {
        const call = await transaction
          .selectFrom('calls')
          .select('caller')
          .where('call_sid', '=', callSid)
          .executeTakeFirst()
        const known = await transaction
          .selectFrom('recordings')
          .select('state')
          .where('recording_sid', '=', recordingSid)
          .executeTakeFirst()
        if (known?.state === 'dismissed') return
        await transaction
          .insertInto('mailboxes')
          .values({ name: mailbox })
          .onConflict((conflict) => conflict.doNothing())
          .execute()
        await transaction
          .insertInto('recordings')
          .values({ recording_sid: recordingSid, call_sid: callSid, state: 'announced', tries: 0, next_try_at: at })
          // It can be fetched now; whoever has asked too early waits no longer.
          .onConflict((conflict) =>
            conflict
              .column('recording_sid')
              .doUpdateSet({ next_try_at: at })
              .where('recordings.state', '=', 'announced')
              .where('recordings.next_try_at', '>', at),
          )
          .execute()
        await transaction
          .insertInto('messages')
          .values({
            mailbox,
            call_sid: callSid,
            recording_sid: recordingSid,
            caller: call?.caller ?? 'unknown',
            at,
            seconds,
            removed_at: null,
            review_until: reviewUntil,
          })
          .onConflict((conflict) => conflict.column('recording_sid').doNothing())
          .execute()
        await transaction
          .insertInto('tasks')
          .values({
            key: messageTaskKey(recordingSid),
            task: MESSAGE_TASK,
            about: JSON.stringify({ mailbox, recordingSid }),
            due_at: at,
            reason: null,
            ended_at: null,
          })
          .onConflict((conflict) => conflict.doNothing())
          .execute()
      })
    },
    async inHand(recordingSid) {
      const row = await present().where('messages.recording_sid', '=', recordingSid).executeTakeFirst()
      if (row === undefined) return undefined
      const { review_until, file, transcription, called } = row
      return { ...messageOf(row), reviewUntil: review_until, called, file, transcription: transcription ?? 'none' }
    },
    async settle(callSid, at) {
      await db.transaction().execute(async (transaction) => {
        const settled = await transaction
          .updateTable('messages')
          .set({ review_until: null })
          .where('call_sid', '=', callSid)
          .where('review_until', 'is not', null)
          .returning('recording_sid')
          .execute()
        if (settled.length === 0) return
        const keys = settled.map(({ recording_sid }) => messageTaskKey(recording_sid))
        await transaction
          .updateTable('tasks')
          .set(({ fn, ref, val }) => ({ due_at: fn<number>('least', [ref('due_at'), val(at)]) }))
          .where('key', 'in', keys)
          .where('state', '=', 'due')
          .execute()
      })
    },
    async toListenTo(mailbox, limit = 100) {
      const rows = await db
        .selectFrom('messages')
        .select(['id', 'is_heard', 'is_urgent'])
        .where('mailbox', '=', mailbox)
        .where('removed_at', 'is', null)
        .orderBy('is_heard')
        .orderBy(sql`messages.is_urgent and not messages.is_heard`, 'desc')
        .orderBy('at')
        .orderBy('id')
        .limit(limit)
        .execute()
      return rows.map((row) => ({ id: row.id, isNew: !row.is_heard, isUrgent: row.is_urgent }))
    },
    async findIn(mailbox, id) {
      if (!isUuid(id)) return undefined
      const row = await select().where('id', '=', id).where('mailbox', '=', mailbox).executeTakeFirst()
      return row && { ...messageOf(row), isRemoved: row.removed_at !== null }
    },
    async removeOlder(mailbox, before, at) {
      const removed = await db
        .updateTable('messages')
        .set({ removed_at: at })
        .where('mailbox', '=', mailbox)
        .where('at', '<', before)
        .where('removed_at', 'is', null)
        .executeTakeFirst()
      return Number(removed.numUpdatedRows)
    },
    async removedBefore(before, limit = 100) {
      const rows = await db
        .selectFrom('messages')
        .leftJoin('recordings', 'recordings.recording_sid', 'messages.recording_sid')
        .select(['messages.recording_sid', 'recordings.file'])
        .where('removed_at', '<', before)
        .orderBy('removed_at')
        .limit(limit)
        .execute()
      return rows.map((row) => ({ recordingSid: row.recording_sid, file: row.file }))
    },
    async forget(recordingSid) {
      await db.transaction().execute(async (transaction) => {
        for (const table of ['messages', 'transcripts'] as const) {
          await transaction.deleteFrom(table).where('recording_sid', '=', recordingSid).execute()
        }
        // It stays as one that is no message, so that a callback that comes very late brings nothing back.
        await transaction
          .updateTable('recordings')
          .set({ state: 'dismissed', file: null, bytes: null })
          .where('recording_sid', '=', recordingSid)
          .execute()
      })
    },
  }
}

interface MessageRow {
  id: string
  mailbox: string
  caller: string
  call_sid: string
  recording_sid: string
  at: number
  seconds: number
  is_heard: boolean
  is_urgent: boolean
  text: string | null
  transcription: 'completed' | 'failed' | null
  state: 'announced' | 'kept' | 'lost' | 'dismissed' | null
}

function messageOf(row: MessageRow): Message {
  return {
    id: row.id,
    mailbox: row.mailbox,
    from: row.caller,
    callSid: row.call_sid,
    recordingSid: row.recording_sid,
    at: row.at,
    seconds: row.seconds,
    status: row.state === 'kept' ? 'saved' : row.state === 'lost' ? 'audio-lost' : 'waiting-for-audio',
    isHeard: row.is_heard,
    isUrgent: row.is_urgent,
    transcript: row.transcription === 'completed' ? row.text : null,
  }
}

// A path parameter is anything; the database would answer a malformed UUID with an error instead of "not found".
const isUuid = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
