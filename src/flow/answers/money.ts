import type { Answer, AnswerKind, Understood } from './answer.ts'
import { spokenNumbers } from './spoken.ts'

type Money = Extract<Answer, { answer: 'money' }>

export const moneyAnswer: AnswerKind<Money> = {
  keys: () => ({}),
  hearsSpeech: true,
  understand({ most }, input): Understood {
    const cents = input.kind === 'digits' ? fromKeys(input.digits) : fromWords(input.text)
    const isRight = cents !== undefined && (most === undefined || cents <= most)
    return isRight ? { kind: 'value', value: cents } : { kind: 'nothing' }
  },
  inWords: (_answer, value, language) =>
    new Intl.NumberFormat(language, { minimumFractionDigits: Number(value) % 100 === 0 ? 0 : 2 }).format(
      Number(value) / 100,
    ),
  isReadBack: true,
}

/** `12*50` is twelve and fifty cents; without a star all of it is whole. */
function fromKeys(digits: string): number | undefined {
  const [, whole, cents = '0'] = /^(\d{1,7})(?:\*(\d{1,2}))?$/.exec(digits) ?? []
  return whole === undefined ? undefined : Number(whole) * 100 + Number(cents.padEnd(2, '0'))
}

function fromWords(text: string): number | undefined {
  const [, whole, cents] = /(\d+)\.(\d{2})/.exec(text) ?? []
  if (whole !== undefined) return Number(whole) * 100 + Number(cents)
  const [first, second] = spokenNumbers(text)
  if (first === undefined) return undefined
  if (second === undefined && /\bcents?\b/i.test(text) && !/dollar|euro|pound/i.test(text)) return first
  return first * 100 + (second ?? 0)
}
