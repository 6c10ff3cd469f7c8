/** When the network fails: nothing is lost, and nothing is done twice. */
import { describe, expect, test } from 'vitest'
import { hours, minutes, seconds } from '../../src/clock/duration.ts'
import { STRICT } from '../../src/consent/index.ts'
import type { Reached } from '../../src/outbound/outbound.ts'
import type { Breakage } from './breaking-proxy.ts'
import { ANA, LINE, STATUS, startOutbound } from './world.ts'

type World = Awaited<ReturnType<typeof startOutbound>>

const CALM = { ...STRICT, purposes: { ...STRICT.purposes, reminder: STRICT.purposes.conversational } }

/** Orders the same message until the network has it or it is given up, as a worker does. */
async function untilOver(world: World, order: (tries: number) => Promise<Reached>): Promise<readonly Reached[]> {
  const outcomes: Reached[] = []
  for (let tries = 0; tries < 20; tries++) {
    const reached = await order(tries)
    outcomes.push(reached)
    if (reached.kind !== 'wait') break
    await world.clock.advance(Math.max(0, reached.until - world.clock.now()))
  }
  return outcomes
}

const writes = (world: World) => (tries: number) =>
  world.outbound.write(
    { to: ANA, from: LINE, channel: 'sms', purpose: 'conversational' },
    { key: 'm1', text: 'Hello', statusUrl: STATUS, tries },
  )

const calls = (world: World) => (tries: number) =>
  world.outbound.call(
    { to: ANA, from: LINE, purpose: 'reminder' },
    { key: 'c1', url: 'http://127.0.0.1:1/voice', statusUrl: STATUS, tries },
  )

describe.each([
  ['is lost on the way back', ['lost']],
  ['is lost twice', ['lost', 'lost']],
  ['never came because nobody heard', ['cut']],
  ['does not come in time', ['silent']],
  ['is that the network is busy', [429]],
  ['is that the network is down', [503]],
  ['is an error of which nobody knows what was done', [500]],
  ['comes from a gateway', [502, 504]],
] as const)('when the answer %s', (_what, breakages: readonly Breakage[]) => {
  test('a person gets his message exactly once', async () => {
    await using world = await startOutbound({ isBreakable: true })
    world.proxy?.breaks(breakages)
    const outcomes = await untilOver(world, writes(world))
    expect(outcomes.at(-1)).toMatchObject({ kind: 'sent' })
    await world.clock.advance(minutes(5))
    expect(world.messages()).toHaveLength(1)
  })

  test('a person is called exactly once', async () => {
    await using world = await startOutbound({ isBreakable: true, policy: CALM })
    world.proxy?.breaks(breakages)
    const outcomes = await untilOver(world, calls(world))
    expect(outcomes.at(-1)).toMatchObject({ kind: 'sent' })
    expect(world.calls()).toHaveLength(1)
  })
})

test('a network that says how long to wait is not asked before', async () => {
  await using world = await startOutbound({ isBreakable: true })
  world.proxy?.breaks([429])
  const first = await writes(world)(0)
  expect(first).toMatchObject({ kind: 'wait', isFailure: true, reason: 'the network answered 429' })
  expect(first.kind === 'wait' && first.until - world.clock.now()).toBe(seconds(3))
})

test('what the network refuses for good is not asked again', async () => {
  await using world = await startOutbound({ isBreakable: true })
  world.proxy?.breaks([400])
  const refused = { kind: 'failed', reason: 'the network answered 400' }
  expect(await writes(world)(0)).toMatchObject(refused)
  expect(await writes(world)(1)).toMatchObject(refused)
  expect(world.proxy?.seen).toEqual(['POST'])
})

test('a network that fails again and again is given a rest, and asked again after it', async () => {
  await using world = await startOutbound({ isBreakable: true })
  world.proxy?.breaks([500, 500, 500, 500, 500])
  const { client } = world.outbound
  const ask = () => client.read((twilio) => twilio.messages.list({ limit: 1 }))
  for (let tries = 0; tries < 5; tries++) expect(await ask()).toMatchObject({ kind: 'failed' })
  expect(await ask()).toMatchObject({ failure: { isUndone: true, reason: expect.stringContaining('given a rest') } })
  expect(world.proxy?.seen).toHaveLength(5)
  await world.clock.advance(seconds(30))
  expect(await ask()).toMatchObject({ kind: 'answered' })
})

test('what only reads is asked again at once, with growing waits, within its budget', async () => {
  await using world = await startOutbound({ isBreakable: true })
  world.proxy?.breaks([500, 'cut'])
  const asked = world.outbound.client.patiently((twilio) => twilio.messages.list({ limit: 1 }), { mayRepeat: true })
  let isOver = false
  void asked.then(() => {
    isOver = true
  })
  while (!isOver) {
    await world.clock.settle()
    await new Promise((turn) => setImmediate(turn))
    await world.clock.advanceToNextTimer()
  }
  expect(await asked).toMatchObject({ kind: 'answered' })
  expect(world.proxy?.seen).toEqual(['GET', 'GET', 'GET'])
})

