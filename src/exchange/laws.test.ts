/** What holds for any app, any caller and any callee. */
import fc from 'fast-check'
import twilio from 'twilio'
import { expect, test } from 'vitest'
import { seconds } from '../clock/duration.ts'
import { createVirtualClock } from '../clock/virtual-clock.ts'
import {
  application,
  client,
  conference,
  connect,
  conversationRelay,
  type Dial,
  dial,
  echo,
  enqueue,
  gather,
  hangup,
  leave,
  number,
  pause,
  play,
  queue,
  record,
  recording,
  redirect,
  refer,
  reject,
  render,
  response,
  say,
  sip,
  sms,
  start,
  stop,
  stream,
  transcription,
  type Verb,
} from '../twiml/index.ts'
import { type Call, createExchange, type JournalEvent, type SocketTransport, type Transport } from './index.ts'
import { accountSid, authToken, caller, line, sales, support } from './scripted-app.fixture.ts'

const path = fc.constantFrom('/0', '/1', '/2', '/3')
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 })
const prompt = fc.oneof(
  fc.constant(say('Welcome to Acme')),
  fc.constant(pause(2)),
  fc.constant(play('', { digits: '1w2' })),
)

/** Attributes that are absent are left out, as a document has them. */
const given = <T extends object>(attributes: T) =>
  Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined)) as {
    [Name in keyof T]?: NonNullable<T[Name]>
  }

const desk = 'sip:desk@example.com'
const applicationSid = `AP${'1'.repeat(32)}`
const judged = {
  url: maybe(path),
  statusCallback: maybe(path),
  machineDetection: maybe(fc.constantFrom('Enable' as const, 'DetectMessageEnd' as const)),
  amdStatusCallback: maybe(path),
}
const target: fc.Arbitrary<Dial['children'][number]> = fc.oneof(
  fc
    .record({ to: fc.constantFrom(sales, support, '12'), sendDigits: maybe(fc.constant('1w')), ...judged })
    .map(({ to, ...attributes }) => number(to, given(attributes))),
  fc.record(judged).map((attributes) => sip(desk, given(attributes))),
  fc.record({ url: maybe(path), statusCallback: maybe(path) }).map((attributes) => client('alice', given(attributes))),
  fc.constant(application(applicationSid)),
)

const verb: fc.Arbitrary<Verb> = fc.oneof(
  prompt,
  fc
    .record({
      action: path,
      numDigits: maybe(fc.constantFrom(1, 3)),
      timeout: maybe(fc.constantFrom(1, 7)),
      actionOnEmptyResult: maybe(fc.boolean()),
      input: fc.constantFrom(['dtmf'] as const, ['speech'] as const, ['dtmf', 'speech'] as const),
      bargeIn: maybe(fc.boolean()),
      prompts: fc.array(fc.constantFrom(say('Press a key'), pause(1)), { maxLength: 3 }),
    })
    .map(({ prompts, ...attributes }) => gather(given(attributes), prompts)),
  fc
    .record({ action: path, maxLength: maybe(fc.constantFrom(2, 20)), recordingStatusCallback: maybe(path) })
    .map((attributes) => record(given(attributes))),
  fc
    .record({
      targets: fc.array(target, { minLength: 1, maxLength: 3 }),
      action: maybe(path),
      timeout: maybe(fc.constantFrom(5, 30)),
      answerOnBridge: maybe(fc.boolean()),
      sequential: maybe(fc.boolean()),
      hangupOnStar: maybe(fc.boolean()),
      referUrl: maybe(path),
      record: maybe(fc.constantFrom('record-from-answer' as const, 'record-from-ringing-dual' as const)),
    })
    .map(({ targets, ...attributes }) => dial(targets, given(attributes))),
  fc.record({ action: maybe(path), waitUrl: maybe(path) }).map((attributes) => enqueue('support', given(attributes))),
  fc
    .record({ url: maybe(path), action: maybe(path), hangupOnStar: maybe(fc.boolean()) })
    .map(({ url, ...attributes }) => dial([queue('support', given({ url }))], given(attributes))),
  fc
    .record({
      waitUrl: maybe(path),
      action: maybe(path),
      hangupOnStar: maybe(fc.boolean()),
      startConferenceOnEnter: maybe(fc.boolean()),
      endConferenceOnExit: maybe(fc.boolean()),
      maxParticipants: maybe(fc.constantFrom(1, 2)),
      statusCallback: maybe(path),
      record: maybe(fc.constant('record-from-start' as const)),
    })
    .map(({ action, hangupOnStar, ...attributes }) =>
      dial(
        [
          conference('room', {
            ...given(attributes),
            statusCallbackEvent: ['start', 'end', 'join', 'leave', 'speaker'],
          }),
        ],
        given({ action, hangupOnStar }),
      ),
    ),
  fc.constant(leave()),
  fc.constant(echo()),
  maybe(path).map((action) => refer(desk, given({ action }))),
  fc.record({ action: maybe(path), statusCallback: maybe(path) }).map((attributes) => sms('Hello', given(attributes))),
  path.map((to) => redirect(to)),
  fc.constant(hangup()),
  fc.constant(reject('busy')),
)

