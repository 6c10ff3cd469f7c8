/** Transcriptions through the REST interface: reference twilio-platform.md §5.4. */
import { describe, expect, test } from 'vitest'
import { seconds } from '../../src/clock/duration.ts'
import { accountSid } from '../../src/exchange/scripted-app.fixture.ts'
import { schemaErrors, startRest } from './world.ts'

const base = `/2010-04-01/Accounts/${accountSid}`

/** A mailbox in which somebody has just left a message that is to be transcribed. */
async function leaveMessage() {
  const world = await startRest({
    '/voice': '<Record action="/left" transcribe="true" transcribeCallback="/text"/>',
    '/left': '',
    '/text': { status: 204 },
  })
  const call = await world.ringUp()
  await world.clock.advance(seconds(1))
  call.speak('Please call me back', { seconds: 3 })
  await world.clock.advance(seconds(3))
  call.press('#')
  await world.clock.advance(seconds(1))
  const [recording] = await world.client.recordings.list()
  if (recording === undefined) throw new Error('There is no recording.')
  return { ...world, recording, ofRecording: world.client.recordings(recording.sid).transcriptions }
}

describe('a transcription', () => {
  test('is in progress at first, then listed and fetched with its words', async () => {
    await using world = await leaveMessage()
    expect((await world.client.transcriptions.list()).map(({ status }) => status)).toEqual(['in-progress'])
    await world.clock.advance(seconds(1))

    const [listed] = await world.ofRecording.list()
    const sid = listed?.sid ?? ''
    expect(await world.client.transcriptions(sid).fetch()).toMatchObject({
      status: 'completed',
      transcriptionText: 'Please call me back',
      recordingSid: world.recording.sid,
      duration: '3',
      type: 'fast',
    })
    expect((await world.ofRecording(sid).fetch()).sid).toBe(sid)
    expect(sid).toBe(world.app.asked('/text')[0]?.TranscriptionSid)
    for (const [operation, path] of [
      ['ListTranscription', `${base}/Transcriptions.json`],
      ['FetchTranscription', `${base}/Transcriptions/${sid}.json`],
      ['ListRecordingTranscription', `${base}/Recordings/${world.recording.sid}/Transcriptions.json`],
      ['FetchRecordingTranscription', `${base}/Recordings/${world.recording.sid}/Transcriptions/${sid}.json`],
    ] as const) {
      const { status, body } = await world.ask('GET', path)
      expect([operation, status, schemaErrors(operation, body)]).toEqual([operation, 200, []])
    }
  })

  test('is deleted when it is complete, by its own name or by that of its recording', async () => {
    await using world = await leaveMessage()
    const [running] = await world.client.transcriptions.list()
    const sid = running?.sid ?? ''
    await expect(world.client.transcriptions(sid).remove()).rejects.toMatchObject({ code: 20009 })
    await world.clock.advance(seconds(1))

    expect(await world.client.transcriptions(sid).remove()).toBe(true)
    await expect(world.ofRecording(sid).remove()).rejects.toMatchObject({ status: 404, code: 20404 })
    expect(await world.ofRecording.list()).toEqual([])

    await using other = await leaveMessage()
    await other.clock.advance(seconds(1))
    const [transcription] = await other.ofRecording.list()
    expect(await other.ofRecording(transcription?.sid ?? '').remove()).toBe(true)
    expect(await other.client.transcriptions.list()).toEqual([])
  })

  test('fails when the recording is deleted before it was read', async () => {
    await using world = await leaveMessage()
    await world.client.recordings(world.recording.sid).remove()
    await world.clock.advance(seconds(1))

    expect(world.app.asked('/text')[0]).toMatchObject({ TranscriptionStatus: 'failed', TranscriptionText: '' })
    expect((await world.client.transcriptions.list()).map(({ status }) => status)).toEqual(['failed'])
    expect(world.findings().map(({ code }) => code)).toContain(13618)
  })

  test('of another recording, or of none, is not found', async () => {
    await using world = await leaveMessage()
    await world.clock.advance(seconds(1))
    const [transcription] = await world.client.transcriptions.list()
    const elsewhere = world.client.recordings(`RE${'0'.repeat(32)}`).transcriptions

    await expect(elsewhere.list()).rejects.toMatchObject({ status: 404 })
    await expect(elsewhere(transcription?.sid ?? '').fetch()).rejects.toMatchObject({ status: 404 })
    await expect(world.client.transcriptions(`TR${'0'.repeat(32)}`).fetch()).rejects.toMatchObject({ status: 404 })
  })
})
