import { withAttributes } from '../build.ts'
import { oneChild } from '../examinations.ts'
import { type Attributes, type Method, method, rulesOf, url } from '../rules.ts'
import type { Recording } from './recording.ts'
import type { Siprec } from './siprec.ts'
import type { Stream } from './stream.ts'
import type { Transcription } from './transcription.ts'

/**
 * Starts something that runs beside the call, and goes on at once.
 *
 * Source: reference twiml-voice.md §4.12.
 */
export interface Start {
  readonly verb: 'start'
  /** Only in the client library; what it does is not published. No default. */
  readonly action?: string
  /** Only in the client library. Default `POST`. */
  readonly method?: Method
  readonly children: readonly StartNoun[]
}

/** What a Start can lead to. */
export type StartNoun = Recording | Siprec | Stream | Transcription

/** What the network uses for attributes of a `Start` that are absent. */
export const startDefaults = {
  method: 'POST',
} as const satisfies Partial<Attributes<Start>>

/** The rules of a `Start`. */
export const startRules = rulesOf<Start>({
  tag: 'Start',
  verb: 'start',
  kind: 'verb',
  content: 'elements',
  children: ['Recording', 'Siprec', 'Stream', 'Transcription'],
  attributes: {
    action: url({ undocumented: true }),
    method: method({ undocumented: true }),
  },
  defaults: startDefaults,
  examine: oneChild(12200),
})

/** Starts something that runs beside the call, and goes on at once. */
export function start(child: StartNoun, attributes?: Attributes<Start>): Start {
  return withAttributes(startRules, attributes, { children: [child] })
}
