/** The clinic of the examples: another time by key, and a time that is free goes to whoever waits for an earlier one. */
import { expect, test } from 'vitest'
import { reminder, reminders } from '../../examples/clinic-reminders/phone-system.ts'
import { minutes, seconds } from '../../src/clock/duration.ts'
import { ask } from './ask.ts'
import { ANA, HOUR, LINE, MONDAY, startCampaign } from './world.ts'

const BEN = '+12025550124'
const ZONE = 'America/New_York'
/** Wednesday, 10:00 in Washington. */
const WEDNESDAY = MONDAY + 48 * HOUR

const start = () =>
  startCampaign(reminders, {
    flow: reminder,
    secrets: { REMINDER_PHONE: LINE },
    parties: { [ANA]: { kind: 'answers' }, [BEN]: { kind: 'answers' } },
  })
type World = Awaited<ReturnType<typeof start>>

const put = (world: World, at: number) =>
  ask(world, 'PUT', '/api/campaigns/reminders/slots', { slots: [{ at, zone: ZONE, data: { place: 'Room 3' } }] })

/** Presses keys on the last call, each when it has heard what it is asked; how long the call was. */
async function pressed(world: World, keys: readonly string[]): Promise<number> {
  const call = world.calls().at(-1)
  if (call === undefined) throw new Error('nobody was called')
  await world.clock.advance(seconds(14))
  for (const key of keys) {
    await world.clock.advance(seconds(6))
    call.press(key)
  }
  await world.clock.advance(minutes(2))
  const events = world.exchange.journal.events.filter(
    (event) => event.kind === 'call-status' && event.callSid === call.callSid,
  )
  const at = (status: string) => events.find((event) => 'status' in event && event.status === status)?.at ?? 0
  return at('completed') - at('in-progress')
}

test('whoever asks for another time takes one in under a minute of call', async () => {
  await using world = await start()
  const id = await world.remind({ appointmentAt: WEDNESDAY })
  await put(world, WEDNESDAY + 24 * HOUR)
  await world.clock.advance(24 * HOUR + seconds(2))
  const length = await pressed(world, ['2', '1'])
  expect(await world.store.reminders.find(id)).toMatchObject({
    appointmentAt: WEDNESDAY + 24 * HOUR,
    state: 'open',
    outcome: 'rescheduled',
    data: { place: 'Room 3' },
  })
  expect((await world.store.reminders.outcomes(id)).map(({ outcome }) => outcome).slice(-2)).toEqual([
    'reschedule-requested',
    'rescheduled',
  ])
  expect(length).toBeLessThan(seconds(60))
})

test('whoever hangs up among the times has still asked for another, and staff calls him', async () => {
  await using world = await start()
  const id = await world.remind({ appointmentAt: WEDNESDAY })
  await put(world, WEDNESDAY + 24 * HOUR)
  await world.clock.advance(24 * HOUR + seconds(22))
  const [call] = world.calls()
  call?.press('2')
  await world.clock.advance(seconds(2))
  call?.hangUp()
  await world.clock.advance(minutes(1))
  expect(await world.store.reminders.find(id)).toMatchObject({ outcome: 'reschedule-requested', state: 'answered' })
  const slots = await world.store.slots.list({ campaign: 'reminders', now: 0, limit: 9 })
  expect(slots.map(({ state }) => state)).toEqual(['free'])
})

test('a time that is cancelled goes to whoever has asked for an earlier one by key', async () => {
  await using world = await start()
  await world.remind({ appointmentAt: WEDNESDAY })
  const ben = await world.remind({ externalId: 'b', number: BEN, name: 'Ben', appointmentAt: WEDNESDAY + 24 * HOUR })
  const back = world.exchange.placeCall({ from: BEN, to: LINE })
  await world.clock.advance(seconds(14))
  back.press('5')
  await world.clock.advance(24 * HOUR - seconds(12))
  const length = await pressed(world, ['3', '1'])
  expect(length).toBeLessThan(seconds(60))
  const told = world.texts().findLast((text) => text.startsWith('An earlier time')) ?? ''
  expect(told).toContain('An earlier time is free: Wednesday, January 7 at 10:00 AM. Reply 1 to take it')
  world.exchange.sendMessage({ from: BEN, to: LINE, body: '1' })
  await world.clock.advance(minutes(1))
  expect(await world.store.reminders.find(ben)).toMatchObject({ appointmentAt: WEDNESDAY, outcome: 'rescheduled' })
})
