/** Apps that misbehave: whatever they do, the call ends in order and the journal says why. */
import { describe, expect, test } from 'vitest'
import { seconds } from '../clock/duration.ts'
import { type AppRequest, caller, line, type Script, startWorld } from './scripted-app.fixture.ts'

const apology = 'We are sorry, an application error has occurred. Goodbye.'

async function callInto(script: Script, options: Parameters<typeof startWorld>[1] = {}) {
  await using world = await startWorld(script, options)
  const call = await world.ringUp()
  await world.clock.advance(seconds(10))
  expect(world.exchange.leftovers()).toEqual({ legs: [], timers: 0, recordings: [], work: [] })
  return {
    status: call.status,
    heard: world.heard(call.callSid),
    codes: world.findings().map(({ code }) => code),
    requests: world.app.requests.length,
  }
}

describe('the caller hears an apology and the journal has the code', () => {
  const sorry = { status: 'completed', heard: [apology] }

  test('when the answer is of a type that is no document', async () => {
    const json = { headers: { 'content-type': 'application/json' }, body: '{}' }
    expect(await callInto({ '/voice': json })).toMatchObject({ ...sorry, codes: [12300] })
  })

  test('when the answer has no type', async () => {
    expect(await callInto({ '/voice': { headers: {}, body: '<Response/>' } })).toMatchObject({
      ...sorry,
      codes: [12300],
    })
  })

  test('when the document is not well formed, or has another root', async () => {
    const xml = { 'content-type': 'text/xml' }
    expect(await callInto({ '/voice': { headers: xml, body: '<Response><Say>' } })).toMatchObject({
      ...sorry,
      codes: [12100],
    })
    expect(await callInto({ '/voice': { headers: xml, body: '<Answer/>' } })).toMatchObject({
      ...sorry,
      codes: [12102],
    })
    const empty = { headers: { ...xml, 'content-length': '0' }, body: '' }
    expect(await callInto({ '/voice': empty })).toMatchObject({ ...sorry, codes: [12100] })
    const emptyChunks = { headers: { ...xml, 'transfer-encoding': 'chunked' }, body: '' }
    expect(await callInto({ '/voice': emptyChunks })).toMatchObject({ ...sorry, codes: [11770] })
  })

  test('when the document is longer than 64 kB', async () => {
    const long = `<Say>${'word '.repeat(20_000)}</Say>`
    expect(await callInto({ '/voice': long })).toMatchObject({ ...sorry, codes: [11750] })
  })

  test('when no answer comes in time', async () => {
    const settings = { answerTimeout: 60 }
    expect(await callInto({ '/voice': 'never' }, { exchange: { settings } })).toMatchObject({
      ...sorry,
      codes: [11203],
      requests: 1,
    })
  })

  test('when nobody listens there; it is tried twice', async () => {
    await using world = await startWorld({}, { line: () => ({ voiceUrl: 'http://127.0.0.1:9/voice' }) })
    const call = await world.ringUp()

    expect(world.heard(call.callSid)).toEqual([apology])
    expect(world.findings().map(({ code }) => code)).toEqual([11202])
    const tries = world.exchange.journal.events.filter((event) => event.kind === 'request-sent')
    expect(tries.map(({ attempt }) => attempt)).toEqual([1, 2])
  })

  test('when redirects never end', async () => {
    const round = { status: 302, headers: { location: '/voice' } }
    expect(await callInto({ '/voice': round })).toMatchObject({ ...sorry, codes: [11215], requests: 11 })
  })

  test('when documents lead in a circle', async () => {
    const circle = { '/voice': '<Redirect>/again</Redirect>', '/again': '<Redirect>/voice</Redirect>' }
    const { status, heard, requests } = await callInto(circle)
    expect({ status, heard, requests }).toEqual({ ...sorry, requests: 100 })
  })

  test('when the address to go on with is none', async () => {
    expect(await callInto({ '/voice': '<Redirect>http://</Redirect>' })).toMatchObject(sorry)
  })

  test('when the app of a test throws', async () => {
    const transport = () => Promise.reject(new Error('the handler broke'))
    const { codes, heard } = await callInto({}, { exchange: { transport } })
    expect({ codes, heard }).toEqual({ codes: [11206], heard: [apology] })
  })
})

