import { withAttributes } from '../build.ts'
import { type Attributes, boolean, choice, integer, list, type Method, method, rulesOf, text, url } from '../rules.ts'

/**
 * A conversation of the Conversations product.
 *
 * Source: reference twiml-voice.md §5.13.
 */
export interface Conversation {
  readonly verb: 'conversation'
  /** Conversations service. No default. */
  readonly serviceInstanceSid?: string
  /** Create the conversation on first contact. No default. */
  readonly inboundAutocreation?: boolean
  /** Seconds to wait for routing. A whole number of at least 0; no default. */
  readonly routingAssignmentTimeout?: number
  /** Seconds to wait for a join. A whole number of at least 0; no default. */
  readonly inboundTimeout?: number
  /** TwiML run on the leg. No default. */
  readonly url?: string
  /** HTTP method for url. Default `POST`. */
  readonly method?: Method
  /** Recording mode. No default. */
  readonly record?:
    | 'do-not-record'
    | 'record-from-answer'
    | 'record-from-ringing'
    | 'record-from-answer-dual'
    | 'record-from-ringing-dual'
  /** Trim silence. No default. */
  readonly trim?: 'trim-silence' | 'do-not-trim'
  /** Recording webhook. No default. */
  readonly recordingStatusCallback?: string
  /** HTTP method. Default `POST`. */
  readonly recordingStatusCallbackMethod?: Method
  /** Statuses sent. Default `completed`. */
  readonly recordingStatusCallbackEvent?: readonly ('in-progress' | 'completed' | 'absent')[]
  /** Progress webhook. No default. */
  readonly statusCallback?: string
  /** HTTP method. Default `POST`. */
  readonly statusCallbackMethod?: Method
  /** Events sent. No default. */
  readonly statusCallbackEvent?: readonly ('call-initiated' | 'call-ringing' | 'call-answered' | 'call-completed')[]
}

/** What the network uses for attributes of a `Conversation` that are absent. */
export const conversationDefaults = {
  method: 'POST',
  recordingStatusCallbackMethod: 'POST',
  recordingStatusCallbackEvent: ['completed'],
  statusCallbackMethod: 'POST',
} as const satisfies Partial<Attributes<Conversation>>

/** The rules of a `Conversation`. */
export const conversationRules = rulesOf<Conversation>({
  tag: 'Conversation',
  verb: 'conversation',
  kind: 'noun',
  content: 'nothing',
  children: [],
  attributes: {
    serviceInstanceSid: text({ pattern: /^IS[0-9a-fA-F]{32}$/, form: 'a SID that begins with IS' }),
    inboundAutocreation: boolean(),
    routingAssignmentTimeout: integer({ min: 0 }),
    inboundTimeout: integer({ min: 0 }),
    url: url(),
    method: method(),
    record: choice(
      [
        'do-not-record',
        'record-from-answer',
        'record-from-ringing',
        'record-from-answer-dual',
        'record-from-ringing-dual',
      ],
      { aliases: { true: 'record-from-answer', false: 'do-not-record' } },
    ),
    trim: choice(['trim-silence', 'do-not-trim']),
    recordingStatusCallback: url(),
    recordingStatusCallbackMethod: method(),
    recordingStatusCallbackEvent: list(['in-progress', 'completed', 'absent']),
    statusCallback: url(),
    statusCallbackMethod: method(),
    statusCallbackEvent: list(['call-initiated', 'call-ringing', 'call-answered', 'call-completed']),
  },
  defaults: conversationDefaults,
  undocumented: true,
})

/** A conversation of the Conversations product. */
export function conversation(attributes?: Attributes<Conversation>): Conversation {
  return withAttributes(conversationRules, attributes)
}
