import { withAttributes } from '../build.ts'
import { type Attributes, list, type Method, method, rulesOf, url } from '../rules.ts'

/**
 * A WhatsApp user to ring.
 *
 * Source: reference twiml-voice.md §5.7.
 */
export interface WhatsApp {
  readonly verb: 'whatsApp'
  /** TwiML fetched for the WhatsApp leg after it answers and before it is bridged ("whisper"). No default. */
  readonly url?: string
  /** HTTP method for url. Default `POST`. */
  readonly method?: Method
  /** Receives call-progress events of the WhatsApp leg. No default. */
  readonly statusCallback?: string
  /** HTTP method for statusCallback. Default `POST`. */
  readonly statusCallbackMethod?: Method
  /** Which progress events are sent (space separated). Default `completed`. */
  readonly statusCallbackEvent?: readonly ('initiated' | 'ringing' | 'answered' | 'completed')[]
  /** E.164 number; the Dial callerId must be a whatsapp:+... sender. */
  readonly text: string
}

/** What the network uses for attributes of a `WhatsApp` that are absent. */
export const whatsAppDefaults = {
  method: 'POST',
  statusCallbackMethod: 'POST',
  statusCallbackEvent: ['completed'],
} as const satisfies Partial<Attributes<WhatsApp>>

/** The rules of a `WhatsApp`. */
export const whatsAppRules = rulesOf<WhatsApp>({
  tag: 'WhatsApp',
  verb: 'whatsApp',
  kind: 'noun',
  content: 'text',
  children: [],
  attributes: {
    url: url(),
    method: method(),
    statusCallback: url(),
    statusCallbackMethod: method(),
    statusCallbackEvent: list(['initiated', 'ringing', 'answered', 'completed']),
  },
  defaults: whatsAppDefaults,
})

/** A WhatsApp user to ring. */
export function whatsApp(text: string, attributes?: Attributes<WhatsApp>): WhatsApp {
  return withAttributes(whatsAppRules, attributes, { text: text.trim() })
}
