/** Who calls: phones that withhold their number, SIP devices and browsers. twiml-voice.md §3.1 and §12. */
import { describe, expect, test } from 'vitest'
import { line, sales, startWorld } from './scripted-app.fixture.ts'

const applicationSid = `AP${'1'.repeat(32)}`

describe('a caller who withholds the number', () => {
  test.each([
    ['anonymous', '+266696687'],
    ['restricted', '+7378742833'],
    ['blocked', '+2562533'],
    ['unknown', '+8656696'],
    ['unavailable', '+86282452253'],
  ])('and is %s comes as that word on the keys of a phone', async (from, shown) => {
    await using world = await startWorld({ '/voice': '<Say>Hello</Say>' })
    world.exchange.placeCall({ from, to: line })
    await world.clock.settle()

    expect(world.app.asked('/voice')[0]).toMatchObject({
      From: shown,
      Caller: shown,
      FromCountry: '',
      StirVerstat: 'No-TN-Validation',
    })
  })

  test('comes as the word itself when the exchange is set so, and may be passed on', async () => {
    await using world = await startWorld(
      { '/voice': `<Dial>${sales}</Dial>` },
      { exchange: { settings: { withheldCallerIds: 'words' } } },
    )
    world.exchange.placeCall({ from: 'anonymous', to: line })
    await world.clock.settle()

    expect(world.app.asked('/voice')[0]).toMatchObject({ From: 'anonymous', StirVerstat: 'No-TN-Validation' })
    expect(world.callee(sales)).toMatchObject({ from: 'anonymous', status: 'ringing' })
  })
})

describe('a SIP device that calls', () => {
  test('reaches the line whose number it dialled, with its headers, and is told by whole addresses', async () => {
    await using world = await startWorld({ '/voice': '<Gather numDigits="1" action="/menu"/>', '/menu': '' })
    const call = world.exchange.placeCall({
      from: 'sip:alice@office.example.com',
      to: line,
      parameters: { 'X-Ticket': '42', 'User-to-User': 'a1', Subject: 'not sent on' },
    })
    await world.clock.settle()
    call.press('1')
    await world.clock.settle()

    const [first] = world.app.asked('/voice')
    expect(first).toMatchObject({
      From: 'sip:alice@office.example.com',
      To: `sip:${line}@hookswitch.sip.twilio.com`,
      SipCallId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      SipDomain: 'hookswitch.sip.twilio.com',
      SipSourceIp: '203.0.113.7',
      'SipHeader_X-Ticket': '42',
      'SipHeader_User-to-User': 'a1',
    })
    expect(first).not.toHaveProperty('SipHeader_Subject')
    expect(first).not.toHaveProperty('StirVerstat')
    expect(world.app.asked('/menu')[0]).not.toHaveProperty('SipDomain')
  })

  test('reaches a line that is set up under a SIP address', async () => {
    await using world = await startWorld(
      { '/desk': '<Say>Desk</Say>' },
      { line: (url) => ({ number: 'sip:desk@acme.sip.twilio.com', voiceUrl: `${url}/desk` }) },
    )
    const call = world.exchange.placeCall({ from: 'sip:alice@office.example.com', to: 'sip:desk@acme.sip.twilio.com' })
    await world.clock.settle()

    expect(world.heard(call.callSid)).toEqual(['Desk'])
    expect(world.app.asked('/desk')[0]).toMatchObject({ SipDomain: 'acme.sip.twilio.com' })
  })
})

describe('a client that calls', () => {
  const answered = { '/client': '<Gather numDigits="1" action="/menu"/>', '/menu': '', '/over': { status: 204 } }

  async function startApplication() {
    const world = await startWorld(answered)
    const { url } = world.app
    world.exchange.addApplication({ sid: applicationSid, voiceUrl: `${url}/client`, statusCallback: `${url}/over` })
    return world
  }

  test('reaches its application with what it was given, without a To and without a place', async () => {
    await using world = await startApplication()
    const call = world.exchange.placeCall({
      from: 'client:alice',
      applicationSid,
      parameters: { ticket: '42', CallSid: 'another' },
    })
    await world.clock.settle()
    call.press('1')
    await world.clock.settle()

    const [first] = world.app.asked('/client')
    expect(first).toMatchObject({
      From: 'client:alice',
      To: '',
      ApplicationSid: applicationSid,
      ticket: '42',
      CallSid: call.callSid,
      Direction: 'inbound',
      CallStatus: 'ringing',
    })
    expect(Object.keys(first ?? {}).filter((name) => /(City|State|Zip|Country|StirVerstat)$/.test(name))).toEqual([])
    expect(world.app.asked('/menu')[0]).toMatchObject({ ApplicationSid: applicationSid })
    expect(world.app.asked('/menu')[0]).not.toHaveProperty('ticket')
    expect(world.app.asked('/over')[0]).toMatchObject({ CallStatus: 'completed' })
  })

  test('has the To that its own app gave it', async () => {
    await using world = await startApplication()
    world.exchange.placeCall({ from: 'client:alice', applicationSid, parameters: { To: sales } })
    await world.clock.settle()

    expect(world.app.asked('/client')[0]).toMatchObject({ To: sales, Called: sales })
  })

  test('cannot reach an application that nobody has made', async () => {
    await using world = await startWorld({})
    const call = world.exchange.placeCall({ from: 'client:alice', applicationSid })
    await world.clock.settle()

    expect(call.status).toBe('failed')
    expect(world.findings().map(({ message }) => message)).toEqual(['No application has that SID.'])
  })
})
