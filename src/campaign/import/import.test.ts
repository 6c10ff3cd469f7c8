/** Appointments from files, as clinics have them. */
import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { type CsvSettings, csvReminders } from './csv-reminders.ts'
import { icsReminders } from './ics-reminders.ts'
import type { Imported } from './imported.ts'
import { Seen } from './seen.ts'
import { momentOf } from './when.ts'

const NOW = Date.parse('2026-11-26T12:00:00Z')
const SETTINGS: CsvSettings = { campaign: 'clinic', region: 'US', zone: 'America/New_York', now: NOW }

async function rowsOf(csv: string, settings: Partial<CsvSettings> = {}): Promise<readonly Imported[]> {
  const rows: Imported[] = []
  for await (const row of csvReminders(Readable.from([Buffer.from(csv)]), { ...SETTINGS, ...settings })) rows.push(row)
  return rows
}

const told = (rows: readonly Imported[]) =>
  rows.map((row) => {
    if (row.kind === 'unusable') return `line ${row.line}: ${row.reason}`
    if (row.kind === 'withdrawn') return `line ${row.line}: ${row.externalId} is gone`
    const { number, name, appointmentAt, externalId } = row.reminder
    return `line ${row.line}: ${externalId} ${name} ${number} ${new Date(appointmentAt).toISOString()}`
  })

describe('a file of appointments', () => {
  test('is read with a byte order mark, quoted commas, its columns in any order and the rest kept', async () => {
    const rows = await rowsOf(
      '\uFEFFName,Appt Time,Date,Phone,ID,What to bring\n"Lee, Ann",2:30 PM,12/01/2026,(202) 555-0111,a1,"Card, and glasses"\n',
    )
    expect(told(rows)).toEqual(['line 2: a1 Lee, Ann +12025550111 2026-12-01T19:30:00.000Z'])
    expect(rows[0]).toMatchObject({ reminder: { data: { 'What to bring': 'Card, and glasses' } } })
  })

  test('may be separated by semicolons, with the day first and a zone of its own', async () => {
    const rows = await rowsOf(
      'Vorname;Nachname;tel;datum;zone\nZoë;Núñez;030 901820;01.12.2026 14:30;Europe/Berlin\n',
      {
        region: 'DE',
        columns: { firstName: 'vorname', lastName: 'Nachname', date: 'Datum' },
      },
    )
    expect(told(rows)).toEqual(['line 2: +4930901820@1796131800000 Zoë Núñez +4930901820 2026-12-01T13:30:00.000Z'])
  })

  test('tells every row that cannot be used, with its line, and gives the rest', async () => {
    const rows = await rowsOf(
      [
        'id,name,phone,date,time,zone,status',
        '1,Ann,202-555-0111,2026-12-01,14:30,,',
        '2,Bob,call me,2026-12-01,14:30,,',
        '3,Cid,+12025550113,2026-13-41,14:30,,',
        '4,Dan,+12025550114,2026-12-01,25:99,,',
        '5,Eve,+12025550115,2026-11-01,09:00,,',
        '1,Ann,202-555-0111,2026-12-01,14:30,,',
        '6,Fay,+12025550116,2026-12-01,10:00,Mars/Olympus,',
        '7,Gus,,,,,Cancelled',
        '8,Hal,+12025550118,2026-12-01,2 pm,America/Los_Angeles,booked',
      ].join('\n'),
    )
    expect(told(rows)).toEqual([
      'line 2: 1 Ann +12025550111 2026-12-01T19:30:00.000Z',
      'line 3: the phone number cannot be read',
      'line 4: the date or the time cannot be read',
      'line 5: the date or the time cannot be read',
      'line 6: the appointment is over',
      'line 7: the same appointment stands further up',
      'line 8: "Mars/Olympus" is no time zone; write a name such as America/New_York',
      'line 9: 7 is gone',
      'line 10: 8 Hal +12025550118 2026-12-01T22:00:00.000Z',
    ])
  })

  test('without a column for the number or the date is refused in a sentence', async () => {
    await expect(rowsOf('name,when\nAnn,2026-12-01 14:30\n')).rejects.toThrow(
      'No column is known to hold the phone number. The columns are "name", "when"; name them with a mapping, such as phone=Mobile.',
    )
    await expect(rowsOf('name,phone,date\n', { columns: { phone: 'mobil' } })).rejects.toThrow(
      'There is no column "mobil". The columns are "name", "phone", "date".',
    )
    await expect(rowsOf('')).rejects.toThrow('The file is empty. Its first line has to name the columns.')
    await expect(rowsOf('a,b\n"x')).rejects.toThrow(/^(No column|This is no CSV)/)
  })
})

