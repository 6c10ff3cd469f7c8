/** What callers and callees meet beyond the reference traces. */
import { describe, expect, test } from 'vitest'
import { seconds } from '../clock/duration.ts'
import { hummingWav } from './recording/wav.ts'
import { line, sales, startWorld, support } from './scripted-app.fixture.ts'

const nothing = { legs: [], timers: 0, recordings: [], work: [] }

describe('listening', () => {
  test('keys before, between and after verbs are lost, and the journal says so', async () => {
    await using world = await startWorld({
      '/voice': '<Say>Hello</Say><Gather numDigits="1" action="/menu"/>',
      '/menu': '<Pause length="3"/>',
    })
    const call = await world.ringUp()

    call.press('1')
    await world.clock.advance(seconds(1))
    call.press('23')
    await world.clock.settle()

    expect(world.app.asked('/menu')[0]?.Digits).toBe('2')
    const keys = world.exchange.journal.events.filter((event) => event.kind === 'key-pressed')
    expect(keys.map(({ key, heeded }) => [key, heeded])).toEqual([
      ['1', false],
      ['2', true],
      ['3', false],
    ])
  })

  test('the first key stops the prompt for good and starts the timer', async () => {
    await using world = await startWorld({
      '/voice': '<Gather timeout="3" action="/menu"><Say>One two three four five</Say><Say>Six</Say></Gather>',
      '/menu': '',
    })
    const call = await world.ringUp()

    await world.clock.advance(seconds(1))
    call.press('7')
    expect(world.exchange.journal.events.at(-2)).toMatchObject({ kind: 'prompt-ended', interrupted: true })
    await world.clock.advance(seconds(3))

    expect(world.heard(call.callSid)).toEqual(['One two three four five'])
    expect(world.app.asked('/menu')[0]?.Digits).toBe('7')
  })

  test('the finish key submits the digits before it and is not among them', async () => {
    await using world = await startWorld({ '/voice': '<Gather finishOnKey="*" action="/menu"/>', '/menu': '' })
    const call = await world.ringUp()

    call.press('1#2*')
    await world.clock.settle()

    expect(world.app.asked('/menu')[0]).toMatchObject({ Digits: '1#2', FinishedOnKey: '*' })
  })

  test('keys and words are both awaited, and whichever begins first decides', async () => {
    await using world = await startWorld({
      '/voice': '<Gather input="dtmf speech" speechTimeout="auto" action="/menu"/>',
      '/menu': '',
    })
    const call = await world.ringUp()
    expect(call.snapshot().awaiting).toBe('keys-or-speech')

    call.speak('sales', { seconds: 1 })
    call.press('9#')
    await world.clock.advance(seconds(2))

    expect(world.app.asked('/menu')[0]).toMatchObject({ SpeechResult: 'sales', Confidence: '0.9' })
  })

  test('words with a breath in between are one answer', async () => {
    await using world = await startWorld({
      '/voice': '<Gather input="speech" speechTimeout="2" action="/said" partialResultCallback="/partly"/>',
      '/said': '',
      '/partly': { status: 204 },
    })
    const call = await world.ringUp()

    call.speak('call me', { seconds: 1 })
    await world.clock.advance(seconds(2))
    call.speak('tomorrow', { seconds: 1, confidence: 0.5 })
    await world.clock.advance(seconds(3))

    expect(world.app.asked('/said')[0]).toMatchObject({ SpeechResult: 'call me tomorrow', Confidence: '0.5' })
    expect(world.app.asked('/partly').map((asked) => [asked.SequenceNumber, asked.UnstableSpeechResult])).toEqual([
      ['0', 'call me'],
      ['1', 'call me tomorrow'],
    ])
  })

  test('without barge-in a voice does not stop the prompt', async () => {
    await using world = await startWorld({
      '/voice': '<Gather input="speech" bargeIn="false" action="/said"><Say>Please wait for the end</Say></Gather>',
      '/said': '',
    })
    const call = await world.ringUp()

    call.speak('now', { seconds: 1 })
    await world.clock.advance(seconds(2))

    expect(world.exchange.journal.events.filter((event) => event.kind === 'prompt-ended')).toEqual([
      expect.objectContaining({ interrupted: false }),
    ])
  })

  test('a live voice without words ends as if nothing had come', async () => {
    await using world = await startWorld({ '/voice': '<Gather input="speech" action="/said"/><Say>Bye</Say>' })
    const call = await world.ringUp()

    call.startSpeaking()
    await world.clock.advance(seconds(20))
    expect(world.heard(call.callSid)).toEqual([])
    call.stopSpeaking()
    await world.clock.advance(seconds(5))

    expect(world.heard(call.callSid)).toEqual(['Bye'])
  })

  test('words of a live microphone may come a while after the voice', async () => {
    await using world = await startWorld({
      '/voice': '<Gather input="speech" speechTimeout="auto" action="/said"/>',
      '/said': '',
    })
    const call = await world.ringUp()

    call.startSpeaking()
    await world.clock.advance(seconds(2))
    call.stopSpeaking()
    await world.clock.advance(seconds(3))
    call.speak('sales', { seconds: 0 })
    await world.clock.advance(seconds(1))

    expect(world.app.asked('/said')[0]?.SpeechResult).toBe('sales')
  })

  test('a cough in the microphone does not keep keys from being heard', async () => {
    await using world = await startWorld({
      '/voice': '<Gather input="dtmf speech" numDigits="1" action="/menu"/>',
      '/menu': '',
    })
    const call = await world.ringUp()

    call.startSpeaking()
    await world.clock.advance(seconds(0.3))
    call.press('1')
    await world.clock.settle()

    expect(world.app.asked('/menu')[0]?.Digits).toBe('1')
  })

  test('a caller who hangs up while the network listens causes no request', async () => {
    await using world = await startWorld({ '/voice': '<Gather action="/menu" actionOnEmptyResult="true"/>' })
    const call = await world.ringUp()

    call.press('1')
    call.hangUp()
    await world.clock.advance(seconds(10))

    expect(world.app.asked('/menu')).toEqual([])
    expect(world.exchange.leftovers()).toEqual(nothing)
  })
})

