/** The reference traces: twiml-voice.md §14, against a real app, in virtual time. */
import { describe, expect, test } from 'vitest'
import { seconds } from '../clock/duration.ts'
import { caller, line, sales, startWorld, support } from './scripted-app.fixture.ts'
import { startSocketApp } from './websocket-app.fixture.ts'

const menu = '<Gather numDigits="1" action="/menu"><Say>Press a key</Say></Gather><Say>Bye</Say>'
const still = { leftovers: { legs: [], timers: 0, recordings: [], work: [] } }

describe('a menu', () => {
  test('T1: a key pressed while the prompt plays is sent to the action', async () => {
    await using world = await startWorld({ '/voice': menu, '/menu': '<Hangup/>' })
    const call = await world.ringUp()
    expect(call.status).toBe('in-progress')

    await world.clock.advance(seconds(1))
    call.press('2')
    await world.clock.settle()

    expect(world.app.requests.map(({ method, target, isSigned }) => [method, target, isSigned])).toEqual([
      ['POST', '/voice', true],
      ['POST', '/menu', true],
    ])
    expect(world.app.asked('/voice')[0]).toMatchObject({
      CallStatus: 'ringing',
      Direction: 'inbound',
      From: caller,
      To: line,
      Caller: caller,
      Called: line,
      ApiVersion: '2010-04-01',
      CallSid: call.callSid,
    })
    expect(world.app.asked('/menu')[0]).toMatchObject({ Digits: '2', CallStatus: 'in-progress', FinishedOnKey: '' })
    expect(call.status).toBe('completed')
    expect(world.exchange.leftovers()).toEqual(still.leftovers)
  })

  test('T2: a silent caller hears the prompt, waits five seconds, hears the goodbye and is hung up', async () => {
    await using world = await startWorld({ '/voice': menu, '/menu': '' })
    const call = await world.ringUp()

    await world.clock.advance(seconds(1.2) + seconds(5) - 1)
    expect(world.heard(call.callSid)).toEqual(['Press a key'])
    await world.clock.advance(1)
    expect(world.heard(call.callSid)).toEqual(['Press a key', 'Bye'])
    await world.clock.advance(seconds(1))

    expect(call.status).toBe('completed')
    expect(world.app.asked('/menu')).toEqual([])
  })

  test('T3: the finish key alone is no input, at once', async () => {
    await using world = await startWorld({ '/voice': '<Gather action="/menu"/><Say>Bye</Say>' })
    const call = await world.ringUp()

    call.press('#')
    await world.clock.settle()

    expect(world.heard(call.callSid)).toEqual(['Bye'])
    expect(world.app.asked('/menu')).toEqual([])
  })

  test('T4: digits are sent when no further key comes for five seconds', async () => {
    await using world = await startWorld({ '/voice': '<Gather action="/menu"/>', '/menu': '' })
    const call = await world.ringUp()

    call.press('1')
    await world.clock.advance(seconds(1))
    call.press('2')
    await world.clock.advance(seconds(5) - 1)
    expect(world.app.asked('/menu')).toEqual([])
    await world.clock.advance(1)

    expect(world.app.asked('/menu')[0]?.Digits).toBe('12')
  })

  test('T5: without a finish key every key is a digit', async () => {
    await using world = await startWorld({
      '/voice': '<Gather finishOnKey="" numDigits="3" action="/menu"/>',
      '/menu': '',
    })
    const call = await world.ringUp()

    call.press('1#*')
    await world.clock.settle()

    expect(world.app.asked('/menu')[0]?.Digits).toBe('1#*')
  })

  test('T6: without an action the digits are posted to the current document, also when that came by GET', async () => {
    const voice = ({ method }: { method: string }) => (method === 'GET' ? '<Gather numDigits="1"/>' : '<Hangup/>')
    await using world = await startWorld(
      { '/v': voice },
      { line: (url) => ({ voiceUrl: `${url}/v?tenant=7`, voiceMethod: 'GET' }) },
    )
    const call = await world.ringUp()

    call.press('4')
    await world.clock.settle()

    const [first, second] = world.app.requests
    expect(first).toMatchObject({ method: 'GET', isSigned: true })
    expect(first?.parameters).toMatchObject({ tenant: '7', CallSid: call.callSid })
    expect(second).toMatchObject({ method: 'POST', target: '/v?tenant=7', isSigned: true })
    expect(second?.parameters.Digits).toBe('4')
  })

  test('T7: with actionOnEmptyResult silence is sent as empty digits after five seconds', async () => {
    await using world = await startWorld({
      '/voice': '<Gather action="/menu" actionOnEmptyResult="true"/>',
      '/menu': '',
    })
    await world.ringUp()

    await world.clock.advance(seconds(5) - 1)
    expect(world.app.asked('/menu')).toEqual([])
    await world.clock.advance(1)

    expect(world.app.asked('/menu')[0]?.Digits).toBe('')
  })

  test('T8: a relative action is relative to the document', async () => {
    await using world = await startWorld(
      { '/a/b/voice': '<Gather numDigits="1" action="menu"/>', '/a/b/menu': '' },
      { line: (url) => ({ voiceUrl: `${url}/a/b/voice?x=1` }) },
    )
    const call = await world.ringUp()

    call.press('1')
    await world.clock.settle()

    expect(world.app.requests[1]?.target).toBe('/a/b/menu')
  })
})

