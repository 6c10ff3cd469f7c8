/**
 * Which free times were offered to whom of those who wait for an earlier one.
 *
 * An offer is one slot for one person, once for ever. `asking`: it is held for him, and he is about to be told. `made`: he was
 * told and has until a moment. Then it is `accepted`, `declined`, `expired`, `unreached` (he could not be told), or `withdrawn`
 * (the time is gone, or he has another).
 */
import { sql } from 'kysely'
import type { Instant } from '../clock/clock.ts'
import type { Channel } from '../consent/index.ts'
import type { Database, OpenDatabase } from './database.ts'
import { WAITLIST_TASK } from './left-slots.ts'
import { isUuid } from './uuid.ts'

/** A slot that is or was offered to somebody who waits for an earlier time. */
export interface SlotOffer {
  readonly id: string
  readonly campaign: string
  readonly slotId: string
  readonly reminderId: string
  readonly state: 'asking' | 'made' | 'accepted' | 'declined' | 'expired' | 'unreached' | 'withdrawn'
  /** By which he was told last. */
  readonly channel: Channel | null
  readonly at: Instant
  /** When he was told; null before. */
  readonly madeAt: Instant | null
  /** He has until then. */
  readonly until: Instant
  /** Why he was not told after all, by the last channel; null when he was. */
  readonly untold: string | null
}

/** The offers of a waitlist. */
export interface SlotOffers {
  /** Holds a slot for somebody and keeps that it is offered to him. Undefined when it is not free, or was offered to him before. */
  offer(offer: {
    readonly slotId: string
    readonly reminderId: string
    readonly now: Instant
    readonly until: Instant
  }): Promise<SlotOffer | undefined>
  /** He could not be told yet: it is held for him until then. */
  keepAsking(id: string, until: Instant): Promise<void>
  /** He is told, by this channel; it is held for him until then. False when the offer is over. */
  made(id: string, channel: Channel, at: Instant, until: Instant): Promise<boolean>
  /** What was to tell him by the last channel has not: the next is tried at once. */
  notTold(id: string, why: string, at: Instant): Promise<void>
  /** The offer is over and the slot free for the next; false when it was over before. The task that offers it on is due at once. */
  end(
    id: string,
    state: 'declined' | 'expired' | 'unreached' | 'withdrawn',
    reason: string | null,
    at: Instant,
  ): Promise<boolean>
  findOffer(id: string): Promise<SlotOffer | undefined>
  /** The offer that a slot is held for. */
  openOfSlot(slotId: string): Promise<SlotOffer | undefined>
  /** The offer that somebody may still take at a moment. */
  openOf(reminderId: string, now: Instant): Promise<SlotOffer | undefined>
  /** Whether nobody else was offered the slot after this offer was over, so that he may still have it. */
  isStillFor(id: string, now: Instant): Promise<boolean>
  /** The last offer that somebody was told of, open or over. */
  lastOf(reminderId: string): Promise<SlotOffer | undefined>
  /** Everything that was offered of a campaign, the newest first. */
  offers(campaign: string, limit: number): Promise<readonly SlotOffer[]>
  /** Offers on which the network has said that nobody was reached. */
  unreached(campaign: string): Promise<readonly SlotOffer[]>
  /** Lets one at a time offer a slot; false while somebody else does, until his lease ends. */
  tend(slotId: string, now: Instant, until: Instant): Promise<boolean>
  untend(slotId: string): Promise<void>
  /** Nobody is left who waits for it: everybody may be offered it. */
  passOn(slotId: string): Promise<void>
}

/** Statuses that say that he was not told. */
const UNTOLD = ['busy', 'no-answer', 'failed', 'canceled', 'undelivered']

/** The key in the outbox of what tells somebody of an offer. */
export const offerKey = (offer: string, channel: Channel): string => `slot-offer/${offer}/${channel}`

const OPEN = ['asking', 'made'] as const

