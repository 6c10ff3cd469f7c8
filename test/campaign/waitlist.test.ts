/** A time that is free goes to whoever waits longest for an earlier one, then to the next, until somebody takes it. */
import { describe, expect, test } from 'vitest'
import { hours, minutes, seconds } from '../../src/clock/duration.ts'
import { secret } from '../../src/flow/index.ts'
import type { SlotOffer } from '../../src/store/index.ts'
import { startService } from '../mailbox/http-service.ts'
import { ask } from './ask.ts'
import { bringCsv, type Clinic, clinic, startClinic, textsTo, WEDNESDAY, ZONE } from './slots-world.ts'
import { ANA, HOUR } from './world.ts'

const [BEN, CLEO, DEV] = ['+12025550124', '+12025550125', '+12025550126']
const WAITS = { waitlist: { notBefore: null } } as const
const byText = { waitlist: { channels: ['sms'] } } as const
const byCall = { waitlist: { channels: ['call'] } } as const

/** Ana comes on Wednesday at ten; Ben and Cleo, a day later each, wait for an earlier time in this order. */
async function startWaiting(options: Parameters<typeof startClinic>[0], world: Parameters<typeof startClinic>[1] = {}) {
  const started = await startClinic(options, world)
  const ana = await started.remind({ appointmentAt: WEDNESDAY })
  const ben = await started.remind({
    ...WAITS,
    externalId: 'b',
    number: BEN,
    name: 'Ben',
    appointmentAt: WEDNESDAY + 24 * HOUR,
  })
  await started.clock.advance(seconds(1))
  const cleo = await started.remind({
    ...WAITS,
    externalId: 'c',
    number: CLEO,
    name: 'Cleo',
    appointmentAt: WEDNESDAY + 48 * HOUR,
  })
  return Object.assign(started, { ana, ben, cleo })
}

type Waiting = Awaited<ReturnType<typeof startWaiting>>

async function cancels(world: Clinic, from: string, wait = minutes(1)) {
  const call = await world.rings(from)
  await world.presses(call, '3')
  await world.clock.advance(wait)
}

async function appointmentOf(world: Clinic, id: string) {
  return (await world.store.reminders.find(id))?.appointmentAt
}

/** What came of the offers to Ben and Cleo, of whom each had one at most. */
async function offersOf(world: Waiting): Promise<Readonly<Record<string, SlotOffer['state']>>> {
  const offers = await world.store.waitlist.offers('clinic', 99)
  expect(offers.length).toBe(new Set(offers.map(({ reminderId }) => reminderId)).size)
  return Object.fromEntries(offers.map(({ reminderId, state }) => [reminderId === world.ben ? 'ben' : 'cleo', state]))
}

