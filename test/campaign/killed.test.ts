/** `kill -9` at every step of making a call: another process goes on from what is kept, and everybody is called once. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { operateCampaign } from '../../src/campaign/operate.ts'
import { hours, minutes, seconds } from '../../src/clock/duration.ts'
import { createScaledClock } from '../../src/clock/scaled-clock.ts'
import { serveExchange } from '../../src/exchange/index.ts'
import { createSid } from '../../src/phone/sid.ts'
import { openStore } from '../../src/store/index.ts'
import { lineAddresses } from '../../src/webhook/index.ts'
import { temporaryFolder } from '../cli/hookswitch.ts'
import { startPostgres } from '../store/databases.ts'
import { campaign, type Death, SPEED, type Word } from './dying-app.fixture.ts'

const LINE = '+12025550100'
const TOKEN = '12345'

/**
 * In the order in which a call comes to them; after one is before the next. `network`: while the request to place the call is on
 * its way, or its answer is.
 */
const steps: readonly (Death | { readonly room: 'network'; readonly when: 'before' | 'after' })[] = [
  { room: 'campaignWork', method: 'claim', when: 'before' },
  { room: 'contacts', method: 'takeTurn', when: 'before' },
  { room: 'outbox', method: 'claim', when: 'before' },
  { room: 'outbox', method: 'asking', when: 'before' },
  { room: 'outbox', method: 'asking', when: 'after' },
  { room: 'network', when: 'before' },
  { room: 'network', when: 'after' },
  { room: 'outbox', method: 'placed', when: 'before' },
  { room: 'reminders', method: 'placed', when: 'before' },
  { room: 'turns', method: 'commit', when: 'before' },
  { room: 'outbox', method: 'report', when: 'before' },
  { room: 'campaignWork', method: 'end', when: 'before' },
  { room: 'campaignWork', method: 'end', when: 'after' },
]