/** The offers of a database. */
export function createSlotOffers({ db, schema }: OpenDatabase): SlotOffers {
  const table = (name: string) => sql.id(schema, name)
  const offersOf = () => db.selectFrom('slot_offers').selectAll()

  return {
    async offer({ slotId, reminderId, now, until }) {
      const { rows } = await sql<OfferRow>`
        with held as (
          update ${table('slots')} as slot
          set state = 'offered', held_by = ${reminderId}::uuid, held_in = 'waitlist', held_at = ${now}::bigint,
            held_until = ${until}::bigint
          where id = ${slotId}::uuid and (state = 'free' or (state = 'offered' and held_until <= ${now}::bigint))
            and not exists (select from ${table('slot_offers')} as before
              where before.slot_id = slot.id and before.reminder_id = ${reminderId}::uuid)
          returning slot.id, slot.campaign
        )
        insert into ${table('slot_offers')} (campaign, slot_id, reminder_id, at, until)
        select campaign, id, ${reminderId}::uuid, ${now}::bigint, ${until}::bigint from held
        on conflict do nothing returning *`.execute(db)
      return rows[0] && offerOf(rows[0])
    },
    async keepAsking(id, until) {
      await sql`
        with kept as (
          update ${table('slot_offers')} set until = ${until}::bigint
          where id = ${id}::uuid and state = 'asking' returning slot_id, reminder_id
        )
        update ${table('slots')} as slot set held_until = ${until}::bigint
        from kept where slot.id = kept.slot_id and slot.held_by = kept.reminder_id`.execute(db)
    },
    async made(id, channel, at, until) {
      const { rows } = await sql`
        with told as (
          update ${table('slot_offers')}
          set state = 'made', channel = ${channel}, made_at = ${at}::bigint, until = ${until}::bigint, reason = null
          where id = ${id}::uuid and state in ('asking', 'made')
          returning slot_id, reminder_id
        )
        update ${table('slots')} as slot set held_until = ${until}::bigint
        from told where slot.id = told.slot_id and slot.held_by = told.reminder_id
        returning slot.id`.execute(db)
      return rows.length > 0
    },
    async notTold(id, why, at) {
      await sql`
        with untold as (
          update ${table('slot_offers')} set reason = ${why} where id = ${id}::uuid and state = 'made' and reason is null
          returning id, slot_id, channel
        )
        insert into ${table('tasks')} (key, task, about, due_at)
        select ${WAITLIST_TASK}::text || '/' || slot_id || '/' || id || '/' || channel, ${WAITLIST_TASK}::text,
          json_build_object('slot', slot_id)::text, ${at}::bigint
        from untold on conflict (key) do nothing`.execute(db)
    },
    async end(id, state, reason, at) {
      const { rows } = await sql`
        with over as (
          update ${table('slot_offers')} set state = ${state}, reason = ${reason}, ended_at = ${at}::bigint
          where id = ${id}::uuid and state in ('asking', 'made')
          returning id, slot_id, reminder_id
        ), let_go as (
          update ${table('slots')} as slot
          set state = 'free', held_by = null, held_in = null, held_at = null, held_until = null
          from over
          where slot.id = over.slot_id and slot.held_by = over.reminder_id and slot.held_in = 'waitlist'
            and slot.state = 'offered'
        ), offered_on as (
          insert into ${table('tasks')} (key, task, about, due_at)
          select ${WAITLIST_TASK}::text || '/' || slot_id || '/' || id, ${WAITLIST_TASK}::text,
            json_build_object('slot', slot_id)::text, ${at}::bigint
          from over on conflict (key) do nothing
        )
        select id from over`.execute(db)
      return rows.length > 0
    },
    async findOffer(id) {
      if (!isUuid(id)) return undefined
      const row = await offersOf().where('id', '=', id).executeTakeFirst()
      return row && offerOf(row)
    },
    async openOfSlot(slotId) {
      const row = await offersOf().where('slot_id', '=', slotId).where('state', 'in', OPEN).executeTakeFirst()
      return row && offerOf(row)
    },
    async openOf(reminderId, now) {
      const open = offersOf().where('reminder_id', '=', reminderId).where('state', 'in', OPEN).where('until', '>', now)
      const row = await open.orderBy('at', 'desc').limit(1).executeTakeFirst()
      return row && offerOf(row)
    },
    async isStillFor(id, now) {
      const { rows } = await sql`
        select from ${table('slot_offers')} as offer join ${table('slots')} as slot on slot.id = offer.slot_id
        where offer.id = ${id}::uuid and (slot.state = 'free' or slot.held_by = offer.reminder_id
          or (slot.state = 'offered' and slot.held_until <= ${now}::bigint))`.execute(db)
      return rows.length > 0
    },
    async lastOf(reminderId) {
      const told = offersOf().where('reminder_id', '=', reminderId).where('made_at', 'is not', null)
      const row = await told.orderBy('made_at', 'desc').limit(1).executeTakeFirst()
      return row && offerOf(row)
    },
    async offers(campaign, limit) {
      const rows = await offersOf().where('campaign', '=', campaign).orderBy('at', 'desc').limit(limit).execute()
      return rows.map(offerOf)
    },
    async unreached(campaign) {
      const rows = await offersOf()
        .where('campaign', '=', campaign)
        .where('state', '=', 'made')
        .where(({ exists, selectFrom }) =>
          exists(
            selectFrom('outbox')
              .select('outbox.key')
              .where('outbox.key', '=', sql<string>`'slot-offer/' || slot_offers.id || '/' || slot_offers.channel`)
              .where('outbox.status', 'in', UNTOLD),
          ),
        )
        .execute()
      return rows.map(offerOf)
    },
    async tend(slotId, now, until) {
      const tended = await db
        .updateTable('slots')
        .set({ tended_until: until })
        .where('id', '=', slotId)
        .where(({ eb, or }) => or([eb('tended_until', 'is', null), eb('tended_until', '<=', now)]))
        .executeTakeFirst()
      return tended.numUpdatedRows > 0n
    },
    async untend(slotId) {
      await db.updateTable('slots').set({ tended_until: null }).where('id', '=', slotId).execute()
    },
    async passOn(slotId) {
      await db.updateTable('slots').set({ waitlist_first: false }).where('id', '=', slotId).execute()
    },
  }
}

