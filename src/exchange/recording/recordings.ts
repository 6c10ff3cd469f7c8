/**
 * Recordings: begun and ended by verbs, available a little later, fetched by the app.
 *
 * The audio is the caller's microphone when there is one; otherwise the exchange makes a file of the right length with
 * a hum where somebody spoke. Kept in memory, and forgotten with the call.
 * Source: reference twiml-voice.md §4.5 and §8, twilio-platform.md §5.
 */
import type { Instant, Timer } from '../../clock/clock.ts'
import type { Leg } from '../call/leg.ts'
import type { RecordingEnded, RecordingStarted } from '../journal-event.ts'
import type { Network } from '../network.ts'
import { notifyApp } from '../request/notify-app.ts'
import type { Parameter } from '../request/signature.ts'
import { rfc2822 } from '../request/wire.ts'
import { measure, type RecordingPause } from './measure.ts'
import { hummingWav, type Sound } from './wav.ts'

/**
 * `in-progress`: being recorded. `paused`: nothing is recorded until it goes on. `processing`: over, not yet to be fetched. `completed`: can be fetched.
 * `absent`: too short to exist.
 */
export type RecordingStatus = 'in-progress' | 'paused' | 'processing' | 'completed' | 'absent'

export interface RecordingCallback {
  /** Absolute. */
  readonly url: string
  readonly method: 'GET' | 'POST'
  readonly events: readonly ('in-progress' | 'completed' | 'absent')[]
}

export interface RecordingRequest {
  readonly source: RecordingStarted['source']
  /** Told to the app in place of the call. */
  readonly conferenceSid?: string
  /** The leg it belongs to: its CallSid is the one told to the app. */
  readonly leg: Leg
  /** Further legs whose voices are in it. */
  readonly others: readonly Leg[]
  readonly channels: 1 | 2
  /** Whose side is in it: of `leg` (`inbound`), of the others (`outbound`), or both. Default `both`. */
  readonly track?: 'both' | 'inbound' | 'outbound'
  readonly isTrimmed: boolean
  readonly callback?: RecordingCallback
  /** Called when it can be fetched, or is too short to ever be. */
  finished?(recording: Recording): void
}

/** A recording as the network knows it; its media is asked for separately. */
export interface Recording {
  readonly recordingSid: string
  readonly callSid: string
  readonly source: RecordingStarted['source']
  readonly channels: 1 | 2
  /** Without extension, as the app is told. */
  readonly url: string
  readonly startedAt: Instant
  readonly status: RecordingStatus
  /** Whole seconds, 0 while it is in progress. */
  readonly seconds: number
  /** Of a conference, told in place of the call. */
  readonly conferenceSid: string | undefined
  readonly track: 'both' | 'inbound' | 'outbound'
  readonly endedAt?: Instant | undefined
  /** Whether its media was deleted. */
  readonly isDeleted: boolean
}

/** What became of audio that somebody wants to put into a recording. */
export type AudioVerdict = 'taken' | 'unknown' | 'too-late' | 'not-ended'

export interface Recordings {
  start(request: RecordingRequest): Recording
  /** Tells the app, when it wants to know, that there is nothing to record after all. */
  miss(request: RecordingRequest): void
  /** Ends it; the length is whole seconds, of the spoken part when it is trimmed and anything was spoken. */
  end(recording: Recording, endedBy: RecordingEnded['endedBy']): void
  /** Records nothing until it goes on; false when it is not in progress. */
  pause(recording: Recording, isLeftOut: boolean): boolean
  /** Goes on with a recording that is paused; false when it is not. */
  resume(recording: Recording): boolean
  /** Every recording that is remembered, oldest first, with those that were deleted. */
  all(): readonly Recording[]
  find(recordingSid: string): Recording | undefined
  /** Deletes the media; what is known of it stays for a while. */
  remove(recording: Recording): void
  /** The WAV file; undefined until it is available. */
  media(recordingSid: string): Uint8Array | undefined
  /** The microphone's own audio, within the grace after the end. */
  putAudio(recordingSid: string, audio: Uint8Array): AudioVerdict
  /** Those in progress, or over and not yet available. */
  unfinished(): readonly Recording[]
  /** Forgets the recordings of these calls. */
  forget(callSids: ReadonlySet<string>): void
  /** Calls off what is still to come of recordings that are over. */
  close(): void
}

