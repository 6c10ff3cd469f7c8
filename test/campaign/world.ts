/** For tests of campaigns: the whole app, and the emulated network it calls through, in virtual time. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp } from '../../src/app/app.ts'
import { readConfig } from '../../src/app/config.ts'
import type { CampaignDefinition } from '../../src/campaign/define.ts'
import { createVirtualClock } from '../../src/clock/virtual-clock.ts'
import { type ExchangeSettings, type PartyBehaviour, serveExchange } from '../../src/exchange/index.ts'
import {
  branch,
  defineFlow,
  type Flow,
  findReminder,
  fromData,
  hangUp,
  menu,
  optOut,
  outcome,
  say,
  sentence,
  spoken,
} from '../../src/flow/index.ts'
import { createSid } from '../../src/phone/sid.ts'
import { type NewReminder, openDataFolder, type Store } from '../../src/store/index.ts'
import { freshStore } from '../../src/testing/store-pool.ts'
import { lineAddresses } from '../../src/webhook/index.ts'
import { startBreakingProxy } from '../outbound/breaking-proxy.ts'

export const LINE = '+12025550100'
export const ANA = '+12025550123'
export const HOUR = 3_600_000
/** Monday, 10:00 in Washington. */
export const MONDAY = Date.UTC(2026, 0, 5, 15)

const clinicCall = defineFlow('clinic-call', {
  start: 'greeting',
  steps: {
    greeting: say('This is an automated call from Bright Dental.', { then: 'who' }),
    who: findReminder({ found: 'machine', none: 'nothing' }),
    machine: branch({ cases: [{ when: { data: 'answeredBy', is: 'machine' }, then: 'message' }], otherwise: 'asking' }),
    message: outcome('voicemail-left', { then: 'voicemail' }),
    voicemail: hangUp('Please call us back about your appointment.'),
    nothing: hangUp('We have no appointment for you.'),
    asking: menu({
      greeting: sentence`Your appointment is on ${spoken.words(fromData('reminder.day'))} at ${spoken.words(fromData('reminder.time'))}.`,
      choices: {
        1: { label: 'to confirm', then: 'confirmed' },
        3: { label: 'to cancel', then: 'cancelling' },
        8: { label: 'to stop these calls', then: 'stop' },
      },
      otherwise: 'goodbye',
    }),
    confirmed: outcome('confirmed', { then: 'goodbye' }),
    cancelling: outcome('cancel-requested', { then: 'goodbye' }),
    stop: optOut({ then: 'goodbye' }),
    goodbye: hangUp('Goodbye.'),
  },
})

export interface CampaignWorldOptions {
  readonly parties?: Readonly<Record<string, PartyBehaviour>>
  readonly isBreakable?: boolean
  /** What calls run; default `clinic-call`. */
  readonly flow?: Flow
  readonly settings?: Partial<ExchangeSettings>
  readonly secrets?: Readonly<Record<string, string>>
  readonly environment?: Readonly<Record<string, string>>
  /** A store that another process has left behind. */
  readonly store?: Store
  /** Where that store is, when several processes share it. */
  readonly databaseUrl?: string
}

