/** Streams, live transcriptions and SIPREC through the REST interface: reference twilio-platform.md §2.4. */
import { describe, expect, test } from 'vitest'
import { seconds } from '../../src/clock/duration.ts'
import { accountSid, line, sales } from '../../src/exchange/scripted-app.fixture.ts'
import { startSocketApp } from '../../src/exchange/websocket-app.fixture.ts'
import { schemaErrors, startRest } from './world.ts'

const base = `/2010-04-01/Accounts/${accountSid}`
const nothing = { legs: [], timers: 0, recordings: [], work: [] }
const told = { '/told': { status: 204 } }
const talk = '<Say>Hello</Say><Pause length="60"/>'

describe('a stream', () => {
  test('is begun beside a live call with parameters, and stopped by its SID', async () => {
    await using sockets = await startSocketApp()
    await using world = await startRest({ ...told, '/voice': talk })
    const { callSid } = await world.ringUp()
    const ofCall = world.client.calls(callSid)

    const stream = await ofCall.streams.create({
      url: sockets.url,
      track: 'both_tracks',
      statusCallback: `${world.app.url}/told`,
      'parameter1.name': 'desk',
      'parameter1.value': 'front',
      'parameter99.name': 'floor',
      'parameter99.value': '2',
    })
    expect(stream).toMatchObject({ status: 'in-progress', name: null, callSid })
    await world.clock.advance(seconds(1))
    expect(sockets.conversation.of('start')[0]?.start).toMatchObject({
      streamSid: stream.sid,
      tracks: ['inbound', 'outbound'],
      customParameters: { desk: 'front', floor: '2' },
    })
    expect(sockets.conversation.of('media')).toHaveLength(100)
    expect((await ofCall.streams(stream.sid).update({ status: 'stopped' })).status).toBe('stopped')
    await world.clock.advance(seconds(1))

    expect(sockets.conversation.of('stop')).toHaveLength(1)
    expect(world.app.asked('/told').map(({ StreamEvent }) => StreamEvent)).toEqual(['stream-started', 'stream-stopped'])
    await expect(ofCall.streams(stream.sid).update({ status: 'stopped' })).rejects.toMatchObject({ status: 404 })
    await world.clock.advance(seconds(60))
    expect(world.exchange.leftovers()).toEqual(nothing)
  })

  test('that a document started is stopped by name, and ends with its call otherwise', async () => {
    await using sockets = await startSocketApp()
    const start = `<Start><Stream name="copy" url="${sockets.url}"/></Start>`
    await using world = await startRest({ '/voice': start + talk })
    const call = await world.ringUp()
    const ofCall = world.client.calls(call.callSid)

    expect(await ofCall.streams('copy').update({ status: 'stopped' })).toMatchObject({
      name: 'copy',
      status: 'stopped',
    })
    await ofCall.streams.create({ url: sockets.url, name: 'copy' })
    await expect(ofCall.streams.create({ url: sockets.url, name: 'copy' })).rejects.toMatchObject({ code: 20409 })
    await world.clock.settle()
    call.hangUp()
    await world.clock.settle()

    expect(sockets.conversations.map((conversation) => conversation.of('stop').length)).toEqual([1, 1])
    expect(world.exchange.leftovers()).toEqual(nothing)
  })

  test('cannot be begun without a web socket, more than four times, or beside a call that is not live', async () => {
    await using sockets = await startSocketApp()
    await using world = await startRest({ '/voice': talk })
    const call = await world.ringUp()
    const { streams } = world.client.calls(call.callSid)
    await expect(streams.create({ url: 'https://example.com' })).rejects.toMatchObject({ code: 21205 })
    for (let count = 0; count < 4; count++) await streams.create({ url: sockets.url })
    await expect(streams.create({ url: sockets.url })).rejects.toMatchObject({ code: 31960 })
    await world.clock.settle()

    expect(sockets.conversations).toHaveLength(4)
    call.hangUp()
    await expect(streams.create({ url: sockets.url })).rejects.toMatchObject({ code: 21220 })
    const ringing = await world.client.calls.create({ from: line, to: sales, twiml: '<Response/>' })
    await world.clock.settle()
    const early = world.client.calls(ringing.sid).streams.create({ url: sockets.url })
    await expect(early).rejects.toMatchObject({ code: 21220 })
    const nobody = world.client.calls(`CA${'9'.repeat(32)}`).streams.create({ url: sockets.url })
    await expect(nobody).rejects.toMatchObject({ status: 404 })
  })

  test('whose app is not there says so in the journal', async () => {
    await using world = await startRest({ '/voice': talk })
    const { callSid } = await world.ringUp()
    await world.client.calls(callSid).streams.create({ url: 'ws://127.0.0.1:9/audio' })
    await world.clock.advance(seconds(1))

    expect(world.findings()).toMatchObject([{ callSid, severity: 'error', code: 31902 }])
  })
})

