/** Transcriptions of what is said into a Record: reference twiml-voice.md §4.5 and §3.3. */
import { describe, expect, test } from 'vitest'
import { seconds } from '../clock/duration.ts'
import { accountSid, caller, line, type Script, startWorld } from './scripted-app.fixture.ts'

const still = { legs: [], timers: 0, recordings: [], work: [] }

const startMailbox = (attributes: string, script: Script = {}) =>
  startWorld({
    '/voice': `<Record action="/left" ${attributes}/>`,
    '/left': '<Say>Thank you</Say>',
    '/text': { status: 204 },
    ...script,
  })

describe('a message that is to be transcribed', () => {
  test('is told in words, a while after the recording can be fetched', async () => {
    await using world = await startMailbox('transcribe="true" transcribeCallback="/text"')
    const call = await world.ringUp()
    await world.clock.advance(seconds(1))
    call.speak('This is Ann', { seconds: 2 })
    await world.clock.advance(seconds(3))
    call.speak('please call me back', { seconds: 2 })
    await world.clock.advance(seconds(2))
    call.press('#')
    await world.clock.advance(seconds(2) - 1)
    expect(world.app.asked('/text')).toEqual([])
    await world.clock.advance(1)

    const [left] = world.app.asked('/left')
    const [text] = world.app.asked('/text')
    expect(text).toEqual({
      AccountSid: accountSid,
      ApiVersion: '2010-04-01',
      CallSid: call.callSid,
      CallStatus: 'completed',
      Direction: 'inbound',
      From: caller,
      To: line,
      RecordingSid: left?.RecordingSid,
      RecordingUrl: left?.RecordingUrl,
      TranscriptionSid: expect.stringMatching(/^TR[0-9a-f]{32}$/),
      TranscriptionStatus: 'completed',
      TranscriptionText: 'This is Ann please call me back',
      TranscriptionUrl: `${left?.RecordingUrl}/Transcriptions/${text?.TranscriptionSid}`,
    })
    expect(world.app.requests.find(({ path }) => path === '/text')).toMatchObject({ method: 'POST', isSigned: true })
    expect(world.exchange.leftovers()).toEqual(still)
  })

  test('holds only the words that were recorded when the caller hangs up while he speaks', async () => {
    await using world = await startMailbox('transcribe="true" transcribeCallback="/text"')
    const call = await world.ringUp()
    await world.clock.advance(seconds(1))
    call.speak('one two three four', { seconds: 4 })
    await world.clock.advance(seconds(3))
    call.hangUp()
    await world.clock.advance(seconds(2))

    expect(world.app.asked('/text')[0]).toMatchObject({ TranscriptionText: 'one two three', CallStatus: 'completed' })
    expect(world.exchange.leftovers()).toEqual(still)
  })

  test('holds the words of a live microphone, which come when the voice is over', async () => {
    await using world = await startMailbox('transcribe="true" transcribeCallback="/text" finishOnKey="#"')
    const call = await world.ringUp()
    await world.clock.advance(seconds(1))
    call.startSpeaking()
    await world.clock.advance(seconds(3))
    call.stopSpeaking()
    call.press('#')
    await world.clock.settle()
    call.speak('Please call me back', { seconds: 0 })
    await world.clock.advance(seconds(10))

    expect(world.app.asked('/text')[0]?.TranscriptionText).toBe('Please call me back')
    expect(world.exchange.leftovers()).toEqual(still)
  })

  test('is empty when nothing was said', async () => {
    await using world = await startMailbox('transcribe="true" transcribeCallback="/text"')
    await world.ringUp()
    await world.clock.advance(seconds(20))

    expect(world.app.asked('/text')[0]).toMatchObject({ TranscriptionStatus: 'completed', TranscriptionText: '' })
  })

  test.each([
    ['shorter than two seconds', 'timeout="1"', seconds(1), 1],
    ['longer than two minutes', 'maxLength="200" timeout="0"', seconds(200), 200],
  ])('and is %s has no transcription, which is warned of', async (_what, attributes, lasts, length) => {
    await using world = await startMailbox(`transcribe="true" transcribeCallback="/text" ${attributes}`)
    await world.ringUp()
    await world.clock.advance(lasts + seconds(20))

    expect(world.app.asked('/left')[0]?.RecordingDuration).toBe(String(length))
    expect(world.app.asked('/text')).toEqual([])
    expect(world.findings().filter(({ code }) => code === 13617)).toMatchObject([{ severity: 'warning' }])
    expect(world.exchange.leftovers()).toEqual(still)
  })

  test('is no longer than two minutes unless the document says so, which is warned of', async () => {
    await using usual = await startMailbox('transcribe="true" timeout="0"')
    await usual.ringUp()
    await usual.clock.advance(seconds(130))
    expect(usual.app.asked('/left')[0]?.RecordingDuration).toBe('120')

    await using longer = await startMailbox('transcribe="true" maxLength="200"')
    await longer.ringUp()
    expect(longer.findings().map(({ code }) => code)).toContain(13615)
  })
})

test('nobody is told of the words when they are not to be transcribed', async () => {
  await using world = await startMailbox('transcribeCallback="/text"')
  const call = await world.ringUp()
  await world.clock.advance(seconds(1))
  call.speak('This is Ann', { seconds: 4 })
  await world.clock.advance(seconds(20))

  expect(world.app.asked('/left')).toHaveLength(1)
  expect(world.app.asked('/text')).toEqual([])
  expect(world.findings().map(({ message }) => message)).toContain(
    'Record: transcribeCallback has no effect without transcribe.',
  )
})
