/**
 * The outbox: every call and message that leaves, once, from the wish to what became of it.
 *
 * ```
 * claimed -> asked -> placed (the network has given a SID) -> ended
 *    |         |-> failed      (the network refuses it for good)
 *    |-> refused               (mayContact says no)
 *
 * placed -> claimed            (a carrier had too much of its sender; it leaves again, under another SID)
 * ```
 *
 * `asked` without a SID is the one dangerous place: the network may have it or not. Whoever finds an entry there looks it up
 * at the network before he asks again.
 */
import type { Instant } from '../clock/clock.ts'
import type { Channel, Purpose } from '../consent/index.ts'
import { unspend } from './campaigns.ts'
import type { Database, OpenDatabase } from './database.ts'
import { tellAgain } from './slot-offers.ts'
import { isUuid } from './uuid.ts'

/** How far an entry has come. */
export type OutboxState = 'claimed' | 'asked' | 'placed' | 'ended' | 'failed' | 'refused'

/** A call or a message that is to leave. */
export interface Wish {
  /** Tells it from all others, for ever: what has this key leaves once. */
  readonly key: string
  readonly channel: Channel
  readonly purpose: Purpose
  /** E.164. */
  readonly to: string
  readonly from: string
}

/** A call or a message, and how far it has come. */
export interface OutboxEntry extends Wish {
  /** Stands in our addresses for the key; nothing personal is in it. */
  readonly id: string
  readonly state: OutboxState
  readonly at: Instant
  /** When the network was asked first. */
  readonly askedAt: Instant | null
  /** When its sender has its turn; null until it is given one. */
  readonly turnAt: Instant | null
  readonly sid: string | null
  /** As the network says it. */
  readonly status: string | null
  readonly errorCode: number | null
  readonly reason: string | null
  readonly endedAt: Instant | null
  /** Of a call: who picked up, as the network has found out, and the length of the conversation. */
  readonly answeredBy: string | null
  readonly seconds: number | null
}

/** What the network reports of a call or message, in whatever order. */
export interface StatusReport {
  /** Our id, when the address has one; else it is found by its SID. */
  readonly id?: string | undefined
  readonly sid: string
  readonly status: string
  readonly errorCode?: number | undefined
  /** Of a call: who picked up, and how long it was. */
  readonly answeredBy?: string | undefined
  readonly seconds?: number | undefined
  readonly at: Instant
}

/** The outbox of a database. */
export interface Outbox {
  /** Makes the entry of a wish, or finds the one that is there. */
  claim(wish: Wish, at: Instant): Promise<OutboxEntry>
  /** Keeps when the sender has its turn; null takes it away. */
  giveTurn(key: string, turnAt: Instant | null): Promise<void>
  /** The network is asked now. The first such moment is kept; so is the turn its sender had, if any. */
  asking(key: string, at: Instant, turnAt?: Instant | null): Promise<void>
  /** The network certainly does not have it: it may be asked again without looking. */
  notAsked(key: string): Promise<void>
  /** The network has it. Returns how it stands now; undefined when there is no such entry. */
  placed(key: string, sid: string): Promise<OutboxEntry | undefined>
  failed(key: string, reason: string, errorCode: number | undefined, at: Instant): Promise<void>
  refused(key: string, reason: string, at: Instant): Promise<void>
  /** Keeps a status, unless a later one is known. Undefined when no entry is meant. */
  report(report: StatusReport): Promise<OutboxEntry | undefined>
  /**
   * A message that the network had and could not hand on is to leave again: it queues anew, and the task or attempt that it
   * was sent for is due now. Undefined when it is no message under way, or came back too often.
   */
  giveBack(report: StatusReport & { readonly errorCode: number }): Promise<OutboxEntry | undefined>
  /** Whether a SID is that of a message that came back. */
  isGivenBack(sid: string): Promise<boolean>
  find(key: string): Promise<OutboxEntry | undefined>
  findBySid(sid: string): Promise<OutboxEntry | undefined>
  findById(id: string): Promise<OutboxEntry | undefined>
  /** Those of these SIDs that belong to some entry. */
  knownAmong(sids: readonly string[]): Promise<ReadonlySet<string>>
  /** Newest first. */
  list(query: { readonly limit: number; readonly to?: string | undefined }): Promise<readonly OutboxEntry[]>
}

