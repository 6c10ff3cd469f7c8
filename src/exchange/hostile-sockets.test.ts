/** Web sockets that misbehave: whatever they do, the call ends in order, nothing is left, and the journal says why. */
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { seconds } from '../clock/duration.ts'
import { startWorld } from './scripted-app.fixture.ts'
import { type SocketScript, startRawServer, startSocketApp } from './websocket-app.fixture.ts'

const nothingLeft = { legs: [], timers: 0, recordings: [], work: [] }

/** A call that is connected to a stream at `url`, and lasts a second after the stream. */
async function callInto(url: string, settings = {}) {
  const world = await startWorld(
    {
      '/voice': `<Connect action="/after"><Stream url="${url}" statusCallback="/stream"/></Connect>`,
      '/after': '<Say>Goodbye</Say>',
      '/stream': { status: 204 },
    },
    { exchange: { settings } },
  )
  const call = await world.ringUp()
  return {
    ...world,
    call,
    codes: () => world.findings().flatMap(({ code }) => (code === undefined || code === 31922 ? [] : [code])),
    async [Symbol.asyncDispose]() {
      call.hangUp()
      await world.clock.settle()
      expect(world.exchange.leftovers()).toEqual(nothingLeft)
      expect(world.clock.pending).toBe(0)
      await world.stop()
    },
  }
}

describe('a socket that cannot be opened is told to the app as stream-error, and the action is asked', () => {
  async function expectFailure(url: string, code: number, settings = {}) {
    await using world = await callInto(url, settings)
    expect(world.codes()).toEqual([code])
    expect(world.app.asked('/stream').map(({ StreamEvent }) => StreamEvent)).toEqual(['stream-error'])
    expect(world.heard(world.call.callSid)).toEqual(['Goodbye'])
    const failed = world.exchange.journal.events.filter((event) => event.kind === 'socket-failed')
    expect(failed).toEqual([expect.objectContaining({ code })])
  }

  test('when nobody listens there', async () => {
    await expectFailure('ws://127.0.0.1:9/audio', 31902)
  })

  test('when the handshake is never answered', async () => {
    await using server = await startRawServer(() => {})
    await expectFailure(server.url, 31901, { connectTimeout: 60 })
  })

  test('when the host does not exist', async () => {
    await expectFailure('wss://nobody.invalid/audio', 31904)
  })

  test('when the answer is no web socket', async () => {
    await using server = await startRawServer((socket) =>
      socket.end('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n'),
    )
    await expectFailure(server.url, 31920)
  })

  test('when the connection is dropped before it is answered', async () => {
    await using server = await startRawServer((socket) => socket.destroy())
    await expectFailure(server.url, 31920)
  })

  test('when it speaks no TLS', async () => {
    await using server = await startRawServer((socket) => socket.end('What is this?\r\n'))
    await expectFailure(server.url.replace('ws:', 'wss:'), 31910)
  })

  test('when the caller hangs up meanwhile: then nobody is told of a failure', async () => {
    await using server = await startRawServer(() => {})
    await using world = await startWorld({
      '/voice': `<Connect><Stream url="${server.url}" statusCallback="/stream"/></Connect>`,
      '/stream': { status: 204 },
    })
    const opened = Promise.withResolvers<void>()
    world.exchange.journal.subscribe((event) => event.kind === 'socket-opened' && opened.resolve())
    const ringing = world.ringUp()
    await opened.promise
    for (const call of world.exchange.calls) call.hangUp()
    await ringing

    expect(world.exchange.leftovers()).toEqual(nothingLeft)
    expect(world.app.asked('/stream')).toEqual([])
  })
})

