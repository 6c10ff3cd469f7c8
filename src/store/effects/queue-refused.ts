import { sql } from 'kysely'
import { lineOf, personOf, type QueueRefused } from '../../flow/index.ts'
import type { EffectWriter } from './effect-writer.ts'

/** A caller who was not let into a queue; kept for the figures alone. */
export const queueRefused: EffectWriter<QueueRefused> = {
  rowOf: ({ queue, why }, { session, at, step }) => ({
    queue,
    why,
    flow: session.flow,
    step,
    caller: personOf(session),
    called: lineOf(session),
    at,
  }),
  write: (rows, table) => sql`refused_entries as (
      insert into ${table('queue_entries')}
        (entry, call_sid, queue, flow, step, caller, called, priority, joined_at, rank_at, state, ended_at, outcome)
      select call_sid || '-' || turn || '-' || queue, call_sid, queue, flow, step, caller, called, 0, at, at, 'ended', at, why
      from json_to_recordset(${rows}::json) as row(
        call_sid text, turn integer, queue text, why text, flow text, step text, caller text, called text, at bigint)
      join fresh using (call_sid, turn)
      on conflict do nothing
    )`,
}
