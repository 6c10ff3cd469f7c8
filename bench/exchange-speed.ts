/**
 * How many complete calls a second the exchange performs in virtual time, in one process.
 *
 * A call: the menu, a key, a voicemail, a hang-up; three signed requests, answered in-process. Run with
 * `node bench/exchange-speed.ts [calls]`.
 */
import { createVirtualClock } from '../src/clock/virtual-clock.ts'
import { createExchange, type Transport } from '../src/exchange/index.ts'

const total = Number(process.argv[2]) || 10_000
const xml = (verbs: string) => `<?xml version="1.0" encoding="UTF-8"?><Response>${verbs}</Response>`
const documents: Readonly<Record<string, string>> = {
  '/voice': xml(
    '<Gather numDigits="1" action="/menu"><Say>Welcome to Acme. For sales press 1. To leave a message press 2.</Say>' +
      '</Gather><Redirect>/voice</Redirect>',
  ),
  '/menu': xml('<Say>Leave a message after the beep.</Say><Record maxLength="60" action="/recorded"/>'),
  '/recorded': xml('<Say>Thank you. Good bye.</Say><Hangup/>'),
}
const transport: Transport = async ({ url }) => ({
  kind: 'answer',
  status: 200,
  headers: { 'content-type': 'text/xml' },
  body: documents[new URL(url).pathname] ?? xml(''),
})

async function run(calls: number, atOnce: number) {
  const clock = createVirtualClock()
  const exchange = createExchange({ accountSid: `AC${'0'.repeat(32)}`, authToken: 'token', clock, transport, seed: 1 })
  exchange.addLine({ number: '+12025550100', voiceUrl: 'http://app.test/voice' })
  const startedAt = performance.now()
  for (let placed = 0; placed < calls; placed += atOnce) {
    const batch = Array.from({ length: Math.min(atOnce, calls - placed) }, () =>
      exchange.placeCall({ from: '+12025550199', to: '+12025550100' }),
    )
    for (const call of batch) {
      clock.after(3000, () => call.press('2'))
      clock.after(8000, () => call.speak('Please call me back', { seconds: 4 }))
      clock.after(15_000, () => call.press('#'))
    }
    await clock.advance(30_000)
    if (batch.some((call) => call.status !== 'completed')) throw new Error('A call did not complete.')
  }
  const seconds = (performance.now() - startedAt) / 1000
  const { legs, timers, recordings, work } = exchange.leftovers()
  if (legs.length + timers + recordings.length + work.length > 0) throw new Error('Something is left over.')
  await exchange.close()
  return Math.round(calls / seconds)
}

await run(Math.min(1000, total), 100) // warm
for (const atOnce of [10, 100, 1000, 10_000]) {
  console.log(`${String(atOnce).padStart(5)} at once: ${await run(total, atOnce)} calls/s`)
}
console.log(`memory: ${Math.round(process.memoryUsage().rss / 1e6)} MB`)
