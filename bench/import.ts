/** A file of appointments into the database, each planned: rows a second, and the memory it takes, at one size and at ten times that size. */
import { Readable } from 'node:stream'
import { PGlite } from '@electric-sql/pglite'
import { csvReminders } from '../src/campaign/import/csv-reminders.ts'
import { defineCampaign } from '../src/campaign/index.ts'
import { operateCampaign } from '../src/campaign/operate.ts'
import { createVirtualClock } from '../src/clock/virtual-clock.ts'
import { openStore } from '../src/store/index.ts'

const NOW = Date.UTC(2026, 10, 26)
const SIZES = process.env.BENCH_ROWS ? [Number(process.env.BENCH_ROWS)] : [100_000, 1_000_000]

/** Imports files of both sizes into fresh embedded databases, and reads them alone beside. */
export async function benchImport(): Promise<void> {
  for (const rows of SIZES) {
    const readAlone = await timed(async () => {
      for await (const _ of csvReminders(Readable.from(file(rows)), SETTINGS));
    })
    const pglite = await PGlite.create({ parsers: { 20: Number } })
    const store = await openStore({ kind: 'given', pglite })
    const before = process.memoryUsage().rss
    let peak = before
    const operations = operateCampaign({
      campaign: CAMPAIGN,
      store,
      clock: createVirtualClock({ startsAt: NOW }),
      registered: new Set(),
      reveal: () => undefined,
      wake() {},
    })
    const imported = await timed(async () => {
      await operations.bring(csvReminders(Readable.from(file(rows)), SETTINGS), {
        consent: { source: 'intake form', wording: 'You may call me.' },
        onProgress() {
          peak = Math.max(peak, process.memoryUsage().rss)
        },
      })
    })
    const perSecond = (seconds: number) => Math.round(rows / seconds)
    console.log(
      `  ${rows} rows: read ${perSecond(readAlone)}/s, committed and planned ${perSecond(imported)}/s, ` +
        `${Math.round((peak - before) / 2 ** 20)} MB more than before, of which the embedded database holds its own data`,
    )
    await pglite.close()
  }
}

/** A message three days before, a call the day before, a message two hours before. */
const CAMPAIGN = defineCampaign('bench', {
  flow: 'bench',
  from: '+12025550100',
  offsets: [
    { before: '72h', channel: 'sms', text: 'Reply 1 to confirm.' },
    { before: '24h', channel: 'call' },
    { before: '2h', channel: 'sms', text: 'See you soon.' },
  ],
})
const SETTINGS = { campaign: 'bench', region: 'US', zone: 'America/New_York', now: NOW }

function* file(rows: number): Iterable<string> {
  yield 'id,name,phone,date,time,place\n'
  for (let start = 0; start < rows; start += 1000) {
    let part = ''
    for (let row = start; row < Math.min(rows, start + 1000); row++) {
      const [day, hour] = [1 + (row % 28), 8 + (row % 9)]
      part += `${row},Person ${row},+1202555${String(row % 10_000).padStart(4, '0')},2026-12-${day},${hour}:30,"Room ${row % 7}, first floor"\n`
    }
    yield part
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1000
}