describe('recording', () => {
  const record = (attributes: string) => ({ '/voice': `<Record action="/left" ${attributes}/>`, '/left': '' })

  test('silence ends it, counted from the start and anew after each sentence; the silence is trimmed', async () => {
    await using world = await startWorld(record('timeout="4"'))
    const call = await world.ringUp()
    await world.clock.advance(seconds(0.5) + seconds(3))

    call.speak('Hello', { seconds: 2 })
    await world.clock.advance(seconds(2) + seconds(3))
    call.speak('Good bye', { seconds: 1 })
    await world.clock.advance(seconds(1) + seconds(4))

    expect(world.app.asked('/left')[0]).toMatchObject({ RecordingDuration: '6', Digits: '' })
  })

  test('a live microphone that hears a voice keeps it going', async () => {
    await using world = await startWorld(record('trim="do-not-trim"'))
    const call = await world.ringUp()
    await world.clock.advance(seconds(0.5))

    call.startSpeaking()
    await world.clock.advance(seconds(30))
    call.stopSpeaking()
    await world.clock.advance(seconds(5))

    expect(world.app.asked('/left')[0]).toMatchObject({ RecordingDuration: '35' })
  })

  test('it ends at its greatest length, and a timeout of 0 means that silence never ends it', async () => {
    await using world = await startWorld(record('maxLength="20" timeout="0" playBeep="false"'))
    await world.ringUp()

    await world.clock.advance(seconds(20) - 1)
    expect(world.app.asked('/left')).toEqual([])
    await world.clock.advance(1)

    expect(world.app.asked('/left')[0]).toMatchObject({ RecordingDuration: '20', Digits: '' })
  })

  test('other keys than the finish keys do not end it', async () => {
    await using world = await startWorld(record('finishOnKey="#"'))
    const call = await world.ringUp()
    await world.clock.advance(seconds(2))

    call.press('5')
    expect(world.app.asked('/left')).toEqual([])
    call.press('#')
    await world.clock.settle()

    expect(world.app.asked('/left')[0]?.Digits).toBe('#')
  })

  test('a caller who hangs up during the beep leaves no file, and the app is told so if it wants to know', async () => {
    await using world = await startWorld({
      ...record('recordingStatusCallback="/ready" recordingStatusCallbackEvent="completed absent"'),
      '/ready': { status: 204 },
    })
    const call = await world.ringUp()

    call.hangUp()
    await world.clock.advance(seconds(5))

    expect(world.app.asked('/left')[0]).toMatchObject({ RecordingDuration: '0', Digits: 'hangup' })
    expect(world.app.asked('/ready').map((asked) => asked.RecordingStatus)).toEqual(['absent'])
    expect(world.exchange.leftovers()).toEqual(nothing)
  })
})

