/**
 * What somebody means who answers a reminder by message: `1`, `Y`, `2`, `N`, `3` and the like. Anything else is for a person
 * to read. A bare CANCEL never comes here: it is a stop.
 *
 * Source: reference appointment-reminders.md, "SMS replies".
 */
import type { Outcome } from '../flow/index.ts'

/** What a reply may say. */
export type ReplyOutcome = Extract<Outcome, 'confirmed' | 'cancel-requested' | 'reschedule-requested'>

/** What the digits mean. */
export type ReplyKeys = Readonly<Partial<Record<'1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9', ReplyOutcome>>>

/** What the digits mean where a campaign does not say otherwise. */
export const REPLY_KEYS: ReplyKeys = { 1: 'confirmed', 2: 'cancel-requested', 3: 'reschedule-requested' }

const WORDS: Readonly<Record<ReplyOutcome, RegExp>> = {
  confirmed: /^(y|c|yes|yep|yeah|ok|okay|confirm(ed)?|i('| wi)ll be there|sí|si|ja|oui)$/,
  'cancel-requested': /^(n|no|nope|can'?t make it|cannot make it|i can'?t( come)?|nein|non)$/,
  'reschedule-requested': /^(r|reschedule|another (time|day)|change)$/,
}

/** The outcome of a reply; undefined for one that a person should read. */
export function replyOutcome(text: string, keys: ReplyKeys = REPLY_KEYS): ReplyOutcome | undefined {
  const words = plain(text)
  const byKey = Object.entries(keys).find(([key]) => key === words)
  const found = Object.entries(WORDS).find(([, pattern]) => pattern.test(words))
  return byKey?.[1] ?? (found?.[0] as ReplyOutcome | undefined) // a key of the table
}

/** The number that a reply names; undefined for one that names none. */
export function replyNumber(text: string): number | undefined {
  const words = plain(text)
  return /^\d$/.test(words) ? Number(words) : undefined
}

const plain = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replaceAll('’', "'")
    .replace(/[\s.!,]+$/g, '')
