/** Reminders go out: at their time, once each, again as the outcome asks for, and not at all once somebody has answered. */
import { describe, expect, test } from 'vitest'
import { type CampaignOptions, defineCampaign } from '../../src/campaign/index.ts'
import { hours, minutes, seconds } from '../../src/clock/duration.ts'
import type { Store } from '../../src/store/index.ts'
import { ANA, HOUR, LINE, MONDAY, startCampaign } from './world.ts'

type World = Awaited<ReturnType<typeof startCampaign>>

const campaign = (options: Partial<CampaignOptions> = {}) =>
  defineCampaign('clinic', {
    flow: 'clinic-call',
    from: LINE,
    offsets: [{ before: '24h', channel: 'call' }],
    ...options,
  })

/** Answers and hears the menu out; `press` is pressed then. */
async function answered(world: World, press?: string): Promise<void> {
  const [call] = world.calls().slice(-1)
  if (call === undefined) throw new Error('nobody was called')
  await world.clock.advance(seconds(12))
  if (press !== undefined) call.press(press)
  await world.clock.advance(minutes(2))
}

const outcomesOf = async (world: World, id: string) =>
  (await world.store.reminders.outcomes(id)).map(({ outcome }) => outcome)

describe('a person who is called the day before', () => {
  const parties = { [ANA]: { kind: 'answers' } } as const

  test('hears the day and the time of the appointment, and confirms', async () => {
    await using world = await startCampaign(campaign(), { parties })
    const id = await world.remind()
    await world.clock.advance(4.5 * HOUR - 1)
    expect(world.calls()).toHaveLength(0)
    await world.clock.advance(seconds(3))
    expect(world.calls()).toHaveLength(1)
    await answered(world, '1')
    expect(JSON.stringify(world.exchange.journal.events)).toContain(
      'Your appointment is on Tuesday, January 6 at 2:30 PM.',
    )
    expect(await world.store.reminders.find(id)).toMatchObject({ state: 'answered', outcome: 'confirmed' })
    expect(await outcomesOf(world, id)).toEqual(['confirmed'])
    expect(await world.store.reminders.attemptsOf(id)).toMatchObject([
      { state: 'ended', outcome: 'confirmed', tries: 1 },
    ])
  })

  test('has nothing personal in the addresses of his call', async () => {
    await using world = await startCampaign(campaign(), { parties })
    await world.remind()
    await world.clock.advance(5 * HOUR)
    const urls = world.exchange.journal.events.flatMap((event) => (event.kind === 'request-sent' ? [event.url] : []))
    expect(urls.some((url) => /\/voice\/clinic-call\?attempt=[0-9a-f-]{36}$/.test(url))).toBe(true)
    expect(urls.filter((url) => /Ana|2025550123|Mill/.test(url))).toEqual([])
  })

  test('and says stop is heard and never called again', async () => {
    await using world = await startCampaign(
      campaign({
        offsets: [
          { before: '24h', channel: 'call' },
          { before: '1h', channel: 'call' },
        ],
      }),
      { parties },
    )
    const id = await world.remind()
    await world.clock.advance(4.5 * HOUR)
    await answered(world, '8')
    await world.clock.advance(30 * HOUR)
    expect(world.calls()).toHaveLength(1)
    expect(await outcomesOf(world, id)).toEqual(['opted-out'])
    expect(await world.store.reminders.find(id)).toMatchObject({ state: 'answered', outcome: 'opted-out' })
  })

  test('listens and says nothing: that is kept, and he is not called again for it', async () => {
    await using world = await startCampaign(campaign(), { parties })
    const id = await world.remind()
    await world.clock.advance(4.5 * HOUR)
    await answered(world)
    expect(await outcomesOf(world, id)).toEqual(['listened-no-response'])
    expect(await world.store.reminders.find(id)).toMatchObject({ state: 'open' })
  })
})

