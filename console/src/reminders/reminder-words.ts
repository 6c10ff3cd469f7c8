/** What is said of campaigns and reminders, in words. Pure. */
import type { Campaign, CampaignFigures, Reminder, ReminderHistory } from '../api/types.ts'

/** Outcomes people are found by, the good ones first. */
export const OUTCOMES = [
  'confirmed',
  'cancel-requested',
  'cancelled',
  'reschedule-requested',
  'rescheduled',
  'callback-requested',
  'transferred',
  'voicemail-left',
  'voicemail-no-message',
  'listened-no-response',
  'sent',
  'busy',
  'no-answer',
  'machine-unknown',
  'wrong-number',
  'opted-out',
  'failed',
  'skipped',
] as const

const WORDS: Readonly<Record<string, string>> = {
  confirmed: 'confirmed',
  'cancel-requested': 'wants to cancel',
  cancelled: 'cancelled',
  'reschedule-requested': 'wants another time',
  rescheduled: 'has another time',
  'callback-requested': 'wants a call back',
  transferred: 'talked to somebody',
  'voicemail-left': 'voicemail left',
  'voicemail-no-message': 'machine, no message left',
  'listened-no-response': 'listened, did not answer',
  sent: 'message sent',
  busy: 'busy',
  'no-answer': 'no answer',
  'machine-unknown': 'a machine, perhaps',
  'wrong-number': 'wrong number',
  'opted-out': 'said stop',
  failed: 'could not be reached',
  skipped: 'was not reminded',
  withdrawn: 'appointment withdrawn',
}

/** An outcome as the front desk says it. */
export const outcomeInWords = (outcome: string | null): string =>
  outcome === null ? 'nothing yet' : (WORDS[outcome] ?? outcome)

/** Whether an outcome is good, needs somebody, or is neither. */
export function toneOf({ outcome, state }: Reminder): 'good' | 'needs-somebody' | 'bad' | 'open' {
  if (state === 'withdrawn' || outcome === null) return 'open'
  if (outcome === 'confirmed' || outcome === 'rescheduled') return 'good'
  if (['cancel-requested', 'reschedule-requested', 'callback-requested'].includes(outcome)) return 'needs-somebody'
  return ['wrong-number', 'opted-out', 'failed', 'cancelled'].includes(outcome) ? 'bad' : 'open'
}

/** `runs; 3 are under way` */
export function stateInWords({ state, reason, underWay }: Campaign): string {
  const words = { running: 'runs', paused: 'is paused', stopped: 'is stopped for good' }[state]
  return `${words}${reason === null ? '' : ` (${reason})`}${underWay > 0 ? `; ${underWay} under way` : ''}`
}

/** When the appointment is, by the clock of its place. */
export function appointmentInWords({ appointmentAt, appointmentZone }: Reminder): string {
  const format = { weekday: 'short', day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' } as const
  return new Intl.DateTimeFormat('en', { ...format, timeZone: appointmentZone }).format(appointmentAt)
}

/** One figure of a campaign. */
export interface Figure {
  readonly name: string
  readonly value: string
  readonly hint?: string
}

/** What the front desk wants to know first. */
export function figuresOf(figures: CampaignFigures): readonly Figure[] {
  const { cost } = figures
  return [
    { name: 'People', value: String(figures.people) },
    { name: 'Reached', value: String(figures.reached), ...hinted(figures.reachRate) },
    { name: 'Confirmed', value: String(figures.confirmed), ...hinted(figures.confirmationRate) },
    { name: 'Cancelled', value: String(figures.cancelled), hint: `${figures.cancelledInTime} in time` },
    { name: 'Rescheduled', value: String(figures.rescheduled) },
    { name: 'Said stop', value: String(figures.optedOut) },
    { name: 'Calls', value: String(figures.calls) },
    { name: 'Messages', value: String(figures.messages) },
    ...(cost === null ? [] : [{ name: 'Cost', value: cost.toFixed(2) }]),
  ]
}

const hinted = (rate: number | null) => (rate === null ? {} : { hint: `${Math.round(rate * 100)} %` })

/** What has happened to somebody and what is planned, the earliest first. */
export function historyOf({ attempts, outcomes }: ReminderHistory) {
  const tried = attempts.map(({ id, dueAt, endedAt, channel, state, outcome, reason }) => ({
    key: id,
    at: endedAt ?? dueAt,
    words: `${channelInWords(channel)} ${stateOf(state, outcome)}${reason === null ? '' : ` (${reason})`}`,
  }))
  const learnt = outcomes.map(({ at, outcome, source, detail }, place) => ({
    key: `outcome ${place}`,
    at,
    words: `${outcomeInWords(outcome)}, by ${source}${detail === null ? '' : `: ${detail}`}`,
  }))
  return [...tried, ...learnt].toSorted((one, other) => one.at - other.at)
}

const channelInWords = (channel: string) =>
  ({ call: 'Call', sms: 'Text message', whatsapp: 'WhatsApp message' })[channel] ?? channel

function stateOf(state: string, outcome: string | null): string {
  if (state === 'ended') return `ended: ${outcomeInWords(outcome)}`
  return (
    { planned: 'is planned', claimed: 'begins', placed: 'is under way', cancelled: 'is not needed' }[state] ?? state
  )
}
