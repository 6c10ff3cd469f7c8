/** Calendars of holidays: fetched, kept, and never waited for. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { defineFlow, hangUp, hours } from 'hookswitch/flow'
import { type OpenLine, hours as ofHours, openLine } from 'hookswitch/testing'
import { expect, test } from 'vitest'
import { startApp } from '../app/app-under-test.ts'

const CHRISTMAS = `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//EN\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\nDTSTART;VALUE=DATE:20261225\r\nSUMMARY:Christmas\r\nEND:VEVENT\r\nEND:VCALENDAR`

/** A server that answers as it is told, last answer again; 0 hangs up. */
async function calendarServer(...answers: (number | string)[]) {
  let asked = 0
  const server = createServer((request, response) => {
    const answer = answers[Math.min(asked++, answers.length - 1)]
    if (answer === 0) request.socket.destroy()
    else if (answer === 302) response.writeHead(302, { location: '/elsewhere' }).end()
    else if (typeof answer === 'number') response.writeHead(answer).end()
    else response.writeHead(200, { 'content-type': 'text/calendar' }).end(answer)
  }).listen(0, '127.0.0.1')
  await new Promise((listening) => server.once('listening', listening))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/private/token/holidays.ics`,
    asked: () => asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

const always = Object.fromEntries(
  ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'].map((day) => [day, ['09:00-17:00']]),
)
const office = (holidayFeed: string) =>
  defineFlow('office', {
    start: 'door',
    steps: {
      door: hours({ zone: 'UTC', week: always, holidayFeed, open: 'open', closed: 'closed', holiday: 'feast' }),
      open: hangUp('Welcome.'),
      closed: hangUp('We are closed.'),
      feast: hangUp('Merry Christmas.'),
    },
  })

async function hears(line: OpenLine, words: string) {
  await line.callerFrom('+12025550199').hears(words)
}

test('a day of the calendar is a holiday', async () => {
  await using calendar = await calendarServer(302, CHRISTMAS)
  const line = await openLine(office(calendar.url), { at: '2026-12-25T10:00Z' })
  await line.clock.settle()
  await hears(line, 'We open again on Monday at 9:00 AM.')
  await hears(line, 'Merry Christmas.')
})

test('a calendar that cannot be had is tried again, and its days count as soon as it is read', async () => {
  await using calendar = await calendarServer(503, 0, 'no calendar', CHRISTMAS)
  const line = await openLine(office(calendar.url), { at: '2026-12-25T10:00Z' })
  await line.clock.settle()
  await hears(line, 'Welcome.')
  expect(line.logged[0]).toMatchObject({
    level: 'error',
    line: 'a calendar of holidays has never been read; no day of it counts until it is',
    fields: { calendar: new URL(calendar.url).host, reason: 'it answered 503' },
  })
  expect(JSON.stringify(line.logged)).not.toContain('/private/token')
  await line.clock.advance(ofHours(0.5))
  await hears(line, 'Merry Christmas.')
  expect(calendar.asked()).toBe(4)
})

test('it is read again every day, and the last good copy holds while it cannot be', async () => {
  await using calendar = await calendarServer(CHRISTMAS, 500)
  const line = await openLine(office(calendar.url), { at: '2026-12-24T10:00Z' })
  await line.clock.settle()
  expect(calendar.asked()).toBe(1)
  await line.clock.advance(ofHours(24))
  expect(calendar.asked()).toBeGreaterThan(1)
  await hears(line, 'Merry Christmas.')
  expect(line.logged.map(({ line: said }) => said)).toContain(
    'a calendar of holidays could not be read; the last good copy holds',
  )
})

test('a file is a calendar, too, and one that does not exist is told of on the page', async () => {
  await using app = await startApp({ flows: [office('no-such-file.ics')] })
  await app.clock.settle()
  const { flows } = JSON.parse((await app.ask('/api/flows')).body)
  expect(flows[0].findings).toEqual([
    {
      code: 'HOLIDAYS_UNREAD',
      severity: 'warning',
      at: 'office/door/holidayFeed',
      message: 'This calendar of holidays has never been read: its file cannot be read (ENOENT).',
      help: 'No day of it counts until it is. Check its address, or write the holidays into the schedule.',
    },
  ])
})
