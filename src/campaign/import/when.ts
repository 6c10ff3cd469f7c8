/**
 * When an appointment is, as people and their spreadsheets write it.
 */
import { Temporal } from 'temporal-polyfill'
import type { Instant } from '../../clock/clock.ts'

/** A day of the calendar. */
interface Day {
  readonly year: number
  readonly month: number
  readonly day: number
}

/** A time of the clock on the wall. */
interface Time {
  readonly hour: number
  readonly minute: number
}

/** Which of day and month comes first in `1/2/2026`. */
export type DateOrder = 'month-day-year' | 'day-month-year'

/** Days are counted from here in spreadsheets; the day that 1900 never had is behind us by far. */
const SPREADSHEET_EPOCH = Date.UTC(1899, 11, 30)
const DAY = 86_400_000

/**
 * The moment that a date and a time name in a zone. In the hour that comes twice the first is meant, in the one that is left out
 * the time after it.
 *
 * @param date `2026-12-25`, `12/25/2026`, `25.12.2026`, `Dec 25, 2026`, a number of days as spreadsheets have it, or with the time:
 *   `2026-12-25 14:30`, `2026-12-25T14:30:00-05:00` (whose own offset counts)
 * @param time `14:30`, `2:30 PM`, `2 pm`, `1430`, or a share of the day as spreadsheets have it; not needed where `date` has one
 * @returns undefined when it cannot be read, or is no day of the calendar
 */
export function momentOf(date: string, time: string | undefined, zone: string, order: DateOrder): Instant | undefined {
  const text = date.trim()
  const whole = Date.parse(text)
  if (/T\d{2}:?\d{2}.*(Z|[+-]\d{2}:?\d{2})$/.test(text)) return Number.isNaN(whole) ? undefined : whole
  const serial = /^\d{5}([.,]\d+)?$/.test(text) ? Number(text.replace(',', '.')) : undefined
  const [, dayText = text, timeText = time ?? ''] =
    /^(.*?\d)[ T]+(\d{1,2}[:.hH]\d{2}.*|\d{1,2} ?[ap]\.?m\.?)$/i.exec(text) ?? []
  const day = serial === undefined ? dayOf(dayText, order) : dayOfSerial(serial)
  const clock = serial !== undefined && serial % 1 > 0 ? timeOfShare(serial % 1) : timeOf(timeText)
  if (day === undefined || clock === undefined) return undefined
  try {
    const wall = Temporal.PlainDateTime.from({ ...day, ...clock }, { overflow: 'reject' })
    return wall.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds
  } catch {
    return undefined
  }
}

function dayOfSerial(serial: number): Day {
  const at = new Date(SPREADSHEET_EPOCH + Math.floor(serial) * DAY)
  return { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate() }
}

function dayOf(text: string, order: DateOrder): Day | undefined {
  const [, year, month, day] = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text.trim()) ?? []
  if (year !== undefined) return { year: Number(year), month: Number(month), day: Number(day) }
  const [, first, mark, second, short] = /^(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4}|\d{2})$/.exec(text.trim()) ?? []
  if (first !== undefined && second !== undefined) {
    // Points are written where the day comes first.
    const isDayFirst = mark === '.' || order === 'day-month-year'
    const [dayText, monthText] = isDayFirst ? [first, second] : [second, first]
    return { year: fullYear(short ?? ''), month: Number(monthText), day: Number(dayText) }
  }
  return dayInWords(text)
}

const fullYear = (text: string): number => (text.length === 2 ? 2000 + Number(text) : Number(text))

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** `Dec 25, 2026`, `25 December 2026`, a weekday before it or not. */
function dayInWords(text: string): Day | undefined {
  const words = text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
  const month = words.map((word) => MONTHS.indexOf(word.slice(0, 3))).find((place) => place >= 0)
  const numbers = words.map((word) => Number(word.replace(/(st|nd|rd|th)$/, ''))).filter((value) => value > 0)
  const year = numbers.find((value) => value > 1900)
  const day = numbers.find((value) => value <= 31)
  return month === undefined || year === undefined || day === undefined ? undefined : { year, month: month + 1, day }
}

function timeOf(text: string): Time | undefined {
  const told = text.trim().toLowerCase()
  if (/^0?[.,]\d+$/.test(told)) return timeOfShare(Number(told.replace(',', '.')))
  const [, hours, minutes = '0', half] =
    /^(\d{1,2})(?:[:.h]?(\d{2}))?(?::\d{2})?\s*([ap])?\.?(?:m\.?)?$/.exec(told) ?? []
  if (hours === undefined) return undefined
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (half === 'p' ? 12 : 0)
  const isTime =
    hour <= 23 && Number(minutes) <= 59 && (half === undefined || (Number(hours) >= 1 && Number(hours) <= 12))
  return isTime ? { hour, minute: Number(minutes) } : undefined
}

function timeOfShare(share: number): Time {
  const minutes = Math.round(share * 24 * 60) % (24 * 60)
  return { hour: Math.floor(minutes / 60), minute: minutes % 60 }
}
