import { sql } from 'kysely'
import type { CalleeTalked } from '../../flow/index.ts'
import type { EffectWriter } from './effect-writer.ts'

/** Since when a callee of a transfer is idle. */
export const calleeTalked: EffectWriter<CalleeTalked> = {
  rowOf: ({ flow, step, place }, { at }) => ({ flow, step, place, at }),
  write: (rows, table) => sql`talked_callees as (
      insert into ${table('callees')} (flow, step, place, talked_at)
      select flow, step, place, max(at) from json_to_recordset(${rows}::json) as row(
        call_sid text, turn integer, flow text, step text, place integer, at bigint)
      join fresh using (call_sid, turn)
      group by flow, step, place
      on conflict (flow, step, place) do update set talked_at = excluded.talked_at
    )`,
}
