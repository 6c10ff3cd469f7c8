import type { Answer, AnswerKind, Understood } from './answer.ts'
import { phrasesFor, yesOrNo } from './phrases.ts'

type YesNo = Extract<Answer, { answer: 'yes-no' }>

export const yesNoAnswer: AnswerKind<YesNo> = {
  keys: () => ({ numDigits: 1 }),
  hearsSpeech: true,
  hints: () => ['yes', 'no'],
  understand(_answer, input, { language }): Understood {
    const value = input.kind === 'digits' ? { 1: true, 2: false }[input.digits] : yesOrNo(input.text, language)
    return value === undefined ? { kind: 'nothing' } : { kind: 'value', value }
  },
  inWords: (_answer, value, language) => {
    const { yes, no } = phrasesFor(language)
    return (value === true ? yes[0] : no[0]) ?? String(value)
  },
  isReadBack: false,
}
