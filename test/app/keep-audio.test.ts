import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hours, minutes, seconds } from '../../src/clock/duration.ts'
import { createVirtualClock, type VirtualClock } from '../../src/clock/virtual-clock.ts'
import { fileStorage } from '../../src/mailbox/file-storage.ts'
import { keepAudio } from '../../src/mailbox/keep-audio.ts'
import { createTwilioClient } from '../../src/outbound/twilio-client.ts'
import type { Store } from '../../src/store/index.ts'
import { temporaryFolder } from '../cli/hookswitch.ts'
import { startPGlite, type TestDatabase } from '../store/databases.ts'

const ACCOUNT = `AC${'0'.repeat(31)}1`
const CALL = `CA${'1'.repeat(32)}`
const RECORDING = `RE${'2'.repeat(32)}`
const FILE = `${RECORDING}.wav`
const AUDIO = 'RIFF, and what was said'

let database: TestDatabase
beforeAll(async () => {
  database = await startPGlite()
})
afterAll(() => database.stop())

describe('audio', () => {
  test('that is late is asked for with growing waits, then kept, and never fetched again', async () => {
    await using world = await start([404, 404, 500, 503, 429, 408, 200])
    await world.messageLeft()
    world.keeper.wake()

    await world.clock.advance(hours(1))

    expect(world.waits()).toEqual([0, seconds(1), seconds(2), seconds(5), seconds(15), minutes(1), minutes(5)])
    expect(await readFile(join(world.folder, FILE), 'utf8')).toBe(AUDIO)
    expect(await world.status()).toBe('saved')
    expect(world.log).toEqual([])

    world.keeper.wake()
    await world.clock.advance(hours(100))
    expect(world.requests).toHaveLength(7)
  })

  test('is asked for with the account’s credentials at the one address made from its SID', async () => {
    await using world = await start([200])
    await world.messageLeft()
    world.keeper.wake()
    await world.clock.settle()

    expect(world.requests).toMatchObject([
      {
        url: `/2010-04-01/Accounts/${ACCOUNT}/Recordings/${RECORDING}.wav`,
        authorization: `Basic ${Buffer.from(`${ACCOUNT}:the-token`).toString('base64')}`,
      },
    ])
  })

  test.each([400, 403, 410])('that the network refuses with %i is lost at once, and told once', async (status) => {
    await using world = await start([status])
    await world.messageLeft()
    world.keeper.wake()
    await world.clock.advance(hours(100))

    expect(world.requests).toHaveLength(1)
    expect(await world.status()).toBe('audio-lost')
    expect(world.log).toEqual([
      [
        'error',
        'a recording could not be fetched and is given up',
        { recordingSid: RECORDING, callSid: CALL, reason: `the network answered ${status}` },
      ],
    ])
  })

  test('that is refused for our credentials is never given up, and is kept when they are right', async () => {
    await using world = await start([...Array.from({ length: 200 }, () => 401), 200])
    await world.messageLeft()
    world.keeper.wake()
    await world.clock.advance(hours(24 * 3))
    expect(await world.status()).toBe('waiting-for-audio')
    expect(world.log[0]).toEqual([
      'error',
      'a recording could not be fetched; it is fetched again',
      {
        recordingSid: RECORDING,
        callSid: CALL,
        reason:
          'the network answered 401: it does not take TWILIO_AUTH_TOKEN for this account; start the app with the present one',
      },
    ])
    await world.clock.advance(hours(24 * 3))
    expect(await world.status()).toBe('saved')
  })

  test('is not asked for again before the network says', async () => {
    await using world = await start(['busy', 200])
    await world.messageLeft()
    world.keeper.wake()
    await world.clock.advance(minutes(5))
    expect(world.waits()).toEqual([0, seconds(90)])
    expect(await world.status()).toBe('saved')
  })

  test('waits while a network that fails again and again is given its rest', async () => {
    await using world = await start([500, 500, 500, 500, 500, 200])
    await world.messageLeft()
    world.keeper.wake()
    await world.clock.advance(minutes(20))
    // After the fifth failure the try a minute later falls behind the rest of half a minute.
    expect(world.waits()).toEqual([0, seconds(1), seconds(2), seconds(5), seconds(15), minutes(1)])
    expect(await world.status()).toBe('saved')
  })

  test('is not fetched from where the network points to, and no credentials go there', async () => {
    await using elsewhere = await start([200])
    await using world = await start([`redirect ${elsewhere.origin}/stolen`])
    await world.messageLeft()
    world.keeper.wake()
    await world.clock.advance(hours(100))

    expect(elsewhere.requests).toEqual([])
    expect(await world.status()).toBe('audio-lost')
  })

  test('that never comes is given up after two days, told once', async () => {
    await using world = await start([])
    await world.messageLeft()
    world.keeper.wake()
    await world.clock.advance(hours(44))
    expect(await world.status()).toBe('waiting-for-audio')
    await world.clock.advance(hours(100))

    expect(world.requests).toHaveLength(12)
    expect(await world.status()).toBe('audio-lost')
    expect(world.log).toHaveLength(1)
  })

  test('that breaks off half way leaves nothing half behind and is fetched whole', async () => {
    await using world = await start(['break off', 'break off', 200])
    await world.messageLeft()
    world.keeper.wake()
    await world.clock.settle()
    expect(await readdir(world.folder)).toEqual([])
    await world.clock.advance(minutes(1))

    expect(await readdir(world.folder)).toEqual([FILE])
    expect(await readFile(join(world.folder, FILE), 'utf8')).toBe(AUDIO)
  })

  test('is fetched when the network can be reached again', async () => {
    await using world = await start(['hang up', 'hang up', 200])
    await world.messageLeft()
    world.keeper.wake()
    await world.clock.advance(minutes(1))
    expect(await world.status()).toBe('saved')
  })

  test('that cannot be written is told, stays announced for as long as it takes, and is kept when there is room', async () => {
    await using world = await start(Array.from({ length: 1000 }, () => 200))
    await rm(world.folder, { recursive: true })
    await writeFile(world.folder, 'in the way')
    await world.messageLeft()
    world.keeper.wake()

    await world.clock.advance(hours(24 * 7))

    expect(await world.status()).toBe('waiting-for-audio')
    expect(world.log[0]).toEqual([
      'error',
      'a recording could not be kept; make room where audio is kept, or mend the way there; it is fetched again',
      { recordingSid: RECORDING, callSid: CALL, reason: expect.stringContaining('ENOTDIR') },
    ])
    await rm(world.folder)
    await mkdir(world.folder)
    await world.clock.advance(minutes(30))
    expect(await world.status()).toBe('saved')
  })
})

