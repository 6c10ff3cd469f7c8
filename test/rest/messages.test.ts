/** Messages through the REST interface, with the official package: reference twilio-platform.md §9–§12. */
import { describe, expect, test } from 'vitest'
import { minutes, seconds } from '../../src/clock/duration.ts'
import type { ExchangeOptions, MessageParty } from '../../src/exchange/index.ts'
import { accountSid, caller, line, sales } from '../../src/exchange/scripted-app.fixture.ts'
import { schemaErrors, startRest } from './world.ts'

const base = `/2010-04-01/Accounts/${accountSid}`
const nothing = { legs: [], timers: 0, recordings: [], work: [] }
const told = { '/told': { status: 204 } }
const service = `MG${'1'.repeat(32)}`

/** The line may write to the United States, and the app answers callbacks. */
async function startDesk(script: Parameters<typeof startRest>[0] = {}, options: Partial<ExchangeOptions> = {}) {
  const world = await startRest({ ...told, ...script }, options)
  world.exchange.registerSender(line)
  return {
    ...world,
    statuses: () => world.app.asked('/told').map(({ MessageStatus, ErrorCode }) => [MessageStatus, ErrorCode]),
    statusCallback: `${world.app.url}/told`,
  }
}

describe('a message sent by the official package', () => {
  test('is queued, sent and delivered, and the app is told of each step', async () => {
    await using world = await startDesk()
    const { statusCallback } = world

    const message = await world.client.messages.create({ from: line, to: caller, body: 'See you at 9', statusCallback })
    expect(message).toMatchObject({
      status: 'queued',
      direction: 'outbound-api',
      from: line,
      to: caller,
      body: 'See you at 9',
      numSegments: '1',
      numMedia: '0',
      errorCode: null,
    })
    expect(message.sid).toMatch(/^SM/)
    expect(message.dateSent).toBeNull()
    await world.clock.advance(seconds(5))

    expect(await world.client.messages(message.sid).fetch()).toMatchObject({
      status: 'delivered',
      dateSent: expect.any(Date),
    })
    const common = {
      MessageSid: message.sid,
      SmsSid: message.sid,
      AccountSid: accountSid,
      From: line,
      To: caller,
      ApiVersion: '2010-04-01',
    }
    expect(world.app.asked('/told')).toEqual([
      { ...common, MessageStatus: 'sent', SmsStatus: 'sent' },
      { ...common, MessageStatus: 'delivered', SmsStatus: 'delivered', RawDlrDoneDate: '2601051500' },
    ])
    expect(world.app.requests.every(({ isSigned }) => isSigned)).toBe(true)
    expect(world.exchange.leftovers()).toEqual(nothing)
  })

  test.each<[string, MessageParty, (readonly [string, string | undefined])[]]>([
    [
      'a phone that is off',
      { kind: 'unreachable' },
      [
        ['sent', undefined],
        ['undelivered', '30003'],
      ],
    ],
    [
      'nobody',
      { kind: 'unknown' },
      [
        ['sent', undefined],
        ['undelivered', '30005'],
      ],
    ],
    [
      'a landline',
      { kind: 'landline' },
      [
        ['sent', undefined],
        ['undelivered', '30006'],
      ],
    ],
    [
      'a carrier that takes it for spam',
      { kind: 'filtered' },
      [
        ['sent', undefined],
        ['undelivered', '30007'],
      ],
    ],
    [
      'a carrier that is congested',
      { kind: 'undelivered', code: 30017 },
      [
        ['sent', undefined],
        ['undelivered', '30017'],
      ],
    ],
    ['a country that is not reached', { kind: 'fails', code: 30008 }, [['failed', '30008']]],
    ['a carrier without receipts', { kind: 'no-receipt' }, [['sent', undefined]]],
  ])('to %s ends as that makes it', async (_who, party, statuses) => {
    await using world = await startDesk()
    const { statusCallback } = world
    world.exchange.setMessageParty(sales, party)

    const { sid } = await world.client.messages.create({ from: line, to: sales, body: 'Hello', statusCallback })
    await world.clock.advance(seconds(60))

    expect(world.statuses()).toEqual(statuses)
    const after = await world.client.messages(sid).fetch()
    const [status, code] = statuses.at(-1) ?? []
    expect([after.status, after.errorCode]).toEqual([status, code === undefined ? null : Number(code)])
    if (code !== undefined) expect(after.errorMessage).toMatch(/^[A-Z]/)
    expect(world.exchange.leftovers()).toEqual(nothing)
  })

  test('from a long code that is not registered does not reach the United States, but other countries', async () => {
    await using world = await startRest(told)
    const send = (to: string) => world.client.messages.create({ from: line, to, body: 'Hello' })
    const home = await send(caller)
    const abroad = await send('+442079460123')
    const magic = await world.client.messages.create({ from: '+15005550006', to: caller, body: 'Hello' })
    await world.clock.advance(seconds(5))

    expect(await world.client.messages(home.sid).fetch()).toMatchObject({ status: 'failed', errorCode: 30034 })
    expect(world.findings()).toMatchObject([{ code: 30034, docs: '/docs/network-errors.md#30034' }])
    expect([
      (await world.client.messages(abroad.sid).fetch()).status,
      (await world.client.messages(magic.sid).fetch()).status,
    ]).toEqual(['delivered', 'delivered'])
    world.exchange.addLine({ number: line, isRegisteredForA2p: true })
    const again = await send(caller)
    await world.clock.advance(seconds(5))
    expect((await world.client.messages(again.sid).fetch()).status).toBe('delivered')
  })

  test('nobody asks for registration when the exchange is told not to care', async () => {
    await using world = await startRest(told, { settings: { a2pRegistration: 'ignored' } })
    const message = await world.client.messages.create({ from: line, to: caller, body: 'Hello' })
    await world.clock.advance(seconds(5))

    expect((await world.client.messages(message.sid).fetch()).status).toBe('delivered')
  })

  test('of many parts says so, and waits for its turn or expires', async () => {
    await using world = await startDesk({}, { settings: { segmentsPerSecond: 1 } })
    const { statusCallback } = world
    const long = await world.client.messages.create({ from: line, to: caller, body: 'x'.repeat(459) })
    const second = await world.client.messages.create({ from: line, to: caller, body: 'ж', validityPeriod: 3 })
    const third = await world.client.messages.create({
      from: line,
      to: caller,
      body: 'Late',
      validityPeriod: 3,
      statusCallback,
    })

    expect([long.numSegments, second.numSegments]).toEqual(['3', '1'])
    await world.clock.advance(seconds(3))
    expect((await world.client.messages(second.sid).fetch()).status).toBe('queued')
    await world.clock.advance(seconds(5))
    expect((await world.client.messages(second.sid).fetch()).status).toBe('delivered')
    expect(await world.client.messages(third.sid).fetch()).toMatchObject({ status: 'failed', errorCode: 30036 })
    expect(world.statuses()).toEqual([['failed', '30036']])
  })

  test('with pictures has them fetched, listed and thrown away', async () => {
    await using world = await startDesk({ '/cat.png': { headers: { 'content-type': 'image/png' }, body: 'a cat' } })
    const url = `${world.app.url}/cat.png`
    const message = await world.client.messages.create({ from: line, to: caller, mediaUrl: [url, url] })
    expect([message.sid.slice(0, 2), message.numMedia]).toEqual(['MM', '2'])
    await world.clock.advance(seconds(5))

    expect((await world.client.messages(message.sid).fetch()).status).toBe('delivered')
    const [media] = await world.client.messages(message.sid).media.list()
    expect(media).toMatchObject({ contentType: 'image/png', parentSid: message.sid })
    const file = `${world.origin}${base}/Messages/${message.sid}/Media/${media?.sid}`
    const authorization = `Basic ${Buffer.from(`${accountSid}:${world.exchange.authToken}`).toString('base64')}`
    const answer = await fetch(file, { redirect: 'manual', headers: { authorization } })
    expect([answer.status, answer.headers.get('location')]).toEqual([307, url])
    expect(
      await world.client
        .messages(message.sid)
        .media(media?.sid ?? '')
        .remove(),
    ).toBe(true)
    expect(await world.client.messages(message.sid).media.list()).toHaveLength(1)
    expect((await world.client.messages(message.sid).fetch()).numMedia).toBe('1')
  })

  test('with a picture that is not there fails', async () => {
    await using world = await startDesk()
    const { statusCallback } = world
    await world.client.messages.create({
      from: line,
      to: caller,
      mediaUrl: [`${world.app.url}/gone.jpg`],
      statusCallback,
    })
    await world.clock.advance(seconds(5))

    expect(world.statuses()).toEqual([['failed', '11200']])
  })

  test('is told of as bad weather has it', async () => {
    await using world = await startDesk()
    world.exchange.weather({ duplicate: 1 })
    const { statusCallback } = world
    await world.client.messages.create({ from: line, to: caller, body: 'Hello', statusCallback })
    await world.clock.advance(seconds(5))

    expect(world.statuses().map(([status]) => status)).toEqual(['sent', 'sent', 'delivered', 'delivered'])
  })

  test('takes its callback from an application when it names none itself', async () => {
    await using world = await startDesk()
    const applicationSid = `AP${'1'.repeat(32)}`
    world.exchange.addApplication({ sid: applicationSid, messageStatusCallback: world.statusCallback })
    await world.client.messages.create({ from: line, to: caller, body: 'Hello', applicationSid })
    await world.clock.advance(seconds(5))

    expect(world.statuses()).toHaveLength(2)
  })
})

