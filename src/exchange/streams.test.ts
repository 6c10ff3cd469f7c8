/** Streams: the sound of a call over a web socket, beside the call and in place of it. */
import { describe, expect, test } from 'vitest'
import { seconds } from '../clock/duration.ts'
import { systemClock } from '../clock/system-clock.ts'
import { line, sales, startWorld } from './scripted-app.fixture.ts'
import { hummingFrame, silentFrame } from './stream/mu-law.ts'
import { type Conversation, startSocketApp } from './websocket-app.fixture.ts'

const nothingLeft = { legs: [], timers: 0, recordings: [], work: [] }
const sid = (prefix: string) => expect.stringMatching(new RegExp(`^${prefix}[0-9a-f]{32}$`))

/** What the app sends to be heard for `lasts` milliseconds. */
const media = (streamSid: unknown, lasts: number) => ({
  event: 'media',
  streamSid,
  media: { payload: Buffer.alloc(lasts * 8, 0xff).toString('base64') },
})
const mark = (streamSid: unknown, name: string) => ({ event: 'mark', streamSid, mark: { name } })

const streamSidOf = (conversation: Conversation) => conversation.of('start')[0]?.streamSid

/** The sound of each frame of a track: `#` a hum, `-` silence. */
const soundOf = (conversation: Conversation, track: string) =>
  conversation
    .of('media')
    .map((message) => message.media as { readonly track: string; readonly payload: string })
    .filter((frame) => frame.track === track)
    .map(({ payload }) => (payload === hummingFrame ? '#' : payload === silentFrame ? '-' : '?'))
    .join('')