describe('playing', () => {
  const wav = { headers: { 'content-type': 'audio/wav' }, body: hummingWav(2500, []) }

  test('a file is fetched once and lasts as long as it is', async () => {
    await using world = await startWorld({
      '/voice': '<Play loop="2">/music.wav</Play><Say>Done</Say>',
      '/music.wav': wav,
    })
    const call = await world.ringUp()

    await world.clock.advance(seconds(5) - 1)
    expect(world.heard(call.callSid)).toEqual([`${world.app.url}/music.wav`, `${world.app.url}/music.wav`])
    await world.clock.advance(1)

    expect(world.heard(call.callSid).at(-1)).toBe('Done')
    expect(world.app.requests.filter(({ path }) => path === '/music.wav')).toEqual([
      expect.objectContaining({ method: 'GET', target: '/music.wav', parameters: {} }),
    ])
  })

  test('a file that is missing or no audio is reported and left out', async () => {
    await using world = await startWorld({
      '/voice': '<Play>/gone.wav</Play><Play>/page</Play><Say>Done</Say>',
      '/page': { headers: { 'content-type': 'text/html' }, body: '<p>no</p>' },
    })
    const call = await world.ringUp()

    expect(world.heard(call.callSid)).toEqual(['Done'])
    expect(world.findings().map(({ code }) => code)).toEqual([11200, 13420])
  })

  test('tones last a quarter of a second each, pauses half a second or one', async () => {
    await using world = await startWorld({ '/voice': '<Play digits="12wW"/>' })
    const call = await world.ringUp()

    await world.clock.advance(seconds(2) - 1)
    expect(call.isOver).toBe(false)
    await world.clock.advance(1)

    expect(call.status).toBe('completed')
  })

  test('an audio file in place of a document is played, then the call ends', async () => {
    await using world = await startWorld({ '/voice': wav })
    const call = await world.ringUp()

    await world.clock.advance(2500)

    expect(world.heard(call.callSid)).toEqual([`${world.app.url}/voice`])
    expect(call.status).toBe('completed')
  })
})

describe('answering', () => {
  test('a document with nothing in it answers the call and ends it', async () => {
    await using world = await startWorld({ '/voice': '' })
    const call = await world.ringUp()

    expect(call.snapshot()).toMatchObject({ status: 'completed', answeredAt: world.clock.now() })
  })

  test('a first Pause holds the answer back', async () => {
    await using world = await startWorld({ '/voice': '<Pause length="3"/><Say>Hello</Say>' })
    const call = await world.ringUp()

    await world.clock.advance(seconds(3) - 1)
    expect(call.status).toBe('ringing')
    await world.clock.advance(1)

    expect(call.status).toBe('in-progress')
  })

  test('a call that only pauses is never answered', async () => {
    await using world = await startWorld({ '/voice': '<Pause/>' })
    const call = await world.ringUp()

    await world.clock.advance(seconds(1))

    expect(call.status).toBe('no-answer')
  })

  test('a caller who gives up before the answer was not answered', async () => {
    await using world = await startWorld({ '/voice': '<Pause length="30"/><Say>Hello</Say>' })
    const call = await world.ringUp()

    call.hangUp()
    await world.clock.settle()

    expect(call.status).toBe('no-answer')
    expect(world.exchange.leftovers()).toEqual(nothing)
  })

  test('a number without a line is not in service', async () => {
    await using world = await startWorld({})

    const call = world.exchange.placeCall({ from: line, to: '+12025550177' })

    expect(call.status).toBe('failed')
    expect(world.findings()).toEqual([
      expect.objectContaining({
        message: 'No line has the number that was called.',
        help: 'Add the line first, in E.164.',
      }),
    ])
  })
})

