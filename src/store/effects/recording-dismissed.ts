import { sql } from 'kysely'
import type { RecordingDismissed } from '../../flow/index.ts'
import type { EffectWriter } from './effect-writer.ts'

/** A recording that is no message; one that a callback had reported is taken back. */
export const recordingDismissed: EffectWriter<RecordingDismissed> = {
  rowOf: ({ recordingSid }, { at }) => ({ recording_sid: recordingSid, at }),
  write: (rows, table) => sql`dismissed as (
      select row.* from json_to_recordset(${rows}::json) as row(
        call_sid text, turn integer, recording_sid text, at bigint)
      join fresh using (call_sid, turn)
    ), dismissed_recordings as (
      insert into ${table('recordings')} (recording_sid, call_sid, state, next_try_at)
      select recording_sid, call_sid, 'dismissed', at from dismissed
      on conflict (recording_sid) do update set state = 'dismissed'
    ), dismissed_messages as (
      delete from ${table('messages')} where recording_sid in (select recording_sid from dismissed)
    )`,
}