describe('a message of a service', () => {
  test('is accepted, gets a sender, and keeps it for the same person', async () => {
    await using world = await startDesk()
    world.exchange.addLine({ number: sales, isRegisteredForA2p: true })
    const { statusCallback } = world
    world.exchange.addMessagingService({ sid: service, senders: [sales, line], statusCallback })
    const send = (more: { from?: string } = {}) =>
      world.client.messages.create({ messagingServiceSid: service, to: caller, body: 'Hello', ...more })

    const first = await send({ from: line })
    await world.clock.advance(seconds(5))
    const second = await send()
    expect(second).toMatchObject({ status: 'accepted', from: null, numSegments: '0', messagingServiceSid: service })
    await world.clock.advance(seconds(5))

    expect([
      (await world.client.messages(first.sid).fetch()).from,
      (await world.client.messages(second.sid).fetch()).from,
    ]).toEqual([line, line])
    expect(world.statuses().map(([status]) => status)).toEqual(Array(2).fill(['queued', 'sent', 'delivered']).flat())
  })

  test('waits for its hour, or is canceled before', async () => {
    await using world = await startDesk()
    const { statusCallback } = world
    world.exchange.addMessagingService({ sid: service, senders: [line] })
    const sendAt = new Date(world.clock.now() + minutes(20))
    const schedule = () =>
      world.client.messages.create({
        messagingServiceSid: service,
        to: caller,
        body: 'Later',
        scheduleType: 'fixed',
        sendAt,
        statusCallback,
      })

    const kept = await schedule()
    const canceled = await schedule()
    expect(kept.status).toBe('scheduled')
    await expect(world.client.messages(kept.sid).remove()).rejects.toMatchObject({ code: 20009 })
    expect((await world.client.messages(canceled.sid).update({ status: 'canceled' })).status).toBe('canceled')
    await world.clock.advance(minutes(20) - 1)
    expect((await world.client.messages(kept.sid).fetch()).status).toBe('scheduled')
    await world.clock.advance(seconds(10))

    expect((await world.client.messages(kept.sid).fetch()).status).toBe('delivered')
    expect((await world.client.messages(canceled.sid).fetch()).status).toBe('canceled')
    await expect(world.client.messages(kept.sid).update({ status: 'canceled' })).rejects.toMatchObject({ code: 30409 })
    expect(world.exchange.leftovers()).toEqual(nothing)
  })

  test('that waits for its hour is not sent to somebody who said STOP meanwhile', async () => {
    await using world = await startDesk()
    world.exchange.addMessagingService({ sid: service, senders: [line] })
    const sendAt = new Date(world.clock.now() + minutes(20))
    const schedule = { messagingServiceSid: service, to: caller, body: 'Later', scheduleType: 'fixed', sendAt } as const
    const { sid } = await world.client.messages.create(schedule)
    world.exchange.sendMessage({ from: caller, to: line, body: 'STOP' })
    await world.clock.advance(minutes(21))

    expect(await world.client.messages(sid).fetch()).toMatchObject({ status: 'failed', errorCode: 21610 })
  })

  test('is blocked for all of its numbers by one STOP', async () => {
    await using world = await startDesk()
    world.exchange.addLine({ number: sales, isRegisteredForA2p: true })
    world.exchange.addMessagingService({ sid: service, senders: [line, sales] })
    world.exchange.sendMessage({ from: caller, to: line, body: 'STOP' })
    await world.clock.advance(seconds(5))

    const send = (more: object) => world.client.messages.create({ to: caller, body: 'Hello', ...more })
    await expect(send({ messagingServiceSid: service })).rejects.toMatchObject({ code: 21610 })
    await expect(send({ from: sales })).rejects.toMatchObject({ code: 21610 })
  })
})