test('a process killed at any step of a call loses none and makes none twice', async () => {
  const database = await startPostgres()
  if (database.place.kind !== 'postgres') throw new Error('not PostgreSQL')
  const { url } = database.place
  const store = await openStore(database.place)
  const clock = createScaledClock(SPEED)
  const network = await serveExchange({
    accountSid: createSid('AC', () => new Uint8Array(16).fill(0xac)),
    authToken: TOKEN,
    clock,
    seed: 1,
  })
  const world = await startPassers(() => network.origin)
  const { voice, status } = lineAddresses(world.front, campaign.flow)
  network.exchange.addLine({ number: LINE, name: 'clinic', voiceUrl: voice, statusCallback: status })
  await using folder = await temporaryFolder()
  let started = 0

  /** A process that is ready to begin. */
  function prepare(): ChildProcess {
    return fork(join(import.meta.dirname, 'dying-app.fixture.ts'), {
      execArgv: ['--conditions=source', '--no-warnings'],
      env: {
        ...process.env,
        DYING_APP: 'yes',
        DATABASE_URL: url,
        DATA_DIR: join(folder.path, String(++started)),
        PORT: '0',
        PUBLIC_URL: world.front,
        TWILIO_API_URL: world.api,
        ACCOUNT: network.exchange.accountSid,
        TOKEN,
      },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
  }

  const operations = operateCampaign({
    ...{ campaign, store, clock, registered: new Set<string>(), reveal: () => undefined },
    wake() {},
  })

  async function remind(index: number): Promise<void> {
    const number = `+120255501${10 + index}`
    network.exchange.setParty(number, { kind: 'answers', hangsUpAfterSeconds: 5 })
    const reminder = {
      ...{ campaign: campaign.name, externalId: `a${index}`, number, name: 'Ana', language: null, zone: null },
      appointmentAt: clock.now() + hours(24) + seconds(5),
      appointmentZone: 'America/New_York',
      data: {},
    }
    const consent = { source: 'form', wording: 'Yes.' }
    await operations.bring([{ kind: 'reminder', line: 1, reminder }], { consent })
  }

  let next = prepare()
  try {
    for (const [index, step] of steps.entries()) {
      const child = next
      next = prepare()
      const exit = once(child, 'exit')
      if (step.room === 'network') world.kills(child, step.when)
      const word: Word = { at: clock.now(), ...('method' in step && { death: step }) }
      await remind(index)
      await world.serveFrom(child, word)
      expect(await exit, `${step.room} ${'method' in step ? step.method : ''} ${step.when}`).toEqual([null, 'SIGKILL'])
    }
    await world.serveFrom(next, { at: clock.now() })
    const until = clock.now() + minutes(60)
    const reminders = await store.reminders.list({ campaign: campaign.name, limit: 99 })
    const attempts = async () => (await Promise.all(reminders.map(({ id }) => store.reminders.attemptsOf(id)))).flat()
    while ((await attempts()).some(({ state }) => state !== 'ended') && clock.now() < until) {
      await new Promise<void>((resolve) => clock.after(seconds(10), resolve))
    }
    expect((await attempts()).map(({ state, outcome }) => `${state} ${outcome}`)).toEqual(
      steps.map(() => 'ended listened-no-response'),
    )
    const called = network.exchange.calls.map((call) => call.snapshot().to)
    expect(called.toSorted()).toEqual(reminders.map(({ number }) => number).toSorted())
    for (const { id } of reminders) expect(await store.reminders.outcomes(id)).toHaveLength(1)
  } finally {
    next.kill('SIGKILL')
    await network.exchange.close()
    await network.close()
    await world.close()
    await store.close()
    await database.stop()
  }
}, 300_000)

/**
 * What stands before the app and before the network. What the network asks of the app waits until some process answers, as
 * behind a balancer; a request to place a call can be made the last that its process sends.
 */
async function startPassers(networkOrigin: () => string) {
  let serving: Promise<string> = new Promise(() => {})
  let victim: { readonly child: ChildProcess; readonly when: 'before' | 'after' } | undefined

  async function toApp(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request)
    for (;;) {
      const from = serving
      const answer = await pass(request, body, await from)
      if (answer !== undefined) return answer.to(response)
      // It died over this one; whoever comes next takes it.
      while (serving === from) await new Promise((turn) => setImmediate(turn))
    }
  }

  async function toNetwork(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request)
    const isCall = request.method === 'POST' && /\/Calls\.json$/.test(request.url ?? '')
    const killing = isCall ? victim : undefined
    if (killing !== undefined) victim = undefined
    if (killing?.when === 'before') return void killing.child.kill('SIGKILL')
    const answer = await pass(request, body, networkOrigin())
    if (killing?.when === 'after') return void killing.child.kill('SIGKILL')
    answer?.to(response)
  }

  const [front, api] = [createServer(toApp), createServer(toNetwork)]
  for (const server of [front, api]) {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
  }
  const originOf = (server: typeof front) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    front: originOf(front),
    api: originOf(api),
    /** The next request to place a call is the last that this process sends. */
    kills(child: ChildProcess, when: 'before' | 'after') {
      victim = { child, when }
    },
    /** Lets a process begin; from when it listens it gets what the network asks. */
    async serveFrom(child: ChildProcess, word: Word): Promise<void> {
      const listening = once(child, 'message').then(([{ origin }]) => String(origin))
      child.send(word)
      // It may die before it ever listens.
      const origin = await Promise.race([listening, once(child, 'exit').then(() => undefined)])
      if (origin !== undefined) serving = Promise.resolve(origin)
    },
    async close() {
      for (const server of [front, api]) {
        server.closeAllConnections()
        await new Promise((closed) => server.close(closed))
      }
    },
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer) // no encoding is set
  return Buffer.concat(chunks)
}

/** Passes a request on; undefined when whoever should answer has died. */
function pass(request: IncomingMessage, body: Buffer, origin: string) {
  return new Promise<{ to(response: ServerResponse): void } | undefined>((resolve) => {
    const { method, headers } = request
    const onward = forward(origin + request.url, { method, headers, agent: false }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('error', () => resolve(undefined))
      answer.on('end', () =>
        resolve({
          to: (response) =>
            void response.writeHead(answer.statusCode ?? 502, answer.headers).end(Buffer.concat(chunks)),
        }),
      )
    })
    onward.on('error', () => resolve(undefined))
    onward.end(body)
  })
}