describe('a stream that is connected', () => {
  test('opens signed, tells of the call, and then sends a frame every 20 ms', async () => {
    await using sockets = await startSocketApp()
    await using world = await startWorld({
      '/voice': `<Connect><Stream url="${sockets.url}"><Parameter name="lang" value="de"/></Stream></Connect>`,
    })
    const call = await world.ringUp()
    expect(call.status).toBe('in-progress')
    expect(call.snapshot().awaiting).toBe('keys-or-speech')

    await world.clock.advance(60)

    const { received, isSigned } = sockets.conversation
    expect(isSigned).toBe(true)
    const streamSid = sid('MZ')
    expect(received).toEqual([
      { event: 'connected', protocol: 'Call', version: '1.0.0' },
      {
        event: 'start',
        sequenceNumber: '1',
        start: {
          accountSid: world.exchange.accountSid,
          streamSid,
          callSid: call.callSid,
          tracks: ['inbound'],
          mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
          customParameters: { lang: 'de' },
        },
        streamSid,
      },
      ...['0', '20', '40'].map((timestamp, place) => ({
        event: 'media',
        sequenceNumber: String(place + 2),
        media: { track: 'inbound', chunk: String(place + 1), timestamp, payload: silentFrame },
        streamSid,
      })),
    ])
    expect(Buffer.from(silentFrame, 'base64')).toEqual(Buffer.alloc(160, 0xff))
  })

  test('hums while the caller speaks', async () => {
    await using sockets = await startSocketApp()
    await using world = await startWorld({ '/voice': `<Connect><Stream url="${sockets.url}"/></Connect>` })
    const call = await world.ringUp()

    await world.clock.advance(100)
    call.speak('Hello there', { seconds: 0.1 })
    await world.clock.advance(200)

    expect(soundOf(sockets.conversation, 'inbound')).toBe('-----#####-----')
  })

  test('tells of keys', async () => {
    await using sockets = await startSocketApp()
    await using world = await startWorld({ '/voice': `<Connect><Stream url="${sockets.url}"/></Connect>` })
    const call = await world.ringUp()

    call.press('4#')
    await world.clock.settle()

    expect(sockets.conversation.of('dtmf')).toEqual([
      expect.objectContaining({ sequenceNumber: '2', dtmf: { track: 'inbound_track', digit: '4' } }),
      expect.objectContaining({ sequenceNumber: '3', dtmf: { track: 'inbound_track', digit: '#' } }),
    ])
  })

  test('lets the caller hear what the app sends, and gives marks back when the sound before them was heard', async () => {
    await using sockets = await startSocketApp({
      message: ({ event, streamSid }, conversation) => {
        if (event !== 'start') return
        for (const message of [media(streamSid, 500), mark(streamSid, 'half'), media(streamSid, 500)]) {
          conversation.send(message)
        }
        conversation.send(mark(streamSid, 'whole'))
      },
    })
    await using world = await startWorld({ '/voice': `<Connect><Stream url="${sockets.url}"/></Connect>` })
    const call = await world.ringUp()
    const marks = () => sockets.conversation.of('mark').map((message) => message.mark)

    expect(world.heard(call.callSid)).toEqual([sockets.url])
    await world.clock.advance(499)
    expect(marks()).toEqual([])
    await world.clock.advance(1)
    expect(marks()).toEqual([{ name: 'half' }])
    await world.clock.advance(499)
    expect(marks()).toEqual([{ name: 'half' }])
    await world.clock.advance(1)
    expect(marks()).toEqual([{ name: 'half' }, { name: 'whole' }])
    await world.clock.advance(seconds(1))

    const ended = world.exchange.journal.events.filter((event) => event.kind === 'prompt-ended')
    expect(ended).toEqual([expect.objectContaining({ interrupted: false })])
  })

  test('falls silent when the app clears it, and gives the marks back at once', async () => {
    await using sockets = await startSocketApp({
      message: (message, conversation) => {
        const { event, streamSid } = message
        if (event === 'start') {
          conversation.send(media(streamSid, 60_000))
          conversation.send(mark(streamSid, 'end'))
        }
        if (event === 'dtmf') conversation.send({ event: 'clear', streamSid })
      },
    })
    await using world = await startWorld({ '/voice': `<Connect><Stream url="${sockets.url}"/></Connect>` })
    const call = await world.ringUp()

    await world.clock.advance(seconds(2))
    expect(sockets.conversation.of('mark')).toEqual([])
    call.press('0')
    await world.clock.settle()

    expect(sockets.conversation.of('mark')).toEqual([expect.objectContaining({ mark: { name: 'end' } })])
    const ended = world.exchange.journal.events.filter((event) => event.kind === 'prompt-ended')
    expect(ended).toEqual([expect.objectContaining({ interrupted: true })])
  })

  test('gives a mark back at once when nothing waits to be heard', async () => {
    await using sockets = await startSocketApp({
      message: ({ event, streamSid }, conversation) => {
        if (event === 'start') conversation.send(mark(streamSid, 'now'))
      },
    })
    await using world = await startWorld({ '/voice': `<Connect><Stream url="${sockets.url}"/></Connect>` })
    await world.ringUp()

    expect(sockets.conversation.of('mark')).toEqual([expect.objectContaining({ mark: { name: 'now' } })])
  })

  test('is one sound to the caller when the app echoes each frame', async () => {
    await using sockets = await startSocketApp({
      message: (message, conversation) => {
        if (message.event === 'media') conversation.send(message)
      },
    })
    await using world = await startWorld({ '/voice': `<Connect><Stream url="${sockets.url}"/></Connect>` })
    const call = await world.ringUp()

    await world.clock.advance(seconds(2))

    expect(world.heard(call.callSid)).toEqual([sockets.url])
  })

  test('goes on with the next verb when the app closes it and there is no action', async () => {
    await using sockets = await startSocketApp({
      message: ({ event }, conversation) => event === 'dtmf' && conversation.close(),
    })
    await using world = await startWorld({
      '/voice': `<Connect><Stream url="${sockets.url}"/></Connect><Say>Back again</Say>`,
    })
    const call = await world.ringUp()

    await world.clock.advance(seconds(30))
    expect(world.heard(call.callSid)).toEqual([])
    call.press('1')
    await world.clock.settle()

    expect(world.heard(call.callSid)).toEqual(['Back again'])
    const closed = world.exchange.journal.events.filter((event) => event.kind === 'socket-closed')
    expect(closed).toEqual([expect.objectContaining({ closedBy: 'app', code: 1005 })])
  })

  test('is stopped and closed when the caller hangs up; then the action is asked in vain', async () => {
    await using sockets = await startSocketApp()
    await using world = await startWorld({
      '/voice': `<Connect action="/after"><Stream url="${sockets.url}" name="talk" statusCallback="/stream"/></Connect>`,
      '/after': '<Say>Never heard</Say>',
      '/stream': { status: 204 },
    })
    const call = await world.ringUp()
    await world.clock.advance(seconds(1))
    call.hangUp()
    await world.clock.settle()

    const { conversation } = sockets
    expect(conversation.of('stop')).toEqual([
      {
        event: 'stop',
        sequenceNumber: '52',
        stop: { accountSid: world.exchange.accountSid, callSid: call.callSid },
        streamSid: streamSidOf(conversation),
      },
    ])
    expect(conversation.closeCode).toBe(1000)
    expect(world.app.asked('/after')).toEqual([expect.objectContaining({ CallStatus: 'completed' })])
    expect(world.heard(call.callSid)).toEqual([])
    expect(world.app.asked('/stream')).toEqual([
      {
        AccountSid: world.exchange.accountSid,
        CallSid: call.callSid,
        StreamSid: streamSidOf(conversation),
        StreamName: 'talk',
        StreamEvent: 'stream-started',
        StreamError: '',
        Timestamp: '2026-01-05T15:00:00.000Z',
      },
      expect.objectContaining({ StreamEvent: 'stream-stopped', Timestamp: '2026-01-05T15:00:01.000Z' }),
    ])
    expect(world.exchange.leftovers()).toEqual(nothingLeft)
    expect(world.clock.pending).toBe(0)
  })

  test('of more than the inbound track ends the document with 31941', async () => {
    await using world = await startWorld({
      '/voice': '<Connect><Stream url="wss://app.example/audio" track="both_tracks"/></Connect><Say>Never</Say>',
    })
    await world.ringUp()

    expect(world.findings()[0]).toMatchObject({ code: 31941, severity: 'error' })
  })
})

