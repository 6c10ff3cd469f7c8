/** Another system posts its appointments, and reads what came of them as a calendar. */
import ICAL from 'ical.js'
import { describe, expect, test } from 'vitest'
import { defineCampaign } from '../../src/campaign/index.ts'
import { hours, minutes, seconds } from '../../src/clock/duration.ts'
import { ANA, HOUR, LINE, MONDAY, startCampaign } from '../campaign/world.ts'

type World = Awaited<ReturnType<typeof startCampaign>>

const clinic = defineCampaign('clinic', {
  flow: 'clinic-call',
  from: LINE,
  offsets: [{ before: '24h', channel: 'call' }],
})
const CONSENT = { source: 'intake form', wording: 'You may call me about my appointments.' }
const ana = {
  externalId: 'a1',
  number: '(202) 555-0123',
  name: 'Ana',
  appointmentAt: new Date(MONDAY + 28.5 * HOUR).toISOString(),
  appointmentZone: 'America/New_York',
}

async function post(world: World, payload: object, query = '', campaign = 'clinic') {
  const url = `/api/campaigns/${campaign}/appointments${query}`
  const answer = await world.app.server.inject({ method: 'POST', url, payload, headers: { host: 'localhost' } })
  return { status: answer.statusCode, ...answer.json() }
}

const start = (environment: Readonly<Record<string, string>> = {}) =>
  startCampaign(clinic, { parties: { [ANA]: { kind: 'answers' } }, environment })

describe('an appointment that is posted', () => {
  test('is reminded of, once, however often it comes', async () => {
    await using world = await start()
    const body = { appointments: [ana], consent: CONSENT }
    expect(await post(world, body)).toEqual({
      status: 200,
      ...{ added: 1, changed: 0, same: 0, withdrawn: 0, unusable: 0 },
      appointments: [{ index: 0, externalId: 'a1', result: 'new', reason: null }],
    })
    const again = await Promise.all([post(world, ana), post(world, [ana]), post(world, body)])
    expect(again).toMatchObject([{ same: 1 }, { same: 1 }, { same: 1 }])
    await world.clock.advance(4.5 * HOUR + minutes(1))
    expect(world.calls().map(({ to }) => to)).toEqual([ANA])
  })

  test('that has moved is reminded of at its new time only', async () => {
    await using world = await start()
    await post(world, { appointments: [ana], consent: CONSENT })
    const moved = { ...ana, appointmentAt: new Date(MONDAY + 30 * HOUR).toISOString() }
    expect(await post(world, moved)).toMatchObject({ changed: 1 })
    await world.clock.advance(6 * HOUR - seconds(1))
    expect(world.calls()).toHaveLength(0)
    await world.clock.advance(minutes(1))
    expect(world.calls()).toHaveLength(1)
  })

  test('and cancelled again is not reminded of; cancelled twice, or unknown, it changes nothing', async () => {
    await using world = await start()
    await post(world, { appointments: [ana], consent: CONSENT })
    const gone = { externalId: 'a1', status: 'Cancelled' }
    expect(await post(world, gone)).toMatchObject({ withdrawn: 1 })
    expect(await post(world, [gone, { externalId: 'nobody', status: 'cancelled' }])).toMatchObject({ same: 2 })
    await world.clock.advance(hours(24))
    expect(world.calls()).toHaveLength(0)
    expect(await post(world, ana)).toMatchObject({ unusable: 0, changed: 1 })
  })

  test('is kept, and not called about without consent', async () => {
    await using world = await start()
    await post(world, ana)
    await world.clock.advance(hours(12))
    expect(world.calls()).toHaveLength(0)
    const reminder = await world.store.reminders.findByExternalId('clinic', 'a1')
    expect(await world.store.reminders.attemptsOf(reminder?.id ?? '')).toMatchObject([
      { outcome: 'skipped', reason: 'no-consent' },
    ])
  })
})

