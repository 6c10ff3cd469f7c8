/**
 * Listening to messages, one after the other: each is told, played, and can be kept, deleted, taken back or called back.
 *
 * What was done is committed with each key; who hangs up leaves everything as it was after the last one.
 */
import { isE164 } from '../../phone/e164.ts'
import { dial, number } from '../../twiml/index.ts'
import type { CallEvent } from '../event.ts'
import { envelopeInWords } from '../mailbox/in-words.ts'
import { zoneOf } from '../mailbox/mailbox.ts'
import { audio, type PromptVerb } from '../prompt.ts'
import { NO_TRIES, type Tries } from '../session.ts'
import type { Effect, Move } from '../step-behaviour.ts'
import { mainMenu } from './main-menu.ts'
import { askKey, jsonOf, sentence, tryAgain, type Visit } from './visit.ts'

/** Which message, among those the visit goes through. */
interface Position {
  readonly ids: readonly string[]
  readonly place: number
}

/** A message as the webhooks tell it. */
interface Told {
  readonly from: string
  readonly at: number
  readonly seconds: number
  readonly isHeard: boolean
  readonly isUrgent: boolean
  readonly isRemoved: boolean
  /** Where its audio can be fetched; null while it is not here. */
  readonly audio: string | null
  readonly transcript: string | null
}

/** Tells a message, plays it, and asks what to do with it. */
export function playMessage(
  visit: Visit,
  position: Position,
  before: readonly PromptVerb[] = [],
  effects: readonly Effect[] = [],
): Move {
  const told = toldOf(visit, position)
  if (told === undefined || told.isRemoved) {
    return messageMenu(visit, position, [...before, ...sentence(visit, told ? 'deleted' : 'gone')], effects)
  }
  const { context, mailbox } = visit
  const { now, session } = context
  const { ids, place } = position
  const envelope = { ...told, isNew: !told.isHeard, place: place + 1, of: ids.length }
  const words = [
    ...before,
    ...context.speak(envelopeInWords(envelope, now, zoneOf(mailbox), session.language)),
    ...(told.audio === null ? sentence(visit, 'notHere') : context.speak(audio(told.audio))),
    ...(told.audio === null && told.transcript !== null ? context.speak(told.transcript) : []),
  ]
  const isPlayed = told.audio !== null || told.transcript !== null
  return messageMenu(visit, position, words, effects, NO_TRIES, isPlayed)
}

/** Asks what to do with a message. */
function messageMenu(
  visit: Visit,
  position: Position,
  before: readonly PromptVerb[],
  effects: readonly Effect[],
  tries: Tries = NO_TRIES,
  isPlayed = false,
): Move {
  const told = toldOf(visit, position)
  const isRemoved = told?.isRemoved ?? true
  const words = [
    ...before,
    ...sentence(visit, isRemoved ? 'deletedMenu' : 'messageMenu'),
    ...(!isRemoved && told !== undefined && mayCallBack(visit, told) ? sentence(visit, 'callBackKey') : []),
  ]
  return askKey(visit, { words, place: { at: 'message', ...position, isPlayed }, effects, tries })
}

/** What the caller does with a message he has heard. */
export function takeMessage(visit: Visit, event: CallEvent, position: Position, isPlayed: boolean): Move {
  // What was played to its end, or cut short by a key, is heard; who hangs up meanwhile finds it new again.
  const heard = isPlayed ? [changed(visit, position, 'heard')] : []
  const again = (why: readonly PromptVerb[], tries: Tries) => messageMenu(visit, position, why, heard, tries)
  if (event.kind !== 'digits') return tryAgain(visit, 'silences', heard, again)
  switch (event.digits) {
    case '4':
      return goTo(visit, position, -1, [], heard)
    case '5':
      return playMessage(visit, position, [], heard)
    case '6':
      return goTo(visit, position, 1, [], heard)
    case '7':
      return toggleRemoved(visit, position)
    case '8':
      return callBack(visit, position, heard)
    case '9':
      return goTo(visit, position, 1, sentence(visit, 'saved'), [changed(visit, position, 'heard')])
    case '*':
      return mainMenu(visit, [], heard)
    default:
      return tryAgain(visit, 'mistakes', heard, again)
  }
}

/** The call back is over, however it went. */
export const afterCallBack = (visit: Visit, position: Position): Move =>
  messageMenu(visit, position, sentence(visit, 'callBackOver'), [])

function goTo(
  visit: Visit,
  { ids, place }: Position,
  by: 1 | -1,
  before: readonly PromptVerb[],
  effects: readonly Effect[],
): Move {
  const next = place + by
  if (next < 0) return playMessage(visit, { ids, place }, [...before, ...sentence(visit, 'noEarlier')], effects)
  if (next >= ids.length) return mainMenu(visit, [...before, ...sentence(visit, 'noMore')], effects)
  return playMessage(visit, { ids, place: next }, before, effects)
}

/** Deletes it and goes on, or takes it back. The database is asked next time, so the words are of what is done now. */
function toggleRemoved(visit: Visit, position: Position): Move {
  const told = toldOf(visit, position)
  if (told === undefined) return goTo(visit, position, 1, sentence(visit, 'gone'), [])
  const change = told.isRemoved ? 'restored' : 'removed'
  const words = [
    ...sentence(visit, told.isRemoved ? 'restored' : 'deleted'),
    ...sentence(visit, told.isRemoved ? 'messageMenu' : 'deletedMenu'),
  ]
  const place = { at: 'message', ...position, isPlayed: false } as const
  return askKey(visit, { words, place, effects: [changed(visit, position, change)] })
}

function callBack(visit: Visit, position: Position, effects: readonly Effect[]): Move {
  const { context } = visit
  const told = toldOf(visit, position)
  if (told === undefined || !mayCallBack(visit, told)) {
    return messageMenu(visit, position, sentence(visit, 'cannotCallBack'), effects)
  }
  const callerId = isE164(context.session.to) ? { callerId: context.session.to } : {}
  const verbs = [
    ...sentence(visit, 'callingBack'),
    dial([number(told.from)], { action: context.answerUrl, timeout: 30, ...callerId }),
  ]
  return { kind: 'ask', verbs, tries: NO_TRIES, memo: jsonOf({ at: 'calling', ...position }), effects }
}

/** Who hides his number cannot be called back, and nobody whom the limits of the line do not let be dialled. */
function mayCallBack({ context }: Visit, { from }: Told): boolean {
  if (!isE164(from) || !context.mayDial(from)) return false
  if (!context.countsDialled) return true
  const fact = context.find({ kind: 'dialling', about: { number: from } })
  return fact.kind === 'known' && fact.value === true
}

function changed({ mailbox }: Visit, { ids, place }: Position, change: 'heard' | 'removed' | 'restored'): Effect {
  return { kind: 'message-changed', mailbox: mailbox.name, messageId: ids[place] ?? '', change }
}

function toldOf({ context, mailbox }: Visit, { ids, place }: Position): Told | undefined {
  const fact = context.find({ kind: 'message', about: { mailbox: mailbox.name, id: ids[place] ?? '' } })
  if (fact.kind !== 'known' || typeof fact.value !== 'object' || fact.value === null) return undefined
  return fact.value as unknown as Told // written by the webhooks, from the store
}
