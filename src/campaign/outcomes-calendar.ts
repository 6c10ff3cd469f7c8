/**
 * What came of a campaign as a calendar (ICS): each appointment under the id it came with, with what its person has said.
 *
 * | outcome                                     | STATUS    | PARTSTAT       |
 * | ------------------------------------------- | --------- | -------------- |
 * | confirmed; rescheduled to a time that is known | CONFIRMED | ACCEPTED       |
 * | cancelled, cancel requested; withdrawn      | CANCELLED | DECLINED       |
 * | rescheduled, reschedule requested           | TENTATIVE | TENTATIVE      |
 * | anything else, and nothing yet              | TENTATIVE | NEEDS-ACTION   |
 *
 * Importing it again finds the same appointments. Source: RFC 5545 §3.8.1.11, §3.2.12, §3.8.7.4.
 */
import ICAL from 'ical.js'
import { Temporal } from 'temporal-polyfill'
import type { Instant } from '../clock/clock.ts'
import { hours } from '../clock/duration.ts'
import type { Reminder, Store } from '../store/index.ts'
import { localTime, zoneComponent } from './calendar-zone.ts'
import { reminderPages } from './reminder-pages.ts'

export interface OutcomesCalendarOptions {
  readonly campaign: string
  readonly store: Pick<Store, 'reminders'>
  readonly now: Instant
  /** Appointments before that moment are left out; default none. */
  readonly from?: Instant
}

/** One event to be: a reminder, and the time it was moved to when somebody wrote that down. */
interface Entry {
  readonly reminder: Reminder
  readonly startsAt: Instant
  readonly isMoved: boolean
}

/** The calendar of a campaign, as text. */
export async function outcomesCalendar(options: OutcomesCalendarOptions): Promise<string> {
  const entries = await entriesOf(options)
  const calendar = new ICAL.Component('vcalendar')
  calendar.addPropertyWithValue('version', '2.0')
  calendar.addPropertyWithValue('prodid', '-//Hookswitch//Outcomes//EN')
  calendar.addPropertyWithValue('method', 'PUBLISH')
  calendar.addPropertyWithValue('x-wr-calname', options.campaign)
  for (const zone of zonesOf(entries)) calendar.addSubcomponent(zone)
  for (const entry of entries) calendar.addSubcomponent(eventOf(entry, options.now))
  return `${calendar.toString()}\r\n`
}

async function entriesOf({ campaign, store, from }: OutcomesCalendarOptions): Promise<readonly Entry[]> {
  const entries: Entry[] = []
  for await (const page of reminderPages(store, { campaign, from })) {
    for (const reminder of page) entries.push(await entryOf(reminder, store))
  }
  return entries
}

async function entryOf(reminder: Reminder, { reminders }: Pick<Store, 'reminders'>): Promise<Entry> {
  const { appointmentAt: startsAt } = reminder
  if (reminder.outcome !== 'rescheduled') return { reminder, startsAt, isMoved: false }
  const last = (await reminders.outcomes(reminder.id)).findLast(({ outcome }) => outcome === 'rescheduled')
  const moved = Date.parse(/^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)$/.exec(last?.detail ?? '')?.[0] ?? '')
  return Number.isNaN(moved) ? { reminder, startsAt, isMoved: false } : { reminder, startsAt: moved, isMoved: true }
}

function zonesOf(entries: readonly Entry[]): readonly ICAL.Component[] {
  const spans = new Map<string, { first: Instant; last: Instant }>()
  for (const { reminder, startsAt } of entries) {
    const span = spans.get(reminder.appointmentZone) ?? { first: startsAt, last: startsAt }
    const [first, last] = [Math.min(span.first, reminder.appointmentAt, startsAt), Math.max(span.last, startsAt)]
    spans.set(reminder.appointmentZone, { first, last: Math.max(last, reminder.appointmentAt) })
  }
  return [...spans].map(([zone, { first, last }]) => zoneComponent(zone, first - hours(24), last + hours(24)))
}

