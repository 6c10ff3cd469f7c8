/** What Start begins beside the call, other than streams: recordings, transcriptions, SIPREC sessions. */
import { describe, expect, test } from 'vitest'
import { seconds } from '../clock/duration.ts'
import { type AppRequest, sales, startWorld } from './scripted-app.fixture.ts'

const nothingLeft = { legs: [], timers: 0, recordings: [], work: [] }
const silent = { status: 204 }

/** A script for the document at `/voice`, made when the app's own address is known: some URLs must be absolute. */
const absolute = (verbs: (origin: string) => string) => (request: AppRequest) => verbs(`http://${request.headers.host}`)

describe('a recording beside the call', () => {
  test('goes on over documents until Stop, and is told to the app when it can be fetched', async () => {
    await using world = await startWorld({
      '/voice': absolute(
        (app) =>
          `<Start><Recording name="all" recordingStatusCallback="${app}/recorded" ` +
          'recordingStatusCallbackEvent="in-progress completed"/></Start><Redirect>/menu</Redirect>',
      ),
      '/menu': '<Gather numDigits="1" action="/chosen"/>',
      '/chosen': '<Stop><Recording name="all"/></Stop><Pause length="5"/>',
      '/recorded': silent,
    })
    const call = await world.ringUp()
    call.speak('Hello', { seconds: 2 })
    await world.clock.advance(seconds(4))
    call.press('1')
    await world.clock.advance(seconds(1))

    const [begun, done, ...more] = world.app.asked('/recorded')
    expect(more).toEqual([])
    expect(begun).toMatchObject({
      CallSid: call.callSid,
      RecordingStatus: 'in-progress',
      RecordingSource: 'StartCallRecordingTwiML',
      RecordingChannels: '2',
      RecordingTrack: 'both',
      RecordingStartTime: 'Mon, 05 Jan 2026 15:00:00 +0000',
    })
    expect(done).toMatchObject({ RecordingStatus: 'completed', RecordingDuration: '2' })
    expect(world.exchange.recordingMedia(begun?.RecordingSid ?? '')).toBeDefined()
    const ended = world.exchange.journal.events.filter((event) => event.kind === 'recording-ended')
    expect(ended).toEqual([expect.objectContaining({ endedBy: 'stopped', seconds: 2 })])
  })

  test('ends with the call', async () => {
    await using world = await startWorld({
      '/voice': '<Start><Recording channels="mono" trim="do-not-trim"/></Start><Pause length="30"/><Say>Bye</Say>',
    })
    const call = await world.ringUp()
    await world.clock.advance(seconds(7))
    call.hangUp()
    await world.clock.advance(seconds(1))

    const [begun] = world.exchange.journal.events.filter((event) => event.kind === 'recording-started')
    const recording = world.exchange.recording(begun?.recordingSid ?? '')
    expect(recording).toMatchObject({ seconds: 7, channels: 1, status: 'completed' })
    expect(world.exchange.leftovers()).toEqual(nothingLeft)
    expect(world.clock.pending).toBe(0)
  })

  test('hears the callee, unless it is of the inbound side only', async () => {
    await using world = await startWorld({
      '/voice':
        '<Start><Recording name="a"/></Start><Start><Recording name="b" track="inbound"/></Start>' +
        `<Start><Recording name="c" track="outbound"/></Start><Dial>${sales}</Dial>`,
    })
    const call = await world.ringUp()
    world.callee(sales).answer()
    await world.clock.advance(seconds(1))
    call.speak('Hello?', { seconds: 2 })
    await world.clock.advance(seconds(3))
    world.callee(sales).speak('Sales here', { seconds: 4 })
    await world.clock.advance(seconds(5))
    call.hangUp()
    await world.clock.advance(seconds(1))

    const lengths = world.exchange.journal.events.flatMap((event) =>
      event.kind === 'recording-ended' ? [event.seconds] : [],
    )
    expect(lengths).toEqual([7, 2, 4])
  })

  test('cannot be told of at a relative address', async () => {
    await using world = await startWorld({
      '/voice': '<Start><Recording recordingStatusCallback="/recorded"/></Start><Pause length="2"/>',
      '/recorded': silent,
    })
    await world.ringUp()
    await world.clock.advance(seconds(5))

    expect(world.app.asked('/recorded')).toEqual([])
    expect(world.findings()).toContainEqual(
      expect.objectContaining({
        code: 11200,
        severity: 'error',
        message: 'The recordingStatusCallback of Recording is relative and cannot be asked; nobody is told.',
      }),
    )
  })
})

