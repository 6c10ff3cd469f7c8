/** Agents who log in by phone with their number and PIN. */
import {
  type AgentsOptions,
  agent,
  agents,
  defineFlow,
  defineQueue,
  hangUp,
  menu,
  queue,
  secret,
} from 'hookswitch/flow'
import { minutes, openLine, seconds } from 'hookswitch/testing'
import { describe, expect, test } from 'vitest'

const ANNS_PHONE = '+12025550111'
const BOBS_PHONE = '+12025550112'
const ANN = agent('101', { name: 'Ann', pin: secret('ANN_PIN') })
const BOB = agent('102', { name: 'Bob', pin: secret('BOB_PIN'), phone: BOBS_PHONE })

const office = (options: AgentsOptions<'lost'> = {}) =>
  defineFlow('office', {
    start: 'welcome',
    steps: {
      welcome: menu({
        greeting: 'Welcome.',
        choices: { 1: { label: 'support', then: 'wait' }, 9: { label: 'staff', then: 'staff' } },
        otherwise: 'nobody',
      }),
      wait: queue({ queue: 'support', unanswered: 'nobody' }),
      staff: agents(options),
      nobody: hangUp('Nobody took it.'),
      lost: hangUp('You did not get in.'),
    },
  })

const queues = [defineQueue('support', { agents: [ANN, BOB], wrapUpSeconds: 0 })]

async function open(options: AgentsOptions<'lost'> = {}) {
  const line = await openLine(office(options), { queues, secrets: { ANN_PIN: '1111', BOB_PIN: '2222' } })
  const staff = async (from: string, name: string) => {
    const person = line.callerFrom(from, name)
    await person.hears('Welcome.')
    person.presses(9)
    await person.hears('Please enter your agent number')
    return person
  }
  const customer = async (from = '+12025550199') => {
    const person = line.callerFrom(from)
    await person.hears('Welcome.')
    person.presses(1)
    return person
  }
  return { line, staff, customer }
}

type Someone = Awaited<ReturnType<Awaited<ReturnType<typeof open>>['staff']>>

async function logsIn(person: Someone, number: string, pin: string) {
  person.presses(`${number}#`)
  await person.hears('PIN')
  person.presses(`${pin}#`)
}

test('an agent logs in, is rung at the phone he called from, and talks', async () => {
  const { line, staff, customer } = await open()
  const ann = await staff(ANNS_PHONE, 'Ann')
  await logsIn(ann, '101', '1111')
  await ann.hears('You are logged in, and your phone will ring.')
  ann.hangsUp()

  const phone = line.callee(ANNS_PHONE, 'Ann’s phone')
  phone.answers()
  const caller = await customer()
  await phone.hears('To take this call, press 1.')
  phone.presses(1)
  await expect(caller).toBeTalkingTo(phone)
  caller.hangsUp()
})

test('an agent whose definition names a phone is rung there', async () => {
  const { line, staff, customer } = await open()
  const bob = await staff('+12025550150', 'Bob')
  await logsIn(bob, '102', '2222')
  await bob.hears('You are logged in')
  bob.hangsUp()
  const phone = line.callee(BOBS_PHONE, 'Bob’s phone')
  phone.answers()
  const caller = await customer()
  await phone.hears('To take this call, press 1.')
  phone.presses(1)
  await expect(caller).toBeTalkingTo(phone)
  caller.hangsUp()
})

test('an agent sets himself away, available, and logs out', async () => {
  const { staff, customer } = await open()
  const ann = await staff(ANNS_PHONE, 'Ann')
  await logsIn(ann, '101', '1111')
  await ann.hears('To be available, press 1. To be away, press 2. To log out, press 3.')
  ann.presses(2)
  await ann.hears('You are away.')
  const first = await customer()
  await first.hears('You are next.')
  first.hangsUp()
  ann.presses(1)
  await ann.hears('You are available.')
  ann.presses(3)
  await ann.hears('You are logged out. Goodbye.')
  const second = await customer()
  await second.hears('Nobody is here to take your call right now.')
})

