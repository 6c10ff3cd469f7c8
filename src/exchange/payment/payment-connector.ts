/**
 * Payment connectors: what stands between a Pay and a gateway. None of these reaches one; each does what it was set to.
 *
 * Source: reference twiml-voice.md §4.13 and §11 (64001 to 64024); which words go with which code is inferred.
 */
import { type Parameter, type Pay, payDefaults } from '../../twiml/index.ts'

/** How a connector behaves. */
export type PaymentConnector =
  /** Charges and makes tokens, of the kinds it supports; by default of all. */
  | {
      readonly kind: 'accepts'
      /** In any case; default all. */
      readonly currencies?: readonly string[]
      /** Default both. */
      readonly paymentMethods?: readonly ('credit-card' | 'ach-debit')[]
      /** Default all; none: it makes no tokens. */
      readonly tokenTypes?: readonly ('one-time' | 'reusable' | 'payment-method')[]
      /** Default true. */
      readonly charges?: boolean
      /** Names of the Parameters it cannot do without; default none. */
      readonly needs?: readonly string[]
    }
  /** The gateway rejects the card (64012) or the account (64008, 64010); `message` is what it says itself. */
  | { readonly kind: 'declines'; readonly message?: string }
  /** The connector or the gateway fails, with one of the codes 64001 to 64024; default 64002. */
  | { readonly kind: 'errors'; readonly code?: number; readonly message?: string }

/** What is wrong with a payment, as the action learns it. */
export interface PaymentFailure {
  /** `PayErrorCode`, of the network's error dictionary. */
  readonly code: number
  /** `PaymentError`, in plain words. */
  readonly error: string
  /** `ConnectorError`: what the other side said itself. */
  readonly connectorError?: string
}

/** The one that is there without being set. */
export const defaultConnector: PaymentConnector = { kind: 'accepts' }

/** Whether a Pay takes money, rather than asking for a token. */
export const isCharge = ({ chargeAmount = 0 }: Pay): boolean => chargeAmount > 0

/** Why a connector cannot do what a Pay asks, before anybody has keyed anything; undefined when it can. */
export function objectionOf(connector: PaymentConnector, pay: Pay): PaymentFailure | undefined {
  if (connector.kind !== 'accepts') return undefined
  const { paymentMethod, tokenType, currency } = { ...payDefaults, ...pay }
  const { currencies, paymentMethods, tokenTypes, charges = true } = connector
  if (paymentMethods?.includes(paymentMethod) === false) return unsupported(64013, 'the payment method')
  if (isCharge(pay) && !charges) return unsupported(64007, 'charges')
  if (isCharge(pay) && currencies?.some((one) => isSameWord(one, currency)) === false) {
    return unsupported(64011, 'the currency')
  }
  if (!isCharge(pay) && tokenTypes?.length === 0) return unsupported(64005, 'tokens')
  if (!isCharge(pay) && tokenTypes?.includes(tokenType) === false) return unsupported(64006, 'the type of token')
  return missing(connector.needs ?? [], pay)
}

/** What a connector makes of a payment that was keyed; undefined when it goes through. */
export function failureOf(connector: PaymentConnector, pay: Pay): PaymentFailure | undefined {
  switch (connector.kind) {
    case 'accepts':
      return undefined
    case 'declines': {
      const isCard = pay.paymentMethod !== 'ach-debit'
      const { message: connectorError = isCard ? 'card_declined' : 'account_declined' } = connector
      if (isCard) return { code: 64012, error: 'card is declined', connectorError }
      return { code: isCharge(pay) ? 64008 : 64010, error: 'account is declined', connectorError }
    }
    case 'errors': {
      const { code = 64002, message: connectorError = 'the gateway did not answer' } = connector
      return { code, error: 'the payment could not be processed', connectorError }
    }
    default:
      return connector satisfies never
  }
}

const unsupported = (code: number, what: string): PaymentFailure => ({
  code,
  error: `the connector does not support ${what}`,
})

function missing(needs: readonly string[], { children }: Pay): PaymentFailure | undefined {
  const names = children.filter((child): child is Parameter => child.verb === 'parameter').map(({ name }) => name)
  const lacking = needs.find((need) => !names.includes(need))
  if (lacking === undefined) return undefined
  return { code: lacking === 'AVSName' ? 64014 : 64015, error: `the Parameter ${lacking} is missing` }
}

const isSameWord = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()
