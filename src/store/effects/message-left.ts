import { sql } from 'kysely'
import type { MessageLeft } from '../../flow/index.ts'
import type { EffectWriter } from './effect-writer.ts'

/** A message in a mailbox, with the recording whose audio is to be fetched. */
export const messageLeft: EffectWriter<MessageLeft> = {
  rowOf: ({ mailbox, recordingSid, seconds }, { session, at }) => ({
    mailbox,
    recording_sid: recordingSid,
    caller: session.from,
    at,
    seconds,
  }),
  write: (rows, table) => sql`left_messages as (
      select row.* from json_to_recordset(${rows}::json) as row(
        call_sid text, turn integer, mailbox text, recording_sid text, caller text, at bigint, seconds integer)
      join fresh using (call_sid, turn)
    ), left_in_mailboxes as (
      insert into ${table('mailboxes')} (name) select distinct mailbox from left_messages on conflict do nothing
    ), left_recordings as (
      insert into ${table('recordings')} (recording_sid, call_sid, state, next_try_at)
      select recording_sid, call_sid, 'announced', at from left_messages on conflict do nothing
    ), left_in_messages as (
      insert into ${table('messages')} (mailbox, call_sid, recording_sid, caller, at, seconds)
      select mailbox, call_sid, recording_sid, caller, at, seconds from left_messages
      on conflict (recording_sid) do nothing
    )`,
}
