/** The knobs: each reading of what the real network leaves uncertain. */
import { describe, expect, test } from 'vitest'
import { hours, minutes, seconds } from '../clock/duration.ts'
import type { ExchangeSettings } from './index.ts'
import { caller, line, type Script, sales, startWorld, support } from './scripted-app.fixture.ts'

const apology = 'We are sorry, an application error has occurred. Goodbye.'
const still = { legs: [], timers: 0, recordings: [], work: [] }

const worldWith = (script: Script, settings: Partial<ExchangeSettings>) =>
  startWorld(script, {
    line: (url) => ({ statusCallback: `${url}/status` }),
    exchange: { settings, verifiedNumbers: [sales] },
  })

/** What one caller hears in half a minute. */
async function heardWith(script: Script, settings: Partial<ExchangeSettings>) {
  await using world = await worldWith({ '/status': { status: 204 }, ...script }, settings)
  const call = await world.ringUp()
  await world.clock.advance(seconds(30))
  expect(world.exchange.leftovers()).toEqual(still)
  const findings = world.findings().map(({ code, severity }) => [code, severity])
  return {
    heard: world.heard(call.callSid),
    findings,
    status: call.status,
    asked: world.app.requests.map(({ target }) => target),
  }
}

describe('unknownVerb: an element that is no verb', () => {
  const script = { '/voice': '<Say>One</Say><Sey>Two</Sey><Say>Three</Say>' }

  test('is left out with a warning', async () => {
    const { heard, findings } = await heardWith(script, { unknownVerb: 'skip' })
    expect({ heard, findings }).toEqual({ heard: ['One', 'Three'], findings: [[12200, 'warning']] })
  })

  test('ends the document when it is to abort', async () => {
    const { heard, findings, status } = await heardWith(script, { unknownVerb: 'abort' })
    expect({ heard, findings, status }).toEqual({ heard: ['One'], findings: [[12200, 'warning']], status: 'completed' })
  })

  test('is an application error when it is to be strict, also as the last element or on the line of another', async () => {
    for (const verbs of [script['/voice'], '<Say>One</Say><Number>+12025550101</Number>']) {
      const { heard, findings } = await heardWith({ '/voice': verbs }, { unknownVerb: 'strict' })
      expect({ heard, findings }).toEqual({ heard: ['One', apology], findings: [[12200, 'error']] })
    }
  })

  test('leaves a document alone that has only verbs with wrong attributes', async () => {
    const wrong = { '/voice': '<Say loop="often">One</Say><Say colour="red">Two</Say>' }
    expect((await heardWith(wrong, { unknownVerb: 'strict' })).heard).toEqual(['One', 'Two'])
  })
})

test('startAnswers: a Start as first verb leaves the call ringing, or answers it', async () => {
  const script = { '/voice': '<Start><Stream url="wss://127.0.0.1:9/"/></Start><Pause length="5"/>' }
  for (const [startAnswers, status] of [
    [false, 'ringing'],
    [true, 'in-progress'],
  ] as const) {
    await using world = await worldWith(script, { startAnswers })
    const call = await world.ringUp()
    await world.clock.advance(seconds(1))
    expect(call.status).toBe(status)
  }
})

describe('typeAhead: keys that are pressed before anything listens', () => {
  const script = {
    '/voice':
      '<Say>One moment please while I look for it</Say><Gather numDigits="2" action="/menu"><Say>Choose</Say></Gather>',
    '/menu': '<Gather numDigits="1" action="/next"/>',
    '/next': '<Hangup/>',
  }

  async function pressEarly(typeAhead: 'discard' | 'buffer') {
    await using world = await worldWith({ ...script, '/status': { status: 204 } }, { typeAhead })
    const call = await world.ringUp()
    call.press('123')
    await world.clock.advance(seconds(30))
    expect(world.exchange.leftovers()).toEqual(still)
    const heeded = world.exchange.journal.events.flatMap((event) =>
      event.kind === 'key-pressed' ? [event.heeded] : [],
    )
    const digits = ['/menu', '/next'].flatMap((path) => world.app.asked(path).map(({ Digits }) => Digits))
    return { digits, heeded, heard: world.heard(call.callSid) }
  }

  test('are lost', async () => {
    expect(await pressEarly('discard')).toMatchObject({ digits: [], heeded: [false, false, false] })
  })

  test('are read by the next Gather, and those it does not need by the one after', async () => {
    expect(await pressEarly('buffer')).toEqual({
      digits: ['12', '3'],
      heeded: [true, true, true],
      heard: ['One moment please while I look for it'],
    })
  })
})

