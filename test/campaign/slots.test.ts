/** Free times are offered to whoever wants another: by key and by message, each to one person at a time. */
import { describe, expect, test } from 'vitest'
import { hours, minutes, seconds } from '../../src/clock/duration.ts'
import {
  checkFlow,
  defineFlow,
  earlierSlot,
  findReminder,
  flowFromJson,
  hangUp,
  joinWaitlist,
  offerSlots,
} from '../../src/flow/index.ts'
import { type Clinic, startClinic, WEDNESDAY } from './slots-world.ts'
import { ANA, HOUR, MONDAY } from './world.ts'

const BEN = '+12025550124'
const outcomesOf = async (world: Clinic, id: string) =>
  (await world.store.reminders.outcomes(id)).map(({ outcome }) => outcome)

/** The times from Wednesday at ten on, by the hour, and how they stand. */
async function slotsOf(world: Clinic) {
  const slots = await world.store.slots.list({ campaign: 'clinic', now: 0, limit: 20 })
  return Object.fromEntries(slots.map(({ at, state }) => [(at - WEDNESDAY) / HOUR, state]))
}

describe('somebody who wants another time', () => {
  test('hears the next three, takes one, and is reminded of it', async () => {
    await using world = await startClinic()
    const id = await world.remind()
    await world.putSlots([0, 1, 2, 3])
    const call = await world.rings(ANA)
    await world.presses(call, '2')
    expect(world.heard()).toContain(
      'These times are free. For Wednesday, January 7 at 10:00 AM, press 1. For Wednesday, January 7 at 11:00 AM, press 2. For Wednesday, January 7 at 12:00 PM, press 3. For none of these, press 9.',
    )
    await world.presses(call, '2')
    await world.clock.advance(minutes(1))
    expect(world.heard()).toContain('Your appointment is now on Wednesday, January 7 at 11:00 AM.')
    expect(await world.store.reminders.find(id)).toMatchObject({
      state: 'open',
      outcome: 'rescheduled',
      appointmentAt: WEDNESDAY + HOUR,
    })
    expect(await world.store.reminders.outcomes(id)).toMatchObject([
      { outcome: 'rescheduled', source: 'call', detail: '2026-01-07T16:00:00Z' },
    ])
    expect(await world.store.reminders.attemptsOf(id)).toMatchObject([
      { state: 'cancelled', dueAt: MONDAY + 27.5 * HOUR },
      { state: 'planned', dueAt: WEDNESDAY },
    ])
    expect(await slotsOf(world)).toEqual({ '-19.5': 'free', 0: 'free', 1: 'taken', 2: 'free', 3: 'free' })
    await world.clock.advance(hours(49))
    expect(world.calls()).toHaveLength(1)
  })

  test('is offered none that somebody else thinks about, and hears the next', async () => {
    await using world = await startClinic()
    await world.remind()
    await world.remind({ externalId: 'a2', number: BEN, name: 'Ben' })
    await world.putSlots([0, 1, 2, 3])
    const [ana, ben] = [await world.rings(ANA), await world.rings(BEN)]
    await world.presses(ana, '2')
    await world.presses(ben, '2')
    expect(world.heard()).toMatch(/These times are free\. For Wednesday, January 7 at 1:00 PM, press 1\. For none/)
    await world.presses(ben, '1')
    expect(await slotsOf(world)).toMatchObject({ 0: 'offered', 1: 'offered', 2: 'offered', 3: 'taken' })
  })

  test('whose time was given away while he thought hears the next', async () => {
    await using world = await startClinic({ slots: { hold: '1m' } })
    const id = await world.remind()
    const ben = await world.remind({ externalId: 'a2', number: BEN, name: 'Ben' })
    await world.putSlots([0, 1])
    const call = await world.rings(ANA)
    await world.presses(call, '2')
    const [first] = await world.store.slots.list({ campaign: 'clinic', now: 0, limit: 1 })
    // Another server gives it to somebody else, once the hold is over.
    const late = { at: world.clock.now() + minutes(2), source: 'sms', takenIn: null }
    expect(await world.store.slots.take({ slotId: first?.id ?? '', reminderId: ben, ...late })).toBe(true)
    await world.presses(call, '1')
    expect(world.heard()).toContain('Somebody has just taken that time.')
    expect(await outcomesOf(world, id)).toEqual([])
  })

  test.each([
    ['wants none of them', ['9'], 'We will call you.'],
    ['presses keys that lead nowhere', ['7', '7', '7'], 'That key is not one of the choices.'],
  ])('and %s leaves them free', async (_what, keys, words) => {
    await using world = await startClinic()
    const id = await world.remind()
    await world.putSlots([0, 1])
    const call = await world.rings(ANA)
    await world.presses(call, '2')
    for (const key of keys) await world.presses(call, key)
    expect(world.heard()).toContain(words)
    expect(await slotsOf(world)).toEqual({ 0: 'free', 1: 'free' })
    expect(await outcomesOf(world, id)).toEqual([])
  })

  test('and stays silent is asked three times and leaves them free', async () => {
    await using world = await startClinic()
    await world.remind()
    await world.putSlots([0, 1])
    const call = await world.rings(ANA)
    await world.presses(call, '2')
    await world.clock.advance(minutes(2))
    expect(world.heard()).toContain('I did not hear a choice.')
    expect(world.heard()).toContain('We will call you.')
    expect(await slotsOf(world)).toEqual({ 0: 'free', 1: 'free' })
  })

  test('and hangs up leaves them free at once, also when the network tells it twice', async () => {
    await using world = await startClinic()
    world.exchange.weather({ duplicate: 1 })
    await world.remind()
    await world.putSlots([0, 1])
    const call = await world.rings(ANA)
    await world.presses(call, '2')
    expect(await slotsOf(world)).toEqual({ 0: 'offered', 1: 'offered' })
    call.hangUp()
    await world.clock.advance(seconds(1))
    expect(await slotsOf(world)).toEqual({ 0: 'free', 1: 'free' })
  })

  test('is told when no time is free', async () => {
    await using world = await startClinic()
    await world.remind()
    const call = await world.rings(ANA)
    await world.presses(call, '2')
    expect(world.heard()).toContain('No time is free.')
  })

  test('takes his time once when the network sends every key twice', async () => {
    await using world = await startClinic()
    const id = await world.remind()
    await world.putSlots([0])
    const call = await world.rings(ANA)
    await world.presses(call, '2')
    world.exchange.weather({ duplicate: 1 })
    await world.presses(call, '1')
    await world.clock.advance(minutes(1))
    expect(await outcomesOf(world, id)).toEqual(['rescheduled'])
    expect(await slotsOf(world)).toEqual({ '-19.5': 'free', 0: 'taken' })
  })

  test('hears them in his language, with the zone where his clock is another', async () => {
    await using world = await startClinic()
    await world.remind({ language: 'es-US', zone: 'America/Los_Angeles', appointmentAt: MONDAY + 7.5 * HOUR })
    await world.putSlots([0])
    world.exchange.setParty(ANA, { kind: 'answers' })
    await world.clock.advance(6.5 * HOUR + seconds(5))
    const [call] = world.calls()
    if (call !== undefined) await world.presses(call, '2')
    expect(world.heard()).toContain('Estas horas están libres. Para miércoles, 7 de enero a las 10:00')
    expect(world.heard()).toContain('10:00 a.m. hora oriental, pulse 1')
  })

  test('still has the time after its hold is over when nobody else has taken it', async () => {
    await using world = await startClinic({ slots: { hold: '1m' } })
    const id = await world.remind()
    await world.putSlots([0])
    const call = await world.rings(ANA)
    await world.presses(call, '2')
    const [slot] = await world.store.slots.list({ campaign: 'clinic', now: 0, limit: 1 })
    const over = { reminderId: id, heldIn: 'elsewhere', now: 0, until: 1 }
    await world.store.slots.renew(slot?.id ?? '', over)
    await world.presses(call, '1')
    expect(await outcomesOf(world, id)).toEqual(['rescheduled'])
  })

  test.each([
    ['Thursday, please', 1],
    ['number one', 0],
    ['no', undefined],
  ])('says "%s" where the step listens', async (words, hour) => {
    const flow = defineFlow('clinic-call', {
      start: 'who',
      steps: {
        who: findReminder({ found: 'times', none: 'bye' }),
        times: offerSlots({ taken: 'bye', none: 'bye', declined: 'bye', speech: true }),
        bye: hangUp('Goodbye.'),
      },
    })
    await using world = await startClinic({}, { flow })
    const id = await world.remind({ appointmentAt: WEDNESDAY - 20 * HOUR })
    await world.putSlots([0, 24])
    const call = await world.rings(ANA)
    call.speak(words)
    await world.clock.advance(seconds(20))
    const moved = hour === undefined ? -20 : hour * 24
    expect((await world.store.reminders.find(id))?.appointmentAt).toBe(WEDNESDAY + moved * HOUR)
    expect(await world.store.slots.list({ campaign: 'clinic', now: 0, limit: 9 })).not.toContainEqual(
      expect.objectContaining({ state: 'offered' }),
    )
  })

  test('moves again: the time he had taken is free again', async () => {
    await using world = await startClinic()
    const id = await world.remind()
    await world.putSlots([0, 1])
    for (const key of ['1', '2']) {
      const call = await world.rings(ANA)
      await world.presses(call, '2')
      await world.presses(call, key)
      await world.clock.advance(minutes(1))
    }
    expect(await outcomesOf(world, id)).toEqual(['rescheduled', 'rescheduled'])
    expect((await slotsOf(world))[0]).toBe('free')
  })
})