/** How far along each status is; one of a call that is over is further than any before. */
const RANKS: Readonly<Record<string, number>> = {
  accepted: 1,
  scheduled: 1,
  queued: 2,
  initiated: 2,
  sending: 3,
  ringing: 3,
  sent: 4,
  'in-progress': 4,
  delivered: 5,
  undelivered: 5,
  failed: 5,
  canceled: 5,
  completed: 5,
  busy: 5,
  'no-answer': 5,
  partially_delivered: 5,
  read: 6,
}
const OVER = 5

/** Whether nothing more becomes of a call or message with this status, but that it is read. */
export const isOver = (status: string): boolean => (RANKS[status] ?? 0) >= OVER

/** Statuses that say that nobody was bothered. */
export const UNREACHED = ['busy', 'no-answer', 'failed', 'canceled', 'undelivered']

/** A message that came back so often is lost like any other. */
const MOST_GIVEN_BACK = 20

/** What the network says of a text message to a landline. */
export const LANDLINE = [30006, 21614]

/** The outbox of a database. */
export function createOutbox({ db }: OpenDatabase): Outbox {
  const change = (key: string) => db.updateTable('outbox').where('key', '=', key)
  const one = () => db.selectFrom('outbox').selectAll()

  async function find(key: string): Promise<OutboxEntry | undefined> {
    const row = await one().where('key', '=', key).executeTakeFirst()
    return row && entryOf(row)
  }

  async function isGivenBack(sid: string): Promise<boolean> {
    const row = await db.selectFrom('given_back').select('sid').where('sid', '=', sid).executeTakeFirst()
    return row !== undefined
  }

  async function findBySid(sid: string): Promise<OutboxEntry | undefined> {
    const row = await one().where('sid', '=', sid).executeTakeFirst()
    return row && entryOf(row)
  }

  return {
    find,
    findBySid,
    isGivenBack,
    giveBack: (report) => db.transaction().execute((transaction) => giveBack(transaction, report)),
    async findById(id) {
      if (!isUuid(id)) return undefined
      const row = await one().where('id', '=', id).executeTakeFirst()
      return row && entryOf(row)
    },
    async claim({ key, channel, purpose, to, from }, at) {
      const row = await db
        .insertInto('outbox')
        .values({ key, channel, purpose, recipient: to, sender: from, at })
        // Changes nothing; what is there comes back.
        .onConflict((conflict) => conflict.column('key').doUpdateSet(({ ref }) => ({ key: ref('excluded.key') })))
        .returningAll()
        .executeTakeFirstOrThrow()
      return entryOf(row)
    },
    async giveTurn(key, turnAt) {
      await change(key).set({ turn_at: turnAt }).execute()
    },
    async asking(key, at, turnAt = null) {
      await change(key)
        .set(({ fn, val }) => ({
          state: 'asked',
          asked_at: fn.coalesce('asked_at', val(at)),
          ...(turnAt !== null && { turn_at: turnAt }),
        }))
        .where('state', 'in', ['claimed', 'asked'])
        .execute()
    },
    async notAsked(key) {
      await change(key)
        .set({ state: 'claimed', asked_at: null })
        .where('state', '=', 'asked')
        .where('sid', 'is', null)
        .execute()
    },
    async placed(key, sid) {
      // A callback may have been faster; what it said stays.
      const placed = await change(key)
        .set(({ fn, val }) => ({ state: 'placed', sid: fn.coalesce('sid', val(sid)) }))
        .where('state', 'in', ['claimed', 'asked'])
        // A callback may have been faster, and say that it came back.
        .where(({ not, exists, selectFrom }) =>
          not(exists(selectFrom('given_back').select('given_back.sid').where('given_back.sid', '=', sid))),
        )
        .returningAll()
        .executeTakeFirst()
      return placed === undefined ? find(key) : entryOf(placed)
    },
    async failed(key, reason, errorCode, at) {
      await change(key)
        .set({ state: 'failed', reason, error_code: errorCode ?? null, ended_at: at })
        .where('state', 'in', ['claimed', 'asked'])
        .execute()
    },
    async refused(key, reason, at) {
      await change(key).set({ state: 'refused', reason, ended_at: at }).where('state', '=', 'claimed').execute()
    },
    async report({ id, sid, status, errorCode, answeredBy, seconds, at }) {
      const rank = RANKS[status] ?? 0
      const changed = await db
        .updateTable('outbox')
        .set({
          sid,
          status,
          rank,
          state: rank >= OVER ? 'ended' : 'placed',
          ended_at: rank >= OVER ? at : null,
          ...(errorCode !== undefined && { error_code: errorCode }),
          ...(answeredBy !== undefined && { answered_by: answeredBy }),
          ...(seconds !== undefined && { seconds }),
        })
        .where(({ eb }) => (id !== undefined && isUuid(id) ? eb('id', '=', id) : eb('sid', '=', sid)))
        .where(({ eb, or }) => or([eb('sid', 'is', null), eb('sid', '=', sid)]))
        .where('rank', '<', rank)
        .where(({ not, exists, selectFrom }) =>
          not(exists(selectFrom('given_back').select('given_back.sid').where('given_back.sid', '=', sid))),
        )
        .returningAll()
        .executeTakeFirst()
      return changed === undefined ? findBySid(sid) : entryOf(changed)
    },
    async knownAmong(sids) {
      if (sids.length === 0) return new Set()
      const [rows, givenBack] = await Promise.all([
        db.selectFrom('outbox').select('sid').where('sid', 'in', sids).execute(),
        db.selectFrom('given_back').select('sid').where('sid', 'in', sids).execute(),
      ])
      return new Set([...rows, ...givenBack].flatMap(({ sid }) => (sid === null ? [] : [sid])))
    },
    async list({ limit, to }) {
      const query = one().orderBy('at', 'desc').orderBy('key').limit(limit)
      const rows = await (to === undefined ? query : query.where('recipient', '=', to)).execute()
      return rows.map(entryOf)
    },
  }
}

