import { sql } from 'kysely'
import type { MessageChanged } from '../../flow/index.ts'
import type { EffectWriter } from './effect-writer.ts'

/** What somebody who listens has done with a message. */
export const messageChanged: EffectWriter<MessageChanged> = {
  rowOf: ({ mailbox, messageId, change }, { at }) => ({ mailbox, id: messageId, change, at }),
  write: (rows, table) => sql`changed as (
      select row.* from json_to_recordset(${rows}::json) as row(
        call_sid text, turn integer, mailbox text, id uuid, change text, at bigint)
      join fresh using (call_sid, turn)
    ), changed_messages as (
      update ${table('messages')} as kept set
        is_heard = kept.is_heard or changed.change in ('heard', 'removed'),
        removed_at = case changed.change when 'removed' then changed.at when 'restored' then null else kept.removed_at end
      from changed where kept.id = changed.id and kept.mailbox = changed.mailbox
    )`,
}
