import { sql } from 'kysely'
import type { LanguageChosen } from '../../flow/index.ts'
import type { EffectWriter } from './effect-writer.ts'

/** The language somebody wants to be spoken to in; the last choice counts. */
export const languageChosen: EffectWriter<LanguageChosen> = {
  rowOf: ({ caller, language }, { at }) => ({ caller, language, at }),
  write: (rows, table) => sql`chosen_languages as (
      insert into ${table('languages')} (caller, language, at)
      select distinct on (caller) caller, language, at from json_to_recordset(${rows}::json) as row(
        call_sid text, turn integer, caller text, language text, at bigint)
      join fresh using (call_sid, turn)
      order by caller, at desc
      on conflict (caller) do update set language = excluded.language, at = excluded.at
    )`,
}
