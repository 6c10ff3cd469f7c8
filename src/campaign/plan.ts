/**
 * The plan of a reminder: which attempts are to be made, and which come after one that reached nobody. Pure.
 */
import { Temporal } from 'temporal-polyfill'
import type { Instant } from '../clock/clock.ts'
import { hours } from '../clock/duration.ts'
import type { Outcome } from '../flow/index.ts'
import type { Attempt, NewAttempt, NewReminder, Reminder } from '../store/index.ts'
import { type CampaignDefinition, type Length, lengthOf, type Offset, type Retryable } from './define.ts'

/** One way of an offset: its own channel, or one of those that come after it. */
export type Leg = Omit<Offset, 'before' | 'orElse'>

/** The ways of an offset, in the order they are tried. */
export const legsOf = ({ channel, text, template, orElse = [] }: Offset): readonly Leg[] => [
  { channel, ...(text !== undefined && { text }), ...(template !== undefined && { template }) },
  ...orElse,
]

/** Nobody is reminded by what was missed when the next reminder comes so soon after it. */
const TOO_SOON = hours(2)

/**
 * The first attempts of a reminder: one an offset. Of those whose time was over before the reminder came, the last is caught up
 * at once, unless the next one is near, or the appointment is on the same day: whoever has just made it knows.
 * None of one that is held out.
 */
export function firstAttempts(
  campaign: CampaignDefinition,
  reminder: Pick<Reminder, 'id' | 'appointmentAt' | 'appointmentZone'> & Pick<NewReminder, 'isHeldOut'>,
  now: Instant,
): readonly NewAttempt[] {
  if (reminder.isHeldOut) return []
  const notAfter = notAfterOf(campaign, reminder)
  const all = campaign.offsets
    .map(({ before, channel }, offset) => ({ channel, offset, dueAt: momentBefore(reminder, before) }))
    .filter(({ dueAt }) => dueAt <= notAfter)
  const ahead = all.filter(({ dueAt }) => dueAt >= now)
  const missed = all.filter(({ dueAt }) => dueAt < now).toSorted((a, b) => b.dueAt - a.dueAt)[0]
  const next = Math.min(notAfter, ...ahead.map(({ dueAt }) => dueAt))
  const isInTime = now <= notAfter && (next - now >= TOO_SOON || ahead.length === 0)
  const isCaughtUp = missed !== undefined && isInTime && !isSameDay(now, reminder)
  return [...(isCaughtUp ? [{ ...missed, dueAt: now }] : []), ...ahead].map((one) => ({
    ...one,
    reminderId: reminder.id,
    campaign: campaign.name,
    tries: 1,
    notAfter,
  }))
}

function isSameDay(
  now: Instant,
  { appointmentAt, appointmentZone }: Pick<Reminder, 'appointmentAt' | 'appointmentZone'>,
) {
  const day = new Intl.DateTimeFormat('en-CA', { dateStyle: 'short', timeZone: appointmentZone })
  return day.format(now) === day.format(appointmentAt)
}

/** The last moment at which somebody is reminded. */
export const notAfterOf = (
  { notLaterThan }: Pick<CampaignDefinition, 'notLaterThan'>,
  { appointmentAt }: Pick<Reminder, 'appointmentAt'>,
): Instant => appointmentAt - lengthOf(notLaterThan)

/** Days are days of the calendar where the appointment is: three days before is at the same time of the clock on the wall. */
function momentBefore(
  { appointmentAt, appointmentZone }: Pick<Reminder, 'appointmentAt' | 'appointmentZone'>,
  before: Length,
): Instant {
  const [, days] = /^(\d+)d$/.exec(before) ?? []
  if (days === undefined) return appointmentAt - lengthOf(before)
  const appointment = Temporal.Instant.fromEpochMilliseconds(appointmentAt).toZonedDateTimeISO(appointmentZone)
  return appointment.subtract({ days: Number(days) }).epochMilliseconds
}

/** An attempt that is over, and what is needed to say what comes next. */
export interface Ended {
  readonly attempt: Attempt
  readonly outcome: Outcome
  /** Whether it can never work on this channel: the number is none, or the person may not be reached by it. */
  readonly isPermanent: boolean
  /** All attempts of the reminder so far. */
  readonly all: readonly Attempt[]
}

/** The attempt that comes next, undefined when there is none: again by the same channel, else by the next. */
export function nextAttempt(campaign: CampaignDefinition, ended: Ended, now: Instant): NewAttempt | undefined {
  const { attempt, outcome, isPermanent, all } = ended
  const offset = campaign.offsets[attempt.offset]
  if (offset === undefined) return undefined
  const ofOffset = all.filter((one) => one.offset === attempt.offset && one.notAfter === attempt.notAfter)
  const tries = Math.max(...ofOffset.map((one) => one.tries), attempt.tries) + 1
  const again = isPermanent ? undefined : retryOf(campaign, outcome)
  const soFar = ofOffset.filter(({ channel }) => channel === attempt.channel).length
  if (again !== undefined && soFar < again.most) return at({ tries, dueAt: now + lengthOf(again.after) })
  if (!isPermanent && campaign.retry[outcome as Retryable] === 'never') return undefined // may be of no retryable kind
  const channels = legsOf(offset).map(({ channel }) => channel)
  const next = channels[channels.indexOf(attempt.channel) + 1]
  return next === undefined ? undefined : at({ tries, dueAt: now, channel: next })

  function at(change: Pick<NewAttempt, 'tries' | 'dueAt'> & Partial<NewAttempt>): NewAttempt | undefined {
    const { reminderId, channel, offset: place, notAfter } = attempt
    if (change.dueAt > notAfter) return undefined
    return { reminderId, campaign: campaign.name, channel, offset: place, notAfter, ...change }
  }
}

function retryOf({ retry }: CampaignDefinition, outcome: Outcome) {
  const rule = Object.hasOwn(retry, outcome) ? retry[outcome as Retryable] : undefined // just looked up
  return rule === 'never' ? undefined : rule
}
