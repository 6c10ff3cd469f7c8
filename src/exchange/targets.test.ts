/** Apps and SIP phones that a Dial rings: twiml-voice.md §5.2 and §5.3. */
import { describe, expect, test } from 'vitest'
import { seconds } from '../clock/duration.ts'
import { caller, sales, startWorld } from './scripted-app.fixture.ts'

const dialled = { '/dialled': '<Say>Good bye</Say>', '/progress': { status: 204 }, '/screen': '' }
const callback = 'statusCallback="/progress" statusCallbackEvent="initiated ringing answered completed"'

describe('an app that is dialled by its identity', () => {
  test('rings, is told the parameters, tells its progress, and is talked to', async () => {
    await using world = await startWorld({
      ...dialled,
      '/voice': `<Dial action="/dialled"><Client ${callback} url="/screen"><Identity>alice</Identity>
        <Parameter name="ticket" value="42"/></Client></Dial>`,
    })
    const call = await world.ringUp()
    const alice = world.callee('client:alice')
    expect(alice.snapshot()).toMatchObject({ status: 'ringing', awaiting: 'answer', parentCallSid: call.callSid })

    alice.answer()
    await world.clock.advance(seconds(9))
    alice.hangUp()
    await world.clock.settle()

    expect(world.exchange.journal.events.filter((event) => event.kind === 'call-placed').at(-1)).toMatchObject({
      to: 'client:alice',
      parameters: [['ticket', '42']],
    })
    expect(world.app.asked('/screen')[0]).toMatchObject({
      To: 'client:alice',
      From: caller,
      ParentCallSid: call.callSid,
    })
    expect(world.app.asked('/screen')[0]).not.toHaveProperty('ticket')
    expect(
      world.app
        .asked('/progress')
        .map(({ CallStatus, To }) => [To, CallStatus])
        .toSorted(),
    ).toEqual([
      ['client:alice', 'completed'],
      ['client:alice', 'in-progress'],
      ['client:alice', 'initiated'],
      ['client:alice', 'ringing'],
    ])
    const [result] = world.app.asked('/dialled')
    expect(result).toMatchObject({ DialCallStatus: 'completed', DialCallSid: alice.callSid, DialCallDuration: '9' })
    expect(result).not.toHaveProperty('DialSipCallId')
  })

  test('loses against a number that is answered first', async () => {
    await using world = await startWorld({
      ...dialled,
      '/voice': `<Dial action="/dialled"><Client>alice</Client><Number>${sales}</Number></Dial>`,
    })
    await world.ringUp()
    world.callee(sales).answer()
    await world.clock.settle()

    expect(world.callee('client:alice').status).toBe('canceled')
  })
})

