import { textOrElements, withAttributes } from '../build.ts'
import { textOr } from '../examinations.ts'
import { type Attributes, boolean, list, type Method, method, rulesOf, text, url } from '../rules.ts'
import type { Parameter } from './parameter.ts'

/**
 * A TwiML application that takes the call.
 *
 * Source: reference twiml-voice.md §5.6.
 */
export interface Application {
  readonly verb: 'application'
  /**
   * Identity passed to the called application. At most 256 characters; default: AccountSid
   * of the caller.
   */
  readonly customerId?: string
  /** true: the To of the parent call is kept; false: To = application sid. Default `false`. */
  readonly copyParentTo?: boolean
  /** Only in the client library. No default. */
  readonly url?: string
  /** Only in the client library. Default `POST`. */
  readonly method?: Method
  /** Only in the client library. No default. */
  readonly statusCallback?: string
  /** Only in the client library. Default `POST`. */
  readonly statusCallbackMethod?: Method
  /** Only in the client library. Default `completed`. */
  readonly statusCallbackEvent?: readonly ('initiated' | 'ringing' | 'answered' | 'completed')[]
  /** Application sid; required unless an ApplicationSid child is present. */
  readonly text?: string
  readonly children: readonly (ApplicationSid | Parameter)[]
}

/** What the network uses for attributes of a `Application` that are absent. */
export const applicationDefaults = {
  copyParentTo: false,
  method: 'POST',
  statusCallbackMethod: 'POST',
  statusCallbackEvent: ['completed'],
} as const satisfies Partial<Attributes<Application>>

/** The rules of a `Application`. */
export const applicationRules = rulesOf<Application>({
  tag: 'Application',
  verb: 'application',
  kind: 'noun',
  content: 'elements-or-text',
  children: ['ApplicationSid', 'Parameter'],
  attributes: {
    customerId: text({ maxLength: 256 }),
    copyParentTo: boolean(),
    url: url({ undocumented: true }),
    method: method({ undocumented: true }),
    statusCallback: url({ undocumented: true }),
    statusCallbackMethod: method({ undocumented: true }),
    statusCallbackEvent: list(['initiated', 'ringing', 'answered', 'completed'], { undocumented: true }),
  },
  defaults: applicationDefaults,
  examine: textOr('ApplicationSid', 'applicationSid'),
})

/** A TwiML application that takes the call. */
export function application(
  to: string | ApplicationSid | Parameter | readonly (ApplicationSid | Parameter)[],
  attributes?: Attributes<Application>,
): Application {
  return withAttributes(applicationRules, attributes, textOrElements(to))
}

/**
 * The application, when it also has parameters.
 *
 * Source: reference twiml-voice.md §5.13.
 */
export interface ApplicationSid {
  readonly verb: 'applicationSid'
  readonly text: string
}

/** The rules of a `ApplicationSid`. */
export const applicationSidRules = rulesOf<ApplicationSid>({
  tag: 'ApplicationSid',
  verb: 'applicationSid',
  kind: 'child',
  content: 'text',
  children: [],
  attributes: {},
  defaults: {},
})

/** The application, when it also has parameters. */
export function applicationSid(text: string): ApplicationSid {
  return { verb: 'applicationSid', text: text.trim() }
}