describe('a message on WhatsApp', () => {
  const from = `whatsapp:${line}`
  const to = `whatsapp:${caller}`

  test('reaches people freely for a day after they wrote, and by template at any time', async () => {
    await using world = await startDesk({ '/text': '' })
    world.exchange.addLine({ number: line, messageUrl: `${world.app.url}/text` })
    world.exchange.setMessageParty(to, { kind: 'reads', afterSeconds: 2 })
    const { statusCallback } = world
    const send = async (more: object) => {
      const message = await world.client.messages.create({ from, to, statusCallback, ...more })
      await world.clock.advance(seconds(10))
      return await world.client.messages(message.sid).fetch()
    }

    expect(await send({ body: 'Hello' })).toMatchObject({ status: 'failed', errorCode: 63016 })
    expect(world.app.asked('/told')[0]).toMatchObject({ ChannelPrefix: 'whatsapp', ErrorCode: '63016' })
    const template = { contentSid: `HX${'1'.repeat(32)}`, contentVariables: '{"1":"9 am"}' }
    expect((await send(template)).status).toBe('read')
    expect(world.app.asked('/told').at(-1)).toMatchObject({ MessageStatus: 'read', EventType: 'READ' })
    expect(await send({ body: 'Did you read it?' })).toMatchObject({ errorCode: 63016 })
    world.exchange.sendMessage({ from: caller, to: line, body: 'Yes', channel: 'whatsapp' })
    expect((await send({ body: 'Thank you' })).status).toBe('read')
    await world.clock.advance(minutes(24 * 60))
    expect(await send({ body: 'Still there?' })).toMatchObject({ errorCode: 63016 })
  })
})

