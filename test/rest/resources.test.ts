/** Recordings, conferences and queues through the REST interface: reference twilio-platform.md §5–§7. */
import { describe, expect, test } from 'vitest'
import { seconds } from '../../src/clock/duration.ts'
import { accountSid, authToken, caller, line, sales } from '../../src/exchange/scripted-app.fixture.ts'
import { schemaErrors, startRest } from './world.ts'

const base = `/2010-04-01/Accounts/${accountSid}`
const nothing = { legs: [], timers: 0, recordings: [], work: [] }

describe('a recording', () => {
  test('of a live call is begun, paused, gone on with and stopped', async () => {
    await using world = await startRest({
      '/voice': '<Say>Hello</Say><Pause length="60"/>',
      '/recorded': { status: 204 },
    })
    const { callSid } = await world.ringUp()
    const ofCall = world.client.calls(callSid)

    const recording = await ofCall.recordings.create({ recordingStatusCallback: `${world.app.url}/recorded` })
    expect(recording).toMatchObject({ status: 'in-progress', source: 'StartCallRecordingAPI', duration: null })
    await expect(ofCall.recordings.create()).rejects.toMatchObject({ code: 16108 })
    await world.clock.advance(seconds(4))
    expect((await ofCall.recordings('Twilio.CURRENT').update({ status: 'paused', pauseBehavior: 'skip' })).status).toBe(
      'paused',
    )
    await world.clock.advance(seconds(10))
    expect((await ofCall.recordings('Twilio.CURRENT').update({ status: 'in-progress' })).status).toBe('in-progress')
    await world.clock.advance(seconds(3))
    expect((await ofCall.recordings(recording.sid).update({ status: 'stopped' })).status).toBe('stopped')
    await world.clock.advance(seconds(2))

    expect((await world.client.recordings(recording.sid).fetch()).duration).toBe('7')
    expect(world.app.asked('/recorded')).toMatchObject([{ RecordingStatus: 'completed', RecordingDuration: '7' }])
    await expect(ofCall.recordings(recording.sid).update({ status: 'paused' })).rejects.toMatchObject({ code: 21220 })
  })

  test('that is paused in silence keeps its length', async () => {
    await using world = await startRest({ '/voice': '<Say>Hello</Say><Pause length="60"/>' })
    const { callSid } = await world.ringUp()
    const { sid } = await world.client.calls(callSid).recordings.create()
    const current = world.client.calls(callSid).recordings('Twilio.CURRENT')

    await world.clock.advance(seconds(4))
    await current.update({ status: 'paused' })
    await world.clock.advance(seconds(10))
    await current.update({ status: 'stopped' })
    await world.clock.advance(seconds(2))

    expect((await world.client.recordings(sid).fetch()).duration).toBe('14')
  })

  test('ends with its call, is listed by it, and is fetched with credentials only', async () => {
    await using world = await startRest({ '/voice': '<Record/>' })
    const call = await world.ringUp()
    await world.clock.advance(seconds(1))
    call.speak('Hello', { seconds: 3 })
    await world.clock.advance(seconds(4))
    call.hangUp()
    await world.clock.advance(seconds(2))

    const [recording] = await world.client.recordings.list({ callSid: call.callSid })
    expect(recording).toMatchObject({ source: 'RecordVerb', channels: 1, duration: '3', status: 'completed' })
    const list = await world.ask('GET', `${base}/Recordings.json`)
    const one = await world.ask('GET', `${base}/Calls/${call.callSid}/Recordings/${recording?.sid}.json`)
    expect(schemaErrors('ListRecording', list.body)).toEqual([])
    expect(schemaErrors('FetchCallRecording', one.body)).toEqual([])
    const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`
    const fetched = (extension: string) =>
      fetch(`${world.origin}${base}/Recordings/${recording?.sid}${extension}`, { headers: { authorization } })
    const media = await fetched('.wav')
    expect([media.status, media.headers.get('content-type')]).toEqual([200, 'audio/x-wav'])
    expect((await media.arrayBuffer()).byteLength).toBe(44 + 3 * 16_000)
    const mp3 = await fetched('.mp3')
    expect([mp3.status, mp3.headers.get('content-type')]).toEqual([200, 'audio/mpeg'])
    expect((await mp3.arrayBuffer()).byteLength).toBeGreaterThan(3 * 2000)
    expect((await fetch(`${world.origin}${base}/Recordings/${recording?.sid}`)).status).toBe(401)
  })

  test('that is deleted is gone, but for what is known of it', async () => {
    await using world = await startRest({ '/voice': '<Record/>' })
    const call = await world.ringUp()
    await world.clock.advance(seconds(1))
    const [running] = await world.client.recordings.list()
    await expect(world.client.recordings(running?.sid ?? '').remove()).rejects.toMatchObject({ code: 20009 })
    call.speak('Hello', { seconds: 3 })
    await world.clock.advance(seconds(4))
    call.hangUp()
    await world.clock.advance(seconds(2))

    expect(await world.client.recordings(running?.sid ?? '').remove()).toBe(true)

    expect(await world.client.recordings.list()).toEqual([])
    expect((await world.client.recordings.list({ includeSoftDeleted: true })).map(({ status }) => status)).toEqual([
      'deleted',
    ])
    await expect(world.client.recordings(running?.sid ?? '').fetch()).rejects.toMatchObject({ status: 404 })
    await expect(world.client.calls(call.callSid).recordings.create()).rejects.toMatchObject({ code: 21220 })
  })
})

const room =
  '<Dial><Conference statusCallback="/news" statusCallbackEvent="join leave mute hold end">team</Conference></Dial>'

describe('a conference', () => {
  async function startRoom() {
    const world = await startRest({
      '/voice': room,
      '/news': { status: 204 },
      '/hold': '<Say>On hold</Say>',
      '/all': '<Say>To all</Say>',
    })
    const first = await world.ringUp()
    const second = world.exchange.placeCall({ from: sales, to: line })
    await world.clock.settle()
    const [conference] = await world.client.conferences.list({ status: 'in-progress' })
    if (conference === undefined) throw new Error('There is no conference.')
    return { ...world, first, second, conference, ofRoom: world.client.conferences(conference.sid) }
  }

  test('is listed with its participants, who are muted, held and put out', async () => {
    await using world = await startRoom()
    const { ofRoom, first, second } = world
    expect(world.conference).toMatchObject({ friendlyName: 'team', status: 'in-progress' })

    const muted = await ofRoom.participants(first.callSid).update({ muted: true })
    const held = await ofRoom.participants(second.callSid).update({ hold: true, holdUrl: `${world.app.url}/hold` })
    await world.clock.settle()

    expect([muted.muted, held.hold]).toEqual([true, true])
    expect((await ofRoom.participants.list({ muted: true })).map(({ callSid }) => callSid)).toEqual([first.callSid])
    expect(world.heard(second.callSid)).toEqual(['On hold'])
    expect(world.app.requests.find(({ path }) => path === '/hold')?.method).toBe('GET')
    await ofRoom.participants(first.callSid).remove()
    await ofRoom.participants(second.callSid).remove()
    await world.clock.advance(seconds(3))
    expect(await ofRoom.fetch()).toMatchObject({
      status: 'completed',
      reasonConferenceEnded: 'last-participant-kicked',
    })
    expect(world.exchange.leftovers()).toEqual(nothing)
  })

  test('hears announcements, and is ended', async () => {
    await using world = await startRoom()

    await world.ofRoom.update({ announceUrl: `${world.app.url}/all` })
    await world.clock.advance(seconds(2))
    expect([world.first, world.second].map(({ callSid }) => world.heard(callSid))).toEqual([['To all'], ['To all']])
    const ended = await world.ofRoom.update({ status: 'completed' })

    expect(ended).toMatchObject({ status: 'completed', reasonConferenceEnded: 'conference-ended-via-api' })
    await expect(world.ofRoom.update({ status: 'completed' })).rejects.toMatchObject({ code: 16022 })
    expect(await world.ofRoom.participants.list()).toEqual([])
  })

  test('gets participants by name, who are called and join when they answer', async () => {
    await using world = await startRest()
    const invited = await world.client
      .conferences('standup')
      .participants.create({ from: line, to: sales, label: 'sales', muted: true, endConferenceOnExit: true })
    expect(invited).toMatchObject({ status: 'queued', label: 'sales', muted: true })
    await world.clock.settle()
    world.callee(sales).answer()
    await world.clock.settle()

    const joined = await world.client.conferences(invited.conferenceSid).participants('sales').fetch()
    expect(joined).toMatchObject({ status: 'connected', muted: true, endConferenceOnExit: true, label: 'sales' })
    const again = world.client.conferences(invited.conferenceSid).participants
    await expect(again.create({ from: line, to: caller, label: 'sales' })).rejects.toMatchObject({ code: 16026 })
    await expect(again.create({ from: line, to: caller, label: 'a/b' })).rejects.toMatchObject({ code: 16024 })
    await expect(again('nobody').update({ muted: true })).rejects.toMatchObject({ code: 20404 })
  })

  test('and its participants have the shape the network documents', async () => {
    await using world = await startRoom()
    const uri = `${base}/Conferences/${world.conference.sid}`

    expect(schemaErrors('FetchConference', (await world.ask('GET', `${uri}.json`)).body)).toEqual([])
    expect(schemaErrors('ListConference', (await world.ask('GET', `${base}/Conferences.json`)).body)).toEqual([])
    expect(schemaErrors('ListParticipant', (await world.ask('GET', `${uri}/Participants.json`)).body)).toEqual([])
    expect(schemaErrors('ListConferenceRecording', (await world.ask('GET', `${uri}/Recordings.json`)).body)).toEqual([])
  })
})

describe('a queue', () => {
  test('is made, changed, listed, and deleted when nobody waits in it', async () => {
    await using world = await startRest({ '/voice': '<Enqueue>desk</Enqueue>' })
    const queue = await world.client.queues.create({ friendlyName: 'desk', maxSize: 1 })
    const call = await world.ringUp()
    await world.clock.advance(seconds(5))

    expect(await world.client.queues(queue.sid).fetch()).toMatchObject({
      currentSize: 1,
      averageWaitTime: 5,
      maxSize: 1,
    })
    await expect(world.client.queues.create({ friendlyName: 'desk' })).rejects.toMatchObject({ code: 20409 })
    await expect(world.client.queues(queue.sid).remove()).rejects.toMatchObject({ code: 20009 })
    await expect(world.client.queues(queue.sid).update({ maxSize: 5001 })).rejects.toMatchObject({ code: 20422 })
    expect((await world.client.queues(queue.sid).update({ friendlyName: 'front' })).friendlyName).toBe('front')
    call.hangUp()
    expect(await world.client.queues(queue.sid).remove()).toBe(true)
    expect(await world.client.queues.list()).toEqual([])
  })

  test('gives out its members, the one in front or one by name, to another document', async () => {
    await using world = await startRest({
      '/voice': '<Enqueue action="/left">desk</Enqueue>',
      '/left': '',
      '/taken': '<Say>It is your turn</Say>',
    })
    const first = await world.ringUp()
    await world.clock.advance(seconds(2))
    const second = await world.ringUp()
    const [queue] = await world.client.queues.list()
    const members = world.client.queues(queue?.sid ?? '').members

    expect((await members.list()).map(({ callSid, position, waitTime }) => [callSid, position, waitTime])).toEqual([
      [first.callSid, 1, 2],
      [second.callSid, 2, 0],
    ])
    await members('Front').update({ url: `${world.app.url}/taken` })
    await members(second.callSid).update({ url: `${world.app.url}/taken`, method: 'GET' })
    await world.clock.settle()

    expect([first, second].map(({ callSid }) => world.heard(callSid))).toEqual([
      ['It is your turn'],
      ['It is your turn'],
    ])
    expect(world.app.asked('/left').map(({ QueueResult }) => QueueResult)).toEqual(Array(2).fill('bridging-in-process'))
    await expect(members('Front').update({ url: `${world.app.url}/taken` })).rejects.toMatchObject({ status: 404 })
  })

  test('and its members have the shape the network documents', async () => {
    await using world = await startRest({ '/voice': '<Enqueue>desk</Enqueue>' })
    await world.ringUp()
    const [queue] = await world.client.queues.list()

    expect(schemaErrors('ListQueue', (await world.ask('GET', `${base}/Queues.json`)).body)).toEqual([])
    const members = await world.ask('GET', `${base}/Queues/${queue?.sid}/Members.json`)
    expect(schemaErrors('ListMember', members.body)).toEqual([])
  })
})