describe('a keeper', () => {
  test('takes up at its start what was announced before', async () => {
    await using world = await start([404, 200])
    await world.messageLeft()
    world.keeper.wake()
    await world.clock.settle()
    await world.keeper.stop()
    await world.clock.advance(hours(1))
    expect(world.requests).toHaveLength(1)

    const next = world.another()
    await world.clock.advance(seconds(1))

    expect(await world.status()).toBe('saved')
    await next.stop()
  })

  test('woken many times at once fetches once', async () => {
    await using world = await start([200, 200, 200])
    await world.messageLeft()
    for (let count = 0; count < 20; count++) world.keeper.wake()
    await world.clock.advance(hours(1))
    expect(world.requests).toHaveLength(1)
  })

  test('that stops while a download hangs breaks it off, and the next one fetches it', async () => {
    await using world = await start(['hang', 200])
    await world.messageLeft()
    world.keeper.wake()
    await world.asked()

    await world.keeper.stop()
    expect(await world.status()).toBe('waiting-for-audio')
    expect(existsSync(join(world.folder, `${FILE}.part`))).toBe(false)

    const next = world.another()
    await world.clock.settle()
    expect(await world.status()).toBe('saved')
    await next.stop()
  })
})

/** What the network's media server does with one request; when the script is over it answers 404. */
type Deed = number | 'busy' | 'break off' | 'hang up' | 'hang' | `redirect ${string}`

async function start(script: readonly Deed[]) {
  const folder = await temporaryFolder()
  const recordings = join(folder.path, 'recordings')
  await mkdir(recordings)
  const store = await database.fresh()
  const clock = createVirtualClock()
  const requests: { at: number; url: string | undefined; authorization: string | undefined }[] = []
  let wasAsked: () => void = () => {}
  const firstAsked = new Promise<void>((resolve) => {
    wasAsked = resolve
  })
  const server = createServer((request, response) => {
    const deed = script[requests.length] ?? 404
    requests.push({ at: clock.now(), url: request.url, authorization: request.headers.authorization })
    wasAsked()
    act(deed, request, response)
  }).listen(0, '127.0.0.1')
  await new Promise((listening) => server.once('listening', listening))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const log: [string, string, object][] = []
  const write = (level: string) => (fields: object, line: string) => void log.push([level, line, fields])
  const another = () =>
    keepAudio({
      recordings: store.recordings,
      storage: fileStorage(recordings),
      clock,
      log: { warn: write('warn'), error: write('error') },
      client: createTwilioClient({
        accountSid: ACCOUNT,
        authToken: 'the-token',
        apiUrl: `${origin}/`,
        clock,
        random: () => 0.5,
      }),
    })
  const keeper = another()
  await clock.settle()
  return {
    folder: recordings,
    origin,
    clock,
    keeper,
    another,
    log,
    requests,
    asked: () => firstAsked,
    messageLeft: () => announce(store, clock),
    status: async () => (await store.messages.list())[0]?.status,
    waits: () => requests.map(({ at }, index) => at - (requests[index - 1]?.at ?? at)),
    async [Symbol.asyncDispose]() {
      await keeper.stop()
      await store.close()
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
      await folder[Symbol.asyncDispose]()
    },
  }
}

function announce(store: Store, clock: VirtualClock): Promise<void> {
  return store.messages.report({
    mailbox: 'front-desk',
    callSid: CALL,
    recordingSid: RECORDING,
    seconds: 7,
    at: clock.now(),
  })
}

function act(deed: Deed, request: IncomingMessage, response: ServerResponse): void {
  if (deed === 'hang') return
  if (deed === 'hang up') return void request.socket.destroy()
  if (deed === 'busy') return void response.writeHead(429, { 'retry-after': '90' }).end()
  if (deed === 'break off') {
    response.writeHead(200, { 'content-length': AUDIO.length })
    response.write(AUDIO.slice(0, 5), () => request.socket.destroy())
    return
  }
  if (typeof deed === 'string') {
    response.writeHead(302, { location: deed.slice('redirect '.length) }).end()
    return
  }
  response.writeHead(deed).end(deed === 200 ? AUDIO : 'no')
}