describe('a live transcription', () => {
  test('tells what is said until it is stopped', async () => {
    await using world = await startRest({ ...told, '/voice': talk })
    const call = await world.ringUp()
    const ofCall = world.client.calls(call.callSid)
    const { sid } = await ofCall.transcriptions.create({
      name: 'words',
      track: 'inbound_track',
      statusCallbackUrl: `${world.app.url}/told`,
      languageCode: 'en-GB',
    })
    call.speak('Good morning', { seconds: 1 })
    await world.clock.advance(seconds(2))
    expect(await ofCall.transcriptions(sid).update({ status: 'stopped' })).toMatchObject({ sid, name: 'words' })
    call.speak('Nobody writes this down', { seconds: 1 })
    await world.clock.advance(seconds(2))

    expect(world.app.asked('/told')).toMatchObject([
      { TranscriptionEvent: 'transcription-started', TranscriptionSid: sid, LanguageCode: 'en-GB' },
      {
        TranscriptionEvent: 'transcription-content',
        TranscriptionData: '{"transcript":"Good morning","confidence":0.9}',
      },
      { TranscriptionEvent: 'transcription-stopped' },
    ])
    const wrong = ofCall.transcriptions.create({ transcriptionEngine: 'abacus' })
    await expect(wrong).rejects.toMatchObject({ code: 20422 })
  })
})

describe('a SIPREC session', () => {
  test('tells its events from beginning to stop', async () => {
    await using world = await startRest({ ...told, '/voice': talk })
    const { callSid } = await world.ringUp()
    const ofCall = world.client.calls(callSid)
    const { sid } = await ofCall.siprec.create({ name: 'vault', statusCallback: `${world.app.url}/told` })
    await ofCall.siprec('vault').update({ status: 'stopped' })
    await world.clock.settle()

    expect(world.app.asked('/told')).toMatchObject([
      { SiprecEvent: 'siprec-started', SiprecSid: sid, SiprecName: 'vault' },
      { SiprecEvent: 'siprec-stopped' },
    ])
  })
})

test('all of these have the shape the network documents', async () => {
  await using sockets = await startSocketApp()
  await using world = await startRest({ '/voice': talk })
  const { callSid } = await world.ringUp()
  for (const [operation, folder, form] of [
    ['Stream', 'Streams', { Url: sockets.url }],
    ['RealtimeTranscription', 'Transcriptions', {}],
    ['Siprec', 'Siprec', {}],
  ] as const) {
    const created = await world.ask('POST', `${base}/Calls/${callSid}/${folder}.json`, form)
    expect([created.status, schemaErrors(`Create${operation}`, created.body)]).toEqual([200, []])
    const stopped = await world.ask('POST', created.body.uri, { Status: 'stopped' })
    expect([stopped.status, schemaErrors(`Update${operation}`, stopped.body)]).toEqual([200, []])
    const wrong = await world.ask('POST', created.body.uri, { Status: 'paused' })
    expect(wrong.status).toBe(400)
  }
})
