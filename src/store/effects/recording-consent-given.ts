import { sql } from 'kysely'
import type { RecordingConsentGiven } from '../../flow/index.ts'
import type { EffectWriter } from './effect-writer.ts'

/** What a caller was told or asked about recording, and what he said; never changed afterwards. */
export const recordingConsentGiven: EffectWriter<RecordingConsentGiven> = {
  rowOf: ({ mode, isAgreed, wording }, { session, at }) => ({
    caller: session.from,
    at,
    mode,
    is_agreed: isAgreed,
    wording,
    language: session.language,
  }),
  write: (rows, table) => sql`given_recording_consents as (
      insert into ${table('recording_consents')} (call_sid, turn, caller, at, mode, is_agreed, wording, language)
      select call_sid, turn, caller, at, mode, is_agreed, wording, language
      from json_to_recordset(${rows}::json) as row(
        call_sid text, turn integer, caller text, at bigint, mode text, is_agreed boolean, wording text, language text)
      join fresh using (call_sid, turn)
    )`,
}