describe('messages', () => {
  test('are listed by sender, recipient and day, a page at a time, with those of people', async () => {
    await using world = await startDesk()
    for (const to of [caller, sales, caller]) await world.client.messages.create({ from: line, to, body: `To ${to}` })
    world.exchange.sendMessage({ from: caller, to: line, body: 'Hello' })
    await world.clock.advance(seconds(5))
    const directions = async (filter: object) =>
      (await world.client.messages.list({ pageSize: 1, ...filter })).map(({ direction }) => direction)

    expect(await directions({})).toEqual(['inbound', 'outbound-api', 'outbound-api', 'outbound-api'])
    expect(await directions({ to: caller })).toHaveLength(2)
    expect(await directions({ from: caller })).toEqual(['inbound'])
    expect(await directions({ dateSent: new Date(world.clock.now()) })).toHaveLength(4)
    expect(await directions({ dateSentBefore: new Date(world.clock.now() - minutes(60 * 24)) })).toEqual([])
  })

  test('are redacted, judged and deleted when they are done', async () => {
    await using world = await startDesk()
    const message = await world.client.messages.create({ from: line, to: caller, body: 'A secret' })
    await expect(world.client.messages(message.sid).update({ body: '' })).rejects.toMatchObject({ code: 20009 })
    await world.clock.advance(seconds(5))

    expect(await world.client.messages(message.sid).update({ body: '' })).toMatchObject({
      body: '',
      status: 'delivered',
      numSegments: '1',
    })
    await expect(world.client.messages(message.sid).update({ body: 'Something else' })).rejects.toMatchObject({
      status: 400,
    })
    const feedback = await world.client.messages(message.sid).feedback.create({ outcome: 'unconfirmed' })
    expect(feedback).toMatchObject({ messageSid: message.sid, outcome: 'unconfirmed' })
    expect(await world.client.messages(message.sid).remove()).toBe(true)
    await expect(world.client.messages(message.sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 })
  })

  test('have the shape the network documents', async () => {
    await using world = await startDesk({ '/a.pdf': { headers: { 'content-type': 'application/pdf' }, body: 'x' } })
    const form = { From: line, To: caller, Body: 'Hello', MediaUrl: `${world.app.url}/a.pdf` }
    const created = await world.ask('POST', `${base}/Messages.json`, form)
    await world.clock.advance(seconds(5))
    const uri = `${base}/Messages/${created.body.sid}`
    const list = await world.ask('GET', `${uri}/Media.json`)

    expect([created.status, schemaErrors('CreateMessage', created.body)]).toEqual([201, []])
    expect(schemaErrors('ListMessage', (await world.ask('GET', `${base}/Messages.json`)).body)).toEqual([])
    expect(schemaErrors('UpdateMessage', (await world.ask('POST', `${uri}.json`, { Body: '' })).body)).toEqual([])
    expect(schemaErrors('ListMedia', list.body)).toEqual([])
    const media = await world.ask('GET', list.body.media_list[0].uri)
    expect(schemaErrors('FetchMedia', media.body)).toEqual([])
    const feedback = await world.ask('POST', `${uri}/Feedback.json`, { Outcome: 'confirmed' })
    expect([feedback.status, schemaErrors('CreateMessageFeedback', feedback.body)]).toEqual([200, []])
  })
})

