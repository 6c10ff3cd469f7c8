/** Apps without a number, put through to by Dial: twiml-voice.md §5.6. */
import { describe, expect, test } from 'vitest'
import { seconds } from '../clock/duration.ts'
import { caller, line, sales, startWorld } from './scripted-app.fixture.ts'

const sid = `AP${'1'.repeat(32)}`
const nothing = { legs: [], timers: 0, recordings: [], work: [] }
const dialled = `<Dial action="/dialled"><Application customerId="acme"><ApplicationSid>${sid}</ApplicationSid>
  <Parameter name="ticket" value="42"/></Application></Dial>`

async function startApplication(script: Parameters<typeof startWorld>[0]) {
  const world = await startWorld({ '/voice': dialled, '/dialled': '<Say>Back again</Say>', ...script })
  const { url } = world.app
  world.exchange.addApplication({
    sid,
    voiceUrl: `${url}/application`,
    fallbackUrl: `${url}/fallback`,
    statusCallback: `${url}/over`,
  })
  return world
}

describe('a Dial to an application', () => {
  const menu = '<Gather numDigits="1" action="/chosen"><Say>Press a key</Say></Gather>'

  test('lets the caller hear it and press keys for it, and goes on when its document ends', async () => {
    await using world = await startApplication({
      '/application': menu,
      '/chosen': '<Say>Thank you</Say>',
      '/over': { status: 204 },
    })
    const call = await world.ringUp()
    const child = world.callee(sid)
    expect(world.heard(call.callSid)).toEqual(['Press a key'])
    expect(call.snapshot().awaiting).toBe('keys')

    await world.clock.advance(seconds(1))
    call.press('7')
    await world.clock.advance(seconds(3))

    expect(world.app.asked('/application')[0]).toMatchObject({
      CallSid: child.callSid,
      ParentCallSid: call.callSid,
      From: caller,
      To: sid,
      Direction: 'outbound-dial',
      CallStatus: 'ringing',
      ApplicationSid: sid,
      Param_ticket: '42',
      CustomerId: 'acme',
    })
    expect(world.app.asked('/chosen')[0]).toMatchObject({ Digits: '7', CallSid: child.callSid })
    expect(world.heard(call.callSid)).toEqual(['Press a key', 'Thank you', 'Back again'])
    expect(world.app.asked('/dialled')[0]).toMatchObject({
      DialCallStatus: 'completed',
      DialCallSid: child.callSid,
      DialCallDuration: '2',
      DialBridged: 'true',
    })
    expect(world.app.asked('/over')[0]).toMatchObject({ CallSid: child.callSid, CallStatus: 'completed' })
    expect(world.exchange.leftovers()).toEqual(nothing)
  })

  test('lets it hear what the caller says', async () => {
    await using world = await startApplication({
      '/application': '<Gather input="speech" speechTimeout="1" action="/said"/>',
      '/said': '<Hangup/>',
    })
    const call = await world.ringUp()
    call.speak('talk to sales', { seconds: 2, confidence: 0.8 })
    await world.clock.advance(seconds(3))

    expect(world.app.asked('/said')[0]).toMatchObject({ SpeechResult: 'talk to sales', Confidence: '0.8' })
    const [said] = world.exchange.journal.events.filter((event) => event.kind === 'speech-heard')
    expect(said).toMatchObject({ callSid: call.callSid, heeded: true })
  })

  test('lets it put the caller through to somebody else', async () => {
    await using world = await startApplication({ '/application': `<Dial callerId="${line}">${sales}</Dial>` })
    const call = await world.ringUp()
    world.callee(sales).answer()
    await world.clock.advance(seconds(5))
    expect(call.status).toBe('in-progress')
    world.callee(sales).hangUp()
    await world.clock.advance(seconds(1))

    expect(world.heard(call.callSid)).toEqual(['Back again'])
  })

  test('shows it the number that was called when that is wished, and the account when no customer is named', async () => {
    await using world = await startApplication({
      '/voice': `<Dial><Application copyParentTo="true">${sid}</Application></Dial>`,
      '/application': '',
    })
    await world.ringUp()

    expect(world.app.asked('/application')[0]).toMatchObject({ To: line, CustomerId: world.exchange.accountSid })
  })

  test('ends with the caller, in the middle of a sentence', async () => {
    await using world = await startApplication({ '/application': '<Say>One two three four five six</Say>' })
    const call = await world.ringUp()
    await world.clock.advance(seconds(1))
    call.hangUp()
    await world.clock.settle()

    expect(world.callee(sid).status).toBe('completed')
    expect(world.app.asked('/dialled')[0]).toMatchObject({ CallStatus: 'completed', DialCallStatus: 'completed' })
    expect(world.exchange.leftovers()).toEqual(nothing)
  })

  test('can be ended by the caller with the star', async () => {
    await using world = await startApplication({
      '/voice': dialled.replace('<Dial', '<Dial hangupOnStar="true"'),
      '/application': '<Gather/>',
    })
    const call = await world.ringUp()
    call.press('*')
    await world.clock.settle()

    expect(world.callee(sid).status).toBe('completed')
    expect(world.heard(call.callSid)).toEqual(['Back again'])
  })

  test.each([
    ['refuses as busy', '<Reject reason="busy"/>', 'busy'],
    ['refuses', '<Reject/>', 'no-answer'],
    ['never answers', '<Pause length="2"/>', 'no-answer'],
  ])('that %s is one to somebody who does', async (_what, document, status) => {
    await using world = await startApplication({ '/application': document })
    await world.ringUp()
    await world.clock.advance(seconds(2))

    expect(world.app.asked('/dialled')[0]).toMatchObject({ DialCallStatus: status, DialBridged: 'false' })
  })

  test('asks the fallback of the application when its document cannot be had', async () => {
    await using world = await startApplication({ '/application': { status: 500 }, '/fallback': '<Say>Sorry</Say>' })
    const call = await world.ringUp()

    expect(world.app.asked('/fallback')[0]).toMatchObject({ ErrorCode: '11200', Param_ticket: '42' })
    expect(world.heard(call.callSid)).toEqual(['Sorry'])
  })

  test('that nobody has made fails at once, and says so', async () => {
    await using world = await startWorld({ '/voice': dialled, '/dialled': '' })
    await world.ringUp()

    expect(world.app.asked('/dialled')[0]).toMatchObject({ DialCallStatus: 'failed', DialBridged: 'false' })
    expect(world.findings().map(({ message }) => message)).toEqual(['No application has that SID.'])
  })

  test('stands alone: others in the same Dial do not ring', async () => {
    await using world = await startApplication({
      '/voice': `<Dial><Application>${sid}</Application><Number>${sales}</Number></Dial>`,
      '/application': '<Gather/>',
    })
    await world.ringUp()

    expect(world.exchange.calls.map(({ to }) => to)).toEqual([line, sid])
    expect(world.findings().flatMap(({ code }) => code ?? [])).toEqual([13215])
  })

  test('that dials itself is stopped, and the caller goes on', async () => {
    await using world = await startApplication({
      '/application': `<Dial><Application>${sid}</Application></Dial>`,
      '/over': { status: 204 },
    })
    const call = await world.ringUp()
    await world.clock.advance(seconds(2))

    expect(world.exchange.calls).toHaveLength(12)
    expect(world.findings().map(({ message }) => message)).toEqual([
      'Apps dial one another in a circle, and nobody hears anything.',
    ])
    expect(world.heard(call.callSid)).toEqual(['Back again'])
    expect(world.exchange.leftovers()).toEqual(nothing)
  })
})
