/**
 * Transcripts: what was said in recordings, as somebody has written it down.
 *
 * Kept by recording, so that a text may come before the message it belongs to.
 */
import type { Instant } from '../clock/clock.ts'
import type { OpenDatabase } from './database.ts'

export interface Transcripts {
  /** Keeps a text; one that is there already stays, but for one that had failed. */
  keep(recordingSid: string, text: string, at: Instant): Promise<void>
  /** Nobody could write it down. */
  fail(recordingSid: string, at: Instant): Promise<void>
}

/** The transcripts of a database. */
export function createTranscripts({ db }: OpenDatabase): Transcripts {
  return {
    async keep(recordingSid, text, at) {
      await db
        .insertInto('transcripts')
        .values({ recording_sid: recordingSid, state: 'completed', text, at })
        .onConflict((conflict) =>
          conflict
            .column('recording_sid')
            .doUpdateSet({ state: 'completed', text, at })
            .where('transcripts.state', '=', 'failed'),
        )
        .execute()
    },
    async fail(recordingSid, at) {
      await db
        .insertInto('transcripts')
        .values({ recording_sid: recordingSid, state: 'failed', text: '', at })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    },
  }
}