interface OfferRow {
  readonly id: string
  readonly campaign: string
  readonly slot_id: string
  readonly reminder_id: string
  readonly state: SlotOffer['state']
  readonly channel: Channel | null
  readonly at: number
  readonly made_at: number | null
  readonly until: number
  readonly reason: string | null
}

const offerOf = (row: OfferRow): SlotOffer => ({
  id: row.id,
  campaign: row.campaign,
  slotId: row.slot_id,
  reminderId: row.reminder_id,
  state: row.state,
  channel: row.channel,
  at: row.at,
  madeAt: row.made_at,
  until: row.until,
  untold: row.state === 'made' ? row.reason : null,
})

/** A message that was to tell of an offer is to leave again: it is about to be told once more, and has not been so far. */
export async function tellAgain(
  db: Database,
  { key, sid, at }: { readonly key: string; readonly sid: string; readonly at: Instant },
): Promise<void> {
  const [room, id, channel] = key.split('/')
  if (room !== 'slot-offer' || id === undefined || !isUuid(id)) return
  const again = await db
    .updateTable('slot_offers')
    .set({ state: 'asking', made_at: null })
    .where('id', '=', id)
    .where('channel', '=', channel as Channel) // as offerKey writes it
    .where('state', '=', 'made')
    .returning('slot_id')
    .executeTakeFirst()
  if (again === undefined) return
  const about = JSON.stringify({ slot: again.slot_id })
  await db
    .insertInto('tasks')
    .values({ key: `${WAITLIST_TASK}/${again.slot_id}/${sid}`, task: WAITLIST_TASK, about, due_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
