import type { Clock, Duration, Instant } from './clock.ts'
import { TimerHeap, type WaitingTimer } from './timer-heap.ts'

/**
 * A real clock whose time runs `speed` times as fast, from the present moment on.
 *
 * Timers fire in the order they are due, those due together in the order they were armed, and never early; how late
 * they are is a matter of the machine and is multiplied as well. Like every real clock it ignores `hold`: what takes the
 * app 100 ms takes a second of this clock's time at ten times the speed. Its timers keep the process alive.
 *
 * @param speed 0.1 to 1000
 * @throws {RangeError} for any other speed
 */
export function createScaledClock(speed: number): Clock {
  if (!(speed >= 0.1 && speed <= 1000)) throw new RangeError(`The speed of a clock is from 0.1 to 1000, not ${speed}.`)
  const startsAt = Date.now()
  const startedAt = performance.now()
  const timers = new TimerHeap()
  let armed = 0
  let alarm: NodeJS.Timeout | undefined
  let ringsAt = Number.POSITIVE_INFINITY

  const now = (): Instant => startsAt + Math.floor((performance.now() - startedAt) * speed)

  function after(delay: Duration, fire: () => void) {
    const armedAt = now()
    const timer: WaitingTimer = { dueAt: armedAt + Math.max(0, delay), sequence: armed++, armedAt, fire, isOver: false }
    timers.add(timer)
    setAlarm()
    return {
      cancel() {
        timers.cancel(timer)
        setAlarm()
      },
    }
  }

  /** One real timer for the first of ours. */
  function setAlarm(): void {
    const first = timers.first()
    if (first?.dueAt === ringsAt) return
    clearTimeout(alarm)
    ringsAt = first?.dueAt ?? Number.POSITIVE_INFINITY
    if (first !== undefined) alarm = setTimeout(ring, Math.max(0, Math.ceil((first.dueAt - now()) / speed)))
  }

  function ring(): void {
    ringsAt = Number.POSITIVE_INFINITY
    const present = now()
    try {
      for (let timer = timers.first(); timer !== undefined && timer.dueAt <= present; timer = timers.first()) {
        timers.takeFirst()
        timer.isOver = true
        timer.fire()
      }
    } finally {
      ringsAt = Number.POSITIVE_INFINITY
      setAlarm()
    }
  }

  return { now, after, hold: () => () => {} }
}
