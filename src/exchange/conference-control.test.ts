/** What the API does in a running conference: twiml-voice.md §5.4, twilio-platform.md §6. */
import { describe, expect, test } from 'vitest'
import { seconds } from '../clock/duration.ts'
import { announceToAll, type ParticipantUpdate, updateParticipant } from './conference-control.ts'
import { networkOf } from './exchange.ts'
import { line, startWorld } from './scripted-app.fixture.ts'

const anna = '+12025550191'
const ben = '+12025550192'
const nothing = { legs: [], timers: 0, recordings: [], work: [] }

const room =
  '<Dial action="/after"><Conference statusCallback="/news" statusCallbackEvent="end leave mute hold modify announcement speaker">team</Conference></Dial>'

async function startRoom(script: Parameters<typeof startWorld>[0] = {}) {
  const world = await startWorld({ '/voice': room, '/news': { status: 204 }, '/after': '', ...script })
  const first = world.exchange.placeCall({ from: anna, to: line })
  await world.clock.settle()
  const second = world.exchange.placeCall({ from: ben, to: line })
  await world.clock.settle()
  const network = networkOf(world.exchange)
  const [conference] = network.conferences.all()
  if (conference === undefined) throw new Error('Nobody is in a conference.')
  const participantOf = (callSid: string) => {
    const participant = conference.participants.find(({ leg }) => leg.callSid === callSid)
    if (participant === undefined) throw new Error('Nobody of that call is in the conference.')
    return participant
  }
  return Object.assign(world, {
    anna: first,
    ben: second,
    conference,
    news: () => world.app.asked('/news').map(({ StatusCallbackEvent }) => StatusCallbackEvent),
    update: (callSid: string, update: ParticipantUpdate) =>
      updateParticipant(network, conference, participantOf(callSid), update),
    kick: (callSid: string) => conference.kick(participantOf(callSid)),
    announce: (url: string) => announceToAll(network, conference, { url, method: 'POST' }),
  })
}

describe('a participant', () => {
  test('who is muted is not heard, and the app is told of every change', async () => {
    await using world = await startRoom()

    expect(world.update(world.anna.callSid, { isMuted: true })).toBeUndefined()
    world.anna.speak('Can you hear me?')
    await world.clock.advance(seconds(3))
    world.update(world.anna.callSid, { isMuted: true })
    world.update(world.anna.callSid, { isMuted: false })
    world.anna.speak('And now?')
    await world.clock.advance(seconds(3))

    expect(world.news()).toEqual([
      'participant-mute',
      'participant-unmute',
      'participant-speech-start',
      'participant-speech-stop',
    ])
    expect(world.app.asked('/news')[0]).toMatchObject({ CallSid: world.anna.callSid, Muted: 'true', Hold: 'false' })
  })

  test('who is on hold hears the hold document over and over until he is taken back', async () => {
    await using world = await startRoom({ '/hold': '<Say>Please hold the line</Say>' })
    const holdDocument = { url: `${world.app.url}/hold`, method: 'GET' } as const

    world.update(world.anna.callSid, { isOnHold: true, holdDocument })
    await world.clock.advance(seconds(4))
    world.update(world.anna.callSid, { isOnHold: false })
    await world.clock.advance(seconds(10))

    expect(world.heard(world.anna.callSid)).toEqual(Array(3).fill('Please hold the line'))
    expect(world.heard(world.ben.callSid)).toEqual([])
    expect(world.news()).toEqual(['participant-hold', 'participant-unhold'])
    expect(world.app.requests.filter(({ path }) => path === '/hold')[0]?.method).toBe('GET')
  })

  test('hears an announcement on top of the room', async () => {
    await using world = await startRoom({ '/announce': '<Say>Five minutes left</Say>', '/broken': { status: 500 } })

    world.update(world.ben.callSid, { announcement: { url: `${world.app.url}/announce`, method: 'POST' } })
    await world.clock.advance(seconds(3))
    world.announce(`${world.app.url}/announce`)
    await world.clock.advance(seconds(3))
    world.update(world.ben.callSid, { announcement: { url: `${world.app.url}/broken`, method: 'POST' } })
    await world.clock.advance(seconds(3))

    expect(world.heard(world.ben.callSid)).toEqual(['Five minutes left', 'Five minutes left'])
    expect(world.heard(world.anna.callSid)).toEqual(['Five minutes left'])
    expect(world.news()).toEqual(['announcement-end', 'announcement-end', 'announcement-fail'])
  })

  test('may hear nothing but Play, Say, Pause and Redirect there', async () => {
    await using world = await startRoom({ '/announce': '<Gather/>' })

    world.update(world.ben.callSid, { announcement: { url: `${world.app.url}/announce`, method: 'POST' } })
    await world.clock.advance(seconds(3))

    expect(world.findings().map(({ code }) => code)).toContain(13238)
    expect(world.ben.status).toBe('in-progress')
  })

  test('who coaches is heard by one only, who must be there and not on hold', async () => {
    await using world = await startRoom()

    expect(world.update(world.anna.callSid, { coaches: 'CA0' })).toMatchObject({ code: 16028 })
    expect(world.update(world.anna.callSid, { coaches: world.ben.callSid })).toBeUndefined()
    await world.clock.settle()

    expect(world.app.asked('/news').at(-1)).toMatchObject({
      StatusCallbackEvent: 'participant-modify',
      Coaching: 'true',
    })
  })

  test('who is put out goes on with his action', async () => {
    await using world = await startRoom({ '/after': '<Say>You were put out</Say>' })

    world.kick(world.anna.callSid)
    await world.clock.settle()

    expect(world.app.asked('/after')).toMatchObject([{ DialCallStatus: 'answered', From: anna }])
    expect(world.ben.status).toBe('in-progress')
    world.kick(world.ben.callSid)
    await world.clock.advance(seconds(5))
    expect(world.app.asked('/news').at(-1)).toMatchObject({ ReasonConferenceEnded: 'last-participant-kicked' })
    expect(world.exchange.leftovers()).toEqual(nothing)
  })

  test('who is given another document leaves the room', async () => {
    await using world = await startRoom()

    world.exchange.updateCall(world.anna.callSid, { document: { twiml: '<Response><Say>Out</Say></Response>' } })
    await world.clock.settle()

    expect(world.heard(world.anna.callSid)).toEqual(['Out'])
    expect(world.app.asked('/news')[0]).toMatchObject({ ReasonParticipantLeft: 'participant_updated_via_api' })
  })
})

test('a conference that is ended through the API lets everybody go on', async () => {
  await using world = await startRoom({ '/after': '<Say>It is over</Say>' })

  world.conference.endByApi()
  await world.clock.settle()

  expect([world.anna, world.ben].map(({ callSid }) => world.heard(callSid))).toEqual([['It is over'], ['It is over']])
  expect(world.app.asked('/news').at(-1)).toMatchObject({
    StatusCallbackEvent: 'conference-end',
    ReasonConferenceEnded: 'conference-ended-via-api',
  })
  expect(world.app.asked('/news')[0]).toMatchObject({ ReasonParticipantLeft: 'conference_ended_via_api' })
})
