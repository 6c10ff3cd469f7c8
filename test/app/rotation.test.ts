/** Credentials: which are used for what, what happens with wrong ones, and how they are replaced while people are on the phone. */
import { createServer, request as forward } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { acme } from '../../examples/acme/phone-system.ts'
import { createApp } from '../../src/app/app.ts'
import { readConfig } from '../../src/app/config.ts'
import { minutes, seconds } from '../../src/clock/duration.ts'
import { createVirtualClock } from '../../src/clock/virtual-clock.ts'
import { serveExchange } from '../../src/exchange/index.ts'
import { createSid } from '../../src/phone/sid.ts'
import { openDataFolder } from '../../src/store/index.ts'
import { Person } from '../../src/testing/person.ts'
import { freshStore } from '../../src/testing/store-pool.ts'
import { lineAddresses } from '../../src/webhook/index.ts'
import { temporaryFolder } from '../cli/hookswitch.ts'

const LINE = '+12025550100'
const ANA = '+12025550123'
const OLD = 'the-old-token'
const NEW = 'the-new-token'
const FIRST = { TWILIO_API_KEY: `SK${'1'.repeat(32)}`, TWILIO_API_SECRET: 'first-secret' }
const SECOND = { TWILIO_API_KEY: `SK${'2'.repeat(32)}`, TWILIO_API_SECRET: 'second-secret' }

const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean()
})

interface Given {
  readonly authToken: string
  readonly previousAuthToken?: string
  readonly key?: typeof FIRST
}

/** A network, one public address, and apps that take it over from one another, with one database. */
async function startWorld(keys: readonly (typeof FIRST)[] = []) {
  const clock = createVirtualClock()
  const network = await serveExchange({
    accountSid: createSid('AC', () => new Uint8Array(16).fill(0xac)),
    authToken: OLD,
    clock,
    seed: 1,
    verifiedNumbers: ['+12025550101', '+12025550102'],
    credentials: { apiKeys: Object.fromEntries(keys.map((key) => [key.TWILIO_API_KEY, key.TWILIO_API_SECRET])) },
  })
  const api = await startPasser(() => network.origin)
  let serving = ''
  const front = await startPasser(() => serving)
  const store = await freshStore()
  const logged: string[] = []
  const write = (fields: object, line: string) => void logged.push(`${line} ${JSON.stringify(fields)}`)
  cleanups.push(async () => {
    await network.exchange.close()
    await network.close()
    await store.close()
  })

  async function start({ authToken, previousAuthToken, key }: Given) {
    const folder = await temporaryFolder()
    const environment = {
      PORT: '0',
      DATA_DIR: folder.path,
      PUBLIC_URL: front.origin,
      TWILIO_API_URL: api.origin,
      REGISTERED_NUMBERS: LINE,
      ...key,
    }
    const app = await createApp({
      config: readConfig(environment, 'development', []),
      credentials: { accountSid: network.exchange.accountSid, authToken, previousAuthToken },
      flows: [acme],
      clock,
      log: { info: write, warn: write, error: write },
      random: () => 0.5,
      secrets: new Map([
        ['SALES_PHONE', '+12025550101'],
        ['SUPPORT_PHONE', '+12025550102'],
      ]),
      system: {
        name: 'Hookswitch',
        version: 'test',
        mode: 'production',
        hasExchange: false,
        lines: [],
        callees: [],
        callerNumber: '',
      },
      // The database outlives each of them.
      store: { ...store, close: async () => {} },
      dataFolder: await openDataFolder(folder.path),
    })
    serving = await app.listen()
    let isClosed = false
    const close = async () => {
      if (isClosed) return
      isClosed = true
      await app.close()
      await folder[Symbol.asyncDispose]()
    }
    cleanups.push(close)
    return { ...app, close }
  }

  const { voice, fallback, status } = lineAddresses(front.origin, acme.name)
  network.exchange.addLine({
    number: LINE,
    name: 'line',
    voiceUrl: voice,
    fallbackUrl: fallback,
    statusCallback: status,
    isRegisteredForA2p: true,
  })
  const line = { exchange: network.exchange, clock, names: new Map<string, string>(), expected: new Set<string>() }
  return {
    clock,
    store,
    exchange: network.exchange,
    logged,
    start,
    /** Who asked the REST interface since the last look, each once. */
    askers: () => [...new Set(api.seen.splice(0).map((header) => atob(header.replace('Basic ', '')).split(':')[0]))],
    caller: () => {
      const call = network.exchange.placeCall({ from: ANA, to: LINE })
      return new Person(line, 'caller', () => call)
    },
    refused: () =>
      network.exchange.journal.events.filter((event) => event.kind === 'answer-received' && event.status === 403),
    audio: async () => (await store.messages.list()).map(({ status: state }) => state),
  }
}

type World = Awaited<ReturnType<typeof startWorld>>
type App = Awaited<ReturnType<World['start']>>

