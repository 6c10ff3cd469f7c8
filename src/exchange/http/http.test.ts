import Fastify from 'fastify'
import { afterEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { seconds } from '../../clock/duration.ts'
import type { JournalEvent } from '../journal-event.ts'
import { hummingWav } from '../recording/wav.ts'
import { accountSid, authToken, caller, line, type Script, sales, startWorld } from '../scripted-app.fixture.ts'
import { exchangeHttp } from './http.ts'

const stops: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

async function startDesk(script: Script) {
  const world = await startWorld(script)
  const server = Fastify()
  await server.register(exchangeHttp, { exchange: world.exchange })
  stops.push(world.stop, () => server.close())
  const post = (url: string, payload?: object) =>
    server.inject({ method: 'POST', url: `/_exchange/calls${url}`, ...(payload && { payload }) })
  const get = async (url: string) => (await server.inject({ url })).json()
  return { ...world, server, post, get }
}

describe('the desk of the exchange', () => {
  test('lists the lines and places a call to one', async () => {
    const { server, post, get, clock, app } = await startDesk({ '/voice': '<Gather action="/menu"/>' })
    expect(await get('/_exchange/lines')).toEqual({ lines: [{ number: line, voiceUrl: `${app.url}/voice` }] })

    const placed = await post('', { to: line })

    expect(placed.statusCode).toBe(201)
    expect(placed.json()).toEqual({
      callSid: expect.stringMatching(/^CA[0-9a-f]{32}$/),
      direction: 'inbound',
      from: caller,
      to: line,
      status: 'ringing',
      startedAt: clock.now(),
      awaiting: null,
    })
    await clock.settle()
    const { callSid } = placed.json()
    expect(await get(`/_exchange/calls/${callSid}`)).toMatchObject({ status: 'in-progress', awaiting: 'keys' })
    expect(await get('/_exchange/calls')).toMatchObject({ calls: [{ callSid }] })
    await server.close()
  })

  test('presses keys, speaks and hangs up for the caller', async () => {
    const { post, clock, app, get } = await startDesk({
      '/voice': '<Gather numDigits="1" action="/menu"/>',
      '/menu': '<Gather input="speech" speechTimeout="auto" action="/said"/>',
      '/said': '<Pause length="60"/>',
    })
    const { callSid } = (await post('', { to: line })).json()
    await clock.settle()

    expect((await post(`/${callSid}/keys`, { keys: '1' })).statusCode).toBe(204)
    await clock.settle()
    expect((await post(`/${callSid}/speech`, { text: 'sales please', seconds: 2, confidence: 0.8 })).statusCode).toBe(
      204,
    )
    await clock.advance(seconds(3))
    expect((await post(`/${callSid}/hang-up`)).statusCode).toBe(204)

    expect(app.asked('/menu')[0]?.Digits).toBe('1')
    expect(app.asked('/said')[0]).toMatchObject({ SpeechResult: 'sales please', Confidence: '0.8' })
    expect((await get(`/_exchange/calls/${callSid}`)).status).toBe('completed')
  })

  test('decides the weather for callbacks', async () => {
    const { server, clock, exchange, app } = await startDesk({ '/voice': '<Hangup/>', '/status': { status: 204 } })
    exchange.addLine({ number: line, voiceUrl: `${app.url}/voice`, statusCallback: `${app.url}/status` })
    const put = (payload: object) => server.inject({ method: 'PUT', url: '/_exchange/weather', payload })
    const ringUp = async () => {
      exchange.placeCall({ from: caller, to: line })
      await clock.settle()
    }

    expect((await put({ drop: 1 })).statusCode).toBe(204)
    await ringUp()
    expect(app.asked('/status')).toEqual([])
    expect((await put({})).statusCode).toBe(204)
    await ringUp()
    expect(app.asked('/status')).toHaveLength(1)

    expect((await put({ drop: 2 })).statusCode).toBe(400)
    const refused = await put({ delayMs: [9, 1] })
    expect(refused.statusCode).toBe(400)
    expect(refused.json().error.message).toBe(
      "The weather's delayMs is two whole numbers from 0, the smaller first, not [9, 1].",
    )
  })

  test('writes to a line for somebody, and shows what he gets', async () => {
    const { server, clock, exchange, app, get } = await startDesk({ '/text': '<Message>We are open</Message>' })
    exchange.addLine({ number: line, messageUrl: `${app.url}/text`, isRegisteredForA2p: true })
    const post = (payload: object) => server.inject({ method: 'POST', url: '/_exchange/messages', payload })

    const sent = await post({ to: line, body: 'Are you open?' })
    await clock.advance(seconds(5))

    expect([sent.statusCode, sent.json()]).toEqual([
      201,
      expect.objectContaining({ direction: 'inbound', from: caller, to: line, body: 'Are you open?', media: [] }),
    ])
    const { messages } = await get('/_exchange/messages')
    expect(messages).toMatchObject([
      { messageSid: sent.json().messageSid, status: 'received' },
      { direction: 'outbound-reply', to: caller, body: 'We are open', status: 'delivered' },
    ])
    expect((await post({ body: 'To nobody' })).statusCode).toBe(400)
  })

  test('decides for the callee of a ringing leg', async () => {
    const { post, clock, callee } = await startDesk({ '/voice': `<Dial>${sales}</Dial>` })
    await post('', { to: line })
    await clock.settle()
    const { callSid } = callee(sales)

    expect((await post(`/${callSid}/answer`, { as: 'person' })).statusCode).toBe(204)

    expect(callee(sales).status).toBe('in-progress')
    const again = await post(`/${callSid}/answer`, { as: 'busy' })
    expect(again.statusCode).toBe(409)
    expect(again.json()).toEqual({
      error: {
        code: 'CALL_NOT_RINGING',
        message: 'This is not a callee whose phone rings.',
        help: 'Answer a ringing leg.',
      },
    })
  })

  test('says what is wrong with a request', async () => {
    const { post, clock } = await startDesk({ '/voice': '<Hangup/>' })
    const { callSid } = (await post('', { to: line })).json()
    await clock.settle()

    const unknown = await post(`/CA${'f'.repeat(32)}/keys`, { keys: '1' })
    const over = await post(`/${callSid}/keys`, { keys: '1' })
    const wrong = await post(`/${callSid}/keys`, { keys: 'x' })

    expect([unknown.statusCode, unknown.json().error.code]).toEqual([404, 'CALL_UNKNOWN'])
    expect([over.statusCode, over.json().error.code]).toEqual([409, 'CALL_OVER'])
    expect([wrong.statusCode, wrong.json().error.code]).toEqual([400, 'REQUEST_INVALID'])
  })

  test('tells the journal from any point, and goes on telling it over a web socket', async () => {
    const { server, post, get, clock, exchange } = await startDesk({ '/voice': '<Hangup/>' })
    await post('', { to: line })
    await clock.settle()
    const { events } = await get('/_exchange/journal?since=2')
    expect(events).toEqual(JSON.parse(JSON.stringify(exchange.journal.events.slice(2))))

    const address = await server.listen({ host: '127.0.0.1', port: 0 })
    const socket = new WebSocket(`${address.replace('http', 'ws')}/_exchange/feed?since=0`)
    const received: JournalEvent[] = []
    const total = exchange.journal.events.length * 2
    const all = new Promise<void>((resolve) =>
      socket.on('message', (data) => {
        if (received.push(JSON.parse(String(data))) === total) resolve()
      }),
    )
    await new Promise((resolve) => socket.once('open', resolve))
    await post('', { to: line })
    await all
    socket.close()

    expect(received.map(({ sequence }) => sequence)).toEqual(Array.from({ length: total }, (_, place) => place + 1))
  })
})

describe('a page of another site', () => {
  test('can neither read the journal nor listen to the feed; our own and local pages can', async () => {
    const { server } = await startDesk({})
    const from = async (origin: string) =>
      (await server.inject({ url: '/_exchange/journal', headers: { origin, host: 'ivr.test' } })).statusCode

    expect(await from('https://evil.test')).toBe(403)
    expect(await from('https://ivr.test')).toBe(200)
    expect(await from('http://localhost:5173')).toBe(200)

    const address = await server.listen({ host: '127.0.0.1', port: 0 })
    const url = `${address.replace('http', 'ws')}/_exchange/feed`
    const refused = await new Promise((resolve) =>
      new WebSocket(url, { origin: 'https://evil.test' }).on('unexpected-response', (_request, answer) =>
        resolve(answer.statusCode),
      ),
    )
    expect(refused).toBe(403)
  })
})

describe('a recording', () => {
  const mailbox = {
    '/voice': '<Record action="/left" recordingStatusCallback="/ready"/>',
    '/left': '',
    '/ready': { status: 204 },
  }
  const basic = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`
  const path = (url: string) => new URL(url).pathname

  test('is not there until it is ready, and only for who has the credentials', async () => {
    const { server, exchange, clock, app, ringUp } = await startDesk(mailbox)
    const call = await ringUp()
    await clock.advance(seconds(0.5))
    call.speak('Please call me back', { seconds: 4 })
    await clock.advance(seconds(4) + seconds(5))
    const url = path(app.asked('/left')[0]?.RecordingUrl ?? '')

    const early = await server.inject({ url, headers: { authorization: basic } })
    expect(early.statusCode).toBe(404)
    expect(early.json()).toEqual({
      code: 20404,
      message: `The requested resource ${url} was not found`,
      more_info: 'https://www.twilio.com/docs/errors/20404',
      status: 404,
    })
    await clock.advance(seconds(1))
    expect(app.asked('/ready')[0]).toMatchObject({
      RecordingStatus: 'completed',
      RecordingDuration: '4',
      RecordingSource: 'RecordVerb',
      CallSid: call.callSid,
    })
    expect((await server.inject({ url })).statusCode).toBe(401)
    const media = await server.inject({ url: `${url}.wav`, headers: { authorization: basic } })
    expect(media.statusCode).toBe(200)
    expect(media.headers['content-type']).toBe('audio/x-wav')
    expect(media.rawPayload).toHaveLength(44 + 4 * 16_000)
    const known = await server.inject({ url: `${url}.json`, headers: { authorization: basic } })
    expect(known.json()).toMatchObject({ status: 'completed', duration: '4', call_sid: call.callSid })
    expect(exchange.leftovers().recordings).toEqual([])
  })

  test('is what the live microphone heard, as soon as that arrives', async () => {
    const { server, clock, app, ringUp, post, exchange } = await startDesk(mailbox)
    const call = await ringUp()
    await clock.advance(seconds(0.5))
    await post(`/${call.callSid}/speaking`, { isSpeaking: true })
    await clock.advance(seconds(8))
    await post(`/${call.callSid}/speaking`, { isSpeaking: false })
    call.press('#')
    await clock.advance(seconds(4))
    expect(app.asked('/ready')).toEqual([])
    const recordingSid = app.asked('/left')[0]?.RecordingSid ?? ''

    const audio = Buffer.from(hummingWav(8000, [[0, 8000]]))
    const put = await server.inject({
      method: 'PUT',
      url: `/_exchange/recordings/${recordingSid}/audio`,
      headers: { 'content-type': 'audio/wav' },
      payload: audio,
    })
    await clock.settle()

    expect(put.statusCode).toBe(204)
    expect(app.asked('/ready')[0]).toMatchObject({ RecordingStatus: 'completed', RecordingDuration: '8' })
    expect(Buffer.compare(Buffer.from(exchange.recordingMedia(recordingSid) ?? []), audio)).toBe(0)
    await clock.advance(seconds(2))
    const late = await server.inject({
      method: 'PUT',
      url: `/_exchange/recordings/${recordingSid}/audio`,
      headers: { 'content-type': 'audio/wav' },
      payload: audio,
    })
    expect(late.json().error.code).toBe('RECORDING_TOO_LATE')
  })
})
