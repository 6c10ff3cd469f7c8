import { oneChild } from '../examinations.ts'
import { rulesOf } from '../rules.ts'
import type { Recording } from './recording.ts'
import type { Siprec } from './siprec.ts'
import type { Stream } from './stream.ts'
import type { Transcription } from './transcription.ts'

/**
 * Stops something that `Start` started, by its name.
 *
 * Source: reference twiml-voice.md §4.12.
 */
export interface Stop {
  readonly verb: 'stop'
  readonly children: readonly StopNoun[]
}

/** What a Stop can lead to. */
export type StopNoun = Recording | Siprec | Stream | Transcription

/** The rules of a `Stop`. */
export const stopRules = rulesOf<Stop>({
  tag: 'Stop',
  verb: 'stop',
  kind: 'verb',
  content: 'elements',
  children: ['Recording', 'Siprec', 'Stream', 'Transcription'],
  attributes: {},
  defaults: {},
  examine: oneChild(12200),
})

/** Stops something that `Start` started, by its name. */
export function stop(...children: readonly StopNoun[]): Stop {
  return { verb: 'stop', children }
}
