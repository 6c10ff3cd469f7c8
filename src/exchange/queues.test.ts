/** Callers who wait in line, and those who take them: twiml-voice.md §4.7, §4.8 and §5.5. */
import { describe, expect, test } from 'vitest'
import { seconds } from '../clock/duration.ts'
import { caller, type Script, startWorld } from './scripted-app.fixture.ts'

const nothing = { legs: [], timers: 0, recordings: [], work: [] }
const desk = '+12025550150'
const agent = '+12025550151'

/** A line whose callers wait, and another for those who take the next of them. */
async function startDesk(script: Script, exchange: Parameters<typeof startWorld>[1] = {}) {
  const world = await startWorld(script, exchange)
  world.exchange.addLine({ number: desk, voiceUrl: `${world.app.url}/desk` })
  return Object.assign(world, {
    async takeNext() {
      const call = world.exchange.placeCall({ from: agent, to: desk })
      await world.clock.settle()
      return call
    },
  })
}

const waiting = {
  '/voice': '<Enqueue action="/left" waitUrl="/wait">support</Enqueue>',
  '/wait': '<Say>Please hold the line now</Say><Pause length="8"/>',
  '/left': '<Say>Good bye</Say>',
}

describe('a caller in a queue', () => {
  test('T17: hears the wait document again and again, is told to whom he goes, and talks to the one who takes him', async () => {
    await using world = await startDesk({
      ...waiting,
      '/desk': '<Dial action="/done"><Queue url="/whisper">support</Queue></Dial>',
      '/whisper': '<Say>You are next</Say>',
      '/done': '<Say>Well done</Say>',
    })
    const call = await world.ringUp()
    await world.clock.advance(seconds(24))

    const rounds = world.app.asked('/wait')
    expect(rounds.map(({ QueuePosition, QueueTime }) => [QueuePosition, QueueTime])).toEqual([
      ['1', '0'],
      ['1', '10'],
      ['1', '20'],
    ])
    expect(rounds[1]).toMatchObject({
      CallSid: call.callSid,
      QueueSid: expect.stringMatching(/^QU[0-9a-f]{32}$/),
      AvgQueueTime: '10',
      CurrentQueueSize: '1',
      MaxQueueSize: '1000',
    })
    const taker = await world.takeNext()
    expect(world.app.asked('/whisper')[0]).toMatchObject({
      CallSid: call.callSid,
      QueueSid: rounds[0]?.QueueSid,
      QueueTime: '24',
      DequeingCallSid: taker.callSid,
    })
    await world.clock.advance(seconds(30))
    taker.hangUp()
    await world.clock.advance(seconds(1))

    expect(world.app.asked('/left')).toEqual([
      expect.objectContaining({
        CallSid: call.callSid,
        CallStatus: 'in-progress',
        QueueResult: 'bridged',
        QueueSid: rounds[0]?.QueueSid,
        QueueTime: '24',
      }),
    ])
    expect(world.app.asked('/done')[0]).toMatchObject({
      CallSid: taker.callSid,
      CallStatus: 'completed',
      DialCallStatus: 'completed',
      DialCallSid: call.callSid,
      DialCallDuration: '29',
      DialBridged: 'true',
      QueueSid: rounds[0]?.QueueSid,
      QueueTime: '24',
      DequeingCallSid: taker.callSid,
    })
    expect(world.heard(call.callSid).slice(-2)).toEqual(['You are next', 'Good bye'])
    expect(world.exchange.leftovers()).toEqual(nothing)
  })

  test('T18: leaves it when the wait document says so, here after a key', async () => {
    await using world = await startWorld({
      ...waiting,
      '/wait': '<Gather numDigits="1" action="/key"><Say>Press a key to leave</Say></Gather>',
      '/key': '<Leave/>',
    })
    const call = await world.ringUp()

    await world.clock.advance(seconds(12))
    call.press('1')
    await world.clock.settle()

    expect(world.app.asked('/key')[0]?.Digits).toBe('1')
    expect(world.app.asked('/left')[0]).toMatchObject({ QueueResult: 'leave', QueueTime: '12' })
    expect(world.heard(call.callSid).at(-1)).toBe('Good bye')
  })

  test('who hangs up while waiting is told to the app, and what it answers is not performed', async () => {
    await using world = await startWorld(waiting)
    const call = await world.ringUp()

    await world.clock.advance(seconds(5))
    call.hangUp()
    await world.clock.settle()

    expect(world.app.asked('/left')[0]).toMatchObject({
      QueueResult: 'hangup',
      QueueTime: '5',
      CallStatus: 'completed',
    })
    expect(world.heard(call.callSid)).toEqual(['Please hold the line now'])
    expect(world.exchange.leftovers()).toEqual(nothing)
  })

  test('is let out with an error when the wait document fails, without the fallback', async () => {
    await using world = await startWorld(
      { ...waiting, '/wait': { status: 500 }, '/fallback': '' },
      { line: (url) => ({ fallbackUrl: `${url}/fallback` }) },
    )
    await world.ringUp()

    expect(world.app.asked('/left')[0]).toMatchObject({ QueueResult: 'error', QueueTime: '0' })
    expect(world.app.asked('/fallback')).toEqual([])
    expect(world.findings().map(({ code }) => code)).toEqual([11200])
  })

  test('is let out with an error when the wait document holds a verb that may not stand there', async () => {
    await using world = await startWorld({ ...waiting, '/wait': '<Record action="/left"/>' })
    await world.ringUp()

    expect(world.app.asked('/left')[0]?.QueueResult).toBe('error')
    expect(world.findings()[0]).toMatchObject({
      severity: 'error',
      message: 'Record may not stand in a document that is heard in a queue.',
    })
  })

  test('waits in silence when there is nothing to be heard, and goes on with the next verb without an action', async () => {
    await using world = await startDesk({
      '/voice': '<Enqueue>support</Enqueue><Say>Did we help you?</Say>',
      '/desk': '<Dial><Queue>support</Queue></Dial>',
    })
    const call = await world.ringUp()

    await world.clock.advance(seconds(600))
    const taker = await world.takeNext()
    await world.clock.advance(seconds(10))
    taker.hangUp()
    await world.clock.settle()

    expect(world.app.requests.map(({ path }) => path)).toEqual(['/voice', '/desk'])
    expect(world.heard(call.callSid)).toEqual(['Did we help you?'])
  })

  test('hears an empty wait document once a second', async () => {
    await using world = await startWorld({ ...waiting, '/wait': '' })
    await world.ringUp()

    await world.clock.advance(seconds(3))

    expect(world.app.asked('/wait')).toHaveLength(4)
  })

  test('hears a file in place of a document again and again', async () => {
    const { hummingWav } = await import('./recording/wav.ts')
    const file = { headers: { 'content-type': 'audio/wav' }, body: hummingWav(4000, []) }
    await using world = await startWorld({ ...waiting, '/wait': () => file })
    await world.ringUp()

    await world.clock.advance(seconds(9))

    expect(world.app.asked('/wait').map(({ QueueTime }) => QueueTime)).toEqual(['0', '4', '8'])
  })

  test('is hung up by a wait document that says so, and the app is told', async () => {
    await using world = await startWorld({ ...waiting, '/wait': '<Say>Nobody is here</Say><Hangup/>' })
    const call = await world.ringUp()

    await world.clock.advance(seconds(2))

    expect(call.status).toBe('completed')
    expect(world.app.asked('/left')[0]).toMatchObject({ QueueResult: 'hangup', CallStatus: 'completed' })
  })
})