describe('when somebody cancels', () => {
  test('whoever waits longest is written to, takes the time, and his own goes to the next', async () => {
    await using world = await startWaiting(byText)
    await cancels(world, ANA)
    expect(textsTo(world, BEN)).toEqual([
      'An earlier time is free: Wednesday, January 7 at 10:00 AM. Reply 1 to take it, 2 to keep yours. It is held for you until 10:30 AM.',
    ])
    expect(textsTo(world, CLEO)).toEqual([])
    world.write(BEN, '1')
    await world.clock.advance(minutes(1))
    expect(textsTo(world, BEN).at(-1)).toBe('Thank you. Your appointment is now on Wednesday, January 7 at 10:00 AM.')
    expect(await appointmentOf(world, world.ben)).toBe(WEDNESDAY)
    expect(textsTo(world, CLEO)[0]).toContain('An earlier time is free: Thursday, January 8 at 10:00 AM.')
    world.write(CLEO, 'yes')
    await world.clock.advance(minutes(1))
    expect(await appointmentOf(world, world.cleo)).toBe(WEDNESDAY + 24 * HOUR)
    expect(await offersOf(world)).toEqual({ ben: 'accepted', cleo: 'accepted' })
    expect(await world.store.waitlist.list('clinic', 9)).toEqual([])
    const metrics = await ask(world, 'GET', '/api/campaigns/clinic/metrics')
    expect(metrics).toMatchObject({
      body: { slots: { freed: 3, refilled: 2, refillRate: 2 / 3, offered: 2, accepted: 2, waiting: 0 } },
    })
    expect(await world.store.reminders.find(world.ben)).toMatchObject({ state: 'open', outcome: 'rescheduled' })
  })

  test('whoever keeps his own lets the next have it, and nobody is asked twice', async () => {
    await using world = await startWaiting(byText)
    await cancels(world, ANA)
    world.write(BEN, '2')
    await world.clock.advance(minutes(1))
    expect(textsTo(world, BEN).at(-1)).toBe('Thank you. Your appointment stays on Thursday, January 8 at 10:00 AM.')
    world.write(CLEO, 'no')
    await world.clock.advance(hours(2))
    expect(await offersOf(world)).toEqual({ ben: 'declined', cleo: 'declined' })
    const [slot] = await world.store.slots.list({ campaign: 'clinic', now: 0, limit: 1 })
    expect(slot).toMatchObject({ state: 'free', isWaitlistFirst: false })
    expect([textsTo(world, BEN).length, textsTo(world, CLEO).length]).toEqual([2, 2])
  })

  test('whoever says nothing has it for half an hour; a late yes is told that it is gone', async () => {
    await using world = await startWaiting(byText)
    await cancels(world, ANA)
    await world.clock.advance(minutes(28))
    expect(textsTo(world, CLEO)).toEqual([])
    await world.clock.advance(minutes(2))
    expect(textsTo(world, CLEO)).toHaveLength(1)
    world.write(BEN, '1')
    await world.clock.advance(minutes(1))
    expect(textsTo(world, BEN).at(-1)).toBe(
      'Somebody has just taken that time. Thank you. Your appointment stays on Thursday, January 8 at 10:00 AM.',
    )
    world.write(CLEO, '1')
    await world.clock.advance(minutes(1))
    expect(await offersOf(world)).toEqual({ ben: 'expired', cleo: 'accepted' })
    expect(await appointmentOf(world, world.cleo)).toBe(WEDNESDAY)
  })

  test('a late yes still gets a time that nobody else was offered', async () => {
    await using world = await startWaiting(byText)
    await world.store.waitlist.leave(world.cleo)
    await cancels(world, ANA)
    await world.clock.advance(hours(3))
    world.write(BEN, '1')
    await world.clock.advance(minutes(1))
    expect(await appointmentOf(world, world.ben)).toBe(WEDNESDAY)
  })

  test('and thinks better of it before anybody has taken it, he has it back', async () => {
    await using world = await startWaiting(byText)
    await cancels(world, ANA)
    const call = await world.rings(ANA)
    await world.presses(call, '1')
    await world.clock.advance(minutes(1))
    world.write(BEN, '1')
    await world.clock.advance(minutes(1))
    expect(textsTo(world, BEN).at(-1)).toContain('Somebody has just taken that time.')
    expect([await appointmentOf(world, world.ana), await appointmentOf(world, world.ben)]).toEqual([
      WEDNESDAY,
      WEDNESDAY + 24 * HOUR,
    ])
    expect(await world.store.reminders.find(world.ana)).toMatchObject({ outcome: 'confirmed' })
  })

  test('and thinks better of it too late, he is told that he has no appointment', async () => {
    await using world = await startWaiting(byText)
    await cancels(world, ANA)
    world.write(BEN, '1')
    await world.clock.advance(minutes(1))
    await world.rings(ANA)
    expect(world.heard()).toContain('We have no appointment for you.')
  })
})

