/** What came of it goes back into the calendar it came from. */
import ICAL from 'ical.js'
import { describe, expect, test } from 'vitest'
import { icsReminders } from '../../src/campaign/import/ics-reminders.ts'
import { importReminders } from '../../src/campaign/import/import-reminders.ts'
import { outcomesCalendar } from '../../src/campaign/outcomes-calendar.ts'
import type { Outcome } from '../../src/flow/index.ts'
import type { Store } from '../../src/store/index.ts'
import { freshStore } from '../../src/testing/store-pool.ts'

const NOW = Date.parse('2026-11-26T12:00:00Z')
const LATER = NOW + 3_600_000
const SETTINGS = { campaign: 'clinic', region: 'US', zone: 'America/New_York', now: NOW }

const event = (uid: string, start: string, summary: string, more = '') =>
  `BEGIN:VEVENT\nUID:${uid}\nSEQUENCE:3\nDTSTART;TZID=America/New_York:${start}\nSUMMARY:${summary}\n${more}END:VEVENT\n`

const CALENDAR = `BEGIN:VCALENDAR
VERSION:2.0
${event('ana@clinic', '20261201T143000', 'Ana Diaz, (202) 555-0111', 'LOCATION:1 Mill Road\\, Springfield\n')}${event('bob@clinic', '20261202T090000', 'Bob, 202-555-0112')}${event('cid@clinic', '20261203T100000', 'Cid "Chip" O’Neill; +12025550113')}${event('dan@clinic', '20260702T100000', 'Dan +12025550114')}${event('weekly@clinic', '20261201T080000', 'Eve +12025550115', 'RRULE:FREQ=WEEKLY;COUNT=3\n')}END:VCALENDAR
`.replaceAll('\n', '\r\n')

function bring(store: Store, ics: string, now = NOW) {
  return importReminders(icsReminders(ics, { ...SETTINGS, now }), { store, campaign: 'clinic', at: now })
}

async function learn(store: Store, externalId: string, outcome: Outcome, detail: string | null = null): Promise<void> {
  const found = await store.reminders.findByExternalId('clinic', externalId)
  if (found === undefined) throw new Error(`There is no ${externalId}.`)
  await store.reminders.learn({ reminderId: found.id, attemptId: null, outcome, at: LATER, source: 'call', detail })
}

/** Events of a calendar by UID and repetition. */
function eventsOf(ics: string) {
  const events = new ICAL.Component(ICAL.parse(ics)).getAllSubcomponents('vevent')
  return Object.fromEntries(
    events.map((component) => {
      const { uid, recurrenceId, startDate, sequence, summary, location } = new ICAL.Event(component)
      const part = component.getFirstProperty('attendee')?.getParameter('partstat')
      const status = component.getFirstPropertyValue('status')
      const key = recurrenceId ? `${uid}/${recurrenceId}` : uid
      return [key, { start: startDate.toString(), sequence, summary, location, status, part }]
    }),
  )
}

const write = (store: Store, now = LATER) => outcomesCalendar({ campaign: 'clinic', store, now })

