import { sql } from 'kysely'
import type { OfferDeclined } from '../../flow/index.ts'
import { WAITLIST_TASK } from '../left-slots.ts'
import type { EffectWriter } from './effect-writer.ts'

/** Somebody who waits for an earlier time does not want this one: it goes to the next in line. */
export const offerDeclined: EffectWriter<OfferDeclined> = {
  rowOf: ({ offerId }, { at }) => ({ offer: offerId, at }),
  write: (rows, table) => sql`declined_offers as (
      update ${table('slot_offers')} as offer set state = 'declined', ended_at = row.at
      from json_to_recordset(${rows}::json) as row(call_sid text, turn integer, offer uuid, at bigint)
        join fresh using (call_sid, turn)
      where offer.id = row.offer and offer.state in ('asking', 'made')
      returning offer.id, offer.slot_id, offer.reminder_id, row.at
    ), declined_slots as (
      update ${table('slots')} as slot
      set state = 'free', held_by = null, held_in = null, held_at = null, held_until = null
      from declined_offers as over
      where slot.id = over.slot_id and slot.held_by = over.reminder_id and slot.state = 'offered'
    ), declined_tasks as (
      insert into ${table('tasks')} (key, task, about, due_at)
      select ${WAITLIST_TASK}::text || '/' || slot_id || '/' || id, ${WAITLIST_TASK}::text,
        json_build_object('slot', slot_id)::text, at
      from declined_offers on conflict (key) do nothing
    )`,
}
