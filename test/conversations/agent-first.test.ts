/** Callbacks in which the agent is rung first, and the caller only when he has taken it. */
import {
  agent,
  chooseLanguage,
  defineFlow,
  defineQueue,
  hangUp,
  type QueueOptions,
  queue,
  secret,
} from 'hookswitch/flow'
import { type Callee, hours, minutes, type Person, ringUp, seconds } from 'hookswitch/testing'
import { describe, expect, test } from 'vitest'

const ANN = '+12025550111'
const BOB = '+12025550112'
const EVE = '+12025550198'
/** A Monday at noon in Washington. */
const NOON = '2026-11-23T12:00-05:00'
const TAKE = 'To take this call, press 1.'
const CALL_NOW = 'To call now, press 1.'

interface World {
  readonly step?: Partial<QueueOptions<'nobody'>>
  readonly at?: string
  readonly wrapUpSeconds?: number
  /** Bob serves the queue, too, and talks to somebody. */
  readonly withBob?: true
}

/** Ann talks to somebody, Eve waits, asks to be called back, and hangs up. */
async function promised({ step = {}, at = NOON, wrapUpSeconds = 0, withBob }: World = {}) {
  const agents = [
    agent('101', { name: 'Ann', pin: secret('ANN_PIN') }),
    ...(withBob ? [agent('102', { name: 'Bob', pin: secret('BOB_PIN') })] : []),
  ]
  const flow = defineFlow('support', {
    start: 'wait',
    steps: {
      wait: queue({ queue: 'support', callback: { first: 'agent' }, unanswered: 'nobody', ...step }),
      nobody: hangUp('Nobody took it.'),
    },
  })
  const queues = [defineQueue('support', { agents, wrapUpSeconds })]
  const line = await ringUp(flow, { queues, loggedIn: { '101': ANN, ...(withBob && { '102': BOB }) }, at })
  const { caller, anotherCaller, callee } = line
  const ann = callee(ANN, 'Ann')
  ann.answers()
  await ann.hears(TAKE)
  ann.presses(1)
  await expect(caller).toBeTalkingTo(ann)
  const bob = callee(BOB, 'Bob')
  if (withBob) await talksTo(bob, anotherCaller('+12025550196'))
  const eve = anotherCaller(EVE)
  await eve.hears('To be called back and keep your place, press 1.')
  eve.presses(1)
  await eve.hears('If that is right, press 1.')
  eve.presses(1)
  await eve.hears('You keep your place')
  await expect(eve).toHaveEnded('completed')
  const called = (number: string) => line.exchange.calls.filter(({ to }) => to === number).length
  return { line, caller, ann, bob, evesPhone: callee(EVE, 'Eve'), anotherCaller, called }
}

async function talksTo(who: Callee, caller: Person) {
  who.answers()
  await who.hears(TAKE)
  who.presses(1)
  await expect(caller).toBeTalkingTo(who)
}

type Promised = Awaited<ReturnType<typeof promised>>

/** Ann is done, is rung, and takes the callback. */
async function annTakesIt({ ann }: Promised) {
  ann.hangsUp()
  await ann.rings()
  ann.answers()
  await ann.hears('A callback for support, to 1 2 0 2 5 5 5 0 1 9 8,')
  await ann.hears(CALL_NOW)
  ann.presses(1)
  await ann.hears('Calling.')
}