function eventOf(entry: Entry, now: Instant): ICAL.Component {
  const { reminder, startsAt } = entry
  const event = new ICAL.Component('vevent')
  const [, uid = reminder.externalId, repetition] =
    /^(.+)\/(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ?)$/s.exec(reminder.externalId) ?? []
  event.addPropertyWithValue('uid', uid)
  if (repetition !== undefined) addTime(event, 'recurrence-id', ICAL.Time.fromDateTimeString(repetition), reminder)
  event.addPropertyWithValue('dtstamp', ICAL.Time.fromJSDate(new Date(now), true))
  addTime(event, 'dtstart', localTime(wallTime(startsAt, reminder.appointmentZone)), reminder)
  event.addPropertyWithValue('sequence', sequenceOf(reminder))
  event.addPropertyWithValue('last-modified', ICAL.Time.fromJSDate(new Date(changedAt(reminder)), true))
  event.addPropertyWithValue('summary', reminder.name === '' ? 'Appointment' : reminder.name)
  event.addPropertyWithValue('description', [reminder.number, inWords(reminder)].join('\n'))
  const { place } = reminder.data
  if (typeof place === 'string') event.addPropertyWithValue('location', place)
  const { status, part } = standOf(entry)
  event.addPropertyWithValue('status', status)
  const attendee = event.addPropertyWithValue('attendee', `tel:${reminder.number}`)
  attendee.setParameter('partstat', part)
  // A quote cannot stand in a parameter. Source: RFC 5545 §3.2.
  if (reminder.name !== '') attendee.setParameter('cn', reminder.name.replaceAll('"', "'"))
  event.addPropertyWithValue('x-hookswitch-outcome', reminder.outcome ?? 'none')
  return event
}

function addTime(event: ICAL.Component, name: string, time: ICAL.Time, { appointmentZone }: Reminder): void {
  const property = event.addPropertyWithValue(name, time)
  if (time.zone?.tzid !== 'UTC') property.setParameter('tzid', appointmentZone)
}

const wallTime = (at: Instant, zone: string) =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDateTime()

const changedAt = ({ updatedAt, outcomeAt }: Reminder): Instant => Math.max(updatedAt, outcomeAt ?? 0)

/** Seconds since 1970 of the last change: above whatever the event had where it came from, and higher with each change. */
const sequenceOf = (reminder: Reminder): number => Math.floor(changedAt(reminder) / 1000)

function standOf({ reminder, isMoved }: Entry): { readonly status: string; readonly part: string } {
  if (reminder.state === 'withdrawn') return { status: 'CANCELLED', part: 'DECLINED' }
  switch (reminder.outcome) {
    case 'confirmed':
      return { status: 'CONFIRMED', part: 'ACCEPTED' }
    case 'cancelled':
    case 'cancel-requested':
      return { status: 'CANCELLED', part: 'DECLINED' }
    case 'rescheduled':
      return isMoved ? { status: 'CONFIRMED', part: 'ACCEPTED' } : { status: 'TENTATIVE', part: 'TENTATIVE' }
    case 'reschedule-requested':
      return { status: 'TENTATIVE', part: 'TENTATIVE' }
    default:
      return { status: 'TENTATIVE', part: 'NEEDS-ACTION' }
  }
}

function inWords({ state, outcome, outcomeAt, appointmentZone }: Reminder): string {
  if (state === 'withdrawn') return 'Gone where it came from.'
  if (outcome === null || outcomeAt === null) return 'Nothing was heard yet.'
  const said = `${outcome.charAt(0).toUpperCase()}${outcome.slice(1).replaceAll('-', ' ')}`
  const when = new Intl.DateTimeFormat('en-US', { timeZone: appointmentZone, dateStyle: 'medium', timeStyle: 'short' })
  return `${said}, ${when.format(outcomeAt).replaceAll('\u202f', ' ')}.`
}
