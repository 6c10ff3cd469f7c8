/** Rooms with many callers: twiml-voice.md §5.4, and what surprises app developers about them (§12). */
import { describe, expect, test } from 'vitest'
import { seconds } from '../clock/duration.ts'
import { type AppRequest, line, startWorld } from './scripted-app.fixture.ts'

const nothing = { legs: [], timers: 0, recordings: [], work: [] }
const boss = '+12025550190'
const anna = '+12025550191'
const ben = '+12025550192'

/** A line where everybody gets the document that is written for his number. */
async function startRoom(documents: Readonly<Record<string, string>>, script: Parameters<typeof startWorld>[0] = {}) {
  const world = await startWorld({
    '/voice': ({ parameters }: AppRequest) =>
      documents[parameters.From ?? ''] ?? '<Dial><Conference>team</Conference></Dial>',
    '/after': '<Say>That was it</Say>',
    '/news': { status: 204 },
    ...script,
  })
  return Object.assign(world, {
    async joins(from: string) {
      const call = world.exchange.placeCall({ from, to: line })
      await world.clock.settle()
      return call
    },
    /** What the app was told of the conference, in the order of the numbers. */
    news: (path = '/news') =>
      world.app.asked(path).toSorted((one, other) => Number(one.SequenceNumber) - Number(other.SequenceNumber)),
    rooms: () =>
      world.exchange.journal.events.flatMap((event) => (event.kind.startsWith('conference-') ? [event.kind] : [])),
  })
}

const room = (attributes: string, dial = 'action="/after"') =>
  `<Dial ${dial}><Conference ${attributes}>team</Conference></Dial><Say>The next verb</Say>`

describe('a conference', () => {
  test('T19: ends for all when its moderator leaves, and the action of the others learns no call and no length', async () => {
    await using world = await startRoom({ [boss]: room('endConferenceOnExit="true"'), [anna]: room('') })
    const moderator = await world.joins(boss)
    const participant = await world.joins(anna)

    await world.clock.advance(seconds(20))
    moderator.hangUp()
    await world.clock.settle()

    const [ofModerator, ofOther] = world.app.asked('/after').toSorted((one) => (one.From === boss ? -1 : 1))
    expect(ofModerator).toMatchObject({ DialCallStatus: 'answered', CallStatus: 'completed' })
    expect(ofOther).toMatchObject({ DialCallStatus: 'answered', DialBridged: 'true', CallStatus: 'in-progress' })
    expect(ofOther).not.toHaveProperty('DialCallSid')
    expect(ofOther).not.toHaveProperty('DialCallDuration')
    expect(world.heard(participant.callSid)).toEqual(['That was it'])
    await world.clock.advance(seconds(2))
    expect(world.exchange.leftovers()).toEqual(nothing)
  })

  test('hangs the others up when it ends, unless an action or further verbs follow', async () => {
    await using world = await startRoom({
      [boss]: room('endConferenceOnExit="true"'),
      [anna]: '<Dial><Conference>team</Conference></Dial>',
      [ben]: room('', ''),
    })
    const moderator = await world.joins(boss)
    const without = await world.joins(anna)
    const withVerb = await world.joins(ben)

    moderator.hangUp()
    await world.clock.settle()

    expect(without.status).toBe('completed')
    expect(world.heard(withVerb.callSid)).toEqual(['The next verb'])
  })

  test('waits for the second participant, and for one who may start it', async () => {
    await using world = await startRoom({
      [anna]: room('startConferenceOnEnter="false"'),
      [ben]: room('startConferenceOnEnter="false"'),
    })
    await world.joins(anna)
    await world.joins(ben)
    expect(world.rooms()).toEqual(['conference-joined', 'conference-joined'])
    await world.joins(boss)

    expect(world.rooms().slice(2)).toEqual(['conference-joined', 'conference-started'])
  })

  test('goes on in silence when only one is left, and is over when the last one leaves', async () => {
    await using world = await startRoom({})
    const first = await world.joins(anna)
    const second = await world.joins(ben)
    second.hangUp()
    await world.clock.settle()
    expect(world.rooms()).not.toContain('conference-ended')
    first.hangUp()
    await world.clock.settle()

    expect(world.rooms().slice(-2)).toEqual(['conference-left', 'conference-ended'])
    const again = await world.joins(anna)
    const sids = world.exchange.journal.events.flatMap((event) =>
      event.kind === 'conference-joined' ? [event.conferenceSid] : [],
    )
    expect(again.status).toBe('in-progress')
    expect(new Set(sids).size).toBe(2)
  })

  test('is left with the star, when the Dial says so, and by the time limit', async () => {
    await using world = await startRoom({
      [anna]: room('', 'hangupOnStar="true" action="/after"'),
      [ben]: room('', 'timeLimit="60" action="/after"'),
    })
    const first = await world.joins(anna)
    const second = await world.joins(ben)
    await world.joins(boss)

    await world.clock.advance(seconds(10))
    first.press('5*')
    await world.clock.settle()
    expect(world.heard(first.callSid)).toEqual(['That was it'])
    await world.clock.advance(seconds(50))

    expect(world.heard(second.callSid)).toEqual(['That was it'])
    expect(world.app.asked('/after').map(({ DialCallStatus }) => DialCallStatus)).toEqual(['answered', 'answered'])
  })

  test('lets keys of one be heard by the others, but not of one who is muted', async () => {
    await using world = await startRoom({ [anna]: room('beep="false"'), [ben]: room('muted="true" beep="false"') })
    const first = await world.joins(anna)
    const muted = await world.joins(ben)

    first.press('5')
    muted.press('6')

    const tones = world.exchange.journal.events.filter(
      (event) => event.kind === 'tone-started' && event.tone === 'digits',
    )
    expect(tones).toEqual([expect.objectContaining({ callSid: muted.callSid, digits: '5' })])
  })

  test('beeps for all when one comes or goes, as each one says', async () => {
    await using world = await startRoom({
      [anna]: room('beep="false"'),
      [ben]: room('beep="onEnter"'),
      [boss]: room('beep="onExit"'),
    })
    const beeps = () =>
      world.exchange.journal.events.filter((event) => event.kind === 'tone-started' && event.tone === 'beep').length
    const first = await world.joins(anna)
    expect(beeps()).toBe(0)
    const second = await world.joins(ben)
    expect(beeps()).toBe(2)
    const third = await world.joins(boss)
    expect(beeps()).toBe(2)
    second.hangUp()
    expect(beeps()).toBe(2)
    third.hangUp()
    expect(beeps()).toBe(3)
    await world.clock.advance(seconds(1))

    expect(first.isOver).toBe(false)
  })
})