describe('a verb that is fatally wrong', () => {
  const wrong = '<Say>Hello</Say><Gather action="/menu" actionOnEmptyResult="perhaps"/><Say>Never</Say>'

  test('ends the call with an apology when its turn comes, and not before', async () => {
    await using world = await startWorld({ '/voice': wrong })
    const call = await world.ringUp()
    expect(world.heard(call.callSid)).toEqual(['Hello'])
    await world.clock.advance(seconds(5))

    expect(world.heard(call.callSid)).toEqual(['Hello', apology])
    expect(call.status).toBe('completed')
    expect(world.app.asked('/menu')).toEqual([])
    expect(world.findings()[0]).toMatchObject({ severity: 'error', code: 13338 })
    const ended = world.exchange.journal.events.filter((event) => event.kind === 'verb-ended')
    expect(ended.map(({ verb, outcome }) => [verb, outcome])).toEqual([
      ['Say', 'the words were spoken'],
      ['Gather', 'it cannot be performed: error 13338'],
    ])
  })

  test('leads to the fallback, which learns the error and whose own errors end the call', async () => {
    await using world = await startWorld(
      { '/voice': wrong, '/fallback': wrong },
      { line: (url) => ({ fallbackUrl: `${url}/fallback` }) },
    )
    const call = await world.ringUp()
    await world.clock.advance(seconds(10))

    expect(world.app.asked('/fallback')).toEqual([
      expect.objectContaining({ ErrorCode: '13338', ErrorUrl: `${world.app.url}/voice`, CallStatus: 'in-progress' }),
    ])
    expect(world.heard(call.callSid)).toEqual(['Hello', 'Hello', apology])
  })
})

test('a verb that the caller cuts short by hanging up has an end in the journal', async () => {
  for (const verb of [
    '<Say>Hello</Say>',
    '<Pause/>',
    '<Gather/>',
    '<Record/>',
    '<Dial>+12025550101</Dial>',
    '<Enqueue>q</Enqueue>',
  ]) {
    await using world = await startWorld({ '/voice': `${verb}<Say>Never</Say>` })
    const call = await world.ringUp()
    await world.clock.advance(100)
    call.hangUp()
    await world.clock.settle()

    const verbs = world.exchange.journal.events.flatMap((event) =>
      event.kind === 'verb-started' || event.kind === 'verb-ended' ? [[event.kind, event.verb]] : [],
    )
    expect(verbs).toEqual([
      ['verb-started', /\w+/.exec(verb)?.[0]],
      ['verb-ended', /\w+/.exec(verb)?.[0]],
    ])
  }
})

describe('a callback that fails', () => {
  test('is a warning and nothing else', async () => {
    await using world = await startWorld(
      { '/voice': '<Say>Hello</Say>', '/status': { status: 500 } },
      { line: (url) => ({ statusCallback: `${url}/status` }) },
    )
    const call = await world.ringUp()
    await world.clock.advance(seconds(1))

    expect(call.status).toBe('completed')
    expect(world.findings()).toEqual([
      expect.objectContaining({
        severity: 'warning',
        code: 15003,
        message: 'The call-status callback was answered with status 500.',
      }),
    ])
  })
})

describe('a conversation over HTTP', () => {
  test('keeps cookies for the call and not beyond', async () => {
    await using world = await startWorld({
      '/voice': () => ({
        headers: { 'content-type': 'text/xml', 'set-cookie': 'session=abc; Path=/; HttpOnly' },
        body: '<Response><Redirect>/next</Redirect></Response>',
      }),
      '/next': '',
    })
    await world.ringUp()
    await world.ringUp()

    expect(world.app.requests.map(({ path, headers }) => [path, headers.cookie])).toEqual([
      ['/voice', undefined],
      ['/next', 'session=abc'],
      ['/voice', undefined],
      ['/next', 'session=abc'],
    ])
  })

  test('sends credentials of the address only after it was asked for them', async () => {
    const voice = ({ headers }: AppRequest) =>
      headers.authorization === undefined
        ? { status: 401, headers: { 'www-authenticate': 'Basic realm="ivr"' } }
        : '<Say>Hello</Say>'
    await using world = await startWorld(
      { '/voice': voice },
      { line: (url) => ({ voiceUrl: `${url.replace('http://', 'http://user:secret@')}/voice` }) },
    )
    const call = await world.ringUp()

    expect(world.heard(call.callSid)).toEqual(['Hello'])
    expect(world.app.requests.map(({ headers, isSigned }) => [headers.authorization, isSigned])).toEqual([
      [undefined, true],
      ['Basic dXNlcjpzZWNyZXQ=', true],
    ])
  })

  test('is over when the exchange closes, with nothing left and nothing told', async () => {
    await using world = await startWorld(
      { '/voice': '<Gather/>', '/status': { status: 204 } },
      { line: (url) => ({ statusCallback: `${url}/status` }) },
    )
    const call = await world.ringUp()

    await world.exchange.close()
    await world.clock.settle()

    expect(call.isOver).toBe(true)
    expect(world.app.asked('/status')).toEqual([])
    expect(world.exchange.leftovers()).toEqual({ legs: [], timers: 0, recordings: [], work: [] })
    expect(() => world.exchange.placeCall({ from: caller, to: line })).toThrow('The exchange is closed')
  })
})