describe('a full queue', () => {
  test('takes nobody in, and says so without a time or a name', async () => {
    await using world = await startWorld(waiting, { exchange: { settings: { maxQueueSize: 1 } } })
    await world.ringUp()
    const second = await world.ringUp()

    const [left] = world.app.asked('/left')
    expect(left).toMatchObject({ CallSid: second.callSid, QueueResult: 'queue-full' })
    expect(left).not.toHaveProperty('QueueSid')
    expect(left).not.toHaveProperty('QueueTime')
    expect(world.findings()).toEqual([
      expect.objectContaining({ code: 14207, message: 'The queue is full: at most 1 may wait in it.' }),
    ])
  })
})

describe('whoever takes the next caller', () => {
  const desks = { ...waiting, '/desk': '<Dial timeout="10" action="/done"><Queue>support</Queue></Dial>', '/done': '' }

  test('gets the one who has waited longest, and the others move up', async () => {
    await using world = await startDesk(desks)
    const first = await world.ringUp()
    await world.clock.advance(seconds(2))
    const second = await world.ringUp()
    expect(world.app.asked('/wait').at(-1)).toMatchObject({
      CallSid: second.callSid,
      QueuePosition: '2',
      AvgQueueTime: '1',
      CurrentQueueSize: '2',
    })

    await world.takeNext()
    await world.clock.advance(seconds(10))

    expect(world.app.asked('/wait').at(-1)).toMatchObject({ CallSid: second.callSid, QueuePosition: '1' })
    const bridged = world.exchange.journal.events.filter((event) => event.kind === 'legs-bridged')
    expect(bridged.map(({ otherCallSid }) => otherCallSid)).toEqual([first.callSid])
  })

  test('waits for somebody to come when nobody is there, as long as the Dial says', async () => {
    await using world = await startDesk(desks)
    const early = await world.ringUp()
    early.hangUp()
    await world.clock.settle()

    const taker = await world.takeNext()
    await world.clock.advance(seconds(9))
    const late = await world.ringUp()
    await world.clock.settle()
    expect(late.snapshot().status).toBe('in-progress')
    late.hangUp()
    await world.clock.settle()
    expect(world.app.asked('/done')[0]).toMatchObject({
      DialCallSid: late.callSid,
      DialBridged: 'true',
      QueueTime: '0',
    })
    expect(world.app.asked('/left').at(-1)).toMatchObject({ QueueResult: 'bridged', CallStatus: 'completed' })
    expect(taker.isOver).toBe(true)

    await world.takeNext()
    await world.clock.advance(seconds(15))
    expect(world.app.asked('/done')[1]).toMatchObject({ DialCallStatus: 'no-answer', DialBridged: 'false' })
    expect(world.exchange.leftovers()).toEqual(nothing)
  })

  test('fails on a queue that nobody ever entered', async () => {
    await using world = await startDesk(desks)
    await world.takeNext()

    expect(world.app.asked('/done')[0]).toMatchObject({ DialCallStatus: 'failed', DialBridged: 'false' })
    expect(world.app.asked('/done')[0]).not.toHaveProperty('QueueSid')
  })

  test('loses the caller by hanging up while he is told who comes, and the caller goes on with an error', async () => {
    await using world = await startDesk({
      ...desks,
      '/desk': '<Dial action="/done"><Queue url="/whisper">support</Queue></Dial>',
      '/whisper': '<Say>You are next, please wait a little</Say>',
    })
    const call = await world.ringUp()
    const taker = await world.takeNext()

    await world.clock.advance(seconds(1))
    taker.hangUp()
    await world.clock.settle()

    expect(world.app.asked('/left')[0]).toMatchObject({ QueueResult: 'error', CallStatus: 'in-progress' })
    expect(world.heard(call.callSid).at(-1)).toBe('Good bye')
  })

  test('may end the conversation with the star and go on, and so does the caller', async () => {
    await using world = await startDesk({
      ...desks,
      '/desk': '<Dial hangupOnStar="true" record="record-from-answer" action="/done"><Queue>support</Queue></Dial>',
      '/done': '<Say>Next one</Say>',
    })
    const call = await world.ringUp()
    const taker = await world.takeNext()

    await world.clock.advance(seconds(7))
    taker.press('*')
    await world.clock.settle()

    expect(world.heard(taker.callSid)).toEqual(['Next one'])
    expect(world.heard(call.callSid).at(-1)).toBe('Good bye')
    expect(world.app.asked('/done')[0]).toMatchObject({ RecordingDuration: '7', From: agent })
    expect(world.app.asked('/left')[0]).toMatchObject({ QueueResult: 'bridged', From: caller })
  })
})

test('Leave outside a queue does nothing', async () => {
  await using world = await startWorld({ '/voice': '<Leave/><Say>Hello</Say>' })
  const call = await world.ringUp()

  expect(world.heard(call.callSid)).toEqual(['Hello'])
})
