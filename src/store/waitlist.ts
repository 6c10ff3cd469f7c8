/**
 * The waitlist: who would rather come earlier, in line.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Instant } from '../clock/clock.ts'
import type { OpenDatabase } from './database.ts'
import { WAITLIST_TASK } from './left-slots.ts'
import { createSlotOffers, type SlotOffers } from './slot-offers.ts'
import { isUuid } from './uuid.ts'

/** Somebody who would rather come earlier. */
export interface Waiter {
  readonly reminderId: string
  readonly externalId: string
  readonly name: string
  readonly appointmentAt: Instant
  readonly appointmentZone: string
  readonly since: Instant
  /** He cannot come before that; null: at any time. */
  readonly notBefore: Instant | null
  /** How many times were offered to him. */
  readonly offers: number
}

/** Somebody's wish for an earlier time. */
export interface WaitlistWish {
  readonly reminderId: string
  /** Null: at any time. */
  readonly notBefore: Instant | null
}

/** The waitlists of a database. */
export interface Waitlist extends SlotOffers {
  /**
   * Puts people on the list of their campaign. Who is on it keeps his place; another `notBefore` is kept. Times that are free
   * because somebody has left them are offered again to whoever is new.
   */
  join(wishes: readonly WaitlistWish[], at: Instant): Promise<number>
  /** The same, by what appointments are called where they come from; `wish` null takes somebody off. */
  wish(
    campaign: string,
    wishes: readonly { readonly externalId: string; readonly wish: Pick<WaitlistWish, 'notBefore'> | null }[],
    at: Instant,
  ): Promise<void>
  /** Takes somebody off. False when he was not on it. */
  leave(reminderId: string): Promise<boolean>
  isOn(reminderId: string): Promise<boolean>
  /** In line: who waits longest first. */
  list(campaign: string, limit: number): Promise<readonly Waiter[]>
  /**
   * Who is next for a slot: the one who waits longest of those whose appointment is later, who can come then, and to whom it
   * was not offered. `busyUntil`: he is being offered another, and nobody else is left.
   */
  nextFor(slotId: string): Promise<{ readonly reminderId: string; readonly busyUntil: Instant | null } | undefined>
}

