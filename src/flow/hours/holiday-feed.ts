import type { StepContext } from '../step-behaviour.ts'
import type { Holiday, Schedule } from './schedule.ts'

/**
 * A schedule with the holidays of its calendar. A day that stands in the schedule itself counts as it stands there; while
 * nothing is known of the calendar, there are no others.
 */
export function withHolidays(schedule: Schedule, context: StepContext): Schedule {
  const { holidayFeed: feed, holidays = [] } = schedule
  if (feed === undefined) return schedule
  const fact = context.find({ kind: 'holidays', about: typeof feed === 'string' ? feed : { secret: feed.secret } })
  const fed = fact.kind === 'known' && Array.isArray(fact.value) ? (fact.value as unknown as readonly Holiday[]) : [] // written by the calendars
  return { ...schedule, holidays: [...holidays, ...fed] }
}