describe('a time that is free', () => {
  test.each([
    ['is too near', { notice: '60h' }, {}],
    ['is before he can come', {}, { waitlist: { notBefore: WEDNESDAY + HOUR } }],
    ['is later than his own', {}, { appointmentAt: WEDNESDAY - HOUR }],
    ['is in nobody’s time, as cancelling frees none', { freedBy: [] }, {}],
  ] as const)('%s: he is not asked', async (_what, waitlist, change) => {
    await using world = await startClinic({ waitlist: { channels: ['sms'], ...waitlist } })
    await world.remind({ appointmentAt: WEDNESDAY })
    const given = {
      ...WAITS,
      externalId: 'b',
      number: BEN,
      name: 'Ben',
      appointmentAt: WEDNESDAY + 24 * HOUR,
      ...change,
    }
    await world.remind(given)
    await cancels(world, ANA)
    await world.clock.advance(hours(2))
    expect(textsTo(world, BEN)).toEqual([])
  })

  test('at night is offered in the morning', async () => {
    await using world = await startWaiting(byText)
    await world.clock.advance(13 * HOUR)
    await cancels(world, ANA)
    await world.clock.advance(8 * HOUR)
    expect(textsTo(world, BEN)).toEqual([])
    await world.clock.advance(2.5 * HOUR)
    expect(textsTo(world, BEN)[0]).toContain('An earlier time is free')
  })

  test('is not offered to whoever has said stop, and goes to the next at once', async () => {
    await using world = await startWaiting(byText)
    world.write(BEN, 'STOP')
    await cancels(world, ANA)
    expect(await offersOf(world)).toEqual({ ben: 'unreached', cleo: 'made' })
  })

  test('is put by hand, or left by an appointment that is taken out', async () => {
    await using world = await startWaiting(byText)
    await world.putSlots([-2], true)
    await world.clock.advance(minutes(1))
    expect(textsTo(world, BEN)[0]).toContain('January 7 at 8:00 AM')
    await ask(world, 'POST', '/api/campaigns/clinic/reminders/withdraw', { externalId: 'a1' })
    await world.clock.advance(minutes(1))
    expect(textsTo(world, CLEO)[0]).toContain('January 7 at 10:00 AM')
  })

  test('waits while the campaign is paused, and for whoever joins', async () => {
    await using world = await startClinic(byText)
    await world.remind({ appointmentAt: WEDNESDAY })
    await world.remind({ externalId: 'b', number: BEN, name: 'Ben', appointmentAt: WEDNESDAY + 24 * HOUR })
    await cancels(world, ANA)
    await world.store.campaigns.set('clinic', 'paused', null, world.clock.now())
    const call = await world.rings(BEN)
    await world.presses(call, '4')
    await world.clock.advance(minutes(10))
    expect(textsTo(world, BEN)).toEqual([])
    await world.store.campaigns.set('clinic', 'running', null, world.clock.now())
    await world.clock.advance(minutes(2))
    expect(textsTo(world, BEN)).toHaveLength(1)
  })

  test('is offered once though the process dies again and again', async () => {
    await using world = await startWaiting(byText)
    const call = await world.rings(ANA)
    call.press('3')
    for (let times = 0; times < 4; times++) {
      await world.clock.advance(200)
      await world.restart()
    }
    await world.clock.advance(minutes(20))
    expect(textsTo(world, BEN)).toHaveLength(1)
    await world.restart()
    await world.clock.advance(minutes(20))
    expect(await offersOf(world)).toEqual({ ben: 'expired', cleo: 'made' })
  })
})

describe('by call', () => {
  const answering = { parties: { [BEN]: { kind: 'answers' }, [CLEO]: { kind: 'answers' } } } as const

  test('somebody hears the earlier time, takes it with a key, and is not reminded by the same call', async () => {
    await using world = await startWaiting(byCall, answering)
    await cancels(world, ANA, seconds(3))
    expect(world.heard()).toContain(
      'An earlier time is free: Wednesday, January 7 at 10:00 AM. To take it, press 1. To keep your appointment on Thursday, January 8 at 10:00 AM, press 2.',
    )
    const [call] = world.calls()
    if (call === undefined) throw new Error('nobody was called')
    await world.presses(call, '1')
    expect(world.heard()).toContain('Your appointment is now on Wednesday, January 7 at 10:00 AM.')
    await world.clock.advance(minutes(1))
    expect(await appointmentOf(world, world.ben)).toBe(WEDNESDAY)
    expect(await offersOf(world)).toEqual({ ben: 'accepted', cleo: 'made' })
  })

  test('somebody keeps his own, and goes on to confirm it', async () => {
    await using world = await startWaiting(byCall, answering)
    await cancels(world, ANA, seconds(3))
    const [call] = world.calls()
    if (call === undefined) throw new Error('nobody was called')
    await world.presses(call, '2')
    await world.presses(call, '1')
    await world.clock.advance(minutes(1))
    expect(await world.store.reminders.find(world.ben)).toMatchObject({ outcome: 'confirmed', state: 'answered' })
    expect(await offersOf(world)).toMatchObject({ ben: 'declined' })
  })

  test('whoever is busy is passed over at once, or written to when that is the next channel', async () => {
    const parties = { [BEN]: { kind: 'busy' }, [CLEO]: { kind: 'answers' } } as const
    await using world = await startWaiting({ waitlist: { channels: ['call', 'sms'] } }, { parties })
    await cancels(world, ANA)
    expect(textsTo(world, BEN)).toHaveLength(1)
    expect(world.calls()).toHaveLength(1)
    world.write(BEN, '2')
    await world.clock.advance(minutes(1))
    expect(world.calls().map((call) => call.snapshot().to)).toEqual([BEN, CLEO])
  })

  test('whoever has a machine is written to when that is the next channel', async () => {
    const options = { waitlist: { channels: ['call', 'sms'] }, detection: 'message-end' } as const
    await using world = await startWaiting(options, { parties: { [BEN]: { kind: 'machine' } } })
    await cancels(world, ANA, minutes(2))
    expect(textsTo(world, BEN)[0]).toContain('An earlier time is free')
    expect(world.calls()).toHaveLength(1)
  })

  test('whoever hangs up may call back while the time is his', async () => {
    await using world = await startWaiting(byCall, answering)
    await cancels(world, ANA, seconds(3))
    world.calls()[0]?.hangUp()
    await world.clock.advance(minutes(10))
    const call = await world.rings(BEN)
    await world.presses(call, '1')
    await world.clock.advance(minutes(1))
    expect(await appointmentOf(world, world.ben)).toBe(WEDNESDAY)
  })
})

