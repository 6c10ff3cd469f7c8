/** What leaves: with leave, once, whatever breaks. */
import { describe, expect, test } from 'vitest'
import { taskOutcome } from '../../src/outbound/outbound.ts'
import { ANA, LINE, STATUS, startOutbound } from './world.ts'

const conversation = { to: ANA, from: LINE, purpose: 'conversational' } as const
const agreed = { channel: 'any', purpose: 'any', kind: 'written', at: 0, source: 'form', wording: 'Yes.' } as const

describe('a person who may be reached', () => {
  test('gets a message once, however often it is ordered', async () => {
    await using world = await startOutbound()
    const order = { key: 'm1', text: 'Our address is 1 Mill Road.', statusUrl: STATUS }
    const first = await world.outbound.write({ ...conversation, channel: 'sms' }, order)
    const second = await world.outbound.write({ ...conversation, channel: 'sms' }, order)
    expect(first).toMatchObject({ kind: 'sent', entry: { state: 'placed', to: ANA, from: LINE } })
    expect(second).toMatchObject({ kind: 'sent', sid: first.kind === 'sent' ? first.sid : '' })
    await world.clock.advance(5000)
    expect(world.messages().map(({ to, text }) => [to, text])).toEqual([[ANA, 'Our address is 1 Mill Road.']])
  })

  test('is called once, however often that is ordered', async () => {
    await using world = await startOutbound()
    await world.store.suppressions.agree(ANA, agreed)
    const order = { key: 'c1', url: 'http://127.0.0.1:1/voice', statusUrl: STATUS }
    await world.outbound.call({ ...conversation, purpose: 'reminder' }, order)
    await world.outbound.call({ ...conversation, purpose: 'reminder' }, order)
    expect(world.calls().map(({ to }) => to)).toEqual([ANA])
  })
})

describe('a line that has room for one outgoing call', () => {
  test('lets the next wait until the first is over, and says when to ask again', async () => {
    await using world = await startOutbound({ mostAtOnce: 1 })
    const order = (key: string) => ({ key, url: 'http://127.0.0.1:1/voice', statusUrl: STATUS })
    const first = await world.outbound.call(conversation, order('c1'))
    const waits = { kind: 'wait', until: world.clock.now() + 10_000, isFailure: false }
    expect(await world.outbound.call(conversation, order('c2'))).toMatchObject(waits)
    // Asked again it has the room it had.
    expect(await world.outbound.call(conversation, order('c1'))).toMatchObject({ kind: 'sent' })

    const sid = first.kind === 'sent' ? first.sid : ''
    await world.store.outbox.report({ sid, status: 'completed', at: world.clock.now() })
    expect(await world.outbound.call(conversation, order('c2'))).toMatchObject({ kind: 'sent' })
  })
})

describe('a person who has said stop', () => {
  test('is neither called nor written to, and the refusal is kept', async () => {
    await using world = await startOutbound()
    await world.store.suppressions.agree(ANA, agreed)
    await world.store.suppressions.stop({ number: ANA, scope: 'everything', source: 'message', at: 1 })
    const order = { key: 'c1', url: 'http://127.0.0.1:1/voice', statusUrl: STATUS }
    const called = await world.outbound.call({ ...conversation, purpose: 'reminder' }, order)
    const written = await world.outbound.write(
      { ...conversation, channel: 'sms' },
      { key: 'm1', text: 'Hello', statusUrl: STATUS },
    )
    const reasons = [{ kind: 'opted-out', since: 1, source: 'message' }]
    expect([called, written]).toEqual([
      { kind: 'refused', reasons },
      { kind: 'refused', reasons },
    ])
    expect(world.calls()).toEqual([])
    expect(world.messages()).toEqual([])
    expect(await world.store.contacts.refusals({ limit: 9, number: ANA })).toMatchObject([
      { channel: 'sms', about: 'm1', reasons },
      { channel: 'call', about: 'c1', reasons },
    ])
  })

  test('is reached again when he has said start', async () => {
    await using world = await startOutbound()
    await world.store.suppressions.stop({ number: ANA, scope: 'everything', source: 'message', at: 1 })
    await world.store.suppressions.allow({ number: ANA, source: 'message', at: 2 })
    const order = { key: 'm1', text: 'Hello', statusUrl: STATUS }
    expect(await world.outbound.write({ ...conversation, channel: 'sms' }, order)).toMatchObject({ kind: 'sent' })
  })
})

test('what comes of reaching somebody tells the worker what to do', () => {
  const wait = { kind: 'wait', until: 9000, reason: 'the network answered 503' } as const
  expect(taskOutcome({ ...wait, isFailure: true }, 4000)).toEqual({ kind: 'again', wait: 5000, reason: wait.reason })
  expect(taskOutcome({ ...wait, isFailure: false }, 4000)).toEqual({ kind: 'later', at: 9000, reason: wait.reason })
  const quiet = { kind: 'refused', reasons: [{ kind: 'quiet-hours', until: 9000 }], until: 9000 } as const
  expect(taskOutcome(quiet, 0)).toEqual({ kind: 'later', at: 9000, reason: 'quiet-hours' })
  expect(taskOutcome({ kind: 'refused', reasons: [{ kind: 'do-not-call' }] }, 0)).toEqual({
    kind: 'given-up',
    reason: 'do-not-call',
  })
})
