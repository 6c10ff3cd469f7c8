/**
 * `ringUp`: a phone call in a test. The real app behind a real server, its real database, and the emulated network, in
 * virtual time.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp } from '../app/app.ts'
import { readConfig } from '../app/config.ts'
import { createVirtualClock } from '../clock/virtual-clock.ts'
import type { Policy } from '../consent/index.ts'
import { type Exchange, type ExchangeSettings, type ServedExchange, serveExchange } from '../exchange/index.ts'
import { type Flow, type LimitsDefinition, type Mailbox, type QueueDefinition, secretNeeds } from '../flow/index.ts'
import { createSid } from '../phone/sid.ts'
import { openDataFolder } from '../store/index.ts'
import { type Log, lineAddresses } from '../webhook/index.ts'
import { Callee } from './callee.ts'
import { endsQuietly } from './ends-quietly.ts'
import { type LineUnderTest, rememberLine, story } from './line-under-test.ts'
import { MailboxUnderTest } from './mailbox-under-test.ts'
import { Person } from './person.ts'
import { drawPopulation, type Shares } from './population.ts'
import { freshStore } from './store-pool.ts'

/** What {@link ringUp} takes besides the flow. */
export interface RingUpOptions {
  /** Who calls, default `+12025550199`. */
  readonly from?: string
  /** The number that is called, default `+12025550100`. */
  readonly to?: string
  /**
   * Values of the secrets that the flows and mailboxes name; default: fictional numbers from `+12025550101` on, by name, and
   * `1234` for a PIN.
   */
  readonly secrets?: Readonly<Record<string, string>>
  /** Numbers the app may show to callees, besides its line and those its secrets hold. */
  readonly verifiedNumbers?: readonly string[]
  /** For an app at a URL: the token its webhooks are signed with, default `12345`. */
  readonly authToken?: string
  /** For an app at a URL: what the network asks when that fails. */
  readonly fallbackUrl?: string
  /** Other flows that are served beside it, such as those it leads through. */
  readonly flows?: readonly Flow[]
  /** Mailboxes that are defined beside the flow. */
  readonly mailboxes?: readonly Mailbox[]
  /** More of the environment, such as `SMTP_URL`. */
  readonly environment?: Readonly<Record<string, string>>
  /** Queues that the flows lead into. */
  readonly queues?: readonly QueueDefinition[]
  /** How many calls are let in, and where they may be led to. */
  readonly limits?: LimitsDefinition
  /** Agents who are logged in when the test begins, by number, each with the phone he is rung at. */
  readonly loggedIn?: Readonly<Record<string, string>>
  /** What has to be true before somebody is reached; default strict. */
  readonly policy?: Policy
  /** Whether carriers of the United States know the line, so that it may write there. Default true. */
  readonly isRegisteredForA2p?: boolean
  /** Knobs of the network. */
  readonly settings?: Partial<ExchangeSettings>
  /** The moment the call begins: epoch milliseconds, a date, or text like `2026-11-23T08:59-05:00`. */
  readonly at?: number | Date | string
  /**
   * Whether the test fails when something happens that it does not mention: a call to a number that is no callee of it,
   * or something alive after everybody has hung up. Default true.
   */
  readonly isStrict?: boolean
}

/** A line on which nobody has called yet, and everybody who may take part. */
export interface OpenLine extends AsyncDisposable {
  /** Somebody calls the line. */
  callerFrom(from: string, name?: string): Person
  /** Somebody who may be dialled; the same number gives the same callee. */
  callee(number: string, name?: string): Callee
  /** Many who may be dialled, each with a lot drawn from these shares; the same seed draws the same. */
  population(numbers: readonly string[], shares: Shares, seed?: number): void
  /** A mailbox of the flow. Only for a flow, not for an app at a URL. */
  mailbox(name: string): MailboxUnderTest
  readonly exchange: Exchange
  readonly clock: LineUnderTest['clock']
  /** What an app needs to place calls here: the account, its token, and where the REST interface is. */
  readonly environment: Readonly<Record<'TWILIO_ACCOUNT_SID' | 'TWILIO_AUTH_TOKEN' | 'TWILIO_API_URL', string>>
  /** The calls so far, one line an event. */
  story(): string
  /** What the app logged, fields first. */
  readonly logged: readonly { readonly level: string; readonly line: string; readonly fields: object }[]
  /**
   * Everybody hangs up and everything comes to rest; then nothing may be left that the test did not mention.
   *
   * Done at the end of every strict test that has passed.
   *
   * @throws {ExpectationError} naming what is left, or who was dialled
   */
  endsQuietly(): Promise<void>
  close(): Promise<void>
}