interface Entry extends Recording {
  readonly request: RecordingRequest
  status: RecordingStatus
  seconds: number
  endedAt?: Instant
  isDeleted: boolean
  lasts: number
  /** Of each channel. */
  sounds: readonly (readonly Sound[])[]
  audio?: Uint8Array
  ready?: Timer
  pauses: RecordingPause[]
  /** Where the present pause began. */
  pausedAt?: Instant
  isLeftOut: boolean
}

/** Makes the store; `network` is asked for when it is first needed, since each needs the other. */
export function createRecordings(network: () => Network): Recordings {
  const entries = new Map<string, Entry>()

  function make(request: RecordingRequest): Entry {
    const { accountSid, baseUrl, clock, createSid } = network()
    const recordingSid = createSid('RE')
    return {
      recordingSid,
      callSid: request.leg.callSid,
      source: request.source,
      channels: request.channels,
      url: `${baseUrl}/2010-04-01/Accounts/${accountSid}/Recordings/${recordingSid}`,
      startedAt: clock.now(),
      status: 'in-progress',
      seconds: 0,
      lasts: 0,
      sounds: [],
      pauses: [],
      isLeftOut: false,
      isDeleted: false,
      conferenceSid: request.conferenceSid,
      track: request.track ?? 'both',
      request,
    }
  }

  function start(request: RecordingRequest): Recording {
    const entry = make(request)
    const { recordingSid } = entry
    entries.set(recordingSid, entry)
    network().journal.append({ kind: 'recording-started', callSid: entry.callSid, recordingSid, source: entry.source })
    tell(entry, 'in-progress')
    return entry
  }

  function end(recording: Recording, endedBy: RecordingEnded['endedBy']): void {
    const entry = entries.get(recording.recordingSid)
    if (entry?.status === 'paused') resume(entry)
    if (entry?.status !== 'in-progress') return
    const { clock, journal } = network()
    entry.endedAt = clock.now()
    setLength(entry, entry.endedAt, network().settings.recordingParentChannel)
    const { callSid, recordingSid, seconds } = entry
    journal.append({ kind: 'recording-ended', callSid, recordingSid, seconds, endedBy })
    if (seconds === 0) lose(entry)
    else finishLater(entry)
  }

  function pause(recording: Recording, isLeftOut: boolean): boolean {
    const entry = entries.get(recording.recordingSid)
    if (entry?.status !== 'in-progress') return false
    entry.status = 'paused'
    entry.pausedAt = network().clock.now()
    entry.isLeftOut = isLeftOut
    return true
  }

  function resume(recording: Recording): boolean {
    const entry = entries.get(recording.recordingSid)
    if (entry?.status !== 'paused' || entry.pausedAt === undefined) return false
    entry.status = 'in-progress'
    entry.pauses.push({ from: entry.pausedAt, to: network().clock.now(), isLeftOut: entry.isLeftOut })
    return true
  }

  function finishLater(entry: Entry): void {
    const { clock, settings } = network()
    entry.status = 'processing'
    const { hasLiveMicrophone } = entry.request.leg
    const delay = hasLiveMicrophone ? settings.microphoneGrace : settings.recordingReadyAfter
    entry.ready = clock.after(delay, () => complete(entry))
  }

  /** Source: reference twilio-platform.md §5.1: too short is 16101 and leaves nothing. */
  function lose(entry: Entry): void {
    entry.status = 'absent'
    network().report({
      callSid: entry.callSid,
      severity: 'warning',
      code: 16101,
      message: 'The recording is too short; no file is made of it.',
      help: 'Take a RecordingDuration of 0 in the action as "nothing was left".',
    })
    tell(entry, 'absent')
    entry.request.finished?.(entry)
  }

  function complete(entry: Entry): void {
    if (entry.status !== 'processing') return
    entry.ready?.cancel()
    entry.status = 'completed'
    const { callSid, recordingSid, url } = entry
    network().journal.append({ kind: 'recording-available', callSid, recordingSid, url })
    tell(entry, 'completed')
    entry.request.finished?.(entry)
  }

  function tell(entry: Entry, status: 'in-progress' | 'completed' | 'absent'): void {
    const { callback, leg } = entry.request
    if (callback === undefined || !callback.events.includes(status)) return
    notifyApp(network(), {
      leg,
      purpose: 'recording-status',
      url: callback.url,
      method: callback.method,
      parameters: callbackParameters(entry, status, network().accountSid),
    })
  }

  return {
    start,
    end,
    miss: (request) => tell(make(request), 'absent'),
    pause,
    resume,
    all: () => [...entries.values()],
    find: (recordingSid) => entries.get(recordingSid),
    remove(recording) {
      const entry = entries.get(recording.recordingSid)
      if (entry !== undefined) entry.isDeleted = true
    },
    media(recordingSid) {
      const entry = entries.get(recordingSid)
      if (entry?.status !== 'completed' || entry.isDeleted) return undefined
      return entry.audio ?? hummingWav(entry.lasts, ...entry.sounds)
    },
    putAudio(recordingSid, audio) {
      const entry = entries.get(recordingSid)
      if (entry === undefined) return 'unknown'
      if (entry.endedAt === undefined) return 'not-ended'
      if (network().clock.now() - entry.endedAt > network().settings.microphoneGrace) return 'too-late'
      entry.audio = audio
      complete(entry)
      return 'taken'
    },
    unfinished: () => [...entries.values()].filter((entry) => isUnfinished(entry.status)),
    forget(callSids) {
      for (const [sid, entry] of entries) if (callSids.has(entry.callSid)) entries.delete(sid)
    },
    close() {
      for (const entry of entries.values()) entry.ready?.cancel()
      entries.clear()
    },
  }
}

