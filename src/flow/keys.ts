import { gather, redirect, type Verb } from '../twiml/index.ts'
import type { PromptVerb } from './prompt.ts'
import type { StepContext } from './step-behaviour.ts'

/** Asks for one key; silence comes back as an event, too. No finish key: # is a choice or a mistake like any other. */
export const oneKey = ({ answerUrl }: StepContext, prompts: readonly PromptVerb[]): readonly Verb[] => [
  gather({ action: answerUrl, timeout: 5, finishOnKey: '', numDigits: 1 }, prompts),
  redirect(answerUrl),
]

/**
 * The address of an answer that nobody else should read: the emulated network does not show what is keyed for it. Real ones
 * ignore the mark.
 */
export const privately = (answerUrl: string): string =>
  answerUrl.includes('keys=private') ? answerUrl : `${answerUrl}${answerUrl.includes('?') ? '&' : '?'}keys=private`
