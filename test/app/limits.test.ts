/** Limits at the door: forged, repeated, and when nobody can count. */
import { describe, expect, test } from 'vitest'
import { createVirtualClock } from '../../src/clock/virtual-clock.ts'
import { checkLimits, defineFlow, defineLimits, hangUp, NO_LIMITS, queue, transfer } from '../../src/flow/index.ts'
import { createLimits } from '../../src/limits/limits.ts'
import { openRates } from '../../src/limits/rates.ts'
import { startPostgres } from '../store/databases.ts'
import { startApp } from './app-under-test.ts'

const RINGING = { CallStatus: 'ringing' }
const call = (n: number) => ({ ...RINGING, CallSid: `CA${String(n).padStart(32, '0')}` })
const perCaller = defineLimits({ perCaller: { calls: 2, minutes: 10 } })

describe('a call that comes in', () => {
  test('is counted once, however often its first webhook comes', async () => {
    await using app = await startApp({ limits: perCaller })
    const first = await app.post('/voice/acme', call(1))
    for (let again = 0; again < 5; again++) {
      expect((await app.post('/voice/acme', call(1))).body).toBe(first.body)
    }
    expect((await app.post('/voice/acme', call(2))).body).toContain('<Gather')
    expect((await app.post('/voice/acme', call(3))).body).toContain('<Reject reason="busy"')
  })

  test('is not counted when its signature is wrong', async () => {
    await using app = await startApp({ limits: perCaller })
    for (let forged = 0; forged < 10; forged++) await app.post('/voice/acme', call(forged), { token: 'wrong' })
    expect((await app.post('/voice/acme', call(1))).body).toContain('<Gather')
  })

  test('goes on when it was let in, whatever is counted meanwhile', async () => {
    await using app = await startApp({ limits: perCaller })
    await app.post('/voice/acme', call(1))
    await app.post('/voice/acme', call(2))
    await app.post('/voice/acme', call(3))
    const { CallStatus: _ringing, ...inProgress } = call(1)
    expect((await app.post('/voice/acme/welcome?turn=1', { ...inProgress, Digits: '3' })).body).toContain('<Record')
  })

  test('is let in when the database does not answer, and the log says so once', async () => {
    await using app = await startApp({
      limits: defineLimits({ atOnce: 1 }),
      around: (store) => ({
        ...store,
        calls: { ...store.calls, countOn: () => Promise.reject(new Error('no database')) },
      }),
    })
    for (let n = 1; n < 4; n++) expect((await app.post('/voice/acme', call(n))).body).toContain('<Gather')
    expect(app.log.filter(({ line }) => line.startsWith('calls cannot be counted'))).toHaveLength(1)
  })
})

describe('counts', () => {
  test('are shared between servers on one PostgreSQL, and survive them', async () => {
    const database = await startPostgres()
    const { place } = database
    const url = place.kind === 'postgres' ? place.url : ''
    const clock = createVirtualClock()
    const rate = { calls: 3, minutes: 1 }
    const [one, two] = [openRates(clock, url), openRates(clock, url)]
    const counted = await Promise.all([one, two, one, two].map((rates) => rates.count('caller', 'Ann', rate)))
    expect(counted.filter(Boolean)).toHaveLength(3)
    expect(await two.count('caller', 'Bob', rate)).toBe(true)
    await one.close()
    await two.close()

    const later = openRates(clock, url)
    expect(await later.count('caller', 'Ann', rate)).toBe(false)
    await clock.advance(60_000)
    expect(await later.count('caller', 'Ann', rate)).toBe(true)
    await later.close()
    await database.stop()
  }, 120_000)

  test('that cannot be kept let calls in', async () => {
    const clock = createVirtualClock()
    const logged: string[] = []
    const log = { warn: () => {}, error: (_fields: object, line: string) => void logged.push(line) }
    const rates = openRates(clock, 'postgres://nobody@127.0.0.1:1/none')
    const limits = createLimits({
      definition: defineLimits({ perCaller: { calls: 1, minutes: 1 }, outgoing: { calls: 1, minutes: 1 } }),
      rates,
      clock,
      log,
      callsOn: async () => 0,
      legs: { take: async () => true, over: async () => {} },
      reveal: () => undefined,
      named: () => [],
    })
    for (let n = 0; n < 3; n++) {
      expect(await limits.letIn({ flow: 'acme', from: '+12025550199', to: '+12025550100' })).toBe('let-in')
      expect(await limits.countDialled('+12025550111', '+12025550100')).toBe(true)
    }
    expect(logged).toEqual([
      'calls cannot be counted; they are let in',
      'calls that are led on cannot be counted; they go on',
    ])
    await rates.close()
  })
})

