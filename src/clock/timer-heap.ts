import type { Instant } from './clock.ts'

/** A timer that waits in the heap. */
export interface WaitingTimer {
  readonly dueAt: Instant
  /** Place in the order of arming; decides between timers due together. */
  readonly sequence: number
  readonly armedAt: Instant
  readonly fire: () => void
  /** Fired or cancelled. */
  isOver: boolean
}

/**
 * Timers in the order they are due, those due together in the order they were armed.
 *
 * A binary heap: adding and taking cost the logarithm of its size. Cancelled timers stay until they come up, or until
 * they are more than half of all.
 */
export class TimerHeap {
  #timers: WaitingTimer[] = []
  #cancelled = 0

  /** The timer that is due next, cancelled ones left out. */
  first(): WaitingTimer | undefined {
    while (this.#timers[0]?.isOver) {
      this.#take()
      this.#cancelled -= 1
    }
    return this.#timers[0]
  }

  add(timer: WaitingTimer): void {
    const timers = this.#timers
    let place = timers.push(timer) - 1
    while (place > 0) {
      const above = (place - 1) >> 1
      const parent = timers[above] as WaitingTimer // `above` is below `place`, which exists
      if (!isBefore(timer, parent)) break
      timers[place] = parent
      place = above
    }
    timers[place] = timer
  }

  /** Calls a timer off that has not come up. */
  cancel(timer: WaitingTimer): void {
    if (timer.isOver) return
    timer.isOver = true
    this.#cancelled += 1
    if (this.#cancelled < 64 || this.#cancelled < this.#timers.length / 2) return
    // In order they are a heap already.
    this.#timers = this.#timers.filter(({ isOver }) => !isOver).sort((one, other) => (isBefore(one, other) ? -1 : 1))
    this.#cancelled = 0
  }

  /** Takes out the timer that is due next. */
  takeFirst(): WaitingTimer | undefined {
    const first = this.first()
    if (first !== undefined) this.#take()
    return first
  }

  #take(): void {
    const timers = this.#timers
    const last = timers.pop()
    if (last === undefined || timers.length === 0) return
    let place = 0
    for (;;) {
      const left = 2 * place + 1
      const child = this.#earlier(left, left + 1)
      if (child === undefined || !isBefore(timers[child] as WaitingTimer, last)) break // `child` exists by `#earlier`
      timers[place] = timers[child] as WaitingTimer // as above
      place = child
    }
    timers[place] = last
  }

  #earlier(left: number, right: number): number | undefined {
    const one = this.#timers[left]
    const other = this.#timers[right]
    if (one === undefined) return undefined
    return other !== undefined && isBefore(other, one) ? right : left
  }
}

const isBefore = (one: WaitingTimer, other: WaitingTimer): boolean =>
  one.dueAt < other.dueAt || (one.dueAt === other.dueAt && one.sequence < other.sequence)
