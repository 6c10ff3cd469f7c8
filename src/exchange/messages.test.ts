/** Messages between people and lines: reference twilio-platform.md §9.3 and §10. */
import { describe, expect, test } from 'vitest'
import { seconds } from '../clock/duration.ts'
import type { Line } from './index.ts'
import { caller, line, type Script, sales, startWorld } from './scripted-app.fixture.ts'

const nothing = { legs: [], timers: 0, recordings: [], work: [] }
const xml = (verbs: string) => `<Response>${verbs}</Response>`

async function startDesk(script: Script, more: Partial<Line> = {}) {
  const world = await startWorld(script, {
    line: (url) => ({
      messageUrl: `${url}/text`,
      messageFallbackUrl: `${url}/fallback`,
      isRegisteredForA2p: true,
      ...more,
    }),
  })
  const { exchange, clock } = world
  return {
    ...world,
    /** Somebody writes to the line, and all that follows within ten seconds has happened. */
    async write(body: string, more: { mediaUrls?: string[]; channel?: 'whatsapp' } = {}) {
      const message = exchange.sendMessage({ from: caller, to: line, body, ...more })
      await clock.advance(seconds(10))
      return message
    },
    /** What the person has on his phone. */
    got: () => exchange.messages.filter(({ direction }) => direction !== 'inbound').map(({ body }) => body),
    codes: () => world.findings().map(({ code }) => code),
  }
}

