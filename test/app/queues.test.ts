/** Webhooks of callers who wait, and the page's routes about queues: again, late, forged, and without a database. */
import { describe, expect, test } from 'vitest'
import {
  agent,
  checkQueues,
  defineFlow,
  defineQueue,
  flowFromJson,
  hangUp,
  queue,
  secret,
} from '../../src/flow/index.ts'
import { startApp } from './app-under-test.ts'

const CALL = `CA${'1'.repeat(32)}`
const ANN = agent('101', { name: 'Ann', pin: secret('ANN_PIN'), phone: '+12025550111' })
const support = defineQueue('support', { agents: [ANN] })
const front = defineFlow('front', {
  start: 'wait',
  steps: {
    wait: queue({ queue: 'support', message: 'bye', callback: {}, unanswered: 'bye' }),
    bye: hangUp('Goodbye.'),
  },
})

const ROUND = '/waits/front/wait?turn=1&round=0&said=0&told=0'
const options = { flows: [front], queues: [support], secrets: { ANN_PIN: '1234' } }

/** One agent who is away, and one caller who waits. */
async function start(around?: Parameters<typeof startApp>[0]) {
  const app = await startApp({ ...options, ...around })
  await app.store.queueAgents.set('101', 'away', 0)
  await app.post('/voice/front', { CallStatus: 'ringing' })
  return app
}

describe('a wait document', () => {
  test('that is asked for again is the same and takes no turn', async () => {
    await using app = await start()
    const first = await app.post(ROUND)
    const session = await app.store.turns.session(CALL)
    const again = await Promise.all(Array.from({ length: 5 }, () => app.post(ROUND)))

    expect(first.body).toContain('You are next.')
    expect(new Set(again.map(({ body }) => body))).toEqual(new Set([first.body]))
    expect(await app.store.turns.session(CALL)).toEqual(session)
  })

  test('of a turn that is over, or of a call nobody knows, leads out of the queue', async () => {
    await using app = await start()
    expect((await app.post(ROUND.replace('turn=1', 'turn=7'))).body).toContain('<Leave')
    expect((await app.post(ROUND, { CallSid: `CA${'9'.repeat(32)}` })).body).toContain('<Leave')
  })

  test('in which a key comes twice asks once', async () => {
    await using app = await start()
    for (let twice = 0; twice < 2; twice++) expect((await app.post(ROUND, { Digits: '2' })).body).toContain('<Leave')
    const left = await app.post('/voice/front/wait?turn=1', { QueueResult: 'leave' })
    expect(left.body).toContain('Goodbye.')
    expect((await app.post('/voice/front/wait?turn=1', { QueueResult: 'leave' })).body).toBe(left.body)
    expect((await app.post(ROUND)).body).toContain('<Leave')
  })

  test('is refused without a signature', async () => {
    await using app = await start()
    expect((await app.post(ROUND, {}, { token: false })).status).toBe(403)
    expect((await app.post('/callbacks/front/wait?entry=x&attempt=1')).status).toBe(404)
  })

  test('is silence for a while when the database does not answer', async () => {
    let isBroken = false
    await using app = await start({
      around: (store) => ({
        ...store,
        queues: {
          ...store.queues,
          place: (...args) => (isBroken ? Promise.reject(new Error('no database')) : store.queues.place(...args)),
        },
      }),
    })
    isBroken = true
    const { status, body } = await app.post(ROUND)
    expect([status, body]).toEqual([200, expect.stringContaining('<Pause length="10"')])
    isBroken = false
    expect((await app.post(ROUND)).body).toContain('You are next.')
  })
})

test('an agent who becomes free while the wait goes on is rung once, whatever order the webhooks come in', async () => {
  await using app = await start()
  await app.post(ROUND)
  expect((await app.ask('/api/agents/101', json('PUT', { state: 'available' }))).status).toBe(204)
  await app.clock.settle()
  // The call is led on by an update (which nobody answers here), and asks for the next round meanwhile.
  expect((await app.post(ROUND.replace('round=0', 'round=1'))).body).toContain('<Leave')
  const redirected = await app.post('/voice/front/wait?turn=1', { QueueResult: 'redirected' })
  const led = await app.post('/voice/front/wait?turn=1')
  expect(redirected.body).toContain('+12025550111')
  expect(led.body).toBe(redirected.body)
})

