/**
 * Phone numbers in international form: `+`, country code, subscriber number.
 */
import { parsePhoneNumberFromString } from 'libphonenumber-js'

/** Whether `text` is written in E.164 and has a length its country knows. Whether anybody answers is another matter. */
export function isE164(text: string): boolean {
  return /^\+[1-9]\d{6,14}$/.test(text) && parsePhoneNumberFromString(text)?.isPossible() === true
}

/** `+1 202 555 0101`: a number as people read it; anything that is not a number comes back as it is. */
export function readableNumber(text: string): string {
  return parsePhoneNumberFromString(text)?.formatInternational() ?? text
}

/** Two capital letters for the country of a number in E.164; undefined when it cannot be told. */
export function countryOf(text: string): string | undefined {
  return parsePhoneNumberFromString(text)?.country
}

/** A number as somebody of `country` dials it, in E.164; undefined when there is none such. */
export function numberIn(digits: string, country: string): string | undefined {
  // The library knows countries by two letters; one it does not know gives no number.
  const parsed = parsePhoneNumberFromString(digits, country as 'US')
  return parsed?.isPossible() ? parsed.number : undefined
}
