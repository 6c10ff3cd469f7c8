/** What the API does to calls that live: the reference traces T23, T25–T28 of twiml-voice.md §14. */
import { describe, expect, test } from 'vitest'
import { seconds } from '../clock/duration.ts'
import { line, sales, startWorld } from './scripted-app.fixture.ts'

const nothing = { legs: [], timers: 0, recordings: [], work: [] }
const everyEvent = ['initiated', 'ringing', 'answered', 'completed'] as const

describe('a call that is given another document', () => {
  test('T25: leaves a Gather without its action and goes on with the new document', async () => {
    await using world = await startWorld({
      '/voice': '<Gather action="/menu"><Say>Press a key</Say></Gather><Say>Bye</Say>',
      '/menu': '',
      '/new': '<Say>Something new</Say>',
    })
    const call = await world.ringUp()
    await world.clock.advance(seconds(3))

    const document = { url: `${world.app.url}/new`, method: 'POST' } as const
    expect(world.exchange.updateCall(call.callSid, { document })).toBe('done')
    await world.clock.settle()

    expect(world.heard(call.callSid)).toEqual(['Press a key', 'Something new'])
    expect(world.app.asked('/menu')).toEqual([])
    expect(world.app.asked('/new')[0]).toMatchObject({ CallStatus: 'in-progress', CallSid: call.callSid })
    await world.clock.advance(seconds(2))
    expect(call.status).toBe('completed')
    expect(world.exchange.leftovers()).toEqual(nothing)
  })

  test('T26: ends a Dial, whose action is still asked and its answer ignored', async () => {
    await using world = await startWorld({
      '/voice': `<Dial action="/dialled">${sales}</Dial>`,
      '/dialled': '<Say>Never heard</Say>',
      '/new': '<Say>Something new</Say>',
    })
    const call = await world.ringUp()
    world.callee(sales).answer()
    await world.clock.advance(seconds(10))

    world.exchange.updateCall(call.callSid, { document: { url: `${world.app.url}/new`, method: 'POST' } })
    await world.clock.settle()

    expect(world.app.asked('/dialled')[0]).toMatchObject({ DialCallStatus: 'completed', CallStatus: 'in-progress' })
    expect(world.callee(sales).status).toBe('completed')
    expect(world.heard(call.callSid)).toEqual(['Something new'])
  })

  test('still asks for the Redirect after a Dial without action, and ignores what comes', async () => {
    await using world = await startWorld({
      '/voice': `<Dial>${sales}</Dial><Redirect>/next</Redirect>`,
      '/next': '<Say>Never heard</Say>',
    })
    const call = await world.ringUp()
    world.callee(sales).answer()
    await world.clock.settle()

    world.exchange.updateCall(call.callSid, { document: { twiml: '<Response><Say>Given</Say></Response>' } })
    await world.clock.settle()

    expect(world.app.asked('/next')).toHaveLength(1)
    expect(world.heard(call.callSid)).toEqual(['Given'])
  })

  test('does not tell the action of a Record that it broke off', async () => {
    await using world = await startWorld({ '/voice': '<Record action="/recorded"/>', '/new': '' })
    const call = await world.ringUp()
    await world.clock.advance(seconds(2))

    world.exchange.updateCall(call.callSid, { document: { url: `${world.app.url}/new`, method: 'GET' } })
    await world.clock.settle()

    expect(world.app.asked('/recorded')).toEqual([])
    expect(world.app.requests.at(-1)).toMatchObject({ method: 'GET', path: '/new', isSigned: true })
  })

  test.each([
    { moment: 'waiting', result: 'redirected' },
    { moment: 'bridged', result: 'redirected-from-bridged' },
  ])('tells the action of Enqueue $result when it was $moment', async ({ moment, result }) => {
    await using world = await startWorld({
      '/voice': ({ parameters }) =>
        parameters.From === sales ? '<Dial><Queue>desk</Queue></Dial>' : '<Enqueue action="/left">desk</Enqueue>',
      '/left': '<Say>Never heard</Say>',
    })
    const call = await world.ringUp()
    const agent = moment === 'bridged' ? world.exchange.placeCall({ from: sales, to: line }) : undefined
    await world.clock.advance(seconds(4))

    world.exchange.updateCall(call.callSid, { document: { twiml: '<Response><Say>Given</Say></Response>' } })
    await world.clock.settle()

    expect(world.app.asked('/left')).toMatchObject([{ QueueResult: result, CallStatus: 'in-progress' }])
    expect(world.heard(call.callSid)).toEqual(['Given'])
    expect(agent?.status ?? 'completed').toBe('completed')
  })

  test('leaves the Dial that called it, which learns no length', async () => {
    await using world = await startWorld({
      '/voice': `<Dial action="/dialled">${sales}</Dial>`,
      '/dialled': '<Say>They are gone</Say>',
    })
    const call = await world.ringUp()
    const callee = world.callee(sales)
    callee.answer()
    await world.clock.advance(seconds(10))

    world.exchange.updateCall(callee.callSid, { document: { twiml: '<Response><Pause length="60"/></Response>' } })
    await world.clock.settle()

    const [dialled] = world.app.asked('/dialled')
    expect(dialled).toMatchObject({ DialCallStatus: 'completed', DialBridged: 'true', DialCallSid: callee.callSid })
    expect(dialled).not.toHaveProperty('DialCallDuration')
    expect(world.heard(call.callSid)).toEqual(['They are gone'])
    expect(callee.status).toBe('in-progress')
    await world.clock.advance(seconds(60))
    expect(callee.status).toBe('completed')
    expect(world.exchange.leftovers()).toEqual(nothing)
  })

  test('T23: cannot go on to a relative action from a document that came with the request', async () => {
    await using world = await startWorld({ '/voice': '<Pause length="100"/>' })
    const call = await world.ringUp()
    await world.clock.advance(seconds(101))
    expect(call.status).toBe('no-answer')

    const other = world.exchange.createCall({
      from: line,
      to: sales,
      document: { twiml: '<Response><Gather numDigits="1" action="/menu"/><Hangup/></Response>' },
    })
    await world.clock.settle()
    other.answer()
    await world.clock.settle()
    other.press('1')
    await world.clock.settle()

    expect(world.findings().map(({ code, message }) => [code, message])).toEqual([
      [15004, 'A document given to the API has no address, so the one to go on with must be absolute.'],
    ])
    expect(world.heard(other.callSid)).toEqual(['We are sorry, an application error has occurred. Goodbye.'])
  })

  test('must be answered before, and not over', async () => {
    await using world = await startWorld({ '/voice': '<Pause length="5"/><Say>Hello</Say>' })
    const call = await world.ringUp()
    const document = { twiml: '<Response/>' }

    expect(world.exchange.updateCall(call.callSid, { document })).toBe('not-in-progress')
    await world.clock.advance(seconds(10))
    expect(call.status).toBe('completed')
    expect(world.exchange.updateCall(call.callSid, { document })).toBe('not-in-progress')
    expect(world.exchange.updateCall('CA0', { document })).toBe('unknown')
  })
})