describe('gatherZeroTimeout: a Gather with a timeout of 0', () => {
  const script = { '/voice': '<Gather timeout="0"><Say>Press a key</Say></Gather><Say>Bye</Say>' }

  test('ends when its prompts do', async () => {
    const { heard } = await heardWith(script, { gatherZeroTimeout: 'endsAtOnce' })
    expect(heard).toEqual(['Press a key', 'Bye'])
  })

  test('is an application error', async () => {
    const { heard, findings } = await heardWith(script, { gatherZeroTimeout: 'error' })
    expect(heard).toEqual([apology])
    expect(findings).toContainEqual([13313, 'error'])
  })
})

test('currentUrlKeepsQuery: the current document is asked again with its query, or without', async () => {
  for (const [currentUrlKeepsQuery, target] of [
    [true, '/voice?tenant=7'],
    [false, '/voice'],
  ] as const) {
    await using world = await startWorld(
      { '/voice': ({ parameters }) => (parameters.Digits ? '<Hangup/>' : '<Gather numDigits="1"/>') },
      { line: (url) => ({ voiceUrl: `${url}/voice?tenant=7` }), exchange: { settings: { currentUrlKeepsQuery } } },
    )
    const call = await world.ringUp()
    call.press('1')
    await world.clock.settle()
    expect(world.app.requests[1]?.target).toBe(target)
  }
})

test('conferenceStartBeforeJoin: the start of a conference is told after the join that starts it, or before', async () => {
  const room = '<Dial><Conference statusCallback="/room" statusCallbackEvent="start join">room</Conference></Dial>'
  for (const [conferenceStartBeforeJoin, order] of [
    [false, ['participant-join', 'participant-join', 'conference-start']],
    [true, ['participant-join', 'conference-start', 'participant-join']],
  ] as const) {
    await using world = await worldWith({ '/voice': room, '/room': { status: 204 } }, { conferenceStartBeforeJoin })
    await world.ringUp()
    world.exchange.placeCall({ from: sales, to: line })
    await world.clock.settle()
    const told = world.app
      .asked('/room')
      .toSorted((one, other) => Number(one.SequenceNumber) - Number(other.SequenceNumber))
    expect(told.map(({ StatusCallbackEvent }) => StatusCallbackEvent)).toEqual(order)
  }
})

describe('cookieScope: cookies', () => {
  const script: Script = {
    '/voice': () => ({
      headers: { 'content-type': 'text/xml', 'set-cookie': 'session=abc; Path=/' },
      body: '<Response><Hangup/></Response>',
    }),
  }
  const cookiesWith = async (cookieScope: ExchangeSettings['cookieScope']) => {
    await using world = await startWorld(script, { exchange: { settings: { cookieScope } } })
    const ring = async (from: string) => {
      world.exchange.placeCall({ from, to: line })
      await world.clock.settle()
    }
    await ring(caller)
    await ring(caller)
    await ring(sales)
    await world.clock.advance(hours(4))
    await ring(caller)
    return world.app.requests.map(({ headers }) => headers.cookie)
  }

  test('belong to one call', async () => {
    expect(await cookiesWith('call')).toEqual([undefined, undefined, undefined, undefined])
  })

  test('belong to two numbers for four hours', async () => {
    expect(await cookiesWith('fromTo4h')).toEqual([undefined, 'session=abc', undefined, undefined])
  })

  test('are never sent', async () => {
    const again: Script = {
      ...script,
      '/voice': (request) => (request.headers.cookie ? '<Say>Again</Say>' : '<Redirect/>'),
    }
    await using world = await startWorld(again, {
      exchange: { settings: { cookieScope: 'none', redirectLoopLimit: 3 } },
    })
    await world.ringUp()
    expect(world.app.requests.map(({ headers }) => headers.cookie)).toEqual([undefined, undefined, undefined])
  })
})

