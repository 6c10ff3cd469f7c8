/** What is fetched once and taken again: files, and documents where the network's proxies keep them. */
import { describe, expect, test } from 'vitest'
import { minutes, seconds } from '../clock/duration.ts'
import { hummingWav } from './recording/wav.ts'
import { type AppRequest, type Script, startWorld } from './scripted-app.fixture.ts'

const wav = hummingWav(1000, [[0, 1000]])

describe('a file that is played', () => {
  async function playedThrice(headers: Record<string, string>, file?: (request: AppRequest) => number) {
    await using world = await startWorld({
      '/voice': '<Play>/a.wav</Play>',
      '/a.wav': (request) => {
        const status = file?.(request) ?? 200
        return { status, headers: { 'content-type': 'audio/wav', ...headers }, ...(status === 200 && { body: wav }) }
      },
    })
    for (let calls = 0; calls < 3; calls++) {
      const call = await world.ringUp()
      await world.clock.advance(minutes(1))
      expect(world.heard(call.callSid)).toEqual([`${world.app.url}/a.wav`])
    }
    expect(world.findings()).toEqual([])
    return world.app.requests
      .filter(({ path }) => path === '/a.wav')
      .map(({ headers }) => headers['if-none-match'] ?? headers['if-modified-since'] ?? 'whole')
  }
  const unchanged = ({ headers }: AppRequest) =>
    headers['if-none-match'] === '"v1"' || headers['if-modified-since'] ? 304 : 200

  test('is fetched once a run when nothing is said', async () => {
    expect(await playedThrice({})).toEqual(['whole'])
    expect(await playedThrice({ etag: '"v1"' })).toEqual(['whole'])
  })

  test('is asked for on condition each time when it says no-cache, and 304 means it is the same', async () => {
    expect(await playedThrice({ 'cache-control': 'no-cache', etag: '"v1"' }, unchanged)).toEqual([
      'whole',
      '"v1"',
      '"v1"',
    ])
    const date = 'Mon, 05 Jan 2026 10:00:00 GMT'
    expect(await playedThrice({ 'cache-control': 'no-cache', 'last-modified': date }, unchanged)).toEqual([
      'whole',
      date,
      date,
    ])
  })

  test('is asked for again, on condition, when the time it holds is over', async () => {
    const headers = { 'cache-control': 'max-age=90', etag: '"v1"' }
    expect(await playedThrice(headers, unchanged)).toEqual(['whole', '"v1"'])
  })

  test('is fetched whole each time when it may not be kept', async () => {
    expect(await playedThrice({ 'cache-control': 'no-store', etag: '"v1"' })).toEqual(['whole', 'whole', 'whole'])
  })

  test('is asked for once in a Gather, although it is fetched before its turn', async () => {
    await using world = await startWorld({
      '/voice': '<Gather><Play>/a.wav</Play></Gather>',
      '/a.wav': { headers: { 'content-type': 'audio/wav', 'cache-control': 'no-cache' }, body: wav },
    })
    await world.ringUp()
    await world.clock.advance(seconds(10))

    expect(world.app.requests.filter(({ path }) => path === '/a.wav')).toHaveLength(1)
  })
})

describe('a document fetched by GET', () => {
  /** Counts how often it is asked, and says so. */
  const counting = (headers: Record<string, string>, method: string): Script => {
    let asked = 0
    return {
      '/voice': () => ({
        headers: { 'content-type': 'text/xml', ...headers },
        body: `<Response><Say>Asked ${++asked}</Say><Redirect method="${method}">/again</Redirect></Response>`,
      }),
      '/again': `<Redirect method="${method}">/voice</Redirect>`,
    }
  }
  async function heardIn(script: Script, cacheDocuments: boolean) {
    await using world = await startWorld(script, {
      line: () => ({ voiceMethod: 'GET' }),
      exchange: { settings: { cacheDocuments } },
    })
    const call = await world.ringUp()
    await world.clock.advance(seconds(3) + 10)
    call.hangUp()
    await world.clock.settle()
    expect(world.exchange.leftovers().work).toEqual([])
    const reused = world.exchange.journal.events.filter(({ kind }) => kind === 'answer-reused').length
    return { heard: world.heard(call.callSid).slice(1), reused }
  }
  const fresh = { 'cache-control': 'max-age=60' }

  test('is fetched anew each time unless the network keeps documents', async () => {
    expect(await heardIn(counting(fresh, 'GET'), false)).toEqual({
      heard: ['Asked 2', 'Asked 3', 'Asked 4'],
      reused: 0,
    })
  })

  test('repeats what it said before where the network keeps it: the trap', async () => {
    // The first time the call still rings, and its status is a part of the address.
    expect(await heardIn(counting(fresh, 'GET'), true)).toEqual({ heard: ['Asked 2', 'Asked 2', 'Asked 2'], reused: 2 })
  })

  test('is fetched anew where it says no-cache or nothing, and always by POST', async () => {
    for (const [headers, method] of [
      [{ 'cache-control': 'no-cache' }, 'GET'],
      [{}, 'GET'],
      [fresh, 'POST'],
    ] as const) {
      expect(await heardIn(counting(headers, method), true)).toEqual({
        heard: ['Asked 2', 'Asked 3', 'Asked 4'],
        reused: 0,
      })
    }
  })

  test('is performed as it was when the app answers 304 to the question whether it changed', async () => {
    let whole = 0
    await using world = await startWorld(
      {
        '/voice': ({ headers }) =>
          headers['if-none-match'] === '"v1"'
            ? { status: 304, headers: { etag: '"v1"' } }
            : {
                headers: { 'content-type': 'text/xml', etag: '"v1"', 'cache-control': 'no-cache' },
                body: `<Response><Say>Whole ${++whole}</Say><Redirect method="GET">/voice</Redirect></Response>`,
              },
      },
      { line: () => ({ voiceMethod: 'GET' }), exchange: { settings: { cacheDocuments: true } } },
    )
    const call = await world.ringUp()
    await world.clock.advance(seconds(3) + 10)

    expect(world.heard(call.callSid)).toEqual(['Whole 1', 'Whole 2', 'Whole 2', 'Whole 2'])
  })
})
