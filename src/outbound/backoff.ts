/**
 * How long to wait before the next try: growing, drawn at random so that many who failed together do not come back together.
 */
import type { Duration } from '../clock/clock.ts'
import { minutes, seconds } from '../clock/duration.ts'
import type { Failure } from './classify.ts'

/** How often and how long something is tried. */
export interface Budget {
  /** Tries altogether. */
  readonly tries: number
  /** The first wait is drawn from 0 to this, the next from 0 to twice this, and so on. */
  readonly firstWait: Duration
  readonly longestWait: Duration
}

/** Within one request of ours. Source: reference twilio-platform.md §2.7 names 100 ms, doubling, at most 30 s, five tries. */
export const SHORT: Budget = { tries: 5, firstWait: 100, longestWait: seconds(30) }

/** For what may take hours: two at most, then it is given up. */
export const LONG: Budget = { tries: 12, firstWait: seconds(4), longestWait: minutes(60 * 12) }

/**
 * The wait before the next try, undefined when there is none.
 *
 * @param tries how many there were, the failed one included
 * @param random from 0, below 1
 */
export function nextWait(
  failure: Failure,
  tries: number,
  random: () => number,
  budget: Budget = SHORT,
): Duration | undefined {
  const most = failure.class === 'once' ? Math.min(2, budget.tries) : budget.tries
  if (failure.kind === 'permanent' || tries >= most) return undefined
  const widest = Math.min(budget.longestWait, budget.firstWait * 2 ** (tries - 1))
  const drawn = Math.round(widest * random())
  // Whoever is told to wait waits at least so long.
  return Math.max(drawn, failure.retryAfter ?? 0)
}
