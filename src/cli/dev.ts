/**
 * `hookswitch dev`: the app, the emulated network and the page in one process on this machine.
 *
 * The network signs with a token that is made once and kept in the data folder; the app checks it as it would Twilio's.
 * Real credentials are neither needed nor looked at.
 */
import { createApp } from '../app/app.ts'
import { type Environment, readConfig } from '../app/config.ts'
import type { SystemView } from '../app/console-api.ts'
import type { CampaignDefinition } from '../campaign/define.ts'
import { createExchange, type Exchange, exchangeHttp } from '../exchange/index.ts'
import { isSecret, type SecretNeed, secretNeeds } from '../flow/index.ts'
import { readableNumber } from '../phone/e164.ts'
import { openDataFolder } from '../store/index.ts'
import { lineAddresses } from '../webhook/index.ts'
import { freshConsole } from './console-build.ts'
import { devLog } from './dev-log.ts'
import { keptAccount } from './development-account.ts'
import { fictional } from './fictional.ts'
import { originOf, withPort } from './listening.ts'
import { loadFlows } from './load-flows.ts'
import { clockAt } from './speed.ts'
import { untilStopped } from './until-stopped.ts'
import { version } from './version.ts'

const CALLER = fictional(99)

/** What the command line says besides the file. */
export interface DevOptions {
  /** How many times as fast as real time calls go, 0.1 to 1000; default 1. */
  readonly speed?: string | undefined
}

/**
 * Runs until it is told to stop.
 *
 * @throws {AppError} `ARGUMENTS_WRONG` for a speed that is none
 */
export async function dev(
  file: string | undefined,
  environment: Environment,
  { speed }: DevOptions = {},
): Promise<number> {
  const clock = clockAt(speed)
  const { flows, mailboxes, queues, limits, policy, campaigns, path } = await loadFlows(file)
  const others = [...queues, ...campaigns, ...(limits === undefined ? [] : [limits])]
  const config = await withPort(readConfig(environment, 'development', flows, mailboxes, others))
  const origin = originOf(config)
  const publicUrl = config.publicUrl ?? origin
  const dataFolder = await openDataFolder(config.dataDir)
  const credentials = await keptAccount(dataFolder.path)
  const needs = secretNeeds(flows, mailboxes, others)
  const lines = flows.map((flow, index) => ({
    number: fictional(index * 10),
    flow: flow.name,
    title: titleOf(flow.name),
  }))
  const secrets = withFictionalValues(needs, new Map([...sendersOf(campaigns, lines), ...config.secrets]))
  const consoleFolder = await freshConsole((line) => process.stderr.write(`${line}\n`))
  // What the environment holds is the user's own, so it may be shown to callees.
  const phones = [...secrets].filter(([, value]) => value.startsWith('+'))
  const verifiedNumbers = phones.map(([, number]) => number)
  const exchange = createExchange({ ...credentials, clock, baseUrl: origin, verifiedNumbers })
  for (const { number, flow, title } of lines) addLine(exchange, number, title, publicUrl, flow)
  const system: SystemView = {
    name: 'Hookswitch',
    version,
    mode: 'development',
    hasExchange: true,
    lines,
    callees: phones.map(([name, number]) => ({ label: labelOf(name), number })),
    callerNumber: CALLER,
  }
  const app = await createApp({
    // The lines of the emulated network are registered, as those of a business that is ready to write.
    config: {
      ...config,
      publicUrl,
      apiUrl: origin,
      apiKey: undefined,
      registeredNumbers: new Set(lines.map(({ number }) => number)),
    },
    credentials,
    flows,
    mailboxes,
    queues,
    limits,
    policy,
    campaigns,
    clock,
    log: devLog,
    secrets,
    system,
    dataFolder,
    consoleFolder,
    more: async (server) => exchangeHttp(server, { exchange, callerNumber: CALLER }),
  })
  await app.listen()
  process.stdout.write(greeting(origin, path, system, pinLine(needs, config.secrets)))
  await untilStopped(async () => {
    await exchange.close()
    await app.close()
  })
  return 0
}

function addLine(exchange: Exchange, number: string, name: string, publicUrl: string, flow: string): void {
  const { voice, fallback, status, messages } = lineAddresses(publicUrl, flow)
  const urls = { voiceUrl: voice, fallbackUrl: fallback, statusCallback: status, messageUrl: messages }
  exchange.addLine({ number, name, ...urls, isRegisteredForA2p: true })
}

/** A campaign calls from the line of its flow, so that whoever calls back gets there. */
function sendersOf(
  campaigns: readonly CampaignDefinition[],
  lines: SystemView['lines'],
): readonly (readonly [secret: string, number: string])[] {
  return campaigns.flatMap(({ from, flow }) => {
    const line = lines.find((one) => one.flow === flow)
    return isSecret(from) && line !== undefined ? [[from.secret, line.number] as const] : []
  })
}

/** The PIN of everything that has one, when the environment does not say otherwise. */
const DEVELOPMENT_PIN = '1234'

/** Every secret that names a phone gets a number of its own, and a PIN one that is told, when the environment has none. */
function withFictionalValues(needs: readonly SecretNeed[], given: ReadonlyMap<string, string>): Map<string, string> {
  const phones = needs.filter(({ kind }) => kind === 'phone-number')
  const made = [
    ...phones.map(({ name }, index) => [name, fictional(index + 1)] as const),
    ...needs.flatMap(({ name, kind }) => (kind === 'pin' ? [[name, DEVELOPMENT_PIN] as const] : [])),
  ]
  return new Map([...made, ...given])
}

const labelOf = (secret: string) =>
  secret
    .toLowerCase()
    .replace(/_(phone|number)$/, '')
    .replaceAll('_', ' ')
const titleOf = (flow: string) => flow.charAt(0).toUpperCase() + flow.slice(1).replaceAll('-', ' ')

/** Only what was made up here is told. */
function pinLine(needs: readonly SecretNeed[], given: ReadonlyMap<string, string>): string[] {
  const made = needs.filter(({ kind, name }) => kind === 'pin' && !given.has(name))
  return made.length === 0 ? [] : [`  The PIN is ${DEVELOPMENT_PIN}, here on this machine only.`]
}

function greeting(origin: string, path: string, { lines, callees }: SystemView, pin: readonly string[]): string {
  const numbers = [...lines.map(({ title, number }) => ({ label: title, number })), ...callees]
  const width = Math.max(...numbers.map(({ label }) => label.length))
  return [
    '',
    `  Open ${origin} and press Call.`,
    '',
    ...numbers.map(({ label, number }) => `  ${label.padEnd(width)}  ${readableNumber(number)}`),
    '',
    ...pin,
    `  The flow is ${path}. Nothing leaves this machine. Ctrl-C stops.`,
    '',
    '',
  ].join('\n')
}