describe('when it is the caller’s turn', () => {
  test('the agent hears whom he is to call, presses 1, and the two are joined once the caller has pressed 1', async () => {
    const world = await promised()
    const { ann, evesPhone, called, line } = world
    evesPhone.answers()
    await annTakesIt(world)
    await evesPhone.hears('You asked us to call you back.')
    await evesPhone.hears('To be connected now, press 1.')
    expect(called(EVE)).toBe(1)
    expect(evesPhone.call?.from).toBe('+12025550100')
    evesPhone.presses(1)
    await expect(ann).toBeTalkingTo(evesPhone)
    evesPhone.hangsUp()
    await expect(ann).toHaveEnded('completed')
    await line.clock.advance(hours(2))
    expect([called(EVE), called(ANN)]).toEqual([1, 2])
  })

  test('an agent who stays silent or presses 2 keeps the caller’s place, and is rung again in his turn', async () => {
    const { ann, evesPhone, called, line } = await promised()
    ann.hangsUp()
    await ann.rings()
    ann.answers()
    await ann.hears(CALL_NOW)
    ann.presses(2)
    await expect(ann).toHaveEnded('completed')
    expect(called(EVE)).toBe(0)
    await ann.rings()
    ann.answers()
    await ann.hears(CALL_NOW)
    await ann.hears(CALL_NOW)
    await ann.hears(CALL_NOW)
    await ann.rings()
    ann.answers()
    await ann.hears(CALL_NOW)
    evesPhone.answers()
    ann.presses(1)
    await evesPhone.hears('To be connected now')
    evesPhone.presses(1)
    await expect(evesPhone).toBeTalkingTo(ann)
    ann.hangsUp()
    await line.clock.advance(hours(2))
    expect(called(EVE)).toBe(1)
  })

  test.each([
    ['does not answer', (ann: Promised['ann']) => ann.doesNotAnswer()],
    ['is busy', (ann: Promised['ann']) => ann.isBusy()],
    ['has a machine that answers', (ann: Promised['ann']) => ann.isMachine({ greeting: 'I am not here.' })],
  ])('an agent whose phone %s is set away after three times, and nobody is called', async (_what, behaves) => {
    const { ann, called, line } = await promised()
    behaves(ann)
    ann.hangsUp()
    await line.clock.advance(hours(1))
    expect([called(ANN), called(EVE)]).toEqual([4, 0])
  })

  test('an agent who hangs up while the caller’s phone rings stops it, and the attempt does not count', async () => {
    const world = await promised({ step: { callback: { first: 'agent', attempts: 1 } } })
    const { ann, evesPhone, called, line } = world
    evesPhone.answers({ afterSeconds: 20 })
    await annTakesIt(world)
    await evesPhone.rings()
    ann.hangsUp()
    await ann.rings()
    ann.answers()
    await ann.hears(CALL_NOW)
    evesPhone.answers()
    ann.presses(1)
    await evesPhone.hears('To be connected now')
    evesPhone.presses(1)
    await expect(evesPhone).toBeTalkingTo(ann)
    ann.hangsUp()
    await line.clock.advance(hours(1))
    expect(called(EVE)).toBe(2)
  })
})

describe('with two agents', () => {
  test.each([
    [
      'declines',
      async ({ ann }: Promised) => {
        ann.answers()
        await ann.hears(CALL_NOW)
        ann.presses(2)
      },
    ],
    ['does not answer', async ({ ann }: Promised) => ann.doesNotAnswer()],
  ])('the first of whom %s, the second gets the call, and the caller is called once', async (_what, leavesIt) => {
    const world = await promised({ withBob: true })
    const { ann, bob, evesPhone, called, line } = world
    evesPhone.answers()
    ann.hangsUp()
    await ann.rings()
    bob.hangsUp()
    await leavesIt(world)
    await bob.rings()
    bob.answers()
    await bob.hears('A callback for support, to 1 2 0 2 5 5 5 0 1 9 8,')
    await bob.hears(CALL_NOW)
    bob.presses(1)
    await evesPhone.hears('To be connected now')
    evesPhone.presses(1)
    await expect(bob).toBeTalkingTo(evesPhone)
    bob.hangsUp()
    await line.clock.advance(hours(5))
    expect([called(EVE), called(ANN), called(BOB)]).toEqual([1, 2, 2])
  })
})

