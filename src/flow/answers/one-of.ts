import { matchSpeech } from '../speech.ts'
import type { Answer, AnswerKind, Understood } from './answer.ts'

type OneOf = Extract<Answer, { answer: 'one-of' }>

/** By key, or by the label or a synonym said. */
export const oneOfAnswer: AnswerKind<OneOf> = {
  keys: ({ choices }) => (Object.keys(choices).every((key) => key.length === 1) ? { numDigits: 1 } : {}),
  hearsSpeech: true,
  hints: ({ choices }) => Object.values(choices).flatMap(({ label, synonyms = [] }) => [label, ...synonyms]),
  understand({ choices }, input): Understood {
    const key =
      input.kind === 'digits'
        ? Object.keys(choices).find((one) => one === input.digits)
        : matchSpeech(input.text, Object.entries(choices))
    return key === undefined ? { kind: 'nothing' } : { kind: 'value', value: key }
  },
  inWords: ({ choices }, value) => choices[String(value)]?.label ?? String(value),
  isReadBack: false,
}