describe('somebody who is not reached', () => {
  test('because the line is busy is called again after ten minutes, three times altogether', async () => {
    await using world = await startCampaign(campaign(), { parties: { [ANA]: { kind: 'busy' } } })
    const id = await world.remind()
    await world.clock.advance(6 * HOUR)
    expect(world.calls()).toHaveLength(3)
    const attempts = await world.store.reminders.attemptsOf(id)
    expect(attempts.map(({ tries, outcome }) => [tries, outcome])).toEqual([
      [1, 'busy'],
      [2, 'busy'],
      [3, 'busy'],
    ])
    const [first, second] = attempts
    expect((second?.endedAt ?? 0) - (first?.endedAt ?? 0)).toBeGreaterThanOrEqual(minutes(10))
  })

  test('because nobody picks up is called at another hour, then written to', async () => {
    const offsets = [
      { before: '24h', channel: 'call', orElse: [{ channel: 'sms', text: 'Ana? {day}, {time}, {place}' }] },
    ] as const
    await using world = await startCampaign(campaign({ offsets, retry: { 'no-answer': { after: '3h', most: 2 } } }), {
      parties: { [ANA]: { kind: 'no-answer' } },
    })
    await world.remind()
    await world.clock.advance(9 * HOUR)
    expect(world.calls()).toHaveLength(2)
    expect(world.texts()).toEqual(['Ana? Tuesday, January 6, 2:30 PM, 1 Mill Road'])
  })

  test('because there is no way to the number is never called again', async () => {
    await using world = await startCampaign(campaign(), { parties: { [ANA]: { kind: 'unreachable' } } })
    const id = await world.remind()
    await world.clock.advance(27 * HOUR)
    expect(world.calls()).toHaveLength(1)
    expect(await outcomesOf(world, id)).toEqual(['failed'])
  })

  test('by a message is answered for by its delivery', async () => {
    await using world = await startCampaign(
      campaign({ offsets: [{ before: '24h', channel: 'sms', text: 'Hello {name}' }] }),
    )
    world.exchange.setMessageParty(ANA, { kind: 'landline' })
    const id = await world.remind()
    await world.clock.advance(6 * HOUR)
    expect(await outcomesOf(world, id)).toEqual(['failed'])
  })
})

test('a message of which no receipt comes is taken for sent after two hours', async () => {
  await using world = await startCampaign(
    campaign({ offsets: [{ before: '24h', channel: 'sms', text: 'Hello {name}' }] }),
  )
  world.exchange.setMessageParty(ANA, { kind: 'no-receipt' })
  const id = await world.remind()
  await world.clock.advance(6 * HOUR)
  expect(await outcomesOf(world, id)).toEqual([])
  await world.clock.advance(2 * HOUR)
  expect(await outcomesOf(world, id)).toEqual(['sent'])
})

describe('a reminder by message', () => {
  const texts = campaign({
    offsets: [
      { before: '26h', channel: 'sms', text: 'Hello {name}, {day} at {time}. Reply 1 to confirm, 2 to cancel.' },
      { before: '24h', channel: 'call' },
    ],
  })

  test('is answered by message, which stops the call', async () => {
    await using world = await startCampaign(texts)
    const id = await world.remind()
    await world.clock.advance(3 * HOUR)
    expect(world.texts()).toEqual(['Hello Ana, Tuesday, January 6 at 2:30 PM. Reply 1 to confirm, 2 to cancel.'])
    world.exchange.sendMessage({ from: ANA, to: LINE, body: ' Yes! ' })
    await world.clock.advance(26 * HOUR)
    expect(world.calls()).toHaveLength(0)
    expect(world.texts().at(-1)).toBe('Thank you. Your appointment is confirmed.')
    expect(await outcomesOf(world, id)).toEqual(['sent', 'confirmed'])
  })

  test('is answered with STOP, which counts as the key that says so in a call', async () => {
    await using world = await startCampaign(texts)
    const id = await world.remind()
    await world.clock.advance(3 * HOUR)
    world.exchange.sendMessage({ from: ANA, to: LINE, body: 'STOP' })
    await world.clock.advance(26 * HOUR)
    expect(await world.store.reminders.find(id)).toMatchObject({ state: 'answered', outcome: 'opted-out' })
    expect(await world.store.reminders.outcomes(id)).toMatchObject([
      { outcome: 'sent' },
      { outcome: 'opted-out', source: 'sms' },
    ])
    expect(world.calls()).toHaveLength(0)
  })

  test('stays confirmed when STOP comes after it', async () => {
    await using world = await startCampaign(texts)
    const id = await world.remind()
    await world.clock.advance(3 * HOUR)
    for (const body of ['1', 'STOP']) world.exchange.sendMessage({ from: ANA, to: LINE, body })
    await world.clock.advance(1 * HOUR)
    expect(await world.store.reminders.find(id)).toMatchObject({ outcome: 'confirmed' })
  })

  test('is answered in words that a person reads, and the call is made', async () => {
    await using world = await startCampaign(texts, { parties: { [ANA]: { kind: 'answers' } } })
    const id = await world.remind()
    await world.clock.advance(3 * HOUR)
    world.exchange.sendMessage({ from: ANA, to: LINE, body: 'Is there parking?' })
    await world.clock.advance(3 * HOUR)
    expect(world.calls()).toHaveLength(1)
    expect(await outcomesOf(world, id)).toEqual(['sent', 'listened-no-response'])
    expect(await world.store.contacts.inbound({ limit: 9 })).toMatchObject([{ meaning: 'words' }])
  })
})