/** In one transaction: a message is to leave again, with whatever it was sent for, or nothing has happened. */
async function giveBack(
  transaction: Database,
  { id, sid, errorCode, at }: StatusReport & { readonly errorCode: number },
): Promise<OutboxEntry | undefined> {
  const row = await transaction
    .updateTable('outbox')
    .set({ state: 'claimed', sid: null, status: null, rank: 0, asked_at: null, turn_at: null })
    .where(({ eb }) => (id !== undefined && isUuid(id) ? eb('id', '=', id) : eb('sid', '=', sid)))
    .where(({ eb, or }) => or([eb('sid', 'is', null), eb('sid', '=', sid)]))
    .where('state', 'in', ['asked', 'placed'])
    .where(
      ({ selectFrom }) =>
        selectFrom('given_back')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .whereRef('given_back.key', '=', 'outbox.key'),
      '<',
      MOST_GIVEN_BACK,
    )
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) return undefined
  const { key } = row
  const added = await transaction
    .insertInto('given_back')
    .values({ sid, key, error_code: errorCode, at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (!added.numInsertedOrUpdatedRows) throw new Error('A message came back twice at once.')
  await unspend(transaction, key)
  await tellAgain(transaction, { key, sid, at })
  const reason = `its carrier takes no more for now (${errorCode})`
  await transaction
    .updateTable('tasks')
    .set({ state: 'due', due_at: at, ended_at: null, reason })
    .where('key', '=', key)
    .where('state', '=', 'done')
    .execute()
  await transaction
    .updateTable('attempts')
    .set({ state: 'planned', sid: null, due_at: at, reason })
    .where('sid', '=', sid)
    .where('state', '=', 'placed')
    .execute()
  return entryOf(row)
}

/** A row of its table, also as JSON. */
export interface OutboxRow {
  readonly key: string
  readonly id: string
  readonly channel: Channel
  readonly purpose: Purpose
  readonly recipient: string
  readonly sender: string
  readonly state: OutboxState
  readonly at: number
  readonly asked_at: number | null
  readonly turn_at: number | null
  readonly sid: string | null
  readonly status: string | null
  readonly error_code: number | null
  readonly reason: string | null
  readonly ended_at: number | null
  readonly answered_by: string | null
  readonly seconds: number | null
}

export function entryOf(row: OutboxRow): OutboxEntry {
  const { key, id, channel, purpose, state, at, sid, status, reason } = row
  return {
    key,
    id,
    channel,
    purpose,
    to: row.recipient,
    from: row.sender,
    state,
    at,
    askedAt: row.asked_at,
    turnAt: row.turn_at,
    sid,
    status,
    errorCode: row.error_code,
    reason,
    endedAt: row.ended_at,
    answeredBy: row.answered_by,
    seconds: row.seconds,
  }
}
