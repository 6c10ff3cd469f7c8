/** Calls through the REST interface, with the official package: reference twilio-platform.md §4. */
import twilio from 'twilio'
import { describe, expect, test } from 'vitest'
import { seconds } from '../../src/clock/duration.ts'
import { accountSid, authToken, line, sales, support } from '../../src/exchange/scripted-app.fixture.ts'
import { schemaErrors, startRest } from './world.ts'

const nothing = { legs: [], timers: 0, recordings: [], work: [] }
const { RestException } = twilio

describe('a call placed by the official package', () => {
  test('rings, performs its document, and is told of, like any other', async () => {
    await using world = await startRest({ '/voice': '<Say>Your taxi is here</Say>', '/progress': { status: 204 } })

    const call = await world.client.calls.create({
      from: line,
      to: sales,
      url: `${world.app.url}/voice`,
      statusCallback: `${world.app.url}/progress`,
      statusCallbackEvent: ['initiated', 'answered', 'completed'],
    })
    expect(call).toMatchObject({ status: 'queued', direction: 'outbound-api', to: sales, from: line, duration: null })
    await world.clock.advance(seconds(3))
    world.callee(sales).answer()
    await world.clock.advance(seconds(5))

    expect(world.heard(call.sid)).toEqual(['Your taxi is here'])
    expect(world.app.asked('/progress').map(({ CallStatus }) => CallStatus)).toEqual([
      'initiated',
      'in-progress',
      'completed',
    ])
    const after = await world.client.calls(call.sid).fetch()
    expect(after).toMatchObject({ status: 'completed', duration: '2', answeredBy: null, queueTime: '0' })
    expect(after.startTime).toBeInstanceOf(Date)
    expect(world.exchange.leftovers()).toEqual(nothing)
  })

  test('takes its document with it, or from an application', async () => {
    await using world = await startRest({ '/voice': '<Say>Of the application</Say>' })
    const applicationSid = `AP${'1'.repeat(32)}`
    world.exchange.addApplication({ sid: applicationSid, voiceUrl: `${world.app.url}/voice` })

    const given = await world.client.calls.create({
      from: line,
      to: sales,
      twiml: '<Response><Say>Given</Say></Response>',
    })
    const applied = await world.client.calls.create({ from: line, to: support, applicationSid })
    await world.clock.settle()
    world.callee(sales).answer()
    world.callee(support).answer()
    await world.clock.settle()

    expect(world.heard(given.sid)).toEqual(['Given'])
    expect(world.heard(applied.sid)).toEqual(['Of the application'])
    expect(world.app.asked('/voice')[0]).toMatchObject({ ApplicationSid: applicationSid })
  })

  test('prefers the address to the document when both are given, and says so', async () => {
    await using world = await startRest({ '/voice': '<Say>From the address</Say>' })

    const call = await world.client.calls.create({
      from: line,
      to: sales,
      url: `${world.app.url}/voice`,
      twiml: '<Response><Say>Given</Say></Response>',
    })
    await world.clock.settle()
    world.callee(sales).answer()
    await world.clock.settle()

    expect(world.heard(call.sid)).toEqual(['From the address'])
    expect(world.findings().map(({ code }) => code)).toEqual([32019])
  })

  test('tells who answered, and is recorded, when that is asked for', async () => {
    await using world = await startRest({ '/voice': '<Pause length="3"/>', '/recorded': { status: 204 } })
    world.exchange.setParty(sales, { kind: 'machine', afterSeconds: 1 })

    const call = await world.client.calls.create({
      from: line,
      to: sales,
      url: `${world.app.url}/voice`,
      machineDetection: 'Enable',
      record: true,
      recordingChannels: 'dual',
      recordingStatusCallback: `${world.app.url}/recorded`,
    })
    await world.clock.advance(seconds(20))

    expect(world.app.asked('/voice')[0]).toMatchObject({ AnsweredBy: 'machine_start' })
    expect((await world.client.calls(call.sid).fetch()).answeredBy).toBe('machine_start')
    expect(world.app.asked('/recorded')).toMatchObject([{ RecordingSource: 'OutboundAPI', RecordingChannels: '2' }])
  })

  test('waits for its turn when the account may place one call a second', async () => {
    await using world = await startRest({}, { settings: { callsPerSecond: 1 } })
    const create = () => world.client.calls.create({ from: line, to: sales, twiml: '<Response/>' })

    const calls = [await create(), await create(), await create()]

    expect(calls.map(({ queueTime }) => queueTime)).toEqual(['0', '1000', '2000'])
    await world.clock.advance(seconds(1))
    const statuses = await Promise.all(calls.map(async ({ sid }) => (await world.client.calls(sid).fetch()).status))
    expect(statuses).toEqual(['ringing', 'ringing', 'queued'])
    await world.client.calls(calls[2]?.sid ?? '').update({ status: 'canceled' })
    expect((await world.client.calls(calls[2]?.sid ?? '').fetch()).status).toBe('canceled')
  })
})

