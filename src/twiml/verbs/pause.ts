import { type Attributes, integer, rulesOf } from '../rules.ts'

/**
 * Is silent for a while. As the first verb of an unanswered call it delays the answer.
 *
 * Source: reference twiml-voice.md §4.3.
 */
export interface Pause {
  readonly verb: 'pause'
  /** Seconds of silence. A whole number of at least 1; default `1`. */
  readonly length?: number
}

/** What the network uses for attributes of a `Pause` that are absent. */
export const pauseDefaults = {
  length: 1,
} as const satisfies Partial<Attributes<Pause>>

/** The rules of a `Pause`. */
export const pauseRules = rulesOf<Pause>({
  tag: 'Pause',
  verb: 'pause',
  kind: 'verb',
  content: 'nothing',
  children: [],
  attributes: {
    length: integer({ code: 13910, min: 1 }),
  },
  defaults: pauseDefaults,
})

/** @param length seconds, at least 1 */
export function pause(length?: number): Pause {
  return length === undefined ? { verb: 'pause' } : { verb: 'pause', length }
}
