/** Callers who call too often, lines that are called too often, and numbers that may not be dialled. */
import { defineFlow, defineLimits, hangUp, type LimitsOptions, menu, script, transfer } from 'hookswitch/flow'
import { minutes, openLine, seconds } from 'hookswitch/testing'
import { describe, expect, test } from 'vitest'

const desk = defineFlow('desk', {
  start: 'welcome',
  steps: {
    welcome: menu({
      greeting: 'Welcome.',
      choices: { 1: { label: 'sales', then: 'sales' } },
      otherwise: 'bye',
    }),
    sales: transfer({ to: '+12025550111', sorry: 'Sorry.', unanswered: 'bye', failed: 'forbidden' }),
    forbidden: hangUp('That cannot be reached.'),
    bye: hangUp('Goodbye.'),
  },
})

const open = (limits: LimitsOptions) => openLine(desk, { limits: defineLimits(limits) })
const ROBOT = '+12025550199'

describe('a caller who calls too often', () => {
  test('hears that the line is busy, until the time is over', async () => {
    const line = await open({ perCaller: { calls: 2, minutes: 10 } })
    for (let call = 0; call < 2; call++) {
      const robot = line.callerFrom(ROBOT)
      await robot.hears('Welcome.')
      robot.hangsUp()
    }
    const third = line.callerFrom(ROBOT)
    await expect(third).toHaveEnded('busy')

    const other = line.callerFrom('+12025550198')
    await other.hears('Welcome.')
    other.hangsUp()

    await line.clock.advance(minutes(10))
    const later = line.callerFrom(ROBOT)
    await later.hears('Welcome.')
    later.hangsUp()
  })

  test('hears words of the flow when there are some', async () => {
    const line = await open({ perCaller: { calls: 1, minutes: 10 }, limited: 'Please call again later. Goodbye.' })
    const first = line.callerFrom(ROBOT)
    await first.hears('Welcome.')
    first.hangsUp()

    const second = line.callerFrom(ROBOT)
    await second.hears('Please call again later. Goodbye.')
    await expect(second).toHaveEnded('completed')
  })

  test('is told of in the log once a minute, without his number', async () => {
    const line = await open({ perCaller: { calls: 1, minutes: 60 } })
    for (let call = 0; call < 20; call++) {
      const robot = line.callerFrom(ROBOT)
      await line.clock.advance(seconds(1))
      robot.hangsUp()
    }
    const told = line.logged.filter((entry) => entry.line === 'calls are limited')
    expect(told.map(({ fields }) => fields)).toEqual([{ flow: 'desk', reason: 'too many calls of one caller' }])

    await line.clock.advance(minutes(1))
    await expect(line.callerFrom(ROBOT)).toHaveEnded('busy')
    expect(line.logged.at(-1)?.fields).toMatchObject({ moreSinceLastTold: 18 })
  })

  test('may call as often as he likes when he is exempt', async () => {
    const line = await open({ perCaller: { calls: 1, minutes: 10 }, exempt: [ROBOT] })
    for (let call = 0; call < 3; call++) {
      const robot = line.callerFrom(ROBOT)
      await robot.hears('Welcome.')
      robot.hangsUp()
    }
  })
})

test('callers who withhold their number are counted together, and only when that is limited', async () => {
  const line = await open({ perCaller: { calls: 1, minutes: 10 }, withheld: { calls: 2, minutes: 10 } })
  for (let call = 0; call < 2; call++) {
    const caller = line.callerFrom('anonymous', `caller ${call}`)
    await caller.hears('Welcome.')
    caller.hangsUp()
  }
  await expect(line.callerFrom('anonymous', 'the third')).toHaveEnded('busy')
})