/** A call that has been placed, with everybody who takes part. */
export interface RungLine extends OpenLine {
  readonly caller: Person
  /** Another caller on the same line. */
  anotherCaller(from: string): Person
}

const CALLER = '+12025550199'
const LINE = '+12025550100'
/** And whether it is strict. */
const open = new Map<OpenLine, boolean>()

/**
 * Rings up a flow, or the voice URL of any running app.
 *
 * Time stands still until somebody listens: `await caller.hears('…')` lets it pass, and a call of minutes takes
 * milliseconds. Close the line when the test ends; with Vitest, `hookswitch/testing/vitest` does it.
 *
 * @throws {AppError} for a flow that the checks refuse
 */
export async function ringUp(target: Flow | string, options: RingUpOptions = {}): Promise<RungLine> {
  const line = await openLine(target, options)
  return Object.assign(line, {
    caller: line.callerFrom(options.from ?? CALLER, 'caller'),
    anotherCaller: (from: string) => line.callerFrom(from, `caller ${from}`),
  })
}

/**
 * Opens a line without calling it, for calls that the app places itself or several callers.
 *
 * @throws {AppError} for a flow that the checks refuse
 */
export async function openLine(target: Flow | string, options: RingUpOptions = {}): Promise<OpenLine> {
  const clock = createVirtualClock(options.at === undefined ? {} : { startsAt: new Date(options.at).getTime() })
  const secrets = typeof target === 'string' ? new Map<string, string>() : secretsFor(target, options)
  const network = await startNetwork(clock, options, secrets)
  const line: LineUnderTest = { exchange: network.exchange, clock, names: new Map(), expected: new Set() }
  const { queues = [], limits, loggedIn = {} } = options
  const number = options.to ?? LINE
  const registered = isRegistered(options) ? number : ''
  const app =
    typeof target === 'string'
      ? undefined
      : await startApp(
          [target, ...(options.flows ?? [])],
          { queues, limits, loggedIn, registered, policy: options.policy },
          line,
          network,
          secrets,
          options,
        )
  const isRegisteredForA2p = app !== undefined && isRegistered(options)
  network.exchange.addLine({
    number,
    name: 'line',
    isRegisteredForA2p,
    ...(app?.urls ?? urlsOf(String(target), options)),
  })

  const callees = new Map<string, Callee>()
  const opened: OpenLine = {
    callerFrom(from, name = `caller ${from}`) {
      line.names.set(from, name)
      const call = network.exchange.placeCall({ from, to: number })
      return new Person(line, name, () => call)
    },
    callee(number, name = number) {
      const callee = callees.get(number) ?? new Callee(line, number, name)
      line.names.set(number, callee.name)
      callees.set(number, callee)
      return callee
    },
    population(numbers, shares, seed = 1) {
      for (const [number, behaviour] of drawPopulation(numbers, shares, seed)) {
        line.expected.add(number)
        network.exchange.setParty(number, behaviour)
      }
    },
    mailbox(name) {
      if (app === undefined)
        throw new TypeError('An app at a URL keeps its own mailboxes; look at its recordings instead.')
      return new MailboxUnderTest(line, name, app.store)
    },
    exchange: network.exchange,
    clock,
    environment: {
      TWILIO_ACCOUNT_SID: network.exchange.accountSid,
      TWILIO_AUTH_TOKEN: network.authToken,
      TWILIO_API_URL: network.origin,
    },
    story: () => story(line),
    logged: app?.logged ?? [],
    endsQuietly: () => endsQuietly(line),
    async close() {
      if (!open.delete(opened)) return
      await network.exchange.close()
      await app?.close()
      await network.close()
    },
    [Symbol.asyncDispose]: () => opened.close(),
  }
  rememberLine(opened, line)
  open.set(opened, options.isStrict ?? true)
  return opened
}

/**
 * Closes every line that is still open.
 *
 * @param isChecked whether strict lines have to end quietly first; default false, as after a test that has failed
 * @throws {ExpectationError} for the first line that does not end quietly, when all are closed
 */
