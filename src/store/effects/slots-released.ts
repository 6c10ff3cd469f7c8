import { sql } from 'kysely'
import type { SlotsReleased } from '../../flow/index.ts'
import type { EffectWriter } from './effect-writer.ts'

/** What was held in this call is free for others. */
export const slotsReleased: EffectWriter<SlotsReleased> = {
  rowOf: () => ({}),
  write: (rows, table) => sql`slots_released as (
      update ${table('slots')} as slot
      set state = 'free', held_by = null, held_in = null, held_at = null, held_until = null
      from json_to_recordset(${rows}::json) as row(call_sid text, turn integer) join fresh using (call_sid, turn)
      where slot.held_in = row.call_sid and slot.state = 'offered'
    )`,
}
