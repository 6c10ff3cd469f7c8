import type { Clock } from './clock.ts'

/** The real clock. Its timers keep the process alive until they fire or are cancelled; `hold` does nothing. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(delay, fire) {
    const handle = setTimeout(fire, Math.max(0, delay))
    return { cancel: () => clearTimeout(handle) }
  },
  hold: () => () => {},
}
