import { z } from 'zod'
import { dial, hangup, number } from '../../twiml/index.ts'
import type { DialEnded } from '../event.ts'
import { numberShape, promptShape, secondsShape, targetShape } from '../json-shapes.ts'
import type { Prompt } from '../prompt.ts'
import type { Secret } from '../secret.ts'
import { isSecret } from '../secret.ts'
import { NO_TRIES } from '../session.ts'
import type { Exit, StepBehaviour, StepContext } from '../step-behaviour.ts'

/** Connects the caller with somebody, and says where the call goes when nobody takes it. */
export interface TransferStep<Target extends string = string> extends TransferOptions<Target> {
  readonly kind: 'transfer'
}

/** Options of {@link transfer}. */
export interface TransferOptions<Target extends string> {
  /** Spoken before it rings. */
  readonly announce?: Prompt
  /** A number in E.164, or the secret that holds one. */
  readonly to: string | Secret
  /** 5 to 600, default 20. The network lets it ring about 5 seconds longer (reference twiml-voice.md §4.6). */
  readonly ringSeconds?: number
  /** The number the callee sees; default the caller's own. */
  readonly callerId?: string | Secret
  /** Spoken when nobody took the call. Default: `Nobody is free to take your call right now.` */
  readonly sorry?: Prompt
  /** Where the call goes when nobody answered, and for `busy` and `failed` unless they say otherwise. */
  readonly unanswered: Target
  readonly busy?: Target
  readonly failed?: Target
  /** Where the caller goes when the callee has hung up after talking. Default: the call ends. */
  readonly afterwards?: Target
}

/** A step that connects the caller with somebody. */
export function transfer<const Target extends string>(options: TransferOptions<Target>): TransferStep<Target> {
  return { kind: 'transfer', ...options }
}

export const transferBehaviour: StepBehaviour<TransferStep> = {
  enter: ring,
  take(step, event, context) {
    switch (event.kind) {
      case 'dialled':
        return afterDial(step, event, context)
      case 'hung-up':
        return { kind: 'end', verbs: [] }
      default:
        return ring(step, context)
    }
  },
  exits(step) {
    const exits: Exit[] = [
      { to: step.unanswered, label: step.busy ? 'no answer' : 'nobody answers', isAutomatic: true, at: 'unanswered' },
    ]
    if (step.busy) exits.push({ to: step.busy, label: 'busy', isAutomatic: true, at: 'busy' })
    if (step.failed) exits.push({ to: step.failed, label: 'cannot be reached', isAutomatic: true, at: 'failed' })
    if (step.afterwards) {
      exits.push({ to: step.afterwards, label: 'after the conversation', isAutomatic: false, at: 'afterwards' })
    }
    return exits
  },
  prompts: (step) => [
    { at: 'announce', prompt: step.announce },
    { at: 'sorry', prompt: step.sorry },
  ],
  title: (step) => `Connects to ${isSecret(step.to) ? step.to.secret : 'a number'}`,
  shape: z.strictObject({
    kind: z.literal('transfer'),
    announce: promptShape.optional(),
    to: numberShape,
    ringSeconds: secondsShape,
    callerId: numberShape.optional(),
    sorry: promptShape.optional(),
    unanswered: targetShape,
    busy: targetShape.optional(),
    failed: targetShape.optional(),
    afterwards: targetShape.optional(),
  }),
  ranges: (step) => [{ at: 'ringSeconds', value: step.ringSeconds, least: 5, most: 600 }],
  numbers: (step) =>
    [['to', step.to] as const, ['callerId', step.callerId] as const].flatMap(([at, value]) =>
      value === undefined || isSecret(value) ? [] : [[at, value] as const],
    ),
}

function ring(step: TransferStep, context: StepContext) {
  const target = revealed(step.to, context)
  // An environment that lost the number must not end in an empty Dial: the caller goes where an unreachable callee leads.
  if (!target) return afterDial(step, { kind: 'dialled', outcome: 'failed', seconds: 0 }, context)
  const callerId = step.callerId && revealed(step.callerId, context)
  const attributes = {
    action: context.answerUrl,
    timeout: step.ringSeconds ?? 20,
    ...(callerId ? { callerId } : {}),
  }
  const verbs = [...context.speak(step.announce), dial([number(target)], attributes)]
  return { kind: 'ask', verbs, tries: NO_TRIES } as const
}

function afterDial(step: TransferStep, event: DialEnded, { speak }: StepContext) {
  if (event.outcome === 'answered') {
    return step.afterwards
      ? ({ kind: 'go', to: step.afterwards } as const)
      : ({ kind: 'end', verbs: [hangup()] } as const)
  }
  const to = { busy: step.busy, failed: step.failed }[event.outcome as string]
  const saying = speak(step.sorry ?? 'Nobody is free to take your call right now.')
  return { kind: 'go', to: to ?? step.unanswered, saying } as const
}

function revealed(value: string | Secret, { reveal }: StepContext): string | undefined {
  return isSecret(value) ? reveal(value) : value
}
