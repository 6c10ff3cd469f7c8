/** What carriers do not take for their limits leaves again, slower or on the next day, and nothing is dropped or sent twice. */
import { defineFlow, hangUp, message } from 'hookswitch/flow'
import { openLine } from 'hookswitch/testing'
import { describe, expect, test } from 'vitest'
import { type CampaignOptions, defineCampaign } from '../../src/campaign/index.ts'
import { hours, minutes, seconds } from '../../src/clock/duration.ts'
import { ANA, HOUR, LINE, MONDAY, startCampaign } from './world.ts'

type World = Awaited<ReturnType<typeof startCampaign>>

const campaign = (options: Partial<CampaignOptions> = {}) =>
  defineCampaign('clinic', {
    flow: 'clinic-call',
    from: LINE,
    offsets: [{ before: '24h', channel: 'sms', text: '{name}: {day}, {time}' }],
    ...options,
  })

const numberOf = (index: number) => `+120255501${String(index).padStart(2, '0')}`

/** Reminds so many people, all of them due at 14:30 in Washington. */
async function remindMany(world: World, count: number): Promise<readonly string[]> {
  const people = Array.from({ length: count }, (_, index) => index + 1)
  const ids: string[] = []
  for (const index of people) {
    ids.push(await world.remind({ externalId: `a${index}`, number: numberOf(index), name: `P${index}` }))
  }
  return ids
}

/** Recipients, and how often each has got a message. */
function delivered({ exchange }: World): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { to, status } of exchange.messages) if (status === 'delivered') counts[to] = (counts[to] ?? 0) + 1
  return counts
}

const failedWith = ({ exchange }: World, code: number) =>
  exchange.messages.filter(({ errorCode }) => errorCode === code).length

const everybodyOnce = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [numberOf(index + 1), 1]))

const DUE = 4.5 * HOUR

describe('a carrier that takes ten messages a minute from us', () => {
  const settings = { carrierSegmentsPerMinute: 10 }

  test('gets fewer after it has refused some, and in the end everybody has his message once', async () => {
    await using world = await startCampaign(campaign(), { settings })
    const ids = await remindMany(world, 40)
    await world.clock.advance(DUE + minutes(1))
    const refusedAtFirst = failedWith(world, 30022)
    expect(refusedAtFirst).toBeGreaterThan(10)
    expect((await world.store.senderPaces.of(LINE, world.clock.now())).share).toBeLessThan(0.5)
    await world.clock.advance(minutes(40))

    expect(delivered(world)).toEqual(everybodyOnce(40))
    // Without slowing down, 30 would have come back, then 20, then 10.
    expect(failedWith(world, 30022)).toBeLessThan(55)
    for (const id of ids) {
      expect(await world.store.reminders.attemptsOf(id)).toMatchObject([{ state: 'ended', outcome: 'sent' }])
    }
  })

  test('and gives some back has them paid once by the campaign', async () => {
    const spending = { limit: 100, perCall: 0.02, perMessage: 0.01 }
    await using world = await startCampaign(campaign({ spending }), { settings })
    await remindMany(world, 20)
    await world.clock.advance(DUE + minutes(40))
    expect(failedWith(world, 30022)).toBeGreaterThan(0)
    expect(delivered(world)).toEqual(everybodyOnce(20))
    expect(await world.store.campaigns.find('clinic')).toMatchObject({ spent: 20 * 10 })
  })

  test('is asked slower after a restart, too, and the rate grows back', async () => {
    await using world = await startCampaign(campaign(), { settings })
    await remindMany(world, 20)
    await world.clock.advance(DUE + seconds(20))
    const before = await world.store.senderPaces.of(LINE, world.clock.now())
    await world.restart()
    expect(await world.store.senderPaces.of(LINE, world.clock.now())).toEqual(before)
    await world.clock.advance(minutes(30))
    expect(delivered(world)).toEqual(everybodyOnce(20))
    expect(await world.store.senderPaces.of(LINE, world.clock.now())).toMatchObject({ share: 1 })
  })

  test('whose refusal comes twice, late and out of order is heard once', async () => {
    await using world = await startCampaign(campaign(), { settings })
    world.exchange.weather({ duplicate: 0.5, delayMs: [0, 20_000], reorder: true, seed: 7 })
    await remindMany(world, 30)
    await world.clock.advance(DUE + hours(2))
    expect(delivered(world)).toEqual(everybodyOnce(30))
  })

  test('whose refusal is never told is found out, and the message leaves again', async () => {
    await using world = await startCampaign(campaign(), { settings })
    world.exchange.weather({ drop: 1, seed: 7 })
    await remindMany(world, 20)
    await world.clock.advance(DUE + minutes(1))
    expect(failedWith(world, 30022)).toBeGreaterThan(0)
    world.exchange.weather(undefined)
    await world.clock.advance(hours(6))
    expect(delivered(world)).toEqual(everybodyOnce(20))
  })
})

