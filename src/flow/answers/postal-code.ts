import type { Answer, AnswerKind, Understood } from './answer.ts'
import { spokenDigits } from './spoken.ts'

type PostalCode = Extract<Answer, { answer: 'postal-code' }>

/** Codes with letters can only be said. */
const forms: Readonly<Record<NonNullable<PostalCode['country']>, RegExp>> = {
  US: /^\d{5}$/,
  DE: /^\d{5}$/,
  FR: /^\d{5}$/,
  ES: /^\d{5}$/,
  CA: /^[ABCEGHJ-NPRSTVXY]\d[A-Z]\d[A-Z]\d$/,
  GB: /^[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}$/,
}

export const postalCodeAnswer: AnswerKind<PostalCode> = {
  keys: ({ country = 'US' }) => (country === 'CA' || country === 'GB' ? {} : { numDigits: 5 }),
  hearsSpeech: true,
  understand({ country = 'US' }, input): Understood {
    const hasLetters = country === 'CA' || country === 'GB'
    const text = input.kind === 'digits' ? input.digits : input.text
    const code = hasLetters ? text.toUpperCase().replace(/[^A-Z0-9]/g, '') : spokenDigits(text)
    return forms[country].test(code) ? { kind: 'value', value: code } : { kind: 'nothing' }
  },
  inWords: (_answer, value) => [...String(value)].join(' '),
  isReadBack: true,
}