describe('a stream beside the call', () => {
  test('lets the call go on, and sends both sides of it', async () => {
    await using sockets = await startSocketApp()
    await using world = await startWorld({
      '/voice': `<Start><Stream url="${sockets.url}" track="both_tracks"/></Start><Say>Yes</Say><Pause/>`,
    })
    const call = await world.ringUp()
    expect(world.heard(call.callSid)).toEqual(['Yes'])

    await world.clock.advance(seconds(1))
    call.speak('Hello', { seconds: 0.06 })
    await world.clock.advance(100)

    const { conversation } = sockets
    expect(conversation.of('start')[0]?.start).toMatchObject({ tracks: ['inbound', 'outbound'], customParameters: {} })
    expect(soundOf(conversation, 'inbound')).toBe(`${'-'.repeat(50)}###--`)
    expect(soundOf(conversation, 'outbound')).toBe(`${'#'.repeat(50)}-----`)
    const chunks = conversation.of('media').map((message) => message.media as { track: string; chunk: string })
    expect(chunks.slice(0, 4).map(({ track, chunk }) => [track, chunk])).toEqual([
      ['inbound', '1'],
      ['outbound', '1'],
      ['inbound', '2'],
      ['outbound', '2'],
    ])
  })

  test('hears the callee as its outbound side', async () => {
    await using sockets = await startSocketApp()
    await using world = await startWorld({
      '/voice': `<Start><Stream url="${sockets.url}" track="outbound_track"/></Start><Dial>${sales}</Dial>`,
    })
    const call = await world.ringUp()
    world.callee(sales).answer()
    await world.clock.advance(40)

    world.callee(sales).speak('Sales here', { seconds: 0.04 })
    await world.clock.advance(80)

    expect(soundOf(sockets.conversation, 'outbound')).toBe('--##--')
    call.hangUp()
    await world.clock.settle()
    expect(world.exchange.leftovers()).toEqual(nothingLeft)
  })

  test('goes on over redirects and actions until Stop names it', async () => {
    await using sockets = await startSocketApp()
    await using world = await startWorld({
      '/voice': `<Start><Stream name="copy" url="${sockets.url}"/></Start><Redirect>/menu</Redirect>`,
      '/menu': '<Gather numDigits="1" action="/chosen"/>',
      '/chosen': '<Stop><Stream name="copy"/></Stop><Pause length="5"/>',
    })
    const call = await world.ringUp()
    await world.clock.advance(seconds(1))
    expect(sockets.conversation.of('media')).toHaveLength(50)

    call.press('1')
    await world.clock.advance(seconds(1))

    expect(sockets.conversation.of('media')).toHaveLength(50)
    expect(sockets.conversation.of('stop')).toHaveLength(1)
    expect(sockets.conversation.closeCode).toBe(1000)
    expect(call.isOver).toBe(false)
  })

  test('tells nothing of keys, and what the app says on it is of no use', async () => {
    await using sockets = await startSocketApp({
      message: ({ event, streamSid }, conversation) => {
        if (event === 'start') conversation.send(media(streamSid, 100))
      },
    })
    await using world = await startWorld({
      '/voice': `<Start><Stream url="${sockets.url}"/></Start><Gather numDigits="2"/>`,
    })
    const call = await world.ringUp()
    call.press('1')
    await world.clock.settle()

    expect(sockets.conversation.of('dtmf')).toEqual([])
    expect(world.heard(call.callSid)).toEqual([])
    expect(world.findings().map(({ code }) => code)).toContain(31951)
  })

  test('of a name that is taken is not started, and the call goes on', async () => {
    await using sockets = await startSocketApp()
    const start = `<Start><Stream name="copy" url="${sockets.url}"/></Start>`
    await using world = await startWorld({ '/voice': `${start}${start}<Say>Hello</Say>` })
    const call = await world.ringUp()

    expect(sockets.conversations).toHaveLength(1)
    expect(world.heard(call.callSid)).toEqual(['Hello'])
    const messages = world.findings().map(({ message }) => message)
    expect(messages).toContain('A stream of that name runs already; this one is not started.')
  })

  test('is one of four at most', async () => {
    await using sockets = await startSocketApp()
    const start = `<Start><Stream url="${sockets.url}"/></Start>`
    await using world = await startWorld({ '/voice': `${start.repeat(5)}<Say>Hello</Say>` })
    const call = await world.ringUp()

    expect(sockets.conversations).toHaveLength(4)
    expect(world.findings().map(({ code }) => code)).toContain(31960)
    await world.clock.advance(seconds(1))
    expect(call.status).toBe('completed')
    await world.clock.settle()
    expect(sockets.conversations.map(({ closeCode }) => closeCode)).toEqual([1000, 1000, 1000, 1000])
    expect(world.exchange.leftovers()).toEqual(nothingLeft)
    expect(world.clock.pending).toBe(0)
  })

  test('that fails leaves the call alone and is told to the app', async () => {
    await using world = await startWorld({
      '/voice':
        '<Start><Stream url="ws://127.0.0.1:9/audio" name="copy" statusCallback="/stream"/></Start><Say>Hello</Say>',
      '/stream': { status: 204 },
    })
    const call = await world.ringUp()

    expect(world.heard(call.callSid)).toEqual(['Hello'])
    expect(world.app.asked('/stream')).toEqual([
      expect.objectContaining({
        StreamName: 'copy',
        StreamEvent: 'stream-error',
        StreamError: expect.stringMatching(/ECONNREFUSED/),
      }),
    ])
  })

  test('of which there are several in one Start: the first is started', async () => {
    await using sockets = await startSocketApp()
    const stream = `<Stream url="${sockets.url}"/>`
    await using world = await startWorld({ '/voice': `<Start>${stream}${stream}</Start><Pause/>` })
    await world.ringUp()

    expect(sockets.conversations).toHaveLength(1)
    expect(world.findings().map(({ message }) => message)).toContain('<Start> holds 2 elements; only one is allowed.')
  })
})