/** Passes everything on to where `target` says now, unchanged, and notes who asked. */
async function startPasser(target: () => string) {
  const seen: string[] = []
  const server = createServer((request, response) => {
    if (request.headers.authorization !== undefined) seen.push(request.headers.authorization)
    const { method, headers } = request
    const onward = forward(target() + request.url, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    onward.on('error', () => response.writeHead(502).end())
    request.pipe(onward)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  cleanups.push(async () => {
    server.closeAllConnections()
    await new Promise((closed) => server.close(closed))
  })
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen }
}

const write = (app: App, key: string) =>
  app.outbound.write(
    { to: ANA, from: LINE, channel: 'sms', purpose: 'conversational' },
    { key, text: `Message ${key}`, statusUrl: 'http://127.0.0.1:1/status' },
  )

const leaveMessage = async (caller: Person) => {
  await caller.hears('Please leave a message after the beep.')
  caller.says('Call me back', { seconds: 7 })
  caller.hangsUp()
}

describe('an app with an API key', () => {
  test('asks for messages, audio and all the rest with it, and checks webhooks with the auth token', async () => {
    const world = await startWorld([FIRST])
    const app = await world.start({ authToken: OLD, key: FIRST })
    expect(await write(app, 'm1')).toMatchObject({ kind: 'sent' })
    const caller = world.caller()
    await caller.hears('Press 3 to leave a message')
    caller.presses(3)
    await leaveMessage(caller)
    await world.clock.advance(minutes(1))
    expect(await world.audio()).toEqual(['saved'])
    expect(world.askers()).toEqual([FIRST.TWILIO_API_KEY])
    expect(world.refused()).toEqual([])
  })

  test('that is wrong says so in one sentence without it, loses nothing, and goes on with the right one', async () => {
    const world = await startWorld([FIRST])
    const wrong = await world.start({ authToken: OLD, key: { ...FIRST, TWILIO_API_SECRET: 'a-slip-of-the-pen' } })
    const reason =
      'the network answered 401: it does not take TWILIO_API_KEY with TWILIO_API_SECRET; start the app with a key of this account that is in force'
    expect(await write(wrong, 'm1')).toEqual({
      kind: 'wait',
      until: world.clock.now() + minutes(5),
      reason,
      isFailure: false,
    })
    const caller = world.caller()
    await caller.hears('Press 3 to leave a message')
    caller.presses(3)
    await leaveMessage(caller)
    await world.clock.advance(minutes(1))
    expect(await world.audio()).toEqual(['waiting-for-audio'])
    expect(world.logged.join('\n')).toContain(reason)
    expect(world.logged.join('\n')).not.toContain('a-slip-of-the-pen')
    await wrong.close()

    const right = await world.start({ authToken: OLD, key: FIRST })
    expect(await write(right, 'm1')).toMatchObject({ kind: 'sent' })
    await world.clock.advance(minutes(30))
    expect(await world.audio()).toEqual(['saved'])
  })
})

describe('credentials are replaced while somebody is on the phone', () => {
  test('with API keys: nobody is refused, and everything leaves', async () => {
    const world = await startWorld([FIRST, SECOND])
    const first = await world.start({ authToken: OLD, key: FIRST })
    expect(await write(first, 'm1')).toMatchObject({ kind: 'sent' })
    expect(world.askers()).toEqual([FIRST.TWILIO_API_KEY])
    const early = world.caller()
    await early.hears('Welcome to Acme Corp.')

    // A second process with the new token and the second key takes over; the first one ends.
    const second = await world.start({ authToken: NEW, previousAuthToken: OLD, key: SECOND })
    await first.close()
    early.presses(3)
    await early.hears('Please leave a message after the beep.')
    const late = world.caller()
    await late.hears('Welcome to Acme Corp.')

    world.exchange.promoteToken(NEW)
    early.says('Call me back', { seconds: 7 })
    early.hangsUp()
    late.presses(3)
    await leaveMessage(late)
    await world.clock.advance(seconds(2))
    expect(await write(second, 'm2')).toMatchObject({ kind: 'sent' })
    await world.clock.advance(minutes(1))
    expect(await world.audio()).toEqual(['saved', 'saved'])
    expect(world.askers()).toEqual([SECOND.TWILIO_API_KEY])

    const third = await world.start({ authToken: NEW, key: SECOND })
    await second.close()
    const last = world.caller()
    await last.hears('Welcome to Acme Corp.')
    last.hangsUp()
    expect(await write(third, 'm3')).toMatchObject({ kind: 'sent' })
    expect(world.refused()).toEqual([])
    expect(world.exchange.messages.map(({ body }) => body)).toEqual(['Message m1', 'Message m2', 'Message m3'])
  })

  test('with tokens alone: what the new one may not ask for yet waits until it is promoted', async () => {
    const world = await startWorld()
    const first = await world.start({ authToken: OLD })
    const caller = world.caller()
    await caller.hears('Press 3 to leave a message')
    const second = await world.start({ authToken: NEW, previousAuthToken: OLD })
    await first.close()
    caller.presses(3)
    await leaveMessage(caller)
    expect(await write(second, 'm1')).toMatchObject({ kind: 'wait', isFailure: false })
    await world.clock.advance(minutes(5))
    expect(await world.audio()).toEqual(['waiting-for-audio'])

    world.exchange.promoteToken(NEW)
    expect(await write(second, 'm1')).toMatchObject({ kind: 'sent' })
    await world.clock.advance(minutes(30))
    expect(await world.audio()).toEqual(['saved'])
    expect(world.refused()).toEqual([])
  })

  test('and afterwards the old token is refused', async () => {
    const world = await startWorld()
    await world.start({ authToken: NEW })
    world.caller()
    await world.clock.advance(seconds(30))
    expect(world.refused()).not.toEqual([])
  })
})
