import { sql } from 'kysely'
import type { OptedOut } from '../../flow/index.ts'
import type { EffectWriter } from './effect-writer.ts'

/** Somebody has said stop in a call. */
export const optedOut: EffectWriter<OptedOut> = {
  rowOf: ({ number, source }, { at }) => ({ number, source, at }),
  write: (rows, table) => sql`opted_out_numbers as (
      insert into ${table('suppressions')} (number, scope, since, source, evidence)
      select distinct on (number) number, 'everything', at, source, call_sid
      from json_to_recordset(${rows}::json) as row(call_sid text, turn integer, number text, source text, at bigint)
      join fresh using (call_sid, turn)
      order by number, at
      on conflict (number, scope) where lifted_at is null do nothing
    )`,
}
