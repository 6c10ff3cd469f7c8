/**
 * Calendars of holidays: read every day, tried again when they cannot be, and kept; the last good copy holds meanwhile.
 *
 * A call never waits for a calendar: it is answered from what is kept.
 */

import { createHash } from 'node:crypto'
import type { Clock, Duration, Instant } from '../clock/clock.ts'
import { hours, minutes } from '../clock/duration.ts'
import {
  type Fact,
  type Flow,
  type FlowFinding,
  isSecret,
  type Json,
  type Mailbox,
  type Question,
  type Secret,
} from '../flow/index.ts'
import type { Log } from '../log/log.ts'
import type { Store } from '../store/index.ts'
import type { TaskHandler, TaskHandlers } from '../work/worker.ts'
import { fetchCalendar } from './fetch-calendar.ts'
import { readCalendar } from './read-calendar.ts'

export interface HolidayCalendarsOptions {
  readonly store: Store
  readonly clock: Clock
  readonly log: Pick<Log, 'warn' | 'error'>
  readonly reveal: (secret: Secret) => string | undefined
  /** Every calendar that flows and mailboxes name by now; see {@link feedsOf}. */
  readonly feeds: () => readonly HolidayFeedName[]
  /** Called when there is something to do. */
  readonly onTask: () => void
}

/** A calendar as a flow names it. */
export type HolidayFeedName = string | Secret

export interface HolidayCalendars {
  /** Adds today's tasks of every calendar; true when there is something to do. */
  arm(): Promise<boolean>
  readonly handlers: TaskHandlers
  /** Answers what a step asks about holidays; never throws. */
  find(question: Question): Promise<Fact>
  /** Calendars that were never read, with the reason; for the checks on the page. */
  unread(): Promise<readonly { readonly feed: HolidayFeedName; readonly reason: string }[]>
}

/** The kind of the task that reads a calendar. */
const TASK = 'read-holidays'

const DAY: Duration = hours(24)
/** For so long a copy at hand is good, before the store is asked again: another server may have read the calendar. */
const AT_HAND: Duration = minutes(1)
/** Waits between tries of a day; the last one repeats until the next day. */
const WAITS: readonly Duration[] = [minutes(1), minutes(5), minutes(15), hours(1)]

/** The calendars that flows and mailboxes name, each once. */
export function feedsOf(flows: readonly Flow[], mailboxes: readonly Mailbox[]): readonly HolidayFeedName[] {
  const schedules = [
    ...flows.flatMap(({ steps }) => Object.values(steps).filter((step) => step.kind === 'hours')),
    ...mailboxes.flatMap(({ afterHours }) => (afterHours === undefined ? [] : [afterHours.schedule])),
  ]
  const feeds = schedules.flatMap(({ holidayFeed }) => (holidayFeed === undefined ? [] : [holidayFeed]))
  return [...new Map(feeds.map((feed) => [keyOf(feed), feed])).values()]
}

