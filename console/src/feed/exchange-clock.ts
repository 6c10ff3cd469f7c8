/**
 * The exchange's present moment, as well as it can be told from here: its clock and this machine's may differ.
 *
 * The difference is learned from live events, each of which was "now" when it was sent; the shortest journey seen is
 * the nearest to the truth.
 */
import type { Instant } from '../../../src/clock/clock.ts'

let difference: number | undefined

/** Learns from an event that has just arrived. */
export function noteArrival(at: Instant): void {
  difference = Math.min(difference ?? Number.POSITIVE_INFINITY, Date.now() - at)
}

/** What the exchange's clock says at this moment. */
export function exchangeNow(): Instant {
  return Date.now() - (difference ?? 0)
}
