/** Callbacks in which the agent is rung first, when processes die and webhooks come twice or late. */
import { describe, expect, test } from 'vitest'
import { agent, defineFlow, defineQueue, hangUp, queue, secret } from '../../src/flow/index.ts'
import { callBackHandler } from '../../src/queue/call-back.ts'
import type { Store } from '../../src/store/index.ts'
import { LINE, STATUS, startOutbound } from '../outbound/world.ts'
import { startApp } from './app-under-test.ts'

const ANN = '+12025550111'
const EVE = '+12025550198'
const FIRST = `CA${'1'.repeat(32)}`
const AGENTS_CALL = `CA${'2'.repeat(32)}`
/** A Monday at noon in Washington. */
const NOON = Date.UTC(2026, 10, 23, 17)
const RULES = { queue: 'support', agents: ['101'], wrapUp: 10_000, refusalsUntilAway: 3 }

const front = defineFlow('front', {
  start: 'wait',
  steps: {
    wait: queue({ queue: 'support', callback: { first: 'agent' }, staysWhenUnstaffed: true, unanswered: 'bye' }),
    bye: hangUp('Goodbye.'),
  },
})
const queues = [defineQueue('support', { agents: [agent('101', { pin: secret('ANN_PIN'), phone: ANN })] })]

/** Eve is to be called back, and it is Ann's turn. */
async function promised(store: Store, at: number) {
  const session = {
    callSid: FIRST,
    flow: 'front',
    step: 'wait',
    tries: { silences: 0, mistakes: 0 },
    language: 'en-US',
    from: EVE,
    to: LINE,
    startedAt: at,
    isEnded: false,
    data: {},
  }
  const said = { step: 'wait', answer: '<Response/>', at, isNewCall: true }
  const joined = { kind: 'queue-joined', queue: 'support', priority: 0, rankAt: at } as const
  await store.turns.commit({ ...said, session: { ...session, turn: 1 }, effects: [joined] })
  await store.queues.wish(FIRST, 'callback')
  const wish = { number: EVE, expiresAt: at + 3_600_000, attempts: 3, retryAfter: 60_000, first: 'agent' } as const
  const effects = [{ kind: 'queue-callback', ...wish }] as const
  await store.turns.commit({ ...said, session: { ...session, turn: 2, isEnded: true }, effects, isNewCall: false })
  await store.queueAgents.set('101', 'available', at)
  const match = await store.queues.match(RULES, at)
  return { entry: match?.entry ?? '', attempt: match?.attempt ?? 0 }
}

describe('a process that dies', () => {
  /** Two processes on one database; the first dies when it is about to write down whose call it has placed. */
  async function world() {
    const outer = await startOutbound({ startsAt: NOON })
    const { store, clock, outbound, exchange } = outer
    exchange.setParty(ANN, { kind: 'no-answer' })
    const attempt = await promised(store, NOON)
    const handler = (own: Store) =>
      callBackHandler({
        store: own,
        clock,
        outbound,
        addresses: () => ({ url: 'http://127.0.0.1:1/callbacks', statusUrl: STATUS }),
        mayDial: () => true,
        countDialled: async () => true,
        agentOf: async (_queue, number) => ({ number, phone: ANN, ringSeconds: 20 }),
        onFree: () => {},
      })
    const dies = { ...store.queueCallbacks, isCalled: () => Promise.reject(new Error('killed')) }
    // The first request of a process takes long, and its time is real.
    await outbound.client.read((twilio) => twilio.calls.list({ limit: 1 }))
    const [task] = await store.tasks.take(['queue-callback'], NOON, 1000, 1)
    if (task === undefined) throw new Error('no task')
    const first = () => handler({ ...store, queueCallbacks: dies })(task, new AbortController().signal)
    const second = () => handler(store)(task, new AbortController().signal)
    return { ...outer, attempt, first, second }
  }

  test('after the agent was rung leaves it to another, which rings nobody again', async () => {
    const { first, second, calls, store } = await world()
    await expect(first()).rejects.toThrow('killed')
    expect(await second()).toEqual({ kind: 'done' })
    expect(await second()).toEqual({ kind: 'done' })
    expect(calls()).toHaveLength(1)
    expect(await store.queues.place(calls()[0]?.snapshot().callSid ?? '', NOON)).toMatchObject({
      state: 'offered',
      agent: '101',
    })
  })

  test('while the agent’s call ends does not keep him or the place', async () => {
    const { first, second, calls, store, clock, attempt } = await world()
    await expect(first()).rejects.toThrow('killed')
    await clock.advance(60_000)
    const sid = calls()[0]?.snapshot().callSid ?? ''
    await store.outbox.report({ sid, status: 'no-answer', at: clock.now() })
    await second()
    expect(calls()).toHaveLength(1)
    expect(await store.queueAgents.list(['101'])).toMatchObject([{ state: 'available' }])
    expect(await store.queueCallbacks.find(attempt)).toBeUndefined()
    expect(await store.queues.match(RULES, clock.now())).toMatchObject({ attempt: 2 })
  })
})

