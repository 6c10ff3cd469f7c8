import { withAttributes } from '../build.ts'
import { oneChild } from '../examinations.ts'
import { type Attributes, type Method, method, rulesOf, url } from '../rules.ts'
import { type Sip, sip } from './sip.ts'

/**
 * Hands the call over to another SIP address.
 *
 * Source: reference twiml-voice.md §4.11.
 */
export interface Refer {
  readonly verb: 'refer'
  /** Requested when the referral ends. Default: none. */
  readonly action?: string
  /** HTTP method for action. Default `POST`. */
  readonly method?: Method
  readonly children: readonly Sip[]
}

/** What the network uses for attributes of a `Refer` that are absent. */
export const referDefaults = {
  method: 'POST',
} as const satisfies Partial<Attributes<Refer>>

/** The rules of a `Refer`. */
export const referRules = rulesOf<Refer>({
  tag: 'Refer',
  verb: 'refer',
  kind: 'verb',
  content: 'elements',
  children: ['Sip'],
  attributes: {
    action: url(),
    method: method(),
  },
  defaults: referDefaults,
  examine: oneChild(12200),
})

/** Hands the call over to another SIP address. */
export function refer(to: Sip | string, attributes?: Attributes<Refer>): Refer {
  return withAttributes(referRules, attributes, { children: [typeof to === 'string' ? sip(to) : to] })
}