export async function startCampaign(campaign: CampaignDefinition, options: CampaignWorldOptions = {}) {
  const clock = createVirtualClock({ startsAt: MONDAY })
  const authToken = '12345'
  const network = await serveExchange({
    accountSid: createSid('AC', () => new Uint8Array(16).fill(0xac)),
    authToken,
    clock,
    seed: 1,
    ...(options.settings && { settings: options.settings }),
  })
  const proxy = options.isBreakable ? await startBreakingProxy(() => network.origin) : undefined
  for (const [number, party] of Object.entries(options.parties ?? {})) network.exchange.setParty(number, party)
  const dataDir = await mkdtemp(join(tmpdir(), 'hookswitch-campaign-'))
  const store = options.store ?? (await freshStore())
  const logged: { line: string; fields: object }[] = []
  const write = (fields: object, line: string) => void logged.push({ line, fields })

  const flow = options.flow ?? clinicCall
  // Whoever takes over is found where his predecessor was.
  let port = '0'
  let line: Parameters<typeof network.exchange.addLine>[0] = { number: LINE, voiceUrl: '' }

  async function startApp(around: (store: Store) => Store = (one) => one, folder = dataDir) {
    const environment = {
      PORT: port,
      DATA_DIR: folder,
      ...(options.databaseUrl !== undefined && { DATABASE_URL: options.databaseUrl }),
      TWILIO_API_URL: proxy?.origin ?? network.origin,
      REGISTERED_NUMBERS: LINE,
      ...options.environment,
    }
    const app = await createApp({
      config: readConfig(environment, 'development', []),
      credentials: { accountSid: network.exchange.accountSid, authToken },
      flows: [flow],
      campaigns: [campaign],
      clock,
      log: { info: write, warn: write, error: write },
      random: () => 0.5,
      secrets: new Map(Object.entries(options.secrets ?? {})),
      system: {
        name: 'Hookswitch',
        version: 'test',
        mode: 'development',
        hasExchange: true,
        lines: [],
        callees: [],
        callerNumber: '',
      },
      store: around({ ...store, close: async () => {} }),
      dataFolder: await openDataFolder(folder),
    })
    const origin = await app.listen()
    port = new URL(origin).port
    const { voice, status, messages } = lineAddresses(origin, flow.name)
    const urls = { voiceUrl: voice, statusCallback: status, messageUrl: messages }
    line = { number: LINE, name: 'clinic', ...urls, isRegisteredForA2p: true }
    network.exchange.addLine(line)
    return app
  }

  let app = await startApp()
  return {
    store,
    clock,
    proxy,
    logged,
    exchange: network.exchange,
    get app() {
      return app
    },
    /** One more process on the same database; close it before the world ends. */
    async startAnother() {
      port = '0'
      return startApp(undefined, join(dataDir, 'another'))
    },
    /** Somebody writes while nothing answers where messages are told of. */
    async writesInVain(from: string, body: string) {
      network.exchange.addLine({ ...line, messageUrl: 'http://127.0.0.1:9/' })
      network.exchange.sendMessage({ from, to: LINE, body })
      await clock.advance(60_000)
      network.exchange.addLine(line)
    },
    /** The process ends, and another one takes its place. */
    async restart(around?: (store: Store) => Store) {
      await app.close()
      app = await startApp(around)
    },
    async remind(reminder: Partial<NewReminder> = {}) {
      const whole: NewReminder = { ...REMINDER, campaign: campaign.name, ...reminder }
      const agreement = {
        channel: 'any',
        purpose: 'reminder',
        kind: 'express',
        at: 0,
        source: 'form',
        wording: '',
      } as const
      await store.suppressions.agree(whole.number, agreement)
      const { id } = await app.campaigns.put(whole)
      app.dispatcher.wake()
      return id
    },
    calls: () => network.exchange.calls.filter((call) => call.snapshot().direction === 'outbound-api'),
    texts: () =>
      network.exchange.journal.events.flatMap((event) =>
        event.kind === 'message-sent' && event.from === LINE ? [event.text] : [],
      ),
    async [Symbol.asyncDispose]() {
      await proxy?.[Symbol.asyncDispose]()
      await network.exchange.close()
      await app.close()
      await network.close()
      if (options.store === undefined) await store.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

const REMINDER: Omit<NewReminder, 'campaign'> = {
  externalId: 'a1',
  number: ANA,
  name: 'Ana',
  language: null,
  zone: null,
  // Tuesday, 14:30 in Washington.
  appointmentAt: MONDAY + 28.5 * HOUR,
  appointmentZone: 'America/New_York',
  data: { place: '1 Mill Road' },
}
