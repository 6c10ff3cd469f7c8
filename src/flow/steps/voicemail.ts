import { z } from 'zod'
import { hangup, record } from '../../twiml/index.ts'
import type { MessageRecorded } from '../event.ts'
import { promptShape, secondsShape, targetShape } from '../json-shapes.ts'
import type { Prompt } from '../prompt.ts'
import type { Tries } from '../session.ts'
import { NO_TRIES } from '../session.ts'
import type { Move, StepBehaviour, StepContext } from '../step-behaviour.ts'

/** Takes a message into a mailbox; safe against hanging up. */
export interface VoicemailStep<Target extends string = string> extends VoicemailOptions<Target> {
  readonly kind: 'voicemail'
}

/** Options of {@link voicemail}. */
export interface VoicemailOptions<Target extends string> {
  /** The mailbox the message lands in: letters, digits and `-`. */
  readonly mailbox: string
  /** Spoken before the beep. Default: `Please leave a message after the beep.` */
  readonly greeting?: Prompt
  /** Longest message, 2 to 3600, default 120. */
  readonly maximumSeconds?: number
  /** A shorter one counts as none, default 1. */
  readonly minimumSeconds?: number
  /** Silence that ends the message, default 5. */
  readonly silenceSeconds?: number
  /** How often to ask for a message altogether, default 2. */
  readonly attempts?: number
  /** Spoken before asking again. Default: `I did not hear a message.` */
  readonly nothingHeard?: Prompt
  /** Spoken before hanging up without a message. Default: `I still did not hear a message. Goodbye.` */
  readonly givingUp?: Prompt
  /** Spoken when the message is safe. Default: `Thank you. Your message has been saved. Goodbye.` */
  readonly thanks?: Prompt
  /** Where the caller goes afterwards. Default: the call ends. */
  readonly then?: Target
}

/** A step that takes a message. */
export function voicemail<const Target extends string = never>(
  options: VoicemailOptions<Target>,
): VoicemailStep<Target> {
  return { kind: 'voicemail', ...options }
}

export const voicemailBehaviour: StepBehaviour<VoicemailStep> = {
  enter: (step, context) => ask(step, context, NO_TRIES),
  take(step, event, context) {
    switch (event.kind) {
      case 'recorded':
        return afterRecording(step, event, context)
      case 'silence':
        return askAgain(step, context)
      case 'hung-up':
        return { kind: 'end', verbs: [] }
      default:
        return ask(step, context, context.session.tries)
    }
  },
  exits: (step) => (step.then ? [{ to: step.then, label: 'after the message', isAutomatic: false, at: 'then' }] : []),
  prompts: (step) => [
    { at: 'greeting', prompt: step.greeting },
    { at: 'nothingHeard', prompt: step.nothingHeard },
    { at: 'givingUp', prompt: step.givingUp },
    { at: 'thanks', prompt: step.thanks },
  ],
  title: (step) => `Takes a message for ${step.mailbox}`,
  shape: z.strictObject({
    kind: z.literal('voicemail'),
    mailbox: z.string(),
    greeting: promptShape.optional(),
    maximumSeconds: secondsShape,
    minimumSeconds: secondsShape,
    silenceSeconds: secondsShape,
    attempts: z.number().optional(),
    nothingHeard: promptShape.optional(),
    givingUp: promptShape.optional(),
    thanks: promptShape.optional(),
    then: targetShape.optional(),
  }),
  ranges: (step) => [
    { at: 'maximumSeconds', value: step.maximumSeconds, least: 2, most: 3600 },
    { at: 'minimumSeconds', value: step.minimumSeconds, least: 0, most: 60 },
    { at: 'silenceSeconds', value: step.silenceSeconds, least: 0, most: 60 },
    { at: 'attempts', value: step.attempts, least: 1, most: 10 },
  ],
}

const SILENCE_SECONDS = 5

function isOnlySilence(step: VoicemailStep, { endedBy, seconds }: MessageRecorded): boolean {
  return endedBy === 'silence-or-length' && seconds <= (step.silenceSeconds ?? SILENCE_SECONDS)
}

/** Whether a recording of that length counts as a message. */
export const isMessage = (step: VoicemailStep, seconds: number): boolean => seconds >= (step.minimumSeconds ?? 1)

function ask(step: VoicemailStep, context: StepContext, tries: Tries, before?: Prompt): Extract<Move, { kind: 'ask' }> {
  const verbs = [
    ...context.speak(before),
    ...context.speak(step.greeting ?? 'Please leave a message after the beep.'),
    // The action is written out: without one the network would post the recording to the page that holds this verb
    // (reference twiml-voice.md §12.1), and a key that ends the message would be taken for a menu choice.
    record({
      action: context.answerUrl,
      maxLength: step.maximumSeconds ?? 120,
      timeout: step.silenceSeconds ?? SILENCE_SECONDS,
      // Untrimmed, a recording that silence ended and that is no longer than that silence has nothing in it; trimmed,
      // it could not be told from a short message.
      trim: 'do-not-trim',
      recordingStatusCallback: context.recordingUrl,
      recordingStatusCallbackEvent: ['completed', 'absent'],
    }),
  ]
  return { kind: 'ask', verbs, tries }
}

function afterRecording(step: VoicemailStep, event: MessageRecorded, context: StepContext): Move {
  const isHungUp = event.endedBy === 'hang-up'
  if (!isMessage(step, event.seconds) || isOnlySilence(step, event)) {
    const effects = [{ kind: 'recording-dismissed', recordingSid: event.recordingSid }] as const
    return isHungUp ? { kind: 'end', verbs: [], effects } : { ...askAgain(step, context), effects }
  }
  const effects = [
    { kind: 'message-left', mailbox: step.mailbox, recordingSid: event.recordingSid, seconds: event.seconds },
  ] as const
  if (isHungUp) return { kind: 'end', verbs: [], effects }
  if (step.then) return { kind: 'go', to: step.then, saying: context.speak(step.thanks ?? 'Thank you.'), effects }
  const thanks = context.speak(step.thanks ?? 'Thank you. Your message has been saved. Goodbye.')
  return { kind: 'end', verbs: [...thanks, hangup()], effects }
}

function askAgain(step: VoicemailStep, context: StepContext): Extract<Move, { kind: 'ask' | 'end' }> {
  const { tries } = context.session
  const silences = tries.silences + 1
  if (silences + tries.mistakes >= (step.attempts ?? 2)) {
    const goodbye = context.speak(step.givingUp ?? 'I still did not hear a message. Goodbye.')
    return { kind: 'end', verbs: [...goodbye, hangup()] }
  }
  return ask(step, context, { ...tries, silences }, step.nothingHeard ?? 'I did not hear a message.')
}
