/**
 * Greetings: which one a caller hears before the beep.
 */
import { withHolidays } from '../hours/holiday-feed.ts'
import { openingAt } from '../hours/schedule.ts'
import { audio, type Prompt } from '../prompt.ts'
import type { StepContext } from '../step-behaviour.ts'
import type { GreetingName, Mailbox, Plays } from './mailbox.ts'

/** What people have set for a mailbox, with the addresses of what they have recorded. */
export interface SetGreetings {
  readonly plays: Plays
  readonly standard: string | null
  readonly 'after-hours': string | null
}

/**
 * What a caller hears: what somebody has recorded or uploaded, else the words for when nobody is there, else those of the
 * step, else those of the mailbox.
 */
export function greetingFor(name: string, ofStep: Prompt | undefined, context: StepContext): Prompt {
  const mailbox = context.mailboxNamed(name)
  const fallback = ofStep ?? mailbox?.greeting ?? 'Please leave a message after the beep.'
  if (mailbox === undefined) return fallback
  const set = greetingsSet(name, context)
  const which = set.plays === 'by-hours' ? byHours(mailbox, context) : set.plays
  const recorded = set[which] ?? (which === 'after-hours' && !mailbox.afterHours?.greeting ? set.standard : null)
  if (recorded !== null) return audio(recorded)
  return which === 'after-hours' ? (mailbox.afterHours?.greeting ?? fallback) : fallback
}

/** What people have set; when nobody can say, that is nothing. */
function greetingsSet(mailbox: string, context: StepContext): SetGreetings {
  const fact = context.find({ kind: 'greetings', about: { mailbox } })
  const nothing: SetGreetings = { plays: 'by-hours', standard: null, 'after-hours': null }
  if (fact.kind !== 'known' || typeof fact.value !== 'object' || fact.value === null) return nothing
  return fact.value as unknown as SetGreetings // written by the webhooks, from the store
}

function byHours({ afterHours }: Mailbox, context: StepContext): GreetingName {
  if (afterHours === undefined) return 'standard'
  return openingAt(withHolidays(afterHours.schedule, context), context.now).isOpen ? 'standard' : 'after-hours'
}
