/**
 * Outgoing legs: how many calls a line leads on or places at this moment, whichever server does.
 *
 * A leg has its room from the moment before it is dialled. It is over when its call is, by what the network has reported, or
 * when it could not last any longer.
 */
import { type ExpressionBuilder, type Kysely, sql } from 'kysely'
import type { Instant } from '../clock/clock.ts'
import type { OpenDatabase } from './database.ts'
import type { Tables } from './tables.ts'

/** A leg that is about to be dialled. */
export interface OutgoingLeg {
  /** Tells this leg from all others, so that one that is asked for twice has room once. */
  readonly key: string
  /** E.164: who is limited. */
  readonly line: string
  /** The call it is dialled from, or the key of the placed call in the outbox. */
  readonly holder: string
  /** The turn in which it is dialled; 0 for a call of its own. */
  readonly turn: number
  /** For how many it counts. */
  readonly legs: number
}

/** The outgoing legs of a database. */
export interface OutgoingLegs {
  /** Takes room for a leg; false when so many are under way that it would be one too many. */
  take(leg: OutgoingLeg, most: number, now: Instant): Promise<boolean>
  /** The legs that a call has dialled before a turn are over; without a turn all of them. */
  over(holder: string, turn?: number): Promise<void>
  /** How many are under way on a line. */
  count(line: string, now: Instant): Promise<number>
}

/** The network ends a call after four hours (reference twiml-voice.md §4.6). */
const LONGEST_CALL = 4 * 3_600_000

/** The outgoing legs of a database. */
export function createOutgoingLegs({ db, schema }: OpenDatabase): OutgoingLegs {
  return {
    async take({ key, line, holder, turn, legs }, most, now) {
      return db.transaction().execute(async (transaction) => {
        const name = `${schema}/outgoing/${line}`
        await sql`select pg_advisory_xact_lock(hashtext(${name}))`.execute(transaction)
        await transaction.deleteFrom('outgoing_legs').where('line', '=', line).where(isOver(now)).execute()
        const own = await transaction
          .selectFrom('outgoing_legs')
          .select('key')
          .where('key', '=', key)
          .executeTakeFirst()
        if (own !== undefined) return true
        if ((await countOn(transaction, line)) + legs > most) return false
        const lapses = now + LONGEST_CALL
        await transaction
          .insertInto('outgoing_legs')
          .values({ key, line, holder, turn, legs, lapses_at: lapses })
          .execute()
        return true
      })
    },
    async over(holder, turn) {
      const ended = db.deleteFrom('outgoing_legs').where('holder', '=', holder)
      await (turn === undefined ? ended : ended.where('turn', '<', turn)).execute()
    },
    async count(line, now) {
      await db.deleteFrom('outgoing_legs').where('line', '=', line).where(isOver(now)).execute()
      return countOn(db, line)
    },
  }
}

async function countOn(db: Kysely<Tables>, line: string): Promise<number> {
  const row = await db
    .selectFrom('outgoing_legs')
    .select(({ fn }) => fn.sum<number | null>('legs').as('legs'))
    .where('line', '=', line)
    .executeTakeFirst()
  return Number(row?.legs ?? 0)
}

/** Legs whose call has ended, as far as anybody has told, or could not last so long. */
function isOver(now: Instant) {
  return ({ eb, or, exists, selectFrom }: ExpressionBuilder<Tables, 'outgoing_legs'>) =>
    or([
      eb('lapses_at', '<=', now),
      exists(
        selectFrom('calls')
          .select('call_sid')
          .whereRef('calls.call_sid', '=', 'outgoing_legs.holder')
          .where('calls.ended_at', 'is not', null),
      ),
      exists(
        selectFrom('outbox')
          .select('outbox.key')
          .whereRef('outbox.key', '=', 'outgoing_legs.holder')
          .where('outbox.ended_at', 'is not', null),
      ),
    ])
}
