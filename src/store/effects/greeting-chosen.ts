import { sql } from 'kysely'
import type { GreetingChosen } from '../../flow/index.ts'
import type { EffectWriter } from './effect-writer.ts'

/** Which greeting of a mailbox plays. */
export const greetingChosen: EffectWriter<GreetingChosen> = {
  rowOf: ({ mailbox, plays }) => ({ mailbox, plays }),
  write: (rows, table) => sql`chosen_greetings as (
      insert into ${table('greeting_choices')} (mailbox, plays)
      select distinct on (mailbox) mailbox, plays from json_to_recordset(${rows}::json) as row(
        call_sid text, turn integer, mailbox text, plays text)
      join fresh using (call_sid, turn) order by mailbox, call_sid desc
      on conflict (mailbox) do update set plays = excluded.plays
    )`,
}
