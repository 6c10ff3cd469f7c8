import { numberIn } from '../../phone/e164.ts'
import type { Answer, AnswerKind, Understood } from './answer.ts'
import { spokenDigits } from './spoken.ts'

type PhoneNumber = Extract<Answer, { answer: 'phone-number' }>

export const phoneNumberAnswer: AnswerKind<PhoneNumber> = {
  keys: () => ({}),
  hearsSpeech: true,
  understand({ country = 'US' }, input): Understood {
    const digits = input.kind === 'digits' ? input.digits.replace(/\D/g, '') : spokenDigits(input.text)
    const number = numberIn(digits, country)
    return number === undefined ? { kind: 'nothing' } : { kind: 'value', value: number }
  },
  inWords: (_answer, value) => [...String(value).replace('+', '')].join(' '),
  isReadBack: true,
}
