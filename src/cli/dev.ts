/**
 * `hookswitch dev`: the app, the emulated network and the page in one process on this machine.
 *
 * The network signs with a token that is made once and kept in the data folder; the app checks it as it would Twilio's.
 * Real credentials are neither needed nor looked at.
 */
import { once } from 'node:events'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createApp } from '../app/app.ts'
import { AppError, explain } from '../app/app-error.ts'
import { type Config, type Credentials, type Environment, readConfig } from '../app/config.ts'
import type { SystemView } from '../app/console-api.ts'
import type { Clock } from '../clock/clock.ts'
import { createScaledClock } from '../clock/scaled-clock.ts'
import { systemClock } from '../clock/system-clock.ts'
import { createExchange, type Exchange, exchangeHttp } from '../exchange/index.ts'
import { type Flow, secretsOf } from '../flow/index.ts'
import { readableNumber } from '../phone/e164.ts'
import { createSid, isSid } from '../phone/sid.ts'
import { openDataFolder } from '../store/index.ts'
import { lineAddresses } from '../webhook/index.ts'
import { freshConsole } from './console-build.ts'
import { devLog } from './dev-log.ts'
import { loadFlows } from './load-flows.ts'
import { untilStopped } from './until-stopped.ts'
import { version } from './version.ts'

/** Numbers of the North American range kept for fiction; nobody can be reached there by mistake. */
const fictional = (index: number) => `+1202555${String(100 + index).padStart(4, '0')}`
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
  const clock = speed === undefined ? systemClock : clockAt(speed)
  const { flows, path } = await loadFlows(file)
  const config = await withPort(readConfig(environment, 'development', flows))
  const origin = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${config.port}`
  const publicUrl = config.publicUrl ?? origin
  const dataFolder = await openDataFolder(config.dataDir)
  const credentials = await keptCredentials(dataFolder.path)
  const secrets = withFictionalNumbers(flows, config.secrets)
  const consoleFolder = await freshConsole((line) => process.stderr.write(`${line}\n`))
  // What the environment holds is the user's own, so it may be shown to callees.
  const verifiedNumbers = [...secrets.values()]
  const exchange = createExchange({ ...credentials, clock, baseUrl: origin, verifiedNumbers })
  const lines = flows.map((flow, index) => ({
    number: fictional(index * 10),
    flow: flow.name,
    title: titleOf(flow.name),
  }))
  for (const { number, flow, title } of lines) addLine(exchange, number, title, publicUrl, flow)
  const system: SystemView = {
    name: 'Hookswitch',
    version,
    mode: 'development',
    hasExchange: true,
    lines,
    callees: [...secrets].map(([name, number]) => ({ label: labelOf(name), number })),
    callerNumber: CALLER,
  }
  const app = await createApp({
    config: { ...config, publicUrl, apiUrl: origin },
    credentials,
    flows,
    clock,
    log: devLog,
    secrets,
    system,
    dataFolder,
    consoleFolder,
    more: async (server) => exchangeHttp(server, { exchange, callerNumber: CALLER }),
  })
  await app.listen()
  process.stdout.write(greeting(origin, path, system))
  await untilStopped(async () => {
    await exchange.close()
    await app.close()
  })
  return 0
}

function clockAt(speed: string): Clock {
  try {
    return createScaledClock(speed.trim() === '' ? Number.NaN : Number(speed))
  } catch (error) {
    const message = `--speed takes a number from 0.1 to 1000, not "${speed}". See hookswitch --help.`
    throw new AppError('ARGUMENTS_WRONG', message, { cause: error })
  }
}

function addLine(exchange: Exchange, number: string, name: string, publicUrl: string, flow: string): void {
  const { voice, fallback, status } = lineAddresses(publicUrl, flow)
  exchange.addLine({ number, name, voiceUrl: voice, fallbackUrl: fallback, statusCallback: status })
}

/** The network has to know the app's address before the app listens, so a port chosen by the system is chosen first. */
async function withPort(config: Config): Promise<Config> {
  if (config.port !== 0) return config
  const probe = createServer().listen(0, config.host)
  await once(probe, 'listening').catch((error) => {
    throw explain(error, config)
  })
  const address = probe.address()
  await new Promise((closed) => probe.close(closed))
  return { ...config, port: typeof address === 'object' && address !== null ? address.port : 0 }
}

async function keptCredentials(folder: string): Promise<Credentials> {
  const path = join(folder, 'development-account.json')
  const kept = readAccount(await readFile(path, 'utf8').catch(() => ''))
  if (kept !== undefined) return kept
  const made = { accountSid: createSid('AC'), authToken: createSid('AC').slice(2) }
  // Renamed into place, so that a crash leaves the old one or the new one, never half of it.
  await writeFile(`${path}.part`, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 })
  await rename(`${path}.part`, path)
  return made
}

/** Undefined for a file that is missing or damaged: this account is worth nothing, so another one is made. */
function readAccount(text: string): Credentials | undefined {
  try {
    const { accountSid, authToken } = JSON.parse(text)
    return isSid(accountSid, 'AC') && typeof authToken === 'string' && authToken ? { accountSid, authToken } : undefined
  } catch {
    return undefined
  }
}

/** Every secret that names a phone gets a number of its own when the environment has none. */
function withFictionalNumbers(flows: readonly Flow[], given: ReadonlyMap<string, string>): Map<string, string> {
  const names = [...new Set(flows.flatMap(secretsOf))].sort()
  return new Map(names.map((name, index) => [name, given.get(name) ?? fictional(index + 1)]))
}

const labelOf = (secret: string) =>
  secret
    .toLowerCase()
    .replace(/_(phone|number)$/, '')
    .replaceAll('_', ' ')
const titleOf = (flow: string) => flow.charAt(0).toUpperCase() + flow.slice(1).replaceAll('-', ' ')

function greeting(origin: string, path: string, { lines, callees }: SystemView): string {
  const numbers = [...lines.map(({ title, number }) => ({ label: title, number })), ...callees]
  const width = Math.max(...numbers.map(({ label }) => label.length))
  return [
    '',
    `  Open ${origin} and press Call.`,
    '',
    ...numbers.map(({ label, number }) => `  ${label.padEnd(width)}  ${readableNumber(number)}`),
    '',
    `  The flow is ${path}. Nothing leaves this machine. Ctrl-C stops.`,
    '',
    '',
  ].join('\n')
}
