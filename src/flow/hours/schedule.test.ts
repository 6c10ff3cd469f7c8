import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { opensAgain } from './in-words.ts'
import { nextOpening, openingAt, type Schedule, WEEKDAYS } from './schedule.ts'

const at = (text: string) => new Date(text).getTime()
const iso = (moment: number | undefined) => (moment === undefined ? undefined : new Date(moment).toISOString())
const weekdays = (...hours: readonly string[]) =>
  Object.fromEntries(WEEKDAYS.slice(0, 5).map((day) => [day, hours])) as Schedule['week']
const everyDay = (...hours: readonly string[]) =>
  Object.fromEntries(WEEKDAYS.map((day) => [day, hours])) as Schedule['week']

const office: Schedule = {
  zone: 'America/New_York',
  week: weekdays('09:00-12:00', '13:00-17:00'),
  holidays: [
    { date: '2026-12-25', name: 'Christmas' },
    { date: '2026-12-24', name: 'Christmas Eve', hours: ['09:00-11:00'] },
  ],
}

describe('an office', () => {
  test.each([
    ['opens on the minute', '2026-11-23T09:00:00-05:00', true],
    ['is closed a second before', '2026-11-23T08:59:59-05:00', false],
    ['is closed at lunch', '2026-11-23T12:00:00-05:00', false],
    ['is open after lunch', '2026-11-23T13:00:00-05:00', true],
    ['closes on the minute', '2026-11-23T17:00:00-05:00', false],
    ['is closed on Sunday', '2026-11-22T10:00:00-05:00', false],
    ['keeps its wall clock in summer', '2026-07-06T09:00:00-04:00', true],
    ['keeps the hours of a holiday', '2026-12-24T10:59:59-05:00', true],
    ['keeps no others on a holiday', '2026-12-24T11:00:00-05:00', false],
    ['is closed on a holiday without hours', '2026-12-25T10:00:00-05:00', false],
  ])('%s', (_what, moment, isOpen) => {
    expect(openingAt(office, at(moment)).isOpen).toBe(isOpen)
  })

  test.each([
    ['after lunch', '2026-11-23T12:30:00-05:00', '2026-11-23T18:00:00.000Z'],
    ['tomorrow', '2026-11-23T17:00:00-05:00', '2026-11-24T14:00:00.000Z'],
    ['on Monday', '2026-11-20T17:00:00-05:00', '2026-11-23T14:00:00.000Z'],
    ['after the holidays', '2026-12-24T11:00:00-05:00', '2026-12-28T14:00:00.000Z'],
  ])('opens again %s', (_when, closed, opens) => {
    expect(iso(nextOpening(office, at(closed)))).toBe(opens)
  })

  test('that never opens has no next opening', () => {
    expect(nextOpening({ zone: 'UTC', week: {} }, 0)).toBeUndefined()
  })

  test('that is closed on ordinary days still opens on a special one', () => {
    const fair = { zone: 'UTC', week: {}, holidays: [{ date: '2027-03-01', name: 'Fair', hours: ['10:00-24:00'] }] }
    expect(iso(nextOpening(fair, at('2026-11-22T00:00:00Z')))).toBe('2027-03-01T10:00:00.000Z')
    expect(openingAt(fair, at('2027-03-01T23:59:59Z')).isOpen).toBe(true)
    expect(openingAt(fair, at('2027-03-02T00:00:00Z')).isOpen).toBe(false)
  })
})

describe('a bar that closes after midnight', () => {
  const bar: Schedule = {
    zone: 'America/New_York',
    week: { saturday: ['22:00-02:30'] },
    holidays: [{ date: '2026-11-22', name: 'Inventory' }],
  }

  test('is open on Sunday morning, holiday or not, and then closed', () => {
    expect(openingAt(bar, at('2026-11-22T01:00:00-05:00')).isOpen).toBe(true)
    expect(openingAt(bar, at('2026-11-22T02:30:00-05:00')).isOpen).toBe(false)
  })

  test('closes by the wall clock in the night that skips an hour', () => {
    expect(openingAt(bar, at('2026-03-08T06:59:59Z')).isOpen).toBe(true)
    expect(openingAt(bar, at('2026-03-08T07:00:00Z')).isOpen).toBe(false)
  })

  test('is open an hour longer in the night that has one twice', () => {
    expect(openingAt(bar, at('2026-11-01T07:29:59Z')).isOpen).toBe(true)
    expect(openingAt(bar, at('2026-11-01T07:30:00Z')).isOpen).toBe(false)
  })
})

