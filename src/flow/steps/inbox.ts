import { z } from 'zod'
import { hangup } from '../../twiml/index.ts'
import type { CallEvent } from '../event.ts'
import { afterGreeting, takeChoice, takeGreetingMenu, takeGreetingReview } from '../inbox/greetings.ts'
import { mainMenu } from '../inbox/main-menu.ts'
import { afterCallBack, takeMessage } from '../inbox/messages.ts'
import { takeMain } from '../inbox/take-main.ts'
import { jsonOf, type Place, placeOf, type Visit } from '../inbox/visit.ts'
import { promptShape, targetShape } from '../json-shapes.ts'
import { defineMailbox } from '../mailbox/mailbox.ts'
import { askPin, type PinLock, takePin } from '../pin/pin-entry.ts'
import type { Prompt } from '../prompt.ts'
import type { Exit, Move, StepBehaviour, StepContext } from '../step-behaviour.ts'

/** Lets somebody listen to a mailbox by phone. */
export interface InboxStep<Target extends string = string> extends InboxOptions<Target> {
  readonly kind: 'inbox'
}

/** Options of {@link inbox}. */
export interface InboxOptions<Target extends string> {
  /** The mailbox, which must be defined with a PIN. */
  readonly mailbox: string
  /** Spoken before the PIN is asked for. Default: nothing. */
  readonly greeting?: Prompt
  /** Where the caller goes who leaves the mailbox with 9. Default: he hangs up. */
  readonly then?: Target
  /** Where a caller goes without the right PIN, after three tries or when the mailbox is locked. Default: the call ends. */
  readonly refused?: Target
}

/**
 * A step for listening to a mailbox by phone, with its PIN: new messages, then saved ones; keys to repeat, skip, save,
 * delete, take back and call back; and to record greetings and choose between them.
 */
export function inbox(
  options: InboxOptions<never> & { readonly then?: never; readonly refused?: never },
): InboxStep<never>
export function inbox<const Target extends string>(options: InboxOptions<Target>): InboxStep<Target>
export function inbox<const Target extends string>(options: InboxOptions<Target>): InboxStep<Target> {
  return { kind: 'inbox', ...options }
}

export const inboxBehaviour: StepBehaviour<InboxStep> = {
  enter(step, context) {
    const asked = askPin(lockOf(step, context), context)
    return { ...asked, verbs: [...context.speak(step.greeting), ...asked.verbs] }
  },
  take(step, event, context) {
    const place = placeOf(context.session)
    if (place.at === 'pin') return enterWith(step, event, context)
    return takeIn(visitOf(step, context), place, event)
  },
  exits: (step) => [
    ...(step.then === undefined
      ? []
      : [{ to: step.then, label: '9: out', isAutomatic: false, at: 'then' } satisfies Exit]),
    ...(step.refused === undefined
      ? []
      : [{ to: step.refused, label: 'no PIN', isAutomatic: true, at: 'refused' } satisfies Exit]),
  ],
  prompts: (step) => [{ at: 'greeting', prompt: step.greeting }],
  title: (step) => `Lets somebody listen to ${step.mailbox}`,
  shape: z.strictObject({
    kind: z.literal('inbox'),
    mailbox: z.string(),
    greeting: promptShape.optional(),
    then: targetShape.optional(),
    refused: targetShape.optional(),
  }),
}

function enterWith(step: InboxStep, event: CallEvent, context: StepContext): Move {
  const refuse = (words: string): Move =>
    step.refused === undefined
      ? { kind: 'end', verbs: [...context.speak(words), hangup()] }
      : { kind: 'go', to: step.refused, saying: context.speak(words) }
  const outcome = takePin(lockOf(step, context), event, context, refuse)
  return outcome.kind === 'move' ? outcome.move : mainMenu(visitOf(step, context), [], outcome.effects)
}

function takeIn(visit: Visit, place: Exclude<Place, { at: 'pin' }>, event: CallEvent): Move {
  if (event.kind === 'hung-up') return { kind: 'end', verbs: [] }
  switch (place.at) {
    case 'main':
      return takeMain(visit, event)
    case 'message':
      return takeMessage(visit, event, { ids: place.ids, place: place.place }, place.isPlayed)
    case 'calling':
      return afterCallBack(visit, { ids: place.ids, place: place.place })
    case 'greetings':
      return takeGreetingMenu(visit, event)
    case 'recording':
      return event.kind === 'recorded' ? afterGreeting(visit, event, place.greeting) : takeGreetingMenu(visit, event)
    case 'greeting-review':
      return takeGreetingReview(visit, event, place)
    case 'choice':
      return takeChoice(visit, event)
  }
}

const visitOf = (step: InboxStep, context: StepContext): Visit => ({
  // The checks refuse one that nobody has defined; it would have no PIN and let nobody in.
  mailbox: context.mailboxNamed(step.mailbox) ?? defineMailbox(step.mailbox),
  then: step.then,
  context,
})

const lockOf = (step: InboxStep, context: StepContext): PinLock => ({
  pin: context.mailboxNamed(step.mailbox)?.pin,
  subject: `mailbox:${step.mailbox}`,
  memo: jsonOf({ at: 'pin' }),
})
