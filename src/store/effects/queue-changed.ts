import { sql } from 'kysely'
import type { QueueChanged } from '../../flow/index.ts'
import type { EffectWriter } from './effect-writer.ts'

/**
 * What became of a caller's place, and of the agent who was his. A change that comes too late, when the place is over or
 * somebody else has settled it, changes nothing.
 */
export const queueChanged: EffectWriter<QueueChanged> = {
  rowOf: ({ change, outcome }, { at }) => ({ change, outcome: outcome ?? null, at }),
  write: (rows, table) => sql`changes as (
      select row.* from json_to_recordset(${rows}::json) as row(
        call_sid text, turn integer, change text, outcome text, at bigint)
      join fresh using (call_sid, turn)
    ), changed as (
      update ${table('queue_entries')} as place set
        state = case change when 'connected' then 'talking' when 'refused' then 'waiting' else 'ended' end,
        answered_at = case when change in ('connected', 'served') then coalesce(answered_at, at) else answered_at end,
        ended_at = case when change in ('served', 'left') then at end,
        outcome = case change when 'served' then 'answered' when 'left' then changes.outcome end,
        agent = case change when 'refused' then null else agent end,
        -- He hears the first words of the wait again before he could be called out of it.
        seen_at = case change when 'refused' then null else seen_at end
      from changes
      where place.call_sid = changes.call_sid and place.ended_at is null
        and (change <> 'refused' or place.state = 'offered')
      returning place.entry, changes.change, changes.at
    ), changed_agents as (
      update ${table('queue_agents')} as agents set
        state = case
          when change = 'connected' then 'talking'
          when change = 'refused' and refusals + 1 >= most_refusals then 'away'
          else 'available' end,
        refusals = case change when 'refused' then refusals + 1 when 'left' then refusals else 0 end,
        idle_since = case change when 'served' then at + wrap_up when 'refused' then at else idle_since end,
        entry = case change when 'connected' then agents.entry end
      from changed where agents.entry = changed.entry and agents.state in ('ringing', 'talking')
    )`,
}
