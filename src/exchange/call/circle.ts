/**
 * Applications and numbers of ours that dial one another in a circle: without a limit a single call would never cease
 * to grow.
 *
 * The real network ends it at some limit of the account; where, is not documented.
 */
import type { Instant } from '../../clock/clock.ts'
import type { Leg } from './leg.ts'

/** Apps that one call may reach in the same instant; a call that people take part in needs time for each. */
const mostAtOnce = 10

const rounds = new WeakMap<Leg, { readonly at: Instant; readonly count: number }>()

/** What made a leg: the one whose Dial it is, or the one that dialled a number of ours. */
const before = (leg: Leg): Leg | undefined => leg.parent ?? leg.nearEnd

/** Whether the call that `leg` belongs to has reached too many applications at the moment `now`; counts this one. */
export function isInCircle(leg: Leg, now: Instant): boolean {
  let origin = leg
  for (let next = before(origin); next !== undefined; next = before(next)) origin = next
  const round = rounds.get(origin)
  const count = round?.at === now ? round.count + 1 : 1
  rounds.set(origin, { at: now, count })
  return count > mostAtOnce
}