describe('a Stop', () => {
  test('of something that was never started is a warning', async () => {
    await using world = await startWorld({ '/voice': '<Stop><Stream name="copy"/></Stop><Say>Hello</Say>' })
    const call = await world.ringUp()

    expect(world.heard(call.callSid)).toEqual(['Hello'])
    expect(world.findings()).toEqual([
      expect.objectContaining({
        severity: 'warning',
        message: 'No stream of that name runs beside the call; Stop does nothing.',
      }),
    ])
  })
})

describe('a Connect', () => {
  test('with nothing in it asks its action at once', async () => {
    await using world = await startWorld({ '/voice': '<Connect action="/after"/>', '/after': '<Say>On</Say>' })
    const call = await world.ringUp()
    expect(world.heard(call.callSid)).toEqual(['On'])
  })

  test('with two streams leads to the first', async () => {
    await using sockets = await startSocketApp()
    const stream = `<Stream url="${sockets.url}"/>`
    await using world = await startWorld({ '/voice': `<Connect>${stream}${stream}</Connect>` })
    await world.ringUp()
    expect(sockets.conversations).toHaveLength(1)
  })

  test.each([
    '<Room>lobby</Room>',
    '<Autopilot>UA0</Autopilot>',
    '<Conversation/>',
    '<AiSession/>',
    '<ConversationRelaySession/>',
  ])('to %s ends at once, says so, and goes on', async (noun) => {
    await using world = await startWorld({ '/voice': `<Connect>${noun}</Connect><Say>On</Say>` })
    const call = await world.ringUp()

    expect(world.heard(call.callSid)).toEqual(['On'])
    const messages = world.findings().map(({ message }) => message)
    const name = /\w+/.exec(noun)?.[0]
    expect(messages).toContain(`There is no ${name} on this exchange; the connection ends at once.`)
  })

  test('to a virtual agent asks the current document again', async () => {
    let asked = 0
    await using world = await startWorld({
      '/voice': () =>
        asked++ === 0 ? '<Connect><VirtualAgent connectorName="bot"/></Connect>' : '<Say>Here again</Say>',
    })
    const call = await world.ringUp()
    expect(world.heard(call.callSid)).toEqual(['Here again'])
  })

  test('that always fails and leads to itself ends as a loop', async () => {
    await using world = await startWorld({
      '/voice': '<Connect action="/voice"><Stream url="ws://127.0.0.1:9/audio"/></Connect>',
    })
    const call = await world.ringUp()
    await world.clock.advance(seconds(10))
    expect(call.status).toBe('completed')
    expect(world.findings().map(({ message }) => message)).toContain(
      `100 documents in a row only led to another one; the last leads to ${world.app.url}/voice.`,
    )
  })
})

