import { isOnThisMachine } from '../attribute.ts'
import { withAttributes } from '../build.ts'
import { problem, type Report } from '../problem.ts'
import {
  type Attributes,
  boolean,
  choice,
  decimal,
  integer,
  list,
  type Method,
  method,
  rulesOf,
  text,
  url,
} from '../rules.ts'
import type { Parameter } from './parameter.ts'
import type { Prompt } from './prompt.ts'

/**
 * Takes a payment by key, without the app hearing the card.
 *
 * Source: reference twiml-voice.md §4.13.
 */
export interface Pay {
  readonly verb: 'pay'
  /** https only, always POST. Default: current document URL. */
  readonly action?: string
  /** Input kind. Default `dtmf`. */
  readonly input?: 'dtmf'
  /** Progress events of the payment session. No default. */
  readonly statusCallback?: string
  /** HTTP method for statusCallback. Default `POST`. */
  readonly statusCallbackMethod?: Method
  /** What is collected. Default `credit-card`. */
  readonly paymentMethod?: 'ach-debit' | 'credit-card'
  /** Only with ach-debit (64017 otherwise). Default `consumer-checking`. */
  readonly bankAccountType?: 'consumer-checking' | 'consumer-savings' | 'commercial-checking' | 'commercial-savings'
  /** Seconds between keys. A whole number of at least 1; default `5`. */
  readonly timeout?: number
  /** Rounds per item. A whole number from 1 to 3; no default. */
  readonly maxAttempts?: number
  /** Ask for the CVV. Default `true`. */
  readonly securityCode?: boolean
  /** true: ask; false: skip; other text: use as the postal code. Default `true`. */
  readonly postalCode?: string
  /** Shortest accepted postal code. A whole number of at least 1; no default. */
  readonly minPostalCodeLength?: number
  /** Connector unique name. Default `Default`. */
  readonly paymentConnector?: string
  /** Kind of token to ask for. Default `reusable`. */
  readonly tokenType?: 'one-time' | 'reusable' | 'payment-method'
  /** Above 0: charge; 0 or absent: tokenise. A number from 0 to 1000000; no default. */
  readonly chargeAmount?: number
  /** ISO currency. Default `usd`. */
  readonly currency?: string
  /** Free text for the processor. No default. */
  readonly description?: string
  /** Cards accepted. Default `visa mastercard amex`. */
  readonly validCardTypes?: readonly (
    | 'visa'
    | 'mastercard'
    | 'amex'
    | 'maestro'
    | 'discover'
    | 'optima'
    | 'jcb'
    | 'diners-club'
    | 'enroute'
  )[]
  /** Prompt language. Default `en-US`. */
  readonly language?:
    | 'de-DE'
    | 'en-AU'
    | 'en-CA'
    | 'en-GB'
    | 'en-IN'
    | 'en-IE'
    | 'en-NZ'
    | 'en-PH'
    | 'en-ZA'
    | 'en-US'
    | 'es-ES'
    | 'es-US'
    | 'fr-CA'
    | 'fr-FR'
    | 'it-IT'
  readonly children: readonly (Parameter | Prompt)[]
}

/** What the network uses for attributes of a `Pay` that are absent. */
export const payDefaults = {
  input: 'dtmf',
  statusCallbackMethod: 'POST',
  paymentMethod: 'credit-card',
  bankAccountType: 'consumer-checking',
  timeout: 5,
  securityCode: true,
  postalCode: 'true',
  paymentConnector: 'Default',
  tokenType: 'reusable',
  currency: 'usd',
  validCardTypes: ['visa', 'mastercard', 'amex'],
  language: 'en-US',
} as const satisfies Partial<Attributes<Pay>>

/** The rules of a `Pay`. */
export const payRules = rulesOf<Pay>({
  tag: 'Pay',
  verb: 'pay',
  kind: 'verb',
  content: 'elements',
  children: ['Parameter', 'Prompt'],
  attributes: {
    action: url({ code: 64016 }),
    input: choice(['dtmf']),
    statusCallback: url(),
    statusCallbackMethod: method(),
    paymentMethod: choice(['ach-debit', 'credit-card']),
    bankAccountType: choice(['consumer-checking', 'consumer-savings', 'commercial-checking', 'commercial-savings']),
    timeout: integer({ min: 1 }),
    maxAttempts: integer({ min: 1, max: 3 }),
    securityCode: boolean(),
    postalCode: text(),
    minPostalCodeLength: integer({ min: 1 }),
    paymentConnector: text({ code: 64004 }),
    tokenType: choice(['one-time', 'reusable', 'payment-method']),
    chargeAmount: decimal({ code: 64003, min: 0, max: 1000000 }),
    currency: text(),
    description: text(),
    validCardTypes: list([
      'visa',
      'mastercard',
      'amex',
      'maestro',
      'discover',
      'optima',
      'jcb',
      'diners-club',
      'enroute',
    ]),
    language: choice([
      'de-DE',
      'en-AU',
      'en-CA',
      'en-GB',
      'en-IN',
      'en-IE',
      'en-NZ',
      'en-PH',
      'en-ZA',
      'en-US',
      'es-ES',
      'es-US',
      'fr-CA',
      'fr-FR',
      'it-IT',
    ]),
  },
  defaults: payDefaults,
  examine: examinePay,
})

/** Takes a payment by key, without the app hearing the card. */
export function pay(attributes?: Attributes<Pay>, children: readonly (Parameter | Prompt)[] = []): Pay {
  return withAttributes(payRules, attributes, { children })
}

function examinePay({ action, paymentMethod, bankAccountType }: Pay, report: Report): void {
  if (typeof action === 'string' && /^http:/i.test(action)) {
    const found = problem(64016, 'Pay: the address of action is not https.', 'Serve it over https.')
    // An app on this machine may go without TLS; that is ours.
    report(isOnThisMachine(action) ? { ...found, severity: 'warning' } : found)
  }
  if (bankAccountType !== undefined && paymentMethod !== 'ach-debit') {
    report(problem(64017, 'Pay: bankAccountType goes only with the paymentMethod "ach-debit".'))
  }
}
