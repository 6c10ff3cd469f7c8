/**
 * The worker: does the tasks of the store when they are due, again after failures, until they are done or given up.
 *
 * Works from what the store says, so a task outlives the process that added it, and several processes share the work. A
 * task is begun at least once: a handler that must not do a thing twice looks at `tries`, or keeps a record of its own.
 */

import type { Clock, Duration, Instant } from '../clock/clock.ts'
import { hours, minutes, seconds } from '../clock/duration.ts'
import type { Log } from '../log/log.ts'
import type { Task, Tasks } from '../store/index.ts'
import { createRounds } from './rounds.ts'

/** What came of a task. A thrown error counts as `again`. */
export type TaskOutcome =
  | { readonly kind: 'done' }
  /** It may work later: after `wait`, or after a wait that grows with each try. */
  | { readonly kind: 'again'; readonly reason: string; readonly wait?: Duration }
  /** Not yet, and that is no failure: at `at` it is looked at again. */
  | { readonly kind: 'later'; readonly at: Instant; readonly reason: string }
  /** It will never work. */
  | { readonly kind: 'given-up'; readonly reason: string }

/** Does one kind of task. `signal` tells that the process stops; the task comes again after the next start. */
export type TaskHandler = (task: Task, signal: AbortSignal) => Promise<TaskOutcome>

/** Who does which kind of task. */
export type TaskHandlers = Readonly<Record<string, TaskHandler>>

export interface WorkerOptions {
  readonly tasks: Tasks
  readonly clock: Clock
  readonly log: Pick<Log, 'warn' | 'error'>
  readonly handlers: TaskHandlers
  /** How often to look for what other processes have left, in milliseconds; default never, for a database of one's own. */
  readonly lookEvery?: Duration | undefined
}

export interface Worker {
  /** Says that there may be something to do. */
  wake(): void
  /** Breaks off what is being done, to be taken up at the next start; resolves when nothing is under way. */
  stop(): Promise<void>
}

/** Waits between tries when a handler names none: seconds at first, then hours, for two days. */
const WAITS: readonly Duration[] = [
  seconds(2),
  seconds(10),
  minutes(1),
  minutes(5),
  minutes(30),
  hours(2),
  hours(6),
  hours(12),
  hours(24),
]

/** Whoever has taken a task and is not heard of for so long is taken for dead. No handler may take longer. */
const LEASE = minutes(5)

/** So many tasks are under way at once. */
const AT_ONCE = 8

/** Starts doing tasks; what is due already is done at once. */
export function createWorker({ tasks, clock, log, handlers, lookEvery }: WorkerOptions): Worker {
  const kinds = Object.keys(handlers)
  const rounds = createRounds({ clock, log, doing: 'doing tasks', round: doDue, lookEvery })
  const { signal } = rounds

  async function doDue(): Promise<Instant | undefined> {
    while (!signal.aborted) {
      const taken = await tasks.take(kinds, clock.now(), LEASE, AT_ONCE)
      await Promise.all(taken.map(doOne))
      if (taken.length < AT_ONCE) break
    }
    return tasks.nextDue(kinds)
  }

  async function doOne(task: Task): Promise<void> {
    const outcome = await outcomeOf(task)
    // What was broken off by stopping says nothing about the task.
    if (signal.aborted && outcome.kind === 'again') return tasks.tryAgain(task.key, clock.now(), outcome.reason)
    switch (outcome.kind) {
      case 'done':
        return tasks.done(task.key, clock.now())
      case 'later':
        return tasks.postpone(task.key, outcome.at, outcome.reason)
      case 'given-up':
        return giveUp(task, outcome.reason)
      case 'again': {
        const wait = outcome.wait ?? WAITS[task.tries]
        if (wait === undefined) return giveUp(task, outcome.reason)
        log.warn({ task: task.key, tries: task.tries + 1, reason: outcome.reason }, 'a task failed and is tried again')
        return tasks.tryAgain(task.key, clock.now() + wait, outcome.reason)
      }
    }
  }

  async function outcomeOf(task: Task): Promise<TaskOutcome> {
    const handler = handlers[task.task]
    if (handler === undefined) return { kind: 'given-up', reason: `nobody does ${task.task}` }
    try {
      return await handler(task, signal)
    } catch (error) {
      return { kind: 'again', reason: error instanceof Error ? error.message : String(error) }
    }
  }

  async function giveUp({ key, tries }: Task, reason: string): Promise<void> {
    log.error({ task: key, tries: tries + 1, reason }, 'a task is given up')
    await tasks.giveUp(key, clock.now(), reason)
  }

  if (kinds.length === 0) return { wake() {}, stop: rounds.stop }
  rounds.wake()
  return rounds
}