describe('a line', () => {
  test('that is called too often is busy', async () => {
    const line = await open({ perLine: { calls: 2, minutes: 1 } })
    for (const from of ['+12025550191', '+12025550192']) {
      const caller = line.callerFrom(from)
      await caller.hears('Welcome.')
      caller.hangsUp()
    }
    await expect(line.callerFrom('+12025550193')).toHaveEnded('busy')
  })

  test('takes so many calls at once', async () => {
    const line = await open({ atOnce: 1 })
    const first = line.callerFrom('+12025550191')
    await first.hears('Welcome.')
    await expect(line.callerFrom('+12025550192')).toHaveEnded('busy')
    first.hangsUp()
    await line.clock.advance(seconds(1))

    const next = line.callerFrom('+12025550193')
    await next.hears('Welcome.')
    next.hangsUp()
  })

  test('leads so many calls on, and others hear that nobody can be reached', async () => {
    const line = await open({ outgoing: { calls: 1, minutes: 60 } })
    line.callee('+12025550111', 'sales').answers()
    for (const [from, words] of [
      ['+12025550191', undefined],
      ['+12025550192', 'That cannot be reached.'],
    ] as const) {
      const caller = line.callerFrom(from)
      await caller.hears('Welcome.')
      caller.presses(1)
      if (words === undefined) await expect(caller).toBeTalkingTo(line.callee('+12025550111'))
      else await caller.hears(words)
      caller.hangsUp()
      await line.clock.advance(seconds(1))
    }
  })
})

describe('a line that leads on one call at a time', () => {
  const ANN = '+12025550111'
  const BOB = '+12025550112'
  const listed = defineFlow('desk', {
    start: 'sales',
    steps: {
      sales: transfer({ to: [ANN, BOB], accept: false, unanswered: 'bye', afterwards: 'after' }),
      after: transfer({ to: BOB, accept: false, unanswered: 'bye' }),
      bye: hangUp('Goodbye.'),
    },
  })
  const outgoing = { atOnce: 1, sorry: 'All our lines are taken. Please call again in a few minutes.' }
  const openOne = () => openLine(listed, { limits: defineLimits({ outgoing }) })

  test('says so to the next, and has room again when the first is over', async () => {
    const line = await openOne()
    const ann = line.callee(ANN, 'Ann')
    ann.answers()
    const first = line.callerFrom('+12025550191')
    await expect(first).toBeTalkingTo(ann)

    const second = line.callerFrom('+12025550192')
    await second.hears('All our lines are taken.')
    await second.hears('Goodbye.')
    first.hangsUp()
    await expect(first).toHaveEnded('completed')

    const third = line.callerFrom('+12025550193')
    await expect(third).toBeTalkingTo(ann)
    third.hangsUp()
  })

  test('rings one after the other, and goes on to another step, in the room of one', async () => {
    const line = await openOne()
    const [ann, bob] = [line.callee(ANN, 'Ann'), line.callee(BOB, 'Bob')]
    ann.isBusy()
    bob.answers()
    const caller = line.callerFrom('+12025550191')
    await expect(caller).toBeTalkingTo(bob)
    bob.hangsUp()
    await bob.rings()
    await expect(caller).toBeTalkingTo(bob)
    caller.hangsUp()
  })

  test('has room again when a caller hangs up while it rings', async () => {
    const line = await openOne()
    const ann = line.callee(ANN, 'Ann')
    ann.doesNotAnswer()
    const first = line.callerFrom('+12025550191')
    await ann.rings()
    first.hangsUp()
    await line.clock.settle()
    ann.answers()
    const second = line.callerFrom('+12025550192')
    await expect(second).toBeTalkingTo(ann)
    second.hangsUp()
  })
})

describe('a number that comes from data', () => {
  const numbers = {
    'in another country': '+447400123456',
    'that earns from calls': '+19005551234',
    'of a satellite': '+882161234567',
    'that is none': 'sales',
  }

  test.each(Object.entries(numbers))('%s is not dialled', async (_what, number) => {
    const flow = defineFlow('code', {
      start: 'connect',
      steps: {
        connect: script({
          run: async (call) => {
            const outcome = await call.transfer(number)
            await call.say(`It ${outcome}.`)
          },
          then: 'bye',
        }),
        bye: hangUp('Goodbye.'),
      },
    })
    const line = await openLine(flow)
    const caller = line.callerFrom(ROBOT)
    await caller.hears('It failed.')
    expect(line.exchange.calls).toHaveLength(1)
    caller.hangsUp()
  })
})
