/** Room for outgoing calls, on both databases and from two servers. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStore } from '../../src/store/index.ts'
import { startPGlite, startPostgres, type TestDatabase } from './databases.ts'

const NOON = Date.UTC(2026, 0, 5, 12)
const HOUR = 3_600_000
const LINE = '+12025550100'
const sid = (n: number) => `CA${String(n).padStart(32, '0')}`
const leg = (n: number, turn = 1, legs = 1) => ({
  key: `${sid(n)}/${turn}`,
  line: LINE,
  holder: sid(n),
  turn,
  legs,
})

describe.each([
  ['PGlite', startPGlite],
  ['PostgreSQL', startPostgres],
] as const)('outgoing legs on %s', (name, start) => {
  let database: TestDatabase

  beforeAll(async () => {
    database = await start()
  }, 120_000)
  afterAll(() => database?.stop())

  test('have room up to a number, each line for itself, and one that is asked for again has it once', async () => {
    const store = await database.fresh()
    expect(await store.outgoingLegs.take(leg(1), 2, NOON)).toBe(true)
    expect(await store.outgoingLegs.take(leg(1), 2, NOON)).toBe(true)
    expect(await store.outgoingLegs.take(leg(2, 1, 2), 2, NOON)).toBe(false)
    expect(await store.outgoingLegs.take(leg(2), 2, NOON)).toBe(true)
    expect(await store.outgoingLegs.take(leg(3), 2, NOON)).toBe(false)
    expect(await store.outgoingLegs.take({ ...leg(3), line: '+12025550109' }, 2, NOON)).toBe(true)
    await store.close()
  })

  test('are over with their turn, with their call, and when nobody tells, after four hours', async () => {
    const store = await database.fresh()
    await store.outgoingLegs.take(leg(1, 3), 1, NOON)
    // Told late of a turn before.
    await store.outgoingLegs.over(sid(1), 3)
    expect(await store.outgoingLegs.count(LINE, NOON)).toBe(1)
    await store.outgoingLegs.over(sid(1), 4)
    expect(await store.outgoingLegs.take(leg(2), 1, NOON)).toBe(true)
    await store.outgoingLegs.over(sid(2))
    expect(await store.outgoingLegs.take(leg(3), 1, NOON)).toBe(true)
    expect(await store.outgoingLegs.take(leg(4), 1, NOON + 4 * HOUR - 1)).toBe(false)
    expect(await store.outgoingLegs.take(leg(4), 1, NOON + 4 * HOUR)).toBe(true)
    await store.close()
  })

  test('that were placed are over when the network has told of their end, whoever was told', async () => {
    const store = await database.fresh()
    const key = 'callback/x/1'
    const wish = { key, channel: 'call', purpose: 'requested', to: '+12025550111', from: LINE } as const
    const { id } = await store.outbox.claim(wish, NOON)
    await store.outgoingLegs.take({ key, line: LINE, holder: key, turn: 0, legs: 1 }, 1, NOON)
    expect(await store.outgoingLegs.count(LINE, NOON)).toBe(1)
    await store.outbox.report({ id, sid: sid(7), status: 'completed', at: NOON + 1000 })
    expect(await store.outgoingLegs.take(leg(1), 1, NOON + 2000)).toBe(true)
    await store.close()
  })

  test('of two servers are counted together', async () => {
    const schema = `legs_${name.toLowerCase()}`
    const [one, two] = [await openStore(database.place, schema), await openStore(database.place, schema)]
    const taken = await Promise.all(
      Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? one : two).outgoingLegs.take(leg(n), 7, NOON)),
    )
    expect(taken.filter(Boolean)).toHaveLength(7)
    // A server that dies takes nothing with it.
    await one.close()
    expect(await two.outgoingLegs.count(LINE, NOON)).toBe(7)
    await two.close()
  })
})
