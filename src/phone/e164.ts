/**
 * Phone numbers in international form: `+`, country code, subscriber number.
 */
import { isSupportedCountry, parsePhoneNumberFromString, validatePhoneNumberLength } from 'libphonenumber-js'
import { remembered } from './remembered.ts'

const parsed = remembered((text) => parsePhoneNumberFromString(text))

/** Whether `text` is written in E.164 and has a length its country knows. Whether anybody answers is another matter. */
export function isE164(text: string): boolean {
  return /^\+[1-9]\d{6,14}$/.test(text) && parsed(text)?.isPossible() === true
}

/** `+1 202 555 0101`: a number as people read it; anything that is not a number comes back as it is. */
export function readableNumber(text: string): string {
  return parsed(text)?.formatInternational() ?? text
}

/** Two capital letters for the country of a number in E.164; undefined when it cannot be told. */
export function countryOf(text: string): string | undefined {
  return parsed(text)?.country
}

/** Every country a number in E.164 may be of: one as a rule, several where they share a calling code. */
export function countriesOf(text: string): readonly string[] {
  const number = parsed(text)
  if (number === undefined) return []
  return number.country === undefined ? number.getPossibleCountries() : [number.country]
}

/** A number as somebody of `country` dials it, in E.164; undefined when there is none such. */
export function numberIn(digits: string, country: string): string | undefined {
  // The library knows countries by two letters; one it does not know gives no number.
  const parsed = parsePhoneNumberFromString(digits, country as 'US')
  return parsed?.isPossible() ? parsed.number : undefined
}
/** `(202) 555-0101`: a number in E.164 as people of its country write it; anything else comes back as it is. */
export function nationalNumber(text: string): string {
  return parsed(text)?.formatNational() ?? text
}

/** What can be said of a number without asking anybody. */
export interface NumberFacts {
  /** E.164 when it can be read, else as it was given. */
  readonly number: string
  /** Two capital letters. */
  readonly country: string | null
  readonly callingCode: string | null
  /** As people of its country write it. */
  readonly national: string | null
  /** Why it is no number; undefined when it is one. */
  readonly error?:
    | 'TOO_SHORT'
    | 'TOO_LONG'
    | 'INVALID_BUT_POSSIBLE'
    | 'INVALID_COUNTRY_CODE'
    | 'INVALID_LENGTH'
    | 'NOT_A_NUMBER'
}

/**
 * Reads a number.
 *
 * @param home two capital letters: where a number without country code is from
 */
export function numberFacts(text: string, home: string): NumberFacts {
  const country = isSupportedCountry(home) ? home : 'US'
  const parsed = parsePhoneNumberFromString(text, country)
  const number = parsed?.number ?? text
  const length = validatePhoneNumberLength(text, country)
  const known = {
    number,
    country: parsed?.country ?? null,
    callingCode: parsed?.countryCallingCode ?? null,
    national: parsed?.formatNational() ?? null,
  }
  if (length !== undefined) return { ...known, error: lengthErrors[length] }
  return parsed?.isValid() === true ? known : { ...known, error: 'INVALID_BUT_POSSIBLE' }
}

const lengthErrors = {
  TOO_SHORT: 'TOO_SHORT',
  TOO_LONG: 'TOO_LONG',
  INVALID_LENGTH: 'INVALID_LENGTH',
  INVALID_COUNTRY: 'INVALID_COUNTRY_CODE',
  NOT_A_NUMBER: 'NOT_A_NUMBER',
} as const

/** Whether it is a toll-free number of North America. */
export const isTollFree = (number: string): boolean => /^\+1(800|833|844|855|866|877|888)\d{7}$/.test(number)
