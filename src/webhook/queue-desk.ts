/**
 * What the webhooks know of queues: how it is in one, and where somebody stands in line.
 */
import type { Clock } from '../clock/clock.ts'
import type {
  Fact,
  Json,
  OfferedAgent,
  Question,
  QueueDefinition,
  QueuePlace,
  QueueState,
  Secret,
  Session,
} from '../flow/index.ts'
import { agentsOf, isSecret } from '../flow/index.ts'
import type { Log } from '../log/log.ts'
import type { Store } from '../store/index.ts'

export interface QueueDesk {
  /** How it is in the queue that the question names; never throws. */
  findState(question: Question): Promise<Fact>
  /** Whose number the question names. */
  findAgent(question: Question): Promise<Fact>
  /** The place of the session's call; never throws. */
  findPlace(session: Session): Promise<Fact>
  /** An agent of a queue, and where he is rung. */
  agent(queue: string, number: string): Promise<OfferedAgent | undefined>
  /** The place of a call; undefined for one that waits nowhere. */
  place(callSid: string): Promise<QueuePlace | undefined>
}

export interface QueueDeskOptions {
  readonly queues: readonly QueueDefinition[]
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  readonly reveal: (secret: Secret) => string | undefined
}

const UNKNOWN: Fact = { kind: 'known', value: null }

/** The desk of some queues. */
export function createQueueDesk({ queues, store, clock, log, reveal }: QueueDeskOptions): QueueDesk {
  const byName = new Map(queues.map((queue) => [queue.name, queue]))
  const agents = new Map(agentsOf(queues).map((agent) => [agent.number, agent]))
  const numbersOf = (queue: QueueDefinition) => queue.agents.map(({ number }) => number)

  async function stateOf(queue: QueueDefinition): Promise<QueueState> {
    const waiting = await store.queues.length(queue.name, clock.now())
    const loggedIn = await store.queueAgents.loggedIn(numbersOf(queue))
    const { maximumLength, priorityWorthSeconds } = queue
    return { waiting, isFull: waiting >= maximumLength, loggedIn, priorityWorthSeconds }
  }

  async function place(callSid: string): Promise<QueuePlace | undefined> {
    const kept = await store.queues.place(callSid, clock.now())
    const queue = kept && byName.get(kept.queue)
    if (kept === undefined || queue === undefined) return undefined
    const { state, position, wish, agent, isCalledBack, callback } = kept
    const loggedIn = await store.queueAgents.loggedIn(numbersOf(queue))
    return {
      state,
      queue: queue.name,
      position,
      wish,
      isCalledBack,
      callback,
      loggedIn,
      waitedSeconds: Math.floor(kept.waited / 1000),
      expectedSeconds: state === 'waiting' ? await expected(queue, position, loggedIn) : null,
      agent: agent === null ? null : await offered(queue, agent),
    }
  }

  /** Those before him and he himself, shared by all who are logged in. */
  async function expected(queue: QueueDefinition, position: number, loggedIn: number): Promise<number | null> {
    const handling = await store.queues.averageHandling(queue.name, clock.now())
    if (handling === undefined || loggedIn === 0) return null
    return Math.round((position * (handling / 1000 + queue.wrapUpSeconds)) / loggedIn)
  }

  async function offered(queue: QueueDefinition, number: string) {
    const [kept] = await store.queueAgents.list([number])
    const { phone } = agents.get(number) ?? {}
    const own = isSecret(phone) ? reveal(phone) : phone
    const rung = kept?.isOnLine ? null : (own ?? kept?.phone ?? '')
    return { number, phone: rung, ringSeconds: queue.ringSeconds }
  }

  async function known(look: () => Promise<object | undefined>, about: object): Promise<Fact> {
    try {
      const found = await look()
      return { kind: 'known', value: (found ?? null) as Json } // plain data, which an interface cannot promise
    } catch (error) {
      log.error({ ...about, err: error }, 'how it is in a queue is unknown')
      return UNKNOWN
    }
  }

  return {
    async agent(name, number) {
      const queue = byName.get(name)
      return queue && offered(queue, number)
    },
    async findAgent({ about }) {
      const { agent, queues: named } = about as { agent: string; queues: readonly string[] | null } // asked by the step `agents`
      const among = named === null ? queues : queues.filter(({ name }) => named.includes(name))
      const found = agentsOf(among).find(({ number }) => number === agent)
      if (found === undefined) return UNKNOWN
      return { kind: 'known', value: { pinSecret: found.pin.secret, hasPhone: found.phone !== undefined } }
    },
    place,
    findPlace: ({ callSid }) => known(() => place(callSid), { callSid }),
    async findState({ flow, step, about }) {
      const name = typeof about === 'object' && about !== null && 'queue' in about ? String(about.queue) : ''
      const queue = byName.get(name)
      return queue === undefined ? UNKNOWN : known(() => stateOf(queue), { flow, step, queue: name })
    },
  }
}
