/**
 * Consent to recording: what callers were told or asked, and what they said. Written once, by the effect
 * `recording-consent-given`; read by whoever has to show it.
 */
import type { Instant } from '../clock/clock.ts'
import type { OpenDatabase } from './database.ts'

/** One caller, told or asked once. */
export interface RecordingConsent {
  readonly callSid: string
  readonly caller: string
  readonly at: Instant
  readonly mode: 'notice' | 'ask'
  readonly isAgreed: boolean
  /** What he heard. */
  readonly wording: string
  readonly language: string
}

export interface RecordingConsents {
  /** Newest first; of one call when named. */
  list(options?: { readonly callSid?: string; readonly limit?: number }): Promise<readonly RecordingConsent[]>
}

/** The consents of a database. */
export function createRecordingConsents({ db }: OpenDatabase): RecordingConsents {
  return {
    async list({ callSid, limit = 200 } = {}) {
      const all = db.selectFrom('recording_consents').selectAll().orderBy('at', 'desc').limit(limit)
      const rows = await (callSid === undefined ? all : all.where('call_sid', '=', callSid)).execute()
      return rows.map((row) => ({
        callSid: row.call_sid,
        caller: row.caller,
        at: row.at,
        mode: row.mode,
        isAgreed: row.is_agreed,
        wording: row.wording,
        language: row.language,
      }))
    },
  }
}
