import type { Answer, AnswerKind, Understood } from './answer.ts'

/** Whatever is said; keys say nothing here. */
export const wordsAnswer: AnswerKind<Extract<Answer, { answer: 'words' }>> = {
  keys: () => ({}),
  hearsSpeech: true,
  understand: (_answer, input): Understood =>
    input.kind === 'speech' && input.text.trim() !== ''
      ? { kind: 'value', value: input.text.trim() }
      : { kind: 'nothing' },
  inWords: (_answer, value) => String(value),
  isReadBack: false,
}
