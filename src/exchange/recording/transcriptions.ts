/**
 * Transcriptions of what somebody said into a Record: made a little after the recording, and told to the app.
 *
 * The words are those that were typed, or understood from a microphone; nothing is understood from the audio itself.
 * Source: reference twiml-voice.md §4.5 and §3.3, twilio-platform.md §5.4.
 */
import type { Instant } from '../../clock/clock.ts'
import type { Leg } from '../call/leg.ts'
import type { Network } from '../network.ts'
import { notifyApp } from '../request/notify-app.ts'
import type { Parameter } from '../request/signature.ts'
import type { Recording } from './recordings.ts'

/** `failed`: the recording was deleted before it was read. */
export type TranscriptionStatus = 'in-progress' | 'completed' | 'failed'

/** A transcription as the network knows it. */
export interface RecordedWords {
  readonly transcriptionSid: string
  readonly recording: Recording
  readonly status: TranscriptionStatus
  /** Empty until it is completed. */
  readonly text: string
  readonly createdAt: Instant
  readonly updatedAt: Instant
}

/** What is to be transcribed, and who wants to know. */
export interface TranscriptionRequest {
  readonly recording: Recording
  readonly leg: Leg
  readonly words: readonly string[]
  /** Absolute; asked by POST. Absent: nobody is told. */
  readonly callback: string | undefined
}

export interface Transcriptions {
  /** Begins with a recording that can be fetched; too short or too long a one is a warning 13617 and nothing else. */
  start(request: TranscriptionRequest): void
  /** Every one that is remembered, oldest first. */
  all(): readonly RecordedWords[]
  find(transcriptionSid: string): RecordedWords | undefined
  remove(transcription: RecordedWords): void
  /** Forgets those of these calls. */
  forget(callSids: ReadonlySet<string>): void
  /** Calls off what is still to come. */
  close(): void
}

interface Entry extends RecordedWords {
  readonly request: TranscriptionRequest
  status: TranscriptionStatus
  text: string
  updatedAt: Instant
  /** Ends the wait for it. */
  settle?: () => void
}

/** Seconds that can be transcribed. Source: §4.5, documented; whether the ends belong to it is inferred. */
const [shortest, longest] = [2, 120]

/** Makes the store; `network` is asked for when it is first needed. */
export function createTranscriptions(network: () => Network): Transcriptions {
  const entries = new Map<string, Entry>()

  function start(request: TranscriptionRequest): void {
    const { clock, settings, createSid, beginWork } = network()
    const { recording } = request
    if (recording.seconds < shortest || recording.seconds > longest) {
      refuse(request)
      return
    }
    const at = clock.now()
    const transcriptionSid = createSid('TR')
    const entry: Entry = {
      ...{ transcriptionSid, recording, request, status: 'in-progress', text: '', createdAt: at, updatedAt: at },
    }
    entries.set(transcriptionSid, entry)
    const endWork = beginWork(`transcription of ${recording.recordingSid}`)
    const timer = clock.after(settings.transcriptionReadyAfter, () => {
      endWork()
      finish(entry)
    })
    entry.settle = () => {
      timer.cancel()
      endWork()
    }
  }

  function refuse({ recording, leg }: TranscriptionRequest): void {
    network().report({
      callSid: leg.callSid,
      severity: 'warning',
      code: 13617,
      message: `A recording of ${recording.seconds} s is not transcribed, and transcribeCallback is not asked.`,
      help: `Only recordings of ${shortest} to ${longest} seconds are. Set maxLength to ${longest}.`,
    })
  }

  function finish(entry: Entry): void {
    const { recording, words } = entry.request
    entry.updatedAt = network().clock.now()
    if (recording.isDeleted) fail(entry)
    else {
      entry.status = 'completed'
      entry.text = words.join(' ')
    }
    tell(entry)
  }

  /** Source: twilio-platform.md §5.2, documented. */
  function fail(entry: Entry): void {
    entry.status = 'failed'
    network().report({
      callSid: entry.request.leg.callSid,
      severity: 'warning',
      code: 13618,
      message: 'The recording was deleted before it was transcribed.',
      help: 'Delete it after transcribeCallback was asked.',
    })
  }

  function tell(entry: Entry): void {
    const { callback: url, leg } = entry.request
    if (url === undefined) return
    const parameters = callbackParameters(entry, network().accountSid)
    notifyApp(network(), { leg, purpose: 'transcribe', url, method: 'POST', parameters })
  }

  return {
    start,
    all: () => [...entries.values()],
    find: (transcriptionSid) => entries.get(transcriptionSid),
    remove: ({ transcriptionSid }) => void entries.delete(transcriptionSid),
    forget(callSids) {
      for (const [sid, { recording }] of entries) if (callSids.has(recording.callSid)) entries.delete(sid)
    },
    close() {
      for (const entry of entries.values()) entry.settle?.()
      entries.clear()
    },
  }
}

/** Source: reference twiml-voice.md §3.3, documented; that the address is below the recording's is inferred. */
function callbackParameters(entry: Entry, accountSid: string): Parameter[] {
  const { recording, leg } = entry.request
  return [
    ['AccountSid', accountSid],
    ['ApiVersion', '2010-04-01'],
    ['CallSid', leg.callSid],
    ['CallStatus', leg.status],
    ['Direction', leg.direction],
    ['From', leg.from],
    ['To', leg.to],
    ['RecordingSid', recording.recordingSid],
    ['RecordingUrl', recording.url],
    ['TranscriptionSid', entry.transcriptionSid],
    ['TranscriptionStatus', entry.status],
    ['TranscriptionText', entry.text],
    ['TranscriptionUrl', `${recording.url}/Transcriptions/${entry.transcriptionSid}`],
  ]
}
