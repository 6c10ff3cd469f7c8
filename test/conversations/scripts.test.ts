/** Parts of a call written as a straight line of code. */
import { accountNumber, defineFlow, HungUp, hangUp, RunFailed, type Script, script, voicemail } from 'hookswitch/flow'
import { type RungLine, ringUp, seconds } from 'hookswitch/testing'
import { describe, expect, test } from 'vitest'
import { startApp } from '../app/app-under-test.ts'

const BILLING = '+12025550111'
const CALL = `CA${'1'.repeat(32)}`

const house = (run: Script<'end' | 'vip'>) =>
  defineFlow('house', {
    start: 'talk',
    steps: {
      talk: script({ run, then: 'end', ways: ['vip'] }),
      vip: hangUp('A gold desk for you. Goodbye.'),
      end: hangUp('That was all. Goodbye.'),
      message: voicemail({ mailbox: 'front-desk' }),
    },
    lastResort: 'message',
  })

/** The front of house of a company with one customer who has not paid. */
function billing() {
  const asked: string[] = []
  const crm = {
    find: async (account: string | undefined) => {
      asked.push(String(account))
      return { isOverdue: account === '123456' }
    },
  }
  const flow = house(async (call) => {
    const account = await call.ask(accountNumber({ length: 6 }))
    const customer = await call.run('find customer', () => crm.find(account))
    if (!customer.isOverdue) return
    await call.say('There is a bill to pay.')
    const outcome = await call.transfer(BILLING)
    if (outcome !== 'answered') await call.voicemail({ mailbox: 'billing' })
  })
  return { flow, asked }
}

const enters = async ({ caller }: RungLine, account: string) => {
  await caller.hears('Please enter your account number')
  for (const digit of account) caller.presses(Number(digit))
  await caller.hears('If that is right, press 1.')
  caller.presses(1)
}

const errorIn = (logged: RungLine['logged']) =>
  logged.flatMap(({ fields }) => ('err' in fields && fields.err instanceof Error ? [fields.err.message] : [])).at(0)

describe('a script', () => {
  test('asks, looks something up and connects, one line after the other', async () => {
    const { flow, asked } = billing()
    const line = await ringUp(flow)
    const desk = line.callee(BILLING, 'billing')
    desk.answers()

    await enters(line, '123456')
    await line.caller.hears('There is a bill to pay.')
    await expect(line.caller).toBeTalkingTo(desk)
    desk.hangsUp()
    await line.caller.hears('That was all.')
    expect(asked).toEqual(['123456'])
  })

  test('takes a message where nobody answers', async () => {
    const line = await ringUp(billing().flow)
    line.callee(BILLING).doesNotAnswer()

    await enters(line, '123456')
    await line.caller.hears('Please leave a message after the beep.')
    line.caller.says('It is paid.', { seconds: 4 })
    line.caller.hangsUp()
    await expect(line.mailbox('billing')).toHaveReceived({ seconds: 4 })
  })

  test('goes on for a caller who gives no number', async () => {
    const { flow, asked } = billing()
    const { caller } = await ringUp(flow)
    await caller.hears('Please enter your account number')
    await caller.hears('I did not hear anything.')
    await caller.hears('That was all.')
    expect(asked).toEqual(['undefined'])
  })

  test('lets the caller choose, remembers, and leaves for a step of the flow', async () => {
    const heard: unknown[] = []
    const flow = house(async (call) => {
      const key = await call.choose({ choices: { 1: { label: 'gold' }, 2: { label: 'silver' } } })
      await call.remember({ tier: key === '1' ? 'gold' : 'silver' })
      heard.push(call.data.tier)
      if ((await call.choose({ choices: { 1: { label: 'the desk' } } })) === '1') await call.goTo('vip')
      await call.hangUp('Then goodbye.')
    })
    const { caller } = await ringUp(flow)
    await caller.hears('For gold, press 1.')
    caller.presses(1)
    await caller.hears('For the desk, press 1.')
    caller.presses(1)
    await caller.hears('A gold desk for you.')
    expect(new Set(heard)).toEqual(new Set(['gold']))
  })

  test('finds its data as it was when it is played again', async () => {
    const seen: unknown[] = []
    const flow = house(async (call) => {
      seen.push(call.data.visits ?? 0)
      await call.remember({ visits: 1 })
      await call.choose({ choices: { 1: { label: 'more' } } })
      await call.choose({ choices: { 1: { label: 'still more' } } })
    })
    const { caller } = await ringUp(flow)
    await caller.hears('For more, press 1.')
    caller.presses(1)
    await caller.hears('For still more, press 1.')
    caller.hangsUp()
    expect(new Set(seen)).toEqual(new Set([0]))
  })

  test('ends the call with words of its own', async () => {
    const { caller } = await ringUp(house(async (call) => call.hangUp('Nobody is here. Goodbye.')))
    await caller.hears('Nobody is here. Goodbye.')
  })
})