describe('somebody who writes to a line', () => {
  test('is answered by the app, which learns what he wrote in a signed request', async () => {
    await using world = await startDesk({ '/text': '<Message>You wrote to <![CDATA[Acme & Sons]]></Message>' })

    const message = await world.write('Are you open?')

    expect(message).toMatchObject({ direction: 'inbound', status: 'received', from: caller, to: line })
    expect(world.app.requests.map(({ method, isSigned }) => [method, isSigned])).toEqual([['POST', true]])
    expect(world.app.asked('/text')[0]).toEqual({
      MessageSid: message.messageSid,
      SmsSid: message.messageSid,
      SmsMessageSid: message.messageSid,
      AccountSid: world.exchange.accountSid,
      From: caller,
      To: line,
      Body: 'Are you open?',
      NumMedia: '0',
      NumSegments: '1',
      SmsStatus: 'received',
      ApiVersion: '2010-04-01',
      FromCity: '',
      FromState: '',
      FromZip: '',
      FromCountry: 'US',
      ToCity: '',
      ToState: '',
      ToZip: '',
      ToCountry: 'US',
    })
    expect(world.exchange.messages[1]).toMatchObject({
      direction: 'outbound-reply',
      from: line,
      to: caller,
      body: 'You wrote to Acme & Sons',
      status: 'delivered',
    })
    expect(world.exchange.leftovers()).toEqual(nothing)
  })

  test('may send pictures, whose addresses the app gets', async () => {
    await using world = await startDesk({ '/text': '' })

    const message = await world.write('', { mediaUrls: ['https://example.com/cat.jpg', 'https://example.com/a.pdf'] })

    expect(message.messageSid).toMatch(/^MM/)
    expect(world.app.asked('/text')[0]).toMatchObject({
      NumMedia: '2',
      MediaContentType0: 'image/jpeg',
      MediaContentType1: 'application/pdf',
      MediaUrl0: expect.stringMatching(/\/Messages\/MM[0-9a-f]{32}\/Media\/ME[0-9a-f]{32}$/),
    })
  })

  test('gets nothing when the app answers with nothing, and plain text as it is', async () => {
    const answers = [
      { headers: { 'content-type': 'text/xml' }, body: '' },
      { headers: { 'content-type': 'text/plain' }, body: 'Plainly\n' },
    ]
    await using world = await startDesk({ '/text': () => answers.shift() ?? '' })

    await world.write('One')
    expect(world.got()).toEqual([])
    await world.write('Two')
    expect(world.got()).toEqual(['Plainly'])
    expect(world.codes()).toEqual([])
  })

  test('is answered by several messages, pictures and redirects, in order', async () => {
    await using world = await startDesk({
      '/text':
        '<Message><Body>First</Body><Media>/cat.png</Media></Message><Redirect method="GET">/more</Redirect><Message>Never</Message>',
      '/more': `<Message to="${sales}" action="/sent" method="GET">Second</Message><Message>Never</Message>`,
      '/sent': '<Sms>Third</Sms>',
      '/cat.png': { headers: { 'content-type': 'image/png' }, body: 'a cat' },
    })

    await world.write('Hello')

    expect(world.got()).toEqual(['First', 'Second', 'Third'])
    expect(world.exchange.messages[1]).toMatchObject({ media: [{ contentType: 'image/png' }], status: 'delivered' })
    expect(world.exchange.messages[2]?.to).toBe(sales)
    expect(world.app.requests.filter(({ path }) => path === '/more').map(({ method }) => method)).toEqual(['GET'])
    expect(world.app.asked('/sent')[0]).toMatchObject({ MessageStatus: 'sending', Body: 'Hello' })
  })

  test.each([
    ['fails', { status: 500 }, 11200],
    ['is no document', { headers: { 'content-type': 'text/xml' }, body: '<Response>' }, 12100],
    ['has another root', { headers: { 'content-type': 'text/xml' }, body: '<Reply/>' }, 12102],
    ['is a picture', { headers: { 'content-type': 'image/png' }, body: 'x' }, 12300],
  ])('is answered by the fallback when the answer %s', async (_what, answer, code) => {
    await using world = await startDesk({ '/text': answer, '/fallback': '<Message>Later, please</Message>' })

    await world.write('Hello')

    expect(world.codes()).toEqual([code])
    expect(world.app.asked('/fallback')[0]).toMatchObject({
      Body: 'Hello',
      ErrorCode: String(code),
      ErrorUrl: `${world.app.url}/text`,
    })
    expect(world.got()).toEqual(['Later, please'])
  })

  test('is not answered when the fallback fails too', async () => {
    await using world = await startDesk({})
    await world.write('Hello')

    expect(world.codes()).toEqual([11200, 11200])
    expect(world.got()).toEqual([])
    expect(world.exchange.leftovers()).toEqual(nothing)
  })

  test('to a number that nobody has is told to nobody but the journal', async () => {
    await using world = await startDesk({})
    world.exchange.sendMessage({ from: caller, to: sales, body: 'Hello' })
    await world.clock.settle()

    expect(world.app.requests).toEqual([])
    expect(world.findings()).toMatchObject([{ message: 'No line has the number that was written to.' }])
  })

  test.each([
    ['to no number', '<Message to="nobody">Hello</Message>', 14101],
    ['from no number', '<Message from="nobody">Hello</Message>', 14102],
    ['of no words', '<Message/>', 14103],
    ['without end', `<Message>${'x'.repeat(1601)}</Message>`, 14103],
    ['from a number of somebody else', `<Message from="${sales}">Hello</Message>`, 14108],
    ['that is spoken', '<Say>Hello</Say>', 14110],
    ['with an unknown part', '<Message>Hello<Icon/></Message>', 12200],
  ])('is not sent a reply %s', async (_what, verbs, code) => {
    await using world = await startDesk({ '/text': verbs })
    await world.write('Hello')

    expect(world.codes()).toEqual([code])
    expect(world.got()).toEqual(code === 12200 ? ['Hello'] : [])
  })

  test('gets ten replies to a message and no more', async () => {
    await using world = await startDesk({ '/text': '<Message>Hello</Message>'.repeat(11) })
    await world.write('Hello')

    expect(world.got()).toHaveLength(10)
    expect(world.codes()).toEqual([14109])
  })

  test('hears from an app that redirects for ever no more after fifty documents', async () => {
    await using world = await startDesk({ '/text': '<Redirect/>' })
    await world.write('Hello')

    expect(world.app.asked('/text')).toHaveLength(50)
    expect(world.codes()).toEqual([14106])
  })
})