describe('the calendar of outcomes', () => {
  test('has every appointment under its own id, with what its person has said', async () => {
    await using store = await freshStore()
    await bring(store, CALENDAR)
    await learn(store, 'ana@clinic', 'confirmed')
    await learn(store, 'bob@clinic', 'cancel-requested')
    await learn(store, 'cid@clinic', 'rescheduled', '2026-12-04T11:30:00-05:00')
    await learn(store, 'weekly@clinic/2026-12-08T08:00:00', 'reschedule-requested')
    const events = eventsOf(await write(store))
    expect(events).toMatchObject({
      'ana@clinic': {
        start: '2026-12-01T14:30:00',
        summary: 'Ana Diaz',
        location: '1 Mill Road, Springfield',
        status: 'CONFIRMED',
        part: 'ACCEPTED',
      },
      'bob@clinic': { status: 'CANCELLED', part: 'DECLINED' },
      'cid@clinic': { start: '2026-12-04T11:30:00', status: 'CONFIRMED', part: 'ACCEPTED' },
      'weekly@clinic/2026-12-01T08:00:00': { status: 'TENTATIVE', part: 'NEEDS-ACTION' },
      'weekly@clinic/2026-12-08T08:00:00': { status: 'TENTATIVE', part: 'TENTATIVE' },
    })
    // An appointment that was over when it was read is not there.
    expect(Object.keys(events)).toHaveLength(6)
    for (const { sequence } of Object.values(events)) expect(sequence).toBeGreaterThan(3)
  })

  test('raises the sequence with each change, and only then', async () => {
    await using store = await freshStore()
    await bring(store, CALENDAR)
    const sequences = async (now: number) => {
      const events = eventsOf(await write(store, now))
      return [events['ana@clinic']?.sequence ?? 0, events['bob@clinic']?.sequence ?? 0] as const
    }
    const [ana, bob] = await sequences(LATER)
    await learn(store, 'ana@clinic', 'confirmed')
    const after = await sequences(LATER + 1000)
    expect(after[0]).toBeGreaterThan(ana)
    expect(after[1]).toBe(bob)
  })

  test('read back finds the same appointments, and those that were cancelled gone', async () => {
    await using store = await freshStore()
    await bring(store, CALENDAR)
    await learn(store, 'ana@clinic', 'confirmed')
    await learn(store, 'bob@clinic', 'cancelled')
    const written = await write(store)
    expect(await bring(store, written, LATER)).toMatchObject({ rows: 6, added: 0, changed: 0, same: 5, withdrawn: 1 })
    expect(await store.reminders.findByExternalId('clinic', 'ana@clinic')).toMatchObject({ outcome: 'confirmed' })
    expect(await store.reminders.findByExternalId('clinic', 'bob@clinic')).toMatchObject({ state: 'withdrawn' })
    // In another place, which knows nothing, the same appointments begin anew.
    await using elsewhere = await freshStore()
    expect(await bring(elsewhere, written, LATER)).toMatchObject({ added: 5, unusable: 0 })
    expect(await elsewhere.reminders.findByExternalId('clinic', 'cid@clinic')).toMatchObject({
      number: '+12025550113',
      name: 'Cid "Chip" O’Neill;',
      appointmentAt: Date.parse('2026-12-03T10:00:00-05:00'),
      appointmentZone: 'America/New_York',
    })
  })

  test('has an appointment that the calendar has moved at its new time, across the change of the clocks', async () => {
    await using store = await freshStore()
    await bring(store, CALENDAR)
    await bring(store, CALENDAR.replace('20261201T143000', '20270402T143000'))
    const written = await write(store)
    expect(eventsOf(written)['ana@clinic']).toMatchObject({ start: '2027-04-02T14:30:00', status: 'TENTATIVE' })
    expect(await bring(store, written)).toMatchObject({ changed: 0, same: 6 })
    const { appointmentAt } = (await store.reminders.findByExternalId('clinic', 'ana@clinic')) ?? {}
    expect(appointmentAt).toBe(Date.parse('2027-04-02T14:30:00-04:00'))
  })

  test('of a repetition that the calendar itself has moved is one event, and one reminder', async () => {
    await using store = await freshStore()
    const moved = event(
      'weekly@clinic',
      '20261209T093000',
      'Eve +12025550115',
      'RECURRENCE-ID;TZID=America/New_York:20261208T080000\n',
    )
    const calendar = CALENDAR.replace('END:VCALENDAR', `${moved.replaceAll('\n', '\r\n')}END:VCALENDAR`)
    await bring(store, calendar)
    const weekly = Object.entries(eventsOf(await write(store))).filter(([key]) => key.startsWith('weekly'))
    expect(weekly.map(([key, { start }]) => [key.split('/')[1], start])).toEqual([
      ['2026-12-01T08:00:00', '2026-12-01T08:00:00'],
      ['2026-12-08T08:00:00', '2026-12-09T09:30:00'],
      ['2026-12-15T08:00:00', '2026-12-15T08:00:00'],
    ])
  })

  test('of nobody is a calendar all the same', async () => {
    await using store = await freshStore()
    expect(ICAL.parse(await write(store))).toMatchObject(['vcalendar', expect.anything(), []])
  })
})
