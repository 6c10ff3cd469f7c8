/**
 * Copies of calendars with holidays: the last good one holds for as long as a calendar cannot be fetched.
 */
import type { Instant } from '../clock/clock.ts'
import type { Holiday } from '../flow/index.ts'
import type { OpenDatabase } from './database.ts'

/** What is known of a calendar. */
export interface HolidayFeed {
  /** Of the last good copy; undefined when there never was one. */
  readonly holidays: readonly Holiday[] | undefined
  readonly fetchedAt: Instant | null
  /** Why the last try came to nothing; null when it worked. */
  readonly reason: string | null
}

export interface HolidayFeeds {
  /** @param feed a digest of where it is, which may be private */
  find(feed: string): Promise<HolidayFeed | undefined>
  keep(feed: string, holidays: readonly Holiday[], at: Instant): Promise<void>
  /** A try came to nothing; the last good copy stays. */
  miss(feed: string, reason: string): Promise<void>
}

/** The calendars of a database. */
export function createHolidayFeeds({ db }: OpenDatabase): HolidayFeeds {
  return {
    async find(feed) {
      const row = await db.selectFrom('holiday_feeds').selectAll().where('feed', '=', feed).executeTakeFirst()
      if (row === undefined) return undefined
      const holidays = row.holidays === null ? undefined : JSON.parse(row.holidays)
      return { holidays, fetchedAt: row.fetched_at, reason: row.reason }
    },
    async keep(feed, holidays, at) {
      const values = { holidays: JSON.stringify(holidays), fetched_at: at, reason: null }
      await db
        .insertInto('holiday_feeds')
        .values({ feed, ...values })
        .onConflict((conflict) => conflict.column('feed').doUpdateSet(values))
        .execute()
    },
    async miss(feed, reason) {
      await db
        .insertInto('holiday_feeds')
        .values({ feed, holidays: null, fetched_at: null, reason })
        .onConflict((conflict) => conflict.column('feed').doUpdateSet({ reason }))
        .execute()
    },
  }
}