describe('a recording', () => {
  const recorded = { '/voice': '<Record action="/recorded"/>', '/recorded': '<Say>Thank you</Say>' }

  test('T9: ends with a key, and the action learns its length and the key', async () => {
    await using world = await startWorld(recorded)
    const call = await world.ringUp()

    await world.clock.advance(seconds(0.5) + seconds(3))
    call.press('5')
    await world.clock.settle()

    expect(world.app.asked('/recorded')[0]).toMatchObject({
      RecordingDuration: '3',
      Digits: '5',
      CallStatus: 'in-progress',
      RecordingUrl: expect.stringMatching(
        /^https:\/\/api\.twilio\.com\/2010-04-01\/Accounts\/AC0{32}\/Recordings\/RE[0-9a-f]{32}$/,
      ),
    })
    expect(world.heard(call.callSid)).toEqual(['Thank you'])
  })

  test('T9: ends with the caller hanging up, and what the action answers is not performed', async () => {
    await using world = await startWorld(recorded)
    const call = await world.ringUp()

    await world.clock.advance(seconds(0.5) + seconds(3))
    call.hangUp()
    await world.clock.settle()

    expect(world.app.asked('/recorded')[0]).toMatchObject({
      RecordingDuration: '3',
      Digits: 'hangup',
      CallStatus: 'completed',
    })
    expect(world.heard(call.callSid)).toEqual([])
    await world.clock.advance(seconds(1))
    expect(world.exchange.leftovers()).toEqual(still.leftovers)
  })
})

