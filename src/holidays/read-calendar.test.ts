import { expect, test } from 'vitest'
import { readCalendar } from './read-calendar.ts'

const NOW = Date.UTC(2026, 10, 26, 12)

const calendar = (...events: readonly string[]) =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//test//EN',
    ...events.flatMap((event, index) => [
      'BEGIN:VEVENT',
      ...(event.includes('UID:') ? [] : [`UID:${index}`]),
      'DTSTAMP:20260101T000000Z',
      ...event.split('\n'),
      'END:VEVENT',
    ]),
    'END:VCALENDAR',
  ].join('\r\n')

const read = (...events: readonly string[]) =>
  readCalendar(calendar(...events), NOW).map(({ date, name }) => `${date} ${name}`)

test('an all-day event is a holiday of that day, with or without an end', () => {
  expect(read('DTSTART;VALUE=DATE:20261225\nDTEND;VALUE=DATE:20261226\nSUMMARY:Christmas')).toEqual([
    '2026-12-25 Christmas',
  ])
  expect(read('DTSTART;VALUE=DATE:20261225\nSUMMARY:Christmas')).toEqual(['2026-12-25 Christmas'])
  expect(read('DTSTART;VALUE=DATE:20261225\nDTEND;VALUE=DATE:20261225')).toEqual(['2026-12-25 Holiday'])
})

test('an event of several days is a holiday of each, the end not being one of them', () => {
  expect(read('DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261227\nSUMMARY:Closed')).toEqual([
    '2026-12-24 Closed',
    '2026-12-25 Closed',
    '2026-12-26 Closed',
  ])
})

test('an event that comes again is a holiday each time, but for the times that were taken out, moved or cancelled', () => {
  expect(
    read(
      'UID:new-year\nDTSTART;VALUE=DATE:20200101\nRRULE:FREQ=YEARLY\nSUMMARY:New Year',
      'UID:pizza\nDTSTART;VALUE=DATE:20261201\nRRULE:FREQ=WEEKLY;COUNT=4\nEXDATE;VALUE=DATE:20261208\nSUMMARY:Pizza',
      'UID:pizza\nRECURRENCE-ID;VALUE=DATE:20261215\nDTSTART;VALUE=DATE:20261216\nSUMMARY:Pizza a day later',
    ),
  ).toEqual(['2026-12-01 Pizza', '2026-12-16 Pizza a day later', '2026-12-22 Pizza', '2027-01-01 New Year'])
})

test('appointments, cancelled events and what is long over are no holidays', () => {
  expect(
    read(
      'DTSTART:20261225T090000Z\nDTEND:20261225T100000Z\nSUMMARY:Meeting',
      'DTSTART;VALUE=DATE:20261226\nSTATUS:CANCELLED\nSUMMARY:Not any more',
      'DTSTART;VALUE=DATE:20250101\nSUMMARY:Last year',
      'DTSTART;VALUE=DATE:20290101\nSUMMARY:In three years',
    ),
  ).toEqual([])
})

test('a rule without end comes to an end', () => {
  expect(read('DTSTART;VALUE=DATE:20000101\nRRULE:FREQ=DAILY\nSUMMARY:Every day').length).toBeGreaterThan(300)
})

test.each(['', '<html>Please log in</html>', 'BEGIN:VEVENT\r\nEND:VEVENT'])(
  'what is no calendar is told (%s)',
  (text) => {
    expect(() => readCalendar(text, NOW)).toThrow()
  },
)
