/**
 * What the app learns of a payment, in Twilio's spelling: every item masked as the network masks it.
 *
 * Source: reference twiml-voice.md §4.13, documented. Date, postal code and routing number are told as they are.
 */
import { type Pay, payDefaults } from '../../twiml/index.ts'
import type { Parameter } from '../request/signature.ts'
import { cardIn, type Keyed } from './payment-item.ts'

/** What was keyed so far. `isFinal`: for the action, which gets card numbers in groups. */
export function maskedItems(pay: Pay, keyed: Keyed, isFinal: boolean): Parameter[] {
  const parameters: Parameter[] = []
  const put = (name: string, value: string | undefined) => void (value !== undefined && parameters.push([name, value]))
  const card = keyed['payment-card-number']
  put('PaymentCardNumber', card && maskedCard(card, isFinal))
  put('PaymentCardType', card && cardIn(keyed))
  put('ExpirationDate', keyed['expiration-date'])
  put('SecurityCode', keyed['security-code']?.replaceAll(/\d/g, '*'))
  put('PaymentCardPostalCode', keyed['postal-code'])
  put('BankRoutingNumber', keyed['bank-routing-number'])
  put('BankAccountNumber', keyed['bank-account-number']?.replaceAll(/\d(?=\d\d)/g, '*'))
  if (pay.paymentMethod === 'ach-debit') put('BankAccountType', pay.bankAccountType ?? payDefaults.bankAccountType)
  return parameters
}

/** `xxxx-xxxxxx-x4001`, or `xxxxxxxxxxx4001` without groups. */
function maskedCard(digits: string, isGrouped: boolean): string {
  const masked = 'x'.repeat(digits.length - 4) + digits.slice(-4)
  if (!isGrouped) return masked
  const groups = digits.length === 15 ? /^(.{4})(.{6})(.*)$/ : /(.{4})(?=.)/g
  return digits.length === 15 ? masked.replace(groups, '$1-$2-$3') : masked.replace(groups, '$1-')
}