describe('a transfer', () => {
  test('T10: an answered one tells its progress, and its action follows when the callee hangs up', async () => {
    await using world = await startWorld({
      '/voice': `<Dial action="/dialled"><Number statusCallback="/progress"
        statusCallbackEvent="initiated ringing answered completed">${sales}</Number></Dial><Say>Never</Say>`,
      '/dialled': '<Say>Good bye</Say>',
      '/progress': { status: 204 },
    })
    const call = await world.ringUp()
    const callee = world.callee(sales)
    expect(callee.snapshot()).toMatchObject({ status: 'ringing', awaiting: 'answer', parentCallSid: call.callSid })

    await world.clock.advance(seconds(6))
    callee.answer()
    await world.clock.advance(seconds(42))
    callee.hangUp()
    await world.clock.settle()

    const progress = world.app
      .asked('/progress')
      .toSorted((one, other) => Number(one.SequenceNumber) - Number(other.SequenceNumber))
    expect(progress.map(({ SequenceNumber, CallStatus }) => [SequenceNumber, CallStatus])).toEqual([
      ['0', 'initiated'],
      ['1', 'ringing'],
      ['2', 'in-progress'],
      ['3', 'completed'],
    ])
    expect(progress[3]).toMatchObject({
      CallSid: callee.callSid,
      ParentCallSid: call.callSid,
      Direction: 'outbound-dial',
      CallDuration: '42',
      Duration: '1',
      CallbackSource: 'call-progress-events',
      SipResponseCode: '200',
    })
    expect(world.app.asked('/dialled')[0]).toMatchObject({
      CallSid: call.callSid,
      CallStatus: 'in-progress',
      DialCallStatus: 'completed',
      DialCallSid: callee.callSid,
      DialCallDuration: '42',
      DialBridged: 'true',
    })
    expect(world.heard(call.callSid)).toEqual(['Good bye'])
  })

  test('T11: without an action the next verb follows when the callee is busy', async () => {
    await using world = await startWorld({ '/voice': `<Dial>${sales}</Dial><Say>They are busy</Say>` })
    world.exchange.setParty(sales, { kind: 'busy' })
    const call = await world.ringUp()

    expect(world.callee(sales).status).toBe('busy')
    expect(world.heard(call.callSid)).toEqual(['They are busy'])
  })

  test('T12: a timeout of ten seconds ends after fifteen', async () => {
    await using world = await startWorld({
      '/voice': `<Dial timeout="10" action="/dialled">${sales}</Dial>`,
      '/dialled': '',
    })
    await world.ringUp()

    await world.clock.advance(seconds(15) - 1)
    expect(world.app.asked('/dialled')).toEqual([])
    await world.clock.advance(1)

    const [dialled] = world.app.asked('/dialled')
    expect(dialled).toMatchObject({ DialCallStatus: 'no-answer', DialBridged: 'false' })
    expect(dialled).not.toHaveProperty('DialCallDuration')
  })

  test('T13: a callee who declines in the whisper is not connected', async () => {
    await using world = await startWorld({
      '/voice': `<Dial action="/dialled"><Number url="/screen">${sales}</Number></Dial>`,
      '/screen': '<Say>A call for you</Say><Hangup/>',
      '/dialled': '<Say>Sorry</Say>',
    })
    const call = await world.ringUp()
    const callee = world.callee(sales)

    callee.answer()
    await world.clock.advance(seconds(2))

    expect(world.app.asked('/screen')[0]).toMatchObject({
      CallSid: callee.callSid,
      ParentCallSid: call.callSid,
      Direction: 'outbound-dial',
      CallStatus: 'in-progress',
      From: caller,
      To: sales,
    })
    expect(world.heard(callee.callSid)).toEqual(['A call for you'])
    expect(world.app.asked('/dialled')[0]).toMatchObject({ DialCallStatus: 'completed', DialBridged: 'false' })
    expect(world.heard(call.callSid)).toEqual(['Sorry'])
  })

  test('a callee who hears the whisper out is connected', async () => {
    await using world = await startWorld({
      '/voice': `<Dial action="/dialled"><Number url="/screen">${sales}</Number></Dial>`,
      '/screen': '<Say>A call for you</Say>',
      '/dialled': '',
    })
    const call = await world.ringUp()
    world.callee(sales).answer()

    await world.clock.advance(seconds(10))
    call.hangUp()
    await world.clock.settle()

    expect(world.callee(sales).status).toBe('completed')
    expect(world.app.asked('/dialled')[0]).toMatchObject({
      CallStatus: 'completed',
      DialCallStatus: 'completed',
      DialBridged: 'true',
    })
    expect(world.exchange.leftovers()).toEqual(still.leftovers)
  })

  test('T14: of two that ring at once the first to answer wins and the other is called off', async () => {
    await using world = await startWorld({
      '/voice': `<Dial action="/dialled"><Number>${sales}</Number><Number>${support}</Number></Dial>`,
      '/dialled': '',
    })
    await world.ringUp()

    await world.clock.advance(seconds(3))
    world.callee(support).answer()
    await world.clock.settle()
    expect(world.callee(sales).status).toBe('canceled')
    world.callee(support).hangUp()
    await world.clock.settle()

    expect(world.app.asked('/dialled')[0]).toMatchObject({
      DialCallSid: world.callee(support).callSid,
      DialCallStatus: 'completed',
    })
  })

  test('T15: with answerOnBridge the caller goes on ringing until the callee answers', async () => {
    await using world = await startWorld({ '/voice': `<Dial answerOnBridge="true">${sales}</Dial>` })
    const call = await world.ringUp()

    await world.clock.advance(seconds(5))
    expect(call.status).toBe('ringing')
    expect(world.app.asked('/voice')[0]?.CallStatus).toBe('ringing')
    world.callee(sales).answer()
    await world.clock.settle()

    expect(call.status).toBe('in-progress')
  })
})

describe('a refused call', () => {
  test('T16: is never answered, is busy, and the line is told so', async () => {
    await using world = await startWorld(
      { '/voice': '<Reject reason="busy"/>', '/status': { status: 204 } },
      { line: (url) => ({ statusCallback: `${url}/status` }) },
    )
    const call = await world.ringUp()

    expect(call.snapshot()).not.toHaveProperty('answeredAt')
    expect(call.status).toBe('busy')
    expect(world.app.asked('/status')).toHaveLength(1)
    expect(world.app.asked('/status')[0]).toMatchObject({
      CallStatus: 'busy',
      CallDuration: '0',
      SequenceNumber: '0',
      SipResponseCode: '486',
      Timestamp: 'Mon, 05 Jan 2026 15:00:00 +0000',
    })
  })
})

