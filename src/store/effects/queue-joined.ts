import { sql } from 'kysely'
import { lineOf, personOf, type QueueJoined } from '../../flow/index.ts'
import type { EffectWriter } from './effect-writer.ts'

/** A caller stands in line. Whatever place the same call had before is over: nobody waits in two lines. */
export const queueJoined: EffectWriter<QueueJoined> = {
  rowOf: ({ queue, priority, rankAt }, { session, at }) => ({
    queue,
    priority,
    rank_at: rankAt,
    flow: session.flow,
    step: session.step,
    caller: personOf(session),
    called: lineOf(session),
    at,
  }),
  write: (rows, table) => sql`joined as (
      select row.* from json_to_recordset(${rows}::json) as row(
        call_sid text, turn integer, queue text, priority integer, rank_at bigint, flow text, step text, caller text,
        called text, at bigint)
      join fresh using (call_sid, turn)
    ), joined_before as (
      update ${table('queue_entries')} as old set state = 'ended', ended_at = joined.at, outcome = 'moved'
      from joined where old.call_sid = joined.call_sid and old.ended_at is null
    ), joined_entries as (
      insert into ${table('queue_entries')}
        (entry, call_sid, queue, flow, step, caller, called, priority, joined_at, rank_at, state)
      select call_sid || '-' || turn, call_sid, queue, flow, step, caller, called, priority, at, rank_at, 'waiting'
      from joined
      on conflict do nothing
    )`,
}
