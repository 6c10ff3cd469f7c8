/** How those who wait for an earlier time are told: by WhatsApp, within what the campaign may spend, and again after a carrier. */
import { describe, expect, test } from 'vitest'
import { hours, minutes, seconds } from '../../src/clock/duration.ts'
import { type Clinic, startClinic, textsTo, WEDNESDAY } from './slots-world.ts'
import { HOUR, LINE } from './world.ts'

const [BEN, CLEO] = ['+12025550124', '+12025550125']
const TEMPLATE = { contentSid: `HX${'0'.repeat(32)}`, variables: { 1: '{slot}', 2: '{until}' } }
const waits = { waitlist: { notBefore: null }, data: {} } as const

/** Ben, then Cleo, wait for an earlier time. */
async function startWaiting(...options: Parameters<typeof startClinic>) {
  const world = await startClinic(...options)
  const ben = await world.remind({ ...waits, externalId: 'b', number: BEN, appointmentAt: WEDNESDAY + 24 * HOUR })
  await world.clock.advance(seconds(1))
  const cleo = await world.remind({ ...waits, externalId: 'c', number: CLEO, appointmentAt: WEDNESDAY + 48 * HOUR })
  return Object.assign(world, { ben, cleo })
}

const freed = async (world: Clinic, ...times: readonly number[]) => {
  await world.putSlots(times, true)
  await world.clock.advance(minutes(1))
}

const offersOf = async (world: Clinic) =>
  (await world.store.waitlist.offers('clinic', 99))
    .toSorted((a, b) => a.at - b.at)
    .map(({ state, channel }) => `${state} ${channel ?? ''}`.trim())

/** What has left on WhatsApp: words, or nothing for a template. */
const onWhatsApp = ({ exchange }: Clinic, number: string) =>
  exchange.messages.filter(({ to }) => to === `whatsapp:${number}`).map(({ body, status }) => [body, status])

const writesOnWhatsApp = async (world: Clinic, from: string, body: string) => {
  world.exchange.sendMessage({ from, to: LINE, body, channel: 'whatsapp' })
  await world.clock.advance(minutes(1))
}

describe('on WhatsApp', () => {
  const byWhatsApp = { waitlist: { channels: ['whatsapp'], template: TEMPLATE } } as const

  test('whoever has not written within a day gets the template, and takes the time by his answer', async () => {
    await using world = await startWaiting(byWhatsApp)
    await freed(world, 0)
    expect(onWhatsApp(world, BEN)).toEqual([['', 'delivered']])
    await writesOnWhatsApp(world, BEN, '1')
    expect(onWhatsApp(world, BEN).at(-1)).toEqual([expect.stringContaining('Your appointment is now on'), 'delivered'])
    expect(await world.store.reminders.find(world.ben)).toMatchObject({ appointmentAt: WEDNESDAY })
    expect(await world.store.reminders.outcomes(world.ben)).toMatchObject([
      { outcome: 'rescheduled', source: 'whatsapp' },
    ])
  })

  test('whoever has written within a day gets free words, and the template again a day later', async () => {
    await using world = await startWaiting(byWhatsApp)
    await writesOnWhatsApp(world, BEN, 'Do you have parking?')
    await freed(world, 0)
    expect(onWhatsApp(world, BEN)).toEqual([
      [expect.stringContaining('An earlier time is free: Wednesday'), 'delivered'],
    ])
    await writesOnWhatsApp(world, BEN, '2')
    await world.clock.advance(hours(24))
    await freed(world, 5)
    expect(onWhatsApp(world, BEN).at(-1)).toEqual(['', 'delivered'])
  })

  test('without a template whoever has not written is passed over at once, or told on the next channel', async () => {
    await using world = await startWaiting({ waitlist: { channels: ['whatsapp'] } })
    await writesOnWhatsApp(world, CLEO, 'Hello')
    await freed(world, 0)
    expect(await offersOf(world)).toEqual(['unreached', 'made whatsapp'])
    expect(onWhatsApp(world, BEN)).toEqual([])
    expect(onWhatsApp(world, CLEO)).toHaveLength(1)

    await using next = await startWaiting({ waitlist: { channels: ['whatsapp', 'sms'] } })
    await freed(next, 0)
    expect(await offersOf(next)).toEqual(['made sms'])
    expect(textsTo(next, BEN)).toHaveLength(1)
  })

  test('whoever has said stop there is told nothing', async () => {
    await using world = await startWaiting(byWhatsApp)
    await writesOnWhatsApp(world, BEN, 'STOP')
    const before = onWhatsApp(world, BEN).length
    await freed(world, 0)
    expect(onWhatsApp(world, BEN)).toHaveLength(before)
    expect(await offersOf(world)).toEqual(['unreached', 'made whatsapp'])
  })

  test('is told once though the answer of the network is lost', async () => {
    await using world = await startWaiting(byWhatsApp, { isBreakable: true })
    world.proxy?.breaks(['lost'], 'POST')
    await freed(world, 0)
    await world.clock.advance(minutes(5))
    expect(onWhatsApp(world, BEN)).toHaveLength(1)
  })
})

