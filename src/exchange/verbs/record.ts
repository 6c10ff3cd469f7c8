/** What the network does on Record: a beep, then it records. Source: reference twiml-voice.md §4.5. */
import type { Timer } from '../../clock/clock.ts'
import { seconds } from '../../clock/duration.ts'
import { type RecordVerb, recordDefaults } from '../../twiml/index.ts'
import type { RecordingEnded } from '../journal-event.ts'
import { next, type Outcome, type Performance } from '../performance.ts'
import type { Recording, RecordingCallback } from '../recording/recordings.ts'
import { collectWords } from '../recording/words-said.ts'

interface Stopped {
  readonly by: RecordingEnded['endedBy']
  /** What `Digits` says. */
  readonly digits: string
}

export async function performRecord(record: RecordVerb, performance: Performance): Promise<Outcome> {
  const { leg, network } = performance
  leg.answer()
  if (record.playBeep ?? recordDefaults.playBeep) await performance.hearsTone('beep', network.settings.beepLasts)
  const transcript = transcriptionOf(record, performance)
  const recording = network.recordings.start({
    source: 'RecordVerb',
    leg,
    others: [],
    channels: 1,
    isTrimmed: (record.trim ?? recordDefaults.trim) === 'trim-silence',
    ...recordingCallback(record, performance),
    ...(transcript && { finished: transcript.finished }),
  })
  const stopped = await listen(record, performance, (by) => {
    transcript?.ended()
    network.recordings.end(recording, by)
  })
  if (recording.seconds === 0 && network.settings.recordEmpty === 'nextVerb') return next('nothing was recorded')
  return {
    kind: 'ask',
    purpose: 'action',
    url: record.action ?? '',
    method: record.method ?? recordDefaults.method,
    parameters: [
      ['RecordingUrl', recording.url],
      ['RecordingSid', recording.recordingSid],
      ['RecordingDuration', String(recording.seconds)],
      ['Digits', stopped.digits],
    ],
    says: endings[stopped.by],
  }
}

/** Source: reference twiml-voice.md §4.5: asked for by `transcribe`; without a callback it is only made. */
function transcriptionOf(record: RecordVerb, performance: Performance) {
  if (!(record.transcribe ?? recordDefaults.transcribe)) return undefined
  const { leg, network } = performance
  const words = collectWords(leg, network.clock)
  const callback = record.transcribeCallback ? performance.resolve(record.transcribeCallback) : undefined
  return {
    ended: words.end,
    finished: (recording: Recording) =>
      network.transcriptions.start({ recording, leg, words: words.close(), callback }),
  }
}

const endings: Readonly<Record<RecordingEnded['endedBy'], string>> = {
  key: 'a key ended the recording',
  silence: 'silence ended the recording',
  'maximum-length': 'the recording reached its greatest length',
  'hang-up': 'the caller hung up',
  'bridge-ended': 'the conversation ended',
  'conference-ended': 'the conference ended',
  stopped: 'the recording was stopped',
}

/** Ends the recording at the very moment something stops it, before anybody can react. */
async function listen(
  record: RecordVerb,
  performance: Performance,
  end: (by: RecordingEnded['endedBy']) => void,
): Promise<Stopped> {
  const { leg, network, scope } = performance
  const { clock } = network
  const finishKeys = record.finishOnKey ?? recordDefaults.finishOnKey
  const timeout = seconds(record.timeout ?? recordDefaults.timeout)
  const maximum = seconds(record.maxLength ?? (record.transcribe ? 120 : recordDefaults.maxLength))
  const stopped = await scope.until<Stopped>((report) => {
    let silence: Timer | undefined
    const awaitSilence = () => {
      silence?.cancel()
      if (timeout > 0) silence = clock.after(timeout, () => report({ by: 'silence', digits: '' }))
    }
    const limit = clock.after(maximum, () => report({ by: 'maximum-length', digits: '' }))
    const stopListening = leg.listen({
      awaits: 'recording',
      heedsKey: (key) => finishKeys.includes(key),
      heedsSpeech: () => true,
      key: (key) => {
        if (finishKeys.includes(key)) report({ by: 'key', digits: key })
      },
      voiceStarted: () => silence?.cancel(),
      voiceStopped: awaitSilence,
    })
    network.journal.append({
      kind: 'listening-started',
      callSid: leg.callSid,
      accepts: finishKeys === '' ? ['recording'] : ['recording', 'keys'],
      lasts: maximum,
    })
    if (!leg.isSpeaking) awaitSilence()
    return (value) => {
      limit.cancel()
      silence?.cancel()
      stopListening()
      end(value?.by ?? 'hang-up')
    }
  })
  if (stopped !== undefined) return stopped
  end('hang-up')
  return { by: 'hang-up', digits: 'hangup' }
}

/** Where a recording's readiness is told, as Record, Dial and Conference say it. */
export function recordingCallback(
  verb: Pick<RecordVerb, 'recordingStatusCallback' | 'recordingStatusCallbackMethod' | 'recordingStatusCallbackEvent'>,
  performance: Performance,
): { readonly callback?: RecordingCallback } {
  const url = verb.recordingStatusCallback && performance.resolve(verb.recordingStatusCallback)
  if (!url) return {}
  const method = verb.recordingStatusCallbackMethod ?? 'POST'
  return { callback: { url, method, events: verb.recordingStatusCallbackEvent ?? ['completed'] } }
}
