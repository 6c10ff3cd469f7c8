/**
 * Rounds: looks for something to do when it is woken and when the next is due, one round after the other.
 *
 * A round works from what the store says, so nothing is lost when one fails or is broken off.
 */

import type { Clock, Duration, Instant, Timer } from '../clock/clock.ts'
import { minutes } from '../clock/duration.ts'
import type { Log } from '../log/log.ts'

export interface RoundsOptions {
  readonly clock: Clock
  /** What they are for, in the log and for whoever waits until nothing is under way: `doing tasks`. */
  readonly doing: string
  /**
   * Does what is due; says when to look again, undefined for not before somebody wakes it. What it throws is written into
   * the log, and the next round comes in a minute.
   */
  readonly round: () => Promise<Instant | undefined>
  /** How often to look for what other processes have left, in milliseconds; default never, for a database of one's own. */
  readonly lookEvery?: Duration | undefined
  /** Who wakes them sooner than so long after a round has begun waits until then, and many have one round; default 0. */
  readonly apart?: Duration | undefined
  readonly log: Pick<Log, 'error'>
}

export interface Rounds {
  /** Aborted once they stop. */
  readonly signal: AbortSignal
  /** Says that there may be something to do. */
  wake(): void
  /** Begins no more rounds; resolves when the present one is over. */
  stop(): Promise<void>
}

/** Rounds, of which the first begins when they are woken. */
export function createRounds(options: RoundsOptions): Rounds {
  const { clock, log, doing, round, lookEvery = Infinity, apart = 0 } = options
  const stopping = new AbortController()
  const { signal } = stopping
  let timer: Timer | undefined
  let work: Promise<void> = Promise.resolve()
  let isQueued = false
  let begunAt: Instant = -Infinity

  function wake(): void {
    if (signal.aborted || isQueued) return
    isQueued = true
    timer?.cancel()
    const wait = begunAt + apart - clock.now()
    if (wait > 0) timer = clock.after(wait, begin)
    else begin()
  }

  function begin(): void {
    const release = clock.hold(doing)
    work = work.then(goRound).catch(report).finally(release)
  }

  async function goRound(): Promise<void> {
    // Whoever wakes us from now on may know of something that this round has not seen.
    isQueued = false
    begunAt = clock.now()
    const next = (await round()) ?? Infinity
    wakeAfter(Math.min(Math.max(0, next - clock.now()), lookEvery))
  }

  function report(error: unknown): void {
    log.error({ err: error }, `${doing} stopped short; it goes on in a minute`)
    wakeAfter(minutes(1))
  }

  function wakeAfter(wait: Duration): void {
    if (wait < Infinity && !isQueued && !signal.aborted) timer = clock.after(wait, wake)
  }

  return {
    signal,
    wake,
    async stop() {
      stopping.abort()
      timer?.cancel()
      await work
    },
  }
}