describe('a call that the app places', () => {
  const placed = (url: string) => ({
    from: line,
    to: sales,
    document: { url: `${url}/voice`, method: 'POST' } as const,
    progress: { url: `${url}/progress`, method: 'POST', events: everyEvent } as const,
  })

  test('is told of in order, and performs its document once somebody answers', async () => {
    await using world = await startWorld({ '/voice': '<Say>Hello</Say>', '/progress': { status: 204 } })
    const call = world.exchange.createCall(placed(world.app.url))
    await world.clock.advance(seconds(4))
    expect(world.app.asked('/voice')).toEqual([])

    call.answer()
    await world.clock.advance(seconds(10))

    expect(world.app.asked('/voice')).toMatchObject([{ Direction: 'outbound-api', CallStatus: 'in-progress' }])
    expect(world.heard(call.callSid)).toEqual(['Hello'])
    expect(world.app.asked('/progress').map((told) => [told.SequenceNumber, told.CallStatus])).toEqual([
      ['0', 'initiated'],
      ['1', 'ringing'],
      ['2', 'in-progress'],
      ['3', 'completed'],
    ])
    expect(world.app.asked('/progress').at(-1)).toMatchObject({ CallDuration: '1', SipResponseCode: '200' })
  })

  test('T27: is told of as unanswered after a minute, and asks for no document', async () => {
    await using world = await startWorld({ '/voice': '', '/progress': { status: 204 } })
    const call = world.exchange.createCall(placed(world.app.url))

    await world.clock.advance(seconds(60))

    expect(call.status).toBe('no-answer')
    expect(world.app.asked('/progress').map((told) => [told.SequenceNumber, told.CallStatus])).toEqual([
      ['0', 'initiated'],
      ['1', 'ringing'],
      ['2', 'no-answer'],
    ])
    expect(world.app.asked('/voice')).toEqual([])
    expect(world.exchange.leftovers()).toEqual(nothing)
  })

  test('T28: waits for the verdict on who answered before it asks for its document', async () => {
    await using world = await startWorld({ '/voice': '<Say>Hello</Say>' })
    world.exchange.setParty(sales, { kind: 'answers', afterSeconds: 1 })
    const { progress: _, ...request } = placed(world.app.url)
    const call = world.exchange.createCall({ ...request, detection: { mode: 'Enable', isAsync: false } })

    await world.clock.advance(seconds(1.5))
    expect(world.app.asked('/voice')).toEqual([])
    await world.clock.advance(seconds(4))

    expect(world.app.asked('/voice')).toMatchObject([{ AnsweredBy: 'human' }])
    expect(world.heard(call.callSid)).toEqual(['Hello'])
  })

  test('is told of a machine beside its document when the detection is asynchronous', async () => {
    await using world = await startWorld({ '/voice': '<Pause length="30"/>', '/judged': { status: 204 } })
    world.exchange.setParty(sales, { kind: 'machine', afterSeconds: 1 })
    const callback = { url: `${world.app.url}/judged`, method: 'POST' } as const
    const { progress: _, ...request } = placed(world.app.url)
    world.exchange.createCall({ ...request, detection: { mode: 'DetectMessageEnd', isAsync: true, callback } })

    await world.clock.advance(seconds(1.5))
    expect(world.app.asked('/voice')[0]).not.toHaveProperty('AnsweredBy')
    await world.clock.advance(seconds(20))

    expect(world.app.asked('/judged')).toMatchObject([{ AnsweredBy: 'machine_end_beep' }])
  })

  test('sends its digits before the document', async () => {
    await using world = await startWorld({ '/voice': '' })
    const { progress: _, ...request } = placed(world.app.url)
    const call = world.exchange.createCall({ ...request, sendDigits: 'ww12' })
    await world.clock.settle()
    call.answer()

    await world.clock.advance(seconds(1.4))
    expect(world.app.asked('/voice')).toEqual([])
    await world.clock.advance(seconds(0.1))
    expect(world.app.asked('/voice')).toHaveLength(1)
  })

  test('is recorded from its answer when that was asked for, and its end tells of the recording', async () => {
    await using world = await startWorld({ '/voice': '<Say>Hello</Say><Pause length="4"/>', '/progress': '' })
    const call = world.exchange.createCall({
      ...placed(world.app.url),
      recording: { channels: 1, isTrimmed: false },
    })
    await world.clock.settle()
    call.answer()
    await world.clock.advance(seconds(10))

    const end = world.app.asked('/progress').at(-1)
    expect(end).toMatchObject({ CallStatus: 'completed', RecordingDuration: '5' })
    expect(world.exchange.recording(end?.RecordingSid ?? '')?.source).toBe('OutboundAPI')
  })

  test('called off while it waits for its turn is told to nobody', async () => {
    await using world = await startWorld(
      { '/voice': '', '/progress': { status: 204 } },
      { exchange: { settings: { callsPerSecond: 1 } } },
    )
    const first = world.exchange.createCall(placed(world.app.url))
    const second = world.exchange.createCall(placed(world.app.url))
    await world.clock.advance(500)
    expect([first.status, second.status]).toEqual(['ringing', 'queued'])

    expect(world.exchange.updateCall(second.callSid, { end: 'canceled' })).toBe('done')
    await world.clock.advance(seconds(2))

    expect(second.status).toBe('canceled')
    expect(world.app.asked('/progress').map(({ CallSid }) => CallSid)).toEqual([first.callSid, first.callSid])
  })

  test('ends at its time limit, and when the app ends it', async () => {
    await using world = await startWorld({ '/voice': '<Pause length="100"/>' })
    const { progress: _, ...request } = placed(world.app.url)
    const limited = world.exchange.createCall({ ...request, timeLimit: seconds(20) })
    const ended = world.exchange.createCall(request)
    await world.clock.settle()
    for (const call of [limited, ended]) call.answer()

    await world.clock.advance(seconds(19))
    expect(world.exchange.updateCall(ended.callSid, { end: 'canceled' })).toBe('not-in-progress')
    expect(world.exchange.updateCall(ended.callSid, { end: 'completed' })).toBe('done')
    expect([limited.status, ended.status]).toEqual(['in-progress', 'completed'])
    await world.clock.advance(seconds(1))
    expect(limited.status).toBe('completed')
  })
})