describe('longestCall: a call', () => {
  const forever = { '/voice': '<Pause length="20000"/><Pause length="20000"/>', '/status': { status: 204 } }

  test('ends after four hours, to the millisecond, with a warning', async () => {
    await using world = await worldWith({ ...forever, '/voice': `<Say>Hi</Say>${forever['/voice']}` }, {})
    const call = await world.ringUp()
    await world.clock.advance(hours(4) - 1)
    expect(call.status).toBe('in-progress')
    await world.clock.advance(1)

    expect(call.status).toBe('completed')
    expect(world.findings()).toMatchObject([
      { code: 32015, title: 'Call is terminated due to exceeding maximum call duration', severity: 'warning' },
    ])
    await world.clock.settle()
    expect(world.app.asked('/status')).toMatchObject([{ CallStatus: 'completed', CallDuration: '14400' }])
    expect(world.exchange.leftovers()).toEqual(still)
    expect(world.clock.pending).toBe(0)
  })

  test('ends after the time it is given, counted from its answer', async () => {
    const settings = { longestCall: minutes(1) }
    await using world = await worldWith(
      { ...forever, '/voice': '<Pause length="10"/><Say>Hi</Say><Pause length="90"/>' },
      settings,
    )
    const call = await world.ringUp()
    await world.clock.advance(seconds(69))
    expect(call.status).toBe('in-progress')
    await world.clock.advance(seconds(1))
    expect(call.status).toBe('completed')
  })
})

describe('trial: an account', () => {
  const notice =
    'You have a trial account. You can remove this message at any time by upgrading to a full account. Press any key to execute your code.'
  const trial = { trial: true }
  const status = { '/status': { status: 204 } }

  test('that is paid for has no notice and reaches everybody', async () => {
    await using world = await worldWith({ ...status, '/voice': `<Dial>${support}</Dial>` }, { trial: false })
    await world.ringUp()
    expect(world.callee(support).status).toBe('ringing')
  })

  test('on trial lets the caller hear a notice first, which a key skips', async () => {
    await using world = await worldWith({ ...status, '/voice': '<Say>Hello</Say>' }, trial)
    const call = await world.ringUp()
    expect(world.heard(call.callSid)).toEqual([notice])
    expect(world.app.requests).toEqual([])
    await world.clock.advance(seconds(12))
    expect(world.heard(call.callSid)).toEqual([notice, 'Hello'])

    const hasty = await world.ringUp()
    hasty.press('1')
    await world.clock.settle()
    expect(world.heard(hasty.callSid)).toEqual([notice, 'Hello'])
    const gone = await world.ringUp()
    gone.hangUp()
    await world.clock.settle()
    expect(world.app.asked('/voice').map(({ CallSid }) => CallSid)).not.toContain(gone.callSid)
    await world.clock.advance(seconds(10))
    expect(world.exchange.leftovers()).toEqual(still)
  })

  test('on trial reaches verified numbers only', async () => {
    const script = {
      ...status,
      '/voice': `<Dial action="/after"><Number>${support}</Number></Dial>`,
      '/after': `<Dial>${sales}</Dial>`,
    }
    await using world = await worldWith(script, trial)
    const call = await world.ringUp()
    call.press('1')
    await world.clock.settle()

    expect(world.app.asked('/after')).toMatchObject([{ DialCallStatus: 'failed' }])
    expect(world.findings()).toMatchObject([{ code: 13224, message: 'A trial account reaches verified numbers only.' }])
    expect(world.callee(sales).status).toBe('ringing')
  })

  test('on trial has calls of ten minutes', async () => {
    await using world = await worldWith({ ...status, '/voice': '<Pause length="20000"/>' }, trial)
    const call = await world.ringUp()
    await world.clock.advance(minutes(10))

    expect(call.status).toBe('completed')
    expect(world.findings()).toMatchObject([
      { code: 13805, title: 'Trial account call duration exceeded 10 minute limit' },
    ])
  })
})

test('redirectAnswers: a Redirect as first verb leaves the call ringing for the next document, or answers it', async () => {
  for (const [redirectAnswers, status] of [
    [false, 'busy'],
    [true, 'completed'],
  ] as const) {
    const script = { '/voice': '<Redirect>/next</Redirect>', '/next': '<Reject reason="busy"/>' }
    expect((await heardWith(script, { redirectAnswers })).status).toBe(status)
  }
})