describe('what a script runs', () => {
  test('is heard as a filler while it takes long, and run once', async () => {
    let ran = 0
    const slow = Promise.withResolvers<string>()
    const flow = house(async (call) => {
      await call.say(
        await call.run('think', () => {
          ran++
          return slow.promise
        }),
      )
    })
    const { caller } = await ringUp(flow)
    await caller.hears('One moment, please.')
    slow.resolve('It is forty-two.')
    await caller.hears('It is forty-two.')
    await caller.hears('That was all.')
    expect(ran).toBe(1)
  })

  test('fails the same way each time it is played', async () => {
    const failures: string[] = []
    let ran = 0
    const flow = house(async (call) => {
      try {
        await call.run('pay', () => {
          ran++
          throw new TypeError('the till is shut')
        })
      } catch (error) {
        failures.push(`${error instanceof RunFailed} ${error instanceof Error && error.message}`)
      }
      await call.choose({ choices: { 1: { label: 'more' } } })
    })
    const { caller } = await ringUp(flow)
    await caller.hears('For more, press 1.')
    caller.presses(1)
    await caller.hears('That was all.')
    expect(ran).toBe(1)
    expect(new Set(failures)).toEqual(new Set(['true "pay" failed: the till is shut']))
    expect(failures).toHaveLength(2)
  })

  test('is called off when it takes too long', async () => {
    let isCalledOff = false
    const flow = house(async (call) => {
      const work = ({ signal }: { signal: AbortSignal }) =>
        new Promise<never>(() => {
          signal.addEventListener('abort', () => {
            isCalledOff = true
          })
        })
      const reason = await call.run('wait', work, { seconds: 1 }).catch((error: RunFailed) => error.reason)
      await call.say(String(reason))
    })
    const { caller } = await ringUp(flow)
    await caller.hears('no answer within 1 s')
    expect(isCalledOff).toBe(true)
  })

  test('may run beside other things', async () => {
    const keys: string[] = []
    const flow = house(async (call) => {
      const both = await Promise.all(
        ['a', 'b'].map((name) =>
          call.run(name, ({ key }) => {
            keys.push(key)
            return name.toUpperCase()
          }),
        ),
      )
      await call.say(both.join(' and '))
    })
    const { caller } = await ringUp(flow)
    await caller.hears('A and B')
    expect(new Set(keys).size).toBe(2)
  })
})

describe('a caller who hangs up', () => {
  test('is noticed by the script, which may still tidy up', async () => {
    const told: string[] = []
    const flow = house(async (call) => {
      try {
        await call.choose({ choices: { 1: { label: 'more' } } })
      } catch (error) {
        if (!(error instanceof HungUp)) throw error
        await call.run('give the table back', () => void told.push(call.callSid))
        throw error
      }
    })
    const { caller, endsQuietly } = await ringUp(flow)
    await caller.hears('For more, press 1.')
    caller.hangsUp()
    await endsQuietly()
    expect(told).toHaveLength(1)
  })

  test('ends a script that does not care', async () => {
    const { caller, logged, endsQuietly } = await ringUp(billing().flow)
    await caller.hears('Please enter your account number')
    caller.hangsUp()
    await endsQuietly()
    expect(logged.filter(({ level }) => level === 'error')).toEqual([])
  })
})