describe('somebody who does not know the PIN', () => {
  test('is asked three times, and hears goodbye', async () => {
    const { staff, customer } = await open()
    const eve = await staff('+12025550177', 'Eve')
    await logsIn(eve, '101', '0000')
    await eve.hears('PIN')
    eve.presses('0001#')
    await eve.hears('PIN')
    eve.presses('0002#')
    await expect(eve).toHaveEnded('completed')
    const caller = await customer()
    await caller.hears('Nobody is here')
  })

  test('finds no difference between an agent’s number and another', async () => {
    const { staff } = await open({ otherwise: 'lost' })
    const eve = await staff('+12025550177', 'Eve')
    await logsIn(eve, '999', '0000')
    await eve.hears('PIN')
    eve.presses('0001#')
    await eve.hears('PIN')
    eve.presses('0002#')
    await eve.hears('You did not get in.')
  })

  test('is locked out after some tries for a while, and others log in meanwhile', async () => {
    const { line, staff } = await open()
    for (let calls = 0; calls < 2; calls++) {
      const eve = await staff('+12025550171', 'Eve')
      await logsIn(eve, '101', '0000')
      await eve.hears('PIN')
      eve.presses('0001#')
      await eve.hears('PIN')
      eve.presses('0002#')
      await expect(eve).toHaveEnded('completed')
    }
    const locked = await staff('+12025550171', 'Eve')
    await logsIn(locked, '101', '1111')
    await expect(locked).toHaveEnded('completed')
    expect(locked.heard()).not.toContain('You are logged in, and your phone will ring.')
    const ann = await staff(ANNS_PHONE, 'Ann')
    await logsIn(ann, '101', '1111')
    await ann.hears('You are logged in')
    ann.hangsUp()

    await line.clock.advance(minutes(2))
    const later = await staff('+12025550171', 'Eve')
    await logsIn(later, '101', '1111')
    await later.hears('You are logged in')
    later.hangsUp()
  })

  test('leaves no number and no PIN in the log or in an address', async () => {
    const { line, staff } = await open()
    const ann = await staff(ANNS_PHONE, 'Ann')
    await logsIn(ann, '101', '1111')
    await ann.hears('You are logged in')
    ann.hangsUp()
    expect(JSON.stringify(line.logged)).not.toMatch(/1111|2025550111/)
    const urls = line.exchange.journal.events.flatMap((event) => (event.kind === 'request-sent' ? [event.url] : []))
    expect(urls.join()).not.toContain('1111')
  })
})

test('silence is asked again, and ends in goodbye', async () => {
  const { staff } = await open()
  const ann = await staff(ANNS_PHONE, 'Ann')
  await ann.hears('Please enter your agent number')
  await ann.hears('Please enter your agent number')
  await ann.hears('Goodbye.')
})

describe('an agent who stays on the line', () => {
  test('talks to one caller after the other without being rung, and leaves with the star key', async () => {
    const { line, staff, customer } = await open()
    const ann = await staff(ANNS_PHONE, 'Ann')
    await logsIn(ann, '101', '1111')
    await ann.hears('To stay on the line, press 4.')
    ann.presses(4)
    await ann.hears('Please stay on the line.')
    await ann.staysSilent(seconds(5))

    for (const from of ['+12025550191', '+12025550192']) {
      const caller = await customer(from)
      await line.clock.advance(seconds(3))
      expect(line.story()).toContain(`caller ${from} joins the conference agent-101`)
      caller.hangsUp()
      await line.clock.advance(seconds(2))
    }
    expect(line.story()).toContain('the conference agent-101 starts: all in it can talk')
    expect(line.exchange.calls.filter(({ to }) => to === ANNS_PHONE)).toHaveLength(0)
    ann.presses('*')
    await ann.hears('You have left the line')
    ann.hangsUp()
  })

  test('and hangs up is logged out', async () => {
    const { line, staff, customer } = await open()
    const ann = await staff(ANNS_PHONE, 'Ann')
    await logsIn(ann, '101', '1111')
    await ann.hears('To stay on the line')
    ann.presses(4)
    await ann.hears('Please stay on the line.')
    ann.hangsUp()
    await line.clock.advance(seconds(2))
    const caller = await customer()
    await caller.hears('Nobody is here')
  })
})
