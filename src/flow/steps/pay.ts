import { z } from 'zod'
import { pay as payVerb } from '../../twiml/index.ts'
import type { PaymentEnded } from '../event.ts'
import { promptShape, targetShape } from '../json-shapes.ts'
import type { Prompt } from '../prompt.ts'
import { type FromData, valueAt } from '../prompts/spoken-value.ts'
import { type Json, NO_TRIES } from '../session.ts'
import type { Move, StepBehaviour, StepContext } from '../step-behaviour.ts'

/** Takes a payment by key; the app never hears the card. */
export interface PayStep<Target extends string = string> extends PayOptions<Target> {
  readonly kind: 'pay'
}

/** Options of {@link pay}. */
export interface PayOptions<Target extends string> {
  /** Cents, or where they stand in the session's data. Absent: nothing is charged, and the card becomes a token. */
  readonly amount?: number | FromData
  /** ISO 4217, default `USD`. */
  readonly currency?: string
  /** For the statement of the processor. */
  readonly description?: string
  /** The Pay connector of the account, default `Default`. */
  readonly connector?: string
  /** How often each item is asked for, 1 to 3, default 2. */
  readonly attempts?: number
  /** Spoken before the card is asked for. */
  readonly prompt?: Prompt
  /** The key of the session's data that is to hold the result, default `payment`. */
  readonly into?: string
  /** Where the call goes when it is paid. */
  readonly then: Target
  /** Where it goes when the caller has given it up with the star key; default as `failed`. */
  readonly canceled?: Target
  /** Where it goes when the card was refused, or could not be entered. */
  readonly failed: Target
}

/**
 * A step that takes a payment.
 *
 * Card numbers go from the caller's keys to the processor; what comes here is a result, the last four digits, and a confirmation
 * or a token. Needs an account in PCI mode and a Pay connector. Source: reference twiml-voice.md §4.13.
 *
 * The data holds `{ result, confirmation, token, card }`; `result` is the network's own word, such as `success` or
 * `payment-connector-error`.
 */
export function pay<const Target extends string>(options: PayOptions<Target>): PayStep<Target> {
  return { kind: 'pay', ...options }
}

export const payBehaviour: StepBehaviour<PayStep> = {
  enter: begin,
  take(step, event, context) {
    if (event.kind === 'paid') return settle(step, event)
    return event.kind === 'hung-up' ? { kind: 'end', verbs: [] } : begin(step, context)
  },
  exits: (step) => [
    { to: step.then, label: 'paid', isAutomatic: false, at: 'then' },
    ...(step.canceled ? [{ to: step.canceled, label: 'given up', isAutomatic: false, at: 'canceled' }] : []),
    { to: step.failed, label: 'not paid', isAutomatic: true, at: 'failed' },
  ],
  prompts: (step) => [{ at: 'prompt', prompt: step.prompt }],
  title: (step) => (step.amount === undefined ? 'Takes a card' : 'Takes a payment'),
  shape: z.strictObject({
    kind: z.literal('pay'),
    amount: z.union([z.number(), z.strictObject({ data: z.string() })]).optional(),
    currency: z.string().optional(),
    description: z.string().optional(),
    connector: z.string().optional(),
    attempts: z.number().optional(),
    prompt: promptShape.optional(),
    into: z.string().optional(),
    then: targetShape,
    canceled: targetShape.optional(),
    failed: targetShape,
  }),
  ranges: (step) => [
    { at: 'attempts', value: step.attempts, least: 1, most: 3 },
    { at: 'amount', value: typeof step.amount === 'number' ? step.amount : undefined, least: 1, most: 100_000_000 },
  ],
}

function begin(step: PayStep, context: StepContext): Move {
  const { session, absolute, answerUrl, speak } = context
  const cents = typeof step.amount === 'object' ? Number(valueAt(session.data, step.amount.data)) : step.amount
  // Charging nothing would take a token in place of money.
  if (cents !== undefined && !(cents > 0))
    return { kind: 'go', to: step.failed, learned: resultOf(step, { result: 'no-amount' }) }
  const verb = payVerb({
    action: absolute(answerUrl),
    maxAttempts: step.attempts ?? 2,
    ...(cents !== undefined && { chargeAmount: cents / 100, currency: (step.currency ?? 'USD').toLowerCase() }),
    ...(step.description !== undefined && { description: step.description }),
    ...(step.connector !== undefined && { paymentConnector: step.connector }),
  })
  return { kind: 'ask', verbs: [...speak(step.prompt), verb], tries: NO_TRIES }
}

function settle(step: PayStep, { result, confirmation, token, card }: PaymentEnded): Move {
  const learned = resultOf(step, {
    result,
    ...(confirmation !== undefined && { confirmation }),
    ...(token !== undefined && { token }),
    ...(card !== undefined && { card }),
  })
  switch (result) {
    case 'success':
      return { kind: 'go', to: step.then, learned }
    case 'caller-hung-up':
      return { kind: 'end', verbs: [], learned }
    case 'caller-interrupted-with-star':
      return { kind: 'go', to: step.canceled ?? step.failed, learned }
    default:
      return { kind: 'go', to: step.failed, learned }
  }
}

const resultOf = ({ into = 'payment' }: PayStep, result: Json) => ({ [into]: result })
