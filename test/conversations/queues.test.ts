/** Callers who wait in line, and the agents who take them. */
import { agent, defineFlow, defineQueue, hangUp, menu, type QueueOptions, queue, secret, set } from 'hookswitch/flow'
import { ringUp, seconds } from 'hookswitch/testing'
import { describe, expect, test } from 'vitest'

const ANN = '+12025550111'
const BOB = '+12025550112'
const TAKE = 'To take this call, press 1.'

const ann = agent('101', { name: 'Ann', pin: secret('ANN_PIN') })
const bob = agent('102', { name: 'Bob', pin: secret('BOB_PIN') })

type Exit = 'nobody' | 'full' | 'unstaffed' | 'too-long' | 'message' | 'after'

function support(options: Partial<QueueOptions<Exit>> = {}) {
  return defineFlow('support', {
    start: options.priority === undefined ? 'wait' : 'welcome',
    steps: {
      welcome: menu({
        greeting: 'Hello.',
        choices: { 1: { label: 'priority', then: 'worthy' }, 9: { label: 'others', then: 'wait' } },
        otherwise: 'wait',
      }),
      worthy: set({ worth: 1 }, { then: 'wait' }),
      wait: queue({ queue: 'support', announce: 'Welcome to support.', unanswered: 'nobody', ...options }),
      nobody: hangUp('Nobody took it.'),
      full: hangUp('It was full.'),
      unstaffed: hangUp('Nobody was there.'),
      'too-long': hangUp('It took too long.'),
      message: hangUp('Here you leave a message.'),
      after: hangUp('You have talked.'),
    },
  })
}

const everyExit = {
  full: 'full',
  unstaffed: 'unstaffed',
  tooLong: 'too-long',
  message: 'message',
  afterwards: 'after',
} as const

interface World {
  readonly step?: Partial<QueueOptions<Exit>>
  readonly queue?: Partial<Parameters<typeof defineQueue>[1]>
  readonly loggedIn?: Readonly<Record<string, string>>
}

async function ring({ step = {}, queue: rules = {}, loggedIn = { '101': ANN } }: World = {}) {
  const queues = [defineQueue('support', { agents: [ann, bob], ...rules })]
  const line = await ringUp(support(step), { queues, loggedIn })
  return { ...line, line, ann: line.callee(ANN, 'Ann'), bob: line.callee(BOB, 'Bob') }
}

describe('one caller and one agent', () => {
  test('the agent is rung, hears which queue it is, presses 1, and they talk', async () => {
    const { caller, ann } = await ring({ step: everyExit })
    ann.answers()

    await caller.hears('Welcome to support.')
    await ann.hears('A call for support, waiting less than a minute.')
    await ann.hears(TAKE)
    ann.presses(1)
    await expect(caller).toBeTalkingTo(ann)
    ann.hangsUp()
    await caller.hears('You have talked.')
  })
})

/** Answers, is asked, and takes the call. */
async function takes(callee: { hears(words: string): Promise<void>; presses(key: number): void; answers(): void }) {
  callee.answers()
  await callee.hears(TAKE)
  callee.presses(1)
}

