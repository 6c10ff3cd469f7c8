import { sql } from 'kysely'
import type { OptedIn } from '../../flow/index.ts'
import type { EffectWriter } from './effect-writer.ts'

/** Somebody has said in a call that he may be reached again. */
export const optedIn: EffectWriter<OptedIn> = {
  rowOf: ({ number, source }, { at }) => ({ number, source, at }),
  write: (rows, table) => sql`opted_in as (
      select row.* from json_to_recordset(${rows}::json) as row(
        call_sid text, turn integer, number text, source text, at bigint)
      join fresh using (call_sid, turn)
    ), opted_in_numbers as (
      update ${table('suppressions')} as kept
      set lifted_at = opted_in.at, lifted_source = opted_in.source, lifted_evidence = opted_in.call_sid
      from opted_in where kept.number = opted_in.number and kept.lifted_at is null and kept.since <= opted_in.at
    )`,
}
