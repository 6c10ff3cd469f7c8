import { ringUp, seconds } from 'hookswitch/testing'
import { describe, expect, test } from 'vitest'
import { acme } from './phone-system.ts'

const SALES = '+12025550101'
const SUPPORT = '+12025550102'

describe('a caller who knows what he wants', () => {
  test('presses 1 and talks to sales', async () => {
    const { caller, callee } = await ringUp(acme)
    const sales = callee(SALES, 'sales')
    sales.answers()

    await caller.hears('Welcome to Acme Corp.')
    await caller.hears('Press 1 for sales. Press 2 for support. Press 3 to leave a message.')
    caller.presses(1)
    await caller.hears('Connecting you to sales.')

    await expect(caller).toBeTalkingTo(sales)
    expect(caller).toHaveDialled([SALES])
    sales.hangsUp()
    await expect(caller).toHaveEnded('completed')
  })

  test('presses 2 while the greeting still plays and talks to support', async () => {
    const { caller, callee } = await ringUp(acme)
    const support = callee(SUPPORT, 'support')
    support.answers()

    await caller.hears('Welcome to Acme Corp.')
    caller.presses(2)
    await caller.hears('Connecting you to support.')

    await expect(caller).toBeTalkingTo(support)
    expect(caller).toHaveDialled([SUPPORT])
  })

  test('presses 3 and leaves a message after the beep', async () => {
    const { caller, mailbox } = await ringUp(acme)

    await caller.hears('Press 3 to leave a message.')
    caller.presses(3)
    await caller.hears('Please leave a message after the beep.')
    caller.says('Call me back', { seconds: 7 })
    caller.hangsUp()

    await expect(mailbox('front-desk')).toHaveReceived({ seconds: 7, from: '+12025550199' })
    expect((await mailbox('front-desk').messages())[0]?.status).toBe('saved')
  })
})

describe('a message', () => {
  test('that ends with the key 1 is thanked for, and nobody is dialled', async () => {
    const { caller, mailbox } = await ringUp(acme)

    await caller.hears('Press 3 to leave a message.')
    caller.presses(3)
    await caller.hears('Please leave a message after the beep.')
    caller.says('Call me back', { seconds: 4 })
    caller.presses(1)
    await caller.hears('Thank you. Your message has been saved. Goodbye.')

    await expect(caller).toHaveEnded('completed')
    expect(caller).toHaveDialled([])
    await expect(mailbox('front-desk')).toHaveReceived({ seconds: 4 })
  })
})

describe('when nobody can come to the phone', () => {
  test('a caller whom sales does not answer leaves a message instead', async () => {
    const { caller, callee, mailbox } = await ringUp(acme)
    callee(SALES).doesNotAnswer()

    await caller.hears('Press 1 for sales')
    caller.presses(1)
    await caller.hears('Nobody is free to take your call right now.')
    await caller.hears('Please leave a message after the beep.')
    caller.says('Call me back', { seconds: 7 })
    caller.hangsUp()

    await expect(mailbox('front-desk')).toHaveReceived({ seconds: 7 })
  })

  test.each([
    ['is busy', (phone: ReturnType<Awaited<ReturnType<typeof ringUp>>['callee']>) => phone.isBusy()],
    ['cannot be reached', (phone: ReturnType<Awaited<ReturnType<typeof ringUp>>['callee']>) => phone.cannotBeReached()],
  ])('a caller whose callee %s is asked for a message', async (_what, be) => {
    const { caller, callee } = await ringUp(acme)
    be(callee(SUPPORT))

    await caller.hears('Press 1 for sales')
    caller.presses(2)
    await caller.hears('Please leave a message after the beep.')
  })
})

describe('a caller who makes no choice', () => {
  test('hears the menu three times, then is asked for a message, and is never cut off in silence', async () => {
    const { caller } = await ringUp(acme)

    await caller.hears('Press 1 for sales')
    await caller.hears('I did not hear a choice.')
    await caller.hears('Press 1 for sales')
    await caller.hears('I still did not hear anything.')
    await caller.hears('Press 1 for sales')
    await caller.hears('Let me help you another way.')
    await caller.hears('Please leave a message after the beep.')
    await caller.hears('I did not hear a message.')
    await caller.hears('I still did not hear a message. Goodbye.')

    await expect(caller).toHaveEnded('completed')
  })

  test('cannot go round for ever by taking turns between silence and wrong keys', async () => {
    const { caller } = await ringUp(acme)

    await caller.hears('Press 1 for sales')
    caller.presses(9)
    await caller.hears('That key is not one of the choices.')
    await caller.hears('Press 1 for sales')
    await caller.staysSilent(seconds(6))
    await caller.hears('I did not hear a choice.')
    await caller.hears('Press 1 for sales')
    caller.presses('#')
    await caller.hears('Let me help you another way.')
    await caller.hears('Please leave a message after the beep.')
  })
})