const isUnfinished = (status: RecordingStatus): boolean =>
  status === 'in-progress' || status === 'paused' || status === 'processing'

/** Sets length and sounds, cut to the spoken part when the recording is trimmed. */
function setLength(entry: Entry, endedAt: Instant, parentChannel: 1 | 2): void {
  const { request, startedAt, pauses } = entry
  const { isTrimmed, track } = request
  const sides = [
    track === 'outbound' ? [] : request.leg.voice,
    track === 'inbound' ? [] : request.others.flatMap((leg) => leg.voice),
  ]
  const measured = measure({ startedAt, endedAt, sides, pauses, isTrimmed })
  entry.lasts = measured.lasts
  entry.seconds = Math.round(measured.lasts / 1000)
  const channels = parentChannel === 1 ? measured.sides : measured.sides.toReversed()
  entry.sounds = request.channels === 1 ? [measured.sides.flat()] : channels
}

/** Source: reference twiml-voice.md §3.3. */
function callbackParameters(entry: Entry, status: string, accountSid: string): Parameter[] {
  const { conferenceSid } = entry.request
  const parameters: Parameter[] = [
    ['AccountSid', accountSid],
    conferenceSid === undefined ? ['CallSid', entry.callSid] : ['ConferenceSid', conferenceSid],
    ['RecordingSid', entry.recordingSid],
    ['RecordingUrl', entry.url],
    ['RecordingStatus', status],
    ['RecordingChannels', String(entry.channels)],
    ['RecordingStartTime', rfc2822(entry.startedAt)],
    ['RecordingSource', entry.source],
    ['RecordingTrack', entry.request.track ?? 'both'],
    ['ErrorCode', status === 'absent' ? '16101' : '0'],
  ]
  if (status === 'completed') parameters.push(['RecordingDuration', String(entry.seconds)])
  return parameters
}