/** The waitlists of a database. */
export function createWaitlist(database: OpenDatabase): Waitlist {
  const { db, schema } = database
  const table = (name: string) => sql.id(schema, name)

  return {
    ...createSlotOffers(database),
    async join(wishes, at) {
      if (wishes.length === 0) return 0
      const rows = wishes.map(({ reminderId, notBefore }) => ({ reminder: reminderId, not_before: notBefore }))
      const joined = await sql<{ is_new: boolean }>`
        with incoming as (
          select distinct on (reminder) reminder, not_before, ${at}::bigint as at
          from json_to_recordset(${JSON.stringify(rows)}::json) as row(reminder uuid, not_before bigint)
          order by reminder
        ), ${joiningWaitlist(table, sql`incoming`)} select is_new from waitlist_joined`.execute(db)
      return joined.rows.filter(({ is_new }) => is_new).length
    },
    async wish(campaign, wishes, at) {
      // In the order of the file, should two come in the same moment.
      const rows = wishes.map(({ externalId, wish }, place) => ({
        external_id: externalId,
        at: at + place,
        waits: wish !== null,
        not_before: wish?.notBefore ?? null,
      }))
      if (rows.length === 0) return
      await sql`
        with wishes as (
          select distinct on (kept.id) kept.id as reminder, waits, not_before, row.at
          from json_to_recordset(${JSON.stringify(rows)}::json) as row(
            external_id text, waits boolean, not_before bigint, at bigint)
          join ${table('reminders')} as kept on kept.campaign = ${campaign} and kept.external_id = row.external_id
          order by kept.id
        ), incoming as (select reminder, not_before, at from wishes where waits),
        ${joiningWaitlist(table, sql`incoming`)}, waitlist_left as (
          delete from ${table('waitlist')} as waiting using wishes
          where waiting.reminder_id = wishes.reminder and not wishes.waits
        )
        select count(*) from wishes`.execute(db)
    },
    async leave(reminderId) {
      if (!isUuid(reminderId)) return false
      const left = await db.deleteFrom('waitlist').where('reminder_id', '=', reminderId).executeTakeFirst()
      return left.numDeletedRows > 0n
    },
    async isOn(reminderId) {
      const row = await db
        .selectFrom('waitlist')
        .select('since')
        .where('reminder_id', '=', reminderId)
        .executeTakeFirst()
      return row !== undefined
    },
    async list(campaign, limit) {
      const rows = await db
        .selectFrom('waitlist')
        .innerJoin('reminders', 'reminders.id', 'waitlist.reminder_id')
        .select(['reminder_id', 'external_id', 'name', 'appointment_at', 'appointment_zone', 'since', 'not_before'])
        .select(({ selectFrom, fn }) =>
          selectFrom('slot_offers')
            .select(fn.countAll<number>().as('count'))
            .whereRef('slot_offers.reminder_id', '=', 'waitlist.reminder_id')
            .as('offers'),
        )
        .where('waitlist.campaign', '=', campaign)
        .where('reminders.state', '!=', 'withdrawn')
        .orderBy('since')
        .orderBy('reminder_id')
        .limit(limit)
        .execute()
      return rows.map((row) => ({
        reminderId: row.reminder_id,
        externalId: row.external_id,
        name: row.name,
        appointmentAt: row.appointment_at,
        appointmentZone: row.appointment_zone,
        since: row.since,
        notBefore: row.not_before,
        offers: Number(row.offers ?? 0),
      }))
    },
    async nextFor(slotId) {
      const { rows } = await sql<{ id: string; busy_until: number | null }>`
        select id, busy_until from (select kept.id, waiting.since, (
          select max(open.until) from ${table('slot_offers')} as open
          where open.reminder_id = kept.id and open.state in ('asking', 'made')) as busy_until
        from ${table('waitlist')} as waiting
          join ${table('reminders')} as kept on kept.id = waiting.reminder_id
          join ${table('slots')} as slot on slot.id = ${slotId}::uuid and slot.campaign = kept.campaign
        where kept.state <> 'withdrawn' and kept.appointment_at > slot.at
          and (waiting.not_before is null or waiting.not_before <= slot.at)
          and kept.id is distinct from slot.freed_by
          and (kept.outcome is null or kept.outcome not in ('cancelled', 'cancel-requested', 'opted-out', 'wrong-number'))
          and not exists (select from ${table('slot_offers')} as before
            where before.slot_id = slot.id and before.reminder_id = kept.id)
        ) as line order by (busy_until is not null), since, id limit 1`.execute(db)
      const [row] = rows
      return row && { reminderId: row.id, busyUntil: row.busy_until }
    },
  }
}

/**
 * Common table expressions that put the rows of one, `(reminder, not_before, at)`, on the list. `waitlist_joined` has a row for each. Whoever is
 * new is asked about times that are free because somebody has left them.
 */
export const joiningWaitlist = (
  table: (name: string) => RawBuilder<unknown>,
  incoming: RawBuilder<unknown>,
): RawBuilder<unknown> => sql`
  waitlist_joined as (
    insert into ${table('waitlist')} as waiting (reminder_id, campaign, since, not_before)
    select incoming.reminder, kept.campaign, incoming.at, incoming.not_before
    from ${incoming} as incoming join ${table('reminders')} as kept on kept.id = incoming.reminder
    on conflict (reminder_id) do update set not_before = excluded.not_before
    returning reminder_id, campaign, since, (xmax = 0) as is_new
  ), waitlist_reopened as (
    update ${table('slots')} as slot set waitlist_first = true
    from (select distinct campaign, since from waitlist_joined where is_new) as newcomer
    where slot.campaign = newcomer.campaign and slot.state = 'free' and slot.freed > slot.refilled
      and slot.at > newcomer.since
    returning slot.id, newcomer.since
  ), waitlist_tasks as (
    insert into ${table('tasks')} (key, task, about, due_at)
    select ${WAITLIST_TASK}::text || '/' || id || '/' || since, ${WAITLIST_TASK}::text,
      json_build_object('slot', id)::text, since
    from waitlist_reopened on conflict (key) do nothing
  )`
