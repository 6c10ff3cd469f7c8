/** Transfers to several people, and callees who are asked before they are connected. */
import { defineFlow, hangUp, type TransferOptions, transfer } from 'hookswitch/flow'
import { ringUp, seconds } from 'hookswitch/testing'
import { describe, expect, test } from 'vitest'

const ANN = '+12025550111'
const BOB = '+12025550112'
const EVE = '+12025550113'
const TAKE = 'To take this call, press 1.'

type Exit = 'nobody' | 'busy' | 'in-vain' | 'unreachable' | 'declined' | 'after'
type Given = Partial<TransferOptions<Exit>>

/** A line that connects at once, and says which way the call went. */
function desk(options: Given) {
  return defineFlow('desk', {
    start: 'ring',
    steps: {
      ring: transfer({ to: ANN, sorry: 'Sorry.', unanswered: 'nobody', ...options }),
      nobody: hangUp('Nobody took it.'),
      busy: hangUp('All were busy.'),
      'in-vain': hangUp('It rang in vain.'),
      unreachable: hangUp('Not to be reached.'),
      declined: hangUp('They declined.'),
      after: hangUp('You have talked.'),
    },
  })
}

const everyExit = {
  busy: 'busy',
  noAnswer: 'in-vain',
  failed: 'unreachable',
  declined: 'declined',
  afterwards: 'after',
} as const

async function ring(options: Given, more: Parameters<typeof ringUp>[1] = {}) {
  const line = await ringUp(desk(options), more)
  const [ann, bob, eve] = [line.callee(ANN, 'Ann'), line.callee(BOB, 'Bob'), line.callee(EVE, 'Eve')]
  return { ...line, line, ann, bob, eve }
}

describe('one callee', () => {
  test('is connected without being asked, and the caller goes on afterwards', async () => {
    const { caller, ann } = await ring(everyExit)
    ann.answers()

    await expect(caller).toBeTalkingTo(ann)
    expect(ann.heard()).toEqual([])
    ann.hangsUp()
    await caller.hears('You have talked.')
  })

  test.each([
    ['is busy', 'All were busy.', 'isBusy'],
    ['does not answer', 'It rang in vain.', 'doesNotAnswer'],
    ['cannot be reached', 'Not to be reached.', 'cannotBeReached'],
  ] as const)('who %s leads to its own step, else to the one for nobody', async (_what, words, be) => {
    const own = await ring(everyExit)
    own.ann[be]()
    await own.caller.hears('Sorry.')
    await own.caller.hears(words)
    const common = await ring({})
    common.ann[be]()
    await common.caller.hears('Nobody took it.')
  })

  test('who is told about the call is connected after the words', async () => {
    const { caller, ann } = await ring({ whisper: 'Sales call.' })
    ann.answers()

    await ann.hears('Sales call.')
    await expect(caller).toBeTalkingTo(ann)
    expect(ann.heard()).toEqual(['Sales call.'])
  })

  test('sees the number that was called when the flow says so', async () => {
    const { ann } = await ring({ callerId: 'line' })
    await ann.rings()

    expect(ann.call?.from).toBe('+12025550100')
  })

  test('sees the caller’s number when the flow says so', async () => {
    const { ann } = await ring({ callerId: 'caller' })
    await ann.rings()

    expect(ann.call?.from).toBe('+12025550199')
  })
})

describe('a callee who has to accept', () => {
  const asked: Given = { ...everyExit, whisper: 'Sales call.', accept: true }

  test('hears who calls, presses 1, and they talk', async () => {
    const { caller, ann } = await ring(asked)
    ann.answers()

    await ann.hears('Sales call.')
    await ann.hears(TAKE)
    ann.presses(1)
    await expect(caller).toBeTalkingTo(ann)
    ann.hangsUp()
    await caller.hears('You have talked.')
  })

  test('is asked in words of the flow', async () => {
    const { caller, ann } = await ring({ accept: 'Press 1 for the pager call.' })
    ann.answers()

    await ann.hears('Press 1 for the pager call.')
    ann.presses(1)
    await expect(caller).toBeTalkingTo(ann)
  })

  test('declines with 2', async () => {
    const { caller, ann } = await ring(asked)
    ann.answers()

    await ann.hears(TAKE)
    ann.presses(2)
    await caller.hears('They declined.')
  })

  test('is asked once more after a wrong key', async () => {
    const { caller, ann } = await ring(asked)
    ann.answers()

    await ann.hears(TAKE)
    ann.presses(7)
    await ann.hears(TAKE)
    ann.presses(1)
    await expect(caller).toBeTalkingTo(ann)
  })

  test('and says nothing is let go after the second time', async () => {
    const { caller, ann } = await ring(asked)
    ann.staysSilentOnAnswer()

    await caller.hears('They declined.')
    expect(ann.heard()).toEqual(['Sales call.', TAKE_WHOLE, 'Sales call.', TAKE_WHOLE])
  })

  test('and is a machine never takes the call', async () => {
    const { caller, ann } = await ring(asked)
    ann.isMachine({ greeting: 'I am not here.', greetingSeconds: 8 })

    await caller.hears('They declined.')
    await expect(caller).toHaveEnded('completed')
  })

  test('hangs up while asked', async () => {
    const { caller, ann } = await ring(asked)
    ann.answers()

    await ann.hears('Sales call.')
    ann.hangsUp()
    await caller.hears('They declined.')
  })

  test('is let go when the caller hangs up while he is asked', async () => {
    const { caller, ann, line } = await ring(asked)
    ann.answers()

    await ann.hears('Sales call.')
    caller.hangsUp()
    await expect(ann).toHaveEnded('completed')
    await line.endsQuietly()
  })
})