describe('a live call', () => {
  test('is given another document, and ended', async () => {
    await using world = await startRest({
      '/voice': '<Pause length="100"/>',
      '/new': '<Say>New</Say><Pause length="9"/>',
    })
    const call = await world.ringUp()
    await world.clock.advance(seconds(101))
    const second = await world.client.calls.create({ from: line, to: sales, url: `${world.app.url}/voice` })
    await world.clock.settle()
    world.callee(sales).answer()
    await world.clock.settle()

    const updated = await world.client.calls(second.sid).update({ url: `${world.app.url}/new`, method: 'GET' })
    await world.clock.settle()

    expect(updated.status).toBe('in-progress')
    expect(world.heard(second.sid)).toEqual(['New'])
    const ended = await world.client.calls(second.sid).update({ status: 'completed' })
    expect(ended.status).toBe('completed')
    await expect(world.client.calls(call.callSid).update({ twiml: '<Response/>' })).rejects.toMatchObject({
      code: 21220,
      status: 400,
      message: 'Call is not in-progress. Cannot redirect.',
    })
  })
})

describe('the list of calls', () => {
  test('is paged by the package itself, newest first, without gaps or doubles', async () => {
    await using world = await startRest({ '/voice': '<Hangup/>' })
    const placed: string[] = []
    for (let count = 0; count < 7; count++) placed.push((await world.ringUp()).callSid)

    const listed = await world.client.calls.list({ pageSize: 3 })

    expect(listed.map(({ sid }) => sid)).toEqual(placed.toReversed())
    const page = await world.client.calls.page({ pageSize: 3 })
    const nextPage = await page.nextPage()
    expect(nextPage?.instances.map(({ sid }) => sid)).toEqual(placed.toReversed().slice(3, 6))
    const first = await nextPage?.previousPage()
    expect(first?.instances.map(({ sid }) => sid)).toEqual(placed.toReversed().slice(0, 3))
    expect((await world.client.calls.list({ limit: 4, pageSize: 2 })).length).toBe(4)
  })

  test('is filtered by its ends, its parent, its state and its day', async () => {
    await using world = await startRest({ '/voice': `<Dial>${sales}</Dial>` })
    const call = await world.ringUp()
    const list = async (by: Parameters<typeof world.client.calls.list>[0]) =>
      (await world.client.calls.list(by)).map(({ to }) => to)

    expect(await list({ to: sales })).toEqual([sales])
    expect(await list({ from: support })).toEqual([])
    expect(await list({ parentCallSid: call.callSid })).toEqual([sales])
    expect(await list({ status: 'in-progress' })).toEqual([line])
    expect(await list({ startTimeAfter: new Date('2026-01-06') })).toEqual([])
    expect(await list({ startTimeBefore: new Date('2026-01-06') })).toEqual([sales, line])
    expect(await list({ startTime: new Date('2026-01-05') })).toEqual([sales, line])
  })

  test('shows the requests a call made, and what was wrong', async () => {
    await using world = await startRest({ '/voice': '<Gather/><Whisper/>' })
    const call = await world.ringUp()

    const events = await world.client.calls(call.callSid).events.list()
    expect(events).toMatchObject([
      { request: { method: 'POST', parameters: { CallSid: call.callSid } }, response: { response_code: 200 } },
    ])
    const notifications = await world.ask(
      'GET',
      `/2010-04-01/Accounts/${accountSid}/Calls/${call.callSid}/Notifications.json`,
    )
    expect(notifications.body.notifications.map(({ error_code }: { error_code: string }) => error_code)).toEqual([
      '12200',
    ])
    expect(schemaErrors('ListCallNotification', notifications.body)).toEqual([])
    const { sid } = notifications.body.notifications[0]
    const { notifications: ofCall } = world.client.calls(call.callSid)
    expect(await ofCall(sid).fetch()).toMatchObject({ sid, errorCode: '12200' })
    await expect(ofCall(`NO${'9'.repeat(32)}`).fetch()).rejects.toMatchObject({ status: 404 })
  })

  test('loses a call that is deleted, which has to be over', async () => {
    await using world = await startRest({ '/voice': '<Pause length="2"/>' })
    const call = await world.ringUp()

    await expect(world.client.calls(call.callSid).remove()).rejects.toMatchObject({ code: 20009, status: 400 })
    await world.clock.advance(seconds(3))
    expect(await world.client.calls(call.callSid).remove()).toBe(true)
    await expect(world.client.calls(call.callSid).fetch()).rejects.toMatchObject({ code: 20404, status: 404 })
  })

  test('and every call in it have the shape the network documents', async () => {
    await using world = await startRest({ '/voice': `<Dial>${sales}</Dial>` })
    const call = await world.ringUp()
    const base = `/2010-04-01/Accounts/${accountSid}`

    const list = await world.ask('GET', `${base}/Calls.json?PageSize=1`)
    const one = await world.ask('GET', `${base}/Calls/${call.callSid}.json`)

    expect(schemaErrors('ListCall', list.body)).toEqual([])
    expect(schemaErrors('FetchCall', one.body)).toEqual([])
    expect(list.body).toMatchObject({ page: 0, page_size: 1, start: 0, end: 0, previous_page_uri: null })
    expect(list.headers.get('twilio-request-id')).toMatch(/^RQ[0-9a-f]{32}$/)
  })
})