const deeds: Readonly<Record<string, (call: Call) => void>> = {
  key: (call) => call.press('1'),
  finish: (call) => call.press('#'),
  star: (call) => call.press('*'),
  speak: (call) => call.speak('sales please', { seconds: 2 }),
  mumble: (call) => call.startSpeaking(),
  hush: (call) => call.stopSpeaking(),
  answer: (call) => call.answer(),
  decline: (call) => call.decline(),
  machine: (call) => call.takeByMachine(),
  refer: (call) => call.refer('sip:billing@example.com'),
  hangUp: (call) => call.hangUp(),
}

const act = fc.record({
  after: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 12_000 })),
  who: fc.nat(3),
  deed: fc.constantFrom(...Object.keys(deeds)),
})

const world = fc.record({
  documents: fc.array(fc.array(verb, { maxLength: 4 }), { minLength: 4, maxLength: 4 }),
  acts: fc.array(act, { maxLength: 12 }),
})

test('whatever the app says and people do, every call ends, nothing is left over, and the journal is in order', async () => {
  await fc.assert(
    fc.asyncProperty(world, async ({ documents, acts }) => {
      const clock = createVirtualClock()
      const transport: Transport = async ({ url, headers, body = '' }) => {
        const form = Object.fromEntries(new URLSearchParams(body))
        expect(twilio.validateRequest(authToken, headers['x-twilio-signature'] ?? '', url, form)).toBe(true)
        const verbs = documents[Number(new URL(url).pathname.slice(1))] ?? []
        return {
          kind: 'answer',
          status: 200,
          headers: { 'content-type': 'text/xml' },
          body: render(response(...verbs)),
        }
      }
      const exchange = createExchange({
        accountSid,
        authToken,
        clock,
        transport,
        seed: 1,
        // Documents that fail at once can make very many legs; the journal is to be whole all the same.
        settings: { keepFinishedCalls: 1_000_000 },
      })
      exchange.addLine({ number: line, voiceUrl: 'http://app.test/0', statusCallback: 'http://app.test/1' })
      exchange.addApplication({ sid: applicationSid, voiceUrl: 'http://app.test/2', fallbackUrl: 'http://app.test/3' })
      exchange.setParty(desk, { kind: 'machine', afterSeconds: 1, greetingSeconds: 6 })
      exchange.setParty(support, { kind: 'answers', afterSeconds: 3, hangsUpAfterSeconds: 20 })
      const calls = [caller, 'sip:alice@office.example.com'].map((from) => exchange.placeCall({ from, to: line }))
      const [call] = calls as [Call, Call] // two were placed

      for (const { after, who, deed } of acts) {
        // Acts of the same moment come before anything can react to the first of them.
        if (after > 0) await clock.advance(after)
        const { calls } = exchange
        deeds[deed]?.(calls[who % calls.length] ?? call)
      }
      await clock.advance(seconds(30))
      for (const placed of calls) placed.hangUp()
      await clock.settle()
      // All that may still be waited for is a recording's readiness, and the way of a message.
      const { recordings, work } = exchange.leftovers()
      expect(clock.pending).toBe(recordings.length + work.filter((what) => what.includes('message')).length)
      await clock.advance(seconds(30))

      expect(exchange.leftovers()).toEqual({ legs: [], timers: 0, recordings: [], work: [] })
      expectOrder(exchange.journal.events)
    }),
    { numRuns: 300 },
  )
})

