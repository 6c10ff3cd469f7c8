import { textOrElements, withAttributes } from '../build.ts'
import { textOr } from '../examinations.ts'
import { type Attributes, list, type Method, method, rulesOf, url } from '../rules.ts'
import type { Parameter } from './parameter.ts'

/**
 * A browser or app to ring, by its identity.
 *
 * Source: reference twiml-voice.md §5.2.
 */
export interface Client {
  readonly verb: 'client'
  /** TwiML fetched for the client leg after it answers and before it is bridged ("whisper"). No default. */
  readonly url?: string
  /** HTTP method for url. Default `POST`. */
  readonly method?: Method
  /** Receives call-progress events of the client leg. No default. */
  readonly statusCallback?: string
  /** HTTP method for statusCallback. Default `POST`. */
  readonly statusCallbackMethod?: Method
  /** Which progress events are sent (space separated). Default `completed`. */
  readonly statusCallbackEvent?: readonly ('initiated' | 'ringing' | 'answered' | 'completed')[]
  /** POSTed with push-notification details; not in the client library. No default. */
  readonly clientNotificationUrl?: string
  /** Identity (at most 256 characters); required unless an Identity child is present. */
  readonly text?: string
  readonly children: readonly (Identity | Parameter)[]
}

/** What the network uses for attributes of a `Client` that are absent. */
export const clientDefaults = {
  method: 'POST',
  statusCallbackMethod: 'POST',
  statusCallbackEvent: ['completed'],
} as const satisfies Partial<Attributes<Client>>

/** The rules of a `Client`. */
export const clientRules = rulesOf<Client>({
  tag: 'Client',
  verb: 'client',
  kind: 'noun',
  content: 'elements-or-text',
  children: ['Identity', 'Parameter'],
  attributes: {
    url: url(),
    method: method(),
    statusCallback: url(),
    statusCallbackMethod: method(),
    statusCallbackEvent: list(['initiated', 'ringing', 'answered', 'completed']),
    clientNotificationUrl: url(),
  },
  defaults: clientDefaults,
  examine: textOr('Identity', 'identity'),
})

/** A browser or app to ring, by its identity. */
export function client(
  to: string | Identity | Parameter | readonly (Identity | Parameter)[],
  attributes?: Attributes<Client>,
): Client {
  return withAttributes(clientRules, attributes, textOrElements(to))
}

/**
 * The identity of the client to ring, when the client also has parameters.
 *
 * Source: reference twiml-voice.md §5.13.
 */
export interface Identity {
  readonly verb: 'identity'
  readonly text: string
}

/** The rules of a `Identity`. */
export const identityRules = rulesOf<Identity>({
  tag: 'Identity',
  verb: 'identity',
  kind: 'child',
  content: 'text',
  children: [],
  attributes: {},
  defaults: {},
})

/** The identity of the client to ring, when the client also has parameters. */
export function identity(text: string): Identity {
  return { verb: 'identity', text: text.trim() }
}
