/** Queues in the store, on both databases: order, agents, and what comes twice, late, or from two servers at once. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Effect, Session } from '../../src/flow/index.ts'
import { openStore, type Store } from '../../src/store/index.ts'
import { startPGlite, startPostgres, type TestDatabase } from './databases.ts'

const NOON = Date.UTC(2026, 0, 5, 12)
const SECOND = 1000
const RULES = { queue: 'support', agents: ['101', '102'], wrapUp: 10 * SECOND, refusalsUntilAway: 2 }
const sid = (n: number) => `CA${String(n).padStart(32, '0')}`

describe.each([
  ['PGlite', startPGlite],
  ['PostgreSQL', startPostgres],
] as const)('queues on %s', (_name, start) => {
  let database: TestDatabase
  let schemas = 0

  beforeAll(async () => {
    database = await start()
  }, 120_000)
  afterAll(() => database?.stop())

  const open = () => database.fresh()
  const both = async () => {
    const schema = `queues_${++schemas}`
    return [await openStore(database.place, schema), await openStore(database.place, schema)] as const
  }

  test('who came first is next, and who has been idle longest takes him', async () => {
    const store = await open()
    await joins(store, 1, NOON)
    await joins(store, 2, NOON + SECOND)
    await store.queueAgents.set('101', 'available', NOON + 5)
    await store.queueAgents.set('102', 'available', NOON)

    expect(await store.queues.match(RULES, NOON + SECOND)).toMatchObject({ callSid: sid(1), agent: '102' })
    expect(await store.queues.match(RULES, NOON + SECOND)).toMatchObject({ callSid: sid(2), agent: '101' })
    expect(await store.queues.match(RULES, NOON + SECOND)).toBeUndefined()
    await store.close()
  })

  test('two servers never give one caller to two agents, nor one agent to two callers', async () => {
    const [one, two] = await both()
    for (let n = 1; n <= 12; n++) await joins(one, n, NOON + n)
    const agents = Array.from({ length: 10 }, (_, n) => String(200 + n))
    for (const agent of agents) await one.queueAgents.set(agent, 'available', NOON)

    const matches = await Promise.all(
      Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? one : two).queues.match({ ...RULES, agents }, NOON + 99)),
    )

    const made = matches.filter((match) => match !== undefined)
    expect(made).toHaveLength(10)
    expect(new Set(made.map(({ agent }) => agent)).size).toBe(10)
    expect(made.map(({ callSid }) => callSid).sort()).toEqual(Array.from({ length: 10 }, (_, n) => sid(n + 1)))
    await one.close()
    await two.close()
  })

  test('a change that comes twice or too late changes nothing', async () => {
    const store = await open()
    await joins(store, 1, NOON)
    await store.queueAgents.set('101', 'available', NOON)
    await store.queues.match(RULES, NOON)
    expect(await store.queues.connect(sid(1), NOON + SECOND)).toBe(true)
    expect(await store.queues.connect(sid(1), NOON + 2 * SECOND)).toBe(false)

    await turn(store, 1, 2, NOON + 60 * SECOND, { kind: 'queue-changed', change: 'served' })
    await turn(store, 1, 2, NOON + 90 * SECOND, { kind: 'queue-changed', change: 'served' })
    await turn(store, 1, 3, NOON + 95 * SECOND, { kind: 'queue-changed', change: 'refused' })
    expect(await store.queues.gone(sid(1), NOON + 99 * SECOND)).toEqual([])

    expect(await store.queueAgents.list(['101'])).toEqual([
      { agent: '101', state: 'available', phone: null, isOnLine: false, idleSince: NOON + 70 * SECOND },
    ])
    expect(await store.queues.place(sid(1), NOON)).toBeUndefined()
    expect(await store.queueFigures.between('support', NOON, NOON + 1, 20 * SECOND)).toMatchObject({
      came: 1,
      answered: 1,
      answeredInTime: 1,
      serviceLevel: 1,
      averageWait: SECOND,
      averageTalk: 59 * SECOND,
    })
    await store.close()
  })

  test('an agent who does not take calls is set away, and the caller keeps his place', async () => {
    const store = await open()
    await joins(store, 1, NOON)
    await joins(store, 2, NOON + SECOND)
    await store.queueAgents.set('101', 'available', NOON)
    for (let refused = 0; refused < 2; refused++) {
      expect(await store.queues.match(RULES, NOON + 9 * SECOND)).toMatchObject({ callSid: sid(1) })
      await turn(store, 1, 2 + refused, NOON + 9 * SECOND, { kind: 'queue-changed', change: 'refused' })
    }
    expect(await store.queues.match(RULES, NOON + 9 * SECOND)).toBeUndefined()
    expect(await store.queueAgents.list(['101'])).toMatchObject([{ state: 'away' }])
    expect(await store.queues.place(sid(1), NOON)).toMatchObject({ state: 'waiting', position: 1 })
    expect(await store.queues.place(sid(2), NOON)).toMatchObject({ state: 'waiting', position: 2 })
    await store.close()
  })

  test('whoever hangs up is gone once, and his agent is free', async () => {
    const store = await open()
    await joins(store, 1, NOON)
    await store.queueAgents.set('101', 'available', NOON)
    await store.queues.match(RULES, NOON)
    expect(await store.queues.gone(sid(1), NOON + SECOND)).toEqual(['support'])
    expect(await store.queues.gone(sid(1), NOON + SECOND)).toEqual([])
    expect(await store.queueAgents.list(['101'])).toMatchObject([{ state: 'available', idleSince: NOON }])
    expect(await store.queueFigures.between('support', NOON, NOON + 1, SECOND)).toMatchObject({
      abandoned: 1,
      serviceLevel: 0,
    })
    await store.close()
  })

  test('a caller whose process died while his agent was rung does not keep the agent for ever', async () => {
    const store = await open()
    await joins(store, 1, NOON)
    await store.queueAgents.set('101', 'available', NOON)
    await store.queues.match(RULES, NOON)
    const later = NOON + 16 * 60 * SECOND
    await joins(store, 2, later)
    expect(await store.queues.match(RULES, later)).toMatchObject({ callSid: sid(2), agent: '101' })
    await store.close()
  })

  test('a callback keeps its place, is begun once an attempt, and expires', async () => {
    const store = await open()
    await joins(store, 1, NOON)
    await store.queues.wish(sid(1), 'callback')
    const wish: Effect = {
      kind: 'queue-callback',
      number: '+12025550198',
      expiresAt: NOON + 3_600_000,
      attempts: 2,
      retryAfter: 60 * SECOND,
    }
    await turn(store, 1, 2, NOON, wish)
    await joins(store, 2, NOON + SECOND)
    await store.queueAgents.set('101', 'available', NOON)

    const match = await store.queues.match(RULES, NOON + 2 * SECOND)
    expect(match).toMatchObject({ callSid: sid(1), attempt: 1, isWaiting: false })
    const attempt = { entry: match?.entry ?? '', attempt: 1 }
    expect(await store.tasks.take(['queue-callback'], NOON + 2 * SECOND, SECOND, 10)).toMatchObject([
      { about: attempt },
    ])
    expect(await store.queueCallbacks.find(attempt)).toMatchObject({ number: '+12025550198', agent: '101' })

    await store.queueCallbacks.missed(attempt, NOON + 30 * SECOND)
    await store.queueCallbacks.missed(attempt, NOON + 31 * SECOND)
    expect(await store.queueCallbacks.find(attempt)).toBeUndefined()
    expect(await store.queueCallbacks.nextDue('support', NOON + 32 * SECOND)).toBe(NOON + 90 * SECOND)
    expect(await store.queues.match(RULES, NOON + 33 * SECOND)).toMatchObject({ callSid: sid(2) })
    await store.queues.gone(sid(2), NOON + 34 * SECOND)
    expect(await store.queues.match(RULES, NOON + 3_600_001)).toBeUndefined()
    const { wentElsewhere } = await store.queueFigures.between('support', NOON, NOON + 1, SECOND)
    expect(wentElsewhere).toEqual({ 'callback-expired': 1 })
    await store.close()
  })

  describe('a callback in which the agent is rung first', () => {
    const LINE_CALL = sid(77)

    /** Somebody is to be called back, and it is the turn of agent 101. */
    async function begun({ attempts = 2, lineCall = null as string | null } = {}) {
      const store = await open()
      await joins(store, 1, NOON)
      await store.queues.wish(sid(1), 'callback')
      await turn(store, 1, 2, NOON, {
        kind: 'queue-callback',
        number: '+12025550198',
        expiresAt: NOON + 3_600_000,
        attempts,
        retryAfter: 60 * SECOND,
        first: 'agent',
        language: 'de-DE',
      })
      await store.queueAgents.set('101', 'available', NOON, { lineCall })
      const match = await store.queues.match(RULES, NOON + SECOND)
      const attempt = { entry: match?.entry ?? '', attempt: match?.attempt ?? 0 }
      return { store, attempt, agent: async () => (await store.queueAgents.list(['101']))[0] }
    }

    test('is the agent’s call, or the caller’s when the agent stays on the line', async () => {
      const rung = await begun()
      expect(await rung.store.queueCallbacks.find(rung.attempt)).toMatchObject({ leg: 'agent', agent: '101' })
      await rung.store.close()
      const onLine = await begun({ lineCall: LINE_CALL })
      expect(await onLine.store.queueCallbacks.find(onLine.attempt)).toMatchObject({ leg: 'caller' })
      await onLine.store.close()
    })

    test('that the agent does not take keeps the place and counts for nothing; he goes to the end, and away in the end', async () => {
      const { store, attempt, agent } = await begun({ attempts: 1 })
      await store.queueCallbacks.isCalled(attempt, LINE_CALL)
      expect(await store.queues.gone(LINE_CALL, NOON + 20 * SECOND)).toEqual(['support'])
      expect(await store.queues.gone(LINE_CALL, NOON + 21 * SECOND)).toEqual([])
      expect(await agent()).toMatchObject({ state: 'available', idleSince: NOON + 20 * SECOND })

      const next = await store.queues.match(RULES, NOON + 30 * SECOND)
      expect(next).toMatchObject({ entry: attempt.entry, attempt: 2, agent: '101' })
      // What is told late of the first attempt changes nothing.
      await store.queueCallbacks.notTaken(attempt, NOON + 31 * SECOND)
      await store.queueCallbacks.isCalled(attempt, LINE_CALL)
      expect(await store.queues.gone(LINE_CALL, NOON + 32 * SECOND)).toEqual([])
      await store.queueCallbacks.notTaken({ ...attempt, attempt: 2 }, NOON + 33 * SECOND)
      expect(await agent()).toMatchObject({ state: 'away' })
      await store.close()
    })

    test('ends with wrap-up when the two have talked, and is counted as answered', async () => {
      const { store, attempt, agent } = await begun()
      await store.queueCallbacks.isCalled(attempt, LINE_CALL)
      expect(await store.queues.connect(LINE_CALL, NOON + 60 * SECOND)).toBe(true)
      expect(await agent()).toMatchObject({ state: 'talking' })
      await store.queues.gone(LINE_CALL, NOON + 90 * SECOND)
      expect(await agent()).toMatchObject({ state: 'available', idleSince: NOON + 100 * SECOND })
      expect(await store.queueFigures.between('support', NOON, NOON + 1, SECOND)).toMatchObject({
        callbacksAsked: 1,
        callbacksAnswered: 1,
        abandoned: 0,
        averageTalk: 30 * SECOND,
      })
      await store.close()
    })

    test('that reaches nobody is an attempt; the agent is next again when he has been told', async () => {
      const { store, attempt, agent } = await begun()
      await store.queueCallbacks.isCalled(attempt, sid(2))
      await turn(store, 2, 1, NOON + 40 * SECOND, { kind: 'queue-changed', change: 'missed' })
      expect(await agent()).toMatchObject({ state: 'available', idleSince: NOON + 45 * SECOND })
      expect(await store.queueCallbacks.nextDue('support', NOON + 41 * SECOND)).toBe(NOON + 100 * SECOND)
      await store.queues.gone(sid(2), NOON + 44 * SECOND)
      expect(await store.queues.match(RULES, NOON + 99 * SECOND)).toBeUndefined()
      expect(await store.queues.match(RULES, NOON + 100 * SECOND)).toMatchObject({ attempt: 2 })
      await store.close()
    })
  })

  test('an agent on a call is not set by hand', async () => {
    const store = await open()
    await joins(store, 1, NOON)
    expect(await store.queueAgents.setByHand('101', 'available', NOON)).toBe(true)
    await store.queues.match(RULES, NOON)
    expect(await store.queueAgents.setByHand('101', 'away', NOON)).toBe(false)
    expect(await store.queueAgents.list(['101'])).toMatchObject([{ state: 'ringing' }])
    await store.close()
  })
})

const joins = (store: Store, n: number, at: number) =>
  turn(store, n, 1, at, { kind: 'queue-joined', queue: 'support', priority: 0, rankAt: at })

/** Commits turn number `taken` of a call with this effect. */
function turn(store: Store, n: number, taken: number, at: number, effect: Effect) {
  const session: Session = {
    callSid: sid(n),
    flow: 'front',
    step: 'wait',
    turn: taken + 1,
    tries: { silences: 0, mistakes: 0 },
    language: 'en-US',
    from: '+12025550199',
    to: '+12025550100',
    startedAt: at,
    isEnded: false,
    data: {},
  }
  return store.turns.commit({
    session,
    step: 'wait',
    answer: '<Response/>',
    at,
    isNewCall: taken === 1,
    effects: [effect],
  })
}
