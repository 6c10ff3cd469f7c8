import { sql } from 'kysely'
import type { SlotTaken } from '../../flow/index.ts'
import { takingSlots } from '../take-slots.ts'
import type { EffectWriter } from './effect-writer.ts'

/** Somebody has taken a time that was held for him: his appointment moves to it. */
export const slotTaken: EffectWriter<SlotTaken> = {
  rowOf: ({ slotId, reminderId, attemptId }, { at }) => ({
    slot: slotId,
    reminder: reminderId,
    attempt: attemptId,
    at,
  }),
  write: (rows, table) => sql`slot_taking as (
      select slot, reminder, attempt, at, 'call' as source, call_sid as taken_in
      from json_to_recordset(${rows}::json) as row(
        call_sid text, turn integer, slot uuid, reminder uuid, attempt uuid, at bigint)
      join fresh using (call_sid, turn)
    ), ${takingSlots(table)}`,
}