/** The calendars of a phone system. */
export function createHolidayCalendars({
  store,
  clock,
  log,
  reveal,
  feeds,
  onTask,
}: HolidayCalendarsOptions): HolidayCalendars {
  const byKey = () => new Map(feeds().map((feed) => [keyOf(feed), feed]))
  const atHand = new Map<string, { readonly holidays: Json; readonly until: Instant }>()

  const sourceOf = (feed: HolidayFeedName) => (isSecret(feed) ? reveal(feed) : feed)
  const addTask = (key: string, day: number, at: Instant) =>
    store.tasks.add({ key: `${TASK}/${key}/${day}`, task: TASK, about: { feed: key, day }, at })

  const addToday = (key: string) => addTask(key, Math.floor(clock.now() / DAY), clock.now())

  const read: TaskHandler = async ({ about }, signal) => {
    const { feed: key, day } = about as { readonly feed: string; readonly day: number } // written here
    const feed = byKey().get(key)
    // A calendar that no flow names any more is not read any more.
    if (feed === undefined) return { kind: 'done' }
    await addTask(key, day + 1, (day + 1) * DAY)
    if (clock.now() >= (day + 1) * DAY) return { kind: 'done' }
    try {
      const source = sourceOf(feed)
      if (source === undefined) throw new Error('the environment does not say where it is')
      await store.holidayFeeds.keep(key, readCalendar(await fetchCalendar(source, signal), clock.now()), clock.now())
      atHand.delete(key)
      misses.delete(key)
      return { kind: 'done' }
    } catch (error) {
      return await missed(key, error)
    }
  }

  async function missed(key: string, error: unknown) {
    const reason = error instanceof Error ? error.message : String(error)
    const before = await store.holidayFeeds.find(key)
    await store.holidayFeeds.miss(key, reason)
    const fields = { calendar: labelOf(key, byKey()), reason }
    if (before?.holidays === undefined) {
      log.error(fields, 'a calendar of holidays has never been read; no day of it counts until it is')
    } else log.warn(fields, 'a calendar of holidays could not be read; the last good copy holds')
    const tries = missesOf(key)
    return { kind: 'again', reason, wait: WAITS[Math.min(tries, WAITS.length - 1)] ?? hours(1) } as const
  }

  const misses = new Map<string, number>()
  function missesOf(key: string): number {
    const before = misses.get(key) ?? 0
    misses.set(key, before + 1)
    return before
  }

  return {
    async arm() {
      const added = await Promise.all([...byKey().keys()].map(addToday))
      return added.includes(true)
    },
    handlers: { [TASK]: read },
    async find({ about, flow, step }) {
      const key = keyOf(feedIn(about))
      const near = atHand.get(key)
      if (near !== undefined && near.until > clock.now()) return { kind: 'known', value: near.holidays }
      try {
        const known = await store.holidayFeeds.find(key)
        // One that was named since the start.
        if (known === undefined && (await addToday(key))) onTask()
        const found = known?.holidays
        const holidays: Json = found?.map(({ date, name }) => ({ date, name })) ?? null
        atHand.set(key, { holidays, until: clock.now() + AT_HAND })
        return { kind: 'known', value: holidays }
      } catch (error) {
        log.warn({ flow, step, err: error }, 'the holidays could not be looked up; those at hand hold')
        return { kind: 'known', value: near?.holidays ?? null }
      }
    },
    async unread() {
      const all = await Promise.all(
        [...byKey()].map(async ([key, feed]) => ({ feed, known: await store.holidayFeeds.find(key) })),
      )
      return all.flatMap(({ feed, known }) =>
        known?.holidays === undefined ? [{ feed, reason: known?.reason ?? 'it has not been tried yet' }] : [],
      )
    },
  }
}

/** What the checks say of calendars that cannot be read: at each place that names one. */
export function findingsOf(
  unread: readonly { readonly feed: HolidayFeedName; readonly reason: string }[],
  flows: readonly Flow[],
  mailboxes: readonly Mailbox[],
): readonly FlowFinding[] {
  const reasons = new Map(unread.map(({ feed, reason }) => [keyOf(feed), reason]))
  const places = [
    ...flows.flatMap(({ name, steps }) =>
      Object.entries(steps).flatMap(([step, each]) =>
        each.kind === 'hours' ? [[`${name}/${step}/holidayFeed`, each.holidayFeed] as const] : [],
      ),
    ),
    ...mailboxes.map(
      ({ name, afterHours }) => [`${name}/afterHours.schedule.holidayFeed`, afterHours?.schedule.holidayFeed] as const,
    ),
  ]
  return places.flatMap(([at, feed]) => {
    const reason = feed === undefined ? undefined : reasons.get(keyOf(feed))
    if (reason === undefined) return []
    const message = `This calendar of holidays has never been read: ${reason}.`
    const help = 'No day of it counts until it is. Check its address, or write the holidays into the schedule.'
    return [{ code: 'HOLIDAYS_UNREAD', severity: 'warning', at, message, help }]
  })
}

/** Reads every calendar once, now, and says which cannot be. */
export async function tryCalendars(
  feeds: readonly HolidayFeedName[],
  reveal: (secret: Secret) => string | undefined,
  now: Instant,
): Promise<readonly { readonly feed: HolidayFeedName; readonly reason: string }[]> {
  const tried = await Promise.all(
    feeds.map(async (feed) => {
      const source = isSecret(feed) ? reveal(feed) : feed
      // What the environment lacks is told by whoever needs it to run.
      if (source === undefined) return []
      try {
        readCalendar(await fetchCalendar(source, AbortSignal.timeout(15_000)), now)
        return []
      } catch (error) {
        return [{ feed, reason: error instanceof Error ? error.message : String(error) }]
      }
    }),
  )
  return tried.flat()
}

/** A digest: an address may be private, and keys of tasks get into the log. */
const keyOf = (feed: HolidayFeedName): string =>
  createHash('sha256')
    .update(isSecret(feed) ? `secret ${feed.secret}` : feed)
    .digest('hex')
    .slice(0, 24)

/** A secret is called by its name; an address only by its host, since the rest may be private. */
function labelOf(key: string, feeds: ReadonlyMap<string, HolidayFeedName>): string {
  const feed = feeds.get(key)
  if (feed === undefined) return key
  if (isSecret(feed)) return feed.secret
  return URL.canParse(feed) ? new URL(feed).host || feed : feed
}

const feedIn = (about: Json | undefined): HolidayFeedName =>
  isSecret(about) ? about : typeof about === 'string' ? about : ''
