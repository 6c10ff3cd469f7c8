import { withAttributes } from '../build.ts'
import { outside } from '../examinations.ts'
import { type Attributes, boolean, choice, integers, list, type Other, rulesOf } from '../rules.ts'
import type { Pause } from './pause.ts'
import type { Play } from './play.ts'
import type { Say } from './say.ts'

/**
 * The words a `Pay` says at one of its stages.
 *
 * Source: reference twiml-voice.md §4.13.
 */
export interface Prompt {
  readonly verb: 'prompt'
  /** Which step the prompt replaces.. Required. */
  readonly for:
    | 'payment-card-number'
    | 'expiration-date'
    | 'security-code'
    | 'postal-code'
    | 'payment-processing'
    | 'bank-account-number'
    | 'bank-routing-number'
  /** Use only after these errors. No default. */
  readonly errorType?: readonly (
    | 'timeout'
    | 'invalid-card-number'
    | 'invalid-card-type'
    | 'invalid-date'
    | 'invalid-security-code'
    | 'internal-error'
    | 'input-matching-failed'
    | Other
  )[]
  /** Use only for these cards. No default. */
  readonly cardType?: readonly (
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
  /** Use only in these attempts (space separated). No default. */
  readonly attempt?: readonly number[]
  /** Customer must key the item twice with equal result. Default `false`. */
  readonly requireMatchingInputs?: boolean
  readonly children: readonly (Say | Play | Pause)[]
}

/** What the network uses for attributes of a `Prompt` that are absent. */
export const promptDefaults = {
  requireMatchingInputs: false,
} as const satisfies Partial<Attributes<Prompt>>

/** The rules of a `Prompt`. */
export const promptRules = rulesOf<Prompt>({
  tag: 'Prompt',
  verb: 'prompt',
  kind: 'child',
  content: 'elements',
  children: ['Say', 'Play', 'Pause'],
  attributes: {
    for: choice(
      [
        'payment-card-number',
        'expiration-date',
        'security-code',
        'postal-code',
        'payment-processing',
        'bank-account-number',
        'bank-routing-number',
      ],
      { required: true },
    ),
    errorType: list(
      [
        'timeout',
        'invalid-card-number',
        'invalid-card-type',
        'invalid-date',
        'invalid-security-code',
        'internal-error',
        'input-matching-failed',
      ],
      { isOpen: true },
    ),
    cardType: list(['visa', 'mastercard', 'amex', 'maestro', 'discover', 'optima', 'jcb', 'diners-club', 'enroute']),
    attempt: integers({ min: 1 }),
    requireMatchingInputs: boolean(),
  },
  defaults: promptDefaults,
  examine: outside('Pay'),
})

/** The words a `Pay` says at one of its stages. */
export function prompt(attributes: Attributes<Prompt>, children: readonly (Say | Play | Pause)[] = []): Prompt {
  return withAttributes(promptRules, attributes, { children })
}
