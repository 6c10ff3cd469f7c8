import { sql } from 'kysely'
import type { WaitlistChanged } from '../../flow/index.ts'
import { joiningWaitlist } from '../waitlist.ts'
import type { EffectWriter } from './effect-writer.ts'

/** Somebody would rather come earlier, or does not want to any more. */
export const waitlistChanged: EffectWriter<WaitlistChanged> = {
  rowOf: ({ reminderId, waits }, { at }) => ({ reminder: reminderId, waits, at }),
  write: (rows, table) => sql`waitlist_rows as (
      select distinct on (reminder) reminder, waits, at from json_to_recordset(${rows}::json) as row(
        call_sid text, turn integer, reminder uuid, waits boolean, at bigint)
      join fresh using (call_sid, turn) order by reminder, waits desc
    ), incoming_waiters as (
      select reminder, null::bigint as not_before, at from waitlist_rows where waits
    ), ${joiningWaitlist(table, sql`incoming_waiters`)}, waitlist_left as (
      delete from ${table('waitlist')} as waiting using waitlist_rows
      where waiting.reminder_id = waitlist_rows.reminder and not waitlist_rows.waits
    )`,
}