describe('waiting for a conference', () => {
  test('is filled with the wait document once, and does not hear it again', async () => {
    await using world = await startRoom({ [anna]: room('waitUrl="/wait"') }, { '/wait': '<Say>Please wait</Say>' })
    const call = await world.joins(anna)

    await world.clock.advance(seconds(60))

    expect(world.heard(call.callSid)).toEqual(['Please wait'])
    expect(world.app.asked('/wait')).toHaveLength(1)
  })

  test('goes on as long as the document redirects, and stops when the conference starts', async () => {
    await using world = await startRoom(
      { [anna]: room('waitUrl="/wait"') },
      { '/wait': '<Say>Please wait</Say><Pause length="9"/><Redirect/>' },
    )
    const call = await world.joins(anna)
    await world.clock.advance(seconds(25))
    expect(world.heard(call.callSid)).toHaveLength(3)
    await world.joins(ben)
    await world.clock.advance(seconds(60))

    expect(world.heard(call.callSid)).toHaveLength(3)
  })

  test('cannot listen for keys: a Gather ends the waiting, and the Dial has failed', async () => {
    await using world = await startRoom({ [anna]: room('waitUrl="/wait"') }, { '/wait': '<Gather numDigits="1"/>' })
    await world.joins(anna)

    expect(world.findings().find(({ severity }) => severity === 'error')).toMatchObject({
      code: 13238,
      message: 'Gather may not stand in a document that is heard while a conference has not started.',
    })
    expect(world.app.asked('/after')[0]).toMatchObject({ DialCallStatus: 'failed', DialBridged: 'false' })
  })

  test('that fails ends the Dial, and the next verb follows without an action', async () => {
    await using world = await startRoom({ [anna]: room('waitUrl="/wait"', '') }, { '/wait': { status: 500 } })
    const call = await world.joins(anna)

    expect(world.heard(call.callSid)).toEqual(['The next verb'])
    expect(world.rooms()).toEqual(['conference-joined', 'conference-left', 'conference-ended'])
  })
})

