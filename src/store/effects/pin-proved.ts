import { sql } from 'kysely'
import type { PinProved } from '../../flow/index.ts'
import type { EffectWriter } from './effect-writer.ts'

/** A right PIN: what was counted before it is forgotten. */
export const pinProved: EffectWriter<PinProved> = {
  rowOf: ({ subjects }) => ({ subjects }),
  write: (rows, table) => sql`proved_pins as (
      delete from ${table('pin_tries')} where subject in (
        select json_array_elements_text(row.subjects) from json_to_recordset(${rows}::json) as row(
          call_sid text, turn integer, subjects json)
        join fresh using (call_sid, turn))
    )`,
}