describe('a date and a time', () => {
  const read = (date: string, time?: string, order: 'month-day-year' | 'day-month-year' = 'month-day-year') => {
    const at = momentOf(date, time, 'America/New_York', order)
    return at === undefined ? undefined : new Date(at).toISOString().slice(0, 16)
  }

  test.each([
    ['2026-12-01', '14:30', '2026-12-01T19:30'],
    ['12/1/2026', '2:30 PM', '2026-12-01T19:30'],
    ['1.12.2026', '14.30', '2026-12-01T19:30'],
    ['12/01/26', '1430', '2026-12-01T19:30'],
    ['Tue, Dec 1st, 2026', '2:30pm', '2026-12-01T19:30'],
    ['1 December 2026', '12 am', '2026-12-01T05:00'],
    ['2026-12-01 14:30', undefined, '2026-12-01T19:30'],
    ['12/1/2026 2:30 PM', undefined, '2026-12-01T19:30'],
    ['2026-12-01T14:30:00+01:00', undefined, '2026-12-01T13:30'],
    ['46357', '0.6041666667', '2026-12-01T19:30'],
    ['46357.6041666667', undefined, '2026-12-01T19:30'],
  ])('%s %s is understood', (date, time, expected) => expect(read(date, time)).toBe(expected))

  test.each([
    ['2026-02-30', '10:00'],
    ['soon', '10:00'],
    ['2026-12-01', undefined],
    ['2026-12-01', '13 pm'],
    ['', ''],
  ])('%s %s is not', (date, time) => expect(read(date, time)).toBeUndefined())

  test('the day comes first where people write it so', () =>
    expect(read('2/1/2027', '10:00', 'day-month-year')).toBe('2027-01-02T15:00'))

  test('in the nights the clocks change there is always one moment', () => {
    expect(read('2026-11-01', '01:30')).toBe('2026-11-01T05:30')
    expect(read('2027-03-14', '02:30')).toBe('2027-03-14T07:30')
  })
})

describe('a calendar', () => {
  const event = (...lines: readonly string[]) =>
    ['BEGIN:VCALENDAR', 'VERSION:2.0', 'BEGIN:VEVENT', ...lines, 'END:VEVENT', 'END:VCALENDAR'].join('\r\n')
  const read = (text: string) => told([...icsReminders(text, SETTINGS)])

  test('has the number in a title, the name beside it, and the time in its zone', () => {
    expect(read(event('UID:1', 'DTSTART:20261201T193000Z', 'SUMMARY:Ann Lee (202) 555-0111'))).toEqual([
      'line 1: 1 Ann Lee +12025550111 2026-12-01T19:30:00.000Z',
    ])
    expect(read(event('UID:2', 'DTSTART:20261201T143000', 'SUMMARY:Bob', 'DESCRIPTION:call 2025550112'))).toEqual([
      'line 1: 2 Bob +12025550112 2026-12-01T19:30:00.000Z',
    ])
  })

  test('is told in the zone it names, also when it says nothing about that zone, or something else in another file', () => {
    const start = 'DTSTART;TZID=America/Los_Angeles:20261201T143000'
    const expected = ['line 1: 7 Ann +12025550111 2026-12-01T22:30:00.000Z']
    expect(read(event('UID:7', start, 'SUMMARY:Ann +12025550111'))).toEqual(expected)
    const own = ['BEGIN:STANDARD', 'DTSTART:20200101T000000', 'TZOFFSETFROM:+0100', 'TZOFFSETTO:+0100', 'END:STANDARD']
    const zone = ['BEGIN:VTIMEZONE', 'TZID:Clinic Time', ...own, 'END:VTIMEZONE', 'BEGIN:VEVENT'].join('\r\n')
    const inOwn = event('UID:8', start.replace('America/Los_Angeles', 'Clinic Time'), 'SUMMARY:Bob +12025550112')
    expect(read(inOwn.replace('BEGIN:VEVENT', zone))).toEqual(['line 1: 8 Bob +12025550112 2026-12-01T13:30:00.000Z'])
    // Without an explanation it is the clock of the place.
    expect(read(inOwn)).toEqual(['line 1: 8 Bob +12025550112 2026-12-01T19:30:00.000Z'])
  })

  test('says what is cancelled, and what cannot be used', () => {
    expect(read(event('UID:3', 'DTSTART:20261201T193000Z', 'STATUS:CANCELLED', 'SUMMARY:x'))).toEqual([
      'line 1: 3 is gone',
    ])
    expect(read(event('UID:4', 'DTSTART;VALUE=DATE:20261201', 'SUMMARY:+12025550111'))).toEqual([
      'line 1: the event lasts all day and has no time',
    ])
    expect(read(event('UID:5', 'DTSTART:20261201T193000Z', 'SUMMARY:Lunch'))).toEqual([
      'line 1: no phone number stands in its title, description or place',
    ])
  })

  test('that repeats is taken for each time of the next weeks', () => {
    const rows = read(
      event('UID:6', 'DTSTART:20261102T150000Z', 'RRULE:FREQ=WEEKLY;COUNT=6', 'SUMMARY:Ann +12025550111'),
    )
    expect(rows).toEqual([
      'line 1: 6/2026-11-30T15:00:00Z Ann +12025550111 2026-11-30T15:00:00.000Z',
      'line 1: 6/2026-12-07T15:00:00Z Ann +12025550111 2026-12-07T15:00:00.000Z',
    ])
  })

  test('that is none is refused', () => expect(() => read('hello')).toThrow(/^This is no calendar: /))
})

test('ids are told apart, however many', () => {
  const seen = new Seen()
  for (let id = 0; id < 50_000; id++) expect(seen.add(`id-${id}`)).toBe(true)
  for (let id = 0; id < 50_000; id += 7) expect(seen.add(`id-${id}`)).toBe(false)
})
