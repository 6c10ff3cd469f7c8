/**
 * `hookswitch serve`: production. The app alone, against the real network; it does not start half-configured.
 */
import { pino } from 'pino'
import { createApp } from '../app/app.ts'
import { type Environment, readConfig } from '../app/config.ts'
import { systemClock } from '../clock/system-clock.ts'
import { tryCredentials } from '../outbound/try-credentials.ts'
import { lineAddresses } from '../webhook/index.ts'
import { builtConsole } from './console-build.ts'
import { loadFlows } from './load-flows.ts'
import { untilStopped } from './until-stopped.ts'
import { version } from './version.ts'

/** Runs until it is told to stop. */
export async function serve(file: string | undefined, environment: Environment): Promise<void> {
  const { flows, mailboxes, queues, limits, policy, campaigns } = await loadFlows(file)
  const config = readConfig(environment, 'production', flows, mailboxes, [
    ...queues,
    ...campaigns,
    ...(limits === undefined ? [] : [limits]),
  ])
  const { credentials, publicUrl } = config
  // `readConfig` refuses production without either.
  if (credentials === undefined || publicUrl === undefined) throw new TypeError('unreachable')
  const log = pino({ redact: { paths: ['*.authorization', '*.authToken', '*.password'], censor: '…' } })
  const app = await createApp({
    config,
    credentials,
    flows,
    mailboxes,
    queues,
    limits,
    policy,
    campaigns,
    clock: systemClock,
    log,
    secrets: config.secrets,
    consoleFolder: builtConsole(),
    system: {
      name: 'Hookswitch',
      version,
      mode: 'production',
      hasExchange: false,
      lines: flows.map((flow) => ({ number: '', flow: flow.name, title: flow.name })),
      callees: [],
      callerNumber: '',
    },
  })
  const address = await app.listen()
  for (const flow of flows) {
    log.info(
      { flow: flow.name, address, ...lineAddresses(publicUrl, flow.name) },
      'answering; enter these addresses at Twilio',
    )
  }
  // Not waited for: callers are answered without the network's word.
  void tryCredentials({ client: app.outbound.client, hasApiKey: config.apiKey !== undefined, log })
  await untilStopped(app.close)
}