describe('an import', () => {
  const bring = (world: Clinic, csv: string) => bringCsv(world, clinic(byText), csv)

  test('puts people on the waitlist, and offers the time of an appointment that is taken out', async () => {
    await using world = await startClinic(byText)
    const header = 'id,name,phone,date,time,waitlist,status\n'
    await world.remind({ externalId: 'b', number: BEN, appointmentAt: WEDNESDAY + 2 * HOUR })
    await bring(
      world,
      `${header}a,Ana,202-555-0123,2026-01-07,10:00,,\nb,Ben,202-555-0124,2026-01-08,10:00,yes,\nc,Cleo,202-555-0125,2026-01-09,10:00,2026-01-08,\nd,Dev,202-555-0126,2026-01-09,11:00,perhaps,\n`,
    )
    expect(await world.store.waitlist.list('clinic', 9)).toMatchObject([
      { name: 'Ben', notBefore: null },
      { name: 'Cleo', notBefore: WEDNESDAY + 14 * HOUR },
    ])
    await bring(world, `${header}a,Ana,202-555-0123,2026-01-07,10:00,,cancelled\n`)
    await world.clock.advance(minutes(1))
    expect(textsTo(world, BEN)[0]).toContain('An earlier time is free: Wednesday, January 7 at 10:00 AM.')
    // It was a mistake of the calendar: the appointment is there again, and so is its time.
    await bring(world, `${header}a,Ana,202-555-0123,2026-01-07,10:00,,\nb,Ben,202-555-0124,2026-01-08,10:00,no,\n`)
    world.write(BEN, '1')
    await world.clock.advance(minutes(1))
    expect(textsTo(world, BEN).at(-1)).toContain('Somebody has just taken that time.')
    expect((await world.store.waitlist.list('clinic', 9)).map(({ name }) => name)).toEqual(['Cleo'])
  })

  test('that does not know yet that somebody has moved does not move him back', async () => {
    await using world = await startClinic(byText)
    await bring(world, 'id,phone,date,time\na,202-555-0123,2026-01-08,10:00\n')
    await world.putSlots([0])
    const call = await world.rings(ANA)
    await world.presses(call, '2')
    await world.presses(call, '1')
    const at = async () => (await world.store.reminders.findByExternalId('clinic', 'a'))?.appointmentAt
    expect(await bring(world, 'id,phone,date,time\na,202-555-0123,2026-01-08,10:00\n')).toMatchObject({ same: 1 })
    expect(await at()).toBe(WEDNESDAY)
    const given = { externalId: 'a', number: ANA, name: '', appointmentZone: ZONE, data: {} }
    await world.remind({ ...given, appointmentAt: WEDNESDAY + 24 * HOUR })
    expect(await at()).toBe(WEDNESDAY)
    // The calendar has learnt of it; from now on what it says counts.
    await bring(world, 'id,phone,date,time\na,202-555-0123,2026-01-07,10:00\n')
    await bring(world, 'id,phone,date,time\na,202-555-0123,2026-01-08,10:00\n')
    expect(await at()).toBe(WEDNESDAY + 24 * HOUR)
  })

  test('says why a wish cannot be read, and takes the rest', async () => {
    await using world = await startClinic(byText)
    const csv = 'phone,date,time,waitlist\n202-555-0126,2026-01-09,11:00,perhaps\n'
    expect(await bring(world, csv)).toMatchObject({
      reasons: [{ line: 2, reason: 'the waitlist is neither yes nor no nor a date' }],
    })
  })
})