const socketUrl = fc.constantFrom(...['listens', 'talks', 'leaves', 'breaks'].map((way) => `wss://app.test/${way}`))
const name = fc.constantFrom('a', 'b')
const track = fc.constantFrom('inbound_track' as const, 'both_tracks' as const)

const besideVerb: fc.Arbitrary<Verb> = fc.oneof(
  prompt,
  fc
    .record({ url: socketUrl, name: maybe(name), track, statusCallback: maybe(path) })
    .map((of) => start(stream(given(of)))),
  fc.record({ name: maybe(name), recordingStatusCallback: path }).map((of) => start(recording(given(of)))),
  fc
    .record({ name: maybe(name), statusCallbackUrl: path, track, partialResults: fc.boolean() })
    .map((of) => start(transcription(given(of)))),
  name.map((of) => stop(stream({ name: of }))),
  name.map((of) => stop(recording({ name: of }))),
  name.map((of) => stop(transcription({ name: of }))),
  fc
    .record({ url: socketUrl, action: maybe(path) })
    .map(({ url, action }) => connect(stream({ url }), given({ action }))),
  fc
    .record({ url: socketUrl, welcomeGreeting: fc.constant('Welcome to Acme'), partialPrompts: fc.boolean() })
    .map((attributes) => connect(conversationRelay(attributes), { action: '/1' })),
  fc.constant(gather({ numDigits: 1, action: '/2' }, [say('Press a key')])),
  fc.constant(dial([number(support)])),
  path.map((to) => redirect(to)),
)

/** Apps of four kinds, by their address: they listen, talk, leave at the third message, or never take the call. */
const sockets: SocketTransport = ({ url }, ears) => {
  let isOver = false
  let count = 0
  const end = (finish: () => void) => {
    if (isOver) return
    isOver = true
    setImmediate(finish)
  }
  const close = (code: number) => end(() => ears.ended({ kind: 'closed', code, reason: '' }))
  setImmediate(() => {
    if (url.endsWith('breaks')) end(() => ears.ended({ kind: 'failure', stage: 'refused', message: 'nobody is there' }))
    else if (!isOver) ears.opened()
  })
  return {
    backlog: 0,
    send(text) {
      count += 1
      if (url.endsWith('leaves') && count === 3) close(1000)
      const { event, type, streamSid } = JSON.parse(text)
      if (!url.endsWith('talks') || isOver) return
      const messages =
        event === 'start' || event === 'dtmf'
          ? [
              { event: 'media', streamSid, media: { payload: 'A'.repeat(8000) } },
              { event: 'mark', streamSid, mark: { name: 'm' } },
            ]
          : type === 'prompt'
            ? [{ type: 'text', token: 'Very well. I hear you.', last: true }]
            : []
      setImmediate(() => {
        for (const message of messages) if (!isOver) ears.message(JSON.stringify(message))
      })
    },
    ping: () => void setImmediate(() => isOver || ears.pong()),
    close,
    drop: () => close(1006),
  }
}

