import { ringUp, seconds } from 'hookswitch/testing'
import { describe, expect, test } from 'vitest'
import { afterHours, support, supportLine } from './phone-system.ts'

const MONDAY_MORNING = '2026-11-23T10:00-05:00'
const SUNDAY = '2026-11-22T10:00-05:00'
const ANN = '+12025550102'
const SECRETS = { ANN_PIN: '4711', ANN_PHONE: ANN, BOB_PIN: '4712', BOB_PHONE: '+12025550103' }

const ring = (at = MONDAY_MORNING, loggedIn: Readonly<Record<string, string>> = { '101': ANN }) =>
  ringUp(supportLine, { at, queues: [support], mailboxes: [afterHours], secrets: SECRETS, loggedIn })

const enters = async (caller: Awaited<ReturnType<typeof ring>>['caller'], account: string) => {
  await caller.hears('Please enter your account number')
  for (const digit of account) caller.presses(Number(digit))
}

describe('a customer', () => {
  test('is known by his number and talks to an agent', async () => {
    const { caller, callee } = await ring()
    const ann = callee(ANN, 'Ann')
    ann.answers()
    await enters(caller, '100001')
    await caller.hears('Thank you, Jane Roe.')
    await ann.hears('To take this call, press 1.')
    ann.presses(1)
    await expect(caller).toBeTalkingTo(ann)
  })

  test('whom the books do not find in time is helped all the same', async () => {
    const { caller, callee } = await ring()
    callee(ANN, 'Ann').doesNotAnswer()
    await enters(caller, '100002')
    await caller.hears('One moment, please.')
    await caller.hears('All calls are taken in the order they came.')
  })

  test('who does not want to wait is called back', async () => {
    const { caller, callee } = await ring()
    callee(ANN, 'Ann').isBusy()
    await enters(caller, '100003')
    await caller.hears('Thank you, Sam Poe.')
    await caller.hears('press 1', { within: seconds(120) })
    caller.presses(1)
    await caller.hears('press 1', { within: seconds(60) })
  })

  test('who calls when nobody is logged in leaves a message', async () => {
    const { caller, mailbox } = await ring(MONDAY_MORNING, {})
    await enters(caller, '100003')
    await caller.hears('Please leave a message, and we will call you back today.')
    caller.says('It does not start.', { seconds: 4 })
    caller.hangsUp()
    await expect(mailbox('after-hours')).toHaveReceived({ seconds: 4 })
  })

  test('who calls on a Sunday is told when we open', async () => {
    const { caller } = await ring(SUNDAY)
    await caller.hears('We open again tomorrow at 9:00 AM.')
    await caller.hears('Please leave your account number')
  })
})
