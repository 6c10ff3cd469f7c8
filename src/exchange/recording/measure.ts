/**
 * How long a recording is, and when somebody is heard in it: what was said, without what was paused or trimmed.
 */
import type { Duration, Instant } from '../../clock/clock.ts'
import type { VoiceSpan } from '../call/leg.ts'
import type { Sound } from './wav.ts'

/** A stretch in which nothing was recorded: it is left out of the file, or silent in it. */
export interface RecordingPause {
  readonly from: Instant
  readonly to: Instant
  readonly isLeftOut: boolean
}

/** What {@link measure} needs to know. */
export interface Recorded {
  readonly startedAt: Instant
  readonly endedAt: Instant
  /** The voices of each side. */
  readonly sides: readonly (readonly VoiceSpan[])[]
  readonly pauses: readonly RecordingPause[]
  /** Whether silence at both ends is cut off; a recording in which nobody speaks stays as long as it is. */
  readonly isTrimmed: boolean
}

/** The length of the file, and for each side the sounds in it, counted from its beginning. */
export function measure(recorded: Recorded): { readonly lasts: Duration; readonly sides: readonly Sound[][] } {
  const { startedAt, endedAt, pauses } = recorded
  const inFile = (at: Instant): Duration => at - startedAt - leftOutBefore(at, pauses)
  const sides = recorded.sides.map((spans) =>
    spans
      .map((span): Sound => [Math.max(span.from, startedAt), Math.min(span.to ?? endedAt, endedAt)])
      .flatMap((span) => withoutPauses(span, pauses))
      .map(([from, to]): Sound => [inFile(from), inFile(to)]),
  )
  const sounds = sides.flat()
  if (!recorded.isTrimmed || sounds.length === 0) return { lasts: inFile(endedAt), sides }
  const first = Math.min(...sounds.map(([from]) => from))
  const last = Math.max(...sounds.map(([, to]) => to))
  return {
    lasts: last - first,
    sides: sides.map((side) => side.map(([from, to]): Sound => [from - first, to - first])),
  }
}

const leftOutBefore = (at: Instant, pauses: readonly RecordingPause[]): Duration =>
  pauses.reduce((total, { from, to, isLeftOut }) => total + (isLeftOut ? Math.max(0, Math.min(at, to) - from) : 0), 0)

/** The parts of a sound that were recorded. */
function withoutPauses(sound: Sound, pauses: readonly RecordingPause[]): readonly Sound[] {
  let parts: readonly Sound[] = [sound]
  for (const pause of pauses) {
    parts = parts.flatMap(([from, to]): Sound[] => [
      [from, Math.min(to, pause.from)],
      [Math.max(from, pause.to), to],
    ])
  }
  return parts.filter(([from, to]) => from < to)
}
