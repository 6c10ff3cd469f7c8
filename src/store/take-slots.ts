/**
 * Taking a slot: the person's appointment moves to it, and whatever follows from that, in one statement.
 *
 * His old time is free and comes first to those who wait; what else was held for him is let go; what was planned for the old
 * time is cancelled, as by an import that moves an appointment, and the task of the move plans anew.
 */
import { type RawBuilder, sql } from 'kysely'
import { placeOf, WAITLIST_TASK } from './left-slots.ts'
import { OUTCOME_TASK } from './reminders.ts'

/** The kind of the task that plans anew for a person whose appointment has moved: one a move, added with it. */
export const MOVED_TASK = 'reminder-moved'

/**
 * Common table expressions that take slots. `slot_taking (slot, reminder, attempt, at, source, taken_in)` has to stand before
 * them; `slot_takes` has a row for each that was taken. A slot that somebody else has, or is held for, stays as it is.
 */
export const takingSlots = (table: (name: string) => RawBuilder<unknown>): RawBuilder<unknown> => sql`
  slot_takes as (
    update ${table('slots')} as slot
    set state = 'taken', taken_by = taking.reminder, taken_at = taking.at, taken_in = taking.taken_in,
      held_by = null, held_in = null, held_at = null, held_until = null, waitlist_first = false,
      refilled = slot.freed
    from slot_taking as taking join ${table('reminders')} as kept on kept.id = taking.reminder
    where slot.id = taking.slot and slot.campaign = kept.campaign and kept.state <> 'withdrawn'
      and (slot.state = 'free' or (slot.state = 'offered'
        and (slot.held_by = taking.reminder or slot.held_until <= taking.at)))
    returning slot.id, slot.at as new_at, slot.zone as new_zone, slot.data as new_data, kept.campaign, taking.reminder,
      taking.attempt, taking.at as moment, taking.source, kept.appointment_at as old_at,
      kept.appointment_zone as old_zone, kept.data as old_data
  ), slot_moved_reminders as (
    update ${table('reminders')} as kept
    set appointment_at = taken.new_at, appointment_zone = taken.new_zone, state = 'open', outcome = 'rescheduled',
      outcome_at = taken.moment, attended = null, updated_at = taken.moment,
      moved_from = coalesce(kept.moved_from, taken.old_at),
      data = case when taken.new_data = '{}' then kept.data else (kept.data::jsonb || taken.new_data::jsonb)::text end
    from slot_takes as taken where kept.id = taken.reminder
  ), slot_moved_attempts as (
    update ${table('attempts')} as attempt
    set state = 'cancelled', reason = 'the appointment is at another time', ended_at = taken.moment
    from slot_takes as taken where attempt.reminder_id = taken.reminder and attempt.state = 'planned'
  ), slot_given_back as (
    update ${table('slots')} as slot
    set state = 'free', waitlist_first = true, freed_by = taken.reminder, freed_at = taken.moment,
      freed = slot.freed + 1, taken_by = null, taken_at = null, taken_in = null
    from slot_takes as taken
    where slot.taken_by = taken.reminder and slot.at = taken.old_at and slot.state = 'taken' and slot.id <> taken.id
      and taken.old_at > taken.moment
    returning slot.id, taken.reminder, taken.moment
  ), slot_freed as (
    insert into ${table('slots')} as slot
      (campaign, external_id, at, zone, data, origin, waitlist_first, freed_by, freed_at, freed)
    select campaign, 'freed/' || reminder || '/' || old_at || '/' || moment, old_at, old_zone,
      ${placeOf(sql`old_data`)}, 'freed', true, reminder, moment, 1
    from slot_takes as taken
    where old_at > moment and not exists (select from slot_given_back where slot_given_back.reminder = taken.reminder)
    on conflict do nothing returning slot.id, slot.freed_by as reminder
  ), slot_ended_offers as (
    update ${table('slot_offers')} as offer
    set state = case when offer.slot_id = taken.id and offer.reminder_id = taken.reminder
        then 'accepted' else 'withdrawn' end,
      ended_at = taken.moment
    from slot_takes as taken
    where (offer.slot_id = taken.id or offer.reminder_id = taken.reminder) and offer.state in ('asking', 'made')
  ), slot_let_go as (
    update ${table('slots')} as slot
    set state = 'free', held_by = null, held_in = null, held_at = null, held_until = null
    from slot_takes as taken
    where slot.held_by = taken.reminder and slot.state = 'offered' and slot.id <> taken.id
    returning slot.id, taken.moment, slot.waitlist_first
  ), slot_left_waitlist as (
    delete from ${table('waitlist')} as waiting using slot_takes as taken
    where waiting.reminder_id = taken.reminder and taken.new_at < taken.old_at
  ), slot_moved_outcomes as (
    insert into ${table('outcomes')} (reminder_id, attempt_id, outcome, at, source, detail)
    select reminder, attempt, 'rescheduled', moment, source,
      to_char(to_timestamp(new_at / 1000.0) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
    from slot_takes
    on conflict do nothing returning id, reminder_id, at
  ), slot_moved_tasks as (
    insert into ${table('tasks')} (key, task, about, due_at)
    select ${OUTCOME_TASK}::text || '/' || id, ${OUTCOME_TASK}::text, json_build_object('id', id)::text, at
      from slot_moved_outcomes
    union all
    select ${MOVED_TASK}::text || '/' || id, ${MOVED_TASK}::text, json_build_object('id', reminder_id)::text, at
      from slot_moved_outcomes
    union all
    select ${WAITLIST_TASK}::text || '/' || id || '/' || moment, ${WAITLIST_TASK}::text,
      json_build_object('slot', id)::text, moment
    from (
      select id, moment from slot_given_back
      union select freed.id, taken.moment from slot_freed as freed join slot_takes as taken using (reminder)
      union select id, moment from slot_let_go where waitlist_first
    ) as offered_on
    on conflict (key) do nothing
  )`