describe('after they have talked', () => {
  test.each([
    ['the agent', ({ ann }: Promised) => ann.hangsUp()],
    ['the caller', ({ evesPhone }: Promised) => evesPhone.hangsUp()],
  ])('and %s hangs up, the agent wraps up before he is rung for the next', async (_who, hangsUp) => {
    const world = await promised({ wrapUpSeconds: 90 })
    const { ann, evesPhone, called, line, anotherCaller } = world
    evesPhone.answers()
    await annTakesIt(world)
    await evesPhone.hears('To be connected now')
    evesPhone.presses(1)
    await expect(ann).toBeTalkingTo(evesPhone)
    const late = anotherCaller('+12025550197')
    await late.hears('You are next.')
    hangsUp(world)
    await line.clock.advance(seconds(80))
    expect(called(ANN)).toBe(2)
    await ann.rings()
    expect(called(ANN)).toBe(3)
    late.hangsUp()
  })
})

describe('the caller', () => {
  test('who does not answer is tried again later; the agent hears so and takes others meanwhile', async () => {
    const world = await promised()
    const { ann, evesPhone, called, line, anotherCaller } = world
    evesPhone.doesNotAnswer()
    await annTakesIt(world)
    await ann.hears('Nobody took the call. Goodbye.')
    await expect(ann).toHaveEnded('completed')
    expect(called(EVE)).toBe(1)
    const late = anotherCaller('+12025550197')
    await late.hears('You are next.')
    await ann.rings()
    ann.answers()
    await ann.hears(TAKE)
    ann.presses(1)
    await expect(late).toBeTalkingTo(ann)
    ann.hangsUp()
    ann.answers()
    await line.clock.advance(minutes(2))
    evesPhone.answers()
    await ann.hears(CALL_NOW)
    ann.presses(1)
    await evesPhone.hears('To be connected now')
    evesPhone.presses(1)
    await expect(evesPhone).toBeTalkingTo(ann)
    ann.hangsUp()
  })

  test('is given up after his attempts', async () => {
    const world = await promised({ step: { callback: { first: 'agent', attempts: 2, retryMinutes: 1 } } })
    const { ann, evesPhone, called, line } = world
    evesPhone.isBusy()
    await annTakesIt(world)
    await ann.hears('Nobody took the call.')
    ann.answers()
    await ann.hears(CALL_NOW)
    ann.presses(1)
    await ann.hears('Nobody took the call.')
    await line.clock.advance(hours(5))
    expect(called(EVE)).toBe(2)
  })

  test('whose machine answers is not connected', async () => {
    const world = await promised()
    const { ann, evesPhone } = world
    evesPhone.isMachine({ greeting: 'I am not here.' })
    await annTakesIt(world)
    await ann.hears('Nobody took the call.')
    await expect(ann).toHaveEnded('completed')
  })

  test('who hangs up when he is asked is tried again', async () => {
    const world = await promised()
    const { ann, evesPhone, called, line } = world
    evesPhone.answers()
    await annTakesIt(world)
    await evesPhone.hears('You asked us to call you back.')
    evesPhone.hangsUp()
    await ann.hears('Nobody took the call.')
    ann.doesNotAnswer()
    await line.clock.advance(minutes(6))
    expect([called(EVE), called(ANN)]).toEqual([1, 5])
  })

  test('who needs nobody any more presses 2, and the agent hears so', async () => {
    const world = await promised()
    const { ann, evesPhone, called, line } = world
    evesPhone.answers()
    await annTakesIt(world)
    await evesPhone.hears('If you no longer need us, press 2.')
    evesPhone.presses(2)
    await evesPhone.hears('Thank you for letting us know.')
    await ann.hears('The caller no longer needs us. Goodbye.')
    await line.clock.advance(hours(9))
    expect([called(EVE), called(ANN)]).toEqual([1, 2])
  })

  test('is not called at night, and no agent is rung for him then', async () => {
    const { ann, called, line } = await promised({
      at: '2026-11-23T20:55-05:00',
      step: { callback: { first: 'agent', expiresMinutes: 1440 } },
    })
    await line.clock.advance(minutes(6))
    ann.doesNotAnswer()
    ann.hangsUp()
    await line.clock.advance(hours(9))
    expect([called(EVE), called(ANN)]).toEqual([0, 1])
    await line.clock.advance(hours(3))
    expect(called(ANN)).toBeGreaterThan(1)
  })

  test('whose night begins while the agent is asked is called in the morning', async () => {
    const { ann, evesPhone, called, line } = await promised({
      at: '2026-11-23T19:57-05:00',
      step: { callback: { first: 'agent', expiresMinutes: 1440 } },
    })
    const eight = new Date('2026-11-23T20:00-05:00').getTime()
    await line.clock.advance(eight - line.clock.now() - seconds(10))
    ann.answers()
    ann.hangsUp()
    await ann.rings()
    await ann.hears(CALL_NOW)
    await line.clock.advance(Math.max(0, eight - line.clock.now()))
    await ann.hears(CALL_NOW)
    ann.presses(1)
    await ann.hears('This number may not be called right now. Goodbye.')
    expect(called(EVE)).toBe(0)
    evesPhone.answers()
    ann.doesNotAnswer()
    await line.clock.advance(hours(12))
    expect([called(EVE), called(ANN)]).toEqual([0, 2])
    await line.clock.advance(hours(4))
    expect(called(ANN)).toBe(5)
  })
})