describe('a script that is played again', () => {
  test('goes on in another process, and runs nothing twice', async () => {
    const { flow, asked } = billing()
    await using first = await startApp({ flows: [flow] })
    await using second = await startApp({ flows: [flow], around: () => first.store })

    await first.post('/voice/house')
    const readBack = await second.post('/voice/house/talk?turn=1', { Digits: '123456' })
    expect(readBack.body).toContain('If that is right, press 1.')
    const dialled = await first.post('/voice/house/talk?turn=2', { Digits: '1' })
    expect(dialled.body).toContain('There is a bill to pay.')
    const again = await second.post('/voice/house/talk?turn=2', { Digits: '1' })
    expect(again.body).toBe(dialled.body)
    const over = await second.post('/voice/house/talk?turn=3', { DialCallStatus: 'completed', DialBridged: 'true' })
    expect(over.body).toContain('That was all.')
    expect(asked).toEqual(['123456'])
  })

  test('does the same, or the call goes to the last resort and the log says where it strayed', async () => {
    let played = 0
    const flow = house(async (call) => {
      if (played++ === 0) await call.choose({ choices: { 1: { label: 'heads' } } })
      else await call.ask(accountNumber())
    })
    const { caller, logged } = await ringUp(flow)
    await caller.hears('For heads, press 1.')
    caller.presses(1)
    await caller.hears('Sorry, something went wrong on our side.')
    await caller.hears('Please leave a message after the beep.')
    const err = errorIn(logged)
    expect(err).toBe(
      'Script "house/talk" did ask "digits" where it had done choose "1" before. Put what is not the same each time (the clock, chance, other systems) into run().',
    )
  })

  test.each([
    [
      'waits for two answers at once',
      (async (call) => {
        await Promise.all([call.ask(accountNumber()), call.ask(accountNumber())])
      }) satisfies Script,
      'Script "house/talk" waits for two things at once. Wait for one after the other.',
    ],
    [
      'asks with a function',
      (async (call) => {
        await call.ask({ prompt: () => 'Well?', for: { answer: 'words' } })
      }) satisfies Script,
      'Script "house/talk" asks ask "words" with a function in it. Call the function, and pass what it gives.',
    ],
    [
      'never ends',
      (async (call) => {
        for (;;) await call.say('and')
      }) satisfies Script,
      'Script "house/talk" has done 1000 things in one call. Let it end.',
    ],
    [
      'breaks',
      (async () => {
        throw new TypeError('no such thing')
      }) satisfies Script,
      'no such thing',
    ],
  ])('a script that %s leads to the last resort', async (_what, run, message) => {
    const { caller, logged } = await ringUp(house(run))
    await caller.hears('Sorry, something went wrong on our side.')
    await caller.hears('Please leave a message after the beep.')
    caller.says('Hello?', { seconds: 3 })
    caller.hangsUp()
    const err = errorIn(logged)
    expect(err).toBe(message)
  })

  test('is told of a hang-up that only the status callback reports, once', async () => {
    const told: string[] = []
    const flow = house(async (call) => {
      await call.choose({ choices: { 1: { label: 'more' } } }).catch(() => undefined)
      await call.run('note', () => void told.push('gone'))
    })
    await using app = await startApp({ flows: [flow] })
    await app.post('/voice/house')
    await app.post('/status', { CallSid: CALL, CallStatus: 'completed' })
    await app.post('/status', { CallSid: CALL, CallStatus: 'completed' })
    await app.post('/voice/house/talk?turn=1', { CallStatus: 'completed' })
    expect(told).toEqual(['gone'])
  })
})

test('a silent script still leads on', async () => {
  const { caller } = await ringUp(house(async () => {}))
  await caller.staysSilent(seconds(1))
  await caller.hears('That was all.')
})
