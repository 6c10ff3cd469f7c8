import { rulesOf } from '../rules.ts'
import type { Parameter } from './parameter.ts'

/**
 * Ends the call.
 *
 * Source: reference twiml-voice.md §4.10.
 */
export interface Hangup {
  readonly verb: 'hangup'
  readonly children?: readonly Parameter[]
}

/** The rules of a `Hangup`. */
export const hangupRules = rulesOf<Hangup>({
  tag: 'Hangup',
  verb: 'hangup',
  kind: 'verb',
  content: 'optional-elements',
  children: ['Parameter'],
  attributes: {},
  defaults: {},
})

/** Ends the call. */
export function hangup(parameters: readonly Parameter[] = []): Hangup {
  return parameters.length > 0 ? { verb: 'hangup', children: parameters } : { verb: 'hangup' }
}