describe('the checks', () => {
  const dialling = (to: string) =>
    defineFlow('desk', {
      start: 'ring',
      steps: { ring: transfer({ to, unanswered: 'bye' }), bye: hangUp('Goodbye.') },
    })
  const codes = (limits: Parameters<typeof checkLimits>[0], to = '+12025550101') =>
    checkLimits(limits, [dialling(to)]).map(({ code, at }) => `${code} ${at}`)

  test('refuse a premium number in a flow, unless it is allowed', () => {
    expect(codes(NO_LIMITS, '+19005551234')).toEqual(['VALUE_UNUSABLE desk/ring/to'])
    expect(codes(defineLimits({ allowPremiumNumbers: true }), '+19005551234')).toEqual([])
  })

  test('refuse a number in a flow that the allowed destinations leave out', () => {
    expect(codes(NO_LIMITS, '+442079460018')).toEqual([])
    expect(codes(defineLimits({ allowedDestinations: ['US'] }), '+442079460018')).toEqual([
      'VALUE_UNUSABLE desk/ring/to',
    ])
    expect(codes(defineLimits({ allowedDestinations: ['US', '+4420'] }), '+442079460018')).toEqual([])
  })

  test('refuse a callback that rings the agent first when there is never room for his call and the caller’s', () => {
    const calledBack = (first: 'agent' | 'caller') =>
      defineFlow('desk', {
        start: 'wait',
        steps: { wait: queue({ queue: 'support', callback: { first }, unanswered: 'bye' }), bye: hangUp('Goodbye.') },
      })
    const found = (atOnce: number | undefined, first: 'agent' | 'caller' = 'agent') =>
      checkLimits(defineLimits(atOnce === undefined ? {} : { outgoing: { atOnce } }), [calledBack(first)])
    expect(found(1)).toEqual([
      {
        code: 'VALUE_UNUSABLE',
        severity: 'error',
        at: 'desk/wait/callback.first',
        message:
          'A callback that rings the agent first counts as two calls, and limits allow one at once: it could never be placed.',
        help: 'Let outgoing.atOnce of defineLimits be 2 or more, or use callback.first "caller".',
      },
    ])
    expect([...found(2), ...found(undefined), ...found(1, 'caller')]).toEqual([])
  })

  test('name every value that cannot be used', () => {
    const wrong = defineLimits({
      outgoing: { calls: 5, atOnce: 0 },
      perCaller: { calls: 0, minutes: 2000 },
      atOnce: 0,
      exempt: ['sales'],
      allowedDestinations: ['usa'],
    })
    expect(codes(wrong)).toEqual([
      'OUT_OF_RANGE limits/perCaller/calls',
      'OUT_OF_RANGE limits/perCaller/minutes',
      'OUT_OF_RANGE limits/outgoing/minutes',
      'OUT_OF_RANGE limits/outgoing/atOnce',
      'OUT_OF_RANGE limits/atOnce',
      'NUMBER_MALFORMED limits/exempt.0',
      'VALUE_UNUSABLE limits/allowedDestinations.0',
      'VALUE_UNUSABLE desk/ring/to',
    ])
  })
})
