import { rulesOf } from '../rules.ts'

/**
 * A SIM card to ring. Old.
 *
 * Source: reference twiml-voice.md §5.7.
 */
export interface Sim {
  readonly verb: 'sim'
  /** SIM sid. */
  readonly text: string
}

/** The rules of a `Sim`. */
export const simRules = rulesOf<Sim>({
  tag: 'Sim',
  verb: 'sim',
  kind: 'noun',
  content: 'text',
  children: [],
  attributes: {},
  defaults: {},
  deprecated: true,
})

/** A SIM card to ring. Old. */
export function sim(text: string): Sim {
  return { verb: 'sim', text: text.trim() }
}
