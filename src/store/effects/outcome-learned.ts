import { sql } from 'kysely'
import { isAnswer, type OutcomeLearned } from '../../flow/index.ts'
import { OUTCOME_TASK } from '../reminders.ts'
import type { EffectWriter } from './effect-writer.ts'

/** What came of a reminder in a call. An answer closes it and cancels what else is planned. */
export const outcomeLearned: EffectWriter<OutcomeLearned> = {
  rowOf: ({ reminderId, attemptId, outcome }, { at, effects }) => ({
    reminder: reminderId,
    attempt: attemptId,
    outcome,
    at,
    is_answer: isAnswer(outcome),
    // His appointment moves in this very turn: the history has both, and the reminder is as the move leaves it.
    is_moved: effects.some((other) => other.kind === 'slot-taken' && other.reminderId === reminderId),
  }),
  write: (rows, table) => sql`outcome_rows as (
      select row.* from json_to_recordset(${rows}::json) as row(
        call_sid text, turn integer, reminder uuid, attempt uuid, outcome text, at bigint, is_answer boolean,
        is_moved boolean)
      join fresh using (call_sid, turn)
    ), outcome_kept as (
      insert into ${table('outcomes')} (reminder_id, attempt_id, outcome, at, source)
      select reminder, attempt, outcome, at, 'call' from outcome_rows on conflict do nothing
      returning id, at
    ), outcome_tasks as (
      insert into ${table('tasks')} (key, task, about, due_at)
      select ${OUTCOME_TASK}::text || '/' || id, ${OUTCOME_TASK}::text, json_build_object('id', id)::text, at from outcome_kept
    ), outcome_reminders as (
      update ${table('reminders')} as kept
      set outcome = learnt.outcome, outcome_at = learnt.at,
        state = case when learnt.is_answer then 'answered' else kept.state end
      from (select distinct on (reminder) * from outcome_rows order by reminder, is_answer desc) as learnt
      where kept.id = learnt.reminder and (kept.outcome_at is null or kept.outcome_at <= learnt.at)
        and (learnt.is_answer or kept.state = 'open') and not learnt.is_moved
    ), outcome_attempts as (
      update ${table('attempts')} as other
      set state = 'cancelled', reason = 'he has answered', ended_at = learnt.at
      from outcome_rows as learnt
      where other.reminder_id = learnt.reminder and other.state = 'planned' and learnt.is_answer
        and not learnt.is_moved
    )`,
}
