/** What app developers get wrong: every row of reference twiml-voice.md §12, as the exchange has it. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { seconds } from '../clock/duration.ts'
import { caller, line, type Script, sales, startWorld, support } from './scripted-app.fixture.ts'

type World = Awaited<ReturnType<typeof startWorld>>

/** What the journal warns of that has no code: the advice that only an emulator can give. */
const advice = (world: World) => world.findings().flatMap(({ code, message }) => (code === undefined ? [message] : []))

const codes = (world: World) => world.findings().flatMap(({ code }) => (code === undefined ? [] : [code]))

/** A test that stands elsewhere: fails when it does not. */
const isTested = (file: string, title: string) =>
  expect(readFileSync(new URL(file, import.meta.url), 'utf8')).toContain(`test('${title}'`)

describe('what comes after a verb', () => {
  test.each([
    ['Gather', '<Gather numDigits="1"/>', 'Digits'],
    ['Record', '<Record/>', 'RecordingUrl'],
  ])(
    'trap 1: %s without an action asks for the same document again, by POST and with its result',
    async (tag, verb, parameter) => {
      await using world = await startWorld(
        { '/voice': ({ method }) => (method === 'GET' ? `${verb}<Say>Bye</Say>` : '<Hangup/>') },
        { line: () => ({ voiceMethod: 'GET' }) },
      )
      const call = await world.ringUp()
      await world.clock.advance(seconds(2))
      call.press('1')
      await world.clock.settle()

      expect(world.app.requests.map(({ method, path }) => [method, path])).toEqual([
        ['GET', '/voice'],
        ['POST', '/voice'],
      ])
      expect(world.app.asked('/voice')[1]).toHaveProperty(parameter)
      expect(advice(world)).toContain(`${tag} has no action: its result goes to this document's own address.`)
    },
  )

  test.each([
    ['Record', '<Record action="/next"/>'],
    ['Redirect', '<Redirect>/next</Redirect>'],
    ['Reject', '<Reject/>'],
    ['Hangup', '<Hangup/>'],
    ['Dial', `<Dial action="/next">${sales}</Dial>`],
    ['Enqueue', '<Enqueue action="/next">support</Enqueue>'],
    ['Connect', '<Connect action="/next"><Stream url="ws://127.0.0.1:9/"/></Connect>'],
  ])('trap 2: nothing after %s ever runs', async (tag, verb) => {
    await using world = await startWorld({ '/voice': `${verb}<Say>Never</Say>`, '/next': '<Hangup/>' })
    world.exchange.setParty(sales, { kind: 'busy' })
    const call = await world.ringUp()
    await world.clock.advance(seconds(30))

    expect(world.heard(call.callSid)).not.toContain('Never')
    expect(advice(world)).toContain(`Say can never run: ${tag} before it does not go on.`)
  })

  test('trap 3: a silent caller is cut off when nothing follows Gather', async () => {
    await using world = await startWorld({ '/voice': '<Gather action="/menu"/>', '/menu': '' })
    const call = await world.ringUp()
    await world.clock.advance(seconds(5))

    expect(call.status).toBe('completed')
    expect(world.app.asked('/menu')).toEqual([])
    expect(advice(world)).toEqual(['Nothing follows Gather: a silent caller is cut off.'])
  })

  test('trap 4: with actionOnEmptyResult the action is asked with empty Digits', async () => {
    await using world = await startWorld({
      '/voice': '<Gather action="/menu" actionOnEmptyResult="true"/>',
      '/menu': '',
    })
    await world.ringUp()
    await world.clock.advance(seconds(5))

    expect(world.app.asked('/menu')[0]).toMatchObject({ Digits: '' })
  })

  test('trap 5: an action that redirects loses the digits', async () => {
    await using world = await startWorld({
      '/voice': '<Gather numDigits="1" action="/menu"/><Hangup/>',
      '/menu': { status: 301, headers: { location: '/menu/' } },
      '/menu/': '<Hangup/>',
    })
    const call = await world.ringUp()
    call.press('1')
    await world.clock.settle()

    expect(world.app.asked('/menu/')).toEqual([{}])
    expect(advice(world)).toEqual([
      'The action answered with the redirect 301: what it was told, Digits and all, is not sent again.',
    ])
  })

  test('trap 28: a Start followed by nothing ends the call', async () => {
    await using world = await startWorld({ '/voice': '<Start><Recording/></Start>' })
    const call = await world.ringUp()

    expect(call.status).toBe('completed')
    expect(advice(world)).toEqual(['Nothing follows Start: the call ends, and with it what was started.'])
  })
})

