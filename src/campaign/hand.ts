/**
 * A hand: attempts that one process has begun, or will in a moment, each at its time.
 */
import type { Clock, Instant, Timer } from '../clock/clock.ts'

export interface Hand {
  /** How many are in it. */
  readonly size: number
  /** Takes an attempt and begins it at its time. What the work throws is its own to handle. */
  take(id: string, at: Instant, work: () => Promise<void>): void
  /** Begins nothing of what waits for its time; returns the ids of it. More may be taken. */
  takeBack(): readonly string[]
  /** The same, and waits for what has begun. */
  letGo(): Promise<readonly string[]>
}

/**
 * An empty hand.
 *
 * @param onDone called when one is done
 */
export function createHand(clock: Clock, onDone: () => void): Hand {
  const waiting = new Map<string, Timer>()
  const begun = new Map<string, Promise<void>>()

  function begin(id: string, work: () => Promise<void>): void {
    waiting.delete(id)
    const release = clock.hold('making an attempt')
    const done = work().finally(() => {
      begun.delete(id)
      onDone()
      release()
    })
    begun.set(id, done)
  }

  function takeBack(): readonly string[] {
    const ids = [...waiting.keys()]
    for (const timer of waiting.values()) timer.cancel()
    waiting.clear()
    return ids
  }

  return {
    takeBack,
    get size() {
      return waiting.size + begun.size
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
