/** What staff and other systems see of free times, and how they take one back. */
import { expect, test } from 'vitest'
import { minutes } from '../../src/clock/duration.ts'
import { ask } from './ask.ts'
import { type Clinic, startClinic, textsTo, WEDNESDAY } from './slots-world.ts'
import { ANA, HOUR } from './world.ts'

const BEN = '+12025550124'
const ROUTE = '/api/campaigns/clinic/slots'
const at = (hour: number) => WEDNESDAY + hour * HOUR
const withdraw = (world: Clinic, hour: number, more: object = {}) =>
  ask(world, 'POST', `${ROUTE}/withdraw`, { externalId: new Date(at(hour)).toISOString(), ...more })

/** The hours of the times that a list names, and whether others follow. */
async function listed(world: Clinic, query = '') {
  const { body } = await ask(world, 'GET', `${ROUTE}${query}`)
  return [body.slots.map((slot: { at: number }) => (slot.at - WEDNESDAY) / HOUR), body.hasMore]
}

test('times are listed page by page, and by how they stand', async () => {
  await using world = await startClinic()
  const id = await world.remind()
  await world.putSlots([0, 1, 2, 3, 4, 5])
  const call = await world.rings(ANA)
  await world.presses(call, '2')
  expect(await listed(world, '?limit=4')).toEqual([[0, 1, 2, 3], true])
  expect(await listed(world, '?limit=4&after=4')).toEqual([[4, 5], false])
  expect(await listed(world, '?state=offered')).toEqual([[0, 1, 2], false])
  expect(await listed(world, '?state=free&limit=2&after=1')).toEqual([[4, 5], false])
  await world.presses(call, '1')
  const taken = await ask(world, 'GET', `${ROUTE}?state=taken`)
  expect(taken.body.slots).toMatchObject([{ at: at(0), state: 'taken', takenBy: id }])
  expect(await listed(world)).toEqual([[-19.5, 0, 1, 2, 3, 4, 5], false])
})

test('a time whose hold is over is free', async () => {
  await using world = await startClinic({ slots: { hold: '1m' } })
  const reminderId = await world.remind()
  await world.putSlots([0])
  const now = world.clock.now()
  const search = { campaign: 'clinic', after: 0, most: 1, except: [], fromCalendar: [] }
  await world.store.slots.hold({ ...search, reminderId, heldIn: 'CA1', now, until: now + minutes(1) })
  expect(await ask(world, 'GET', ROUTE)).toMatchObject({ body: { slots: [{ state: 'offered', heldBy: reminderId }] } })
  expect(await withdraw(world, 0)).toMatchObject({ status: 409 })
  await world.clock.advance(minutes(1))
  expect(await listed(world, '?state=offered')).toEqual([[], false])
  const free = await ask(world, 'GET', `${ROUTE}?state=free`)
  expect(free).toMatchObject({ body: { slots: [{ state: 'free', heldBy: null, heldUntil: null }] } })
  expect(await withdraw(world, 0)).toMatchObject({ status: 204 })
})

test.each(['?limit=0', '?limit=201', '?after=-1', '?state=gone'])('a list %s is refused', async (query) => {
  await using world = await startClinic()
  expect(await ask(world, 'GET', `${ROUTE}${query}`)).toMatchObject({ status: 400 })
})

test('a free time is taken back once, and may be put again', async () => {
  await using world = await startClinic()
  await world.putSlots([0, 1])
  expect(await withdraw(world, 0)).toEqual({ status: 204, body: undefined })
  expect(await listed(world)).toEqual([[1], false])
  expect(await withdraw(world, 0)).toMatchObject({ status: 404, body: { error: { code: 'SLOT_UNKNOWN' } } })
  expect(await withdraw(world, 7)).toMatchObject({ status: 404 })
  const elsewhere = await ask(world, 'POST', '/api/campaigns/none/slots/withdraw', { externalId: 'x' })
  expect(elsewhere).toMatchObject({ status: 404, body: { error: { code: 'CAMPAIGN_UNKNOWN' } } })
  await world.putSlots([0])
  expect(await listed(world)).toEqual([[0, 1], false])
})

test('a time that a caller thinks about is not taken back, unless that is said; then he hears that it is gone', async () => {
  await using world = await startClinic()
  const id = await world.remind()
  await world.putSlots([0, 1, 2, 3])
  const call = await world.rings(ANA)
  await world.presses(call, '2')
  expect(await withdraw(world, 0)).toEqual({
    status: 409,
    body: {
      error: {
        code: 'SLOT_HELD',
        message: 'This time is held for somebody who thinks about it.',
        help: 'Wait until `heldUntil` of the list, or take it back with `evenIfHeld`.',
      },
    },
  })
  expect(await withdraw(world, 0, { evenIfHeld: true })).toMatchObject({ status: 204 })
  await world.presses(call, '1')
  expect(world.heard()).toContain('Somebody has just taken that time. For Wednesday, January 7 at 1:00 PM, press 1.')
  expect(await world.store.reminders.outcomes(id)).toEqual([])
})

test('a time that somebody has taken is not taken back', async () => {
  await using world = await startClinic()
  await world.remind()
  await world.putSlots([0])
  const call = await world.rings(ANA)
  await world.presses(call, '2')
  await world.presses(call, '1')
  expect(await withdraw(world, 0, { evenIfHeld: true })).toEqual({
    status: 409,
    body: {
      error: {
        code: 'SLOT_TAKEN',
        message: 'Somebody has taken this time, so it cannot be taken back.',
        help: 'Move or withdraw the appointment that `takenBy` of the list names.',
      },
    },
  })
})

test('a time that is offered to the waitlist is taken back with its offer, and goes to nobody else', async () => {
  await using world = await startClinic({ waitlist: { channels: ['sms'] } })
  const waits = { waitlist: { notBefore: null }, appointmentAt: at(48) }
  await world.remind({ ...waits, externalId: 'b', number: BEN })
  // Whoever waits longest is first.
  await world.clock.advance(minutes(1))
  await world.remind({ ...waits, externalId: 'c', number: '+12025550125' })
  await world.putSlots([0], true)
  await world.clock.advance(minutes(1))
  expect(textsTo(world, BEN)).toHaveLength(1)
  expect(await withdraw(world, 0)).toMatchObject({ status: 409, body: { error: { code: 'SLOT_HELD' } } })
  expect(await withdraw(world, 0, { evenIfHeld: true })).toMatchObject({ status: 204 })
  world.write(BEN, '1')
  await world.clock.advance(minutes(45))
  expect(textsTo(world, BEN).at(-1)).toContain('Somebody has just taken that time.')
  expect(textsTo(world, '+12025550125')).toEqual([])
  expect(await world.store.waitlist.offers('clinic', 9)).toMatchObject([{ state: 'withdrawn' }])
})
