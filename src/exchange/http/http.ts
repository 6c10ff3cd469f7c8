/**
 * The exchange over HTTP: a Fastify plugin for the page, the terminal and anything else that drives calls.
 *
 * Has no accounts and no rights of its own: serve it only where whoever reaches it may place calls and hear them.
 */

import type {} from '@fastify/swagger' // its schema keywords
import websocket from '@fastify/websocket'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { WebSocket } from 'ws'
import type { Call } from '../call/call.ts'
import type { CalleeAct } from '../call/party.ts'
import type { Exchange } from '../exchange.ts'
import type { MessageRequest } from '../message/inbound.ts'
import type { TextMessage } from '../message/message.ts'
import { isLoopback } from '../request/loopback.ts'
import type { Weather } from '../request/weather.ts'
import { serveRestApi } from '../rest/rest-api.ts'
import {
  bodies,
  callParams,
  callSchema,
  callsSchema,
  errorSchema,
  journalSchema,
  linesSchema,
  messageSchema,
  messagesSchema,
  noContent,
  recordingParams,
  sinceQuery,
} from './schemas.ts'

/** What {@link exchangeHttp} takes. */
export interface ExchangeHttpOptions {
  readonly exchange: Exchange
  /** Who calls when a request to place a call does not say; default `+12025550199`. */
  readonly callerNumber?: string
}

/** Audio of a microphone may be this long: an hour of telephone sound and more. */
const audioBytes = 64 * 1024 * 1024

/** A reader of the feed that is this far behind is dropped; it can come back with `since`. */
const feedBacklogBytes = 16 * 1024 * 1024

/**
 * Fastify plugin: `/_exchange/…` and the recordings under `/2010-04-01/…`.
 *
 * Registers `@fastify/websocket` unless the app has it already. Register the plugin before the app is ready.
 */
export async function exchangeHttp(app: FastifyInstance, options: ExchangeHttpOptions): Promise<void> {
  const { exchange } = options
  if (!app.hasDecorator('websocketServer')) await app.register(websocket)
  await app.register(
    async (scope) => {
      answerErrorsInOurShape(scope)
      refuseForeignPages(scope)
      serveCalls(scope, exchange, options.callerNumber ?? '+12025550199')
      serveActs(scope, exchange)
      serveJournal(scope, exchange)
      serveMicrophone(scope, exchange)
      serveWeather(scope, exchange)
      serveMessages(scope, exchange, options.callerNumber ?? '+12025550199')
    },
    { prefix: '/_exchange' },
  )
  await app.register(async (scope) => serveRestApi(scope, exchange))
}

/** An expected refusal of this API. */
class Refusal extends Error {
  readonly statusCode: number
  readonly code: string
  readonly help: string

  constructor(statusCode: number, code: string, message: string, help: string) {
    super(message)
    this.statusCode = statusCode
    this.code = code
    this.help = help
  }
}

function answerErrorsInOurShape(app: FastifyInstance): void {
  app.setErrorHandler((error: Error & { statusCode?: number; code?: string }, request, reply) => {
    const status = error.statusCode ?? 500
    if (status >= 500) request.log.error(error)
    const help = error instanceof Refusal ? error.help : 'See /openapi.json for what this route takes.'
    const code = error instanceof Refusal ? error.code : status < 500 ? 'REQUEST_INVALID' : 'EXCHANGE_BROKEN'
    return reply.status(status).send({ error: { code, message: error.message, help } })
  })
}

/** A page of another site, open in the same browser, may neither listen to calls nor place them. */
function refuseForeignPages(app: FastifyInstance): void {
  app.addHook('onRequest', async (request) => {
    const { origin, host } = request.headers
    if (origin === undefined || !URL.canParse(origin)) return
    const page = new URL(origin)
    if (page.host === host || isLoopback(page.hostname)) return
    throw new Refusal(403, 'ORIGIN_REFUSED', 'A page of another site may not use the exchange.', 'Open its own page.')
  })
}

