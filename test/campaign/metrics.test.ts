/** Metrics: who was reached, what they said, what it cost, and how those fared who were not reminded. */
import { describe, expect, test } from 'vitest'
import { isHeldOut } from '../../src/campaign/hold-out.ts'
import { type CampaignOptions, defineCampaign } from '../../src/campaign/index.ts'
import { minutes, seconds } from '../../src/clock/duration.ts'
import { ask } from './ask.ts'
import { ANA, HOUR, LINE, MONDAY, startCampaign } from './world.ts'

const BEN = '+12025550124'
const CARL = '+12025550125'
const DORA = '+12025550126'
const clinic = (options: Partial<CampaignOptions> = {}) =>
  defineCampaign('clinic', {
    flow: 'clinic-call',
    from: LINE,
    offsets: [
      { before: '26h', channel: 'sms', text: 'Hello {name}. Reply 1 to confirm, 2 to cancel.' },
      { before: '24h', channel: 'call' },
    ],
    spending: { limit: 100, perCall: 0.02, perMessage: 0.01 },
    ...options,
  })
const metricsOf = async (world: Parameters<typeof ask>[0], span = '') =>
  (await ask(world, 'GET', `/api/campaigns/clinic/metrics${span}`)).body

test('a campaign is counted by people, channels, attempts, and cost', async () => {
  await using world = await startCampaign(clinic(), {
    parties: { [ANA]: { kind: 'answers' }, [BEN]: { kind: 'machine' }, [CARL]: { kind: 'answers' } },
  })
  await world.remind()
  await world.remind({ externalId: 'a2', number: BEN })
  await world.remind({ externalId: 'a3', number: CARL })
  await world.remind({ externalId: 'a4', number: DORA })
  await world.store.suppressions.stop({ number: DORA, scope: 'everything', source: 'staff', at: world.clock.now() })
  await world.clock.advance(3 * HOUR)
  // 25.5 hours before: he cancels in time.
  world.exchange.sendMessage({ from: CARL, to: LINE, body: '2' })
  await world.clock.advance(1.5 * HOUR + seconds(14))
  const toAna = world.calls().find((call) => call.snapshot().to === ANA)
  toAna?.press('1')
  await world.clock.advance(2 * HOUR)

  expect(await metricsOf(world)).toMatchObject({
    people: 4,
    attempted: 3,
    reached: 3,
    rightParty: 2,
    confirmed: 1,
    cancelled: 1,
    cancelledInTime: 1,
    cancelledInTimeRate: 1,
    confirmationRate: 1 / 3,
    optedOut: 0,
    calls: 2,
    messages: 3,
    responses: [
      { channel: 'call', attempt: 1, made: 2, answered: 1, responseRate: 0.5 },
      { channel: 'sms', attempt: 1, made: 3, answered: 1, responseRate: 1 / 3 },
    ],
    skipped: [{ reason: 'opted-out', count: 2 }],
    // Carl after half an hour, Ana when she is called; both were written to first.
    timeToResponse: expect.closeTo(1.25 * HOUR + seconds(7), -5),
    slots: { freed: 0, refilled: 0, refillRate: null, waiting: 0 },
    cost: 0.07,
    costPerConfirmed: 0.07,
  })
  expect(await metricsOf(world, `?from=${MONDAY + 29 * HOUR}`)).toMatchObject({ people: 0, reachRate: null, cost: 0 })
  expect(await ask(world, 'GET', '/api/campaigns/other/metrics')).toMatchObject({ status: 404 })
})

test('machines, wrong numbers and people who say stop have their shares', async () => {
  const campaign = clinic({ detection: 'message-end', offsets: [{ before: '24h', channel: 'call' }] })
  await using world = await startCampaign(campaign, {
    parties: { [ANA]: { kind: 'machine' }, [BEN]: { kind: 'answers' } },
  })
  await world.remind()
  await world.remind({ externalId: 'a2', number: BEN })
  const carl = await world.remind({ externalId: 'a3', number: CARL })
  await world.clock.advance(4.5 * HOUR + seconds(20))
  world
    .calls()
    .find((call) => call.snapshot().to === BEN)
    ?.press('8')
  await world.clock.advance(minutes(5))
  await ask(world, 'POST', `/api/campaigns/clinic/reminders/${carl}/outcomes`, { outcome: 'wrong-number', by: 'Ann' })
  expect(await metricsOf(world)).toMatchObject({
    attempted: 3,
    optedOut: 1,
    wrongNumber: 1,
    voicemail: 1,
    optOutRate: 1 / 3,
    voicemailRate: 1 / 3,
    rightParty: 0,
  })
})

describe('people who are held out', () => {
  test('are the same whenever they are looked at, and about as many as was said', () => {
    const ids = Array.from({ length: 2000 }, (_, place) => `id-${place}`)
    const held = (holdOutPercent: number) => ids.filter((id) => isHeldOut(clinic({ holdOutPercent }), id))
    expect(held(0)).toEqual([])
    expect(held(20).length / ids.length).toBeCloseTo(0.2, 1)
    expect(held(20)).toEqual(expect.arrayContaining(held(10)))
  })

  test('are not reminded, and counted apart with those who came', async () => {
    const campaign = clinic({ holdOutPercent: 50 })
    const ids = Array.from({ length: 40 }, (_, place) => `id-${place}`)
    const held = ids.filter((id) => isHeldOut(campaign, id)).slice(0, 2)
    const others = ids.filter((id) => !isHeldOut(campaign, id)).slice(0, 2)
    await using world = await startCampaign(campaign)
    const numbers = [ANA, BEN, CARL, DORA]
    for (const [place, externalId] of [...held, ...others].entries()) {
      await world.remind({ externalId, number: numbers[place] ?? '' })
    }
    await world.clock.advance(27 * HOUR)
    expect(world.texts()).toHaveLength(2)
    const came = (externalId: string | undefined, hasCome: boolean) =>
      ask(world, 'PUT', '/api/campaigns/clinic/reminders/attendance', { externalId, hasCome })
    expect(await came(held[0], false)).toMatchObject({ status: 204 })
    await came(held[1], true)
    await came(others[0], true)
    expect(await came('nobody', true)).toMatchObject({ status: 404 })
    expect(await metricsOf(world)).toMatchObject({
      people: 2,
      comparison: {
        reminded: { people: 2, attended: 1, noShow: 0, noShowRate: 0 },
        heldOut: { people: 2, attended: 1, noShow: 1, noShowRate: 0.5 },
      },
    })
  })

  test('are said to be a share', async () => {
    await expect(startCampaign(clinic({ holdOutPercent: 120 }))).rejects.toThrow('holdOutPercent is 120. Use 0 to 90.')
  })
})
