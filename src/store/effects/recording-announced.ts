import { sql } from 'kysely'
import type { RecordingAnnounced } from '../../flow/index.ts'
import type { EffectWriter } from './effect-writer.ts'

/** A recording whose audio is to be fetched, so that whoever made it can hear it and say whether it is kept. */
export const recordingAnnounced: EffectWriter<RecordingAnnounced> = {
  rowOf: ({ recordingSid }, { at }) => ({ recording_sid: recordingSid, at }),
  write: (rows, table) => sql`announced_recordings as (
      insert into ${table('recordings')} (recording_sid, call_sid, state, next_try_at, is_draft)
      select recording_sid, call_sid, 'announced', at, true from json_to_recordset(${rows}::json) as row(
        call_sid text, turn integer, recording_sid text, at bigint)
      join fresh using (call_sid, turn)
      on conflict do nothing
    )`,
}
