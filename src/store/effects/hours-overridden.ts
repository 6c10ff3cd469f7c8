import { sql } from 'kysely'
import type { HoursOverridden } from '../../flow/index.ts'
import type { EffectWriter } from './effect-writer.ts'

/** Opening hours that somebody has set aside, or has given back to their schedule. */
export const hoursOverridden: EffectWriter<HoursOverridden> = {
  rowOf: ({ flow, step, override }) => ({
    flow,
    step,
    is_open: override?.isOpen ?? null,
    until: override?.until ?? null,
  }),
  write: (rows, table) => sql`overridden_hours as (
      select distinct on (flow, step) row.* from json_to_recordset(${rows}::json) as row(
        call_sid text, turn integer, flow text, step text, is_open boolean, until bigint)
      join fresh using (call_sid, turn) order by flow, step, call_sid desc
    ), overridden_in_overrides as (
      insert into ${table('overrides')} (flow, step, is_open, until)
      select flow, step, is_open, until from overridden_hours where is_open is not null
      on conflict (flow, step) do update set is_open = excluded.is_open, until = excluded.until
    ), overridden_no_more as (
      delete from ${table('overrides')} where (flow, step) in
        (select flow, step from overridden_hours where is_open is null)
    )`,
}