describe('a socket that is open', () => {
  async function stream(script: SocketScript) {
    const sockets = await startSocketApp(script)
    const world = await callInto(sockets.url)
    return {
      ...world,
      sockets,
      async [Symbol.asyncDispose]() {
        await world[Symbol.asyncDispose]()
        await sockets[Symbol.asyncDispose]()
      },
    }
  }

  test('and never says anything keeps the call until the caller hangs up', async () => {
    await using world = await stream({})
    await world.clock.advance(seconds(60))
    expect(world.call.status).toBe('in-progress')
    expect(world.codes()).toEqual([])
  })

  test('and does not answer pings is left behind after a second, once and for all', async () => {
    await using world = await stream({ answersPings: false })
    await world.clock.advance(seconds(10))

    const warnings = world.findings().filter(({ message }) => message.includes('pings'))
    expect(warnings).toEqual([
      expect.objectContaining({
        severity: 'warning',
        message: expect.stringMatching(
          /^The app does not answer pings on socket-\d+; virtual time goes on without it\.$/,
        ),
      }),
    ])
  })

  test('and sends garbage gets ten warnings and is kept', async () => {
    await using world = await stream({
      message: ({ event, streamSid }, { send }) => {
        if (event !== 'start') return
        send('garbage')
        send(Buffer.from([1, 2, 3]))
        send([])
        send({ event: 'media', media: { payload: '' } })
        send({ event: 'dance', streamSid })
        send({ event: 'media', streamSid })
        send({ event: 'media', streamSid, media: { payload: 'no base64!' } })
        send({ event: 'mark', streamSid, mark: null })
        for (let count = 0; count < 100; count++) send('null')
      },
    })
    await world.clock.advance(seconds(1))

    expect(world.codes()).toEqual([31950, 31950, 31950, 31951, 31951, 31951, 31931, 31951, 31950, 31950])
    expect(world.findings().at(-1)?.message).toMatch(/Further warnings about this socket are left out\.$/)
    expect(world.call.status).toBe('in-progress')
  })

  test('and sends a message of ten megabytes is broken off', async () => {
    await using world = await stream({
      message: ({ event }, { send }) => {
        if (event === 'start') send('x'.repeat(10 * 1024 * 1024))
      },
    })
    await world.clock.settle()
    expect(world.codes()).toEqual([31924])
    expect(world.heard(world.call.callSid)).toEqual(['Goodbye'])
  })

  test('and breaks off in the midst of it has failed', async () => {
    await using world = await stream({
      message: ({ event }, { drop }) => {
        if (event === 'dtmf') drop()
      },
    })
    await world.clock.advance(seconds(1))
    world.call.press('1')
    await world.clock.settle()

    expect(world.codes()).toEqual([31921])
    expect(world.app.asked('/stream').map(({ StreamEvent }) => StreamEvent)).toEqual(['stream-started', 'stream-error'])
    expect(world.heard(world.call.callSid)).toEqual(['Goodbye'])
  })

  test('and closes with an error of its own has failed', async () => {
    await using world = await stream({ opened: ({ close }) => close(1011, 'oops') })
    await world.clock.settle()
    expect(world.codes()).toEqual([31921])
  })

  test('and says what is no web socket traffic is broken off', async () => {
    await using server = await startRawServer((socket) => {
      socket.once('data', (data) => {
        const key = /sec-websocket-key: (\S+)/i.exec(String(data))?.[1] ?? ''
        socket.write(upgrade(key))
        socket.write(Buffer.from([0xff, 0xff, 0xff, 0xff]))
      })
    })
    await using world = await callInto(server.url)
    await world.clock.settle()
    expect(world.codes()).toEqual([31924])
  })

  test('and floods the network with messages is broken off', async () => {
    await using world = await stream({
      message: ({ event, streamSid }, { send }) => {
        if (event !== 'start') return
        const text = JSON.stringify({ event: 'media', streamSid, media: { payload: '/w==' } })
        for (let count = 0; count < 61_000; count++) send(text)
      },
    })
    await world.clock.settle()
    expect(world.codes()).toEqual([31924])
    expect(world.heard(world.call.callSid)).toContain('Goodbye')
  })

  test('and answers each mark with another does not stop time for ever', async () => {
    await using world = await stream({
      message: ({ event, streamSid }, { send }) => {
        if (event === 'start')
          for (let count = 0; count < 5000; count++) send({ event: 'mark', streamSid, mark: { name: 'a' } })
        if (event === 'mark') send({ event: 'mark', streamSid, mark: { name: 'a' } })
      },
    })
    await world.clock.settle()
    expect(world.codes()).toEqual([31924])
  })

  test('and sends hours of sound has the rest of it discarded', async () => {
    const payload = Buffer.alloc(8000 * 60, 0xff).toString('base64')
    await using world = await stream({
      message: ({ event, streamSid }, { send }) => {
        if (event !== 'start') return
        for (let minute = 0; minute < 11; minute++) send({ event: 'media', streamSid, media: { payload } })
      },
    })
    await world.clock.settle()
    expect(world.codes()).toEqual([31930])
  })
})

const upgrade = (key: string): string =>
  [
    'HTTP/1.1 101 Switching Protocols',
    'upgrade: websocket',
    'connection: upgrade',
    `sec-websocket-accept: ${createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')}`,
    '\r\n',
  ].join('\r\n')
