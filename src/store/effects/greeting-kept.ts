import { sql } from 'kysely'
import type { GreetingKept } from '../../flow/index.ts'
import type { EffectWriter } from './effect-writer.ts'

/** The greeting of a mailbox; of two in the same breath the later call's counts. */
export const greetingKept: EffectWriter<GreetingKept> = {
  rowOf: ({ mailbox, greeting, recordingSid }, { at }) => ({
    mailbox,
    name: greeting,
    recording_sid: recordingSid,
    at,
  }),
  write: (rows, table) => sql`kept_greetings as (
      select distinct on (mailbox, name) row.* from json_to_recordset(${rows}::json) as row(
        call_sid text, turn integer, mailbox text, name text, recording_sid text, at bigint)
      join fresh using (call_sid, turn) order by mailbox, name, call_sid desc
    ), kept_in_greetings as (
      insert into ${table('greetings')} (mailbox, name, recording_sid, at)
      select mailbox, name, recording_sid, at from kept_greetings where recording_sid is not null
      on conflict (mailbox, name) do update set recording_sid = excluded.recording_sid, file = null, at = excluded.at
    ), kept_no_greetings as (
      delete from ${table('greetings')} where (mailbox, name) in
        (select mailbox, name from kept_greetings where recording_sid is null)
    )`,
}
