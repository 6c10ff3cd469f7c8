import type { Answer } from '../answers/answer.ts'
import type { Prompt } from '../prompt.ts'
import type { Question } from './script-call.ts'

type Digits = Extract<Answer, { answer: 'digits' }>

/**
 * The question for an account number, for `call.ask` of a script or, with its ways on, for an `ask` step.
 *
 * @param options `length` and `check` as for digits, and the words; default `Please enter your account number, then press pound.`
 */
export function accountNumber({
  prompt = 'Please enter your account number, then press pound.',
  ...digits
}: Omit<Digits, 'answer'> & { readonly prompt?: Prompt } = {}): Question<Digits> {
  return { prompt, for: { answer: 'digits', ...digits } }
}
