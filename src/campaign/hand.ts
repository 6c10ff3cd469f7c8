/**
 * A hand: attempts that one process has begun, or will in a moment, each at its time.
 */
import type { Clock, Instant, Timer } from '../clock/clock.ts'

export interface Hand {
  /** How many are in it. */
  readonly size: number
  /** Takes an attempt and begins it at its time, or when there is room. What the work throws is its own to handle. */
  take(id: string, at: Instant, work: () => Promise<void>): void
  /** Begins nothing of what waits for its time, or for room; returns the ids of it. More may be taken. */
  takeBack(): readonly string[]
  /** The same, and waits for what has begun. */
  letGo(): Promise<readonly string[]>
}

/**
 * So many are begun at once. A network that takes a quarter of a second for an answer gets 100 calls a second so; and a
 * process that is too slow for its pacing falls behind evenly, instead of letting its own requests run into their time limit.
 */
const BEGUN_AT_ONCE = 32

/**
 * An empty hand.
 *
 * @param onDone called when one is done
 */
export function createHand(clock: Clock, onDone: () => void): Hand {
  const waiting = new Map<string, Timer>()
  /** Those whose time has come and for which there is no room, in order. */
  const ready = new Map<string, () => Promise<void>>()
  const begun = new Map<string, Promise<void>>()

  function begin(id: string, work: () => Promise<void>): void {
    waiting.delete(id)
    if (begun.size >= BEGUN_AT_ONCE) {
      ready.set(id, work)
      return
    }
    const release = clock.hold('making an attempt')
    const done = work().finally(() => {
      begun.delete(id)
      beginNext()
      onDone()
      release()
    })
    begun.set(id, done)
  }

  function beginNext(): void {
    const [next] = ready
    if (next === undefined) return
    ready.delete(next[0])
    begin(...next)
  }

  function takeBack(): readonly string[] {
    const ids = [...waiting.keys(), ...ready.keys()]
    for (const timer of waiting.values()) timer.cancel()
    waiting.clear()
    ready.clear()
    return ids
  }

  return {
    takeBack,
    get size() {
      return waiting.size + ready.size + begun.size
    },
    take(id, at, work) {
      if (at <= clock.now()) begin(id, work)
      else
        waiting.set(
          id,
          clock.after(at - clock.now(), () => begin(id, work)),
        )
    },
    async letGo() {
      const ids = takeBack()
      await Promise.allSettled(begun.values())
      return ids
    },
  }
}
