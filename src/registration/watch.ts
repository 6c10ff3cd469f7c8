/**
 * Watching a registration: walks again and again, with growing waits, until all is approved or something was refused.
 */
import type { Clock, Duration } from '../clock/clock.ts'
import { hours, minutes } from '../clock/duration.ts'
import type { Step } from './walk.ts'

export interface WatchOptions {
  /** One walk; see `walk`. */
  readonly take: () => Promise<readonly Step[]>
  readonly clock: Clock
  /** From 0, below 1. */
  readonly random: () => number
  /** Told of every look: the steps, those among them that are not as they were at the look before, and the wait that follows. */
  readonly onLook: (steps: readonly Step[], changed: readonly Step[], wait: Duration | undefined) => void
}

/** A review of minutes is not waited for for hours, and one of weeks is not asked about every minute. */
const FIRST: Duration = minutes(1)
const LONGEST: Duration = hours(1)

/**
 * Watches until nothing more is to be waited for: all is done, or something was refused or needs a person.
 *
 * The wait begins at a minute whenever something has changed and doubles up to an hour while nothing does; half of it is drawn
 * at random. A request that failed and may pass is waited out like a review.
 *
 * @returns the steps as they are then
 */
export async function watch({ take, clock, random, onLook }: WatchOptions): Promise<readonly Step[]> {
  let known = new Map<string, string>()
  let widest = FIRST
  for (;;) {
    const steps = await take()
    const changed = steps.filter((step) => known.get(step.title) !== told(step))
    known = new Map(steps.map((step) => [step.title, told(step)]))
    widest = changed.length > 0 ? FIRST : Math.min(LONGEST, 2 * widest)
    const wait = isOver(steps) ? undefined : Math.round((widest * (1 + random())) / 2)
    onLook(steps, changed, wait)
    if (wait === undefined) return steps
    await new Promise<void>((resolve) => clock.after(wait, resolve))
  }
}

const told = ({ status, said, refusals = [], trouble }: Step): string =>
  JSON.stringify([status, said, refusals.map(({ code }) => code), trouble])

const isOver = (steps: readonly Step[]): boolean =>
  steps.every(({ status }) => status === 'done') ||
  steps.some(({ status, mayPass }) => status === 'failed' && mayPass !== true)