describe('what a message cannot be', () => {
  const good = { From: line, To: caller, Body: 'Hello' }
  const scheduled = { MessagingServiceSid: service, To: caller, Body: 'Hello', ScheduleType: 'fixed' }
  const soon = '2026-01-05T15:10:00Z'

  test.each<[string, Record<string, string>, number]>([
    ['to nobody', { ...good, To: '' }, 21604],
    ['to no number', { ...good, To: 'nobody' }, 21211],
    ['to a number that is none', { ...good, To: '+15005550001' }, 21211],
    ['to a number out of reach', { ...good, To: '+15005550002' }, 21612],
    ['to a region that is off', { ...good, To: '+15005550003' }, 21408],
    ['to one who is blocked', { ...good, To: '+15005550004' }, 21610],
    ['to a landline', { ...good, To: '+15005550009' }, 21614],
    ['from nobody', { ...good, From: '' }, 21603],
    ['from no number', { ...good, From: '!' }, 21212],
    ['from a number that is none', { ...good, From: '+15005550001' }, 21212],
    ['from a number of somebody else', { ...good, From: sales }, 21606],
    ['from a number that is not for messages', { ...good, From: '+15005550007' }, 21606],
    ['from a number with a full queue', { ...good, From: '+15005550008' }, 21611],
    ['from itself', { ...good, To: line }, 21266],
    ['from a name to North America', { ...good, From: 'ACME' }, 21612],
    ['without words', { From: line, To: caller }, 21602],
    ['too long', { ...good, Body: 'x'.repeat(1601) }, 21617],
    ['with a picture that has no address', { ...good, MediaUrl: 'cat.png' }, 21620],
    ['told to no address', { ...good, StatusCallback: 'nowhere' }, 21609],
    ['told to a host with an underscore', { ...good, StatusCallback: 'https://a_b.example.com' }, 21609],
    ['of an application that is none', { ...good, ApplicationSid: `AP${'9'.repeat(32)}` }, 21218],
    ['of a service that is none', { ...good, MessagingServiceSid: `MG${'9'.repeat(32)}` }, 21701],
    ['of a service its sender is not in', { ...good, From: caller, To: sales, MessagingServiceSid: service }, 21711],
    ['valid for no time', { ...good, ValidityPeriod: '0' }, 21624],
    ['valid too long', { ...good, ValidityPeriod: '36001' }, 21624],
    ['of a template that is none', { ...good, ContentSid: 'HX1' }, 21655],
    ['with variables that are no map', { ...good, ContentVariables: '["9"]' }, 21656],
    ['with a second sender', { ...good, FallbackFrom: line }, 21664],
    ['across channels', { ...good, To: `whatsapp:${caller}` }, 21910],
    ['from no WhatsApp sender', { ...good, From: `whatsapp:${sales}`, To: `whatsapp:${caller}` }, 63007],
    ['scheduled without a service', { ...good, ScheduleType: 'fixed', SendAt: soon }, 35118],
    ['scheduled for no time', scheduled, 35111],
    ['scheduled for some time', { ...scheduled, SendAt: 'tomorrow' }, 35114],
    ['scheduled too soon', { ...scheduled, SendAt: soon }, 35114],
    ['scheduled too late', { ...scheduled, SendAt: '2026-02-10T15:00:00Z' }, 35114],
  ])('%s', async (_what, form, code) => {
    await using world = await startDesk()
    world.exchange.addMessagingService({ sid: service, senders: [line] })
    const answer = await world.ask('POST', `${base}/Messages.json`, form)

    expect([answer.status, answer.body.code]).toEqual([400, code])
    expect(world.exchange.messages).toEqual([])
    expect(world.exchange.leftovers()).toEqual(nothing)
  })

  test('sent on trial to a number that is not verified', async () => {
    await using world = await startDesk({}, { settings: { trial: true }, verifiedNumbers: [sales] })
    const send = (to: string) => world.client.messages.create({ from: line, to, body: 'Hello' })

    await expect(send(caller)).rejects.toMatchObject({ code: 21608 })
    expect((await send(sales)).status).toBe('queued')
  })

  test('more than ten pictures', async () => {
    await using world = await startDesk()
    const mediaUrl = Array.from({ length: 11 }, () => 'https://example.com/a.png')
    await expect(world.client.messages.create({ from: line, to: caller, mediaUrl })).rejects.toMatchObject({
      code: 21623,
    })
  })

  test('anything but an appearance with the credentials for tests', async () => {
    const test = { accountSid: `AC${'7'.repeat(32)}`, authToken: 'test-token' }
    await using world = await startDesk({}, { credentials: { test } })
    const client = world.clientOf(test.accountSid, test.authToken)

    expect((await client.messages.create({ from: '+15005550006', to: caller, body: 'Hello' })).status).toBe('queued')
    await expect(client.messages.create({ from: line, to: caller, body: 'Hello' })).rejects.toMatchObject({
      code: 21606,
    })
    expect(world.exchange.messages).toEqual([])
  })
})