describe('keywords', () => {
  test('STOP is confirmed, told to the app, and keeps it from writing until START', async () => {
    await using world = await startDesk({ '/text': '<Message>Thank you</Message>' })

    await world.write(' stop ')
    expect(world.got()).toEqual([expect.stringMatching(/^You have successfully been unsubscribed/)])
    expect(world.app.asked('/text')[0]).toMatchObject({ Body: ' stop ' })
    expect(world.codes()).toEqual([21610])
    await world.write('Please stop')
    expect(world.codes()).toEqual([21610, 21610])

    await world.write('Start')
    expect(world.got().slice(1)).toEqual([expect.stringMatching(/re-subscribed/), 'Thank you'])
    await world.write('HELP')
    expect(world.got().slice(3)).toEqual([expect.stringMatching(/^Reply STOP/), 'Thank you'])
  })

  test('on a toll-free number only STOP, START and UNSTOP count', async () => {
    await using world = await startWorld({})
    const tollFree = '+18005550100'
    world.exchange.addLine({ number: tollFree })
    const write = async (body: string) => {
      world.exchange.sendMessage({ from: caller, to: tollFree, body })
      await world.clock.advance(seconds(5))
      return world.exchange.messages.filter(({ direction }) => direction !== 'inbound').length
    }

    expect([await write('QUIT'), await write('STOP'), await write('YES'), await write('UNSTOP')]).toEqual([0, 1, 1, 2])
  })

  test('mean nothing on WhatsApp', async () => {
    await using world = await startDesk({ '/text': '<Message>Still here</Message>' })
    await world.write('STOP', { channel: 'whatsapp' })

    expect(world.app.asked('/text')[0]).toMatchObject({
      From: `whatsapp:${caller}`,
      To: `whatsapp:${line}`,
      WaId: caller.slice(1),
    })
    expect(world.got()).toEqual(['Still here'])
    expect(world.exchange.messages[1]).toMatchObject({ from: `whatsapp:${line}`, status: 'delivered' })
  })
})

test('two lines that answer each other are stopped', async () => {
  const other = '+12025550177'
  await using world = await startDesk({ '/text': '<Message>And you?</Message>' })
  world.exchange.addLine({ number: other, messageUrl: `${world.app.url}/text`, isRegisteredForA2p: true })

  world.exchange.sendMessage({ from: other, to: line, body: 'How are you?' })
  await world.clock.advance(seconds(120))

  expect(world.codes()).toContain(14107)
  expect(world.exchange.leftovers()).toEqual(nothing)
})

test('a line whose application is gone asks nobody', async () => {
  await using world = await startDesk({ '/text': '' }, { messageApplicationSid: `AP${'9'.repeat(32)}` })
  await world.write('Hello')

  expect(world.app.requests).toEqual([])
})

test('only as many messages are remembered as the exchange is told to, with their events', async () => {
  const settings = { keepMessages: 10 }
  await using world = await startWorld({}, { exchange: { settings } })
  for (let count = 0; count < 100; count++) {
    world.exchange.sendMessage({ from: caller, to: line, body: String(count) })
    await world.clock.settle()
  }

  const { messages, journal } = world.exchange
  expect(messages.length).toBeLessThan(15)
  expect(messages.at(-1)?.body).toBe('99')
  const remembered = journal.events.filter(({ kind }) => kind === 'message-received')
  expect(remembered).toHaveLength(messages.length)
})

test('an exchange that closes forgets what is on its way', async () => {
  await using world = await startDesk({ '/text': 'never' })
  world.exchange.sendMessage({ from: caller, to: line, body: 'Hello' })
  world.exchange.sendMessage({ from: caller, to: line, body: 'STOP' })
  await world.exchange.close()
  await world.clock.settle()

  expect(world.exchange.leftovers()).toEqual(nothing)
  expect(world.clock.pending).toBe(0)
})

test('a number of a messaging service is answered by the service', async () => {
  await using world = await startDesk({ '/text': xml(''), '/service': '<Message>Of the service</Message>' })
  const sid = `MG${'1'.repeat(32)}`
  world.exchange.addMessagingService({ sid, senders: [line], inboundRequestUrl: `${world.app.url}/service` })
  await world.write('Hello')

  expect(world.app.asked('/text')).toEqual([])
  expect(world.app.asked('/service')[0]).toMatchObject({ MessagingServiceSid: sid })
  expect(world.got()).toEqual(['Of the service'])

  world.exchange.addMessagingService({ sid, senders: [line] })
  await world.write('Hello?')
  expect(world.app.requests).toHaveLength(1)
})
