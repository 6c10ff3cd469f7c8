import { withAttributes } from '../build.ts'
import { type Attributes, type Method, method, rulesOf, text, url } from '../rules.ts'

/**
 * Sends a text message. Old: the REST interface took its place.
 *
 * Source: reference twiml-voice.md §5.14.
 */
export interface Sms {
  readonly verb: 'sms'
  /** Who gets the message. Default: caller's number on inbound, called number on outbound. */
  readonly to?: string
  /** The number it comes from. Default: Twilio number of the call. */
  readonly from?: string
  /** Requested once the message is on its way; its answer goes on with the call. Default: none. */
  readonly action?: string
  /** HTTP method for action. Default `POST`. */
  readonly method?: Method
  /** Told what became of the message. No default. */
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