describe('several callers', () => {
  test('are taken in the order they came, each when the agent has wrapped up', async () => {
    const { caller, ann, anotherCaller } = await ring({ queue: { wrapUpSeconds: 30 } })
    await takes(ann)
    await expect(caller).toBeTalkingTo(ann)
    const second = anotherCaller('+12025550198')
    await second.hears('You are next.')
    const third = anotherCaller('+12025550197')
    await third.hears('You are number 2 in line.')

    ann.hangsUp()
    await second.staysSilent(seconds(29))
    await takes(ann)
    await expect(second).toBeTalkingTo(ann)
    ann.hangsUp()
    await third.hears('You are next.')
    await takes(ann)
    await expect(third).toBeTalkingTo(ann)
    third.hangsUp()
  })

  test('a caller of a higher priority is taken before those who came a little earlier', async () => {
    const { caller, ann, anotherCaller } = await ring({
      step: { priority: { data: 'worth' } },
      queue: { wrapUpSeconds: 0 },
    })
    await caller.hears('Hello.')
    caller.presses(9)
    await takes(ann)
    await expect(caller).toBeTalkingTo(ann)
    const early = anotherCaller('+12025550198')
    await early.hears('You are next.')
    const late = anotherCaller('+12025550197')
    await late.hears('Hello.')
    late.presses(1)
    await late.hears('You are next.')

    ann.hangsUp()
    await ann.rings()
    await takes(ann)
    await expect(late).toBeTalkingTo(ann)
    late.hangsUp()
    await ann.rings()
    await takes(ann)
    await expect(early).toBeTalkingTo(ann)
    early.hangsUp()
  })

  test('a caller of a higher priority does not come before those who have waited long', async () => {
    const { caller, ann, anotherCaller } = await ring({
      step: { priority: { data: 'worth' } },
      queue: { wrapUpSeconds: 0 },
    })
    await caller.hears('Hello.')
    caller.presses(9)
    await takes(ann)
    await expect(caller).toBeTalkingTo(ann)
    const early = anotherCaller('+12025550198')
    await early.hears('You are next.')
    await early.staysSilent(seconds(90))
    const late = anotherCaller('+12025550197')
    await late.hears('Hello.')
    late.presses(1)
    await late.hears('You are number 2 in line.')
    early.hangsUp()
  })

  test('two agents take two callers, the one who was idle longest first', async () => {
    const { caller, ann, bob, anotherCaller } = await ring({ loggedIn: { '101': ANN, '102': BOB } })
    await takes(ann)
    await expect(caller).toBeTalkingTo(ann)
    const second = anotherCaller('+12025550198')
    await takes(bob)
    await expect(second).toBeTalkingTo(bob)
    second.hangsUp()
    caller.hangsUp()
  })
})

describe('a caller who waits', () => {
  const busy = async (step: World['step'] = {}, rules: World['queue'] = {}) => {
    const world = await ring({ step, queue: rules })
    await takes(world.ann)
    await expect(world.caller).toBeTalkingTo(world.ann)
    const waiting = world.anotherCaller('+12025550198')
    await waiting.hears('You are next.')
    return { ...world, waiting }
  }

  test('hears his place again after a minute, with a word of comfort', async () => {
    const { waiting } = await busy()
    await waiting.hears('You are next.', { within: seconds(76) })
    await waiting.hears('Thank you for waiting.')
    waiting.hangsUp()
  })

  test('hears how long it may take once calls have been answered', async () => {
    const { ann, caller, waiting, anotherCaller } = await busy({}, { wrapUpSeconds: 0 })
    await caller.staysSilent(seconds(200))
    ann.hangsUp()
    await takes(ann)
    await expect(waiting).toBeTalkingTo(ann)
    const third = anotherCaller('+12025550197')
    await third.hears('You are next. The estimated wait is about 4 minutes.')
    third.hangsUp()
    waiting.hangsUp()
  })

  test('hears music, one piece after the other', async () => {
    const { waiting, line } = await busy({ music: ['http://127.0.0.1:1/one.mp3', 'http://127.0.0.1:1/two.mp3'] })
    await waiting.staysSilent(seconds(30))
    expect(line.story()).toMatch(/one\.mp3[\s\S]*two\.mp3[\s\S]*one\.mp3/)
    waiting.hangsUp()
  })

  test('leaves a message with 2, and is not given to an agent any more', async () => {
    const { waiting, ann, caller, line } = await busy({ message: 'message' })
    await waiting.hears('To leave a message, press 2.')
    waiting.presses(2)
    await waiting.hears('Here you leave a message.')
    ann.hangsUp()
    await caller.staysSilent(seconds(60))
    expect(line.exchange.calls.filter(({ to }) => to === ANN)).toHaveLength(1)
  })

  test('and presses a key that means nothing waits on', async () => {
    const { waiting, ann } = await busy({ message: 'message' })
    await waiting.hears('To leave a message, press 2.')
    waiting.presses(7)
    await waiting.staysSilent(seconds(5))
    ann.hangsUp()
    await takes(ann)
    await expect(waiting).toBeTalkingTo(ann)
  })

  test('goes on to another step when it takes too long', async () => {
    const { waiting } = await busy({ ...everyExit, maximumWaitSeconds: 50 })
    await waiting.hears('I am sorry that nobody could take your call.', { within: seconds(60) })
    await waiting.hears('It took too long.')
  })

  test('and hangs up is not given to an agent any more', async () => {
    const { waiting, ann, caller, line } = await busy()
    waiting.hangsUp()
    ann.hangsUp()
    await caller.staysSilent(seconds(60))
    expect(line.exchange.calls.filter(({ to }) => to === ANN)).toHaveLength(1)
  })
})