describe('keys and words', () => {
  test('trap 7: the timeout begins after the prompt, and the key that cuts it off is the first digit', async () => {
    await using world = await startWorld({
      '/voice':
        '<Gather action="/menu" timeout="2"><Say>one two three four five six seven eight nine ten</Say></Gather><Hangup/>',
      '/menu': '',
    })
    const call = await world.ringUp()
    await world.clock.advance(seconds(3.5))
    call.press('7')
    await world.clock.advance(seconds(2))
    expect(world.app.asked('/menu')[0]?.Digits).toBe('7')

    const other = await world.ringUp()
    await world.clock.advance(seconds(4) + seconds(2) - 1)
    expect(other.isOver).toBe(false)
    await world.clock.advance(1)
    expect(other.isOver).toBe(true)
  })

  test('trap 8: only # ends a Gather, and any key a Record', async () => {
    await using world = await startWorld({
      '/voice': '<Gather action="/digits"/>',
      '/digits': '<Record action="/left"/>',
      '/left': '',
    })
    const call = await world.ringUp()
    call.press('5')
    await world.clock.settle()
    expect(world.app.asked('/digits')).toEqual([])
    call.press('#')
    await world.clock.settle()
    expect(world.app.asked('/digits')[0]?.Digits).toBe('5')

    await world.clock.advance(seconds(3))
    call.press('5')
    await world.clock.settle()
    expect(world.app.asked('/left')[0]?.Digits).toBe('5')
  })

  test('trap 9: the finish key alone is no input', async () => {
    await using world = await startWorld({ '/voice': '<Gather action="/menu"/><Say>Nothing came</Say>', '/menu': '' })
    const call = await world.ringUp()
    call.press('#')
    await world.clock.settle()

    expect(world.app.asked('/menu')).toEqual([])
    expect(world.heard(call.callSid)).toEqual(['Nothing came'])
  })

  test('trap 10: once somebody speaks the finish key means nothing', async () => {
    await using world = await startWorld({
      '/voice': '<Gather input="dtmf speech" action="/said" speechTimeout="2"/><Hangup/>',
      '/said': '',
    })
    const call = await world.ringUp()
    call.speak('talk to sales', { seconds: 2 })
    await world.clock.advance(seconds(1))
    call.press('#')
    await world.clock.advance(seconds(2))
    expect(world.app.asked('/said')).toEqual([])
    await world.clock.advance(seconds(1))

    expect(world.app.asked('/said')[0]).toMatchObject({ SpeechResult: 'talk to sales' })
    expect(world.app.asked('/said')[0]).not.toHaveProperty('Digits')
  })

  test('trap 24: keys during a Say before the Gather are lost', async () => {
    await using world = await startWorld({
      '/voice': '<Say>Press one for sales or two for support</Say><Gather numDigits="1" action="/menu"/><Hangup/>',
      '/menu': '',
    })
    const call = await world.ringUp()
    await world.clock.advance(seconds(1))
    call.press('12')
    await world.clock.advance(seconds(20))

    expect(world.app.asked('/menu')).toEqual([])
    expect(advice(world)).toEqual(['A key was pressed during Say, before Gather: it is lost.'])
  })

  test('trap 33: a Gather that asks by GET puts the digits into the address', async () => {
    await using world = await startWorld({
      '/voice': '<Gather numDigits="4" action="/pin" method="GET"/><Hangup/>',
      '/pin': '',
    })
    const call = await world.ringUp()
    call.press('1234')
    await world.clock.settle()

    expect(world.app.requests[1]?.target).toContain('Digits=1234')
    expect(advice(world)).toEqual([
      'Gather asks its action by GET: what was entered stands in the address, where logs and caches keep it.',
    ])
  })
})