describe('the night the clock changes', () => {
  const early: Schedule = { zone: 'America/New_York', week: everyDay('02:15-05:00') }
  const short: Schedule = { zone: 'America/New_York', week: everyDay('01:15-01:45') }

  test('an opening in the hour that is skipped comes when the hour is over', () => {
    expect(iso(nextOpening(early, at('2026-03-08T05:00:00Z')))).toBe('2026-03-08T07:00:00.000Z')
  })

  test('a day that begins with a skipped hour does not hide the days after it', () => {
    const havana: Schedule = {
      zone: 'America/Havana',
      week: { wednesday: ['00:00-00:15'], saturday: ['00:30-00:15'] },
    }
    expect(iso(nextOpening(havana, at('2026-03-08T05:00:00Z')))).toBe('2026-03-11T04:00:00.000Z')
  })

  test('an opening in the hour that comes twice comes twice', () => {
    const first = nextOpening(short, at('2026-11-01T05:00:00Z')) ?? 0
    expect(iso(first)).toBe('2026-11-01T05:15:00.000Z')
    expect(iso(nextOpening(short, at('2026-11-01T05:45:00Z')))).toBe('2026-11-01T06:15:00.000Z')
  })
})

describe('whatever the schedule', () => {
  const time = fc.integer({ min: 0, max: 24 * 4 - 1 }).map((quarter) => {
    const [hour, minute] = [Math.floor(quarter / 4), (quarter % 4) * 15]
    return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
  })
  const hours = fc.array(
    fc.tuple(time, time).map(([from, to]) => `${from}-${to}`),
    { maxLength: 2 },
  )
  const schedule: fc.Arbitrary<Schedule> = fc.record({
    zone: fc.constantFrom('America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'America/Havana', 'Asia/Kolkata'),
    week: fc.record(Object.fromEntries(WEEKDAYS.map((day) => [day, hours])), { requiredKeys: [] }),
    holidays: fc.constantFrom([], [{ date: '2026-03-09', name: 'A day' }]),
  })
  // The weeks in which clocks change, where mistakes live.
  const moment = fc
    .tuple(
      fc.constantFrom('2026-03-06', '2026-03-27', '2026-04-03', '2026-10-02', '2026-10-23', '2026-10-30'),
      fc.integer({ min: 0, max: 4 * 96 }),
    )
    .map(([day, quarters]) => at(day) + quarters * 900_000)

  test('the next opening is open, and no quarter of an hour before it is', () => {
    fc.assert(
      fc.property(schedule, moment, (schedule, closed) => {
        fc.pre(!openingAt(schedule, closed).isOpen)
        const opens = nextOpening(schedule, closed) ?? closed + 3 * 86_400_000
        const between = Array.from({ length: 3 * 96 }, (_, index) => closed + index * 900_000).filter((m) => m < opens)
        expect(between.filter((m) => openingAt(schedule, m).isOpen).map(iso)).toEqual([])
        if (opens !== closed + 3 * 86_400_000) expect(openingAt(schedule, opens).isOpen).toBe(true)
      }),
      { numRuns: 300 },
    )
  }, 60_000)
})

describe('the next opening in words', () => {
  const now = at('2026-11-22T12:00:00-05:00')
  const said = (opens: string, language: string) => opensAgain(at(opens), now, 'America/New_York', language)

  test.each([
    ['2026-11-22T13:00:00-05:00', 'en-US', 'We open again today at 1:00 PM.'],
    ['2026-11-23T09:00:00-05:00', 'en-US', 'We open again tomorrow at 9:00 AM.'],
    ['2026-11-25T09:00:00-05:00', 'en-US', 'We open again on Wednesday at 9:00 AM.'],
    ['2026-12-28T09:00:00-05:00', 'en-GB', 'We open again on Monday 28 December at 9:00.'],
    ['2026-11-25T09:00:00-05:00', 'es-ES', 'Volvemos a abrir el miércoles a las 9:00.'],
    ['2026-11-25T09:00:00-05:00', 'fr-FR', 'Nous rouvrons mercredi à 9:00.'],
    ['2026-11-25T09:00:00-05:00', 'de-DE', 'Wir öffnen wieder am Mittwoch um 9:00.'],
    ['2026-11-25T09:00:00-05:00', 'ja-JP', 'We open again on Wednesday at 9:00 AM.'],
  ])('%s is told in %s', (opens, language, words) => {
    expect(said(opens, language)).toBe(words)
  })
})