describe('a transfer', () => {
  const dial = (attributes: string, targets = `<Number>${sales}</Number>`) => ({
    '/voice': `<Dial action="/dialled" ${attributes}>${targets}</Dial>`,
    '/dialled': '',
  })

  test('goes to one after another when it is sequential', async () => {
    const both = `<Number>${sales}</Number><Number>${support}</Number>`
    await using world = await startWorld(dial('sequential="true" timeout="5"', both))
    world.exchange.setParty(support, { kind: 'answers', afterSeconds: 1, hangsUpAfterSeconds: 30 })
    await world.ringUp()
    expect(() => world.callee(support)).toThrow('Nobody dialled that number.')

    await world.clock.advance(seconds(10) + seconds(31))

    expect(world.callee(sales).status).toBe('no-answer')
    expect(world.app.asked('/dialled')[0]).toMatchObject({ DialCallStatus: 'completed', DialCallDuration: '30' })
  })

  test('is busy only when everybody is busy', async () => {
    const both = `<Number>${sales}</Number><Number>${support}</Number>`
    await using world = await startWorld(dial('', both))
    world.exchange.setParty(sales, { kind: 'busy' })
    world.exchange.setParty(support, { kind: 'unreachable' })
    await world.ringUp()

    expect(world.app.asked('/dialled')[0]).toMatchObject({ DialCallStatus: 'no-answer', DialBridged: 'false' })
  })

  test('to a number nobody could route fails', async () => {
    await using world = await startWorld(dial('', '<Number>12</Number>'))
    await world.ringUp()

    expect(world.app.asked('/dialled')[0]).toMatchObject({ DialCallStatus: 'failed' })
    expect(world.findings().map(({ code }) => code)).toContain(13223)
  })

  test('ends when the caller presses the star, if that was asked for', async () => {
    await using world = await startWorld(dial('hangupOnStar="true"'))
    const call = await world.ringUp()
    world.callee(sales).answer()
    await world.clock.advance(seconds(7))

    call.press('1')
    expect(world.callee(sales).isOver).toBe(false)
    call.press('*')
    await world.clock.settle()

    expect(world.callee(sales).status).toBe('completed')
    expect(world.app.asked('/dialled')[0]).toMatchObject({ DialCallStatus: 'completed', CallStatus: 'in-progress' })
  })

  test('ends at its time limit', async () => {
    await using world = await startWorld(dial('timeLimit="60"'))
    await world.ringUp()
    world.callee(sales).answer()

    await world.clock.advance(seconds(60))

    expect(world.app.asked('/dialled')[0]).toMatchObject({ DialCallStatus: 'completed', DialCallDuration: '60' })
  })

  test('is called off when the caller hangs up while it rings, and the action still learns of it', async () => {
    await using world = await startWorld(dial(''))
    const call = await world.ringUp()
    await world.clock.advance(seconds(3))

    call.hangUp()
    await world.clock.settle()

    expect(world.callee(sales).status).toBe('canceled')
    expect(world.app.asked('/dialled')[0]).toMatchObject({ DialCallStatus: 'canceled', CallStatus: 'completed' })
    expect(world.exchange.leftovers()).toEqual(nothing)
  })

  test('leaves nobody behind when the caller hangs up at the moment the callee answers', async () => {
    await using world = await startWorld(dial(''))
    const call = await world.ringUp()

    world.callee(sales).answer()
    call.hangUp()
    await world.clock.settle()

    expect(world.callee(sales).status).toBe('completed')
    expect(world.app.asked('/dialled')[0]).toMatchObject({ DialBridged: 'false' })
    expect(world.exchange.leftovers()).toEqual(nothing)
  })

  test('that a machine takes counts as answered, and the caller hears its beep', async () => {
    await using world = await startWorld(dial('record="record-from-answer" recordingStatusCallback="/ready"'))
    world.exchange.setParty(sales, { kind: 'machine', greeting: 'Leave a message' })
    const call = await world.ringUp()

    await world.clock.advance(seconds(4) + seconds(1.2) + seconds(0.5))
    expect(world.exchange.journal.events.at(-1)).toMatchObject({
      kind: 'tone-ended',
      tone: 'beep',
      callSid: call.callSid,
    })
    call.speak('It is me', { seconds: 3 })
    await world.clock.advance(seconds(4.3))
    call.hangUp()
    await world.clock.advance(seconds(1))

    expect(world.app.asked('/dialled')[0]).toMatchObject({ DialCallStatus: 'completed', RecordingDuration: '6' })
    expect(world.app.asked('/ready')[0]).toMatchObject({ RecordingSource: 'DialVerb', CallSid: call.callSid })
  })

  test('a declining callee looks busy', async () => {
    await using world = await startWorld(dial(''))
    await world.ringUp()

    world.callee(sales).decline()
    await world.clock.settle()

    expect(world.app.asked('/dialled')[0]).toMatchObject({ DialCallStatus: 'busy' })
  })
})