describe('the callback of a conference', () => {
  const events = 'statusCallbackEvent="start end join leave speaker"'

  test('tells of all that happens in order, and the settings of the first who gave any hold', async () => {
    await using world = await startRoom(
      {
        [boss]: room(`statusCallback="/news" ${events} endConferenceOnExit="true" participantLabel="boss"`),
        [anna]: room(`statusCallback="/other" ${events}`),
      },
      { '/other': { status: 204 } },
    )
    const moderator = await world.joins(boss)
    const other = await world.joins(anna)
    await world.clock.advance(seconds(2))
    other.speak('Hello boss', { seconds: 1 })
    await world.clock.advance(seconds(2))
    moderator.hangUp()
    await world.clock.settle()

    expect(world.app.asked('/other')).toEqual([])
    expect(
      world
        .news()
        .map(({ SequenceNumber, StatusCallbackEvent, CallSid }) => [SequenceNumber, StatusCallbackEvent, CallSid]),
    ).toEqual([
      ['1', 'participant-join', moderator.callSid],
      ['2', 'participant-join', other.callSid],
      ['3', 'conference-start', other.callSid],
      ['4', 'participant-speech-start', other.callSid],
      ['5', 'participant-speech-stop', other.callSid],
      ['6', 'participant-leave', moderator.callSid],
      ['7', 'participant-leave', other.callSid],
      ['8', 'conference-end', undefined],
    ])
    expect(world.news()[0]).toMatchObject({
      ConferenceSid: expect.stringMatching(/^CF[0-9a-f]{32}$/),
      FriendlyName: 'team',
      ParticipantLabel: 'boss',
      Muted: 'false',
      Hold: 'false',
      Coaching: 'false',
      EndConferenceOnExit: 'true',
      StartConferenceOnEnter: 'true',
      Timestamp: 'Mon, 05 Jan 2026 15:00:00 +0000',
    })
    expect(world.news()[6]).toMatchObject({
      ReasonParticipantLeft: 'moderator_ended_conference',
      ParticipantCallStatus: 'in-progress',
    })
    expect(world.news()[7]).toMatchObject({
      CallSidEndingConference: moderator.callSid,
      ParticipantLabelEndingConference: 'boss',
      ReasonConferenceEnded: 'participant-with-end-conference-on-exit-left',
    })
  })

  test('is not called without events, and only for those that were asked for', async () => {
    await using world = await startRoom({ [anna]: room('statusCallback="/news" statusCallbackEvent="end"') })
    const first = await world.joins(anna)
    const second = await world.joins(ben)
    second.hangUp()
    first.hangUp()
    await world.clock.settle()

    expect(
      world.news().map(({ SequenceNumber, ReasonConferenceEnded }) => [SequenceNumber, ReasonConferenceEnded]),
    ).toEqual([['1', 'last-participant-left']])
  })

  test('is told of the recording, which is that of the conference', async () => {
    await using world = await startRoom({
      [anna]: room('record="record-from-start" trim="do-not-trim" recordingStatusCallback="/news"'),
    })
    const first = await world.joins(anna)
    await world.clock.advance(seconds(5))
    const second = await world.joins(ben)
    await world.clock.advance(seconds(20))
    first.hangUp()
    await world.clock.advance(seconds(3))
    second.hangUp()
    await world.clock.advance(seconds(2))

    expect(world.news()).toEqual([
      expect.objectContaining({
        ConferenceSid: expect.stringMatching(/^CF/),
        RecordingStatus: 'completed',
        RecordingDuration: '23',
        RecordingSource: 'Conference',
      }),
    ])
    expect(world.news()[0]).not.toHaveProperty('CallSid')
    expect(world.app.asked('/after')[0]).not.toHaveProperty('RecordingUrl')
  })
})

describe('a participant who may not come in', () => {
  test.each([
    ['a room that is full', 'maxParticipants="1"', '', 16020, 'The conference is full: it takes 1.'],
    [
      'a label that is taken',
      'participantLabel="x"',
      'participantLabel="x"',
      16025,
      'Somebody in the conference has this participantLabel already.',
    ],
    ['nobody to coach', '', `coach="CA${'0'.repeat(32)}"`, 13240, 'The one to be coached is not in the conference.'],
  ])('because of %s goes on with a Dial that failed', async (_why, first, second, code, message) => {
    await using world = await startRoom({ [anna]: room(first), [ben]: room(second) })
    await world.joins(anna)
    await world.joins(ben)

    expect(world.findings()).toContainEqual(expect.objectContaining({ code, message }))
    expect(world.app.asked('/after')).toEqual([
      expect.objectContaining({ From: ben, DialCallStatus: 'failed', DialBridged: 'false' }),
    ])
  })
})

test('a coach is heard by the one he coaches and by nobody else', async () => {
  let coached = ''
  await using world = await startRoom(
    {},
    {
      '/voice': ({ parameters }: AppRequest) =>
        parameters.From === boss ? room(`coach="${coached}" beep="false"`) : room('beep="false"'),
    },
  )
  const pupil = await world.joins(anna)
  coached = pupil.callSid
  await world.joins(ben)
  const coach = await world.joins(boss)

  coach.press('7')

  const tones = world.exchange.journal.events.filter(
    (event) => event.kind === 'tone-started' && event.tone === 'digits',
  )
  expect(tones.map(({ callSid }) => callSid)).toEqual([pupil.callSid])
})
