import { ringUp } from 'hookswitch/testing'
import { describe, expect, test } from 'vitest'
import { hotline, meeting, missed } from './phone-system.ts'

const VOLUNTEERS = ['+12025550101', '+12025550102', '+12025550103']
const SECRETS = {
  VOLUNTEER_1_PHONE: '+12025550101',
  VOLUNTEER_2_PHONE: '+12025550102',
  VOLUNTEER_3_PHONE: '+12025550103',
  HOTLINE_PIN: '4711',
}
const ring = async () => {
  const line = await ringUp(hotline, { mailboxes: [missed], secrets: SECRETS })
  return { ...line, volunteers: VOLUNTEERS.map((number, index) => line.callee(number, `volunteer ${index + 1}`)) }
}

describe('somebody who calls the helpline', () => {
  test('is put through to the volunteer who presses 1', async () => {
    const { caller, volunteers } = await ring()
    for (const volunteer of volunteers) volunteer.answers()
    const [first] = volunteers
    await caller.hears('You have reached the helpline.')
    await first?.hears('Helpline call.')
    first?.presses(1)
    if (first) await expect(caller).toBeTalkingTo(first)
    first?.hangsUp()
    await caller.hears('Call again whenever you like.')
  })

  test('is never put through to a mailbox, and leaves a message when nobody takes the call', async () => {
    const { caller, volunteers, mailbox } = await ring()
    for (const volunteer of volunteers) volunteer.answers()
    await caller.hears('Everybody is talking with somebody right now.')
    await caller.hears('I am trying all of them again.')
    await caller.hears('somebody will call you back within the hour')
    caller.says('My number is on your display.', { seconds: 5 })
    caller.hangsUp()
    await expect(mailbox('missed')).toHaveReceived({ seconds: 5 })
  })

  test('who hangs up while a volunteer is asked leaves nothing behind', async () => {
    const { caller, volunteers, endsQuietly } = await ring()
    for (const volunteer of volunteers) volunteer.answers()
    await volunteers[0]?.hears('Helpline call.')
    caller.hangsUp()
    await endsQuietly()
  })
})

test('volunteers who call the other number meet', async () => {
  const { caller, anotherCaller, exchange } = await ringUp(meeting)
  await caller.hears('Welcome to the volunteers’ meeting.')
  const second = anotherCaller('+12025550188')
  await second.hears('Welcome to the volunteers’ meeting.')
  await second.staysSilent(2000)
  const joined = exchange.journal.events.filter((event) => event.kind === 'conference-joined')
  expect(joined.length).toBeGreaterThan(1)
})