describe('a carrier that takes so much in a day', () => {
  test('gets the rest after midnight of the Pacific coast, with a restart in between', async () => {
    // Due at 14:30 in Washington; the appointments are the day after tomorrow.
    await using world = await startCampaign(campaign(), { settings: { carrierSegmentsPerDay: 15 } })
    const people = Array.from({ length: 20 }, (_, index) => index + 1)
    for (const index of people) {
      await world.remind({
        externalId: `a${index}`,
        number: numberOf(index),
        name: `P${index}`,
        appointmentAt: MONDAY + 28.5 * HOUR,
      })
    }
    await world.clock.advance(DUE + minutes(2))
    expect(Object.keys(delivered(world))).toHaveLength(15)
    const refused = failedWith(world, 30023)
    // The first refusal holds all the others back.
    expect(refused).toBeLessThan(5)
    // Midnight in Los Angeles is 3 in the morning in Washington.
    const midnight = Date.UTC(2026, 0, 6, 8)
    expect((await world.store.senderPaces.of(LINE, world.clock.now())).heldUntil).toBe(midnight)
    await world.restart()
    await world.clock.advance(midnight - world.clock.now() - 1)
    expect(Object.keys(delivered(world))).toHaveLength(15)
    expect(failedWith(world, 30023)).toBe(refused)
    // Nobody is written to at 3 in the morning either.
    await world.clock.advance(hours(7))
    expect(delivered(world)).toEqual(everybodyOnce(20))
  })

  test('holds back all senders of the brand, and nobody else’s', async () => {
    await using world = await startCampaign(campaign())
    const { contacts, senderPaces } = world.store
    const sender = { registration: 'registered', perSecond: null, checkedAt: 0 } as const
    const [other, stranger] = ['+12025550110', '+12025550111']
    await contacts.setSender({ ...sender, number: LINE, brand: 'BN1' })
    await contacts.setSender({ ...sender, number: other, brand: 'BN1' })
    await contacts.setSender({ ...sender, number: stranger, brand: 'BN2' })
    world.exchange.setMessageParty(ANA, { kind: 'fails', code: 30027 })
    await world.remind()
    await world.clock.advance(DUE + minutes(1))
    const held = (number: string) => senderPaces.of(number, world.clock.now()).then(({ heldUntil }) => heldUntil > 0)
    expect([await held(LINE), await held(other), await held(stranger)]).toEqual([true, true, false])
  })

  test('that is never content: the reminder takes its next channel before it is too late', async () => {
    const offsets = [{ before: '5h', channel: 'sms', text: '{name}?', orElse: [{ channel: 'call' }] }] as const
    await using world = await startCampaign(campaign({ offsets }), {
      parties: { [ANA]: { kind: 'answers' } },
      settings: { carrierSegmentsPerDay: 0 },
    })
    await world.remind()
    await world.clock.advance(28 * HOUR)
    expect(delivered(world)).toEqual({})
    expect(world.calls()).toHaveLength(1)
  })
})

describe('a cap of our own', () => {
  const capped = { environment: { DAILY_SEGMENTS: '12' } }

  test('lets so many segments leave a day and keeps the others for the next, with a restart in between', async () => {
    await using world = await startCampaign(
      campaign({ offsets: [{ before: '24h', channel: 'sms', text: 'x'.repeat(170) }] }),
      capped,
    )
    const ids = await remindMany(world, 10)
    await world.clock.advance(DUE + minutes(1))
    // Two segments each.
    expect(Object.keys(delivered(world))).toHaveLength(6)
    await world.restart()
    await world.clock.advance(hours(9))
    expect(Object.keys(delivered(world))).toHaveLength(6)
    await world.clock.advance(hours(11))
    expect(delivered(world)).toEqual(everybodyOnce(10))
    for (const id of ids) {
      expect(await world.store.reminders.attemptsOf(id)).toMatchObject([{ state: 'ended', outcome: 'sent' }])
    }
  })

  test('of a sender itself counts more than the common one', async () => {
    await using world = await startCampaign(campaign(), capped)
    const sender = { number: LINE, registration: 'registered', perSecond: null, checkedAt: 0 } as const
    await world.store.contacts.setSender({ ...sender, dailySegments: 3 })
    await remindMany(world, 10)
    await world.clock.advance(DUE + minutes(1))
    expect(Object.keys(delivered(world))).toHaveLength(3)
  })
})

test('a message that a flow has sent and a carrier would not take leaves again by itself', async () => {
  const flow = defineFlow('desk', {
    start: 'text',
    steps: {
      text: message({ text: 'We are at 1 Mill Road.', then: 'bye' }),
      bye: hangUp('Goodbye.'),
    },
  })
  await using line = await openLine(flow, { settings: { carrierSegmentsPerMinute: 0 } })
  const caller = line.callerFrom('+12025550123')
  await caller.hears('Goodbye.')
  await line.clock.advance(seconds(30))
  expect(line.exchange.messages).toMatchObject([{ status: 'failed', errorCode: 30022 }])
  await line.clock.advance(minutes(3))
  expect(line.exchange.messages.length).toBeGreaterThan(1)
  // It is no use for ever.
  await line.clock.advance(hours(24))
  expect(line.exchange.messages).toHaveLength(21)
})