describe('webhooks of the agent’s leg', () => {
  async function start() {
    const app = await startApp({ flows: [front], queues, secrets: { ANN_PIN: '1234' } })
    await app.clock.advance(NOON - app.clock.now())
    // Given to her by another process, which has rung her.
    const { entry, attempt } = await promised(app.store, NOON)
    const path = `/callbacks/front/wait?entry=${entry}&attempt=${attempt}&leg=agent`
    const hers = { CallSid: AGENTS_CALL, From: LINE, To: ANN, Direction: 'outbound-api' }
    const post = (to: string, fields: Readonly<Record<string, string>> = {}) => app.post(to, { ...hers, ...fields })
    const callee = (fields: Readonly<Record<string, string>>) =>
      app.post(`/callees/front/wait?turn=2&callee=0&asked=${fields.Digits ? 1 : 0}`, {
        ParentCallSid: AGENTS_CALL,
        CallSid: `CA${'3'.repeat(32)}`,
        From: LINE,
        To: EVE,
        ...fields,
      })
    const ann = async () => (await app.store.queueAgents.list(['101']))[0]
    return { app, path, post, callee, ann, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
  }

  test('that come twice are answered with the same words, and the caller is dialled once', async () => {
    await using world = await start()
    const { app, path, post, callee, ann } = world
    const asked = await post(path)
    expect(asked.body).toContain('A callback for support, to 1 2 0 2 5 5 5 0 1 9 8,')
    expect((await post(path)).body).toBe(asked.body)
    const dialled = await post('/voice/front/wait?turn=1', { Digits: '1' })
    expect(dialled.body).toContain(`<Dial action="/voice/front/wait?turn=2" timeout="30" callerId="${LINE}">`)
    expect(dialled.body).toContain(EVE)
    expect((await post('/voice/front/wait?turn=1', { Digits: '1' })).body).toBe(dialled.body)
    expect((await post('/voice/front/wait?turn=1', { Digits: '2' })).body).toBe(dialled.body)
    expect((await callee({})).body).toContain('You asked us to call you back.')
    for (let twice = 0; twice < 2; twice++) expect((await callee({ Digits: '1' })).body).toContain('<Response/>')
    expect(await ann()).toMatchObject({ state: 'talking' })
    await app.clock.advance(60_000)
    const over = { DialCallStatus: 'completed', DialBridged: 'true', DialCallDuration: '60' }
    for (let twice = 0; twice < 2; twice++) {
      expect((await post('/voice/front/wait?turn=2', over)).body).toContain('<Hangup/>')
      await app.post('/status', { CallSid: AGENTS_CALL, CallStatus: 'completed' })
    }
    expect(await ann()).toMatchObject({ state: 'available', idleSince: NOON + 70_000 })
    const { body } = await app.ask(`/api/queues?from=${NOON}`)
    expect(JSON.parse(body).queues[0].figures).toMatchObject({ came: 1, callbacksAsked: 1, callbacksAnswered: 1 })
  })

  test('that come when the attempt is over tell her so, and dial nobody', async () => {
    await using world = await start()
    const { app, path, post } = world
    await app.clock.advance(16 * 60_000)
    await app.store.queues.match(RULES, app.clock.now())
    const { body } = await post(path.replace('attempt=1', 'attempt=7'))
    expect(body).toContain('This callback has been taken care of. Goodbye.')
    expect(body).not.toContain('<Gather')
  })

  test('that come after she was asked, when it is over, dial nobody', async () => {
    await using world = await start()
    const { app, path, post } = world
    await post(path)
    await app.store.queues.gone(AGENTS_CALL, app.clock.now())
    const { body } = await post('/voice/front/wait?turn=1', { Digits: '1' })
    expect(body).toContain('This callback has been taken care of.')
    expect(body).not.toContain('<Dial')
  })

  test('are about somebody who has said stop meanwhile: nobody is dialled, and the place is given up', async () => {
    await using world = await start()
    const { app, path, post, ann } = world
    await post(path)
    await app.store.suppressions.stop({ number: EVE, scope: 'everything', source: 'staff', at: NOON })
    const { body } = await post('/voice/front/wait?turn=1', { Digits: '1' })
    expect(body).toContain('This number may not be called right now.')
    expect(body).not.toContain('<Dial')
    expect(await ann()).toMatchObject({ state: 'available' })
    await app.clock.advance(1000)
    const { body: figures } = await app.ask(`/api/queues?from=${NOON}`)
    expect(JSON.parse(figures).queues[0].figures.wentElsewhere).toEqual({ 'callback-refused': 1 })
  })

  test('are refused without a signature', async () => {
    await using world = await start()
    expect((await world.app.post(world.path, {}, { token: false })).status).toBe(403)
  })
})
