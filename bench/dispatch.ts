/**
 * How late a campaign's calls leave: everybody is due at once, the pacing says when each may be called, and the network,
 * over HTTP in this process, notes when it is asked. In real time, on an embedded database.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { createApp } from '../src/app/app.ts'
import { readConfig } from '../src/app/config.ts'
import { defineCampaign } from '../src/campaign/index.ts'
import type { Clock } from '../src/clock/clock.ts'
import { systemClock } from '../src/clock/system-clock.ts'
import { serveExchange } from '../src/exchange/index.ts'
import { defineFlow, hangUp } from '../src/flow/index.ts'
import { openDataFolder, openStore } from '../src/store/index.ts'
import { ACCOUNT, TOKEN } from './menu-requests.ts'

const LINE = '+12025550100'
/** Calls a second, and for how many seconds. */
const RATES = [
  [1, 8],
  [10, 8],
  [100, 5],
] as const

/** Runs each rate once and prints how late calls were, and the share of the rate that was reached. */
export async function benchDispatch(): Promise<void> {
  for (const [rate, seconds] of RATES) {
    const at = await callTimes(rate, rate * seconds)
    const late = at.map((moment, place) => moment - (place * 1000) / rate).toSorted((a, b) => a - b)
    // The call that was late least is taken to have been in time.
    const [least = 0] = late
    const part = (share: number) => Math.round((late[Math.floor((late.length - 1) * share)] ?? 0) - least)
    const reached = (at.length - 1) / (((at.at(-1) ?? 0) - (at[0] ?? 0)) / 1000) / rate
    console.log(
      `  ${String(rate).padStart(4)} calls/s asked for: late by ${part(0.5)} ms (median), ${part(0.99)} ms (p99); ` +
        `${Math.round(100 * reached)} % of the rate`,
    )
  }
}

/** When the network was asked for each call, of those that it was asked for within a minute. */
async function callTimes(rate: number, many: number): Promise<readonly number[]> {
  const clock = mondayNoon()
  const network = await serveExchange({
    ...{ accountSid: ACCOUNT, authToken: TOKEN, clock, seed: 1 },
    settings: { callsPerSecond: 10_000 },
  })
  const times: number[] = []
  network.exchange.journal.subscribe((event) => {
    if (event.kind === 'call-placed') times.push(event.at)
  })
  const folder = await mkdtemp(join(tmpdir(), 'hookswitch-bench-'))
  const pglite = await PGlite.create({ parsers: { 20: Number } })
  const store = await openStore({ kind: 'given', pglite })
  const app = await createApp({
    config: readConfig({ PORT: '0', DATA_DIR: folder, TWILIO_API_URL: network.origin }, 'development', []),
    credentials: { accountSid: ACCOUNT, authToken: TOKEN },
    flows: [defineFlow('reminder', { start: 'bye', steps: { bye: hangUp('Goodbye.') } })],
    campaigns: [
      defineCampaign('bench', {
        flow: 'reminder',
        from: LINE,
        offsets: [{ before: '24h', channel: 'call' }],
        pacing: { callsPerSecond: rate, atOnce: 1_000 },
      }),
    ],
    clock,
    log: { info() {}, warn: console.error, error: console.error },
    secrets: new Map(),
    system: {
      ...{ name: 'bench', version: '0', mode: 'production', hasExchange: false },
      ...{ lines: [], callees: [], callerNumber: '' },
    },
    store,
    dataFolder: await openDataFolder(folder),
  })
  await app.listen()
  network.exchange.addLine({ number: LINE, voiceUrl: 'http://127.0.0.1:1/' })
  const people = Array.from({ length: many }, (_, place) => `+1202555${String(1000 + place)}`)
  for (const number of people) network.exchange.setParty(number, { kind: 'busy' })
  await store.reminderImports.agreeMany(people, { source: 'form', wording: 'You may call me.', at: 0 })
  const imported = await store.reminderImports.putMany(
    people.map((number) => ({
      ...{ campaign: 'bench', externalId: number, number, name: '', language: null, zone: null, data: {} },
      ...{ appointmentAt: clock.now() + 86_400_000, appointmentZone: 'America/New_York' },
    })),
    clock.now(),
  )
  const now = clock.now()
  await store.reminders.plan(
    imported.map(({ id, appointmentAt }) => ({
      ...{
        reminderId: id,
        campaign: 'bench',
        channel: 'call',
        offset: 0,
        tries: 1,
        dueAt: now,
        notAfter: appointmentAt,
      },
    })),
  )
  app.dispatcher.wake()
  const givesUp = performance.now() + 60_000
  while (times.length < many && performance.now() < givesUp) {
    await new Promise((passed) => setTimeout(passed, 50))
  }
  await network.exchange.close()
  await app.close()
  await network.close()
  await rm(folder, { recursive: true, force: true })
  return times
}

/** The real clock, on a day and at an hour when people may be called. */
function mondayNoon(): Clock {
  const shift = Date.UTC(2026, 0, 5, 17) - systemClock.now()
  return { ...systemClock, now: () => systemClock.now() + shift }
}