describe('a SIP address that is dialled', () => {
  test('is given its headers, and the app learns the names and codes of SIP', async () => {
    await using world = await startWorld({
      ...dialled,
      '/voice': `<Dial callerId="${sales}" action="/dialled"><Sip url="/screen">
        sip:desk@example.com;transport=tls?X-Ticket=42&amp;X-Tier=gold</Sip></Dial>`,
    })
    world.exchange.setParty('sip:desk@example.com;transport=tls', { kind: 'answers', hangsUpAfterSeconds: 10 })
    await world.ringUp()
    await world.clock.advance(seconds(12))

    const desk = world.callee('sip:desk@example.com;transport=tls')
    expect(world.exchange.journal.events.filter((event) => event.kind === 'call-placed').at(-1)).toMatchObject({
      parameters: [
        ['X-Ticket', '42'],
        ['X-Tier', 'gold'],
      ],
    })
    const [whisper] = world.app.asked('/screen')
    expect(whisper).toMatchObject({
      CallSid: desk.callSid,
      From: sales,
      SipCallId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
    expect(world.app.asked('/dialled')[0]).toMatchObject({
      DialCallStatus: 'completed',
      DialCallSid: desk.callSid,
      DialSipCallId: whisper?.SipCallId,
      DialSipResponseCode: '200',
    })
  })

  test.each([
    ['is busy', { kind: 'busy' } as const, 'busy', '486'],
    ['cannot be found', { kind: 'unreachable' } as const, 'failed', '404'],
    ['rings in vain', { kind: 'no-answer' } as const, 'no-answer', '487'],
  ])('%s as a number is, with the code of SIP', async (_what, behaviour, status, code) => {
    await using world = await startWorld({
      ...dialled,
      '/voice': '<Dial action="/dialled"><Sip>sip:desk@example.com</Sip></Dial>',
    })
    world.exchange.setParty('sip:desk@example.com', behaviour)
    await world.ringUp()
    await world.clock.advance(seconds(35))

    expect(world.app.asked('/dialled')[0]).toMatchObject({
      DialCallStatus: status,
      DialSipResponseCode: code,
      DialBridged: 'false',
    })
  })

  test('of several the one with the lowest priority rings', async () => {
    await using world = await startWorld({
      ...dialled,
      '/voice': `<Dial><Sip><Uri priority="20">sip:two@example.com</Uri><Uri priority="10">sip:one@example.com</Uri>
        <Headers><Header name="X-Ticket" value="42"/></Headers></Sip></Dial>`,
    })
    await world.ringUp()

    expect(world.callee('sip:one@example.com').status).toBe('ringing')
  })
})

test('an address that is none fails at once', async () => {
  await using world = await startWorld({
    ...dialled,
    '/voice': '<Dial action="/dialled"><Sip>desk at example</Sip><Client/></Dial>',
  })
  await world.ringUp()

  expect(world.app.asked('/dialled')[0]).toMatchObject({ DialCallStatus: 'failed' })
})

describe('a SIP device', () => {
  test.each([
    [486, 'busy'],
    [600, 'busy'],
    [408, 'no-answer'],
    [480, 'no-answer'],
    [487, 'no-answer'],
    [403, 'failed'],
    [503, 'failed'],
    [603, 'failed'],
  ])('that answers %d is %s to the Dial', async (sipCode, status) => {
    await using world = await startWorld({
      ...dialled,
      '/voice': '<Dial action="/dialled"><Sip>sip:desk@example.com</Sip></Dial>',
    })
    const headers = { 'X-Why': 'lunch' }
    world.exchange.setParty('sip:desk@example.com', { kind: 'refuses', sipCode, afterSeconds: 1, headers })
    await world.ringUp()
    await world.clock.advance(seconds(1))

    expect(world.app.asked('/dialled')[0]).toMatchObject({
      DialCallStatus: status,
      DialSipResponseCode: String(sipCode),
      'DialSipHeader_X-Why': 'lunch',
      DialBridged: 'false',
    })
  })

  test('that answers with headers has them told before and after the conversation', async () => {
    await using world = await startWorld({
      ...dialled,
      '/voice': '<Dial action="/dialled"><Sip url="/screen">sip:desk@example.com</Sip></Dial>',
    })
    const headers = { 'X-Agent': '7' }
    world.exchange.setParty('sip:desk@example.com', { kind: 'answers', hangsUpAfterSeconds: 3, headers })
    await world.ringUp()
    await world.clock.advance(seconds(5))

    expect(world.app.asked('/screen')[0]).toMatchObject({ 'SipHeader_X-Agent': '7' })
    expect(world.app.asked('/dialled')[0]).toMatchObject({ 'DialSipHeader_X-Agent': '7' })
  })

  test('that cannot be reached is replaced by the one of the next priority, one that is busy is not', async () => {
    await using world = await startWorld({
      ...dialled,
      '/voice': `<Dial action="/dialled"><Sip><Uri priority="2">sip:two@example.com</Uri>
        <Uri priority="3">sip:three@example.com</Uri><Uri priority="1">sip:one@example.com</Uri></Sip></Dial>`,
    })
    world.exchange.setParty('sip:one@example.com', { kind: 'unreachable' })
    world.exchange.setParty('sip:two@example.com', { kind: 'busy' })
    await world.ringUp()

    expect(world.exchange.calls.slice(1).map(({ to, status }) => [to, status])).toEqual([
      ['sip:one@example.com', 'failed'],
      ['sip:two@example.com', 'busy'],
    ])
  })
})

test('a client that is not registered fails at once, when the exchange is set so', async () => {
  await using world = await startWorld(
    {
      ...dialled,
      '/voice': '<Dial action="/dialled"><Client>alice</Client></Dial><Say>Bye</Say>',
    },
    { exchange: { settings: { clientsAreRegistered: 'when-set' } } },
  )
  await world.ringUp()
  expect(world.app.asked('/dialled')[0]).toMatchObject({ DialCallStatus: 'failed' })

  world.exchange.setParty('client:alice', { kind: 'rings' })
  await world.ringUp()
  expect(world.exchange.calls.at(-1)).toMatchObject({ to: 'client:alice', status: 'ringing' })
})