test('a time that somebody has taken is free when an import has taken him elsewhere, and not before', async () => {
  await using world = await startClinic()
  await world.remind()
  await world.putSlots([0])
  const call = await world.rings(ANA)
  await world.presses(call, '2')
  await world.presses(call, '1')
  expect(await world.putSlots([0])).toMatchObject({ body: { added: 0, changed: 0, same: 1 } })
  expect(await slotsOf(world)).toMatchObject({ 0: 'taken' })
  await world.remind({ appointmentAt: WEDNESDAY + 50 * HOUR })
  expect(await slotsOf(world)).toMatchObject({ 0: 'free' })
  expect(await world.putSlots([0])).toMatchObject({ body: { added: 0, changed: 0, same: 1 } })
})

test('the steps can be stored as JSON, and numbers out of bounds are found', () => {
  const flow = (most: number) =>
    defineFlow('clinic-call', {
      start: 'earlier',
      steps: {
        earlier: earlierSlot({ taken: 'waits', kept: 'waits', none: 'times' }),
        times: offerSlots({ taken: 'bye', none: 'bye', declined: 'bye', most, filler: 'Let me see.' }),
        waits: joinWaitlist({ then: 'bye' }),
        bye: hangUp('Goodbye.'),
      },
    })
  expect(checkFlow(flowFromJson(JSON.stringify(flow(3))))).toEqual([])
  expect(checkFlow(flow(9))).toMatchObject([{ at: 'clinic-call/times/most' }])
})

