/**
 * Where calls may go: which countries and prefixes a number belongs to, and whether somebody earns from being called there.
 */
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { remembered } from './remembered.ts'

/** What may be dialled. */
export interface DestinationRules {
  /** Countries as two capital letters (`US`), or prefixes in E.164 (`+4420`). */
  readonly allowed: readonly string[]
  /** Whether numbers may be dialled whose owner is paid for each call. */
  readonly allowsPremium: boolean
}

/** Why a number may not be dialled. */
export type DestinationVerdict = 'allowed' | 'no-number' | 'premium' | 'not-allowed'

/** Types of numbers whose owner earns from calls; personal numbers of some countries are used for nothing else. */
const PREMIUM: readonly (string | undefined)[] = ['PREMIUM_RATE', 'PERSONAL_NUMBER']

/** Whose a number is, by the library's largest table, which knows types. */
const factsOf = remembered((number) => {
  const parsed = parsePhoneNumberFromString(number)
  return { type: parsed?.getType(), country: parsed?.country }
})

/** Whether a number may be dialled. A prefix that is written out counts also for numbers of no country, such as satellites. */
export function judgeDestination(number: string, { allowed, allowsPremium }: DestinationRules): DestinationVerdict {
  if (!/^\+[1-9]\d{6,14}$/.test(number)) return 'no-number'
  const { type, country } = factsOf(number)
  if (!allowsPremium && PREMIUM.includes(type)) return 'premium'
  const isAllowed = allowed.some((one) => (one.startsWith('+') ? number.startsWith(one) : one === country))
  return isAllowed ? 'allowed' : 'not-allowed'
}
