import { z } from 'zod'
import { gather, recording, redirect, start } from '../../twiml/index.ts'
import { phrasesFor, yesOrNo } from '../answers/phrases.ts'
import type { CallEvent } from '../event.ts'
import { promptShape, targetShape } from '../json-shapes.ts'
import { type Prompt, wordsOf } from '../prompt.ts'
import { NO_TRIES } from '../session.ts'
import type { Move, StepBehaviour, StepContext } from '../step-behaviour.ts'

/** Tells or asks the caller that the call is recorded, and records it. */
export interface RecordingConsentStep<Target extends string = string> extends RecordingConsentOptions<Target> {
  readonly kind: 'recording-consent'
}

/** Options of {@link recordingConsent}. */
export interface RecordingConsentOptions<Target extends string> {
  /**
   * `notice` (the default) tells, and who stays on the line agrees; `ask` asks, and silence is no consent. Where all parties
   * have to agree, ask.
   */
  readonly mode?: 'notice' | 'ask'
  /** The words. Default: `This call may be recorded.`, or the question with its keys, in the caller's language. */
  readonly prompt?: Prompt
  /**
   * `now` (the default) records from here on; `transfers` leaves it to transfers that say `records: 'with-consent'`.
   */
  readonly records?: 'now' | 'transfers'
  /** Where the call goes on. */
  readonly then: Target
  /** Where it goes on unrecorded for somebody who did not agree; default `then`. */
  readonly declined?: Target
}

/**
 * A step that gets consent to recording, and keeps what was said and answered.
 *
 * The recording ends with the call. `secure` interrupts it.
 */
export function recordingConsent<const Target extends string>(
  options: RecordingConsentOptions<Target>,
): RecordingConsentStep<Target> {
  return { kind: 'recording-consent', ...options }
}

export const recordingConsentBehaviour: StepBehaviour<RecordingConsentStep> = {
  enter: (step, context) =>
    step.mode === 'ask' ? ask(step, context, 0) : goOn(step, context, true, promptOf(step, context)),
  take(step, event, context) {
    if (event.kind === 'hung-up') return { kind: 'end', verbs: [] }
    const isAgreed = agreed(event, context)
    if (isAgreed !== undefined) return goOn(step, context, isAgreed)
    const asked = context.session.tries.silences + 1
    return asked < 2 ? ask(step, context, asked) : goOn(step, context, false)
  },
  exits: (step) => [
    { to: step.then, label: step.mode === 'ask' ? 'agreed' : 'told', isAutomatic: true, at: 'then' },
    ...(step.declined ? [{ to: step.declined, label: 'did not agree', isAutomatic: true, at: 'declined' }] : []),
  ],
  prompts: (step) => [{ at: 'prompt', prompt: step.prompt }],
  title: (step) =>
    step.mode === 'ask' ? 'Asks whether the call may be recorded' : 'Tells that the call may be recorded',
  shape: z.strictObject({
    kind: z.literal('recording-consent'),
    mode: z.enum(['notice', 'ask']).optional(),
    prompt: promptShape.optional(),
    records: z.enum(['now', 'transfers']).optional(),
    then: targetShape,
    declined: targetShape.optional(),
  }),
}

function promptOf(step: RecordingConsentStep, { session }: StepContext): Prompt {
  const { mayBeRecorded, mayWeRecord } = phrasesFor(session.language)
  return step.prompt ?? (step.mode === 'ask' ? mayWeRecord : mayBeRecorded)
}

function ask(step: RecordingConsentStep, context: StepContext, asked: number): Move {
  const { language } = context.session
  const attributes = {
    input: ['dtmf', 'speech'] as const,
    language,
    action: context.answerUrl,
    timeout: 5,
    finishOnKey: '',
    numDigits: 1,
  }
  const verbs = [gather(attributes, context.speak(promptOf(step, context))), redirect(context.answerUrl)]
  return { kind: 'ask', verbs, tries: { ...NO_TRIES, silences: asked } }
}

function agreed(event: CallEvent, { session }: StepContext): boolean | undefined {
  if (event.kind === 'digits') return { 1: true, 2: false }[event.digits]
  return event.kind === 'speech' ? yesOrNo(event.text, session.language) : undefined
}

function goOn(step: RecordingConsentStep, context: StepContext, isAgreed: boolean, told?: Prompt): Move {
  const { session, absolute, recordingUrl } = context
  const isRecorded = isAgreed && step.records !== 'transfers'
  const address = absolute(recordingUrl)
  const wording = wordsOf(promptOf(step, context), { language: session.language })
  const effect = { kind: 'recording-consent-given', mode: step.mode ?? 'notice', isAgreed, wording } as const
  return {
    kind: 'go',
    to: isAgreed ? step.then : (step.declined ?? step.then),
    saying: context.speak(told),
    ...(isRecorded && { verbs: [start(callRecording(address))] }),
    effects: [effect],
    recording: { isAgreed, ...(isRecorded && { address }) },
  }
}

/** The recording of a whole call, by the name under which it is stopped. */
export const callRecording = (address: string) =>
  recording({
    name: RECORDING_NAME,
    recordingStatusCallback: address,
    recordingStatusCallbackEvent: ['completed', 'absent'],
  })

/** What the recording of a call is called on the wire. */
export const RECORDING_NAME = 'call'
