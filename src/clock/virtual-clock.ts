/**
 * Virtual time: a clock that moves only when it is told to.
 *
 * It visits due times in order; timers due together fire in the order they were armed; `now()` at a due time is
 * that time; timers armed while others fire run in the same advance when they are due. Time stands still while
 * something is in flight (`hold`), and between two due times every promise that can go on has gone on.
 *
 * Whoever waits for something here without advancing the clock waits for ever. After a second of real time in which
 * timers are pending within the next hour and nobody drives it, and after a second in which it waits for what is in
 * flight, the clock says so with a process warning, once.
 */
import type { Clock, Duration, Instant, Timer } from './clock.ts'
import { TimerHeap, type WaitingTimer } from './timer-heap.ts'

export interface VirtualClock extends Clock {
  /** Timers that are armed and have neither fired nor been cancelled. */
  readonly pending: number
  /** When the next timer is due; undefined when none is armed. */
  readonly nextTimerAt: Instant | undefined
  /** What is in flight at this moment, as `hold` was told. */
  readonly inFlight: readonly string[]
  /**
   * Moves time on by `duration` milliseconds and fires all that falls due on the way.
   *
   * @throws whatever a timer's callback throws, with the clock standing at that timer's time
   * @throws {Error} when timers without delay go on arming each other beyond the limit
   */
  advance(duration: Duration): Promise<void>
  /** Moves time to the next timer and fires what is due then. False, and time as it was, when none is armed. */
  advanceToNextTimer(): Promise<boolean>
  /** Waits, without moving time, until nothing is in flight and no promise can go on by itself. */
  settle(): Promise<void>
}

export interface VirtualClockOptions {
  /** The first moment; default 2026-01-05T15:00:00Z, a Monday morning in Washington. */
  readonly startsAt?: Instant
  /** How many timers without delay may fire at one moment before that counts as an endless chain; default 100000. */
  readonly zeroDelayLimit?: number
}

/** Makes a clock that stands at `startsAt` until it is advanced. */
export function createVirtualClock(options: VirtualClockOptions = {}): VirtualClock {
  const { startsAt = Date.UTC(2026, 0, 5, 15), zeroDelayLimit = 100_000 } = options
  const timers = new TimerHeap()
  const holds = new Set<{ readonly reason: string }>()
  let whenFree: (() => void)[] = []
  let present = startsAt
  let armed = 0
  let pending = 0
  const standstill = watchStandstill(() => (pending === 0 || isFarOff() ? undefined : standingStill()))

  function after(delay: Duration, fire: () => void): Timer {
    const timer: WaitingTimer = {
      dueAt: present + Math.max(0, delay),
      sequence: armed++,
      armedAt: present,
      fire,
      isOver: false,
    }
    pending += 1
    timers.add(timer)
    standstill.begin()
    return {
      cancel: () => {
        if (!timer.isOver) pending -= 1
        timers.cancel(timer)
      },
    }
  }

  /** Work of tomorrow is armed all day, and nobody waits for it. */
  function isFarOff(): boolean {
    const next = timers.first()?.dueAt
    return holds.size === 0 && next !== undefined && next - present > farOffMilliseconds
  }

  function end(timer: WaitingTimer): void {
    if (!timer.isOver) pending -= 1
    timer.isOver = true
  }

  function hold(reason: string): () => void {
    const entry = { reason }
    holds.add(entry)
    return () => {
      if (!holds.delete(entry) || holds.size > 0) return
      const waiting = whenFree
      whenFree = []
      for (const go of waiting) go()
    }
  }

  function standingStill(): string {
    const due = (timers.first()?.dueAt ?? present) - present
    const many = pending === 1 ? 'one timer' : `${pending} timers`
    const what = `Virtual time stands still at ${new Date(present).toISOString()} with ${many} pending`
    if (holds.size > 0) return `${what}: it waits for ${list([...holds].map(({ reason }) => reason))}.`
    return `${what}, the next in ${due} ms, and nobody moves it: call advance() on the clock.`
  }

  async function settle(): Promise<void> {
    const stop = standstill.drive()
    try {
      await settled()
    } finally {
      stop()
    }
  }

  async function settled(): Promise<void> {
    do {
      while (holds.size > 0) await new Promise<void>((free) => whenFree.push(free))
      // One turn of the event loop: all promises that can go on do so, and may take a new hold.
      await new Promise<void>((turn) => setImmediate(turn))
    } while (holds.size > 0)
  }

  async function visit(moment: Instant): Promise<void> {
    present = moment
    let chain = 0
    for (;;) {
      for (let timer = timers.first(); timer?.dueAt === moment; timer = timers.first()) {
        timers.takeFirst()
        end(timer)
        if (timer.armedAt === moment && ++chain > zeroDelayLimit) throw endlessChain(zeroDelayLimit, moment)
        timer.fire()
      }
      await settle()
      if (timers.first()?.dueAt !== moment) return
    }
  }

  return {
    now: () => present,
    after,
    hold,
    settle,
    get pending() {
      return pending
    },
    get nextTimerAt() {
      return timers.first()?.dueAt
    },
    get inFlight() {
      return [...holds].map((entry) => entry.reason)
    },
    async advance(duration) {
      const until = present + Math.max(0, duration)
      await settle()
      for (let next = timers.first(); next !== undefined && next.dueAt <= until; next = timers.first()) {
        await visit(next.dueAt)
      }
      present = until
    },
    async advanceToNextTimer() {
      await settle()
      const next = timers.first()
      if (next === undefined) return false
      await visit(next.dueAt)
      return true
    },
  }
}

/**
 * Warns once when `describe` has something to say after a second of real time without `drive`, or within one.
 */
function watchStandstill(describe: () => string | undefined) {
  let watch: NodeJS.Timeout | undefined
  let drivenAt = 0
  let hasWarned = false
  const look = () => {
    watch = undefined
    const what = describe()
    if (what === undefined) return
    if (performance.now() - drivenAt < standstillMilliseconds) {
      begin()
      return
    }
    hasWarned = true
    process.emitWarning(what, 'VirtualClockWarning')
  }
  const begin = () => {
    // Without `unref` a forgotten clock would keep the process alive.
    if (!hasWarned && watch === undefined) watch = setTimeout(look, standstillMilliseconds).unref()
  }
  return {
    begin,
    drive() {
      drivenAt = performance.now()
      return () => {
        drivenAt = performance.now()
      }
    },
  }
}

const standstillMilliseconds = 900
/** Timers beyond this are no reason to say that time stands still. */
const farOffMilliseconds = 3_600_000

const endlessChain = (limit: number, moment: Instant): Error =>
  new Error(
    `More than ${limit} timers without delay fired at ${new Date(moment).toISOString()}, each armed at that moment: ` +
      'an endless chain. Give one of them a delay, or raise zeroDelayLimit.',
  )

/** So many are told by name. */
const MOST_NAMED = 5

function list(names: readonly string[]): string {
  const rest = names.length - MOST_NAMED
  const named = names.slice(0, MOST_NAMED).join(', ')
  return rest > 0 ? `${named} and ${rest} more` : named
}