describe('a list with appointments that cannot be used', () => {
  test('says which and why, takes all the others, and repeats nothing personal', async () => {
    await using world = await start()
    const answer = await post(world, [
      ana,
      { ...ana, externalId: 'a2', number: '555' },
      { ...ana, externalId: 'a3', appointmentAt: 'tomorrow' },
      { ...ana, externalId: 'a4', appointmentAt: MONDAY - 1 },
      { ...ana, externalId: 'a5', appointmentZone: 'Mars/Olympus' },
      { ...ana, externalId: '' },
      'not an appointment',
      null,
      { ...ana, name: 7 },
      ana,
      { ...ana, externalId: 'a6', appointmentAt: '2026-01-06T14:30:00', appointmentZone: undefined },
    ])
    const reasons = answer.appointments.map(({ externalId, result, reason }: Record<string, string | null>) =>
      [externalId, result, reason].join(' | '),
    )
    expect(reasons).toEqual([
      'a1 | new | ',
      'a2 | unusable | number cannot be read; write + and country code',
      'a3 | unusable | appointmentAt cannot be read; write 2026-12-01T14:30:00-05:00, or epoch milliseconds',
      'a4 | unusable | the appointment is over',
      'a5 | unusable | appointmentZone is no time zone; write a name such as America/New_York',
      ' | unusable | externalId is missing or empty',
      ' | unusable | the appointment is not of the right kind',
      ' | unusable | the appointment is not of the right kind',
      'a1 | unusable | name is not of the right kind',
      'a1 | unusable | the same appointment stands further up',
      'a6 | new | ',
    ])
    expect(answer).toMatchObject({ status: 200, added: 2, unusable: 9 })
  })

  test('reads numbers and times as people there write them', async () => {
    await using world = await start()
    const there = { externalId: 'b1', number: '020 7946 0018', name: 'Bea', appointmentAt: '2026-01-07T09:00' }
    expect(await post(world, there, '?region=GB&zone=Europe/London')).toMatchObject({ added: 1 })
    expect(await world.store.reminders.findByExternalId('clinic', 'b1')).toMatchObject({
      number: '+442079460018',
      appointmentAt: Date.parse('2026-01-07T09:00Z'),
      appointmentZone: 'Europe/London',
    })
  })

  test('is refused as a whole only when it is none, too long, or for nobody', async () => {
    await using world = await start()
    const code = (answer: { error?: { code: string } }) => answer.error?.code
    expect(code(await post(world, [ana], '', 'nowhere'))).toBe('CAMPAIGN_UNKNOWN')
    expect(code(await post(world, [ana], '?zone=Mars/Olympus'))).toBe('ZONE_UNKNOWN')
    expect(
      (
        await post(
          world,
          Array.from({ length: 1001 }, () => ana),
        )
      ).status,
    ).toBe(400)
    expect(await post(world, { appointments: [ana], consent: {} })).toMatchObject({
      status: 400,
      error: { code: 'REQUEST_INVALID' },
    })
    expect(await world.store.reminders.list({ campaign: 'clinic', limit: 9 })).toEqual([])
  })
})

test('nobody posts or reads without the password', async () => {
  await using world = await start({ HOOKSWITCH_ADMIN_PASSWORD: 'open-sesame' })
  expect((await post(world, ana)).status).toBe(401)
  const url = '/api/campaigns/clinic/outcomes.ics'
  expect((await world.app.server.inject({ url })).statusCode).toBe(401)
  const authorization = `Basic ${Buffer.from('any:open-sesame').toString('base64')}`
  expect((await world.app.server.inject({ url, headers: { authorization } })).statusCode).toBe(200)
})

test('a calendar that subscribes sees who has confirmed', async () => {
  await using world = await start()
  await post(world, { appointments: [ana], consent: CONSENT })
  const read = async () => {
    const url = '/api/campaigns/clinic/outcomes.ics'
    const answer = await world.app.server.inject({ url, headers: { host: 'localhost' } })
    expect(answer.headers['content-type']).toBe('text/calendar; charset=utf-8')
    const [event] = new ICAL.Component(ICAL.parse(answer.body)).getAllSubcomponents('vevent')
    return [event?.getFirstPropertyValue('uid'), event?.getFirstPropertyValue('status')]
  }
  expect(await read()).toEqual(['a1', 'TENTATIVE'])
  await world.clock.advance(4.5 * HOUR + seconds(12))
  world.calls()[0]?.press('1')
  await world.clock.advance(minutes(2))
  expect(await read()).toEqual(['a1', 'CONFIRMED'])
  const unknown = '/api/campaigns/nowhere/outcomes.ics'
  expect((await world.app.server.inject({ url: unknown, headers: { host: 'localhost' } })).statusCode).toBe(404)
})
