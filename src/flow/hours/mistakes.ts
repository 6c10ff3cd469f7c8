import { Temporal } from 'temporal-polyfill'
import type { Mistake } from '../step-behaviour.ts'
import { type Schedule, WEEKDAYS } from './schedule.ts'
import { parseSpan } from './spans.ts'

/** What is wrong with a schedule, for checks. */
export function mistakesIn({ zone, week, holidays = [] }: Schedule): readonly Mistake[] {
  return [
    ...mistakeInZone(zone),
    ...WEEKDAYS.flatMap((day) => inHours(`week.${day}`, week[day])),
    ...holidays.flatMap(({ date, hours }, index) => [
      ...(isDate(date) ? [] : [noDate(`holidays.${index}.date`, date)]),
      ...inHours(`holidays.${index}.hours`, hours),
    ]),
  ]
}

/** What is wrong with the name of a time zone; empty when it exists. */
export const mistakeInZone = (zone: string): readonly Mistake[] => (isZone(zone) ? [] : [noZone(zone)])

const inHours = (at: string, hours: readonly string[] = []): readonly Mistake[] =>
  hours.flatMap((text, index) => (parseSpan(text) === undefined ? [noHours(`${at}.${index}`, text)] : []))

const noZone = (zone: string): Mistake => ({
  at: 'zone',
  message: `There is no time zone "${zone}".`,
  help: 'Use a name of the IANA list, such as "America/New_York".',
})

const noHours = (at: string, text: string): Mistake => ({
  at,
  message: `"${text}" is no stretch of a day.`,
  help: 'Write it as "09:00-17:00"; an end before the beginning is on the next day, as in "22:00-02:00".',
})

const noDate = (at: string, text: string): Mistake => ({
  at,
  message: `There is no day "${text}".`,
  help: 'Write it as year, month and day: "2026-12-25".',
})

function isZone(zone: string): boolean {
  return succeeds(() => Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone))
}

const isDate = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) && succeeds(() => Temporal.PlainDate.from(text, { overflow: 'reject' }))

function succeeds(read: () => unknown): boolean {
  try {
    read()
    return true
  } catch {
    return false
  }
}
