import { sql } from 'kysely'
import type { AgentSet } from '../../flow/index.ts'
import type { EffectWriter } from './effect-writer.ts'

/**
 * An agent says whether he takes calls. He is on this very call, so whatever he was before (rung, talking) is over; only one
 * who is talking on the line he stays on is not heard here.
 */
export const agentSet: EffectWriter<AgentSet> = {
  rowOf: ({ agent, state, phone, isOnLine }, { at }) => ({ agent, state, phone, is_on_line: isOnLine, at }),
  write: (rows, table) => sql`set_agents as (
      insert into ${table('queue_agents')} as agents (agent, state, phone, line_call, idle_since)
      select agent, state, phone, case when is_on_line then call_sid end, at
      from json_to_recordset(${rows}::json) as row(
        call_sid text, turn integer, agent text, state text, phone text, is_on_line boolean, at bigint)
      join fresh using (call_sid, turn)
      on conflict (agent) do update set
        state = excluded.state,
        phone = coalesce(excluded.phone, agents.phone),
        line_call = excluded.line_call,
        idle_since = excluded.idle_since,
        refusals = 0,
        entry = null
    )`,
}
