/**
 * Appointments from a calendar file (ICS). The phone number stands in the title, the description or the place, where people put it.
 */
import ICAL from 'ical.js'
import { findPhoneNumbersInText } from 'libphonenumber-js'
import { Temporal } from 'temporal-polyfill'
import { ImportError } from './csv-reminders.ts'
import type { Imported, ImportSettings } from './imported.ts'

/**
 * The appointments of a calendar that are still to come; those that are cancelled there come as `withdrawn`.
 *
 * An event that repeats is taken once for each time within the next 60 days. Its id is the event's own, with the time where it
 * repeats, so that a changed event changes its reminder.
 *
 * @throws {ImportError} when the text is no calendar
 */
export function* icsReminders(text: string, settings: ImportSettings): Generator<Imported> {
  const components = eventsIn(text)
  const exceptions = new Set(components.flatMap(exceptionOf))
  for (const [place, component] of components.entries()) {
    const line = place + 1
    const event = new ICAL.Event(component)
    const uid = event.uid
    if (!uid) {
      yield { kind: 'unusable', line, reason: 'the event has no UID' }
      continue
    }
    for (const start of startsOf(event, settings.now)) {
      // One repetition that was changed is an event of its own, known by the time it had.
      const time = event.recurrenceId ?? (event.isRecurring() ? start : undefined)
      const externalId = time === undefined ? uid : `${uid}/${time.toString()}`
      if (event.recurrenceId == null && exceptions.has(externalId)) continue
      if (String(component.getFirstPropertyValue('status')).toUpperCase() === 'CANCELLED') {
        yield { kind: 'withdrawn', line, externalId }
        continue
      }
      yield readEvent(event, start, externalId, line, settings)
    }
  }
}

const DAYS_AHEAD = 60
const MOST_REPETITIONS = 5_000

function eventsIn(text: string): readonly ICAL.Component[] {
  try {
    const calendar = new ICAL.Component(ICAL.parse(text))
    // The library keeps zones for ever; what one calendar says of its zones is not so in the next.
    ICAL.TimezoneService.reset()
    for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone)
    return calendar.getAllSubcomponents('vevent')
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'it cannot be read'
    throw new ImportError(`This is no calendar: ${reason}.`, { cause: error })
  }
}

function exceptionOf(component: ICAL.Component): readonly string[] {
  const { uid, recurrenceId } = new ICAL.Event(component)
  return recurrenceId == null ? [] : [`${uid}/${recurrenceId.toString()}`]
}

function startsOf(event: ICAL.Event, now: number): readonly ICAL.Time[] {
  if (!event.isRecurring()) return [event.startDate]
  const starts: ICAL.Time[] = []
  const repetition = event.iterator()
  const last = now + DAYS_AHEAD * 86_400_000
  for (let count = 0; count < MOST_REPETITIONS; count++) {
    const next = repetition.next()
    if (!next || next.toUnixTime() * 1000 > last) break
    if (next.toUnixTime() * 1000 > now) starts.push(next)
  }
  return starts
}

function readEvent(
  event: ICAL.Event,
  start: ICAL.Time,
  externalId: string,
  line: number,
  settings: ImportSettings,
): Imported {
  const { campaign, region, zone, now } = settings
  if (start.isDate) return { kind: 'unusable', line, reason: 'the event lasts all day and has no time' }
  const texts = [event.summary, event.description, event.location].map((text) => text ?? '')
  // The library knows regions by two letters; an unknown one finds only international numbers.
  const number = texts.map((text) => findPhoneNumbersInText(text, region as 'US')[0]?.number.number).find(Boolean)
  if (number === undefined)
    return { kind: 'unusable', line, reason: 'no phone number stands in its title, description or place' }
  const appointmentZone = zoneOf(start, tzidOf(event), zone)
  const appointmentAt = momentIn(start, appointmentZone)
  if (appointmentAt <= now) return { kind: 'unusable', line, reason: 'the appointment is over' }
  const name = nameIn(event.summary ?? '')
  const place = event.location?.trim()
  return {
    kind: 'reminder',
    line,
    reminder: {
      campaign,
      externalId,
      number,
      name,
      language: null,
      zone: null,
      appointmentAt,
      appointmentZone,
      data: place && !/^\+?[\d\s().-]+$/.test(place) ? { place } : {},
    },
  }
}

/** As it is written; the library forgets the name of a zone that the calendar does not explain. */
function tzidOf({ component }: ICAL.Event): string | undefined {
  const tzid = component.getFirstProperty('dtstart')?.getParameter('tzid')
  return typeof tzid === 'string' ? tzid : undefined
}

/** The title without what is a number. */
const nameIn = (summary: string): string =>
  summary
    .replace(/[+(]?\d[\d\s().-]{6,}\d/g, '')
    .replace(/\s*[-–,:]\s*$/, '')
    .trim()

/** The zone that is named, as the time zone database knows it; where it is none of these, the fallback. */
function zoneOf(start: ICAL.Time, named: string | undefined, fallback: string): string {
  const name = named ?? start.zone?.tzid
  if (!name || name === 'floating' || name === 'UTC' || name === 'Z') return fallback
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name })
    return name
  } catch {
    return fallback
  }
}

/**
 * A time without a zone, or in a zone of the database, is told by the clock on the wall there, whatever the calendar says of that
 * zone; only for others its own rules count.
 */
function momentIn(start: ICAL.Time, zone: string): number {
  const tzid = start.zone?.tzid
  if (tzid !== undefined && tzid !== 'floating' && tzid !== zone) return start.toUnixTime() * 1000
  const { year, month, day, hour, minute, second } = start
  return new Temporal.PlainDateTime(year, month, day, hour, minute, second).toZonedDateTime(zone).epochMilliseconds
}