test('what changes something is not repeated there when nobody knows whether it was done', async () => {
  await using world = await startOutbound({ isBreakable: true })
  world.proxy?.breaks(['lost'])
  const create = { to: ANA, from: LINE, body: 'Hello' }
  const asked = await world.outbound.client.patiently((twilio) => twilio.messages.create(create), { mayRepeat: false })
  expect(asked).toMatchObject({ kind: 'failed', failure: { isUndone: false } })
  expect(world.proxy?.seen).toEqual(['POST'])
})

test('a sender sends no faster than it may, and all of it leaves', async () => {
  await using world = await startOutbound()
  const start = world.clock.now()
  const sent: number[] = []
  await Promise.all(
    [1, 2, 3]
      .map(async (one) => {
        const approach = { to: ANA, from: LINE, channel: 'sms', purpose: 'conversational' } as const
        for (;;) {
          const reached = await world.outbound.write(approach, { key: `m${one}`, text: 'Hello', statusUrl: STATUS })
          if (reached.kind !== 'wait') break
          const { until } = reached
          await new Promise<void>((resolve) => world.clock.after(until - world.clock.now(), resolve))
        }
        sent.push(world.clock.now() - start)
      })
      .concat(drive(world, () => sent.length === 3)),
  )
  expect(sent).toEqual([0, 800, 1600])
})

async function drive(world: World, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    await world.clock.settle()
    await new Promise((turn) => setImmediate(turn))
    if (!isOver()) await world.clock.advanceToNextTimer()
  }
}

describe('a permit', () => {
  const approach = { to: ANA, from: LINE, channel: 'sms', purpose: 'conversational', about: 'm1' } as const
  const order = { key: 'm1', text: 'Hello', statusUrl: STATUS }

  test('is good once', async () => {
    await using world = await startOutbound()
    const verdict = await world.outbound.gate.ask(approach)
    if (verdict.kind === 'refused') throw new Error('refused')
    await world.outbound.messenger.send(verdict.permit, order)
    await expect(world.outbound.messenger.send(verdict.permit, { ...order, key: 'm2' })).rejects.toThrow('used before')
    expect(world.messages()).toHaveLength(1)
  })

  test('is good for half a minute', async () => {
    await using world = await startOutbound()
    const verdict = await world.outbound.gate.ask(approach)
    if (verdict.kind === 'refused') throw new Error('refused')
    await world.clock.advance(seconds(31))
    await expect(world.outbound.messenger.send(verdict.permit, order)).rejects.toThrow('too old')
    expect(world.messages()).toEqual([])
  })

  test('cannot be copied', async () => {
    await using world = await startOutbound()
    const verdict = await world.outbound.gate.ask(approach)
    if (verdict.kind === 'refused') throw new Error('refused')
    const forged = { ...verdict.permit, to: '+12025550188' }
    await expect(world.outbound.messenger.send(forged, order)).rejects.toThrow('no permit')
    expect(world.messages()).toEqual([])
  })
})

describe('on WhatsApp', () => {
  const approach = { to: ANA, from: LINE, channel: 'whatsapp', purpose: 'conversational' } as const
  const order = { key: 'w1', text: 'Hello', statusUrl: STATUS }
  const template = { contentSid: `HX${'0'.repeat(32)}` }

  test('free words reach only who has written within a day; a template reaches him later, too', async () => {
    await using world = await startOutbound({ policy: { ...STRICT, regions: 'any' } })
    const { contacts } = world.store
    expect(await world.outbound.write(approach, order)).toEqual({
      kind: 'refused',
      reasons: [{ kind: 'outside-session-window' }],
    })
    const text = { sid: `SM${'1'.repeat(32)}`, channel: 'whatsapp', from: ANA, to: LINE, text: 'Hi', files: 0 } as const
    await contacts.receive({ ...text, at: world.clock.now(), meaning: 'words', answer: '' })
    world.exchange.sendMessage({ from: ANA, to: LINE, body: 'Hi', channel: 'whatsapp' })
    await world.clock.advance(hours(24) - 1)
    expect(await world.outbound.write(approach, order)).toMatchObject({ kind: 'sent' })
    await world.clock.advance(seconds(1))
    expect(await world.outbound.write(approach, { ...order, key: 'w2' })).toMatchObject({ kind: 'refused' })
    const asTemplate = await world.outbound.write(
      { ...approach, content: 'template' },
      { ...order, key: 'w3', template },
    )
    expect(asTemplate).toMatchObject({ kind: 'sent' })
  })
})
