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
        state = case change
          when 'connected' then 'talking'
          when 'refused' then 'waiting'
          when 'waits-again' then 'waiting'
          when 'called-back' then place.state
          when 'missed' then ${missedState}
          else 'ended' end,
        wish = case change when 'waits-again' then null else wish end,
        answered_at = case when change in ('connected', 'served') then coalesce(answered_at, at) else answered_at end,
        ended_at = case
          when change in ('served', 'left') then at
          when change = 'missed' and ${missedState} = 'ended' then at end,
        outcome = case change
          when 'served' then 'answered'
          when 'left' then changes.outcome
          when 'missed' then ${missedOutcome} end,
        agent = case when change in ('refused', 'missed') then null else agent end,
        called_back_at = case change when 'called-back' then at else called_back_at end,
        callback_at = case change when 'missed' then ${nextCallback(sql`at`)} else callback_at end,
        -- He hears the first words of the wait again before he could be called out of it.
        seen_at = case when change in ('refused', 'waits-again') then null else seen_at end
      from changes
      where place.call_sid = changes.call_sid and place.ended_at is null
        and (change not in ('refused', 'missed', 'called-back') or place.state = 'offered')
        and (change <> 'waits-again' or place.state = 'choosing')
      returning place.entry, changes.change, changes.at
    ), changed_agents as (
      update ${table('queue_agents')} as agents set
        state = case
          when change = 'connected' then 'talking'
          when change = 'called-back' then agents.state
          when change = 'refused' and refusals + 1 >= most_refusals then 'away'
          else 'available' end,
        refusals = case
          when change = 'refused' then refusals + 1
          when change in ('connected', 'served') then 0
          else refusals end,
        idle_since = case change when 'served' then at + wrap_up when 'refused' then at else idle_since end,
        entry = case when change in ('connected', 'called-back') then agents.entry end
      from changed where agents.entry = changed.entry and agents.state in ('ringing', 'talking')
    )`,
}

/** Nobody was reached at a callback: it is tried again, unless that was the last time. */
export const missedState = sql<'ended' | 'callback'>`case
  when callback_number is null or callback_attempts >= callback_most then 'ended' else 'callback' end`

/** What a callback comes to when nobody was reached. */
export const missedOutcome = sql<string | null>`case when callback_attempts >= callback_most then 'callback-failed' end`

/** Each wait is three times the one before. */
export const nextCallback = (at: ReturnType<typeof sql>) =>
  sql<number>`(${at} + callback_retry * power(3, greatest(callback_attempts - 1, 0)))::bigint`