function serveCalls(app: FastifyInstance, exchange: Exchange, callerNumber: string): void {
  app.get('/lines', { schema: schema('The phone numbers that answer.', { 200: linesSchema }) }, () => ({
    lines: exchange.lines.map(({ number, name, voiceUrl }) => ({ number, name, voiceUrl })),
  }))
  app.get('/calls', { schema: schema('All calls that are remembered, oldest first.', { 200: callsSchema }) }, () => ({
    calls: exchange.calls.map((call) => call.snapshot()),
  }))
  app.post<{ Body: { to: string; from?: string } }>(
    '/calls',
    { schema: { ...schema('Places a call to a line.', { 201: callSchema }), body: bodies.placeCall } },
    (request, reply) => {
      const call = exchange.placeCall({ from: request.body.from ?? callerNumber, to: request.body.to })
      return reply.status(201).send(call.snapshot())
    },
  )
  app.get<CallRoute>(
    '/calls/:callSid',
    { schema: { ...schema('One call as it is now.', { 200: callSchema }), params: callParams } },
    (request) => callOf(request, exchange).snapshot(),
  )
}

interface CallRoute {
  Params: { callSid: string }
}

function callOf(request: FastifyRequest<CallRoute>, exchange: Exchange): Call {
  const call = exchange.call(request.params.callSid)
  if (call !== undefined) return call
  throw new Refusal(404, 'CALL_UNKNOWN', 'There is no such call.', 'GET /_exchange/calls lists those remembered.')
}

/** What people write, and what they get. */
function serveMessages(app: FastifyInstance, exchange: Exchange, callerNumber: string): void {
  const summary = 'Messages that are remembered, oldest first: what the app sent, and what people wrote.'
  app.get('/messages', { schema: schema(summary, { 200: messagesSchema }) }, () => ({
    messages: exchange.messages.map(shownMessage),
  }))
  app.post<{ Body: Omit<MessageRequest, 'from'> & { from?: string } }>(
    '/messages',
    { schema: { ...schema('Somebody writes to a line.', { 201: messageSchema }), body: bodies.sendMessage } },
    (request, reply) => {
      const message = exchange.sendMessage({ from: callerNumber, ...request.body })
      return reply.status(201).send(shownMessage(message))
    },
  )
  app.post<{ Body: { mobile: string } }>(
    '/one-time-passwords',
    {
      schema: {
        ...schema('A sole proprietor answers YES to the text about his brand.', { 204: noContent }),
        body: bodies.oneTimePassword,
      },
    },
    (request, reply) => {
      if (exchange.answerOneTimePassword(request.body.mobile)) return reply.status(204).send()
      const help =
        'It comes when the brand is approved and can be answered for a day; SmsOtp of the brand sends another.'
      throw new Refusal(404, 'PASSWORD_UNKNOWN', 'There is no text to answer.', help)
    },
  )
}

function shownMessage(message: TextMessage): object {
  const { messageSid, direction, from, to, body, media, status, errorCode, createdAt, sentAt } = message
  return { messageSid, direction, from, to, body, media, status, errorCode, createdAt, sentAt }
}

/** What the person at the end of a leg does; each is refused when the call is over. */
function serveActs(app: FastifyInstance, exchange: Exchange): void {
  const act = <Body>(
    name: string,
    summary: string,
    body: object | undefined,
    perform: (call: Call, body: Body) => void,
  ) =>
    app.post<CallRoute>(
      `/calls/:callSid/${name}`,
      { schema: { ...schema(summary, { 204: noContent }), params: callParams, ...(body && { body }) } },
      (request, reply) => {
        const call = callOf(request, exchange)
        if (call.isOver) throw new Refusal(409, 'CALL_OVER', 'The call is over.', 'Place another one.')
        perform(call, request.body as Body) // the schema has checked it
        return reply.status(204).send()
      },
    )

  act<{ keys: string }>('keys', 'Presses keys, one after the other.', bodies.keys, (call, { keys }) => call.press(keys))
  act<{ text: string; seconds?: number; confidence?: number }>(
    'speech',
    'Says something.',
    bodies.speech,
    (call, { text, ...speech }) => call.speak(text, speech),
  )
  act<{ isSpeaking: boolean }>(
    'speaking',
    'A live microphone begins or ceases to hear a voice.',
    bodies.speaking,
    (call, { isSpeaking }) => (isSpeaking ? call.startSpeaking() : call.stopSpeaking()),
  )
  act('hang-up', 'Hangs up.', undefined, (call) => call.hangUp())
  act<{ as: CalleeAct }>('answer', 'What the callee of a ringing leg does.', bodies.answer, (call, { as }) => {
    if (call.snapshot().direction === 'inbound' || call.status !== 'ringing') {
      throw new Refusal(409, 'CALL_NOT_RINGING', 'This is not a callee whose phone rings.', 'Answer a ringing leg.')
    }
    calleeActs[as](call)
  })
}