export async function closeAllLines(isChecked = false): Promise<void> {
  let failure: unknown
  for (const [line, isStrict] of [...open]) {
    if (isChecked && isStrict) {
      await line.endsQuietly().catch((error: unknown) => {
        failure ??= error
      })
    }
    await line.close()
  }
  if (failure !== undefined) throw failure
}

interface Network extends ServedExchange {
  readonly authToken: string
}

async function startNetwork(
  clock: LineUnderTest['clock'],
  options: RingUpOptions,
  secrets: ReadonlyMap<string, string>,
): Promise<Network> {
  const authToken = options.authToken ?? '12345'
  const served = await serveExchange({
    accountSid: createSid('AC', () => new Uint8Array(16).fill(0xac)),
    authToken,
    clock,
    seed: 1,
    verifiedNumbers: [
      ...(options.verifiedNumbers ?? []),
      ...[...secrets.values()].filter((value) => value.startsWith('+')),
    ],
    ...(options.settings ? { settings: options.settings } : {}),
  })
  return { ...served, authToken }
}

async function startApp(
  flows: readonly [Flow, ...Flow[]],
  {
    queues,
    limits,
    loggedIn,
    registered,
    policy,
  }: Required<Pick<RingUpOptions, 'queues' | 'loggedIn'>> & {
    readonly limits: LimitsDefinition | undefined
    readonly policy: Policy | undefined
    readonly registered: string
  },
  line: LineUnderTest,
  network: Network,
  secrets: Map<string, string>,
  { mailboxes = [], environment: more = {} }: RingUpOptions,
) {
  const folder = await mkdtemp(join(tmpdir(), 'hookswitch-test-'))
  const store = await freshStore()
  const { log, logged } = collectingLog()
  for (const [agent, phone] of Object.entries(loggedIn)) {
    await store.queueAgents.set(agent, 'available', line.clock.now(), { phone })
  }
  const environment = {
    HOST: '127.0.0.1',
    PORT: '0',
    DATA_DIR: folder,
    TWILIO_API_URL: network.origin,
    REGISTERED_NUMBERS: registered,
    ...more,
  }
  const app = await createApp({
    config: readConfig(environment, 'development', []),
    credentials: { accountSid: network.exchange.accountSid, authToken: network.authToken },
    flows,
    mailboxes,
    queues,
    limits,
    policy,
    clock: line.clock,
    log,
    secrets,
    system: SYSTEM,
    store,
    dataFolder: await openDataFolder(folder),
  })
  const { voice, fallback, status, messages } = lineAddresses(await app.listen(), flows[0].name)
  return {
    store,
    logged,
    urls: { voiceUrl: voice, fallbackUrl: fallback, statusCallback: status, messageUrl: messages },
    async close() {
      await app.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const SYSTEM = {
  name: 'Hookswitch',
  version: 'test',
  mode: 'development',
  hasExchange: true,
  lines: [],
  callees: [],
  callerNumber: CALLER,
} as const

const isRegistered = ({ isRegisteredForA2p = true }: RingUpOptions): boolean => isRegisteredForA2p

function urlsOf(voiceUrl: string, { fallbackUrl }: RingUpOptions) {
  return fallbackUrl === undefined ? { voiceUrl } : { voiceUrl, fallbackUrl }
}

function secretsFor(
  flow: Flow,
  { secrets: given = {}, flows = [], mailboxes = [], queues = [], limits }: RingUpOptions,
): Map<string, string> {
  const needs = secretNeeds([flow, ...flows], mailboxes, [...queues, ...(limits === undefined ? [] : [limits])])
  const phones = needs.filter(({ kind }) => kind === 'phone-number')
  return new Map([
    ...phones.map(({ name }, index) => [name, `+1202555${String(101 + index).padStart(4, '0')}`] as const),
    ...needs.flatMap(({ name, kind }) => (kind === 'pin' ? [[name, '1234'] as const] : [])),
    ...Object.entries(given),
  ])
}

function collectingLog() {
  const logged: { level: string; line: string; fields: object }[] = []
  const write = (level: string) => (fields: object, line: string) => void logged.push({ level, line, fields })
  const log: Log = { info: write('info'), warn: write('warning'), error: write('error') }
  return { log, logged }
}