describe('a transfer', () => {
  test('trap 6: rings five seconds longer than asked', async () => {
    await using world = await startWorld({
      '/voice': `<Dial timeout="20" action="/dialled">${sales}</Dial>`,
      '/dialled': '',
    })
    await world.ringUp()
    await world.clock.advance(seconds(25) - 1)
    expect(world.app.asked('/dialled')).toEqual([])
    await world.clock.advance(1)

    expect(world.app.asked('/dialled')[0]?.DialCallStatus).toBe('no-answer')
  })

  test.each([
    ['hangs up during a Record', '<Record action="/after"/>', { Digits: 'hangup', CallStatus: 'completed' }],
    ['hangs up during a Dial', `<Dial action="/after">${sales}</Dial>`, { CallStatus: 'completed' }],
  ])('trap 14: a caller who %s is told to the action, whose answer nobody hears', async (_what, verb, told) => {
    await using world = await startWorld({ '/voice': verb, '/after': '<Say>Never</Say>' })
    const call = await world.ringUp()
    await world.clock.advance(seconds(3))
    call.hangUp()
    await world.clock.settle()

    expect(world.app.asked('/after')[0]).toMatchObject(told)
    expect(world.heard(call.callSid)).toEqual([])
  })

  test('trap 15: completed says nothing about a conversation: a declined whisper is that too', async () => {
    await using world = await startWorld({
      '/voice': `<Dial action="/dialled"><Number url="/screen">${sales}</Number></Dial>`,
      '/screen': '<Hangup/>',
      '/dialled': '',
    })
    await world.ringUp()
    world.callee(sales).answer()
    await world.clock.settle()

    expect(world.app.asked('/dialled')[0]).toMatchObject({ DialCallStatus: 'completed', DialBridged: 'false' })
  })

  test('trap 16: an action that is the voice URL of the line begins the call anew', async () => {
    await using world = await startWorld({
      '/voice': ({ parameters }) =>
        parameters.DialCallStatus ? '<Say>And again</Say>' : `<Dial action="/voice">${sales}</Dial>`,
    })
    world.exchange.setParty(sales, { kind: 'busy' })
    const call = await world.ringUp()

    expect(world.app.asked('/voice')[1]?.DialCallStatus).toBe('busy')
    expect(world.heard(call.callSid)).toEqual(['And again'])
    expect(advice(world)).toEqual([
      'The action of Dial is the voice URL of the line: after the conversation the call begins anew.',
    ])
  })

  test('trap 20: CallSid in a whisper is that of the callee', async () => {
    await using world = await startWorld({
      '/voice': `<Dial><Number url="/screen">${sales}</Number></Dial>`,
      '/screen': '',
    })
    const call = await world.ringUp()
    world.callee(sales).answer()
    await world.clock.settle()

    const [screen] = world.app.asked('/screen')
    expect(screen).toMatchObject({ CallSid: world.callee(sales).callSid, ParentCallSid: call.callSid })
  })

  test('trap 21: two numbers of ours that call each other are two calls', async () => {
    await using world = await startWorld({ '/voice': `<Dial>${support}</Dial>`, '/support': '<Pause length="9"/>' })
    world.exchange.addLine({ number: support, voiceUrl: `${world.app.url}/support` })
    const call = await world.ringUp()

    const [first] = world.app.asked('/voice')
    const [second] = world.app.asked('/support')
    expect(first?.CallSid).toBe(call.callSid)
    expect(second).toMatchObject({ Direction: 'inbound', From: caller, To: support })
    expect(second?.CallSid).not.toBe(call.callSid)
    expect(second).not.toHaveProperty('ParentCallSid')
  })

  test('trap 40: a call that is taken elsewhere through the API still asks the action of its Dial', async () => {
    await using world = await startWorld({
      '/voice': `<Dial action="/dialled">${sales}</Dial>`,
      '/dialled': '<Say>Never</Say>',
    })
    const call = await world.ringUp()
    world.callee(sales).answer()
    await world.clock.settle()
    world.exchange.updateCall(call.callSid, { document: { twiml: '<Response><Say>Elsewhere</Say></Response>' } })
    await world.clock.settle()

    expect(world.app.asked('/dialled')).toHaveLength(1)
    expect(world.heard(call.callSid)).toEqual(['Elsewhere'])
  })
})

