import { type RungLine, ringUp, seconds } from 'hookswitch/testing'
import { describe, expect, test } from 'vitest'
import { acme } from '../../examples/acme/phone-system.ts'

const SALES = '+12025550101'
const NOTHING = { legs: [], timers: 0, recordings: [], work: [] }

/** How a caller gets to the moment at which he hangs up. */
const MOMENTS: readonly (readonly [when: string, until: (line: RungLine) => Promise<void>])[] = [
  ['while the greeting plays', ({ caller }) => caller.staysSilent(seconds(1))],
  [
    'while the menu waits for a key',
    async ({ caller }) => {
      await caller.hears('Press 1 for sales')
      await caller.staysSilent(seconds(2))
    },
  ],
  [
    'while he is told that he is being connected',
    async ({ caller }) => {
      await caller.hears('Welcome')
      caller.presses(1)
      await caller.staysSilent(seconds(0.5))
    },
  ],
  [
    'while sales rings',
    async ({ caller, callee }) => {
      await caller.hears('Welcome')
      caller.presses(1)
      await callee(SALES).rings()
    },
  ],
  [
    'while he talks to sales',
    async ({ caller, callee }) => {
      const sales = callee(SALES, 'sales')
      sales.answers()
      await caller.hears('Welcome')
      caller.presses(1)
      await expect(caller).toBeTalkingTo(sales)
    },
  ],
  [
    'while he is told what to do after the beep',
    async ({ caller }) => {
      await caller.hears('Welcome')
      caller.presses(3)
      await caller.staysSilent(seconds(1))
    },
  ],
  [
    'before the beep has ended',
    async ({ caller }) => {
      await caller.hears('Welcome')
      caller.presses(3)
      await caller.hears('Please leave a message after the beep.')
    },
  ],
]

describe('a caller who hangs up', () => {
  test.each(MOMENTS)('%s leaves nothing behind', async (_when, until) => {
    const line = await ringUp(acme)
    await until(line)
    line.caller.hangsUp()

    await expect(line.caller).toHaveEnded('completed')
    expect(await line.mailbox('front-desk').messages()).toEqual([])
    expect(line.exchange.leftovers()).toEqual(NOTHING)
    expect(line.logged.filter(({ level }) => level === 'error')).toEqual([])
  })

  test('before the line has answered leaves nothing behind, and the call counts as not answered', async () => {
    const { caller, exchange, logged } = await ringUp(acme)
    caller.hangsUp()

    await expect(caller).toHaveEnded('no-answer')
    expect(exchange.leftovers()).toEqual(NOTHING)
    expect(logged).toEqual([])
  })

  test('in the middle of his message has left what he said', async () => {
    const { caller, mailbox, exchange, logged } = await ringUp(acme)
    await caller.hears('Welcome')
    caller.presses(3)
    await caller.hears('Please leave a message after the beep.')
    caller.says('I only wanted to', { seconds: 3 })
    caller.hangsUp()

    await expect(caller).toHaveEnded('completed')
    await expect(mailbox('front-desk')).toHaveReceived({ seconds: 3 })
    expect((await mailbox('front-desk').messages())[0]?.status).toBe('saved')
    expect(exchange.leftovers()).toEqual(NOTHING)
    expect(logged.filter(({ level }) => level === 'error')).toEqual([])
  })
})

describe('when sales hangs up first', () => {
  test('the call ends, and nobody is asked for a message', async () => {
    const { caller, callee, mailbox, exchange } = await ringUp(acme)
    const sales = callee(SALES, 'sales')
    sales.answers()
    await caller.hears('Welcome')
    caller.presses(1)
    await expect(caller).toBeTalkingTo(sales)
    sales.hangsUp()

    await expect(caller).toHaveEnded('completed')
    expect(caller).not.toHaveHeard('Please leave a message')
    expect(await mailbox('front-desk').messages()).toEqual([])
    expect(exchange.leftovers()).toEqual(NOTHING)
  })
})
