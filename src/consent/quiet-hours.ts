/**
 * Quiet hours: when a person may be reached, by the clock of the place where he lives.
 *
 * Pure: the moment comes in as an argument. Where he may live in several zones, all of them have to be open.
 */
import { Temporal } from 'temporal-polyfill'
import type { Instant } from '../clock/clock.ts'
import { minutes } from '../clock/duration.ts'
import type { CallingWindows } from './calling-windows.ts'
import type { IsoWeekday } from './weekday.ts'

/** Whether it is a decent hour, and when the next one begins; without `until` there is none in the next eight days. */
export type QuietHoursVerdict =
  | { readonly kind: 'open' }
  | { readonly kind: 'quiet'; readonly until: Instant | undefined }

const STEP = minutes(15)
const FARTHEST = 8 * 24 * 4

/** Looks whether `at` lies within the windows in every one of these zones. */
export function quietHours(at: Instant, zones: readonly string[], windows: CallingWindows): QuietHoursVerdict {
  const isOpen = (moment: Instant) => zones.every((zone) => isWithin(moment, zone, windows))
  if (isOpen(at)) return { kind: 'open' }
  // Every zone on earth stands a multiple of a quarter of an hour off, and windows open at such, so none is jumped over.
  const first = Math.ceil(at / STEP) * STEP
  for (let step = 0; step < FARTHEST; step++) {
    const moment = first + step * STEP
    if (isOpen(moment)) return { kind: 'quiet', until: moment }
  }
  return { kind: 'quiet', until: undefined }
}

function isWithin(at: Instant, zone: string, { days }: CallingWindows): boolean {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
  const minute = local.hour * 60 + local.minute
  const weekday = local.dayOfWeek as IsoWeekday // the ISO calendar has seven days, counted from 1
  // The closing minute itself is closed: with a window to 21:00, a call placed at 21:00:00 is already late.
  return (days[weekday] ?? []).some(({ from, to }) => minute >= minuteOf(from) && minute < minuteOf(to))
}

function minuteOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  return hour * 60 + minute
}
