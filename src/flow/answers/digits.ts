import type { Answer, AnswerKind, Understood } from './answer.ts'
import { spokenDigits } from './spoken.ts'

type Digits = Extract<Answer, { answer: 'digits' }>

export const digitsAnswer: AnswerKind<Digits> = {
  keys: ({ length }) => (typeof length === 'number' ? { numDigits: length } : {}),
  hearsSpeech: true,
  understand(answer, input): Understood {
    const digits = input.kind === 'digits' ? input.digits.replace(/\D/g, '') : spokenDigits(input.text)
    return isRight(answer, digits) ? { kind: 'value', value: digits } : { kind: 'nothing' }
  },
  inWords: (_answer, value) => [...String(value)].join(' '),
  isReadBack: true,
}

function isRight({ length, check }: Digits, digits: string): boolean {
  const { least, most } =
    typeof length === 'number' ? { least: length, most: length } : (length ?? { least: 1, most: 64 })
  if (digits.length < least || digits.length > most) return false
  if (check === 'luhn') return passesLuhn(digits)
  return check !== 'mod-97' || passesMod97(digits)
}

/** The check digit of cards and many account numbers. */
function passesLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const doubled = Number(digit) * (place % 2 === 0 ? 1 : 2)
    return total + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return digits.length > 0 && sum % 10 === 0
}

/** ISO 7064 mod 97-10: the number leaves 1. */
function passesMod97(digits: string): boolean {
  const rest = [...digits].reduce((remainder, digit) => (remainder * 10 + Number(digit)) % 97, 0)
  return rest === 1
}