describe('a calendar of the clinic', () => {
  test('names the free times, which are offered beside those that are kept', async () => {
    const asked: unknown[] = []
    await using world = await startClinic({
      slots: {
        find(seeker, most) {
          asked.push([seeker.externalId, most])
          return [{ at: WEDNESDAY + 2 * HOUR, data: { with: 'Dr. Lee' } }]
        },
      },
    })
    const id = await world.remind()
    await world.putSlots([5])
    const call = await world.rings(ANA)
    await world.presses(call, '2')
    expect(world.heard()).toContain('January 7 at 12:00 PM, press 1. For Wednesday, January 7 at 3:00 PM, press 2.')
    await world.presses(call, '1')
    expect(asked).toEqual([['a1', 3]])
    expect(await world.store.reminders.find(id)).toMatchObject({ data: { place: '1 Mill Road', with: 'Dr. Lee' } })
  })

  test('that fails is done without, and what it named before is not offered', async () => {
    let isBroken = false
    await using world = await startClinic({
      slots: {
        find() {
          if (isBroken) throw new Error('the calendar is down')
          return [{ at: WEDNESDAY }]
        },
      },
    })
    await world.remind()
    await world.putSlots([5])
    const first = await world.rings(ANA)
    await world.presses(first, '2')
    await world.presses(first, '9')
    isBroken = true
    const second = await world.rings(ANA)
    await world.presses(second, '2')
    expect(world.heard()).toMatch(/These times are free\. For Wednesday, January 7 at 3:00 PM, press 1\. For none/)
    expect(world.logged.map(({ line }) => line)).toContain(
      'the calendar named no free times; those that are kept are offered',
    )
  })
})

