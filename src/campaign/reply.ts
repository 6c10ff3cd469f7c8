/**
 * What somebody means who answers a reminder by message: `1`, `Y`, `2`, `N`, `3` and the like. Anything else is for a person
 * to read. A bare CANCEL never comes here: it is a stop.
 *
 * Source: reference appointment-reminders.md, "SMS replies".
 */
import type { Outcome } from '../flow/index.ts'

/** What a reply may say. */
export type ReplyOutcome = Extract<Outcome, 'confirmed' | 'cancel-requested' | 'reschedule-requested'>

const WORDS: Readonly<Record<ReplyOutcome, RegExp>> = {
  confirmed: /^(1|y|c|yes|yep|yeah|ok|okay|confirm(ed)?|i('| wi)ll be there|sí|si|ja|oui)$/,
  'cancel-requested': /^(2|n|no|nope|can'?t make it|cannot make it|i can'?t( come)?|nein|non)$/,
  'reschedule-requested': /^(3|r|reschedule|another (time|day)|change)$/,
}

/** The outcome of a reply; undefined for one that a person should read. */
export function replyOutcome(text: string): ReplyOutcome | undefined {
  const words = text
    .trim()
    .toLowerCase()
    .replaceAll('’', "'")
    .replace(/[\s.!,]+$/g, '')
  const found = Object.entries(WORDS).find(([, pattern]) => pattern.test(words))
  return found?.[0] as ReplyOutcome | undefined // a key of the table
}
