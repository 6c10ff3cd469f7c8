import { sql } from 'kysely'
import type { MessageLeft } from '../../flow/index.ts'
import { MESSAGE_TASK, messageTaskKey } from '../messages.ts'
import type { EffectWriter } from './effect-writer.ts'

/**
 * A message in a mailbox, with the recording whose audio is to be fetched and the task that sees to the rest. One that a
 * callback has reported before keeps its place.
 */
export const messageLeft: EffectWriter<MessageLeft> = {
  rowOf: ({ mailbox, recordingSid, seconds, isUrgent = false, reviewUntil = null }, { session, at }) => ({
    mailbox,
    recording_sid: recordingSid,
    caller: session.from,
    at,
    seconds,
    is_urgent: isUrgent,
    review_until: reviewUntil,
    task_key: messageTaskKey(recordingSid),
    about: JSON.stringify({ mailbox, recordingSid }),
  }),
  write: (rows, table) => sql`left_messages as (
      select row.* from json_to_recordset(${rows}::json) as row(
        call_sid text, turn integer, mailbox text, recording_sid text, caller text, at bigint, seconds integer,
        is_urgent boolean, review_until bigint, task_key text, about text)
      join fresh using (call_sid, turn)
    ), left_in_mailboxes as (
      insert into ${table('mailboxes')} (name) select distinct mailbox from left_messages on conflict do nothing
    ), left_recordings as (
      insert into ${table('recordings')} (recording_sid, call_sid, state, next_try_at)
      select recording_sid, call_sid, 'announced', at from left_messages on conflict do nothing
    ), left_in_messages as (
      insert into ${table('messages')} (mailbox, call_sid, recording_sid, caller, at, seconds, is_urgent, review_until)
      select mailbox, call_sid, recording_sid, caller, at, seconds, is_urgent, review_until from left_messages
      on conflict (recording_sid) do update
      set is_urgent = excluded.is_urgent, review_until = excluded.review_until
    ), left_tasks as (
      insert into ${table('tasks')} (key, task, about, due_at)
      select task_key, ${MESSAGE_TASK}, about, at from left_messages on conflict (key) do nothing
    )`,
}