describe('a conference', () => {
  const room = (attributes = '', dial = '') => `<Dial ${dial}><Conference ${attributes}>team</Conference></Dial>`

  test('trap 11: its wait document is heard once, that of a queue again and again', async () => {
    await using world = await startWorld({
      '/voice': room('waitUrl="/wait"'),
      '/support': '<Enqueue waitUrl="/wait">support</Enqueue>',
      '/wait': '<Say>Please wait</Say>',
    })
    world.exchange.addLine({ number: support, voiceUrl: `${world.app.url}/support` })
    const alone = await world.ringUp()
    const queued = world.exchange.placeCall({ from: caller, to: support })
    await world.clock.advance(seconds(5))

    expect(world.heard(alone.callSid)).toEqual(['Please wait'])
    expect(world.heard(queued.callSid).length).toBeGreaterThan(3)
    expect(advice(world)).toEqual(['What is heard before a conference is heard once; then there is silence.'])
  })

  test('trap 12: no Gather runs in it, and keys reach nobody but the others', async () => {
    await using world = await startWorld({ '/voice': room('waitUrl="/wait"'), '/wait': '<Gather/>' })
    const call = await world.ringUp()
    expect(codes(world)).toContain(13238)
    expect(call.isOver).toBe(true)

    await using other = await startWorld({ '/voice': room() })
    const first = await other.ringUp()
    await other.ringUp()
    first.press('12')
    await other.clock.settle()
    expect(other.app.requests).toHaveLength(2)
    expect(advice(other)).toEqual([
      'A key was pressed in a conference: the others hear it, and the app does not learn of it.',
    ])
  })

  test('trap 37: the status callback of the first holds', async () => {
    let callers = 0
    await using world = await startWorld({
      '/voice': () => room(`statusCallback="/news${++callers}" statusCallbackEvent="join"`),
      '/news1': { status: 204 },
    })
    await world.ringUp()
    await world.ringUp()

    expect(world.app.asked('/news1')).toHaveLength(2)
    expect(world.app.asked('/news2')).toEqual([])
    expect(advice(world)).toEqual([
      'The conference has the statusCallback of the first who gave one; this other one is never asked.',
    ])
  })

  test('trap 38: whoever has nothing after the Dial is hung up when the moderator leaves', async () => {
    let callers = 0
    await using world = await startWorld({
      '/voice': () => room(++callers === 1 ? 'endConferenceOnExit="true"' : ''),
    })
    const moderator = await world.ringUp()
    const guest = await world.ringUp()
    moderator.hangUp()
    await world.clock.settle()

    expect(guest.status).toBe('completed')
    expect(advice(world)).toEqual(['The conference ended, and nothing follows the Dial: whoever was in it is hung up.'])
  })

  test('trap 39: the action after it learns of no DialCallSid', async () => {
    await using world = await startWorld({
      '/voice': room('', 'action="/dialled" hangupOnStar="true"'),
      '/dialled': '',
    })
    const call = await world.ringUp()
    call.press('*')
    await world.clock.settle()

    expect(world.app.asked('/dialled')[0]).toMatchObject({ DialCallStatus: 'answered' })
    expect(world.app.asked('/dialled')[0]).not.toHaveProperty('DialCallSid')
  })
})

