/**
 * When people may be called, by country: hours of the clock on their wall, by day of the week.
 *
 * The laws behind them are about selling; the windows hold for reminders, too, unless the policy says otherwise. Where no
 * law names hours, or where states of a country differ, the narrower is taken.
 */
import type { IsoWeekday } from './weekday.ts'

/** From the first minute to the one that is closed again, `HH:MM`. */
export interface Window {
  readonly from: string
  readonly to: string
}

/** The hours of a week; a day without windows is closed. */
export interface CallingWindows {
  readonly days: Readonly<Partial<Record<IsoWeekday, readonly Window[]>>>
  /** Where it comes from, and how sure that is. */
  readonly source: string
}

const MONDAY_TO_FRIDAY = [1, 2, 3, 4, 5] as const
const open = (from: string, to: string): readonly Window[] => [{ from, to }]

function week(
  weekdays: readonly Window[],
  saturday: readonly Window[],
  sunday: readonly Window[],
): CallingWindows['days'] {
  return { ...Object.fromEntries(MONDAY_TO_FRIDAY.map((day) => [day, weekdays])), 6: saturday, 7: sunday }
}

/** Countries with windows of their own. */
export const CALLING_WINDOWS: Readonly<Record<string, CallingWindows>> = {
  US: {
    days: week(open('09:00', '20:00'), open('09:00', '20:00'), open('12:00', '20:00')),
    source:
      '47 CFR 64.1200(c)(1) allows 8 to 21; narrower states are met by 9 to 20 (Florida and others end at 20) and from noon on Sundays (Texas). As quoted in reference twilio-platform.md §13; state laws not re-read.',
  },
  CA: {
    days: week(open('09:00', '21:30'), open('10:00', '18:00'), open('10:00', '18:00')),
    source: 'CRTC Unsolicited Telecommunications Rules, part III; from memory, not re-read.',
  },
  GB: {
    days: week(open('08:00', '21:00'), open('09:00', '21:00'), open('09:00', '21:00')),
    source: 'Industry practice of the Data & Marketing Association, no statute; from memory, not re-read.',
  },
  FR: {
    days: week([...open('10:00', '13:00'), ...open('14:00', '20:00')], [], []),
    source: 'Décret 2022-1313, not on public holidays; from memory, not re-read.',
  },
  DE: {
    days: week(open('09:00', '20:00'), open('09:00', '20:00'), []),
    source: 'No statute names hours; practice, from memory.',
  },
  AU: {
    days: week(open('09:00', '20:00'), open('09:00', '17:00'), []),
    source: 'Telecommunications (Telemarketing and Research Calls) Industry Standard 2017; from memory, not re-read.',
  },
  ES: {
    days: week(open('09:00', '21:00'), [], []),
    source: 'Royal Legislative Decree 1/2007, article 96; from memory, not re-read.',
  },
  IT: {
    days: week(open('09:00', '20:00'), open('10:00', '19:00'), []),
    source: 'Code of conduct for telemarketing of 2023; from memory, not re-read.',
  },
}

/** All other countries. */
export const ELSEWHERE: CallingWindows = {
  days: week(open('09:00', '20:00'), open('09:00', '20:00'), []),
  source: 'Not a law: what bothers nobody.',
}
