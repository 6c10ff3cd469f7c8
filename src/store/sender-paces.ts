/**
 * The paces of senders: how fast each may send after its carriers have complained, and how much it has sent in a day.
 */
import { sql } from 'kysely'
import type { Duration, Instant } from '../clock/clock.ts'
import { minutes, seconds } from '../clock/duration.ts'
import type { OpenDatabase } from './database.ts'

/** How fast a sender may send now. */
export interface SenderPace {
  /** The part of its usual rate, above 0 and at most 1. */
  readonly share: number
  /** Nothing leaves before; 0 when nothing holds it. */
  readonly heldUntil: Instant
}

/** These tables of a database. */
export interface SenderPaces {
  of(sender: string, now: Instant): Promise<SenderPace>
  /**
   * Lets a sender pause and halves its rate, once for all complaints of ten seconds; the rate grows back by a tenth of the whole
   * a minute.
   */
  slowDown(sender: string, now: Instant, pause: Duration): Promise<void>
  /** Nothing of a sender leaves before that moment, and nothing of the others of its brand. */
  hold(sender: string, until: Instant): Promise<void>
  /** Counts segments to a day; false, and nothing is counted, when that would be more than `most`. A first message always fits. */
  count(sender: string, day: string, segments: number, most: number): Promise<boolean>
}

const RECOVERS: Duration = minutes(10)
const TOGETHER: Duration = seconds(10)
const SLOWEST = 1 / 64

/** The paces of senders in a database. */
export function createSenderPaces({ db }: OpenDatabase): SenderPaces {
  return {
    async of(sender, now) {
      const row = await db
        .selectFrom('turns_of_senders')
        .select(['share', 'slowed_at', 'held_until'])
        .where('sender', '=', sender)
        .executeTakeFirst()
      if (row === undefined) return { share: 1, heldUntil: 0 }
      const share = Math.min(1, row.share + Math.max(0, now - row.slowed_at) / RECOVERS)
      return { share, heldUntil: row.held_until }
    },
    async slowDown(sender, now, pause) {
      const share = sql<number>`greatest(${SLOWEST}::double precision, least(1::double precision,
        ${sql.ref('turns_of_senders.share')} + (${now}::double precision - ${sql.ref('turns_of_senders.slowed_at')}) / ${RECOVERS}::double precision) / 2)`
      const free_at = sql<number>`greatest(${sql.ref('turns_of_senders.free_at')}, ${now + pause}::bigint)`
      await db
        .insertInto('turns_of_senders')
        .values({ sender, free_at: now + pause, share: 0.5, slowed_at: now })
        .onConflict((conflict) =>
          conflict
            .column('sender')
            .doUpdateSet({ free_at, share, slowed_at: now })
            .where('turns_of_senders.slowed_at', '<=', now - TOGETHER),
        )
        .execute()
    },
    async hold(sender, until) {
      const alike = await db
        .selectFrom('senders')
        .select('number')
        .where('brand', '=', (where) => where.selectFrom('senders').select('brand').where('number', '=', sender))
        .execute()
      const all = [...new Set([sender, ...alike.map(({ number }) => number)])].sort()
      await db
        .insertInto('turns_of_senders')
        .values(all.map((one) => ({ sender: one, free_at: 0, held_until: until })))
        .onConflict((conflict) =>
          conflict.column('sender').doUpdateSet({
            held_until: sql`greatest(${sql.ref('turns_of_senders.held_until')}, ${until}::bigint)`,
          }),
        )
        .execute()
    },
    async count(sender, day, segments, most) {
      const counted = await db
        .insertInto('segments_of_days')
        .values({ sender, day, segments })
        .onConflict((conflict) =>
          conflict
            .columns(['sender', 'day'])
            .doUpdateSet({ segments: sql`${sql.ref('segments_of_days.segments')} + ${segments}::integer` })
            .where(sql`${sql.ref('segments_of_days.segments')} + ${segments}::integer`, '<=', most),
        )
        .executeTakeFirst()
      return (counted.numInsertedOrUpdatedRows ?? 0n) > 0n
    },
  }
}