const TAKE_WHOLE = 'To take this call, press 1. To decline, press 2.'

describe('several callees in order', () => {
  const list: Given = { ...everyExit, to: [ANN, BOB] }

  test('the first who takes it talks, and the second is not rung', async () => {
    const { caller, ann } = await ring(list)
    ann.answers()

    await ann.hears(TAKE)
    ann.presses(1)
    await expect(caller).toBeTalkingTo(ann)
    expect(caller).toHaveDialled([ANN])
  })

  test.each([
    ['is busy', 'isBusy'],
    ['does not answer', 'doesNotAnswer'],
    ['cannot be reached', 'cannotBeReached'],
    ['keeps silent', 'staysSilentOnAnswer'],
    ['is a machine', 'isMachine'],
  ] as const)('the second is rung when the first %s', async (_what, be) => {
    const { caller, ann, bob } = await ring(list)
    ann[be]()
    bob.answers()

    await bob.hears(TAKE)
    bob.presses(1)
    await expect(caller).toBeTalkingTo(bob)
    expect(caller).not.toHaveHeard('Sorry.')
    expect(caller).toHaveDialled([ANN, BOB])
  })

  test('the second is rung when the first declines with the red button', async () => {
    const { caller, ann, bob } = await ring(list)
    bob.answers()
    await ann.rings()
    ann.declines()

    await bob.hears(TAKE)
    bob.presses(1)
    await expect(caller).toBeTalkingTo(bob)
  })

  test.each([
    ['busy', 'All were busy.', 'isBusy'],
    ['silent to the end', 'It rang in vain.', 'doesNotAnswer'],
    ['out of reach', 'Not to be reached.', 'cannotBeReached'],
    ['machines', 'They declined.', 'isMachine'],
  ] as const)('who are all %s lead to the step for that', async (_what, words, be) => {
    const { caller, ann, bob } = await ring(list)
    ann[be]()
    bob[be]()

    await caller.hears('Sorry.')
    await caller.hears(words)
  })

  test('who fail in different ways lead to the step for nobody', async () => {
    const { caller, ann, bob } = await ring(list)
    ann.isBusy()
    bob.doesNotAnswer()

    await caller.hears('Nobody took it.')
  })

  test('are announced once', async () => {
    const { caller, ann, bob } = await ring({ ...list, announce: 'One moment.' })
    ann.isBusy()
    bob.isBusy()

    await caller.hears('All were busy.')
    expect(caller.heard().filter((words) => words === 'One moment.')).toHaveLength(1)
  })

  test('each ring as long as it says', async () => {
    const { caller, bob, line } = await ring({ to: [{ number: ANN, ringSeconds: 10 }, BOB], ringSeconds: 30 })
    await bob.rings()
    const began = line.clock.now()

    await caller.hears('Sorry.')
    expect(line.story()).toContain('timeout="10"')
    expect(line.clock.now() - began).toBeGreaterThanOrEqual(seconds(30))
  })

  test('no more are rung when the caller hangs up while the first rings', async () => {
    const { caller, ann, line } = await ring(list)
    await ann.rings()
    caller.hangsUp()

    await expect(ann).toHaveEnded('canceled')
    await line.endsQuietly()
    expect(caller).toHaveDialled([ANN])
  })

  test('no more are rung when the caller hangs up while the first is asked', async () => {
    const { caller, ann, line } = await ring(list)
    ann.answers()
    await ann.hears(TAKE)
    caller.hangsUp()

    await line.endsQuietly()
    expect(caller).toHaveDialled([ANN])
  })

  test('no more are rung when the two have talked, whoever hangs up', async () => {
    for (const who of ['caller', 'ann'] as const) {
      const people = await ring(list)
      people.ann.answers()
      await people.ann.hears(TAKE)
      people.ann.presses(1)
      await expect(people.caller).toBeTalkingTo(people.ann)
      people[who].hangsUp()
      await expect(people.caller).toHaveEnded('completed')
      expect(people.caller).toHaveDialled([ANN])
    }
  })
})