describe('a transcription beside the call', () => {
  const transcribed = (attributes: string, verbs: string) => ({
    '/voice': absolute(
      (app) => `<Start><Transcription statusCallbackUrl="${app}/words" ${attributes}/></Start>${verbs}`,
    ),
    '/words': silent,
  })

  test('tells what the caller says and what is said to him', async () => {
    await using world = await startWorld(transcribed('', '<Say>How can we help you?</Say><Gather input="speech"/>'))
    const call = await world.ringUp()
    await world.clock.advance(seconds(2))
    call.speak('Talk to sales', { seconds: 1, confidence: 0.7 })
    await world.clock.advance(seconds(1))
    call.hangUp()
    await world.clock.settle()

    const told = world.app.asked('/words')
    const common = { AccountSid: world.exchange.accountSid, CallSid: call.callSid }
    expect(told).toEqual([
      {
        ...common,
        TranscriptionSid: expect.stringMatching(/^GT[0-9a-f]{32}$/),
        TranscriptionEvent: 'transcription-started',
        SequenceId: '1',
        Timestamp: '2026-01-05T15:00:00.000Z',
        TranscriptionEngine: 'google',
        ProviderConfiguration: '{"profanityFilter":true,"speechModel":"telephony","enableAutomaticPunctuation":true}',
        LanguageCode: 'en-US',
        PartialResults: 'false',
        Track: 'both_tracks',
        InboundTrackLabel: '',
        OutboundTrackLabel: '',
      },
      expect.objectContaining({
        TranscriptionEvent: 'transcription-content',
        SequenceId: '2',
        TranscriptionData: '{"transcript":"How can we help you?","confidence":1}',
        Final: 'true',
        Track: 'outbound_track',
        LanguageCode: 'en-US',
        Timestamp: '2026-01-05T15:00:02.000Z',
      }),
      expect.objectContaining({
        SequenceId: '3',
        TranscriptionData: '{"transcript":"Talk to sales","confidence":0.7}',
        Final: 'true',
        Track: 'inbound_track',
        Timestamp: '2026-01-05T15:00:03.000Z',
      }),
      expect.objectContaining({ TranscriptionEvent: 'transcription-stopped', SequenceId: '4' }),
    ])
    expect(world.exchange.leftovers()).toEqual(nothingLeft)
    expect(world.clock.pending).toBe(0)
  })

  const heardAs = (told: readonly Readonly<Record<string, string>>[]) =>
    told.flatMap(({ TranscriptionData, Track, Final }) =>
      TranscriptionData === undefined ? [] : [[Track, Final, JSON.parse(TranscriptionData).transcript]],
    )

  test('gives half of an utterance early when partial results are wanted', async () => {
    await using world = await startWorld(
      transcribed('partialResults="true" track="inbound_track"', '<Say>Hi</Say><Gather input="speech"/>'),
    )
    const call = await world.ringUp()
    await world.clock.advance(seconds(1))
    call.speak('one two three four', { seconds: 2 })
    await world.clock.advance(seconds(1))
    expect(heardAs(world.app.asked('/words'))).toEqual([['inbound_track', 'false', 'one two']])
    await world.clock.advance(seconds(1))
    expect(heardAs(world.app.asked('/words')).at(-1)).toEqual(['inbound_track', 'true', 'one two three four'])
  })

  test('has only what was heard of a prompt that is cut off', async () => {
    await using world = await startWorld(
      transcribed('', '<Gather numDigits="1"><Say>one two three four five six seven eight nine ten</Say></Gather>'),
    )
    const call = await world.ringUp()
    await world.clock.advance(seconds(2))
    call.press('1')
    await world.clock.settle()

    expect(heardAs(world.app.asked('/words'))).toContainEqual(['outbound_track', 'true', 'one two three four five'])
  })

  test('hears the callee as its outbound side', async () => {
    await using world = await startWorld(transcribed('outboundTrackLabel="agent"', `<Dial>${sales}</Dial>`))
    await world.ringUp()
    world.callee(sales).answer()
    await world.clock.settle()
    world.callee(sales).speak('Sales here')
    await world.clock.advance(seconds(2))

    const told = world.app.asked('/words')
    expect(told[0]).toMatchObject({ OutboundTrackLabel: 'agent' })
    expect(heardAs(told)).toEqual([['outbound_track', 'true', 'Sales here']])
  })

  test('is over after Stop', async () => {
    await using world = await startWorld(
      transcribed('name="words"', '<Stop><Transcription name="words"/></Stop><Say>Hi</Say><Pause/>'),
    )
    await world.ringUp()
    await world.clock.advance(seconds(2))

    const events = world.app.asked('/words').map(({ TranscriptionEvent }) => TranscriptionEvent)
    expect(events).toEqual(['transcription-started', 'transcription-stopped'])
  })

  test('cannot be told of at a relative address', async () => {
    await using world = await startWorld({
      '/voice': '<Start><Transcription statusCallbackUrl="/words"/></Start><Say>Hi</Say>',
      '/words': silent,
    })
    await world.ringUp()
    expect(world.app.asked('/words')).toEqual([])
    expect(world.findings()).toEqual([
      expect.objectContaining({
        code: 11100,
        message: 'The statusCallbackUrl of Transcription is relative and cannot be asked; nobody is told.',
      }),
    ])
  })

  test('that nobody would get is a warning', async () => {
    await using world = await startWorld({ '/voice': '<Start><Transcription/></Start><Say>Hi</Say>' })
    await world.ringUp()
    expect(world.findings().map(({ message }) => message)).toEqual([
      'The Transcription has neither statusCallbackUrl nor intelligenceService: nobody gets its text.',
    ])
  })

  test('by an engine that does not exist is told as an error, and the call goes on', async () => {
    await using world = await startWorld(transcribed('transcriptionEngine="parrot"', '<Say>Hi</Say>'))
    const call = await world.ringUp()

    expect(world.app.asked('/words')).toEqual([
      expect.objectContaining({
        TranscriptionEvent: 'transcription-error',
        ErrorMessage: 'The transcriptionEngine is not one of google and deepgram; nothing is transcribed.',
      }),
    ])
    expect(world.heard(call.callSid)).toEqual(['Hi'])
  })
})

describe('a SIPREC session beside the call', () => {
  test('tells when it starts and stops', async () => {
    await using world = await startWorld({
      '/voice':
        '<Start><Siprec name="desk" connectorName="recorder" statusCallback="/siprec"/></Start><Pause length="2"/>' +
        '<Stop><Siprec name="desk"/></Stop><Pause/>',
      '/siprec': silent,
    })
    const call = await world.ringUp()
    await world.clock.advance(seconds(3))

    expect(world.app.asked('/siprec')).toEqual([
      {
        AccountSid: world.exchange.accountSid,
        CallSid: call.callSid,
        SiprecSid: expect.stringMatching(/^SR[0-9a-f]{32}$/),
        SiprecName: 'desk',
        SiprecEvent: 'siprec-started',
        Timestamp: '2026-01-05T15:00:00.000Z',
        SiprecError: '',
        SiprecErrorCode: '',
      },
      expect.objectContaining({ SiprecEvent: 'siprec-stopped', Timestamp: '2026-01-05T15:00:02.000Z' }),
    ])
  })
})
