/**
 * The exchange over real HTTP to a bare app in another process, next to a plain client that posts the same forms.
 *
 * Both send the same requests, 64 at a time over kept-alive connections; the plain one does nothing with the answers.
 * What the exchange does besides is calls: signing, reading documents, performing them in virtual time, the journal. So
 * the same calls are also made with the app in-process; the difference is what HTTP costs the exchange.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { Pool } from 'undici'
import { createVirtualClock } from '../src/clock/virtual-clock.ts'
import { createExchange, type Transport } from '../src/exchange/index.ts'

const connections = 64
/** More than connections, so that none is idle when the calls of a moment wait for the last of them. */
const atOnce = 256
const calls = 6400
const path = ['/voice', '/menu', '/recorded'] as const

/** Prints requests a second of both, and the ratio. */
export async function benchExchangeHttp(): Promise<void> {
  const app = fork(resolve(import.meta.dirname, 'bare-app.ts'))
  const [{ port }] = (await once(app, 'message')) as [AddressInfo]
  const origin = `http://127.0.0.1:${port}`
  const form = await formOf(origin)
  const rounds: { plain: number; exchange: number; inProcess: number }[] = []
  for (let round = 0; round < 5; round++) {
    rounds.push({
      plain: await plainly(origin, form),
      exchange: await byCalls(origin),
      inProcess: await byCalls(origin, await answersOf(origin)),
    })
  }
  app.disconnect()
  const median = (of: keyof (typeof rounds)[number]) =>
    rounds.map((round) => 1e6 / round[of]).sort((one, other) => one - other)[2] ?? 0
  const [plain, whole, calling] = [median('plain'), median('exchange'), median('inProcess')]
  const told = (microseconds: number) => `${microseconds.toFixed(0)} µs a request`
  console.log(`plain client:              ${told(plain)}`)
  console.log(`exchange, app in-process:  ${told(calling)}: signing, documents, virtual time, journal`)
  console.log(`exchange over HTTP:        ${told(whole)}, ${(plain / whole).toFixed(2)} of the plain client's speed`)
  console.log(
    `HTTP of the exchange:      ${told(whole - calling)}, ${(plain / (whole - calling)).toFixed(2)} of its speed`,
  )
}

/** A form as the exchange sends it. */
async function formOf(origin: string): Promise<string> {
  let form = ''
  const exchange = networkTo(origin, createVirtualClock(), async ({ body = '' }) => {
    form = body
    return { kind: 'failure', stage: 'connect', message: 'enough' }
  })
  exchange.placeCall({ from: '+12025550199', to: '+12025550100' })
  await exchange.close()
  return form
}

function networkTo(origin: string, clock: ReturnType<typeof createVirtualClock>, transport?: Transport) {
  const exchange = createExchange({
    accountSid: `AC${'0'.repeat(32)}`,
    authToken: 'token',
    clock,
    seed: 1,
    ...(transport && { transport }),
  })
  exchange.addLine({ number: '+12025550100', voiceUrl: `${origin}/voice` })
  return exchange
}

async function plainly(origin: string, form: string): Promise<number> {
  const pool = new Pool(origin, { connections })
  const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' }
  let left = calls
  const startedAt = performance.now()
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (left-- > 0) {
        for (const one of path) {
          const answer = await pool.request({ path: one, method: 'POST', headers, body: form })
          if (answer.statusCode !== 200 || (await answer.body.text()) === '') throw new Error('The app is broken.')
        }
      }
    }),
  )
  const took = (performance.now() - startedAt) / 1000
  await pool.close()
  return (calls * path.length) / took
}

/** The app's answers without the app. */
async function answersOf(origin: string): Promise<Transport> {
  const answers = new Map<string, Buffer>()
  for (const one of path) {
    const answer = await fetch(`${origin}${one}`)
    answers.set(`${origin}${one}`, Buffer.from(await answer.arrayBuffer()))
  }
  return async ({ url }) => ({
    kind: 'answer',
    status: 200,
    headers: { 'content-type': 'text/xml' },
    body: answers.get(url) ?? '',
  })
}

async function byCalls(origin: string, transport?: Transport): Promise<number> {
  const clock = createVirtualClock()
  const exchange = networkTo(origin, clock, transport)
  const startedAt = performance.now()
  for (let placed = 0; placed < calls; placed += atOnce) {
    const batch = Array.from({ length: atOnce }, () => exchange.placeCall({ from: '+12025550199', to: '+12025550100' }))
    for (const call of batch) {
      clock.after(3000, () => call.press('2'))
      clock.after(8000, () => call.speak('Please call me back', { seconds: 4 }))
      clock.after(15_000, () => call.press('#'))
    }
    await clock.advance(30_000)
    if (batch.some((call) => call.status !== 'completed')) throw new Error('A call did not complete.')
  }
  const took = (performance.now() - startedAt) / 1000
  await exchange.close()
  return (calls * path.length) / took
}