test('a caller whose final status comes twice is counted once', async () => {
  await using app = await start()
  await app.post(ROUND)
  await app.clock.advance(5000)
  for (let twice = 0; twice < 2; twice++) await app.post('/status', { CallStatus: 'completed' })
  const { body } = await app.ask('/api/queues')
  expect(JSON.parse(body)).toEqual({
    queues: [
      {
        name: 'support',
        answerWithinSeconds: 20,
        now: { waiting: 0, longestWait: 0, talking: 0, callbacks: 0 },
        waiting: [],
        agents: [{ number: '101', name: 'Ann', state: 'away', isOnLine: false }],
        figures: {
          came: 1,
          answered: 0,
          answeredInTime: 0,
          abandoned: 1,
          wentElsewhere: {},
          callbacksAsked: 0,
          callbacksAnswered: 0,
          serviceLevel: 0,
          averageWait: null,
          averageTalk: null,
        },
      },
    ],
  })
})

test('who waits now, and how long, is in the figures', async () => {
  await using app = await start()
  await app.post(ROUND)
  await app.clock.advance(30_000)
  const [found] = JSON.parse((await app.ask('/api/queues')).body).queues
  expect(found.now).toEqual({ waiting: 1, longestWait: 30_000, talking: 0, callbacks: 0 })
  expect(found.waiting).toEqual([
    {
      number: '+12025550199',
      since: app.clock.now() - 30_000,
      priority: 0,
      state: 'waiting',
      isCallback: false,
      notBefore: null,
      agent: null,
    },
  ])
})

test('an agent nobody knows is not set', async () => {
  await using app = await start()
  expect((await app.ask('/api/agents/999', json('PUT', { state: 'away' }))).status).toBe(404)
  expect((await app.ask('/api/agents/101', json('PUT', { state: 'asleep' }))).status).toBe(400)
})

describe('the checks', () => {
  test('name what a queue and its agents lack, and queues that do not exist', () => {
    const broken = defineQueue('two words', {
      agents: [agent('1', { pin: secret('PIN'), phone: '555' })],
      ringSeconds: 1,
      maximumLength: 5000,
    })
    expect(checkQueues([broken], [front]).map(({ code, at }) => `${code} ${at}`)).toEqual([
      'VALUE_UNUSABLE queue two words',
      'OUT_OF_RANGE queue two words/ringSeconds',
      'OUT_OF_RANGE queue two words/maximumLength',
      'VALUE_UNUSABLE agent 1',
      'NUMBER_MALFORMED agent 1/phone',
      'VALUE_UNUSABLE front/wait',
    ])
    expect(checkQueues([support], [front])).toEqual([])
    expect(checkQueues([defineQueue('empty', { agents: [] })], [])).toHaveLength(1)
  })

  test('say that whom an agent calls back is not led on afterwards', () => {
    const told = (first: 'agent' | 'caller') =>
      checkQueues(
        [support],
        [
          defineFlow('front', {
            start: 'wait',
            steps: {
              wait: queue({ queue: 'support', callback: { first }, unanswered: 'bye', afterwards: 'bye' }),
              bye: hangUp('Goodbye.'),
            },
          }),
        ],
      )
    expect(told('agent')).toEqual([
      {
        code: 'VALUE_UNUSABLE',
        severity: 'warning',
        at: 'front/wait/afterwards',
        message:
          'Whoever is called back by an agent is not led there, because that call is the agent’s and ends with him.',
        help: 'Use callback.first "caller" if everybody must come there, or leave it to those who waited on the phone.',
      },
    ])
    expect(told('caller')).toEqual([])
  })

  test('take a flow with a queue as JSON', () => {
    expect(flowFromJson(JSON.stringify(front))).toEqual(front)
  })
})

const json = (method: string, body: object) => ({
  method,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})
