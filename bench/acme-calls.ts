/**
 * Complete Acme calls a second in virtual time in one process: the exchange and the app with its PGlite, meeting without
 * sockets. A call is three webhooks, each signed, checked and committed: the menu, a key, and the message left.
 */
import { PGlite } from '@electric-sql/pglite'
import { acme } from '../examples/acme/phone-system.ts'
import { createVirtualClock } from '../src/clock/virtual-clock.ts'
import { createExchange, type Transport } from '../src/exchange/index.ts'
import { openStore } from '../src/store/index.ts'
import { createWebhooks, type Webhooks } from '../src/webhook/index.ts'
import { ACCOUNT, TOKEN } from './menu-requests.ts'

const ORIGIN = 'http://app.test'
const CALLS = 4000

/** Prints the figure for a few calls at once and for many. */
export async function benchAcmeCalls(): Promise<void> {
  const pglite = await PGlite.create({ parsers: { 20: Number } })
  await run(pglite, 500, 100)
  for (const atOnce of [10, 100, 1000]) {
    console.log(
      `  ${String(atOnce).padStart(5)} at once: ${await run(pglite, CALLS, atOnce)} calls/s, every turn committed`,
    )
  }
  await pglite.close()
}

async function run(pglite: PGlite, calls: number, atOnce: number): Promise<number> {
  const clock = createVirtualClock()
  const store = await openStore({ kind: 'given', pglite }, `bench_${atOnce}_${calls}`)
  const webhooks = createWebhooks({
    flows: [acme],
    store,
    clock,
    log: { info() {}, warn: console.error, error: console.error },
    tokens: { current: TOKEN },
    publicUrl: ORIGIN,
    reveal: () => '+12025550101',
  })
  const exchange = createExchange({
    accountSid: ACCOUNT,
    authToken: TOKEN,
    clock,
    transport: inProcess(webhooks),
    seed: 1,
  })
  exchange.addLine({ number: '+12025550100', voiceUrl: `${ORIGIN}/voice/acme` })
  const startedAt = performance.now()
  for (let placed = 0; placed < calls; placed += atOnce) {
    const batch = Array.from({ length: Math.min(atOnce, calls - placed) }, () =>
      exchange.placeCall({ from: '+12025550199', to: '+12025550100' }),
    )
    for (const call of batch) {
      clock.after(3000, () => call.press('3'))
      clock.after(8000, () => call.speak('Please call me back', { seconds: 4 }))
      clock.after(15_000, () => call.hangUp())
    }
    await clock.advance(30_000)
    if (batch.some((call) => call.status !== 'completed')) throw new Error('A call did not complete.')
  }
  const seconds = (performance.now() - startedAt) / 1000
  const messages = await store.messages.list({ limit: calls + 1 })
  if (messages.length !== calls) throw new Error(`${calls} calls left ${messages.length} messages.`)
  await exchange.close()
  return Math.round(calls / seconds)
}

function inProcess(webhooks: Webhooks): Transport {
  return async ({ method, url, headers, body }) => {
    const answer = await webhooks.answer({
      method,
      target: url.slice(ORIGIN.length),
      headers,
      isSecure: false,
      remoteAddress: '127.0.0.1',
      body: Buffer.from(body ?? ''),
    })
    return {
      kind: 'answer',
      status: answer.status,
      headers: { 'content-type': answer.contentType ?? '' },
      body: answer.body,
    }
  }
}