describe('a failing app', () => {
  test('T20: is replaced by the fallback, which learns what failed', async () => {
    await using world = await startWorld(
      { '/voice': { status: 500 }, '/fallback': '<Say>Please call again</Say>' },
      { line: (url) => ({ fallbackUrl: `${url}/fallback` }) },
    )
    const call = await world.ringUp()

    expect(world.app.asked('/fallback')[0]).toMatchObject({
      ErrorCode: '11200',
      ErrorUrl: `${world.app.url}/voice`,
      CallSid: call.callSid,
    })
    expect(world.heard(call.callSid)).toEqual(['Please call again'])
  })

  test('T20: without a fallback the caller hears an apology and is hung up', async () => {
    await using world = await startWorld({ '/voice': { status: 500 } })
    const call = await world.ringUp()

    expect(world.heard(call.callSid)).toEqual(['We are sorry, an application error has occurred. Goodbye.'])
    await world.clock.advance(seconds(4))

    expect(call.status).toBe('completed')
    expect(world.findings()).toEqual([
      expect.objectContaining({ code: 11200, message: 'The app answered with status 500 instead of a document.' }),
    ])
  })

  test('T21: is asked again as often as the address says, with the same idempotency token', async () => {
    let tries = 0
    await using world = await startWorld(
      { '/voice': () => (++tries < 3 ? { status: 503 } : '<Hangup/>') },
      { line: (url) => ({ voiceUrl: `${url}/voice#rc=2&rp=5xx` }) },
    )
    const call = await world.ringUp()

    expect(call.status).toBe('completed')
    expect(world.app.requests.map(({ target, isSigned }) => [target, isSigned])).toEqual(
      Array.from({ length: 3 }, () => ['/voice', true]),
    )
    expect(new Set(world.app.requests.map(({ headers }) => headers['i-twilio-idempotency-token'])).size).toBe(1)
  })

  test('T22: digits are lost when the action redirects', async () => {
    await using world = await startWorld({
      '/voice': '<Gather numDigits="1" action="/menu"/>',
      '/menu': { status: 302, headers: { location: '/menu/' } },
      '/menu/': '<Say>Once more</Say>',
    })
    const call = await world.ringUp()

    call.press('1')
    await world.clock.settle()

    expect(world.app.requests.at(-1)).toMatchObject({ method: 'GET', target: '/menu/', parameters: {} })
    expect(world.heard(call.callSid)).toEqual(['Once more'])
  })
})

describe('a question in words', () => {
  const ask = { '/voice': '<Gather input="speech" action="/said"><Say>Who?</Say></Gather><Say>Bye</Say>', '/said': '' }

  test('T29: what the caller says stops the prompt and is sent with how sure the network is', async () => {
    await using world = await startWorld(ask)
    const call = await world.ringUp()

    call.speak('talk to sales', { seconds: 2, confidence: 0.91 })
    await world.clock.advance(seconds(2) + seconds(5) - 1)
    expect(world.app.asked('/said')).toEqual([])
    await world.clock.advance(1)

    expect(world.app.asked('/said')[0]).toMatchObject({ SpeechResult: 'talk to sales', Confidence: '0.91' })
    expect(world.app.asked('/said')[0]).not.toHaveProperty('Digits')
  })

  test('T29: silence leads to the next verb', async () => {
    await using world = await startWorld(ask)
    const call = await world.ringUp()

    await world.clock.advance(seconds(6))

    expect(world.heard(call.callSid)).toEqual(['Who?', 'Bye'])
    expect(world.app.asked('/said')).toEqual([])
  })
})

describe('a conversation over a web socket', () => {
  test('T24: sound flows until the app closes the socket; then the action is asked', async () => {
    await using sockets = await startSocketApp({
      message: ({ event }, conversation) => event === 'dtmf' && conversation.close(1000, 'enough'),
    })
    await using world = await startWorld({
      '/voice': `<Connect action="/after"><Stream url="${sockets.url}"/></Connect><Say>Never</Say>`,
      '/after': '<Say>Goodbye</Say>',
    })
    const call = await world.ringUp()
    await world.clock.advance(seconds(1))
    call.press('1')
    await world.clock.settle()

    const events = sockets.conversation.received.map(({ event }) => event)
    expect(events).toEqual(['connected', 'start', ...Array(50).fill('media'), 'dtmf'])
    expect(world.app.asked('/after')).toEqual([
      expect.objectContaining({ CallSid: call.callSid, CallStatus: 'in-progress' }),
    ])
    expect(world.heard(call.callSid)).toEqual(['Goodbye'])
    await world.clock.advance(seconds(1))
    expect(world.exchange.leftovers()).toEqual(still.leftovers)
  })
})

test('T30: a caller who presses the star in a payment calls it off', async () => {
  await using world = await startWorld({ '/voice': '<Pay action="/paid"/>', '/paid': '<Say>As you like</Say>' })
  const call = await world.ringUp()

  call.press('4111*')
  await world.clock.settle()

  expect(world.app.asked('/paid')[0]).toMatchObject({
    Result: 'caller-interrupted-with-star',
    CallStatus: 'in-progress',
    PaymentMethod: 'credit-card',
  })
  expect(world.heard(call.callSid)).toEqual([
    'Please enter your card number, followed by the pound key.',
    'As you like',
  ])
})
