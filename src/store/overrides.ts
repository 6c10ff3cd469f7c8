/**
 * Overrides: which opening hours somebody has set aside by hand, and until when.
 */
import type { Instant } from '../clock/clock.ts'
import type { OpenDatabase } from './database.ts'

/** What was decided by hand; `until` null: until somebody decides otherwise. */
export interface Override {
  readonly isOpen: boolean
  readonly until: Instant | null
}

export interface Overrides {
  /** What was last decided about the hours of a step, also when its time is over; undefined for nothing. */
  find(flow: string, step: string): Promise<Override | undefined>
  /** Opens or closes by hand; undefined gives the hours back to their schedule. */
  set(flow: string, step: string, override: Override | undefined): Promise<void>
}

/** The overrides of a database. */
export function createOverrides({ db }: OpenDatabase): Overrides {
  return {
    async find(flow, step) {
      const found = db.selectFrom('overrides').selectAll().where('flow', '=', flow).where('step', '=', step)
      const row = await found.executeTakeFirst()
      return row && { isOpen: row.is_open, until: row.until }
    },
    async set(flow, step, override) {
      if (override === undefined) {
        await db.deleteFrom('overrides').where('flow', '=', flow).where('step', '=', step).execute()
        return
      }
      const values = { is_open: override.isOpen, until: override.until }
      await db
        .insertInto('overrides')
        .values({ flow, step, ...values })
        .onConflict((conflict) => conflict.columns(['flow', 'step']).doUpdateSet(values))
        .execute()
    },
  }
}
