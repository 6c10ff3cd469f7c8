import type { Instant } from '../clock/clock.ts'
import type { OpenDatabase } from './database.ts'

export interface Calls {
  /** Notes how a call ended; the first report wins, a call nobody has met is ignored. */
  end(callSid: string, status: string, at: Instant): Promise<void>
  /** How many calls a line has now; one whose end nobody has told of counts as long as it could last. */
  countOn(line: string, now: Instant): Promise<number>
}

/** The network ends a call after four hours (reference twiml-voice.md §4.6). */
const LONGEST_CALL = 4 * 3_600_000

/** The calls of a database. */
export function createCalls({ db }: OpenDatabase): Calls {
  return {
    async end(callSid, status, at) {
      await db
        .updateTable('calls')
        .set({ status, ended_at: at })
        .where('call_sid', '=', callSid)
        .where('ended_at', 'is', null)
        .execute()
    },
    async countOn(line, now) {
      const row = await db
        .selectFrom('calls')
        .select(({ fn }) => fn.countAll<number>().as('calls'))
        .where('called', '=', line)
        .where('ended_at', 'is', null)
        .where('started_at', '>', now - LONGEST_CALL)
        .executeTakeFirst()
      return Number(row?.calls ?? 0)
    },
  }
}
