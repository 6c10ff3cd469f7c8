/**
 * Times that somebody has left: free for others, or filled by those whom the clinic has put there.
 *
 * ```
 * left -> free     (the import that moved him is over, and it has put nobody else there)
 *   |---> taken    (it has)
 * free -> taken    (a later import has put somebody there)
 * ```
 *
 * Whoever hands appointments in moves many at once, in any order. So nothing is offered until all of them are read: a time
 * waits as `left`, and is settled by whoever has read them. Should he die, its task settles it ten minutes later.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Instant } from '../clock/clock.ts'
import { minutes } from '../clock/duration.ts'
import type { OpenDatabase } from './database.ts'

/** The kind of the task that offers a free time to those who wait for an earlier one. */
export const WAITLIST_TASK = 'waitlist-slot'

/** Whoever has left times and is not heard of for so long is taken for dead. */
export const SETTLED_AFTER = minutes(10)

/** The part of an appointment's data that goes with the time and not with the person. */
export const placeOf = (data: RawBuilder<unknown>) => sql`jsonb_strip_nulls(jsonb_build_object(
  'place', ${data}::jsonb -> 'place', 'with', ${data}::jsonb -> 'with'))::text`

type Table = (name: string) => RawBuilder<unknown>

/**
 * Common table expressions that make times free. `leaving (id, campaign, appointment_at, appointment_zone, data, moment)` has to
 * stand before them: reminders as they were. `left_slots (id)` has a row for each time.
 *
 * @param as `left`: others that are handed in with them may be put there
 */
export const leavingTimes = (table: Table, as: 'free' | 'left'): RawBuilder<unknown> => sql`
  left_given_back as (
    update ${table('slots')} as slot
    set state = ${as}, waitlist_first = true, freed_by = leaving.id, freed_at = leaving.moment,
      freed = slot.freed + ${as === 'free' ? 1 : 0}::integer, taken_by = null, taken_at = null, taken_in = null
    from leaving
    where slot.taken_by = leaving.id and slot.at = leaving.appointment_at and slot.state = 'taken'
    returning slot.id, leaving.id as reminder, leaving.moment
  ), left_new as (
    insert into ${table('slots')} as slot
      (campaign, external_id, at, zone, data, state, origin, waitlist_first, freed_by, freed_at, freed)
    select campaign, 'freed/' || id || '/' || appointment_at || '/' || moment, appointment_at, appointment_zone,
      ${placeOf(sql`data`)}, ${as}, 'freed', true, id, moment, ${as === 'free' ? 1 : 0}::integer
    from leaving where not exists (select from left_given_back as back where back.reminder = leaving.id)
    on conflict do nothing returning slot.id, slot.freed_at as moment
  ), left_slots as (
    select id, moment from left_given_back union select id, moment from left_new
  ), left_tasks as (
    insert into ${table('tasks')} (key, task, about, due_at)
    select ${taskKey(sql`id`, sql`moment`)}, ${WAITLIST_TASK}::text, json_build_object('slot', id)::text,
      moment + ${as === 'free' ? 0 : SETTLED_AFTER}::bigint
    from left_slots on conflict (key) do nothing
  )`

const taskKey = (slot: RawBuilder<unknown>, moment: RawBuilder<unknown>) =>
  sql`${WAITLIST_TASK}::text || '/' || ${slot} || '/' || ${moment}`

/** Reminders whose time became free before, as long as they have it. */
export const hasLeft = (table: Table): RawBuilder<unknown> => sql`exists (
  select from ${table('slots')} as slot where slot.freed_by = kept.id and slot.at = kept.appointment_at)`

/** Settles the times of a campaign that were left by a moment, and those that are free and that somebody was put at since. */
export async function settleTimes(
  { db, schema }: OpenDatabase,
  { campaign, now, leftBy }: { readonly campaign: string; readonly now: Instant; readonly leftBy: Instant },
): Promise<boolean> {
  const table: Table = (name) => sql.id(schema, name)
  const { rows } = await sql`
    with open as (
      select id, at, state, freed_at, ${placeOf(sql`data`)} as place,
        min(freed_at) over (partition by at, ${placeOf(sql`data`)}) as since,
        row_number() over (partition by at, ${placeOf(sql`data`)} order by state = 'left' desc, freed_at, id) as number
      from ${table('slots')}
      where campaign = ${campaign} and at > ${now}::bigint
        and freed_at <= ${leftBy}::bigint and state in ('left', 'free', 'offered')
    ), came as (
      select id, appointment_at as at, ${placeOf(sql`data`)} as place,
        row_number() over (partition by appointment_at, ${placeOf(sql`data`)} order by timed_at, id) as number
      from ${table('reminders')} as kept
      where campaign = ${campaign} and appointment_at in (select at from open) and state <> 'withdrawn'
        and (outcome is null or outcome not in ('cancelled', 'cancel-requested'))
        and exists (select from open where open.at = kept.appointment_at and open.place = ${placeOf(sql`kept.data`)}
          and open.since <= kept.timed_at)
        and not exists (select from ${table('slots')} as his
          where his.taken_by = kept.id and his.at = kept.appointment_at and his.state = 'taken')
    ), filled as (
      update ${table('slots')} as slot
      set state = 'taken', taken_by = came.id, taken_at = ${now}::bigint, taken_in = null, waitlist_first = false,
        held_by = null, held_in = null, held_at = null, held_until = null, refilled = slot.freed
      from open join came using (at, place, number)
      where slot.id = open.id and slot.state = open.state
      returning slot.id
    ), filled_offers as (
      update ${table('slot_offers')} as offer
      set state = 'withdrawn', reason = 'somebody else has it', ended_at = ${now}::bigint
      from filled where offer.slot_id = filled.id and offer.state in ('asking', 'made')
    ), freed as (
      update ${table('slots')} as slot set state = 'free', freed = slot.freed + 1
      from open left join came using (at, place, number)
      where slot.id = open.id and slot.state = 'left' and open.state = 'left' and came.id is null
      returning slot.id, slot.freed_at
    ), offered_on as (
      update ${table('tasks')} as task set due_at = ${now}::bigint
      from freed where task.key = ${taskKey(sql`freed.id`, sql`freed.freed_at`)} and task.state = 'due'
    )
    select id from freed`.execute(db)
  return rows.length > 0
}