describe('requests', () => {
  test('trap 13: a recording may not be there yet when the action is asked', async () => {
    await using world = await startWorld({ '/voice': '<Record action="/left"/>', '/left': '<Pause length="5"/>' })
    const call = await world.ringUp()
    await world.clock.advance(seconds(3))
    call.press('#')
    await world.clock.settle()
    const { RecordingSid: sid = '', RecordingUrl: url } = world.app.asked('/left')[0] ?? {}

    expect(url).not.toMatch(/\.(wav|mp3)$/)
    expect(world.exchange.recordingMedia(sid)).toBeUndefined()
    await world.clock.advance(seconds(1))
    expect(world.exchange.recordingMedia(sid)).toBeDefined()
    isTested('../../test/rest/traps.test.ts', 'trap 13: who fetches a recording at once finds nothing, and is warned')
  })

  test('trap 17: callbacks may overtake each other and come twice', () => {
    isTested('callbacks.test.ts', 'callbacks overtake each other only where the weather says so')
    isTested('callbacks.test.ts', 'callbacks come twice, and the second carries the token of the first')
  })

  test('trap 18: a document in the answer to a status callback is not performed', async () => {
    await using world = await startWorld(
      { '/voice': '<Say>Hello</Say>', '/status': '<Redirect>/voice</Redirect>' },
      { line: (url) => ({ statusCallback: `${url}/status` }) },
    )
    await world.ringUp()
    await world.clock.advance(seconds(2))

    expect(world.app.requests.map(({ path }) => path)).toEqual(['/voice', '/status'])
    expect(advice(world)).toEqual([
      'The call-status callback was answered with a document: nothing in it is performed.',
    ])
  })

  test('trap 19: the signature covers the whole address with its query, and every parameter', async () => {
    await using world = await startWorld(
      { '/voice': ({ isSigned }) => (isSigned ? '<Hangup/>' : { status: 403 }) },
      { line: (url) => ({ voiceUrl: `${url}/voice?tenant=7&plan=%C3%A4#rc=2` }) },
    )
    await world.ringUp()
    expect(world.app.requests.map(({ isSigned, target }) => [isSigned, target])).toEqual([
      [true, '/voice?tenant=7&plan=%C3%A4'],
    ])

    await using other = await startWorld({ '/voice': { status: 403 } })
    await other.ringUp()
    expect(other.findings()[0]).toMatchObject({ code: 11200, help: expect.stringContaining('X-Twilio-Signature') })
  })

  test('trap 25: relative addresses inherit neither the query nor the overrides of the document', async () => {
    await using world = await startWorld(
      { '/voice': '<Redirect>next</Redirect>', '/next': { status: 500 } },
      { line: (url) => ({ voiceUrl: `${url}/voice?tenant=7#rc=2&rp=5xx` }) },
    )
    await world.ringUp()

    expect(world.app.requests.map(({ target }) => target)).toEqual(['/voice?tenant=7', '/next'])
    expect(advice(world)).toEqual(['The connection overrides of the voice URL do not hold for what Redirect leads to.'])
  })

  test('trap 26: a bare & in an address breaks the document', async () => {
    await using world = await startWorld({ '/voice': '<Redirect>/next?a=1&b=2</Redirect>', '/next': '' })
    const call = await world.ringUp()

    expect(world.app.asked('/next')).toEqual([])
    expect(world.findings()).toMatchObject([{ code: 12100, message: expect.stringContaining('&amp;'), line: 1 }])
    expect(call.isOver).toBe(false)
    await world.clock.advance(seconds(10))
    expect(call.isOver).toBe(true)
  })

  test('trap 27: a client has no To unless its app gives one', async () => {
    isTested('callers.test.ts', 'reaches its application with what it was given, without a To and without a place')
  })

  test('trap 29: a query in the address of a stream is refused', async () => {
    await using world = await startWorld({
      '/voice': '<Connect><Stream url="ws://127.0.0.1:9/audio?caller=7"/></Connect>',
    })
    const call = await world.ringUp()

    expect(codes(world)).toContain(31922)
    expect(world.heard(call.callSid)).toEqual(['We are sorry, an application error has occurred. Goodbye.'])
  })

  test('trap 30: a document given to the API needs absolute addresses', async () => {
    await using world = await startWorld({})
    const call = world.exchange.createCall({
      from: line,
      to: sales,
      document: { twiml: '<Response><Gather numDigits="1" action="/menu"/><Hangup/></Response>' },
    })
    await world.clock.settle()
    call.answer()
    await world.clock.settle()
    call.press('1')
    await world.clock.settle()

    expect(codes(world)).toEqual([15004])
    expect(world.app.requests).toEqual([])
  })

  test('trap 31: the fallback learns what failed, and should not fail with it', async () => {
    await using world = await startWorld(
      { '/voice': { status: 503 }, '/fallback': { status: 503 } },
      { line: (url) => ({ fallbackUrl: `${url}/fallback` }) },
    )
    const call = await world.ringUp()

    expect(world.app.asked('/fallback')[0]).toMatchObject({ ErrorCode: '11200', ErrorUrl: `${world.app.url}/voice` })
    expect(world.heard(call.callSid)).toEqual(['We are sorry, an application error has occurred. Goodbye.'])
    expect(advice(world)).toEqual(['The fallback failed as well, on the same host as what it stands in for.'])
  })

  test('trap 32: an answer that takes too long is none, and the caller waits in silence', async () => {
    await using world = await startWorld(
      { '/voice': '<Gather numDigits="1" action="/slow"/><Hangup/>', '/slow': 'never' },
      { exchange: { settings: { answerTimeout: 50 } } },
    )
    const call = await world.ringUp()
    call.press('1')
    await world.clock.settle()

    expect(world.findings()[0]).toMatchObject({ severity: 'error', message: expect.stringContaining('50 ms') })
    expect(world.heard(call.callSid)).toEqual(['We are sorry, an application error has occurred. Goodbye.'])
  })

  test('trap 34: a document that may be kept is performed again without asking', async () => {
    let documents = 0
    await using world = await startWorld(
      {
        '/voice': '<Say>Hello</Say><Redirect method="GET">/news</Redirect>',
        '/news': () => ({
          headers: { 'content-type': 'text/xml', 'cache-control': 'max-age=60' },
          body: `<Response><Say>News ${++documents}</Say><Redirect method="GET">/news</Redirect></Response>`,
        }),
      },
      { exchange: { settings: { cacheDocuments: true } } },
    )
    const call = await world.ringUp()
    await world.clock.advance(seconds(3))

    expect(new Set(world.heard(call.callSid))).toEqual(new Set(['Hello', 'News 1']))
    expect(advice(world).filter((message) => message.startsWith('The app was not asked'))).toHaveLength(1)
  })

  test('trap 35: a line without a voice URL fails at once, and nobody is asked', async () => {
    await using world = await startWorld({})
    world.exchange.addLine({ number: support })
    const call = world.exchange.placeCall({ from: caller, to: support })
    await world.clock.settle()

    expect(call.status).toBe('failed')
    expect(world.app.requests).toEqual([])
    expect(advice(world)).toEqual(['The line has no voice URL.'])
  })

  test('trap 36: From may be no number at all', async () => {
    for (const [withheldCallerIds, from] of [
      ['keypad', '+266696687'],
      ['words', 'anonymous'],
    ] as const) {
      await using world = await startWorld({ '/voice': '' }, { exchange: { settings: { withheldCallerIds } } })
      world.exchange.placeCall({ from: 'anonymous', to: line })
      await world.clock.settle()
      expect(world.app.asked('/voice')[0]?.From).toBe(from)
    }
  })
})

