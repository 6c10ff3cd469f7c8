import { withAttributes } from '../build.ts'
import { type Attributes, type Method, method, rulesOf, text, url } from '../rules.ts'

/**
 * Sends a text message. Old: the REST interface took its place.
 *
 * Source: reference twiml-voice.md §None.
 */
export interface Sms {
  readonly verb: 'sms'
  /** Nobody says what it does. Default: caller's number on inbound, called number on outbound. */
  readonly to?: string
  /** Nobody says what it does. Default: Twilio number of the call. */
  readonly from?: string
  /** Nobody says what it does. Default: none. */
  readonly action?: string
  /** Nobody says what it does. Default `POST`. */
  readonly method?: Method
  /** Nobody says what it does. No default. */
  readonly statusCallback?: string
  readonly text: string
}

/** What the network uses for attributes of a `Sms` that are absent. */
export const smsDefaults = {
  method: 'POST',
} as const satisfies Partial<Attributes<Sms>>

/** The rules of a `Sms`. */
export const smsRules = rulesOf<Sms>({
  tag: 'Sms',
  verb: 'sms',
  kind: 'verb',
  content: 'text',
  children: [],
  attributes: {
    to: text({ code: 14101 }),
    from: text({ code: 14102 }),
    action: url(),
    method: method({ code: 14104 }),
    statusCallback: url({ code: 14105 }),
  },
  defaults: smsDefaults,
  deprecated: true,
})

/** Sends a text message. Old: the REST interface took its place. */
export function sms(text: string, attributes?: Attributes<Sms>): Sms {
  return withAttributes(smsRules, attributes, { text: text.trim() })
}