describe('when somebody may not be reached', () => {
  test('at that hour, the call waits for the next decent one', async () => {
    await using world = await startCampaign(campaign({ offsets: [{ before: '17h', channel: 'call' }] }), {
      parties: { [ANA]: { kind: 'busy' } },
    })
    await world.remind()
    // Due at 21:30 in Washington; calls go from nine.
    await world.clock.advance(MONDAY + 23 * HOUR - 1 - world.clock.now())
    expect(world.calls()).toHaveLength(0)
    await world.clock.advance(seconds(5))
    expect(world.calls()).toHaveLength(1)
  })

  test('by consent, the attempt is skipped and says why', async () => {
    await using world = await startCampaign(campaign())
    const id = await world.remind()
    await world.store.suppressions.stop({ number: ANA, scope: 'everything', source: 'staff', at: world.clock.now() })
    await world.clock.advance(6 * HOUR)
    expect(world.calls()).toHaveLength(0)
    expect(await world.store.reminders.attemptsOf(id)).toMatchObject([{ outcome: 'skipped', reason: 'opted-out' }])
  })
})

describe('an appointment', () => {
  test('that is gone is not reminded of', async () => {
    await using world = await startCampaign(campaign())
    await world.remind()
    await world.store.reminders.withdraw('clinic', 'a1', world.clock.now())
    await world.clock.advance(28 * HOUR)
    expect(world.calls()).toHaveLength(0)
  })

  test('that has moved is reminded of at its new time, and not at the old', async () => {
    await using world = await startCampaign(campaign())
    await world.remind()
    await world.remind({ appointmentAt: MONDAY + 52.5 * HOUR })
    await world.clock.advance(5 * HOUR)
    expect(world.calls()).toHaveLength(0)
    await world.clock.advance(24 * HOUR)
    expect(world.calls()).toHaveLength(1)
  })

  test('of tomorrow, whose time to remind is just over, is caught up', async () => {
    await using world = await startCampaign(campaign(), { parties: { [ANA]: { kind: 'answers' } } })
    await world.remind({ appointmentAt: MONDAY + 23 * HOUR })
    await world.clock.advance(HOUR)
    expect(world.calls()).toHaveLength(1)
  })

  test('that has moved and is back at its old time is reminded of then', async () => {
    await using world = await startCampaign(campaign())
    await world.remind()
    await world.remind({ appointmentAt: MONDAY + 52.5 * HOUR })
    await world.remind()
    await world.clock.advance(5 * HOUR)
    expect(world.calls()).toHaveLength(1)
  })

  test('that was withdrawn and is there again is reminded of', async () => {
    await using world = await startCampaign(campaign())
    await world.remind()
    await world.store.reminders.withdraw('clinic', 'a1', world.clock.now())
    await world.remind()
    await world.clock.advance(5 * HOUR)
    expect(world.calls()).toHaveLength(1)
  })

  test('that moves while somebody is called about it is not called about again for the old time', async () => {
    await using world = await startCampaign(campaign(), { parties: { [ANA]: { kind: 'no-answer' } } })
    await world.remind()
    await world.clock.advance(4.5 * HOUR + seconds(10))
    await world.remind({ appointmentAt: MONDAY + 76.5 * HOUR })
    await world.clock.advance(12 * HOUR)
    expect(world.calls()).toHaveLength(1)
  })

  test('whose call waits for a decent hour is called about, too, when something else of it changes', async () => {
    await using world = await startCampaign(campaign({ offsets: [{ before: '17h', channel: 'call' }] }))
    await world.remind()
    await world.clock.advance(13 * HOUR)
    await world.remind({ name: 'Ana Lopez' })
    await world.clock.advance(12 * HOUR)
    expect(world.calls()).toHaveLength(1)
  })

  test('of the same day, whose time to remind is over, is let be', async () => {
    await using world = await startCampaign(campaign())
    await world.remind({ appointmentAt: MONDAY + 4 * HOUR })
    await world.clock.advance(5 * HOUR)
    expect(world.calls()).toHaveLength(0)
  })
})

