/**
 * Greetings by phone: recorded, listened to, kept or not; and which of them plays. Nothing changes before a key says so.
 */
import { record } from '../../twiml/index.ts'
import type { CallEvent, MessageRecorded } from '../event.ts'
import { deletionOf } from '../mailbox/deletion.ts'
import { lineFor } from '../mailbox/lines.ts'
import type { GreetingName, Plays } from '../mailbox/mailbox.ts'
import { playBack } from '../mailbox/playback.ts'
import type { PromptVerb } from '../prompt.ts'
import { NO_TRIES, type Tries } from '../session.ts'
import type { Effect, Move } from '../step-behaviour.ts'
import { mainMenu } from './main-menu.ts'
import { askKey, jsonOf, type Place, sentence, tryAgain, type Visit } from './visit.ts'

type Review = Extract<Place, { at: 'greeting-review' }>

const LONGEST_GREETING = 120

/** Asks what to do with the greetings. */
export function greetingMenu(
  visit: Visit,
  before: readonly PromptVerb[] = [],
  effects: readonly Effect[] = [],
  tries?: Tries,
): Move {
  const menu = sentence(visit, visit.mailbox.afterHours === undefined ? 'greetingMenu' : 'greetingMenuByHours')
  return askKey(visit, { words: [...before, ...menu], place: { at: 'greetings' }, effects, ...(tries && { tries }) })
}

/** What the caller chose of it. */
export function takeGreetingMenu(visit: Visit, event: CallEvent): Move {
  const { mailbox } = visit
  const again = (why: readonly PromptVerb[], tries: Tries) => greetingMenu(visit, why, [], tries)
  if (event.kind !== 'digits') return tryAgain(visit, 'silences', [], again)
  const isByHours = mailbox.afterHours !== undefined
  switch (event.digits) {
    case '1':
      return recordGreeting(visit, 'standard')
    case '2':
      return isByHours ? recordGreeting(visit, 'after-hours') : tryAgain(visit, 'mistakes', [], again)
    case '3': {
      const gone = (['standard', 'after-hours'] as const).map((name) => kept(visit, name, null))
      return greetingMenu(visit, sentence(visit, 'greetingRemoved'), gone)
    }
    case '4':
      return isByHours ? choiceMenu(visit) : tryAgain(visit, 'mistakes', [], again)
    case '*':
      return mainMenu(visit)
    default:
      return tryAgain(visit, 'mistakes', [], again)
  }
}

function recordGreeting(visit: Visit, greeting: GreetingName, effects: readonly Effect[] = []): Move {
  const { context } = visit
  const verbs = [
    ...sentence(visit, 'recordGreeting'),
    record({ action: context.answerUrl, maxLength: LONGEST_GREETING, timeout: 5, finishOnKey: '#' }),
  ]
  return { kind: 'ask', verbs, tries: NO_TRIES, memo: jsonOf({ at: 'recording', greeting }), effects }
}

/** A greeting was recorded. */
export function afterGreeting(visit: Visit, event: MessageRecorded, greeting: GreetingName): Move {
  const { recordingSid, seconds, endedBy } = event
  if (endedBy === 'hang-up') return { kind: 'end', verbs: [], effects: dropped(visit, recordingSid) }
  if (seconds < 1) return greetingMenu(visit, sentence(visit, 'nothingHeard'), dropped(visit, recordingSid))
  return reviewMenu(
    visit,
    { at: 'greeting-review', greeting, recordingSid },
    [],
    [{ kind: 'recording-announced', recordingSid }],
  )
}

function reviewMenu(
  visit: Visit,
  place: Review,
  before: readonly PromptVerb[],
  effects: readonly Effect[],
  tries?: Tries,
): Move {
  const words = [...before, ...sentence(visit, 'greetingReview')]
  return askKey(visit, { words, place: { ...place, looks: undefined }, effects, ...(tries && { tries }) })
}

/** What the caller does with a greeting he has recorded. */
export function takeGreetingReview(visit: Visit, event: CallEvent, place: Review): Move {
  const { recordingSid, greeting, looks } = place
  if (event.kind === 'silence' && looks !== undefined) return listen(visit, place, looks)
  const again = (why: readonly PromptVerb[], tries: Tries) => reviewMenu(visit, place, why, [], tries)
  // Who says nothing has not said that it is to be kept.
  if (event.kind !== 'digits') return tryAgain(visit, 'silences', [], again)
  switch (event.digits) {
    case '1': {
      const isDeleted = visit.mailbox.deleteAtTwilio === true
      const effects = [kept(visit, greeting, recordingSid), ...(isDeleted ? [deletionOf(recordingSid)] : [])]
      return greetingMenu(visit, sentence(visit, 'greetingKept'), effects)
    }
    case '2':
      return listen(visit, place, 0)
    case '3':
      return recordGreeting(visit, greeting, dropped(visit, recordingSid))
    case '*':
      return greetingMenu(visit, [], dropped(visit, recordingSid))
    default:
      return tryAgain(visit, 'mistakes', [], again)
  }
}

function listen({ context }: Visit, place: Review, looks: number): Move {
  const then = lineFor(context.session.language, 'greetingReview')
  const memo = (count: number | undefined) => jsonOf({ ...place, looks: count })
  return playBack({ recordingSid: place.recordingSid, looks, then, memo }, context)
}

/** Asks which greeting is to play. */
function choiceMenu(visit: Visit, before: readonly PromptVerb[] = [], tries?: Tries): Move {
  const words = [...before, ...sentence(visit, 'choiceMenu')]
  return askKey(visit, { words, place: { at: 'choice' }, ...(tries && { tries }) })
}

/** Which greeting the caller wants to play. */
export function takeChoice(visit: Visit, event: CallEvent): Move {
  const again = (why: readonly PromptVerb[], tries: Tries) => choiceMenu(visit, why, tries)
  if (event.kind !== 'digits') return tryAgain(visit, 'silences', [], again)
  if (event.digits === '*') return greetingMenu(visit)
  const plays = ({ 1: 'by-hours', 2: 'standard', 3: 'after-hours' } as const)[event.digits] as Plays | undefined
  if (plays === undefined) return tryAgain(visit, 'mistakes', [], again)
  const effects = [{ kind: 'greeting-chosen', mailbox: visit.mailbox.name, plays } as const]
  return greetingMenu(visit, sentence(visit, 'choiceKept'), effects)
}

const kept = ({ mailbox }: Visit, greeting: GreetingName, recordingSid: string | null): Effect => ({
  kind: 'greeting-kept',
  mailbox: mailbox.name,
  greeting,
  recordingSid,
})

const dropped = ({ mailbox }: Visit, recordingSid: string): readonly Effect[] => [
  { kind: 'recording-dismissed', recordingSid },
  ...(mailbox.deleteAtTwilio ? [deletionOf(recordingSid)] : []),
]