describe('an agent', () => {
  test.each([
    ['declines', 'declines'],
    ['is busy', 'isBusy'],
    ['is a machine', 'isMachine'],
    ['keeps silent', 'staysSilentOnAnswer'],
    ['cannot be reached', 'cannotBeReached'],
  ] as const)('who %s is passed over, and the caller goes to the next', async (_what, be) => {
    const { caller, ann, bob } = await ring({ loggedIn: { '101': ANN, '102': BOB } })
    if (be === 'declines') await ann.rings()
    ann[be]()
    await takes(bob)
    await expect(caller).toBeTalkingTo(bob)
  })

  test('who does not answer goes to the end, and after three times is set away', async () => {
    const { caller, ann } = await ring({ step: { ...everyExit, maximumWaitSeconds: 300 } })
    ann.doesNotAnswer()
    await caller.hears('It took too long.')
    expect(caller).toHaveDialled([ANN, ANN, ANN])
  })

  test('who presses 2 is not connected, and the caller keeps his place', async () => {
    const { caller, ann, anotherCaller } = await ring()
    ann.answers()
    await ann.hears(TAKE)
    const second = anotherCaller('+12025550198')
    await second.hears('You are next.')
    ann.presses(2)
    await takes(ann)
    await expect(caller).toBeTalkingTo(ann)
    caller.hangsUp()
    second.hangsUp()
  })

  test('who hangs up while he is asked does not lose the caller', async () => {
    const { caller, ann } = await ring()
    ann.answers()
    await ann.hears('A call for support')
    ann.hangsUp()
    await takes(ann)
    await expect(caller).toBeTalkingTo(ann)
  })

  test.each([
    ['rings', async ({ rings }: Ringing) => rings()],
    ['hears who calls', async ({ hears }: Ringing) => hears('A call for support')],
  ])('is free for the next when the caller hangs up while he %s', async (_when, until) => {
    const { caller, ann, anotherCaller } = await ring()
    ann.answers({ afterSeconds: 5 })
    await until({ rings: () => ann.rings(), hears: (words) => ann.hears(words) })
    caller.hangsUp()
    await caller.staysSilent(seconds(1))
    const second = anotherCaller('+12025550198')
    await ann.rings()
    await takes(ann)
    await expect(second).toBeTalkingTo(ann)
    second.hangsUp()
  })

  test('wraps up after a caller who has hung up', async () => {
    const { caller, ann, anotherCaller } = await ring({ queue: { wrapUpSeconds: 60 } })
    await takes(ann)
    await expect(caller).toBeTalkingTo(ann)
    caller.hangsUp()
    const second = anotherCaller('+12025550198')
    await second.hears('You are next.')
    await second.staysSilent(seconds(50))
    expect(ann.call?.isOver).toBe(true)
    await takes(ann)
    await expect(second).toBeTalkingTo(ann)
    second.hangsUp()
  })
})

interface Ringing {
  rings(): Promise<void>
  hears(words: string): Promise<void>
}

describe('a queue', () => {
  test('that nobody is logged in for goes its own way', async () => {
    const { caller } = await ring({ step: everyExit, loggedIn: {} })
    await caller.hears('Nobody is here to take your call right now.')
    await caller.hears('Nobody was there.')
  })

  test('without exits of its own for that goes where nobody takes a call', async () => {
    const { caller } = await ring({ loggedIn: {} })
    await caller.hears('Nobody took it.')
  })

  test('that is full goes its own way', async () => {
    const { caller, ann, anotherCaller } = await ring({ step: everyExit, queue: { maximumLength: 1 } })
    await takes(ann)
    await expect(caller).toBeTalkingTo(ann)
    const second = anotherCaller('+12025550198')
    await second.hears('You are next.')
    const third = anotherCaller('+12025550197')
    await third.hears('Too many callers are waiting right now.')
    await third.hears('It was full.')
    second.hangsUp()
    caller.hangsUp()
  })
})
