/** Callers who hang up, keep their place in a queue, and are called back. */
import { agent, defineFlow, defineLimits, defineQueue, hangUp, type QueueOptions, queue, secret } from 'hookswitch/flow'
import { hours, minutes, type Person, ringUp, seconds } from 'hookswitch/testing'
import { describe, expect, test } from 'vitest'

const ANN = '+12025550111'
const EVE = '+12025550198'
const OTHER = '+12025550177'
const TAKE = 'To take this call, press 1.'
/** A Monday at noon in Washington. */
const NOON = '2026-11-23T12:00-05:00'

type Options = Partial<QueueOptions<'nobody' | 'after'>>
interface World {
  readonly step?: Options
  readonly at?: string
}

function support(options: Options) {
  return defineFlow('support', {
    start: 'wait',
    steps: {
      wait: queue({ queue: 'support', callback: {}, unanswered: 'nobody', ...options }),
      nobody: hangUp('Nobody took it.'),
      after: hangUp('You have talked.'),
    },
  })
}

const support1 = defineQueue('support', {
  agents: [agent('101', { name: 'Ann', pin: secret('ANN_PIN') })],
  wrapUpSeconds: 0,
})

/** Ann talks to somebody, and Eve waits and presses 1. */
async function waiting({ step = {}, at = NOON }: World = {}) {
  const line = await ringUp(support(step), { queues: [support1], loggedIn: { '101': ANN }, at })
  const { caller, anotherCaller, callee } = line
  const ann = callee(ANN, 'Ann')
  ann.answers()
  await ann.hears(TAKE)
  ann.presses(1)
  await expect(caller).toBeTalkingTo(ann)
  const eve = anotherCaller(EVE)
  await eve.hears('To be called back and keep your place, press 1.')
  eve.presses(1)
  return {
    line,
    caller,
    ann,
    eve,
    evesPhone: callee(EVE, 'Eve'),
    otherPhone: callee(OTHER, 'the other'),
    anotherCaller,
  }
}

const AT_HER_NUMBER = 'We will call you back at 1 2 0 2 5 5 5 0 1 9 8. If that is right, press 1.'
const PROMISED = 'You keep your place, and we call you back when it is your turn. Goodbye.'

async function agrees(eve: Person) {
  await eve.hears(AT_HER_NUMBER)
  eve.presses(1)
  await eve.hears(PROMISED)
}

/** Answers, is greeted, presses 1, and the agent takes the call. */
async function isConnected(phone: ReturnType<Awaited<ReturnType<typeof ringUp>>['callee']>, ann: typeof phone) {
  phone.answers()
  await phone.hears('You asked us to call you back.')
  await phone.hears('To be connected now, press 1.')
  ann.answers()
  phone.presses(1)
  await ann.rings()
  await ann.hears(TAKE)
  ann.presses(1)
  await expect(phone).toBeTalkingTo(ann)
}

describe('a caller who wants to be called back', () => {
  test('hears her number, agrees, and is called when it is her turn, before those who came later', async () => {
    const { caller, ann, eve, evesPhone, anotherCaller } = await waiting()
    await agrees(eve)
    await expect(eve).toHaveEnded('completed')
    const late = anotherCaller('+12025550197')
    await late.hears('You are number 2 in line.')

    ann.hangsUp()
    await expect(caller).toHaveEnded('completed')
    await isConnected(evesPhone, ann)
    expect(evesPhone.call?.from).toBe('+12025550100')
    evesPhone.hangsUp()
    late.hangsUp()
  })

  test('gives another number, which is read back', async () => {
    const { ann, eve, otherPhone } = await waiting()
    await eve.hears('For another number, press 2.')
    eve.presses(2)
    await eve.hears('Please enter the number, then press pound.')
    eve.presses('2025550177#')
    await eve.hears('We will call you back at 1 2 0 2 5 5 5 0 1 7 7.')
    eve.presses(1)
    await eve.hears(PROMISED)

    ann.hangsUp()
    await isConnected(otherPhone, ann)
    ann.hangsUp()
  })

  test.each([
    ['a premium number', '9005551234#'],
    ['a number abroad', '0114420794600180#'],
  ])('cannot give %s', async (_what, keys) => {
    const { eve } = await waiting()
    await eve.hears('For another number, press 2.')
    eve.presses(2)
    await eve.hears('Please enter the number')
    eve.presses(keys)
    await eve.hears('Please enter the number')
    expect(eve.heard()).not.toContain(PROMISED)
    eve.hangsUp()
  })

  test('and enters nothing useful is back in line, at her place', async () => {
    const { ann, eve } = await waiting()
    await eve.hears(AT_HER_NUMBER)
    eve.presses(7)
    await eve.hears(AT_HER_NUMBER)
    eve.presses(7)
    await eve.hears(AT_HER_NUMBER)
    eve.presses(7)
    await eve.hears('You are still in line.')
    await eve.hears('You are next.')
    ann.hangsUp()
    await ann.rings()
    ann.answers()
    await ann.hears(TAKE)
    ann.presses(1)
    await expect(eve).toBeTalkingTo(ann)
    eve.hangsUp()
  })

  test('and hangs up before she has agreed is not called', async () => {
    const { ann, eve, line } = await waiting()
    await eve.hears('We will call you back')
    eve.hangsUp()
    ann.hangsUp()
    await line.clock.advance(minutes(20))
    expect(line.exchange.calls.filter(({ to }) => to === EVE)).toHaveLength(0)
  })

  test('twice keeps the one place she has', async () => {
    const { ann, eve, evesPhone, anotherCaller, line } = await waiting()
    await agrees(eve)
    const again = anotherCaller(EVE)
    await again.hears('To be called back')
    again.presses(1)
    await agrees(again)

    ann.hangsUp()
    await isConnected(evesPhone, ann)
    ann.hangsUp()
    await line.clock.advance(hours(2))
    expect(line.exchange.calls.filter(({ to }) => to === EVE)).toHaveLength(1)
  })
})

