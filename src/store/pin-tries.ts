/**
 * Tries of PINs: how often somebody may try, counted in the database so that all servers count together.
 *
 * A try is counted before the PIN is looked at and forgotten when it was right, so that many calls at once get no more
 * tries than one.
 */
import { sql } from 'kysely'
import type { Duration, Instant } from '../clock/clock.ts'
import { hours, minutes } from '../clock/duration.ts'
import type { OpenDatabase } from './database.ts'

export interface PinTries {
  /**
   * Asks for a try.
   *
   * @param subjects whose tries are counted: what the PIN opens, and `caller:` with the number
   * @returns undefined when it may be tried, else the moment from which it may be again
   */
  begin(subjects: readonly string[], now: Instant): Promise<Instant | undefined>
}

/** Wrong PINs of one caller before he is locked out. */
const MOST_OF_CALLER = 5
/**
 * Wrong PINs of all together before a mailbox or an agent's number is locked for everybody: callers can pretend to be any
 * number, so the limit of each is none for somebody who does.
 */
const MOST_OF_ALL = 25

/** How long the first, second, … lock lasts; the last one repeats. */
const LOCKS: readonly Duration[] = [minutes(1), minutes(5), minutes(15), hours(1), hours(4), hours(24)]

/** The tries of a database. */
export function createPinTries({ db }: OpenDatabase): PinTries {
  return {
    async begin(subjects, now) {
      return db.transaction().execute(async (transaction) => {
        const sorted = [...new Set(subjects)].sort()
        // Always in the same order, so that two calls never wait for each other.
        for (const subject of sorted) {
          await transaction
            .insertInto('pin_tries')
            .values({ subject, wrong: 0, locks: 0, locked_until: 0 })
            .onConflict((conflict) => conflict.doNothing())
            .execute()
        }
        const rows = await transaction
          .selectFrom('pin_tries')
          .selectAll()
          .where('subject', 'in', sorted)
          .orderBy('subject')
          .forUpdate()
          .execute()
        const lockedUntil = Math.max(0, ...rows.map((row) => row.locked_until))
        if (lockedUntil > now) return lockedUntil
        for (const { subject, wrong, locks } of rows) {
          const isLast = wrong + 1 >= (subject.startsWith('caller:') ? MOST_OF_CALLER : MOST_OF_ALL)
          const lock = LOCKS[Math.min(locks, LOCKS.length - 1)] ?? 0
          await transaction
            .updateTable('pin_tries')
            .set(isLast ? { wrong: 0, locks: locks + 1, locked_until: now + lock } : { wrong: sql`wrong + 1` })
            .where('subject', '=', subject)
            .execute()
        }
        return undefined
      })
    },
  }
}
