/** The page's API about queues: figures, and agents who are set available or away by hand. */
import type { FastifyInstance } from 'fastify'
import type { Clock, Instant } from '../clock/clock.ts'
import { hours } from '../clock/duration.ts'
import { agentsOf, type QueueDefinition } from '../flow/index.ts'
import type { KeptAgent, Store } from '../store/index.ts'
import * as shapes from './queue-shapes.ts'

export interface QueueApiOptions {
  readonly queues: readonly QueueDefinition[]
  readonly store: Store
  readonly clock: Clock
  /** Called when an agent may be free. */
  readonly onQueue: () => void
}

/** So many of those who wait are told one by one. */
const MOST_SHOWN = 200

/** The routes about queues. */
export function queueApi(server: FastifyInstance, { queues, store, clock, onQueue }: QueueApiOptions): void {
  server.get<{ Querystring: { from?: number; to?: number } }>(
    '/api/queues',
    { schema: shapes.getQueues },
    async ({ query }) => {
      const { to = clock.now(), from = to - hours(24) } = query
      return { queues: await Promise.all(queues.map((queue) => viewOf(queue, from, to))) }
    },
  )

  server.put<{ Params: { number: string }; Body: { state: 'available' | 'away' | 'out' } }>(
    '/api/agents/:number',
    { schema: shapes.putAgent },
    async ({ params: { number }, body }, reply) => {
      if (!agentsOf(queues).some((agent) => agent.number === number)) {
        const help = 'Agents are those of the queues beside your flows.'
        return reply.code(404).send({ error: { code: 'AGENT_UNKNOWN', message: 'There is no such agent.', help } })
      }
      if (!(await store.queueAgents.setByHand(number, body.state, clock.now()))) {
        const help = 'Try again when the call is over.'
        return reply.code(409).send({ error: { code: 'AGENT_BUSY', message: 'This agent is on a call.', help } })
      }
      onQueue()
      return reply.code(204).send()
    },
  )

  async function viewOf(queue: QueueDefinition, from: Instant, to: Instant) {
    const { name, answerWithinSeconds } = queue
    const now = clock.now()
    const kept = new Map(
      (await store.queueAgents.list(queue.agents.map(({ number }) => number))).map((agent) => [agent.agent, agent]),
    )
    return {
      name,
      answerWithinSeconds,
      now: await store.queueFigures.now(name, now),
      waiting: await store.queueFigures.waiting(name, MOST_SHOWN),
      agents: queue.agents.map((agent) => {
        const known = kept.get(agent.number)
        return {
          number: agent.number,
          name: agent.name,
          state: stateOf(known, now),
          isOnLine: known?.isOnLine ?? false,
        }
      }),
      figures: await store.queueFigures.between(name, from, to, answerWithinSeconds * 1000),
    }
  }
}

function stateOf(agent: KeptAgent | undefined, now: Instant): KeptAgent['state'] | 'wrapping-up' {
  if (agent === undefined) return 'out'
  return agent.state === 'available' && agent.idleSince > now ? 'wrapping-up' : agent.state
}
