/**
 * Calendars as holidays: the all-day events of an ICS file, those that come again among them, as days with a name.
 */
import ICAL from 'ical.js'
import type { Instant } from '../clock/clock.ts'
import type { Holiday } from '../flow/index.ts'

/** So many days back and ahead of the present one are read; a place looks a year ahead for its next opening. */
const [DAYS_BACK, DAYS_AHEAD] = [2, 400]
/** So many holidays are kept, and so many turns of an event that comes again are looked at. */
const [MOST_HOLIDAYS, MOST_TURNS] = [2_000, 20_000]
const DAY = 86_400_000

/**
 * The holidays of a calendar around a moment, by date. Events with a time of day are appointments and no holidays; cancelled
 * ones do not take place.
 *
 * @throws {Error} for a text that is no calendar
 */
export function readCalendar(text: string, now: Instant): readonly Holiday[] {
  const calendar = new ICAL.Component(ICAL.parse(text))
  if (calendar.name !== 'vcalendar') throw new Error('this is no calendar')
  const [first, last] = [isoDay(now - DAYS_BACK * DAY), isoDay(now + DAYS_AHEAD * DAY)]
  const events = calendar.getAllSubcomponents('vevent').map((component) => new ICAL.Event(component))
  const found = new Map<string, Holiday>()
  for (const event of events) {
    // One turn of an event that was moved or renamed is told by that event itself.
    if (event.isRecurrenceException() && relate(events, event)) continue
    for (const { date, name } of daysOf(event, first, last)) {
      if (found.size < MOST_HOLIDAYS && !found.has(date)) found.set(date, { date, name })
    }
  }
  return [...found.values()].sort((a, b) => (a.date < b.date ? -1 : 1))
}

/** Gives the exception to the event it belongs to; false when that is not in the calendar. */
function relate(events: readonly ICAL.Event[], exception: ICAL.Event): boolean {
  const master = events.find(({ uid }) => uid === exception.uid)
  return master !== undefined && master !== exception && !master.isRecurrenceException()
}

function* daysOf(event: ICAL.Event, first: string, last: string): Iterable<Holiday> {
  if (!event.startDate?.isDate) return
  if (!event.isRecurring()) {
    yield* daysFrom(event, event.startDate, event.endDate, first, last)
    return
  }
  const turns = event.iterator()
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    const start = turns.next()
    if (start === null || start === undefined || isoOf(start) > last) return
    const { item, startDate, endDate } = event.getOccurrenceDetails(start)
    if (startDate.isDate) yield* daysFrom(item, startDate, endDate, first, last)
  }
}

/** Every day of an event; its end is the day after the last. */
function* daysFrom(
  event: ICAL.Event,
  start: ICAL.Time,
  end: ICAL.Time | undefined,
  first: string,
  last: string,
): Iterable<Holiday> {
  if (event.component.getFirstPropertyValue('status') === 'CANCELLED') return
  const day = start.clone()
  const until = end === undefined || end.compare(start) <= 0 ? undefined : isoOf(end)
  do {
    const date = isoOf(day)
    if (date > last) return
    if (date >= first) yield { date, name: event.summary || 'Holiday' }
    day.adjust(1, 0, 0, 0)
  } while (until !== undefined && isoOf(day) < until)
}

const isoOf = ({ year, month, day }: ICAL.Time): string =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`

const isoDay = (at: Instant): string => new Date(at).toISOString().slice(0, 10)
