import { sql } from 'kysely'
import type { MessageReviewed } from '../../flow/index.ts'
import { messageTaskKey } from '../messages.ts'
import type { EffectWriter } from './effect-writer.ts'

/** What the caller has changed of his message; when he has done, whoever waits for that is woken. */
export const messageReviewed: EffectWriter<MessageReviewed> = {
  rowOf: ({ recordingSid, isUrgent, reviewUntil }, { at }) => ({
    recording_sid: recordingSid,
    is_urgent: isUrgent,
    review_until: reviewUntil,
    task_key: messageTaskKey(recordingSid),
    at,
  }),
  write: (rows, table) => sql`reviewed as (
      select row.* from json_to_recordset(${rows}::json) as row(
        call_sid text, turn integer, recording_sid text, is_urgent boolean, review_until bigint, task_key text, at bigint)
      join fresh using (call_sid, turn)
    ), reviewed_messages as (
      update ${table('messages')} as kept set is_urgent = reviewed.is_urgent, review_until = reviewed.review_until
      from reviewed where kept.recording_sid = reviewed.recording_sid
    ), reviewed_tasks as (
      update ${table('tasks')} as task set due_at = least(task.due_at, reviewed.at)
      from reviewed where task.key = reviewed.task_key and task.state = 'due' and reviewed.review_until is null
    )`,
}
