/** Call time is virtual, the app's is not: what holds between the two. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { seconds } from '../clock/duration.ts'
import { createVirtualClock } from '../clock/virtual-clock.ts'
import { createExchange } from './index.ts'
import { accountSid, authToken, caller, line, startWorld } from './scripted-app.fixture.ts'

const still = { legs: [], timers: 0, recordings: [], work: [] }

test('calls to an app in another process, slow as it is, happen to the millisecond', async () => {
  const app = fork(resolve(import.meta.dirname, 'another-process.fixture.ts'))
  const [{ port }] = (await once(app, 'message')) as [AddressInfo]
  const clock = createVirtualClock({ startsAt: 0 })
  const exchange = createExchange({ accountSid, authToken, clock, seed: 1 })
  const url = `http://127.0.0.1:${port}`
  exchange.addLine({ number: line, voiceUrl: `${url}/voice`, statusCallback: `${url}/status` })

  const calls = Array.from({ length: 20 }, (_, place) => exchange.placeCall({ from: caller + place, to: line }))
  for (const [place, call] of calls.entries()) clock.after(seconds(8) + place, () => call.press('1'))
  await clock.advance(seconds(60))

  const { events } = exchange.journal
  expect(events.map(({ at }) => at)).toEqual(events.map(({ at }) => at).toSorted((one, other) => one - other))
  for (const [place, { callSid }] of calls.entries()) {
    const told = events.flatMap((event) => {
      if (!('callSid' in event) || event.callSid !== callSid) return []
      if (event.kind === 'prompt-started' && event.prompt.kind === 'speech') return [`${event.at} ${event.prompt.text}`]
      if (event.kind === 'key-pressed') return [`${event.at} key`]
      if (event.kind === 'recording-ended') return [`${event.at} recorded`]
      return event.kind === 'call-status' && event.reason ? [`${event.at} ${event.status}`] : []
    })
    expect(told).toEqual([
      '0 Press a key',
      '6200 Press a key',
      `${8000 + place} key`,
      `${13_500 + place} recorded`,
      `${13_500 + place} Thank you`,
      `${14_500 + place} completed`,
    ])
  }
  expect(exchange.leftovers()).toEqual(still)
  expect(clock.pending).toBe(0)
  await exchange.close()
  app.disconnect()
  await once(app, 'exit')
})

test('two exchanges in one test have each a time of their own', async () => {
  const script = { '/voice': '<Pause length="10"/><Say>Hello</Say>' }
  await using one = await startWorld(script)
  await using other = await startWorld(script)
  const [first, second] = [await one.ringUp(), await other.ringUp()]
  const startedAt = other.clock.now()

  await one.clock.advance(seconds(10))

  expect(one.heard(first.callSid)).toEqual(['Hello'])
  expect(other.heard(second.callSid)).toEqual([])
  expect(other.clock.now()).toBe(startedAt)
  await other.clock.advance(seconds(10))
  expect(other.heard(second.callSid)).toEqual(['Hello'])
})
