/**
 * Slots: free times of a campaign that may be offered, one person at a time.
 *
 * ```
 * free -> offered (held for somebody until a moment) -> taken
 *   ^        |                                            |
 *   |--------|  (declined, hung up, or its time is over)  |
 *   |-----------------------------------------------------|  (he has moved on, cancelled, or is gone)
 * ```
 *
 * A hold whose time is over is as good as none: nobody has to come and end it. A time comes into the table by hand, from a
 * calendar that was asked, or because somebody's appointment is free.
 */
import { sql } from 'kysely'
import type { Instant } from '../clock/clock.ts'
import type { Json } from '../flow/index.ts'
import type { OpenDatabase } from './database.ts'
import { WAITLIST_TASK } from './left-slots.ts'
import { createLeftTimes, type LeftTimes } from './left-times.ts'
import { takingSlots } from './take-slots.ts'
import { isUuid } from './uuid.ts'

/** A free time, as somebody hands it in. */
export interface NewSlot {
  /** What it is called where it comes from; the same again changes the one that is there. */
  readonly externalId: string
  readonly at: Instant
  /** IANA. */
  readonly zone: string
  /** What is different about this time, such as `place` or `with`; becomes data of the reminder that takes it. */
  readonly data: { readonly [key: string]: Json }
}

/** A time, as it stands. */
export interface Slot extends NewSlot {
  readonly id: string
  readonly campaign: string
  /** `left`: free when the import is over that moves whoever had it. `gone`: not to be offered any more. */
  readonly state: 'left' | 'free' | 'offered' | 'taken' | 'gone'
  /** Whether those who wait for an earlier time are asked before anybody else. */
  readonly isWaitlistFirst: boolean
  /** The reminder it is held for while it is offered, and until when. */
  readonly heldBy: string | null
  readonly heldAt: Instant | null
  readonly heldUntil: Instant | null
  readonly takenBy: string | null
}

/** Whom times are held for, and how long. */
export interface Hold {
  readonly reminderId: string
  /** The SID of a call, `message` or `waitlist`: what holds them. */
  readonly heldIn: string
  readonly now: Instant
  readonly until: Instant
}

/** Which times are looked for. */
export interface SlotSearch extends Hold {
  readonly campaign: string
  /** Only those later than that. */
  readonly after: Instant
  readonly most: number
  /** Ids of slots that he does not want. */
  readonly except: readonly string[]
  /** External ids of those a calendar has named just now; what it named before and not again is not offered. */
  readonly fromCalendar: readonly string[]
}

/** Which times are listed. */
export interface SlotQuery {
  readonly campaign: string
  /** By then; one whose hold is over is free. */
  readonly now: Instant
  readonly limit: number
  /** So many are passed over; default none. */
  readonly after?: number
  /** Default all. */
  readonly state?: 'free' | 'offered' | 'taken' | undefined
}

/** Who takes a slot. */
export interface Taking {
  readonly slotId: string
  readonly reminderId: string
  readonly at: Instant
  /** `sms`, `whatsapp`, `call`, or who wrote it down. */
  readonly source: string
  /** The SID of the call or message. */
  readonly takenIn: string | null
}

/** What taking slots in came to. */
export interface SlotsPut {
  readonly added: number
  readonly changed: number
  /** As they were; those that are offered or taken among them. */
  readonly same: number
}

/** The slots of a database. */
export interface Slots extends LeftTimes {
  /**
   * Takes times in, new or changed. What is offered or taken stays as it is; one whose taker is somewhere else by now is free.
   *
   * @param isFreed whether those who wait for an earlier time are asked first
   */
  put(
    campaign: string,
    slots: readonly NewSlot[],
    how: { readonly origin: 'given' | 'calendar'; readonly isFreed: boolean; readonly at: Instant },
  ): Promise<SlotsPut>
  /**
   * It is not to be offered any more. Whoever thinks about it hears that it is gone.
   *
   * @param evenIfHeld also when it is held for somebody
   */
  withdraw(
    slot: { readonly campaign: string; readonly externalId: string; readonly evenIfHeld: boolean },
    now: Instant,
  ): Promise<'withdrawn' | 'held' | 'taken' | 'unknown'>
  find(id: string): Promise<Slot | undefined>
  /** Those of a campaign that are still to come, the next first. */
  list(query: SlotQuery): Promise<readonly Slot[]>
  /** Finds times and holds them: nobody else is offered one of them meanwhile. The next first; those he holds already stay his. */
  hold(search: SlotSearch): Promise<readonly Slot[]>
  /** Holds one time on, or takes a hold that is over up again. False when somebody else has it. */
  renew(slotId: string, hold: Hold): Promise<boolean>
  /** Keeps which times were written to somebody, by number; an empty list: he has answered. */
  keepChoices(reminderId: string, slotIds: readonly string[], at: Instant): Promise<void>
  /** What was written to him last and when; undefined when he has answered. Somebody else may have one of them by now. */
  choicesOf(reminderId: string): Promise<{ readonly slotIds: readonly string[]; readonly at: Instant } | undefined>
  /** Lets go of all that is held in a call, or for somebody in his messages. */
  release(held: { readonly heldIn: string; readonly reminderId?: string }): Promise<void>
  /** Moves somebody's appointment to a slot. False when somebody else has it; true again when he has it already. */
  take(taking: Taking): Promise<boolean>
}

