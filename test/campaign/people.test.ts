/** What people and the page meet of campaigns: calls back, machines, lost callbacks, and the routes. */
import { describe, expect, test } from 'vitest'
import { defineCampaign } from '../../src/campaign/index.ts'
import { minutes, seconds } from '../../src/clock/duration.ts'
import { ANA, HOUR, LINE, MONDAY, startCampaign } from './world.ts'

const OPTIONS = { flow: 'clinic-call', from: LINE, offsets: [{ before: '24h', channel: 'call' }] } as const
const clinic = defineCampaign('clinic', OPTIONS)

describe('somebody who calls back', () => {
  test('is known by his number and confirms, which stops the call to him', async () => {
    await using world = await startCampaign(clinic)
    const id = await world.remind()
    const call = world.exchange.placeCall({ from: ANA, to: LINE })
    await world.clock.advance(seconds(20))
    expect(JSON.stringify(world.exchange.journal.events)).toContain('Your appointment is on Tuesday, January 6')
    call.press('1')
    await world.clock.advance(30 * HOUR)
    expect(await world.store.reminders.outcomes(id)).toMatchObject([
      { outcome: 'confirmed', attemptId: null, source: 'call' },
    ])
    expect(world.calls()).toHaveLength(0)
  })

  test('and has no appointment is told so', async () => {
    await using world = await startCampaign(clinic)
    world.exchange.placeCall({ from: ANA, to: LINE })
    await world.clock.advance(minutes(1))
    expect(JSON.stringify(world.exchange.journal.events)).toContain('We have no appointment for you.')
  })
})

test('a machine is told apart, and what it was told is the outcome', async () => {
  const campaign = defineCampaign('clinic', { ...OPTIONS, detection: 'message-end' })
  await using world = await startCampaign(campaign, { parties: { [ANA]: { kind: 'machine' } } })
  const id = await world.remind()
  await world.clock.advance(6 * HOUR)
  expect(JSON.stringify(world.exchange.journal.events)).toContain('Please call us back about your appointment.')
  expect((await world.store.reminders.outcomes(id)).map(({ outcome }) => outcome)).toEqual(['voicemail-left'])
  expect(world.calls()).toHaveLength(1)
})

test('a call whose callbacks are lost is looked up', async () => {
  await using world = await startCampaign(clinic, { parties: { [ANA]: { kind: 'busy' } } })
  world.exchange.weather({ drop: 1 })
  const id = await world.remind()
  await world.clock.advance(4.5 * HOUR + minutes(1))
  expect(await world.store.reminders.attemptsOf(id)).toMatchObject([{ state: 'placed' }])
  await world.clock.advance(4 * HOUR)
  expect((await world.store.reminders.attemptsOf(id))[0]).toMatchObject({ state: 'ended', outcome: 'busy' })
})

