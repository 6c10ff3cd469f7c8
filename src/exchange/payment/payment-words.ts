/**
 * What a caller hears in a payment: the words of the document where it has some, the network's own otherwise.
 *
 * The network's own are English in every language; the real ones are not published. Source: reference twiml-voice.md
 * §4.13.
 */
import type { Pay, Prompt } from '../../twiml/index.ts'
import type { CardType } from './card.ts'
import type { EntryError } from './payment-item.ts'

/** Where in a payment a caller is. */
export interface PaymentMoment {
  readonly step: Prompt['for']
  /** From 1, of this step. */
  readonly attempt: number
  /** Why the attempt before was none. */
  readonly error?: EntryError | undefined
  readonly cardType?: CardType | undefined
}

/**
 * The prompt of the document for a moment: of those that fit the one that says most about when, then the first.
 *
 * Source: reference twiml-voice.md §4.13, documented; what is more specific than what is inferred.
 */
export function promptFor(moment: PaymentMoment, { children }: Pay): Prompt | undefined {
  const fitting = children.filter((child) => child.verb === 'prompt' && fits(child, moment)) as Prompt[] // filtered
  return fitting.sort((one, other) => conditionsOf(other) - conditionsOf(one))[0]
}

/** What the network says by itself. */
export function ownWords({ step, error }: PaymentMoment): string {
  return error === undefined ? questions[step] : `${complaints[error]} ${questions[step]}`
}

/** What it says when an item is to be keyed a second time. */
export const onceMore = 'Please enter it once more, followed by the pound key.'

function fits(prompt: Prompt, { step, attempt, error, cardType }: PaymentMoment): boolean {
  const { errorType, cardType: types, attempt: attempts } = prompt
  if (prompt.for !== step) return false
  if (errorType !== undefined && !errorType.some((type) => type === error || `input-${type}` === error)) return false
  if (types !== undefined && !types.some((type) => type === cardType)) return false
  return attempts === undefined || attempts.includes(attempt)
}

const conditionsOf = ({ errorType, cardType, attempt }: Prompt): number =>
  [errorType, cardType, attempt].filter((condition) => condition !== undefined).length

const questions: Readonly<Record<Prompt['for'], string>> = {
  'payment-card-number': 'Please enter your card number, followed by the pound key.',
  'expiration-date': 'Please enter the expiration date, two digits for the month and two for the year.',
  'security-code': 'Please enter the security code of your card.',
  'postal-code': 'Please enter your postal code, followed by the pound key.',
  'bank-routing-number': 'Please enter the routing number of your bank, followed by the pound key.',
  'bank-account-number': 'Please enter your bank account number, followed by the pound key.',
  'payment-processing': 'Please wait while your payment is processed.',
}

const complaints: Readonly<Record<EntryError, string>> = {
  'input-timeout': 'Nothing was entered.',
  'input-matching-failed': 'The two entries differ.',
  'invalid-card-number': 'That card number is not valid.',
  'invalid-card-type': 'Cards of that kind are not accepted.',
  'invalid-date': 'That date is not valid.',
  'invalid-security-code': 'That security code is not valid.',
  'invalid-postal-code': 'That postal code is not valid.',
  'invalid-bank-routing-number': 'That routing number is not valid.',
  'invalid-bank-account-number': 'That account number is not valid.',
}
