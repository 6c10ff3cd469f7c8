/**
 * The matcher: gives each agent who becomes free the caller who is next, and calls that caller out of the line.
 *
 * It is woken when somebody joins, when an agent becomes free, and at each round of a wait, so that nothing depends on one
 * process or one timer. Being called out is only for speed: a caller who was not finds out at his next round.
 */

import type { Clock, Timer } from '../clock/clock.ts'
import { minutes } from '../clock/duration.ts'
import type { QueueDefinition } from '../flow/index.ts'
import type { Log } from '../log/log.ts'
import type { Match, Store } from '../store/index.ts'

export interface MatcherOptions {
  readonly queues: readonly QueueDefinition[]
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  /** Called when a callback is to begin. */
  readonly onTask: () => void
  /** Leads a call to the turn it is in, whatever it hears now. */
  readonly summon: (call: { readonly callSid: string; flow: string; step: string; turn: number }) => Promise<void>
}

/** Gives callers to agents. */
export interface Matcher {
  /** Says that something may have changed in a queue, or in all of them. */
  wake(queue?: string): void
  /** Resolves when nothing is under way. */
  stop(): Promise<void>
}

/** Starts giving callers to agents; who waits already is looked at at once. */
export function createMatcher({ queues, store, clock, log, summon, onTask }: MatcherOptions): Matcher {
  const timers = new Map<string, Timer>()
  const queued = new Set<string>()
  let work: Promise<void> = Promise.resolve()
  let isStopped = false

  function wake(name?: string): void {
    for (const queue of queues) if (name === undefined || name === queue.name) wakeOne(queue)
  }

  function wakeOne(queue: QueueDefinition): void {
    if (isStopped || queued.has(queue.name)) return
    queued.add(queue.name)
    const release = clock.hold('giving callers to agents')
    work = work
      .then(() => matchAll(queue))
      .catch((error: unknown) => report(queue, error))
      .finally(release)
  }

  async function matchAll(queue: QueueDefinition): Promise<void> {
    queued.delete(queue.name)
    timers.get(queue.name)?.cancel()
    const agents = queue.agents.map(({ number }) => number)
    const { name, wrapUpSeconds, refusalsUntilAway } = queue
    const rules = { queue: name, agents, wrapUp: wrapUpSeconds * 1000, refusalsUntilAway }
    for (;;) {
      if (isStopped) return
      const match = await store.queues.match(rules, clock.now())
      if (match === undefined) break
      log.info({ queue: name, agent: match.agent, callSid: match.callSid }, 'a caller is given to an agent')
      if (match.isWaiting) await callOut(match)
      if (match.attempt !== undefined) onTask()
    }
    const due = [
      await store.queues.nextFree(agents, clock.now()),
      await store.queueCallbacks.nextDue(name, clock.now()),
    ]
    const next = Math.min(...due.map((at) => at ?? Infinity))
    if (next < Infinity)
      timers.set(
        name,
        clock.after(Math.max(0, next - clock.now()), () => wakeOne(queue)),
      )
  }

  async function callOut({ callSid, flow, step }: Match): Promise<void> {
    try {
      const session = await store.turns.session(callSid)
      if (session === undefined || session.isEnded || session.flow !== flow || session.step !== step) return
      await summon({ callSid, flow, step, turn: session.turn })
    } catch (error) {
      log.warn({ callSid, err: error }, 'a caller could not be called out of the line; he finds out at his next round')
    }
  }

  function report({ name }: QueueDefinition, error: unknown): void {
    log.error({ queue: name, err: error }, 'giving callers to agents stopped short; it goes on in a minute')
    if (!isStopped)
      timers.set(
        name,
        clock.after(minutes(1), () => wake(name)),
      )
  }

  wake()
  return {
    wake,
    async stop() {
      isStopped = true
      for (const timer of timers.values()) timer.cancel()
      await work
    },
  }
}