describe('a callback', () => {
  test('that is not answered is tried again, with growing waits, and then given up', async () => {
    const { ann, eve, evesPhone, line } = await waiting()
    await agrees(eve)
    evesPhone.doesNotAnswer()
    ann.hangsUp()
    const tried = () => line.exchange.calls.filter(({ to }) => to === EVE).length
    await line.clock.advance(minutes(2))
    expect(tried()).toBe(1)
    await line.clock.advance(minutes(5))
    expect(tried()).toBe(2)
    await line.clock.advance(minutes(10))
    expect(tried()).toBe(2)
    await line.clock.advance(minutes(10))
    expect(tried()).toBe(3)
    await line.clock.advance(hours(24))
    expect(tried()).toBe(3)
  })

  test('that a machine takes is tried again', async () => {
    const { ann, eve, evesPhone, line } = await waiting()
    await agrees(eve)
    evesPhone.isMachine({ greeting: 'I am not here.' })
    ann.hangsUp()
    await line.clock.advance(minutes(2))
    await evesPhone.rings()
    await isConnected(evesPhone, ann)
    ann.hangsUp()
  })

  test('she no longer needs is over with 2', async () => {
    const { ann, eve, evesPhone, line } = await waiting()
    await agrees(eve)
    evesPhone.answers()
    ann.hangsUp()
    await evesPhone.hears('If you no longer need us, press 2.')
    evesPhone.presses(2)
    await evesPhone.hears('Thank you for letting us know.')
    await line.clock.advance(hours(2))
    expect(line.exchange.calls.filter(({ to }) => to === EVE)).toHaveLength(1)
  })

  test('in which the agent does not pick up lets her wait at her place', async () => {
    const { ann, eve, evesPhone } = await waiting()
    await agrees(eve)
    evesPhone.answers()
    ann.hangsUp()
    await evesPhone.hears('To be connected now')
    ann.isBusy()
    evesPhone.presses(1)
    await evesPhone.hears('You are next.')
    evesPhone.hangsUp()
  })

  test('waits until the morning when it would come at night', async () => {
    const { ann, eve, evesPhone, line } = await waiting({
      at: '2026-11-23T20:58-05:00',
      step: { callback: { expiresMinutes: 1440 } },
    })
    await agrees(eve)
    await line.clock.advance(minutes(5))
    ann.hangsUp()
    await line.clock.advance(hours(9))
    expect(line.exchange.calls.filter(({ to }) => to === EVE)).toHaveLength(0)
    evesPhone.answers()
    await line.clock.advance(hours(3))
    expect(line.exchange.calls.filter(({ to }) => to === EVE).length).toBeGreaterThan(0)
  })

  test('that comes too late is not made', async () => {
    const { ann, eve, line } = await waiting({ step: { callback: { expiresMinutes: 10 } } })
    await agrees(eve)
    await line.clock.advance(minutes(11))
    ann.hangsUp()
    await line.clock.advance(hours(1))
    expect(line.exchange.calls.filter(({ to }) => to === EVE)).toHaveLength(0)
  })
})

test('limits count callbacks, too', async () => {
  const line = await ringUp(support({}), {
    queues: [support1],
    loggedIn: { '101': ANN },
    at: NOON,
    limits: defineLimits({ allowedDestinations: ['DE'] }),
  })
  await line.caller.staysSilent(seconds(5))
  expect(line.exchange.calls.filter(({ to }) => to === ANN)).toHaveLength(0)
  line.caller.hangsUp()
})
