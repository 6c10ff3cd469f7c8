/** Moments as the REST interface writes and compares them. Source: reference twilio-platform.md §2.3 and §2.4. */
import type { Instant } from '../../clock/clock.ts'
import { rfc2822 } from '../request/wire.ts'

/** A moment of a v2010 resource, null when it has not come. */
export const dateOf = (at: Instant | undefined): string | null => (at === undefined ? null : rfc2822(at))

/** A moment of a v1 resource. */
export const isoOf = (at: Instant): string => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z')

const day = 24 * 60 * 60 * 1000

/** Filters on one moment: on that day, on or before, on or after. */
export interface DateFilter {
  readonly on?: Instant | undefined
  readonly before?: Instant | undefined
  readonly after?: Instant | undefined
}

/** Whether a moment passes; one that has not come passes no filter. Days are days of UTC. */
export function isWithin(at: Instant | undefined, { on, before, after }: DateFilter): boolean {
  if (on === undefined && before === undefined && after === undefined) return true
  if (at === undefined) return false
  if (on !== undefined && Math.floor(at / day) !== Math.floor(on / day)) return false
  return (before === undefined || at <= endOf(before)) && (after === undefined || at >= after)
}

/** A day is meant whole; a moment is meant as it is. */
const endOf = (before: Instant): Instant => (before % day === 0 ? before + day - 1 : before)
