/**
 * What carriers let through: which of the network's codes say that it was too much, and when a carrier's day is over.
 *
 * Source: reference twilio-platform.md §9.5 and §11.4, documented; that a day ends at midnight of the Pacific coast, too.
 */
import { Temporal } from 'temporal-polyfill'
import type { Instant } from '../clock/clock.ts'

/** What was too much: for the moment, or for the day. */
export type CarrierLimit = 'rate' | 'day'

const RATE = [21611, 30001, 30022, 63018]
const DAY = [30023, 30027, 63038]
const ZONE = 'America/Los_Angeles'

/** What a code says was too much; undefined for any other. */
export function carrierLimitOf(code: number): CarrierLimit | undefined {
  if (RATE.includes(code)) return 'rate'
  return DAY.includes(code) ? 'day' : undefined
}

/** The day a carrier counts a moment to, such as `2026-11-26`, and when that day is over. */
export function carrierDayOf(at: Instant): { readonly day: string; readonly endsAt: Instant } {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(ZONE)
  const next = local.add({ days: 1 }).startOfDay()
  return { day: local.toPlainDate().toString(), endsAt: next.epochMilliseconds }
}