test('a text is told once though the answer of the network is lost, and it names another moment by then', async () => {
  await using world = await startWaiting({ waitlist: { channels: ['sms'] } }, { isBreakable: true })
  await world.clock.advance(seconds(57))
  world.proxy?.breaks(['lost'], 'POST')
  await freed(world, 0)
  await world.clock.advance(minutes(5))
  expect(textsTo(world, BEN)).toHaveLength(1)
})

describe('what a campaign may spend', () => {
  const spending = (limit: number) => ({ limit, perCall: 0.03, perMessage: 0.01 })
  const spentBy = async ({ store }: Clinic) => {
    const { state, reason, spent } = await store.campaigns.find('clinic')
    return { state, reason, spent }
  }

  test('counts each offer that is told, by its channel', async () => {
    const options = { waitlist: { channels: ['call', 'sms'] }, spending: spending(1) } as const
    await using world = await startWaiting(options, {
      parties: { [BEN]: { kind: 'busy' }, [CLEO]: { kind: 'answers' } },
    })
    await freed(world, 0)
    expect(await offersOf(world)).toEqual(['made sms'])
    expect(await spentBy(world)).toMatchObject({ spent: 30 + 10 })
    world.write(BEN, '2')
    await world.clock.advance(minutes(1))
    expect(await spentBy(world)).toMatchObject({ spent: 30 + 10 + 30 })
  })

  test('counts nothing for whoever could not be told', async () => {
    const options = { waitlist: { channels: ['whatsapp', 'sms'] }, spending: spending(1) } as const
    await using world = await startWaiting(options)
    world.write(BEN, 'STOP')
    await freed(world, 0)
    expect(await offersOf(world)).toEqual(['unreached', 'made sms'])
    expect(await spentBy(world)).toMatchObject({ spent: 10 })
  })

  test('is never more than its limit: it pauses itself, and the time waits for whoever is next until it goes on', async () => {
    const options = { waitlist: { channels: ['sms'] }, spending: spending(0.015) } as const
    await using world = await startWaiting(options)
    await freed(world, 0, 1, 2)
    expect(await spentBy(world)).toEqual({ state: 'paused', reason: 'the spending limit is reached', spent: 10 })
    expect(world.texts()).toHaveLength(1)
    await world.clock.advance(hours(2))
    expect(world.texts()).toHaveLength(1)
    // Somebody who says that it goes on has to give it more, too.
    await world.store.campaigns.set('clinic', 'running', null, world.clock.now())
    await world.clock.advance(minutes(3))
    expect(await spentBy(world)).toMatchObject({ state: 'paused', spent: 10 })
    expect(world.texts()).toHaveLength(1)
  })

  test('is counted once though the process dies again and again', async () => {
    const options = { waitlist: { channels: ['sms'] }, spending: spending(1) } as const
    await using world = await startWaiting(options)
    await world.putSlots([0], true)
    for (let times = 0; times < 5; times++) {
      await world.clock.advance(150)
      await world.restart()
    }
    await world.clock.advance(minutes(5))
    expect(textsTo(world, BEN)).toHaveLength(1)
    expect(await spentBy(world)).toMatchObject({ spent: 10 })
  })
})

test('an offer that a carrier gives back leaves again, and he has his time from then on', async () => {
  const spending = { limit: 1, perCall: 0.03, perMessage: 0.01 }
  const options = { waitlist: { channels: ['sms'] }, spending } as const
  await using world = await startWaiting(options)
  world.exchange.setMessageParty(BEN, { kind: 'fails', code: 30022 })
  await world.putSlots([0], true)
  await world.clock.advance(seconds(10))
  world.exchange.setMessageParty(BEN, { kind: 'delivers' })
  await world.clock.advance(minutes(25))
  const sent = world.exchange.messages.filter(({ to }) => to === BEN)
  expect(sent.filter(({ status }) => status === 'delivered')).toHaveLength(1)
  expect(sent.filter(({ errorCode }) => errorCode === 30022).length).toBeGreaterThan(0)
  expect(await world.store.campaigns.find('clinic')).toMatchObject({ spent: 10 })
  world.write(BEN, '1')
  await world.clock.advance(minutes(1))
  expect(await world.store.reminders.find(world.ben)).toMatchObject({ appointmentAt: WEDNESDAY })
  expect(textsTo(world, CLEO).filter((text) => text.includes('January 7'))).toEqual([])
})