describe('all callees at once', () => {
  const all: Given = { ...everyExit, to: [ANN, BOB, EVE], strategy: 'all-at-once' }

  test('who picks up first and takes it talks', async () => {
    const { caller, bob } = await ring(all)
    bob.answers()

    await bob.hears(TAKE)
    bob.presses(1)
    await expect(caller).toBeTalkingTo(bob)
    expect(caller).toHaveDialled([ANN, BOB, EVE])
  })

  test('a machine that picks up first stops nobody: the others ring again', async () => {
    const { caller, ann, eve } = await ring(all)
    ann.isMachine()

    await caller.staysSilent(seconds(40))
    expect(caller).toHaveDialled([ANN, BOB, EVE, BOB, EVE])
    eve.answers()
    await eve.hears(TAKE)
    eve.presses(1)
    await expect(caller).toBeTalkingTo(eve)
  })

  test.each([
    ['busy', 'All were busy.', 'isBusy'],
    ['silent to the end', 'It rang in vain.', 'doesNotAnswer'],
    ['out of reach', 'Not to be reached.', 'cannotBeReached'],
    ['machines', 'They declined.', 'isMachine'],
  ] as const)('who are all %s lead to the step for that', async (_what, words, be) => {
    const { caller, ann, bob, eve } = await ring(all)
    for (const callee of [ann, bob, eve]) callee[be]()

    await caller.hears(words)
  })

  test('no more are rung when two have talked, whoever hangs up', async () => {
    for (const who of ['caller', 'bob'] as const) {
      const people = await ring(all)
      people.bob.answers()
      await people.bob.hears(TAKE)
      people.bob.presses(1)
      await expect(people.caller).toBeTalkingTo(people.bob)
      people[who].hangsUp()
      await expect(people.caller).toHaveEnded('completed')
      expect(people.caller).toHaveDialled([ANN, BOB, EVE])
    }
  })

  test('no more are rung when the caller hangs up while one is asked', async () => {
    const { caller, bob, line } = await ring(all)
    bob.answers()
    await bob.hears(TAKE)
    caller.hangsUp()

    await line.endsQuietly()
    expect(caller).toHaveDialled([ANN, BOB, EVE])
  })

  test('stop ringing when the caller hangs up', async () => {
    const { caller, ann, line } = await ring(all)
    await ann.rings()
    caller.hangsUp()

    await line.endsQuietly()
    expect(caller).toHaveDialled([ANN, BOB, EVE])
  })
})

describe('who is rung first', () => {
  test.each([
    ['09:00:00', [ANN, BOB, EVE]],
    ['09:00:01', [BOB, EVE, ANN]],
    ['09:00:02', [EVE, ANN, BOB]],
  ])('rotates: a call at %s', async (time, order) => {
    const at = `2026-11-23T${time}Z`
    const { caller, ann, bob, eve } = await ring({ to: [ANN, BOB, EVE], strategy: 'rotating' }, { at })
    for (const callee of [ann, bob, eve]) callee.isBusy()

    await caller.hears('Nobody took it.')
    expect(caller).toHaveDialled(order)
  })

  test('is drawn by lot, the same for the same call', async () => {
    const dialled = async () => {
      const line = await ring({ to: [ANN, BOB, EVE], strategy: 'random' })
      for (const callee of [line.ann, line.bob, line.eve]) callee.isBusy()
      await line.caller.hears('Nobody took it.')
      return line.exchange.calls.filter((call) => call !== line.caller.call).map((call) => call.to)
    }
    const first = await dialled()

    expect(first.toSorted()).toEqual([ANN, BOB, EVE])
    expect(await dialled()).toEqual(first)
  })
})

describe('a caller who is screened', () => {
  const screened: Given = { ...everyExit, screens: true }

  test('says his name, which the callee hears before he decides', async () => {
    const { caller, ann } = await ring(screened)
    ann.answers()

    await caller.hears('Please say your name.')
    caller.says('Jane Roe')
    await ann.hears('Call from Jane Roe.')
    await ann.hears(TAKE)
    ann.presses(1)
    await expect(caller).toBeTalkingTo(ann)
  })

  test('who says nothing is announced as that', async () => {
    const { caller, ann } = await ring(screened)
    ann.answers()
    await caller.hears('Please say your name.')
    await ann.hears('Call from somebody who gave no name.')
    ann.presses(2)
    await caller.hears('They declined.')
  })

  test('who hangs up when he is asked rings nobody', async () => {
    const { caller, line } = await ring(screened)
    await caller.hears('Please say your name.')
    caller.hangsUp()
    await line.endsQuietly()
    expect(caller).toHaveDialled([])
  })
})

describe('who has talked longest ago', () => {
  test('is rung first', async () => {
    const { line, caller, ann, bob } = await ring({ to: [ANN, BOB], strategy: 'longest-idle', accept: false })
    ann.answers()
    bob.answers()
    await expect(caller).toBeTalkingTo(ann)
    ann.hangsUp()
    await caller.staysSilent(seconds(2)).catch(() => undefined)

    const second = line.anotherCaller('+12025550198')
    await expect(second).toBeTalkingTo(bob)
    bob.hangsUp()
    await second.staysSilent(seconds(2)).catch(() => undefined)

    await expect(line.anotherCaller('+12025550197')).toBeTalkingTo(ann)
  })
})

test('the caller hears the ringing of the country the flow names', async () => {
  const { line, ann } = await ring({ ringTone: 'uk' })
  await ann.rings()
  const [body] = line.exchange.journal.events.flatMap((event) => (event.kind === 'answer-received' ? [event.body] : []))
  expect(body).toContain('ringTone="uk"')
})
