import { ringUp } from 'hookswitch/testing'
import { describe, expect, test } from 'vitest'
import { clinic, drLee, drNunez, practice, staff } from './phone-system.ts'

const MONDAY_MORNING = '2026-11-23T09:00-05:00'
const SUNDAY = '2026-11-22T09:00-05:00'
const SECRETS = {
  DESK_PHONE: '+12025550101',
  DR_LEE_PHONE: '+12025550102',
  DR_NUNEZ_PHONE: '+12025550103',
  PRACTICE_PIN: '4711',
}
const mailboxes = [practice, drLee, drNunez]
const ring = (at: string) => ringUp(clinic, { at, mailboxes, secrets: SECRETS })

describe('a patient', () => {
  test('who speaks Spanish is served in Spanish and reaches the desk', async () => {
    const { caller, callee } = await ring(MONDAY_MORNING)
    const desk = callee(SECRETS.DESK_PHONE, 'desk')
    desk.answers()
    await caller.hears('Para español, pulse 2.')
    caller.presses(2)
    await caller.hears('Consultorio Mill Road.')
    await caller.hears('Para citas, pulse 1.')
    caller.presses(1)
    await expect(caller).toBeTalkingTo(desk)
  })

  test('asks for a doctor by name, says who he is, and leaves a message that only that doctor gets', async () => {
    const { caller, callee, mailbox } = await ring(MONDAY_MORNING)
    callee(SECRETS.DR_NUNEZ_PHONE, 'Diego').doesNotAnswer()
    await caller.hears('For English, press 1.')
    caller.presses(1)
    await caller.hears('For one of the doctors, press 2.')
    caller.presses(2)
    await caller.hears('Enter an extension')
    caller.says('Doctor Nunez')
    await caller.hears('Please say your name.')
    caller.says('Jane Roe')
    await caller.hears('Please leave your name and number after the beep.')
    caller.says('It is about Tuesday.', { seconds: 5 })
    caller.hangsUp()
    await expect(mailbox('dr-nunez')).toHaveReceived({ seconds: 5 })
    expect(await mailbox('practice').messages()).toEqual([])
  })

  test('who calls on a Sunday is told when the practice opens, and may leave a message', async () => {
    const { caller, mailbox } = await ring(SUNDAY)
    await caller.hears('For English, press 1.')
    caller.presses(1)
    await caller.hears('We open again tomorrow at 8:00 AM.')
    await caller.hears('If this is an emergency')
    await caller.hears('after the beep')
    caller.says('Please call me back.', { seconds: 4 })
    caller.hangsUp()
    await expect(mailbox('practice')).toHaveReceived({ seconds: 4 })
  })

  test('who asks for the address is texted it', async () => {
    const { caller, exchange, clock } = await ring(MONDAY_MORNING)
    await caller.hears('For English, press 1.')
    caller.presses(1)
    await caller.hears('For our address, press 3.')
    caller.presses(3)
    await caller.hears('We are at 1 Mill Road.')
    await caller.hears('Goodbye.')
    await clock.advance(60_000)
    expect(exchange.journal.events.some(({ kind }) => kind === 'message-sent')).toBe(true)
  })
})

describe('the practice', () => {
  test('listens to its messages by phone, with the PIN', async () => {
    const { caller } = await ringUp(staff, { mailboxes, secrets: SECRETS, flows: [clinic] })
    await caller.hears('For messages, press 1.')
    caller.presses(1)
    await caller.hears('PIN')
  })
})