test('recordEmpty: a recording in which nothing is left asks its action, or lets the next verb run', async () => {
  const script = {
    '/voice': '<Record action="/recorded" timeout="1"/><Say>Next</Say>',
    '/recorded': '<Say>Asked</Say>',
  }
  for (const [recordEmpty, heard] of [
    ['action', 'Asked'],
    ['nextVerb', 'Next'],
  ] as const) {
    await using world = await worldWith({ '/status': { status: 204 }, ...script }, { recordEmpty })
    const call = await world.ringUp()
    await world.clock.advance(600)
    call.press('#')
    await world.clock.settle()
    expect(world.heard(call.callSid)).toEqual([heard])
  }
})

test('playFailure: a file that cannot be had is passed over, or ends the call', async () => {
  const script = { '/voice': '<Play>/missing.mp3</Play><Say>Next</Say>' }
  expect((await heardWith(script, { playFailure: 'next' })).heard).toEqual(['Next'])
  expect(await heardWith(script, { playFailure: 'end' })).toMatchObject({ heard: [], status: 'completed' })
})

test('emptyDigitsParam: silence that is told comes with empty Digits, or without any', async () => {
  const script = { '/voice': '<Gather timeout="1" action="/menu" actionOnEmptyResult="true"/>', '/menu': '<Hangup/>' }
  for (const [emptyDigitsParam, digits] of [
    ['empty', ''],
    ['absent', undefined],
  ] as const) {
    await using world = await worldWith({ '/status': { status: 204 }, ...script }, { emptyDigitsParam })
    await world.ringUp()
    await world.clock.advance(seconds(2))
    expect(world.app.asked('/menu').map(({ Digits }) => Digits)).toEqual([digits])
  }
})

test('fallbackRepeatsParams: the fallback is told what the failed request was told, or not', async () => {
  const script = {
    '/voice': '<Gather numDigits="1" action="/menu"/>',
    '/menu': { status: 500 },
    '/saved': '<Hangup/>',
    '/status': { status: 204 },
  }
  for (const [fallbackRepeatsParams, digits] of [
    [true, '3'],
    [false, undefined],
  ] as const) {
    await using world = await startWorld(script, {
      line: (url) => ({ fallbackUrl: `${url}/saved` }),
      exchange: { settings: { fallbackRepeatsParams } },
    })
    const call = await world.ringUp()
    call.press('3')
    await world.clock.settle()
    expect(world.app.asked('/saved')).toMatchObject([{ ErrorCode: '11200' }])
    expect(world.app.asked('/saved')[0]?.Digits).toBe(digits)
  }
})

test('sequenceNumbering: callbacks are counted as they are sent, or with the events nobody asked for', async () => {
  const dial = `<Dial><Number statusCallback="/told" statusCallbackEvent="answered completed">${sales}</Number></Dial>`
  for (const [sequenceNumbering, numbers] of [
    ['sent', ['0', '1']],
    ['all', ['2', '3']],
  ] as const) {
    const script = { '/voice': dial, '/told': { status: 204 }, '/status': { status: 204 } }
    await using world = await worldWith(script, { sequenceNumbering })
    world.exchange.setParty(sales, { kind: 'answers', afterSeconds: 1, hangsUpAfterSeconds: 2 })
    await world.ringUp()
    await world.clock.advance(seconds(10))
    expect(world.app.asked('/told').map(({ SequenceNumber }) => SequenceNumber)).toEqual(numbers)
  }
})

test('httpRedirect307: the method is kept without the body, or with it', async () => {
  const script = {
    '/voice': { status: 307, headers: { location: '/moved' } },
    '/moved': '<Hangup/>',
    '/status': { status: 204 },
  }
  for (const [httpRedirect307, isTold] of [
    ['keepMethodNoBody', false],
    ['standard', true],
  ] as const) {
    await using world = await worldWith(script, { httpRedirect307 })
    await world.ringUp()
    const moved = world.app.requests.find(({ path }) => path === '/moved')
    expect(moved?.method).toBe('POST')
    expect('CallSid' in (moved?.parameters ?? {})).toBe(isTold)
  }
})
