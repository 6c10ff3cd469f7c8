/** Outcomes: what came of reminding somebody. */

/** What came of a reminder, or of one attempt. Source: reference appointment-reminders.md, "Outcome model". */
export type Outcome =
  | 'confirmed'
  | 'cancel-requested'
  | 'cancelled'
  | 'reschedule-requested'
  | 'rescheduled'
  | 'callback-requested'
  | 'transferred'
  | 'voicemail-left'
  | 'voicemail-no-message'
  | 'listened-no-response'
  | 'wrong-number'
  | 'opted-out'
  | 'busy'
  | 'no-answer'
  | 'failed'
  | 'skipped'
  | 'machine-unknown'
  /** A message has left; whether anybody reads it is not known. */
  | 'sent'

/** Outcomes by which a person has answered, so that he needs no other reminder. */
export const ANSWERS: readonly Outcome[] = [
  'confirmed',
  'cancel-requested',
  'cancelled',
  'reschedule-requested',
  'rescheduled',
  'callback-requested',
  'transferred',
  'wrong-number',
  'opted-out',
]

/** Whether a person has answered by this, so that all other attempts stop. */
export const isAnswer = (outcome: Outcome): boolean => ANSWERS.includes(outcome)
