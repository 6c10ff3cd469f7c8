/** Nobody is reached whose message got lost on its way to us: it is read at the network before anything leaves. */
import { expect, test } from 'vitest'
import { defineCampaign } from '../../src/campaign/index.ts'
import { minutes } from '../../src/clock/duration.ts'
import { ANA, HOUR, LINE, startCampaign } from './world.ts'

const BEN = '+12025550124'
const CALLS = defineCampaign('clinic', {
  flow: 'clinic-call',
  from: LINE,
  offsets: [{ before: '24h', channel: 'call' }],
})
const TEXTS = defineCampaign('clinic', {
  flow: 'clinic-call',
  from: LINE,
  offsets: [
    { before: '24h', channel: 'sms', text: 'Reply 1 to confirm.' },
    { before: '2h', channel: 'call' },
  ],
})

test('somebody whose STOP found the app down is not called, and the next one is', async () => {
  await using world = await startCampaign(CALLS)
  const id = await world.remind()
  await world.remind({ externalId: 'a2', number: BEN })
  await world.writesInVain(ANA, 'STOP')
  await world.clock.advance(6 * HOUR)
  expect(world.calls().map((call) => call.snapshot().to)).toEqual([BEN])
  expect(await world.store.reminders.attemptsOf(id)).toMatchObject([{ outcome: 'skipped', reason: 'opted-out' }])
  expect(world.logged.map(({ line }) => line)).toContain(
    'messages that no webhook had told of were read at the network',
  )
})

test('the first call of a line heeds a STOP of the day before, also of somebody else’s app', async () => {
  await using world = await startCampaign(CALLS)
  await world.writesInVain(ANA, 'stop')
  await world.clock.advance(3 * HOUR)
  await world.remind()
  await world.clock.advance(6 * HOUR)
  expect(world.calls()).toHaveLength(0)
})

test('an answer that got lost counts when it is read, and he is not called any more', async () => {
  await using world = await startCampaign(TEXTS)
  const id = await world.remind()
  await world.clock.advance(5 * HOUR)
  expect(world.texts()).toEqual(['Reply 1 to confirm.'])
  await world.writesInVain(ANA, '1')
  await world.remind({ externalId: 'a2', number: BEN })
  await world.clock.advance(30 * HOUR)
  expect(await world.store.reminders.find(id)).toMatchObject({ state: 'answered', outcome: 'confirmed' })
  expect(world.calls().map((call) => call.snapshot().to)).toEqual([BEN])
})

test('while the network cannot be asked nothing leaves; then all of it, once', async () => {
  await using world = await startCampaign(CALLS, { isBreakable: true })
  await world.remind()
  world.proxy?.breaks([500, 503, 429], 'GET')
  await world.clock.advance(4.5 * HOUR + 1000)
  expect(world.calls()).toHaveLength(0)
  await world.clock.advance(minutes(10))
  expect(world.calls()).toHaveLength(1)
})

test('credentials that may not read messages stop no call; the log says what stays unknown', async () => {
  await using world = await startCampaign(CALLS, { isBreakable: true })
  await world.remind()
  world.proxy?.breaks([403], 'GET')
  await world.clock.advance(5 * HOUR)
  expect(world.calls()).toHaveLength(1)
  expect(world.logged.map(({ line }) => line).join()).toContain('a stop that did not reach us stays unknown')
})

test('a messaging service is read for all its numbers, and for no other', async () => {
  const sid = `MG${'5'.repeat(32)}`
  await using world = await startCampaign(CALLS, { environment: { REGISTERED_NUMBERS: sid } })
  const other = '+12025550177'
  world.exchange.addLine({ number: other, voiceUrl: 'http://127.0.0.1:9/' })
  // A service without an address of its own lets what comes in fall on the floor.
  world.exchange.addMessagingService({ sid, senders: [LINE] })
  world.exchange.sendMessage({ from: ANA, to: LINE, body: 'Stop texting me please' })
  world.exchange.sendMessage({ from: BEN, to: other, body: 'Stop texting me please' })
  await world.clock.advance(minutes(1))
  const write = async (to: string) => {
    const approach = { to, from: sid, channel: 'sms', purpose: 'conversational', content: 'text' } as const
    const order = { key: to, text: 'Hello.', statusUrl: 'http://127.0.0.1:9/' }
    return (await world.app.outbound.write(approach, order)).kind
  }
  expect([await write(ANA), await write(BEN)]).toEqual(['refused', 'sent'])
  expect((await world.store.contacts.inbound({ limit: 10 })).map(({ from }) => from)).toEqual([ANA])
})

test('a message that its webhook brought is not taken in again', async () => {
  await using world = await startCampaign(CALLS)
  world.exchange.sendMessage({ from: BEN, to: LINE, body: 'Where are you?' })
  await world.clock.advance(minutes(1))
  await world.remind()
  await world.clock.advance(6 * HOUR)
  expect(await world.store.contacts.inbound({ limit: 10 })).toHaveLength(1)
  expect(world.calls()).toHaveLength(1)
})