describe('the bill', () => {
  test('trap 22: Hangup answers a call, and only Reject does not', async () => {
    const durations: Script = { '/status': { status: 204 } }
    const options = { line: (url: string) => ({ statusCallback: `${url}/status` }) }
    await using world = await startWorld({ '/voice': '<Hangup/>', ...durations }, options)
    const call = await world.ringUp()
    expect(call.snapshot()).toHaveProperty('answeredAt')
    expect(advice(world)).toEqual(['Hangup answers the call first, and so it is billed.'])

    await using other = await startWorld({ '/voice': '<Reject/>', ...durations }, options)
    const refused = await other.ringUp()
    expect(refused.snapshot()).not.toHaveProperty('answeredAt')
    expect(advice(other)).toEqual([])
  })

  test('trap 23: a Reject that is not the first verb just hangs up', async () => {
    await using world = await startWorld({ '/voice': '<Say>Sorry</Say><Reject reason="busy"/>' })
    const call = await world.ringUp()
    await world.clock.advance(seconds(2))

    expect(call.status).toBe('completed')
    expect(advice(world)).toEqual(['Reject is not the first verb: a call that was answered is hung up, and billed.'])
  })

  test('trap 41: a trial account has a notice, verified numbers and calls of ten minutes', async () => {
    await using world = await startWorld({ '/voice': '<Say>Hello</Say>' }, { exchange: { settings: { trial: true } } })
    const call = await world.ringUp()
    await world.clock.advance(seconds(20))

    expect(world.heard(call.callSid)).toEqual([expect.stringContaining('trial account'), 'Hello'])
    isTested('settings.test.ts', 'on trial reaches verified numbers only')
    isTested('settings.test.ts', 'on trial has calls of ten minutes')
  })
})

test('every row has its test', () => {
  const source = readFileSync(import.meta.filename, 'utf8')
  const rows = [...source.matchAll(/'trap (\d+): /g)].map(([, row]) => Number(row))
  expect([...new Set(rows)].toSorted((one, other) => one - other)).toEqual(
    Array.from({ length: 41 }, (_, row) => row + 1),
  )
})