describe('what is wrong with a request', () => {
  const twiml = '<Response/>'

  test.each([
    [{ From: line, Twiml: twiml }, 21201],
    [{ To: sales, Twiml: twiml }, 21213],
    [{ To: 'nobody', From: line, Twiml: twiml }, 21211],
    [{ To: sales, From: 'nobody', Twiml: twiml }, 21212],
    [{ To: sales, From: support, Twiml: twiml }, 21210],
    [{ To: sales, From: line }, 21205],
    [{ To: sales, From: line, Url: '/voice' }, 21205],
    [{ To: sales, From: line, Url: 'ftp://example.com' }, 21205],
    [{ To: sales, From: line, Twiml: 'x'.repeat(4001) }, 32018],
    [{ To: sales, From: line, Twiml: twiml, Method: 'PUT' }, 21209],
    [{ To: sales, From: line, Twiml: twiml, Timeout: 'soon' }, 21208],
    [{ To: sales, From: line, Twiml: twiml, Timeout: '601' }, 21208],
    [{ To: sales, From: line, Twiml: twiml, SendDigits: '1x' }, 21206],
    [{ To: sales, From: line, ApplicationSid: `AP${'9'.repeat(32)}` }, 21218],
    [{ To: sales, From: line, Twiml: twiml, MachineDetection: 'Yes' }, 21234],
    [{ To: sales, From: line, Twiml: twiml, MachineDetection: 'Enable', MachineDetectionTimeout: '2' }, 21234],
    [{ To: sales, From: line, Twiml: twiml, StatusCallback: 'http://my_host/x' }, 21609],
    [{ To: sales, From: line, Twiml: twiml, Record: 'perhaps' }, 20422],
    [{ To: '+15005550001', From: line, Twiml: twiml }, 21217],
    [{ To: '+15005550002', From: line, Twiml: twiml }, 21214],
    [{ To: '+15005550003', From: line, Twiml: twiml }, 21215],
    [{ To: '+15005550004', From: line, Twiml: twiml }, 21216],
    [{ To: sales, From: '+15005550001', Twiml: twiml }, 21212],
  ])('%j is refused with %i, and nothing is dialled', async (form, code) => {
    await using world = await startRest()

    const { status, body } = await world.ask('POST', `/2010-04-01/Accounts/${accountSid}/Calls.json`, form)

    expect(body).toEqual({
      code,
      message: expect.stringMatching(/^\S.*\.$/),
      more_info: `https://www.twilio.com/docs/errors/${code}`,
      status,
    })
    expect(status).toBe(400)
    expect(world.exchange.calls).toEqual([])
  })

  test('is told by the package as its own exception', async () => {
    await using world = await startRest()

    const refused = world.client.calls.create({ from: support, to: sales, twiml })

    await expect(refused).rejects.toBeInstanceOf(RestException)
    await expect(refused).rejects.toMatchObject({
      status: 400,
      code: 21210,
      moreInfo: expect.stringContaining('21210'),
    })
  })

  test('parameters nobody knows are ignored', async () => {
    await using world = await startRest()
    const form = { To: sales, From: line, Twiml: twiml, Colour: 'red' }
    expect((await world.ask('POST', `/2010-04-01/Accounts/${accountSid}/Calls.json`, form)).status).toBe(201)
  })

  test.each([
    ['GET', `/2010-04-01/Accounts/${accountSid}/calls.json`, 404, 20404],
    ['GET', `/2010-04-01/Accounts/AC${'9'.repeat(32)}/Calls.json`, 404, 20404],
    ['GET', `/2010-04-01/Accounts/${accountSid}/Calls/CA${'9'.repeat(32)}.json`, 404, 20404],
    ['DELETE', `/2010-04-01/Accounts/${accountSid}/Calls.json`, 405, 20004],
    ['PUT', `/2010-04-01/Accounts/${accountSid}/Calls.json`, 405, 20004],
    ['GET', `/2010-04-01/Accounts/${accountSid}/Calls.json?PageSize=1001`, 400, 20007],
    ['GET', `/2010-04-01/Accounts/${accountSid}/Calls.json?PageToken=PAwrong`, 400, 21481],
    ['GET', `/2010-04-01/Accounts/${accountSid}/Calls.json?StartTime=yesterday`, 400, 20422],
  ])('%s %s is answered with %i and %i', async (method, path, status, code) => {
    await using world = await startRest()
    expect(await world.ask(method, path)).toMatchObject({ status, body: { status, code } })
  })

  test('a body of two megabytes is refused unread', async () => {
    await using world = await startRest()
    const form = { Twiml: 'x'.repeat(2_000_000) }
    const answer = await world.ask('POST', `/2010-04-01/Accounts/${accountSid}/Calls.json`, form)
    expect(answer).toMatchObject({ status: 413, body: { code: 20413 } })
  })
})

