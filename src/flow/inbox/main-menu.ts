/**
 * The main menu of a mailbox: how many messages there are, and what can be done.
 */
import { countsInWords } from '../mailbox/in-words.ts'
import { lineFor } from '../mailbox/lines.ts'
import type { PromptVerb } from '../prompt.ts'
import type { Tries } from '../session.ts'
import type { Effect, Move } from '../step-behaviour.ts'
import { askKey, sentence, type Visit } from './visit.ts'

/** A message that can be listened to, as the webhooks tell it. */
interface Listed {
  readonly id: string
  readonly isNew: boolean
  readonly isUrgent: boolean
}

/** Says what there is and asks what to do. */
export function mainMenu(
  visit: Visit,
  before: readonly PromptVerb[] = [],
  effects: readonly Effect[] = [],
  tries?: Tries,
): Move {
  const { context, then } = visit
  const { language } = context.session
  const messages = messagesOf(visit).map((each) => (isHeardNow(each, effects) ? { ...each, isNew: false } : each))
  const fresh = messages.filter(({ isNew }) => isNew)
  const urgent = fresh.filter(({ isUrgent }) => isUrgent)
  const counts = countsInWords(fresh.length, urgent.length, messages.length - fresh.length, language)
  const isEmpty = messages.length === 0
  const words = [
    ...before,
    ...context.speak(isEmpty ? lineFor(language, 'noMessages') : counts),
    ...sentence(visit, isEmpty ? 'mainMenuEmpty' : 'mainMenu'),
    ...(then === undefined ? [] : sentence(visit, 'leave')),
  ]
  return askKey(visit, { words, place: { at: 'main' }, effects, ...(tries && { tries }) })
}

/** What is done with this very turn is not in the store yet. */
const isHeardNow = ({ id }: Listed, effects: readonly Effect[]): boolean =>
  effects.some((effect) => effect.kind === 'message-changed' && effect.change === 'heard' && effect.messageId === id)

/** The messages of the mailbox: new ones, then saved ones. */
export function messagesOf({ context, mailbox }: Visit): readonly Listed[] {
  const fact = context.find({ kind: 'inbox', about: { mailbox: mailbox.name } })
  return fact.kind === 'known' && Array.isArray(fact.value) ? (fact.value as unknown as readonly Listed[]) : [] // written by the webhooks
}
