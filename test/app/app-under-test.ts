/**
 * The whole app on a port of this machine, as the network meets it: requests are signed by the official library.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'
import { acme } from '../../examples/acme/phone-system.ts'
import { type App, createApp } from '../../src/app/app.ts'
import { readConfig } from '../../src/app/config.ts'
import { createVirtualClock, type VirtualClock } from '../../src/clock/virtual-clock.ts'
import type { Flow, LimitsDefinition, Mailbox, QueueDefinition } from '../../src/flow/index.ts'
import { openDataFolder, type Store } from '../../src/store/index.ts'
import { freshStore } from '../../src/testing/store-pool.ts'
import type { AudioCheck } from '../../src/webhook/index.ts'

export const TOKEN = 'a1b2c3d4e5f60718293a4b5c6d7e8f90'
const ACCOUNT = 'AC00000000000000000000000000000001'
const CALL = `CA${'1'.repeat(32)}`

export interface AppUnderTest extends AsyncDisposable {
  readonly origin: string
  readonly store: Store
  readonly outbound: App['outbound']
  readonly clock: VirtualClock
  readonly audioCheck: AudioCheck
  readonly dataDir: string
  /** The log so far: level, line and fields. */
  readonly log: { readonly level: string; readonly line: string; readonly fields: Record<string, unknown> }[]
  /** A signed webhook of a call in progress; `parameters` are added to the usual ones. */
  post(path: string, parameters?: Readonly<Record<string, string>>, options?: PostOptions): Promise<Answer>
  /** Any request. */
  ask(path: string, init?: RequestInit): Promise<Answer>
}

export interface PostOptions {
  /** The token to sign with, or `false` to send no signature. */
  readonly token?: string | false
}

export interface Answer {
  readonly status: number
  readonly body: string
  readonly headers: Headers
}

export interface StartOptions {
  readonly flows?: readonly Flow[]
  readonly mailboxes?: readonly Mailbox[]
  readonly queues?: readonly QueueDefinition[]
  readonly limits?: LimitsDefinition
  readonly environment?: Readonly<Record<string, string>>
  readonly secrets?: Readonly<Record<string, string>>
  readonly previousAuthToken?: string
  /** Stands between the app and its store, to break it in a test. */
  readonly around?: (store: Store) => Store
}

/** Starts an app with a database of its own. */
export async function startApp(options: StartOptions = {}): Promise<AppUnderTest> {
  const dataDir = await mkdtemp(join(tmpdir(), 'hookswitch-app-'))
  const store = await freshStore()
  const clock = createVirtualClock()
  const log: AppUnderTest['log'] = []
  const write = (level: string) => (fields: object, line: string) =>
    void log.push({ level, line, fields: { ...fields } })
  const app = await createApp({
    config: readConfig({ PORT: '0', DATA_DIR: dataDir, ...OFFLINE, ...options.environment }, 'development', []),
    credentials: { accountSid: ACCOUNT, authToken: TOKEN, previousAuthToken: options.previousAuthToken },
    flows: options.flows ?? [acme],
    mailboxes: options.mailboxes ?? [],
    queues: options.queues ?? [],
    limits: options.limits,
    clock,
    log: { info: write('info'), warn: write('warning'), error: write('error') },
    secrets: new Map(Object.entries(options.secrets ?? { SALES_PHONE: '+12025550101', SUPPORT_PHONE: '+12025550102' })),
    system: {
      name: 'Hookswitch',
      version: 'test',
      mode: 'production',
      hasExchange: false,
      lines: [],
      callees: [],
      callerNumber: '',
    },
    store: options.around?.(store) ?? store,
    dataFolder: await openDataFolder(dataDir),
  })
  const origin = await app.listen()

  const ask = async (path: string, init?: RequestInit): Promise<Answer> => {
    const answer = await fetch(origin + path, init)
    return { status: answer.status, body: await answer.text(), headers: answer.headers }
  }
  return {
    origin,
    store,
    outbound: app.outbound,
    clock,
    audioCheck: app.audioCheck,
    dataDir,
    log,
    ask,
    post(path, parameters = {}, { token = TOKEN } = {}) {
      const form = { ...STANDARD, ...parameters }
      const signature = token === false ? undefined : getExpectedTwilioSignature(token, origin + path, form)
      return ask(path, {
        method: 'POST',
        body: new URLSearchParams(form),
        headers: signature === undefined ? {} : { 'x-twilio-signature': signature },
      })
    },
    async [Symbol.asyncDispose]() {
      await app.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** Nothing listens there: a test never asks the real network for a recording. */
const OFFLINE = { TWILIO_API_URL: 'http://127.0.0.1:1' }

const STANDARD = {
  AccountSid: ACCOUNT,
  ApiVersion: '2010-04-01',
  CallSid: CALL,
  CallStatus: 'in-progress',
  Direction: 'inbound',
  From: '+12025550199',
  To: '+12025550100',
}