describe('who asks', () => {
  const key = `SK${'2'.repeat(32)}`
  const secret = 'the secret of the key'
  const test_ = { accountSid: `AC${'3'.repeat(32)}`, authToken: 'the token for tests' }

  test('is the account, or one of its keys', async () => {
    await using world = await startRest({}, { credentials: { apiKeys: { [key]: secret } } })

    expect(await world.clientOf(key, secret).calls.list()).toEqual([])
    for (const [sid, wrong] of [
      [accountSid, 'wrong'],
      [key, 'wrong'],
      [key, authToken],
    ] as const) {
      await expect(world.clientOf(sid, wrong).calls.list()).rejects.toMatchObject({ status: 401, code: 20003 })
    }
    const path = `/2010-04-01/Accounts/${accountSid}/Calls.json`
    expect((await world.ask('GET', path, undefined, '')).headers.get('www-authenticate')).toBe(
      'Basic realm="Twilio API"',
    )
  })

  test('with test credentials gets an answer, and nothing comes of it', async () => {
    await using world = await startRest({}, { credentials: { test: test_ } })
    const client = world.clientOf(test_.accountSid, test_.authToken)

    const call = await client.calls.create({ from: '+15005550006', to: sales, twiml: '<Response/>' })

    expect(call.status).toBe('queued')
    expect(world.exchange.calls).toEqual([])
    await expect(client.calls.create({ from: line, to: sales, twiml: '<Response/>' })).rejects.toMatchObject({
      code: 21210,
    })
    await expect(client.conferences.list()).rejects.toMatchObject({ status: 403, code: 20008 })
  })

  test('too often within a second has to wait', async () => {
    await using world = await startRest({}, { settings: { restRequestsPerSecond: 2 } })

    await world.client.calls.list()
    await world.client.calls.list()
    await expect(world.client.calls.list()).rejects.toMatchObject({ status: 429, code: 20429 })
    await world.clock.advance(seconds(1))
    expect(await world.client.calls.list()).toEqual([])
  })
})

test('the same seed gives the same SIDs', async () => {
  const sidOf = async () => {
    await using world = await startRest({}, { seed: 42 })
    return (await world.client.calls.create({ from: line, to: sales, twiml: '<Response/>' })).sid
  }
  expect(await sidOf()).toBe(await sidOf())
})