/** The slots of a database. */
export function createSlots(database: OpenDatabase): Slots {
  const { db, schema } = database
  const table = (name: string) => sql.id(schema, name)
  const one = () => db.selectFrom('slots').selectAll()
  const NO_HOLD = { held_by: null, held_in: null, held_at: null, held_until: null }

  return {
    ...createLeftTimes(database),
    async put(campaign, slots, { origin, isFreed, at }) {
      const rows = [...new Map(slots.map((slot) => [slot.externalId, slot])).values()].map((slot) => ({
        external_id: slot.externalId,
        at: slot.at,
        zone: slot.zone,
        data: JSON.stringify(slot.data),
      }))
      if (rows.length === 0) return { added: 0, changed: 0, same: 0 }
      const { rows: written } = await sql<{ is_new: boolean }>`
        with incoming as (
          select * from json_to_recordset(${JSON.stringify(rows)}::json) as row(
            external_id text, at bigint, zone text, data text)
        ), written as (
          insert into ${table('slots')} as slot (campaign, external_id, at, zone, data, origin, waitlist_first, freed)
          select ${campaign}, external_id, at, zone, data, ${origin}, ${isFreed}, case when ${isFreed} then 1 else 0 end
          from incoming
          on conflict (campaign, external_id) do update set
            at = excluded.at, zone = excluded.zone, data = excluded.data, state = 'free', taken_by = null,
            waitlist_first = slot.waitlist_first or excluded.waitlist_first
          where slot.state = 'gone'
            or (slot.state = 'free'
              and (slot.at, slot.zone, slot.data) is distinct from (excluded.at, excluded.zone, excluded.data))
            -- Whoever had taken it is somewhere else by now, as an import has said.
            or (slot.state = 'taken' and not exists (select from ${table('reminders')} as kept
              where kept.id = slot.taken_by and kept.appointment_at = slot.at and kept.state <> 'withdrawn'))
          returning slot.id, slot.waitlist_first, (xmax = 0) as is_new
        ), offered_on as (
          insert into ${table('tasks')} (key, task, about, due_at)
          select ${WAITLIST_TASK}::text || '/' || id || '/' || ${at}::bigint, ${WAITLIST_TASK}::text,
            json_build_object('slot', id)::text, ${at}::bigint
          from written where waitlist_first
          on conflict (key) do nothing
        )
        select is_new from written`.execute(db)
      const added = written.filter(({ is_new }) => is_new).length
      return { added, changed: written.length - added, same: rows.length - written.length }
    },
    async withdraw({ campaign, externalId, evenIfHeld }, now) {
      const { rows } = await sql`
        with gone as (
          update ${table('slots')} as slot
          set state = 'gone', waitlist_first = false, held_by = null, held_in = null, held_at = null, held_until = null
          where campaign = ${campaign} and external_id = ${externalId} and (state in ('left', 'free')
            or (state = 'offered' and (${evenIfHeld} or held_until <= ${now}::bigint)))
          returning slot.id
        ), ended as (
          update ${table('slot_offers')} as offer
          set state = 'withdrawn', reason = 'the time is taken back', ended_at = ${now}::bigint
          from gone where offer.slot_id = gone.id and offer.state in ('asking', 'made')
        )
        select id from gone`.execute(db)
      if (rows.length > 0) return 'withdrawn'
      const kept = one().where('campaign', '=', campaign).where('external_id', '=', externalId)
      const state = (await kept.executeTakeFirst())?.state
      if (state === undefined || state === 'gone') return 'unknown'
      return state === 'taken' ? 'taken' : 'held'
    },
    async find(id) {
      if (!isUuid(id)) return undefined
      const row = await one().where('id', '=', id).executeTakeFirst()
      return row && slotOf(row)
    },
    async list({ campaign, now, limit, after = 0, state }) {
      const all = one()
        .where('campaign', '=', campaign)
        .where('at', '>', now)
        .where('state', 'not in', ['gone', 'left'])
      const wanted =
        state === undefined
          ? all
          : all.where(({ and, eb, not }) => {
              const isHeld = and([eb('state', '=', 'offered'), eb('held_until', '>', now)])
              if (state === 'offered') return isHeld
              return state === 'taken' ? eb('state', '=', 'taken') : and([eb('state', '!=', 'taken'), not(isHeld)])
            })
      const rows = await wanted.orderBy('at').orderBy('id').limit(limit).offset(after).execute()
      return rows.map((row) => standingAt(slotOf(row), now))
    },
    async hold({ campaign, reminderId, heldIn, now, until, after, most, except, fromCalendar }) {
      const { rows } = await sql<SlotRow>`
        with wanted as (
          select id from ${table('slots')} as slot
          where campaign = ${campaign} and at > ${after}::bigint and not waitlist_first
            and (origin <> 'calendar' or external_id in (
              select value from json_array_elements_text(${JSON.stringify(fromCalendar)}::json)))
            and not (origin = 'calendar' and exists (select from ${table('slots')} as freed
              where freed.campaign = slot.campaign and freed.at = slot.at and freed.origin = 'freed'))
            and id::text not in (select value from json_array_elements_text(${JSON.stringify(except)}::json))
            and at not in (select appointment_at from ${table('reminders')} where id = ${reminderId}::uuid)
            and (state = 'free' or (state = 'offered' and (held_until <= ${now}::bigint
              or (held_by = ${reminderId}::uuid and held_in = ${heldIn}))))
          order by (state = 'offered' and held_by = ${reminderId}::uuid and held_in = ${heldIn}) desc, at, id
          limit ${most} for update skip locked
        )
        update ${table('slots')} as slot
        set state = 'offered', held_by = ${reminderId}::uuid, held_in = ${heldIn}, held_at = ${now}::bigint,
          held_until = ${until}::bigint
        from wanted where slot.id = wanted.id
        returning slot.*`.execute(db)
      return rows.map(slotOf).toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
    },
    async renew(slotId, { reminderId, heldIn, now, until }) {
      if (!isUuid(slotId)) return false
      const { rows } = await sql`
        update ${table('slots')}
        set state = case when state = 'taken' then state else 'offered' end, held_by = ${reminderId}::uuid,
          held_in = ${heldIn}, held_at = ${now}::bigint, held_until = ${until}::bigint
        where id = ${slotId}::uuid and (taken_by = ${reminderId}::uuid or (state = 'free' and not waitlist_first)
          or (state = 'offered' and (held_until <= ${now}::bigint or held_by = ${reminderId}::uuid)))
        returning id`.execute(db)
      return rows.length > 0
    },
    async keepChoices(reminderId, slotIds, at) {
      const values = { slots: JSON.stringify(slotIds), at }
      await db
        .insertInto('slot_choices')
        .values({ reminder_id: reminderId, ...values })
        .onConflict((conflict) => conflict.column('reminder_id').doUpdateSet(values))
        .execute()
    },
    async choicesOf(reminderId) {
      const kept = db.selectFrom('slot_choices').selectAll().where('reminder_id', '=', reminderId)
      const row = await kept.executeTakeFirst()
      const slotIds: readonly string[] = row === undefined ? [] : JSON.parse(row.slots)
      return row === undefined || slotIds.length === 0 ? undefined : { slotIds, at: row.at }
    },
    async release({ heldIn, reminderId }) {
      const held = db
        .updateTable('slots')
        .set({ state: 'free', ...NO_HOLD })
        .where('held_in', '=', heldIn)
        .where('state', '=', 'offered')
      await (reminderId === undefined ? held : held.where('held_by', '=', reminderId)).execute()
    },
    async take({ slotId, reminderId, at, source, takenIn }) {
      const { rows } = await sql`
        with slot_taking as (
          select ${slotId}::uuid as slot, ${reminderId}::uuid as reminder, null::uuid as attempt, ${at}::bigint as at,
            ${source}::text as source, ${takenIn}::text as taken_in
        ), ${takingSlots(table)} select id from slot_takes`.execute(db)
      if (rows.length > 0) return true
      const his = one().where('id', '=', slotId).where('taken_by', '=', reminderId)
      return (await his.executeTakeFirst()) !== undefined
    },
  }
}

/** A row of the table as it is read. */
interface SlotRow {
  readonly id: string
  readonly campaign: string
  readonly external_id: string
  readonly at: number
  readonly zone: string
  readonly data: string
  readonly state: Slot['state']
  readonly waitlist_first: boolean
  readonly held_by: string | null
  readonly held_at: number | null
  readonly held_until: number | null
  readonly taken_by: string | null
}

/** A slot as it stands at a moment: a hold that is over is none. */
const standingAt = (slot: Slot, now: Instant): Slot =>
  slot.state === 'offered' && (slot.heldUntil ?? 0) <= now
    ? { ...slot, state: 'free', heldBy: null, heldAt: null, heldUntil: null }
    : slot

/** A row as a slot. */
const slotOf = (row: SlotRow): Slot => ({
  id: row.id,
  campaign: row.campaign,
  externalId: row.external_id,
  at: row.at,
  zone: row.zone,
  data: JSON.parse(row.data),
  state: row.state,
  isWaitlistFirst: row.waitlist_first,
  heldBy: row.held_by,
  heldAt: row.held_at,
  heldUntil: row.held_until,
  takenBy: row.taken_by,
})
