/**
 * Keeping audio: fetches announced recordings from the network and puts them where audio is kept.
 *
 * Works from what the store says, so that a recording announced before a crash is fetched after it. Transient failures
 * are retried with growing waits, permanent ones are not. What asks the network is the one client of the process.
 */

import type { Clock, Duration, Instant } from '../clock/clock.ts'
import { hours, minutes, seconds } from '../clock/duration.ts'
import type { Log } from '../log/log.ts'
import type { Failure } from '../outbound/classify.ts'
import type { TwilioClient } from '../outbound/twilio-client.ts'
import type { AnnouncedRecording, Recordings } from '../store/index.ts'
import { createRounds } from '../work/rounds.ts'
import { type AudioStorage, StorageError } from './audio-storage.ts'

export interface KeepAudioOptions {
  readonly recordings: Recordings
  readonly storage: AudioStorage
  readonly clock: Clock
  readonly log: Pick<Log, 'warn' | 'error'>
  readonly client: TwilioClient
}

export interface AudioKeeper {
  /** Says that there may be something to fetch. */
  wake(): void
  /** Breaks off what is being fetched, to be taken up at the next start; resolves when nothing is under way. */
  stop(): Promise<void>
}

/** Waits between tries: a recording is often a moment late, an outage may last, after two days it is gone. */
const WAITS: readonly Duration[] = [
  seconds(1),
  seconds(2),
  seconds(5),
  seconds(15),
  minutes(1),
  minutes(5),
  minutes(30),
  hours(2),
  hours(6),
  hours(12),
  hours(24),
]

/**
 * A disk may be full, a store out of reach, or a key wrong for days; the recording stays at the network meanwhile and is
 * never given up for what is ours to mend.
 */
const LONGEST_FOR_US = minutes(30)

/** Starts keeping audio; what was announced earlier is looked at at once. */
export function keepAudio(options: KeepAudioOptions): AudioKeeper {
  const { recordings, clock, log } = options
  const rounds = createRounds({ clock, log, doing: 'fetching recordings', round: fetchDue })
  const { signal } = rounds

  async function fetchDue(): Promise<Instant | undefined> {
    for (const recording of await recordings.due(clock.now())) {
      if (signal.aborted) return undefined
      await keepOne(recording)
    }
    return recordings.nextDue()
  }

  async function keepOne({ recordingSid, callSid, tries }: AnnouncedRecording): Promise<void> {
    const outcome = await fetchAndKeep(options, recordingSid, signal)
    if (outcome.kind === 'kept') return recordings.keep(recordingSid, outcome.file, outcome.bytes)
    // A fetch that was broken off by stopping says nothing about the recording; the next start takes it up.
    if (signal.aborted) return
    if (outcome.kind === 'unwritable') {
      log.error(
        { recordingSid, callSid, reason: outcome.reason },
        'a recording could not be kept; make room where audio is kept, or mend the way there; it is fetched again',
      )
      return recordings.tryAgain(recordingSid, clock.now() + Math.min(WAITS[tries] ?? LONGEST_FOR_US, LONGEST_FOR_US))
    }
    if (outcome.kind === 'refused') {
      log.error(
        { recordingSid, callSid, reason: outcome.reason },
        'a recording could not be fetched; it is fetched again',
      )
      return recordings.tryAgain(recordingSid, clock.now() + Math.min(WAITS[tries] ?? LONGEST_FOR_US, LONGEST_FOR_US))
    }
    const wait = outcome.kind === 'permanent' ? undefined : WAITS[tries]
    if (wait !== undefined && outcome.kind === 'transient')
      return recordings.tryAgain(recordingSid, clock.now() + Math.max(wait, outcome.retryAfter ?? 0))
    log.error({ recordingSid, callSid, reason: outcome.reason }, 'a recording could not be fetched and is given up')
    return recordings.giveUp(recordingSid)
  }

  rounds.wake()
  return rounds
}

type Fetched =
  | { readonly kind: 'kept'; readonly file: string; readonly bytes: number }
  | { readonly kind: 'transient'; readonly reason: string; readonly retryAfter?: Duration | undefined }
  | { readonly kind: 'permanent' | 'unwritable' | 'refused'; readonly reason: string }

async function fetchAndKeep(
  { client, storage }: KeepAudioOptions,
  recordingSid: string,
  signal: AbortSignal,
): Promise<Fetched> {
  const file = `${recordingSid}.wav`
  const asked = await client.fetchAudio(recordingSid, signal)
  if (asked.kind === 'failed') return refusal(asked.failure)
  try {
    return { kind: 'kept', file, bytes: await storage.keep(file, asked.value) }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { kind: error instanceof StorageError ? 'unwritable' : 'transient', reason }
  }
}

/** 404 is transient: the network announces recordings before they can be fetched (reference twiml-voice.md §12.13). */
function refusal({ kind, status, reason, retryAfter, isOfCredentials }: Failure): Fetched {
  if (isOfCredentials) return { kind: 'refused', reason }
  return kind === 'transient' || status === 404 ? { kind: 'transient', reason, retryAfter } : { kind, reason }
}
