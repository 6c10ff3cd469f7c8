/**
 * What a callee hears before he is connected: who calls, and that a key takes the call. A machine presses none.
 */
import { gather, hangup, redirect, type Verb } from '../../twiml/index.ts'
import { phrasesFor } from '../answers/phrases.ts'
import type { Prompt } from '../prompt.ts'
import { isSilent } from '../prompt.ts'
import type { CalleeAsked, StepContext } from '../step-behaviour.ts'

/** What a callee is told and asked. */
export interface Acceptance {
  readonly whisper?: Prompt | undefined
  /** `true` for words of ours; `false` connects without asking. */
  readonly accept: Prompt | boolean
}

/** So often a callee is asked; the first time a machine may still speak its greeting. */
const MOST_ASKED = 2

/** What the callee hears now; nothing at all connects the two. */
export function askCallee(
  { whisper, accept }: Acceptance,
  { asked, event, callee }: CalleeAsked,
  context: StepContext,
): readonly Verb[] {
  if (event.kind === 'hung-up') return []
  if (accept === false) return context.speak(whisper)
  if (event.kind === 'digits' && event.digits === '1') return []
  if ((event.kind === 'digits' && event.digits === '2') || asked >= MOST_ASKED) return [hangup()]
  const action = context.calleeUrl(callee, asked + 1)
  const question = accept === true || isSilent(accept) ? phrasesFor(context.session.language).accept : accept
  const prompts = [...context.speak(whisper), ...context.speak(question)]
  return [gather({ action, numDigits: 1, finishOnKey: '', timeout: 5 }, prompts), redirect(action)]
}