describe('a campaign', () => {
  const people = Array.from({ length: 6 }, (_, place) => `+120255501${String(30 + place)}`)
  const remindAll = async (world: World) => {
    for (const [place, number] of people.entries()) await world.remind({ externalId: `a${place}`, number })
  }
  const startsOf = (world: World) =>
    world.exchange.journal.events.flatMap((event) =>
      event.kind === 'call-placed' && event.direction !== 'inbound' ? [event.at - MONDAY - 4.5 * HOUR] : [],
    )

  test('begins one call a second', async () => {
    await using world = await startCampaign(campaign())
    await remindAll(world)
    await world.clock.advance(4.5 * HOUR + seconds(10))
    expect(startsOf(world)).toEqual([0, 1000, 2000, 3000, 4000, 5000])
  })

  test('has no more calls at once than it may', async () => {
    const parties = Object.fromEntries(
      people.map((number) => [number, { kind: 'answers', hangsUpAfterSeconds: 20 } as const]),
    )
    await using world = await startCampaign(campaign({ pacing: { atOnce: 2, callsPerSecond: 100 } }), { parties })
    await remindAll(world)
    await world.clock.advance(4.5 * HOUR + seconds(2))
    expect(world.calls()).toHaveLength(2)
    await world.clock.advance(minutes(2))
    expect(world.calls()).toHaveLength(6)
  })

  test('that is paused calls nobody until it goes on; one that is stopped never does', async () => {
    await using world = await startCampaign(campaign())
    await world.remind()
    await world.store.campaigns.set('clinic', 'paused', 'snow', 1)
    await world.clock.advance(6 * HOUR)
    expect(world.calls()).toHaveLength(0)
    await world.store.campaigns.set('clinic', 'running', null, 2)
    await world.clock.advance(minutes(1))
    expect(world.calls()).toHaveLength(1)
    await world.store.campaigns.set('clinic', 'stopped', null, 3)
    await world.remind({ externalId: 'a2', number: '+12025550124' })
    await world.clock.advance(24 * HOUR)
    expect(world.calls()).toHaveLength(1)
  })

  test.each([
    ['by the page lets no more calls out', true],
    ['by a command in another process lets one more out', false],
  ])('that is paused %s, and when it goes on everybody has been called once', async (_how, isHere) => {
    const everybody = Array.from({ length: 20 }, (_, place) => `+120255501${String(30 + place)}`)
    await using world = await startCampaign(campaign({ pacing: { atOnce: 100, callsPerSecond: 1 } }))
    const set = async (state: 'paused' | 'running') => {
      await world.store.campaigns.set('clinic', state, null, world.clock.now())
      if (isHere) world.app.dispatcher.wake()
      await world.clock.settle()
    }
    for (const [place, number] of everybody.entries()) await world.remind({ externalId: `a${place}`, number })
    await world.clock.advance(4.5 * HOUR + seconds(2.5))
    expect(startsOf(world)).toEqual([0, 1000, 2000])

    await set('paused')
    await world.clock.advance(minutes(10))
    expect(world.calls()).toHaveLength(isHere ? 3 : 4)
    await set('running')
    await world.clock.advance(minutes(3))
    expect(
      world
        .calls()
        .map((call) => call.snapshot().to)
        .sort(),
    ).toEqual(everybody)
  })

  test('that is stopped for good lets no more calls out', async () => {
    await using world = await startCampaign(campaign({ pacing: { atOnce: 100, callsPerSecond: 1 } }))
    await remindAll(world)
    await world.clock.advance(4.5 * HOUR + seconds(2.5))
    await world.store.campaigns.set('clinic', 'stopped', null, world.clock.now())
    world.app.dispatcher.wake()
    await world.clock.advance(24 * HOUR)
    expect(world.calls()).toHaveLength(3)
  })

  test('pauses itself before it spends too much', async () => {
    await using world = await startCampaign(campaign({ spending: { limit: 0.05, perCall: 0.02, perMessage: 0.01 } }))
    await remindAll(world)
    await world.clock.advance(5 * HOUR)
    expect(world.calls()).toHaveLength(2)
    expect(await world.store.campaigns.find('clinic')).toMatchObject({
      state: 'paused',
      reason: 'the spending limit is reached',
      spent: 40,
    })
  })
})

