import { sql } from 'kysely'
import type { TaskDue } from '../../flow/index.ts'
import type { EffectWriter } from './effect-writer.ts'

/** Something to do once the turn is committed. */
export const taskDue: EffectWriter<TaskDue> = {
  rowOf: ({ task, key, about, at }, turn) => ({ task, key, about: JSON.stringify(about), due_at: at ?? turn.at }),
  write: (rows, table) => sql`due_tasks as (
      insert into ${table('tasks')} (key, task, about, due_at)
      select key, task, about, due_at from json_to_recordset(${rows}::json) as row(
        call_sid text, turn integer, task text, key text, about text, due_at bigint)
      join fresh using (call_sid, turn)
      on conflict (key) do nothing
    )`,
}
