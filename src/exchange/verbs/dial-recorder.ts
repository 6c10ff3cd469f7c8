/** The recording of what is said through a Dial. Source: reference twiml-voice.md §4.6, Recording. */
import { type Dial, dialDefaults } from '../../twiml/index.ts'
import type { Leg } from '../call/leg.ts'
import type { Performance } from '../performance.ts'
import type { Recording, RecordingRequest } from '../recording/recordings.ts'
import { recordingCallback } from './record.ts'

export interface DialRecorder {
  /** What is or was recorded; undefined when nothing was. */
  readonly recording: Recording | undefined
  /** Those who ring are heard from now on, when the Dial wants that. */
  ringing(): void
  /** Those who are connected are heard from now on, when the Dial wants it recorded at all. */
  connected(others: readonly Leg[]): void
  end(): void
}

/** Makes the recorder of one Dial; it records nothing until it is told of somebody. */
export function createRecorder(dial: Dial, performance: Performance): DialRecorder {
  const { recordings } = performance.network
  const isWanted = dial.record !== undefined && dial.record !== 'do-not-record'
  const track = dial.recordingTrack ?? dialDefaults.recordingTrack
  let recording: Recording | undefined
  const others: Leg[] = []
  const request = (): RecordingRequest => ({
    source: 'DialVerb',
    leg: performance.leg,
    others,
    channels: dial.record?.endsWith('-dual') && track === 'both' ? 2 : 1,
    track,
    isTrimmed: dial.trim === 'trim-silence',
    ...recordingCallback(dial, performance),
  })
  return {
    get recording() {
      return recording
    },
    ringing() {
      if (dial.record?.startsWith('record-from-ringing')) recording ??= recordings.start(request())
    },
    connected(legs) {
      others.push(...legs)
      if (isWanted) recording ??= recordings.start(request())
    },
    end() {
      if (recording !== undefined) recordings.end(recording, performance.leg.isOver ? 'hang-up' : 'bridge-ended')
      else if (isWanted) recordings.miss(request())
    },
  }
}
