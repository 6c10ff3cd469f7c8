/** The queues: who waits and how long, the agents and what they do, and how callers fared in the last 24 hours. */
import { useQueues, useRefreshQueues, useSetAgent } from '../api/queries.ts'
import type { Queue, QueueAgent, QueueWaiter } from '../api/types.ts'
import { useLiveEvents } from '../feed/use-feed.ts'
import { useNow } from '../feed/use-now.ts'
import { formatNumber, formatTime } from '../phone/format.ts'
import { Trouble } from '../phone/trouble.tsx'
import { toRefusal } from '../phone/use-own-call.ts'
import { type Figure, figuresOf, stateInWords, summaryOf, waiterInWords } from './queue-words.ts'
import styles from './queues.module.css'

/** Nothing at all where there are no queues. */
export function QueuesPanel() {
  const queues = useQueues()
  const setAgent = useSetAgent()
  const refresh = useRefreshQueues()
  useLiveEvents((event) => {
    if (event.kind === 'call-status') refresh()
  })
  if (queues.isSuccess && queues.data.length === 0) return null
  if (queues.isPending) return null
  return (
    <section className={styles.panel} aria-label="Queues">
      <h2 className={styles.title}>Queues</h2>
      {queues.isError && <Trouble {...toRefusal(queues.error)} />}
      {setAgent.isError && <Trouble {...toRefusal(setAgent.error)} onClose={setAgent.reset} />}
      <div className={styles.queues}>
        {queues.data?.map((queue) => (
          <QueueCard key={queue.name} queue={queue} onSet={(number, state) => setAgent.mutate({ number, state })} />
        ))}
      </div>
    </section>
  )
}

type SettableState = 'available' | 'away' | 'out'
type OnSet = (number: string, state: SettableState) => void

function QueueCard({ queue, onSet }: { readonly queue: Queue; readonly onSet: OnSet }) {
  const nameOf = (number: string | null) => queue.agents.find((agent) => agent.number === number)?.name
  return (
    <article className={styles.queue} aria-label={`Queue ${queue.name}`}>
      <header className={styles.head}>
        <h3>{queue.name}</h3>
        <p className={styles.summary}>{summaryOf(queue)}</p>
      </header>
      {queue.waiting.length > 0 && (
        <ol className={styles.waiting} aria-label="Who waits">
          {queue.waiting.map((waiter) => (
            <Waiter key={`${waiter.number} ${waiter.since}`} waiter={waiter} agentName={nameOf(waiter.agent)} />
          ))}
        </ol>
      )}
      <ul className={styles.agents} aria-label="Agents">
        {queue.agents.map((agent) => (
          <Agent key={agent.number} agent={agent} onSet={onSet} />
        ))}
      </ul>
      <dl className={styles.figures} aria-label="The last 24 hours">
        {figuresOf(queue).map((figure) => (
          <FigureOf key={figure.name} {...figure} />
        ))}
      </dl>
    </article>
  )
}

function Waiter({ waiter, agentName }: { readonly waiter: QueueWaiter; readonly agentName: string | undefined }) {
  const now = useNow(true, 1000)
  return (
    <li data-state={waiter.state}>
      <span className={styles.number}>{formatNumber(waiter.number)}</span>
      <span className={styles.detail}>{waiterInWords(waiter, agentName, now)}</span>
      <span className={styles.time}>{formatTime(now - waiter.since)}</span>
    </li>
  )
}

function Agent({ agent, onSet }: { readonly agent: QueueAgent; readonly onSet: OnSet }) {
  const isBusy = agent.state === 'ringing' || agent.state === 'talking'
  const settable = agent.state === 'away' || agent.state === 'out' ? agent.state : 'available'
  return (
    <li data-state={agent.state}>
      <span className={styles.lamp} aria-hidden="true" />
      <span className={styles.agent}>
        {agent.name} <span className={styles.state}>{stateInWords(agent)}</span>
      </span>
      <select
        aria-label={`Set ${agent.name}`}
        value={settable}
        disabled={isBusy}
        onChange={(event) => onSet(agent.number, event.target.value as SettableState)} // the options below
      >
        <option value="available">Available</option>
        <option value="away">Away</option>
        <option value="out">Logged out</option>
      </select>
    </li>
  )
}

function FigureOf({ name, value, hint }: Figure) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {value}
        {hint !== undefined && <span className={styles.hint}> {hint}</span>}
      </dd>
    </div>
  )
}
