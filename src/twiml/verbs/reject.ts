import { withAttributes } from '../build.ts'
import { type Attributes, choice, rulesOf } from '../rules.ts'
import type { Parameter } from './parameter.ts'

/**
 * Refuses a call that was not answered yet, free of charge.
 *
 * Source: reference twiml-voice.md §4.10.
 */
export interface Reject {
  readonly verb: 'reject'
  /** What the caller hears and the final status (rejected: no-answer; busy: busy). Default `rejected`. */
  readonly reason?: 'rejected' | 'busy'
  readonly children?: readonly Parameter[]
}

/** What the network uses for attributes of a `Reject` that are absent. */
export const rejectDefaults = {
  reason: 'rejected',
} as const satisfies Partial<Attributes<Reject>>

/** The rules of a `Reject`. */
export const rejectRules = rulesOf<Reject>({
  tag: 'Reject',
  verb: 'reject',
  kind: 'verb',
  content: 'optional-elements',
  children: ['Parameter'],
  attributes: {
    reason: choice(['rejected', 'busy'], { code: 13810 }),
  },
  defaults: rejectDefaults,
})

/** Refuses a call that was not answered yet, free of charge. */
export function reject(reason?: Reject['reason'], parameters: readonly Parameter[] = []): Reject {
  return withAttributes(rejectRules, { reason }, parameters.length > 0 ? { children: parameters } : undefined)
}
