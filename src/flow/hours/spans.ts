/** A stretch of a day in minutes after midnight; one that ends on the next day ends after minute 1440. */
export interface Span {
  readonly from: number
  readonly to: number
}

const DAY = 24 * 60

/**
 * Reads `09:00-17:00`. An end that is not after the beginning is meant for the next day: `22:00-02:00`; `24:00` is midnight
 * at the end of the day.
 *
 * @returns undefined for text that is no such stretch, or one of no length
 */
export function parseSpan(text: string): Span | undefined {
  const [, fromHour, fromMinute, toHour, toMinute] = /^(\d\d):(\d\d)-(\d\d):(\d\d)$/.exec(text) ?? []
  const from = minuteOf(fromHour, fromMinute)
  const to = minuteOf(toHour, toMinute)
  if (from === undefined || to === undefined || from === to || from === DAY) return undefined
  return { from, to: to > from ? to : to + DAY }
}

function minuteOf(hour: string | undefined, minute: string | undefined): number | undefined {
  const all = Number(hour) * 60 + Number(minute)
  return Number(minute) < 60 && all <= DAY ? all : undefined
}
