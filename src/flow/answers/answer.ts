/**
 * Kinds of answer: what a caller is asked for, how it is understood, and how it is said back.
 *
 * Each is plain data. Keys always work; speech works where words can be told apart.
 */
import { z } from 'zod'
import type { Instant } from '../../clock/clock.ts'
import type { Json } from '../session.ts'
import { dateAnswer } from './date.ts'
import { digitsAnswer } from './digits.ts'
import { moneyAnswer } from './money.ts'
import { oneOfAnswer } from './one-of.ts'
import { phoneNumberAnswer } from './phone-number.ts'
import { postalCodeAnswer } from './postal-code.ts'
import { timeAnswer } from './time.ts'
import { wordsAnswer } from './words.ts'
import { yesNoAnswer } from './yes-no.ts'

/** What is asked for. */
export type Answer =
  /** A string of digits: of this length or between these, and passing a check. */
  | {
      readonly answer: 'digits'
      readonly length?: number | { readonly least: number; readonly most: number }
      readonly check?: 'luhn' | 'mod-97'
    }
  /** True or false. */
  | { readonly answer: 'yes-no' }
  /** `YYYY-MM-DD`; a day without a year is the next such day. `order` is how keys are read, by default as the language has it. */
  | { readonly answer: 'date'; readonly order?: 'month-day-year' | 'day-month-year'; readonly notBefore?: 'today' }
  /** `HH:MM` of 24 hours. */
  | { readonly answer: 'time' }
  /** Whole cents, `*` is the point. */
  | { readonly answer: 'money'; readonly most?: number }
  /** E.164; numbers without a country code are of `country`, default `US`. */
  | { readonly answer: 'phone-number'; readonly country?: string }
  /** As the country writes it, default `US`. */
  | { readonly answer: 'postal-code'; readonly country?: 'US' | 'CA' | 'GB' | 'DE' | 'FR' | 'ES' }
  /** Whatever is said. */
  | { readonly answer: 'words' }
  /** The key of one of these. */
  | {
      readonly answer: 'one-of'
      readonly choices: { readonly [key: string]: { readonly label: string; readonly synonyms?: readonly string[] } }
    }

/** What a caller did. */
export type Input =
  | { readonly kind: 'digits'; readonly digits: string }
  | { readonly kind: 'speech'; readonly text: string }

/** What is known while an answer is understood. */
export interface AnswerContext {
  readonly language: string
  readonly now: Instant
}

/** What an input comes to; `unclear` needs one more key: morning or afternoon. */
export type Understood =
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'unclear'; readonly hour: number; readonly minute: number }
  | { readonly kind: 'nothing' }

/** How a kind of answer behaves. */
export interface AnswerKind<A> {
  /** Which keys end it: a fixed number of them, or the pound key. */
  keys(answer: A): { readonly numDigits?: number }
  readonly hearsSpeech: boolean
  /** Words the recogniser should expect. */
  hints?(answer: A): readonly string[]
  understand(answer: A, input: Input, context: AnswerContext): Understood
  /** The value in words, for the read-back. */
  inWords(answer: A, value: Json, language: string): string
  /** Whether it is read back unless the step says otherwise. */
  readonly isReadBack: boolean
}

type Kinds = { readonly [Kind in Answer['answer']]: AnswerKind<Extract<Answer, { answer: Kind }>> }

const KINDS: Kinds = {
  digits: digitsAnswer,
  'yes-no': yesNoAnswer,
  date: dateAnswer,
  time: timeAnswer,
  money: moneyAnswer,
  'phone-number': phoneNumberAnswer,
  'postal-code': postalCodeAnswer,
  words: wordsAnswer,
  'one-of': oneOfAnswer,
}

/** How this answer behaves. */
export function kindOf<A extends Answer>(answer: A): AnswerKind<A> {
  // The table pairs each kind with its own behaviour, which the compiler cannot carry through the index.
  return KINDS[answer.answer] as unknown as AnswerKind<A>
}

const choice = z.strictObject({ label: z.string(), synonyms: z.array(z.string()).optional() })

/** An answer as JSON has it. */
export const answerShape = z.discriminatedUnion('answer', [
  z.strictObject({
    answer: z.literal('digits'),
    length: z.union([z.number(), z.strictObject({ least: z.number(), most: z.number() })]).optional(),
    check: z.enum(['luhn', 'mod-97']).optional(),
  }),
  z.strictObject({ answer: z.literal('yes-no') }),
  z.strictObject({
    answer: z.literal('date'),
    order: z.enum(['month-day-year', 'day-month-year']).optional(),
    notBefore: z.literal('today').optional(),
  }),
  z.strictObject({ answer: z.literal('time') }),
  z.strictObject({ answer: z.literal('money'), most: z.number().optional() }),
  z.strictObject({ answer: z.literal('phone-number'), country: z.string().optional() }),
  z.strictObject({
    answer: z.literal('postal-code'),
    country: z.enum(['US', 'CA', 'GB', 'DE', 'FR', 'ES']).optional(),
  }),
  z.strictObject({ answer: z.literal('words') }),
  z.strictObject({ answer: z.literal('one-of'), choices: z.record(z.string(), choice) }),
])
