/** `npm run bench`: everything measured, as ratios of one run on this machine. `npm run bench -- webhooks` runs one. */
import { benchAcmeCalls } from './acme-calls.ts'
import { benchCallScripts } from './call-scripts.ts'
import { benchDispatch } from './dispatch.ts'
import { benchExchangeHttp } from './exchange-http.ts'
import { benchImport } from './import.ts'
import { benchRest } from './rest.ts'
import { benchStartUp } from './start-up.ts'
import { benchWebhooks } from './webhooks.ts'

const wanted = process.argv.slice(2)
const benches: Readonly<Record<string, () => Promise<unknown>>> = {
  webhooks: benchWebhooks,
  'acme-calls': benchAcmeCalls,
  exchange: () => import('./exchange-speed.ts'),
  'exchange-http': benchExchangeHttp,
  rest: benchRest,
  'call-scripts': benchCallScripts,
  import: benchImport,
  dispatch: benchDispatch,
  twiml: () => import('./twiml-speed.ts'),
  'start-up': benchStartUp,
}

for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  console.log(`\n${name}`)
  await bench()
}
process.exit(0)