const calleeActs: Readonly<Record<CalleeAct, (call: Call) => void>> = {
  person: (call) => call.answer(),
  busy: (call) => call.beBusy(),
  declined: (call) => call.decline(),
  ignored: (call) => call.ignore(),
  voicemail: (call) => call.takeByMachine(),
}

function serveWeather(app: FastifyInstance, exchange: Exchange): void {
  app.put<{ Body: Weather }>(
    '/weather',
    {
      schema: {
        ...schema('What happens to callbacks from now on; an empty object clears it.', { 204: noContent }),
        body: bodies.weather,
      },
    },
    (request, reply) => {
      const isClear = Object.keys(request.body).length === 0
      try {
        exchange.weather(isClear ? undefined : request.body)
      } catch (error) {
        if (!(error instanceof RangeError)) throw error
        throw new Refusal(400, 'REQUEST_INVALID', error.message, 'See /openapi.json for what this route takes.')
      }
      return reply.status(204).send()
    },
  )
}

function serveJournal(app: FastifyInstance, exchange: Exchange): void {
  app.get<{ Querystring: { since: number } }>(
    '/journal',
    { schema: { ...schema('What happened, in order.', { 200: journalSchema }), querystring: sinceQuery } },
    (request) => ({ events: exchange.journal.since(request.query.since) }),
  )
  app.get<{ Querystring: { since: number } }>(
    '/feed',
    { websocket: true, schema: { hide: true, querystring: sinceQuery } },
    (socket, request) => feed(socket, exchange, (request.query as { since: number }).since), // checked by the schema
  )
}

/** Past events first, then each as it happens; one JSON text message an event. */
function feed(socket: WebSocket, exchange: Exchange, since: number): void {
  const stop = exchange.journal.subscribe((event) => {
    if (socket.bufferedAmount > feedBacklogBytes) socket.terminate()
    else socket.send(JSON.stringify(event))
  })
  socket.on('close', stop)
  socket.on('error', stop)
  for (const event of exchange.journal.since(since)) socket.send(JSON.stringify(event))
}

function serveMicrophone(app: FastifyInstance, exchange: Exchange): void {
  app.addContentTypeParser(['audio/wav', 'audio/x-wav', 'audio/wave'], { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  )
  app.put<{ Params: { recordingSid: string }; Body: Buffer }>(
    '/recordings/:recordingSid/audio',
    {
      bodyLimit: audioBytes,
      schema: {
        ...schema("The microphone's own audio of a recording, as audio/wav.", { 204: noContent }),
        params: recordingParams,
      },
    },
    (request, reply) => takeAudio(request.params.recordingSid, request.body, exchange, reply),
  )
}

function takeAudio(recordingSid: string, audio: unknown, exchange: Exchange, reply: FastifyReply): FastifyReply {
  if (!Buffer.isBuffer(audio) || audio.subarray(0, 4).toString('latin1') !== 'RIFF') {
    throw new Refusal(415, 'AUDIO_NOT_WAV', 'The body is not a WAV file.', 'Send it with Content-Type audio/wav.')
  }
  switch (exchange.putRecordingAudio(recordingSid, audio)) {
    case 'taken':
      return reply.status(204).send()
    case 'unknown':
      throw new Refusal(404, 'RECORDING_UNKNOWN', 'There is no such recording.', 'Take its SID from the journal.')
    case 'not-ended':
      throw new Refusal(409, 'RECORDING_NOT_ENDED', 'The recording is not over.', 'Wait for recording-ended.')
    case 'too-late':
      throw new Refusal(409, 'RECORDING_TOO_LATE', 'The recording has its audio already.', 'Send it within 5 seconds.')
  }
}

function schema(summary: string, responses: Readonly<Record<number, object>>) {
  return { summary, tags: ['exchange'], response: { ...responses, '4xx': errorSchema } }
}
