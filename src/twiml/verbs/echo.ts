import { rulesOf } from '../rules.ts'

/**
 * Plays back to the caller what they say. Nobody says how it ends but by hanging up.
 *
 * Source: reference twiml-voice.md §5.14.
 */
export interface Echo {
  readonly verb: 'echo'
}

/** The rules of a `Echo`. */
export const echoRules = rulesOf<Echo>({
  tag: 'Echo',
  verb: 'echo',
  kind: 'verb',
  content: 'nothing',
  children: [],
  attributes: {},
  defaults: {},
  undocumented: true,
})

/** Plays back to the caller what they say. Nobody says how it ends but by hanging up. */
export function echo(): Echo {
  return { verb: 'echo' }
}