describe('what app developers get wrong', () => {
  test('trap 28: a Start followed by nothing ends the call, and the journal says so', async () => {
    await using sockets = await startSocketApp()
    await using world = await startWorld({ '/voice': `<Start><Stream url="${sockets.url}"/></Start>` })
    const call = await world.ringUp()
    await world.clock.settle()

    expect(call.status).toBe('completed')
    expect(world.findings()).toContainEqual(
      expect.objectContaining({
        severity: 'warning',
        message: 'Nothing follows Start: the call ends, and with it what was started.',
        help: 'Put what the caller hears after it.',
      }),
    )
    expect(world.exchange.leftovers()).toEqual(nothingLeft)
  })

  test('trap 29: a query in the address of a stream ends the document; Parameter is what passes values', async () => {
    await using sockets = await startSocketApp()
    await using world = await startWorld(
      {
        '/voice': `<Connect><Stream url="${sockets.url}?who=me"/></Connect>`,
        '/fallback': '<Say>Sorry</Say>',
      },
      { line: (url) => ({ fallbackUrl: `${url}/fallback` }) },
    )
    const call = await world.ringUp()

    expect(sockets.conversations).toEqual([])
    expect(world.findings()).toContainEqual(
      expect.objectContaining({
        code: 31922,
        severity: 'error',
        message: 'Stream: url may hold no query.',
        help: 'Pass values with <Parameter>.',
      }),
    )
    expect(world.app.asked('/fallback')).toEqual([expect.objectContaining({ ErrorCode: '31922' })])
    expect(world.heard(call.callSid)).toEqual(['Sorry'])
  })

  test('a Start does not answer the call by itself, unless the setting says so', async () => {
    await using sockets = await startSocketApp()
    const script = { '/voice': `<Start><Stream url="${sockets.url}"/></Start><Pause length="5"/><Say>Hi</Say>` }
    await using world = await startWorld(script)
    expect((await world.ringUp()).status).toBe('ringing')

    await using other = await startWorld(script, { exchange: { settings: { startAnswers: true } } })
    expect((await other.ringUp()).status).toBe('in-progress')
  })
})

test('in real time frames come by themselves, and no ping disturbs the app', async () => {
  const whenFour = Promise.withResolvers<void>()
  await using sockets = await startSocketApp({
    message: ({ media }) => (media as { chunk: string } | undefined)?.chunk === '4' && whenFour.resolve(),
  })
  await using world = await startWorld(
    { '/voice': `<Connect><Stream url="${sockets.url}"/></Connect>` },
    { exchange: { clock: systemClock } },
  )
  const startedAt = systemClock.now()
  world.exchange.placeCall({ from: sales, to: line })
  await whenFour.promise

  expect(systemClock.now() - startedAt).toBeGreaterThanOrEqual(79)
  expect(sockets.conversation.pings).toBe(0)
})

test('an exchange that closes leaves no socket open', async () => {
  await using sockets = await startSocketApp()
  await using world = await startWorld({ '/voice': `<Connect><Stream url="${sockets.url}"/></Connect>` })
  await world.ringUp()
  world.exchange.placeCall({ from: sales, to: line })

  await world.exchange.close()
  await world.clock.settle()

  expect(world.exchange.leftovers()).toEqual(nothingLeft)
  expect(world.clock.inFlight).toEqual([])
  expect(world.clock.pending).toBe(0)
})
