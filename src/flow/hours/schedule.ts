/**
 * Schedules: when a place is open, by the clock on its own wall.
 *
 * Pure: the moment comes in as an argument. The wall clock alone decides, so on the day it is put back an hour that comes
 * twice counts both times, and one that is skipped never comes. Hours belong to the day they begin on, also past midnight.
 */
import { Temporal } from 'temporal-polyfill'
import type { Instant } from '../../clock/clock.ts'
import type { Secret } from '../secret.ts'
import { parseSpan, type Span } from './spans.ts'

/** The days of a week. */
export type Weekday = 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday'

/** Opening hours of an ordinary week, such as `{ monday: ['09:00-12:00', '13:00-17:00'] }`; a day left out is closed. */
export type Week = { readonly [day in Weekday]?: readonly string[] }

/** A day that is not like others of its name. */
export interface Holiday {
  /** `2026-12-25`. */
  readonly date: string
  /** For people: `Christmas`. */
  readonly name: string
  /** Hours of this day, default none. */
  readonly hours?: readonly string[]
}

/** When a place is open. */
export interface Schedule {
  /** IANA name of the time zone, such as `America/New_York`. */
  readonly zone: string
  readonly week: Week
  readonly holidays?: readonly Holiday[]
  /**
   * A calendar (ICS) whose all-day events are holidays, too: an http(s) address, a file, or the secret that holds one of
   * them. It is read every day; the last good copy holds while it cannot be.
   */
  readonly holidayFeed?: string | Secret
}

/** A place is open or closed at a moment; the holiday is the one of that day, if any. */
export interface Opening {
  readonly isOpen: boolean
  readonly holiday?: Holiday
}

export const WEEKDAYS: readonly Weekday[] = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
]

/** So far ahead an opening is looked for. */
const MOST_DAYS_AHEAD = 366

/** Whether a place is open at a moment. Its zone must exist; the checks see to that. */
export function openingAt(schedule: Schedule, at: Instant): Opening {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(schedule.zone)
  const today = local.toPlainDate()
  const minute = local.hour * 60 + local.minute
  const isOpen =
    spansOf(schedule, today).some((span) => holds(span, minute)) ||
    spansOf(schedule, today.subtract({ days: 1 })).some((span) => holds(span, minute + 24 * 60))
  const holiday = holidayOf(schedule, today)
  return holiday === undefined ? { isOpen } : { isOpen, holiday }
}

/** The first moment after `at` at which a place opens, undefined when there is none within a year. */
export function nextOpening(schedule: Schedule, at: Instant): Instant | undefined {
  const { zone } = schedule
  // The day before, too: where the clock is put back over midnight, that day comes again.
  const first = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate().subtract({ days: 1 })
  for (let ahead = 0; ahead <= MOST_DAYS_AHEAD + 1; ahead++) {
    const day = first.add({ days: ahead })
    // A skipped hour at the end of a day leads into the next, which may open earlier still.
    const until = day.add({ days: 2 }).toZonedDateTime(zone).epochMilliseconds
    const found = [...mayOpenOn(schedule, day), ...mayOpenOn(schedule, day.add({ days: 1 }))].filter(
      // A day that begins with a skipped hour names the next change of the clock, which is half a year away.
      (moment) => moment > at && moment <= until && openingAt(schedule, moment).isOpen,
    )
    if (found.length > 0) return Math.min(...found)
  }
  return undefined
}

/** Every moment of a day at which a closed place may turn open: its hours begin, or the clock is changed. */
function mayOpenOn(schedule: Schedule, day: Temporal.PlainDate): readonly Instant[] {
  const { zone } = schedule
  const midnight = day.toZonedDateTime(zone)
  const change = midnight.hoursInDay === 24 ? null : midnight.getTimeZoneTransition('next')
  const beginnings = spansOf(schedule, day).flatMap(({ from }) => {
    const wall = day.toPlainDateTime({ hour: Math.floor(from / 60), minute: from % 60 })
    return (['earlier', 'later'] as const).map((disambiguation) => wall.toZonedDateTime(zone, { disambiguation }))
  })
  return [midnight, ...(change ? [change] : []), ...beginnings].map(({ epochMilliseconds }) => epochMilliseconds)
}

function spansOf(schedule: Schedule, day: Temporal.PlainDate): readonly Span[] {
  const holiday = holidayOf(schedule, day)
  const weekday = WEEKDAYS[day.dayOfWeek - 1]
  const hours = holiday ? holiday.hours : weekday && schedule.week[weekday]
  return (hours ?? []).flatMap((text) => parseSpan(text) ?? [])
}

function holidayOf({ holidays = [] }: Schedule, day: Temporal.PlainDate): Holiday | undefined {
  const date = day.toString()
  return holidays.find((holiday) => holiday.date === date)
}

const holds = ({ from, to }: Span, minute: number): boolean => minute >= from && minute < to