describe('by message', () => {
  const texts = { offsets: [{ before: '26h', channel: 'sms', text: 'Reply 3 for another time.' }] } as const

  test('somebody who asks for another time is sent three, and takes one by its number', async () => {
    await using world = await startClinic(texts)
    const id = await world.remind()
    await world.putSlots([0, 1, 2, 3])
    await world.clock.advance(3 * HOUR)
    world.write(ANA, 'reschedule')
    await world.clock.advance(minutes(1))
    expect(world.texts().at(-1)).toBe(
      'Free times: 1 Wednesday, January 7 at 10:00 AM; 2 Wednesday, January 7 at 11:00 AM; 3 Wednesday, January 7 at 12:00 PM. Reply with the number, or 0 for none of these.',
    )
    world.write(ANA, '2')
    await world.clock.advance(minutes(1))
    expect(world.texts().at(-1)).toBe('Thank you. Your appointment is now on Wednesday, January 7 at 11:00 AM.')
    expect(await outcomesOf(world, id)).toEqual(['sent', 'reschedule-requested', 'rescheduled'])
    expect(await world.store.reminders.find(id)).toMatchObject({ state: 'open', appointmentAt: WEDNESDAY + HOUR })
    expect(await slotsOf(world)).toMatchObject({ 0: 'free', 1: 'taken', 2: 'free' })
    await world.clock.advance(24 * HOUR)
    expect(world.texts().at(-1)).toBe('Reply 3 for another time.')
  })

  test('none of them is an answer, too, and staff calls', async () => {
    await using world = await startClinic(texts)
    const id = await world.remind()
    await world.putSlots([0, 1])
    await world.clock.advance(3 * HOUR)
    for (const body of ['3', '0']) {
      world.write(ANA, body)
      await world.clock.advance(minutes(1))
    }
    expect(world.texts().at(-1)).toBe('Thank you. We will call you to find another time.')
    expect(await slotsOf(world)).toEqual({ 0: 'free', 1: 'free' })
    expect(await outcomesOf(world, id)).toEqual(['sent', 'reschedule-requested'])
  })

  test('a time that is gone by then is told to be, and the next are named', async () => {
    await using world = await startClinic({ ...texts, slots: { messageHold: '5m' } })
    await world.remind()
    await world.remind({ externalId: 'a2', number: BEN, name: 'Ben' })
    await world.putSlots([0, 1])
    await world.clock.advance(3 * HOUR)
    world.write(ANA, '3')
    await world.clock.advance(minutes(10))
    const call = await world.rings(BEN)
    await world.presses(call, '2')
    await world.presses(call, '1')
    world.write(ANA, '1')
    await world.clock.advance(minutes(1))
    expect(world.texts().at(-1)).toMatch(
      /^Somebody has just taken that time\. Free times: 1 Wednesday, January 7 at 11/,
    )
  })

  test('the digits mean what the campaign says', async () => {
    await using world = await startClinic({ ...texts, replyKeys: { 1: 'confirmed', 2: 'reschedule-requested' } })
    await world.remind()
    await world.putSlots([0])
    await world.clock.advance(3 * HOUR)
    world.write(ANA, '2')
    await world.clock.advance(minutes(1))
    expect(world.texts().at(-1)).toContain('Free times: 1 Wednesday')
  })

  test('nothing is offered to whoever has said stop', async () => {
    await using world = await startClinic(texts)
    await world.remind()
    await world.putSlots([0])
    await world.clock.advance(3 * HOUR)
    world.write(ANA, 'STOP')
    await world.clock.advance(minutes(1))
    const before = world.texts().length
    world.write(ANA, '3')
    await world.clock.advance(minutes(1))
    expect(world.texts().slice(before).join()).not.toContain('Free times')
    expect(await slotsOf(world)).toEqual({ 0: 'free' })
  })
})
