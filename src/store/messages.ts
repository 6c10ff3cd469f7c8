/**
 * Messages: what landed in which mailbox, and whether its audio is here yet.
 */
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
}

/** A message as a recording callback reports it. */
export interface ReportedMessage {
  readonly mailbox: string
  readonly callSid: string
  readonly recordingSid: string
  readonly seconds: number
  readonly at: Instant
}

export interface Messages {
  /** Newest first, without removed ones; of one mailbox when named. */
  list(options?: { readonly mailbox?: string; readonly limit?: number }): Promise<readonly Message[]>
  find(id: string): Promise<Message | undefined>
  /** False when there is no such message. */
  setHeard(id: string, isHeard: boolean): Promise<boolean>
  /** Takes it out of the list; its audio stays until retention removes it. False when there is no such message. */
  remove(id: string, at: Instant): Promise<boolean>
  /** Adds a message that a callback reports; one that is there already, or was dismissed, is left as it is. */
  report(message: ReportedMessage): Promise<void>
}

/** The messages of a database. */
export function createMessages({ db }: OpenDatabase): Messages {
  const select = () =>
    db
      .selectFrom('messages')
      .leftJoin('recordings', 'recordings.recording_sid', 'messages.recording_sid')
      .selectAll('messages')
      .select('recordings.state')
      .where('removed_at', 'is', null)

  return {
    async list({ mailbox, limit = 200 } = {}) {
      const all = select().orderBy('at', 'desc').orderBy('id').limit(limit)
      const rows = await (mailbox === undefined ? all : all.where('mailbox', '=', mailbox)).execute()
      return rows.map(messageOf)
    },
    async find(id) {
      if (!isUuid(id)) return undefined
      const row = await select().where('id', '=', id).executeTakeFirst()
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
    async report({ mailbox, callSid, recordingSid, seconds, at }) {
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
          .onConflict((conflict) => conflict.doNothing())
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
          })
          .onConflict((conflict) => conflict.column('recording_sid').doNothing())
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
  }
}

// A path parameter is anything; the database would answer a malformed UUID with an error instead of "not found".
const isUuid = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
