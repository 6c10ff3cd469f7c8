import { z } from 'zod'
import { isWithheld } from '../../phone/withheld.ts'
import { plainText } from '../../twiml/index.ts'
import { numberShape, promptShape, targetShape } from '../json-shapes.ts'
import type { Prompt } from '../prompt.ts'
import { isSecret, type Secret } from '../secret.ts'
import { type Json, lineOf, personOf } from '../session.ts'
import type { Move, StepBehaviour, StepContext } from '../step-behaviour.ts'

/** Sends a text message and goes on. */
export interface MessageStep<Target extends string = string> extends MessageOptions<Target> {
  readonly kind: 'message'
}

/** Options of {@link message}. */
export interface MessageOptions<Target extends string> {
  /** What it says, in the caller's language; recordings and silence in it are left out. Never empty, at most 1600 characters. */
  readonly text: Prompt
  /** Whom it goes to. Default: the person on the line. */
  readonly to?: 'caller' | string | Secret
  /** Which sender it comes from: a number of yours. Default: the line that was called. */
  readonly from?: string | Secret
  /**
   * Why. `conversational`, the default: it belongs to this call, and needs no consent. `reminder` and `marketing` need one.
   * `staff`: it goes to one of your own people.
   */
  readonly purpose?: 'conversational' | 'reminder' | 'marketing' | 'staff'
  /** Default `sms`. */
  readonly channel?: 'sms' | 'whatsapp'
  /** WhatsApp: an approved template, for people who have not written within 24 hours. `HX` and 32 hex digits. */
  readonly template?: { readonly contentSid: string; readonly variables?: Readonly<Record<string, string>> }
  readonly then: Target
}

/**
 * A step that sends a text message: `message({ text: 'We are at 1 Mill Road.', then: 'goodbye' })`.
 *
 * The call goes on at once; the message is sent after it is kept, once, if the person may be written to at that moment.
 * Withheld numbers and landlines get none.
 */
export function message<const Target extends string>(options: MessageOptions<Target>): MessageStep<Target> {
  return { kind: 'message', ...options }
}

/** What is done with a message after the turn. */
export const SEND_MESSAGE = 'send-message'

export const messageBehaviour: StepBehaviour<MessageStep> = {
  enter: send,
  take: (step, event, context) => (event.kind === 'hung-up' ? { kind: 'end', verbs: [] } : send(step, context)),
  exits: (step) => [{ to: step.then, label: 'then', isAutomatic: true, at: 'then' }],
  // Not among the prompts: nobody hears it, and rules about listening do not hold for it.
  prompts: () => [],
  title: (step) => (step.to === undefined || step.to === 'caller' ? 'Writes to the caller' : 'Writes to somebody'),
  shape: z.strictObject({
    kind: z.literal('message'),
    text: promptShape,
    to: z.union([z.literal('caller'), numberShape]).optional(),
    from: numberShape.optional(),
    purpose: z.enum(['conversational', 'reminder', 'marketing', 'staff']).optional(),
    channel: z.enum(['sms', 'whatsapp']).optional(),
    template: z
      .strictObject({ contentSid: z.string(), variables: z.record(z.string(), z.string()).optional() })
      .optional(),
    then: targetShape,
  }),
  numbers: ({ to, from }) => [
    ...(typeof to === 'string' && to !== 'caller' ? [['to', to] as const] : []),
    ...(typeof from === 'string' ? [['from', from] as const] : []),
  ],
  mistakes: ({ text, template, channel = 'sms' }) => [
    ...(typeof text === 'string' && (text.trim() === '' || text.length > MOST_CHARACTERS)
      ? [{ at: 'text', message: `The text has ${text.trim().length} characters.`, help: 'Use 1 to 1600.' }]
      : []),
    ...(template !== undefined && channel !== 'whatsapp'
      ? [
          {
            at: 'template',
            message: 'Templates are for WhatsApp.',
            help: "Set channel to 'whatsapp', or leave it out.",
          },
        ]
      : []),
    ...(template !== undefined && !/^HX[0-9a-f]{32}$/.test(template.contentSid)
      ? [{ at: 'template', message: 'This is not the SID of a template.', help: 'Write HX and 32 hex digits.' }]
      : []),
  ],
}

const MOST_CHARACTERS = 1600

function send(step: MessageStep, context: StepContext): Move {
  const { session } = context
  const to = numberOf(step.to, context) ?? personOf(session)
  const text = textOf(step.text, context)
  const go = { kind: 'go', to: step.then } as const
  if (isWithheld(to) || text === '') return go
  const { purpose = 'conversational', channel = 'sms', template } = step
  const about: Json = {
    to,
    from: numberOf(step.from, context) ?? lineOf(session),
    text,
    purpose,
    channel,
    ...(template !== undefined && { template }),
  }
  const key = `message/${session.callSid}/${session.turn}/${session.flow}/${session.step}`
  return { ...go, effects: [{ kind: 'task-due', task: SEND_MESSAGE, key, about }] }
}

function numberOf(number: string | Secret | undefined, { reveal }: StepContext): string | undefined {
  if (number === undefined || number === 'caller') return undefined
  return isSecret(number) ? reveal(number) : number
}

function textOf(text: Prompt, { speak }: StepContext): string {
  const words = speak(text).flatMap((verb) => (verb.verb === 'say' ? [plainText(verb.text)] : []))
  return words.join(' ').trim().slice(0, MOST_CHARACTERS)
}
