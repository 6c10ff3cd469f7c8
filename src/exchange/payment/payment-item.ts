/**
 * What a Pay asks for, item by item, and what is wrong with what was keyed.
 *
 * Pure. Source: reference twiml-voice.md §4.13; the order is inferred, and so is the greatest length of an account.
 */
import type { Instant } from '../../clock/clock.ts'
import { type Pay, type Prompt, payDefaults } from '../../twiml/index.ts'
import { type CardType, cardTypeOf, securityCodeLength } from './card.ts'

/** Something a caller keys; also the word for it in prompts and callbacks. */
export type PaymentItem = Exclude<Prompt['for'], 'payment-processing'>

/** What a caller has keyed so far, or the document gave. Never leaves the payment but masked. */
export type Keyed = Partial<Readonly<Record<PaymentItem, string>>>

/** Why an entry was not taken, in the words of the network. */
export type EntryError = 'input-timeout' | 'input-matching-failed' | ItemError

/** What an item alone can be wrong with. */
export type ItemError =
  | 'invalid-card-number'
  | 'invalid-card-type'
  | 'invalid-date'
  | 'invalid-security-code'
  | 'invalid-postal-code'
  | 'invalid-bank-routing-number'
  | 'invalid-bank-account-number'

/** The items to ask for, in order. */
export function itemsOf({ paymentMethod, securityCode, postalCode = payDefaults.postalCode }: Pay): PaymentItem[] {
  if (paymentMethod === 'ach-debit') return ['bank-routing-number', 'bank-account-number']
  const items: PaymentItem[] = ['payment-card-number', 'expiration-date']
  if (securityCode ?? payDefaults.securityCode) items.push('security-code')
  if (postalCode === 'true') items.push('postal-code')
  return items
}

/** What the document gives, so that nobody is asked for it. */
export function givenIn({ paymentMethod, postalCode = payDefaults.postalCode }: Pay): Keyed {
  const isGiven = paymentMethod !== 'ach-debit' && postalCode !== 'true' && postalCode !== 'false'
  return isGiven ? { 'postal-code': postalCode } : {}
}

/** What is wrong with an entry; undefined when nothing is. */
export function objectionTo(
  item: PaymentItem,
  digits: string,
  pay: Pay,
  keyed: Keyed,
  now: Instant,
): ItemError | undefined {
  switch (item) {
    case 'payment-card-number':
      return objectionToCard(digits, pay)
    case 'expiration-date':
      return isToCome(digits, now) ? undefined : 'invalid-date'
    case 'security-code':
      return digits.length === securityCodeLength(cardIn(keyed)) ? undefined : 'invalid-security-code'
    case 'postal-code':
      return digits.length >= (pay.minPostalCodeLength ?? 1) ? undefined : 'invalid-postal-code'
    case 'bank-routing-number':
      return isRoutingNumber(digits) ? undefined : 'invalid-bank-routing-number'
    case 'bank-account-number':
      return /^\d{4,17}$/.test(digits) ? undefined : 'invalid-bank-account-number'
    default:
      return item satisfies never
  }
}

/** The error that an item has of its own: also what an entry that never came is called in the end. */
export const ownError: Readonly<Record<PaymentItem, ItemError>> = {
  'payment-card-number': 'invalid-card-number',
  'expiration-date': 'invalid-date',
  'security-code': 'invalid-security-code',
  'postal-code': 'invalid-postal-code',
  'bank-routing-number': 'invalid-bank-routing-number',
  'bank-account-number': 'invalid-bank-account-number',
}

/** The kind of the card whose number was keyed. */
export const cardIn = (keyed: Keyed): CardType | undefined => cardTypeOf(keyed['payment-card-number'] ?? '')

function objectionToCard(digits: string, { validCardTypes = payDefaults.validCardTypes }: Pay): ItemError | undefined {
  const type = cardTypeOf(digits)
  if (type === undefined) return 'invalid-card-number'
  return (validCardTypes as readonly CardType[]).includes(type) ? undefined : 'invalid-card-type' // the default is narrower
}

/** MMYY; a card is good to the end of its month, by the clock of Greenwich. */
function isToCome(digits: string, now: Instant): boolean {
  const [, month = '', year = ''] = /^(0[1-9]|1[0-2])(\d\d)$/.exec(digits) ?? []
  return month !== '' && Date.UTC(2000 + Number(year), Number(month)) > now
}

/** Nine digits, weighted 3, 7 and 1, that come to a multiple of ten. */
function isRoutingNumber(digits: string): boolean {
  if (!/^\d{9}$/.test(digits) || digits === '000000000') return false
  const weights = [3, 7, 1]
  return [...digits].reduce((total, digit, place) => total + Number(digit) * (weights[place % 3] ?? 0), 0) % 10 === 0
}
