import { sql } from 'kysely'
import type { QueueChanged } from '../../flow/index.ts'
import type { EffectWriter } from './effect-writer.ts'

/**
 * What became of a caller's place, and of the agent who was his. A change that comes too late, when the place is over or
 * somebody else has settled it, changes nothing.
 */
export const queueChanged: EffectWriter<QueueChanged> = {
  rowOf: ({ change, outcome, until }, { at }) => ({ change, outcome: outcome ?? null, until: until ?? null, at }),
  write: (rows, table) => sql`changes as (
      select row.* from json_to_recordset(${rows}::json) as row(
        call_sid text, turn integer, change text, outcome text, until bigint, at bigint)
      join fresh using (call_sid, turn)
    ), changed as (
      update ${table('queue_entries')} as place set
        state = case change
          when 'connected' then 'talking'
          when 'refused' then 'waiting'
          when 'waits-again' then 'waiting'
          when 'called-back' then place.state
          when 'missed' then ${missedState}
          when 'not-taken' then 'callback'
          when 'put-off' then 'callback'
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
        agent = case when change in ('refused', 'missed', 'not-taken', 'put-off') then null else agent end,
        called_back_at = case
          when change = 'called-back' then at
          when change = 'served' and callback_number is not null then coalesce(called_back_at, at)
          else called_back_at end,
        callback_at = case change when 'missed' then ${nextCallback(sql`at`)} when 'put-off' then until else callback_at end,
        callback_spared = callback_spared + case when change in ('not-taken', 'put-off') then 1 else 0 end,
        -- He hears the first words of the wait again before he could be called out of it.
        seen_at = case when change in ('refused', 'waits-again') then null else seen_at end
      from changes
      where place.call_sid = changes.call_sid and place.ended_at is null
        and (change not in ('refused', 'missed', 'called-back', 'not-taken', 'put-off') or place.state = 'offered')
        and (change <> 'waits-again' or place.state = 'choosing')
      returning place.entry, changes.change, changes.at,
        change in ('missed', 'put-off', 'left') and callback_leg is not distinct from 'agent' as is_hearing_why
    ), changed_agents as (
      update ${table('queue_agents')} as agents set
        state = case
          when change = 'connected' then 'talking'
          when change = 'called-back' then agents.state
          when change in ('refused', 'not-taken') and refusals + 1 >= most_refusals then 'away'
          else 'available' end,
        refusals = case
          when change in ('refused', 'not-taken') then refusals + 1
          when change in ('connected', 'served') then 0
          else refusals end,
        idle_since = case
          when change = 'served' then at + wrap_up
          when change in ('refused', 'not-taken') then at
          -- Whose leg it was is told why before he hangs up; his phone would be busy until then.
          when is_hearing_why then at + ${HEARS_WHY}
          else idle_since end,
        entry = case when change in ('connected', 'called-back') then agents.entry end
      from changed where agents.entry = changed.entry and agents.state in ('ringing', 'talking')
    )`,
}

/** So long an agent is told why nobody was called, in milliseconds. */
const HEARS_WHY = 5_000

/** Nobody was reached at a callback: it is tried again, unless that was the last time. */
export const missedState = sql<'ended' | 'callback'>`case
  when callback_number is null or callback_attempts - callback_spared >= callback_most then 'ended' else 'callback' end`

/** What a callback comes to when nobody was reached. */
export const missedOutcome = sql<string | null>`case
  when callback_attempts - callback_spared >= callback_most then 'callback-failed' end`

/** Each wait is three times the one before. */
export const nextCallback = (at: ReturnType<typeof sql>) =>
  sql<number>`(${at} + callback_retry * power(3, greatest(callback_attempts - callback_spared - 1, 0)))::bigint`
