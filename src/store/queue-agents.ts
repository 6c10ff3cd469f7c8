/** Agents: who takes calls of queues now, and where he is rung. */
import type { Instant } from '../clock/clock.ts'
import type { OpenDatabase } from './database.ts'
import type { QueueAgentsTable } from './tables.ts'

/** An agent as he is now. */
export interface KeptAgent {
  readonly agent: string
  readonly state: QueueAgentsTable['state']
  readonly phone: string | null
  /** Whether he stays on the line and is connected without being rung. */
  readonly isOnLine: boolean
  /** Since when he is idle; a moment to come while he wraps up. */
  readonly idleSince: Instant
}

/** The agents of a database. */
export interface QueueAgents {
  /** Those of these who are known here. */
  list(agents: readonly string[]): Promise<readonly KeptAgent[]>
  /** How many of these are logged in, away ones too. */
  loggedIn(agents: readonly string[]): Promise<number>
  /** Sets an agent by hand; false when he is rung or talks, and nothing is changed then. */
  setByHand(agent: string, state: 'available' | 'away' | 'out', at: Instant): Promise<boolean>
  /**
   * Sets an agent available, away, or out, whatever he was: he says so himself, so he is neither rung nor talking.
   *
   * @param phone where he is rung from now on; undefined leaves it
   * @param lineCall the call he stays on; null for one who is rung
   */
  set(
    agent: string,
    state: 'available' | 'away' | 'out',
    at: Instant,
    how?: { readonly phone?: string | undefined; readonly lineCall?: string | null },
  ): Promise<void>
}

/** The agents of a database. */
export function createQueueAgents({ db }: OpenDatabase): QueueAgents {
  return {
    async list(agents) {
      const rows = await db
        .selectFrom('queue_agents')
        .selectAll()
        .where('agent', 'in', [...agents, ''])
        .orderBy('agent')
        .execute()
      return rows.map(({ agent, state, phone, line_call, idle_since }) => ({
        agent,
        state,
        phone,
        isOnLine: line_call !== null,
        idleSince: idle_since,
      }))
    },
    async loggedIn(agents) {
      const row = await db
        .selectFrom('queue_agents')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('agent', 'in', [...agents, ''])
        .where('state', '<>', 'out')
        .executeTakeFirst()
      return Number(row?.count ?? 0)
    },
    async setByHand(agent, state, at) {
      const changed = await db
        .insertInto('queue_agents')
        .values({
          agent,
          state,
          phone: null,
          line_call: null,
          idle_since: at,
          refusals: 0,
          entry: null,
          wrap_up: 0,
          most_refusals: 3,
        })
        .onConflict((conflict) =>
          conflict
            .column('agent')
            .doUpdateSet({ state, idle_since: at, refusals: 0 })
            .where('queue_agents.state', 'not in', ['ringing', 'talking']),
        )
        .executeTakeFirst()
      return (changed.numInsertedOrUpdatedRows ?? 0n) > 0n
    },
    async set(agent, state, at, { phone, lineCall = null } = {}) {
      const where = { line_call: lineCall, ...(phone !== undefined && { phone }) }
      await db
        .insertInto('queue_agents')
        .values({
          agent,
          state,
          phone: phone ?? null,
          line_call: lineCall,
          idle_since: at,
          refusals: 0,
          entry: null,
          wrap_up: 0,
          most_refusals: 3,
        })
        .onConflict((conflict) =>
          conflict.column('agent').doUpdateSet({ state, idle_since: at, refusals: 0, entry: null, ...where }),
        )
        .execute()
    },
  }
}