test('whatever runs beside a call or in place of it ends with it, and leaves nothing', async () => {
  const documents = fc.array(fc.array(besideVerb, { minLength: 1, maxLength: 5 }), { minLength: 4, maxLength: 4 })
  const shortAct = fc.record({
    after: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 1500 })),
    who: fc.nat(3),
    deed: fc.constantFrom(...Object.keys(deeds)),
  })
  await fc.assert(
    fc.asyncProperty(documents, fc.array(shortAct, { maxLength: 6 }), async (documents, acts) => {
      const clock = createVirtualClock()
      const transport: Transport = async ({ url }) => {
        const verbs = documents[Number(new URL(url).pathname.slice(1))] ?? []
        const headers = { 'content-type': 'text/xml' }
        return { kind: 'answer', status: 200, headers, body: render(response(...verbs)) }
      }
      const exchange = createExchange({ accountSid, authToken, clock, transport, socketTransport: sockets, seed: 1 })
      exchange.addLine({ number: line, voiceUrl: 'http://app.test/0' })
      exchange.setParty(support, { kind: 'answers', afterSeconds: 1 })
      const call = exchange.placeCall({ from: caller, to: line })

      for (const { after, who, deed } of acts) {
        if (after > 0) await clock.advance(after)
        const { calls } = exchange
        deeds[deed]?.(calls[who % calls.length] ?? call)
      }
      await clock.advance(seconds(2))
      call.hangUp()
      await clock.settle()
      expect(clock.pending).toBe(exchange.leftovers().recordings.length)
      expect(clock.inFlight).toEqual([])
      await clock.advance(seconds(10))

      expect(exchange.leftovers()).toEqual({ legs: [], timers: 0, recordings: [], work: [] })
      expectOrder(exchange.journal.events)
    }),
    { numRuns: 300 },
  )
})

function expectOrder(events: readonly JournalEvent[]): void {
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, place) => place + 1))
  const open = new Map<string, number>()
  const count = (what: string, by: number) => {
    const now = (open.get(what) ?? 0) + by
    expect(now, what).toBeGreaterThanOrEqual(0)
    expect(now, `${what} at once`).toBeLessThanOrEqual(1)
    open.set(what, now)
  }
  let at = 0
  for (const event of events) {
    expect(event.at).toBeGreaterThanOrEqual(at)
    at = event.at
    if (event.kind === 'prompt-started') count(`prompt of ${event.callSid}`, 1)
    if (event.kind === 'prompt-ended') count(`prompt of ${event.callSid}`, -1)
    // A wait document is performed while the verb that waits goes on.
    if (event.kind === 'verb-started') count(`verb of ${event.requestId}`, 1)
    if (event.kind === 'verb-ended') count(`verb of ${event.requestId}`, -1)
    if (event.kind === 'queue-entered') count(`place in a queue of ${event.callSid}`, 1)
    if (event.kind === 'queue-left') count(`place in a queue of ${event.callSid}`, -1)
    if (event.kind === 'conference-joined') count(`room of ${event.callSid}`, 1)
    if (event.kind === 'conference-left') count(`room of ${event.callSid}`, -1)
    if (event.kind === 'legs-bridged') count(`bridge of ${event.callSid}`, 1)
    if (event.kind === 'legs-parted') count(`bridge of ${event.callSid}`, -1)
    if (event.kind === 'recording-started') count(`recording ${event.recordingSid}`, 1)
    if (event.kind === 'recording-ended') count(`recording ${event.recordingSid}`, -1)
    if (event.kind === 'socket-opened') count(event.socketId, 1)
    if (event.kind === 'socket-closed' || event.kind === 'socket-failed') count(event.socketId, -1)
    if (event.kind === 'call-placed') count(`leg ${event.callSid}`, 1)
    if (event.kind === 'call-status' && event.reason !== undefined) count(`leg ${event.callSid}`, -1)
    if (event.kind === 'finding') expect(event.message).not.toMatch(/The exchange itself failed/)
  }
  expect([...open].filter(([, still]) => still !== 0)).toEqual([])
}