test('whoever has taken an earlier time is told to the webhook with it', async () => {
  await using service = await startService(200)
  const writeBack = { webhook: { url: `${service.url}/outcomes`, secret: secret('WEBHOOK_SECRET') } }
  await using world = await startWaiting({ ...byText, writeBack }, { secrets: { WEBHOOK_SECRET: 'shared' } })
  await cancels(world, ANA)
  world.write(BEN, '1')
  await world.clock.advance(minutes(1))
  const bodies = service.asked.map(({ body }) => JSON.parse(String(body)))
  expect(bodies).toMatchObject([
    { outcome: 'cancelled', reminder: { externalId: 'a1' } },
    {
      outcome: 'rescheduled',
      source: 'sms',
      detail: '2026-01-07T15:00:00Z',
      reminder: { externalId: 'b', appointmentAt: '2026-01-07T15:00:00.000Z' },
    },
  ])
})

test('appointments that another system posts may wait for an earlier time, and are taken out with their time', async () => {
  await using world = await startClinic(byText)
  const post = (...appointments: object[]) => ask(world, 'POST', '/api/campaigns/clinic/appointments', { appointments })
  const one = { number: BEN, name: 'Ben', appointmentZone: ZONE }
  await world.remind({ externalId: 'a', appointmentAt: WEDNESDAY })
  await world.remind({ externalId: 'b', number: BEN, appointmentAt: WEDNESDAY + HOUR })
  await post(
    { ...one, externalId: 'b', appointmentAt: '2026-01-08T10:00', waitlist: { notBefore: '2026-01-06' } },
    { ...one, externalId: 'c', appointmentAt: '2026-01-09T10:00', waitlist: false },
  )
  expect(await world.store.waitlist.list('clinic', 9)).toMatchObject([{ externalId: 'b' }])
  await post({ externalId: 'a', status: 'cancelled' })
  await world.clock.advance(minutes(1))
  expect(textsTo(world, BEN)[0]).toContain('An earlier time is free: Wednesday, January 7 at 10:00 AM.')
  expect(
    await post({ ...one, externalId: 'd', appointmentAt: '2026-01-09T10:00', waitlist: { notBefore: 'soon' } }),
  ).toMatchObject({
    body: {
      appointments: [
        { result: 'unusable', reason: 'waitlist.notBefore cannot be read; write 2026-12-01 or epoch milliseconds' },
      ],
    },
  })
})

describe('the list', () => {
  test('is shown in line with what was offered, and people join and leave', async () => {
    await using world = await startWaiting(byText)
    await world.remind({ externalId: 'd', number: DEV, name: 'Dev', appointmentAt: WEDNESDAY + 72 * HOUR })
    const put = (externalId: string, waits: boolean) =>
      ask(world, 'PUT', '/api/campaigns/clinic/waitlist', { externalId, waits })
    expect(await put('d', true)).toMatchObject({ status: 204 })
    expect(await put('nobody', true)).toMatchObject({ status: 404 })
    await put('c', false)
    await cancels(world, ANA)
    expect(await ask(world, 'GET', '/api/campaigns/clinic/waitlist')).toMatchObject({
      body: {
        people: [
          { externalId: 'b', name: 'Ben', offers: 1 },
          { externalId: 'd', name: 'Dev', offers: 0 },
        ],
        offers: [{ reminderId: world.ben, state: 'made', channel: 'sms' }],
      },
    })
    const call = await world.rings(BEN)
    await world.presses(call, '2')
    await world.presses(call, '5')
    expect((await world.store.waitlist.list('clinic', 9)).map(({ name }) => name)).toEqual(['Dev'])
  })
})

test.each([
  [{ waitlist: { channels: [] } }, 'Nobody would be told.'],
  [{ waitlist: { channels: ['sms'], hold: '1m' } }, '1m is too short or too long.'],
  [{ slots: { hold: '5x' } }, '"5x" is no length of time.'],
  [{ slots: { findSeconds: 60 } }, 'findSeconds is 60.'],
])('%j is refused', async (options, message) => {
  // What a file without types may hold.
  await expect(startClinic(options as unknown as Parameters<typeof startClinic>[0])).rejects.toThrow(message)
})

test.each([
  [{ slots: [{ at: 1, zone: ZONE }] }, 'A time is over, or is none.'],
  [{ slots: [{ at: WEDNESDAY, zone: 'Mars/Base' }] }, 'A zone does not exist.'],
])('free times %j are refused with a reason', async (body, message) => {
  await using world = await startClinic()
  const put = await ask(world, 'PUT', '/api/campaigns/clinic/slots', body)
  expect(put).toMatchObject({ status: 400, body: { error: { message } } })
})