test('who has chosen a language is spoken to in it, and the agent in that of the flow', async () => {
  const flow = defineFlow('support', {
    start: 'tongue',
    steps: {
      tongue: chooseLanguage({
        languages: { 1: 'en-US', 2: 'de-DE' },
        then: 'wait',
      }),
      wait: queue({ queue: 'support', callback: { first: 'agent' }, staysWhenUnstaffed: true, unanswered: 'nobody' }),
      nobody: hangUp('Nobody took it.'),
    },
  })
  const ann101 = agent('101', { pin: secret('ANN_PIN'), phone: ANN })
  const queues = [defineQueue('support', { agents: [ann101] })]
  const { caller: eve, callee, exchange, clock } = await ringUp(flow, { queues, from: EVE, at: NOON })
  await eve.hears('Deutsch')
  eve.presses(2)
  await eve.hears('drücken Sie 1.')
  eve.presses(1)
  await eve.hears('Wenn das stimmt, drücken Sie 1.')
  eve.presses(1)
  await expect(eve).toHaveEnded('completed')
  const ann = callee(ANN, 'Ann')
  ann.answers()
  const phone = callee(EVE, 'Eve')
  phone.answers()
  await fetch(new URL('/api/agents/101', appOf(exchange)), {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ state: 'available' }),
  })
  await clock.settle()
  await ann.hears(CALL_NOW)
  ann.presses(1)
  await phone.hears('Sie hatten um einen Rückruf gebeten.')
  phone.presses(1)
  await expect(phone).toBeTalkingTo(ann)
  ann.hangsUp()
})

test('callbacks of the network that come late and twice change nothing', async () => {
  const world = await promised({ step: { callback: { first: 'agent', retryMinutes: 60 } } })
  const { line, ann, evesPhone, called } = world
  line.exchange.weather({ duplicate: 1, reorder: true, delayMs: [100, 4000], seed: 7 })
  evesPhone.doesNotAnswer()
  await annTakesIt(world)
  await ann.hears('Nobody took the call.')
  await line.clock.advance(minutes(30))
  expect([called(EVE), called(ANN)]).toEqual([1, 2])
  evesPhone.answers()
  await line.clock.advance(minutes(29))
  await ann.rings()
  ann.answers()
  await ann.hears(CALL_NOW)
  ann.presses(1)
  await evesPhone.hears('To be connected now')
  evesPhone.presses(1)
  await expect(evesPhone).toBeTalkingTo(ann)
  evesPhone.hangsUp()
  await line.clock.advance(hours(3))
  expect([called(EVE), called(ANN)]).toEqual([2, 3])
})

/** Where the app of a line answers. */
const appOf = ({ journal }: Awaited<ReturnType<typeof ringUp>>['exchange']): string =>
  journal.events.flatMap((event) => ('url' in event && typeof event.url === 'string' ? [event.url] : []))[0] ?? ''