describe('the page', () => {
  type World = Awaited<ReturnType<typeof startCampaign>>
  async function ask(world: World, method: 'GET' | 'PUT' | 'POST', url: string, payload?: object) {
    const answer = await world.app.server.inject({
      method,
      url,
      ...(payload && { payload }),
      headers: { host: 'localhost' },
    })
    return { status: answer.statusCode, body: answer.body === '' ? undefined : answer.json() }
  }
  const given = {
    externalId: 'b1',
    number: ANA,
    name: 'Ana',
    appointmentAt: MONDAY + 28.5 * HOUR,
    appointmentZone: 'America/New_York',
  }

  test('takes reminders in and shows what came of them', async () => {
    await using world = await startCampaign(clinic)
    const put = await ask(world, 'PUT', '/api/campaigns/clinic/reminders', given)
    expect(put).toMatchObject({ status: 200, body: { change: 'new' } })
    const { id } = put.body
    await ask(world, 'POST', `/api/campaigns/clinic/reminders/${id}/outcomes`, { outcome: 'confirmed', by: 'Ann' })
    expect(await ask(world, 'GET', `/api/campaigns/clinic/reminders/${id}`)).toMatchObject({
      body: {
        reminder: { name: 'Ana', state: 'answered', outcome: 'confirmed' },
        attempts: [{ state: 'cancelled', channel: 'call' }],
        outcomes: [{ source: 'Ann' }],
      },
    })
    expect(await ask(world, 'GET', '/api/campaigns/clinic/reminders')).toMatchObject({ body: { reminders: [{ id }] } })
    expect(await ask(world, 'POST', '/api/campaigns/clinic/reminders/withdraw', { externalId: 'b1' })).toMatchObject({
      status: 204,
    })
  })

  test('finds reminders by outcome, some at a time', async () => {
    await using world = await startCampaign(clinic)
    const put = (n: number) => {
      const body = { ...given, externalId: `b${n}`, number: `+1202555012${n}`, appointmentAt: MONDAY + (28 + n) * HOUR }
      return ask(world, 'PUT', '/api/campaigns/clinic/reminders', body)
    }
    const ids: string[] = []
    for (let n = 0; n < 3; n++) ids.push((await put(n)).body.id)
    const said = { outcome: 'confirmed', by: 'Ann' }
    await ask(world, 'POST', `/api/campaigns/clinic/reminders/${ids[1]}/outcomes`, said)
    const find = async (query: string) => {
      const { body } = await ask(world, 'GET', `/api/campaigns/clinic/reminders?${query}`)
      return [body.reminders.map(({ id }: { id: string }) => ids.indexOf(id)), body.next !== null]
    }
    expect(await find('outcome=confirmed')).toEqual([[1], false])
    expect(await find('outcome=none')).toEqual([[0, 2], false])
    expect(await find('outcome=none&limit=1')).toEqual([[0], true])
    expect(await find('outcome=unheard-of')).toEqual([[], false])
    expect(await find(`from=${MONDAY + 29 * HOUR}`)).toEqual([[1, 2], false])
  })

  test('gives pages of reminders that stay right while others come in and go', async () => {
    await using world = await startCampaign(clinic)
    const put = (externalId: string, at: number) =>
      ask(world, 'PUT', '/api/campaigns/clinic/reminders', { ...given, externalId, appointmentAt: at })
    const noon = MONDAY + 28 * HOUR
    for (const externalId of ['b1', 'b2', 'b3', 'b4', 'b5']) await put(externalId, noon)
    await put('c1', noon + HOUR)
    const seen: string[] = []
    const look = async (after: string | null) => {
      const query = new URLSearchParams({ limit: '2', ...(after !== null && { after }) })
      const { status, body } = await ask(world, 'GET', `/api/campaigns/clinic/reminders?${query}`)
      expect(status).toBe(200)
      seen.push(...body.reminders.map(({ externalId }: { externalId: string }) => externalId))
      return body.next
    }
    const second = await look(null)
    await put('a1', noon - HOUR)
    await put('a2', noon - HOUR)
    const third = await look(second)
    await put('c2', noon + 2 * HOUR)
    await put('a3', noon - HOUR)
    const last = await look(third)
    expect(await look(last)).toBeNull()
    expect(seen.slice(5)).toEqual(['c1', 'c2'])
    expect(seen.toSorted()).toEqual(['b1', 'b2', 'b3', 'b4', 'b5', 'c1', 'c2'])
  })

  test.each(['2', 'x.y', "1.'--", '1.00000000-0000-0000-0000-00000000000g'])(
    'refuses %j as the end of a page',
    async (after) => {
      await using world = await startCampaign(clinic)
      const query = new URLSearchParams({ after })
      expect(await ask(world, 'GET', `/api/campaigns/clinic/reminders?${query}`)).toMatchObject({
        status: 400,
        body: { error: { code: 'REQUEST_INVALID' } },
      })
    },
  )

  test.each([
    [{ number: '555' }, 'The number is no phone number in international form.'],
    [{ appointmentZone: 'Mars/Base' }, 'A zone does not exist.'],
  ])('says what is wrong with %j', async (change, message) => {
    await using world = await startCampaign(clinic)
    const put = await ask(world, 'PUT', '/api/campaigns/clinic/reminders', { ...given, ...change })
    expect(put).toMatchObject({ status: 400, body: { error: { message } } })
  })

  test('pauses a campaign, lets it go on, and stops it for good', async () => {
    await using world = await startCampaign(clinic)
    const set = (state: string) => ask(world, 'PUT', '/api/campaigns/clinic/state', { state, reason: 'snow' })
    expect(await set('paused')).toMatchObject({ status: 204 })
    expect(await ask(world, 'GET', '/api/campaigns')).toMatchObject({
      body: { campaigns: [{ name: 'clinic', state: 'paused', reason: 'snow', spent: 0, underWay: 0 }] },
    })
    expect(await set('running')).toMatchObject({ status: 204 })
    expect(await set('stopped')).toMatchObject({ status: 204 })
    expect(await set('running')).toMatchObject({ status: 409 })
    expect(await ask(world, 'PUT', '/api/campaigns/other/state', { state: 'paused' })).toMatchObject({ status: 404 })
  })
})

test('a campaign that cannot run is refused before anybody is called', async () => {
  const broken = defineCampaign('clinic', { ...OPTIONS, flow: 'clinc-call', offsets: [] })
  await expect(startCampaign(broken)).rejects.toThrow('There is no flow "clinc-call". The flows are clinic-call.')
  const token = `reply to ${'0123456789abcdef'.repeat(2)}`
  const leaky = defineCampaign('clinic', { ...OPTIONS, offsets: [{ before: '24h', channel: 'sms', text: token }] })
  await expect(startCampaign(leaky)).rejects.toThrow('This looks like an auth token')
})
