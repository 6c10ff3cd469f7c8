/**
 * Payment cards: whose they are, by their number.
 *
 * Source: the table of `validCardTypes` on the page of Pay (reference twiml-voice.md §4.13), documented; the lengths of
 * Visa are read as 13, 16 and 19. Optima has no row there, so no number is ever taken for one.
 */
import type { Pay } from '../../twiml/index.ts'

/** A kind of card, in the words of the network. */
export type CardType = NonNullable<Pay['validCardTypes']>[number]

/** The kind of card that a number of digits belongs to; undefined when none has it, or its check digit is wrong. */
export function cardTypeOf(digits: string): CardType | undefined {
  if (!hasCheckDigit(digits)) return undefined
  return kinds.find(({ lengths: [least, most], prefix }) => {
    return digits.length >= least && digits.length <= most && prefix.test(digits)
  })?.type
}

/** How many digits the code on a card has. */
export const securityCodeLength = (type: CardType | undefined): number => (type === 'amex' ? 4 : 3)

/** Luhn: every second digit from the right counts double. */
function hasCheckDigit(digits: string): boolean {
  const weights = [...digits].reverse().map((digit, place) => {
    const weight = Number(digit) * (place % 2 === 0 ? 1 : 2)
    return weight > 9 ? weight - 9 : weight
  })
  return weights.reduce((total, weight) => total + weight, 0) % 10 === 0
}

interface Kind {
  readonly type: CardType
  readonly lengths: readonly [least: number, most: number]
  readonly prefix: RegExp
}

/** The narrower before the wider: Maestro has nearly everything that begins with a 6. */
const kinds: readonly Kind[] = [
  { type: 'amex', lengths: [15, 15], prefix: /^3[47]/ },
  { type: 'visa', lengths: [13, 19], prefix: /^4(\d{12}|\d{15}|\d{18})$/ },
  { type: 'mastercard', lengths: [16, 16], prefix: /^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/ },
  { type: 'discover', lengths: [16, 19], prefix: /^(64|65|6011)/ },
  { type: 'jcb', lengths: [16, 19], prefix: /^35(2[89]|[3-8]\d)/ },
  { type: 'enroute', lengths: [15, 15], prefix: /^(2014|2149)/ },
  { type: 'diners-club', lengths: [14, 19], prefix: /^36/ },
  { type: 'diners-club', lengths: [16, 19], prefix: /^(30[0-4]|3095|38|39)/ },
  { type: 'maestro', lengths: [12, 19], prefix: /^(5[0678]|6)/ },
]
