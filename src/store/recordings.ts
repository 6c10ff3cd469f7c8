/**
 * Recordings: which audio has been announced, which is kept as a file, and when to try again for the rest.
 */
import { sql } from 'kysely'
import type { Instant } from '../clock/clock.ts'
import type { OpenDatabase } from './database.ts'

/** A recording whose audio the network has and we have not. */
export interface AnnouncedRecording {
  readonly recordingSid: string
  readonly callSid: string
  /** How often fetching has failed. */
  readonly tries: number
}

/** A conversation that was recorded. */
export interface RecordedConversation {
  readonly recordingSid: string
  readonly callSid: string
  /** As the network said it. */
  readonly caller: string
  /** When the call began. */
  readonly at: Instant
  /** Whether its audio is kept here. */
  readonly isHere: boolean
}

/** The recordings of a database. Naming one that does not exist changes nothing. */
export interface Recordings {
  /** Recordings whose audio is not here yet and whose time has come, oldest first. */
  due(at: Instant, limit?: number): Promise<readonly AnnouncedRecording[]>
  /** When the next of those that wait is due, undefined when none waits. */
  nextDue(): Promise<Instant | undefined>
  /** The file a recording is kept in. */
  file(recordingSid: string): Promise<string | undefined>
  /** What is known of a recording: whether its audio is here, and in which file. */
  find(recordingSid: string): Promise<KnownRecording | undefined>
  /** Recorded conversations, those that are no message, newest first. */
  ofConversations(limit: number): Promise<readonly RecordedConversation[]>
  /** Says that the network has a recording of a call; one that is known already is left as it is. */
  announce(recordingSid: string, callSid: string, at: Instant): Promise<void>
  /** Its audio is here. One that was dismissed meanwhile stays so, with a file that retention removes. */
  keep(recordingSid: string, file: string, bytes: number): Promise<void>
  tryAgain(recordingSid: string, at: Instant): Promise<void>
  giveUp(recordingSid: string): Promise<void>
  /** Files of recordings announced before a moment that were to become a message or a greeting and did not. */
  strays(before: Instant, limit?: number): Promise<readonly { readonly recordingSid: string; readonly file: string }[]>
  /** Its file is gone. */
  removeFile(recordingSid: string): Promise<void>
}

/** A recording as the store knows it. */
export interface KnownRecording {
  readonly state: 'announced' | 'kept' | 'lost' | 'dismissed'
  readonly file: string | null
}

/** The recordings of a database. */
export function createRecordings({ db }: OpenDatabase): Recordings {
  const change = (recordingSid: string) => db.updateTable('recordings').where('recording_sid', '=', recordingSid)
  return {
    async due(at, limit = 50) {
      const rows = await db
        .selectFrom('recordings')
        .select(['recording_sid', 'call_sid', 'tries'])
        .where('state', '=', 'announced')
        .where('next_try_at', '<=', at)
        .orderBy('next_try_at')
        .limit(limit)
        .execute()
      return rows.map((row) => ({ recordingSid: row.recording_sid, callSid: row.call_sid, tries: row.tries }))
    },
    async nextDue() {
      const row = await db
        .selectFrom('recordings')
        .select(({ fn }) => fn.min('next_try_at').as('at'))
        .where('state', '=', 'announced')
        .executeTakeFirst()
      return row?.at ?? undefined
    },
    async file(recordingSid) {
      const row = await db
        .selectFrom('recordings')
        .select('file')
        .where('recording_sid', '=', recordingSid)
        .executeTakeFirst()
      return row?.file ?? undefined
    },
    async find(recordingSid) {
      return db
        .selectFrom('recordings')
        .select(['state', 'file'])
        .where('recording_sid', '=', recordingSid)
        .executeTakeFirst()
    },
    async ofConversations(limit) {
      const rows = await db
        .selectFrom('recordings')
        .innerJoin('calls', 'calls.call_sid', 'recordings.call_sid')
        .leftJoin('messages', 'messages.recording_sid', 'recordings.recording_sid')
        .select([
          'recordings.recording_sid',
          'recordings.call_sid',
          'recordings.state',
          'calls.caller',
          'calls.started_at',
        ])
        .where('messages.id', 'is', null)
        .where('recordings.state', 'in', ['announced', 'kept'])
        .orderBy('calls.started_at', 'desc')
        .limit(limit)
        .execute()
      return rows.map((row) => ({
        recordingSid: row.recording_sid,
        callSid: row.call_sid,
        caller: row.caller,
        at: row.started_at,
        isHere: row.state === 'kept',
      }))
    },
    async announce(recordingSid, callSid, at) {
      await db
        .insertInto('recordings')
        .values({ recording_sid: recordingSid, call_sid: callSid, state: 'announced', tries: 0, next_try_at: at })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    },
    async keep(recordingSid, file, bytes) {
      await change(recordingSid)
        .set({ file, bytes, state: sql`case state when 'dismissed' then state else 'kept' end` })
        .execute()
    },
    async tryAgain(recordingSid, at) {
      await change(recordingSid)
        .set(({ eb }) => ({ tries: eb('tries', '+', 1), next_try_at: at }))
        .execute()
    },
    async giveUp(recordingSid) {
      await change(recordingSid).set({ state: 'lost' }).where('state', '=', 'announced').execute()
    },
    async strays(before, limit = 100) {
      const rows = await db
        .selectFrom('recordings')
        .select(['recording_sid', 'file'])
        .where('file', 'is not', null)
        .where('next_try_at', '<', before)
        // Recordings of whole conversations are neither, and stay.
        .where(({ eb, or }) => or([eb('state', '=', 'dismissed'), eb('is_draft', '=', true)]))
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('messages').select('id').whereRef('messages.recording_sid', '=', 'recordings.recording_sid'),
            ),
          ),
        )
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('greetings')
                .select('name')
                .whereRef('greetings.recording_sid', '=', 'recordings.recording_sid'),
            ),
          ),
        )
        .limit(limit)
        .execute()
      return rows.flatMap((row) => (row.file === null ? [] : [{ recordingSid: row.recording_sid, file: row.file }]))
    },
    async removeFile(recordingSid) {
      await change(recordingSid).set({ file: null, bytes: null }).execute()
    },
  }
}
