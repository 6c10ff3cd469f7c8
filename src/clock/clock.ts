/**
 * The clock port: the only way anything here learns the time or waits.
 *
 * Nothing outside `clock/` reads the real time. Code that waits takes a `Clock`; a test hands it a virtual one.
 */

/** A moment: whole milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number

/** A length of time in whole milliseconds. */
export type Duration = number

/** A timer that has been set and can be called off; calling it off twice, or after it fired, does nothing. */
export interface Timer {
  cancel(): void
}

export interface Clock {
  /** The present moment. */
  now(): Instant
  /** Calls `fire` once, `delay` milliseconds from now (below 0 counts as 0). */
  after(delay: Duration, fire: () => void): Timer
  /**
   * Says that something outside time is in flight (a webhook being awaited, a file being fetched). Virtual time
   * stands still until the returned function is called; calling it again does nothing. Real clocks ignore it.
   */
  hold(reason: string): () => void
}
