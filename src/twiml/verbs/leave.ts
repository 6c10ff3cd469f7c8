import { rulesOf } from '../rules.ts'

/**
 * Takes the caller out of the queue or conference whose wait document this is.
 *
 * Source: reference twiml-voice.md §4.8.
 */
export interface Leave {
  readonly verb: 'leave'
}

/** The rules of a `Leave`. */
export const leaveRules = rulesOf<Leave>({
  tag: 'Leave',
  verb: 'leave',
  kind: 'verb',
  content: 'nothing',
  children: [],
  attributes: {},
  defaults: {},
})

/** Takes the caller out of the queue or conference whose wait document this is. */
export function leave(): Leave {
  return { verb: 'leave' }
}