describe('a process that dies', () => {
  const parties = { [ANA]: { kind: 'answers', hangsUpAfterSeconds: 60 } } as const

  /** Every step at which something is kept on the way of a call, in order. */
  const steps = [
    ['looking at what there is to do', 'campaignWork', 'agenda'],
    ['claiming the attempt', 'campaignWork', 'claim'],
    ['taking a turn on the line', 'contacts', 'takeTurn'],
    ['writing the call down', 'outbox', 'claim'],
    ['saying that it asks', 'outbox', 'asking'],
    ['keeping the answer of the network', 'outbox', 'placed'],
    ['keeping that the attempt is placed', 'reminders', 'placed'],
    ['reading what is over', 'campaignWork', 'over'],
    ['ending the attempt', 'campaignWork', 'end'],
  ] as const

  describe.each(steps)('while %s', (_what, room, method) => {
    test.each(['before', 'after'] as const)(
      '%s it is done, has called once when another has taken over',
      async (when) => {
        await using world = await startCampaign(campaign(), { parties })
        const id = await world.remind()
        const death = { isDead: false }
        await world.restart((store) => dying(store, room, method, when, death))
        await world.clock.advance(4.5 * HOUR + minutes(3))
        expect(death.isDead).toBe(true)
        await world.restart()
        await world.clock.advance(hours(4))
        expect(world.calls()).toHaveLength(1)
        expect(await world.store.reminders.attemptsOf(id)).toMatchObject([
          { state: 'ended', outcome: 'listened-no-response' },
        ])
      },
    )
  })

  test.each(['before', 'after'] as const)(
    '%s the answer of the network is kept, and he confirms in that very call: his attempt says so',
    async (when) => {
      await using world = await startCampaign(campaign(), { parties: { [ANA]: { kind: 'answers' } } })
      const id = await world.remind()
      const death = { isDead: false }
      await world.restart((store) => dying(store, 'outbox', 'placed', when, death))
      await world.clock.advance(4.5 * HOUR)
      expect(death.isDead).toBe(true)
      await world.restart()
      await answered(world, '1')
      await world.clock.advance(hours(4))
      const [call, ...others] = world.calls()
      expect(others).toEqual([])
      expect(await world.store.reminders.attemptsOf(id)).toMatchObject([
        { state: 'ended', outcome: 'confirmed', sid: call?.callSid },
      ])
    },
  )

  test.each([
    ['the answer of the network is lost', ['lost']],
    ['the connection breaks', ['cut']],
    ['nobody answers', ['silent']],
    ['the network fails', [500]],
  ] as const)(
    'has called once, too, when %s',
    async (_what, breakages) => {
      await using world = await startCampaign(campaign(), { parties, isBreakable: true })
      const id = await world.remind()
      world.proxy?.breaks(breakages, 'POST')
      await world.clock.advance(4.5 * HOUR + hours(1))
      expect(world.calls()).toHaveLength(1)
      expect(await world.store.reminders.attemptsOf(id)).toMatchObject([{ state: 'ended' }])
    },
    20_000,
  )
})

/** A store whose process dies once it comes to that step: from then on nothing it does is kept. */
function dying(
  store: Store,
  room: 'campaignWork' | 'contacts' | 'outbox' | 'reminders',
  method: string,
  when: 'before' | 'after',
  death: { isDead: boolean },
): Store {
  const dead = () => Promise.reject(new Error('this process is dead'))
  const wrap = <T extends object>(part: T, name: string): T =>
    new Proxy(part, {
      get(target, key) {
        const own: unknown = Reflect.get(target, key)
        if (typeof own !== 'function') return own
        const call = (args: unknown[]) => (own as (...given: unknown[]) => unknown)(...args) // a method of the store
        return async (...args: unknown[]) => {
          if (death.isDead) return dead()
          if (name !== room || key !== method) return call(args)
          death.isDead = true
          if (when === 'after') await call(args)
          return dead()
        }
      },
    })
  return {
    ...store,
    reminders: wrap(store.reminders, 'reminders'),
    outbox: wrap(store.outbox, 'outbox'),
    contacts: wrap(store.contacts, 'contacts'),
    campaigns: wrap(store.campaigns, 'campaigns'),
    campaignWork: wrap(store.campaignWork, 'campaignWork'),
    suppressions: wrap(store.suppressions, 'suppressions'),
  }
}
