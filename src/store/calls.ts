import type { Instant } from '../clock/clock.ts'
import type { OpenDatabase } from './database.ts'

export interface Calls {
  /** Notes how a call ended; the first report wins, a call nobody has met is ignored. */
  end(callSid: string, status: string, at: Instant): Promise<void>
}

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
  }
}
