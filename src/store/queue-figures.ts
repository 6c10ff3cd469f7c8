/** Figures of queues: who waits now, and how callers of a span of time fared. */
import { sql } from 'kysely'
import type { Duration, Instant } from '../clock/clock.ts'
import type { OpenDatabase } from './database.ts'

/** How callers fared who came in a span of time. Counts are callers. */
export interface QueueFigures {
  /** All who came, also those who were not let in. */
  readonly came: number
  /** Who talked to an agent, on the phone or called back. */
  readonly answered: number
  /** Of those who waited on the phone: who was answered within the target. */
  readonly answeredInTime: number
  /** Who hung up before an agent took the call. */
  readonly abandoned: number
  /** Who went on elsewhere, by why: `full`, `unstaffed`, `tooLong`, `message`, … */
  readonly wentElsewhere: Readonly<Record<string, number>>
  /** Who asked to be called back, and of those, who was reached and talked. */
  readonly callbacksAsked: number
  readonly callbacksAnswered: number
  /** Share of answered and abandoned callers who were answered within the target, 0 to 1; null when there was none. */
  readonly serviceLevel: number | null
  /** Average wait of those who were answered on the phone; null when there was none. */
  readonly averageWait: Duration | null
  /** Average length of conversations; null when there was none. */
  readonly averageTalk: Duration | null
}

/** How it is in a queue at this moment. */
export interface QueueNow {
  /** On the phone. */
  readonly waiting: number
  /** The longest wait of those; 0 when nobody waits. */
  readonly longestWait: Duration
  readonly talking: number
  /** Who is to be called back. */
  readonly callbacks: number
}

/** The figures of a database. */
export interface QueueFiguresStore {
  now(queue: string, at: Instant): Promise<QueueNow>
  /**
   * @param from callers who came at that moment or later
   * @param to callers who came before that moment
   * @param target within what a caller should be answered, in milliseconds
   */
  between(queue: string, from: Instant, to: Instant, target: Duration): Promise<QueueFigures>
}

/** The figures of a database. */
export function createQueueFigures({ db }: OpenDatabase): QueueFiguresStore {
  return {
    async now(queue, at) {
      const row = await db
        .selectFrom('queue_entries')
        .select([
          sql<number>`count(*) filter (where ${ON_PHONE})::integer`.as('waiting'),
          sql<number | null>`min(joined_at) filter (where ${ON_PHONE})`.as('oldest'),
          sql<number>`count(*) filter (where state = 'talking')::integer`.as('talking'),
          sql<number>`count(*) filter (where state = 'callback')::integer`.as('callbacks'),
        ])
        .where('queue', '=', queue)
        .where('ended_at', 'is', null)
        .executeTakeFirstOrThrow()
      const { waiting, oldest, talking, callbacks } = row
      return { waiting, longestWait: oldest === null ? 0 : at - oldest, talking, callbacks }
    },
    async between(queue, from, to, target) {
      const came = db
        .selectFrom('queue_entries')
        .where('queue', '=', queue)
        .where('joined_at', '>=', from)
        .where('joined_at', '<', to)
      const counts = await came
        .select([
          sql<number>`count(*)::integer`.as('came'),
          sql<number>`count(*) filter (where answered_at is not null)::integer`.as('answered'),
          sql<number>`count(*) filter (where ${BY_PHONE})::integer`.as('byPhone'),
          sql<number>`count(*) filter (where ${BY_PHONE} and answered_at - joined_at <= ${target})::integer`.as(
            'inTime',
          ),
          sql<number>`count(*) filter (where outcome in ('abandoned', 'lost'))::integer`.as('abandoned'),
          sql<number>`count(*) filter (where callback_number is not null)::integer`.as('callbacksAsked'),
          sql<number>`count(*) filter (where callback_number is not null and answered_at is not null)::integer`.as(
            'callbacksAnswered',
          ),
          sql<number | null>`(avg(answered_at - joined_at) filter (where ${BY_PHONE}))::float8`.as('averageWait'),
          sql<number | null>`(avg(ended_at - answered_at))::float8`.as('averageTalk'),
        ])
        .executeTakeFirstOrThrow()
      const elsewhere = await came
        .select(['outcome', sql<number>`count(*)::integer`.as('count')])
        .where('outcome', 'is not', null)
        .where('outcome', 'not in', ['answered', 'abandoned', 'lost', 'moved'])
        .groupBy('outcome')
        .orderBy('outcome')
        .execute()
      const { byPhone, inTime, averageWait, averageTalk, ...rest } = counts
      const counted = byPhone + rest.abandoned
      return {
        ...rest,
        answeredInTime: inTime,
        wentElsewhere: Object.fromEntries(elsewhere.map(({ outcome, count }) => [outcome ?? '', count])),
        serviceLevel: counted === 0 ? null : inTime / counted,
        averageWait: averageWait === null ? null : Math.round(averageWait),
        averageTalk: averageTalk === null ? null : Math.round(averageTalk),
      }
    },
  }
}

const ON_PHONE = sql`state in ('waiting', 'choosing', 'offered') and (callback_number is null or called_back_at is not null)`
const BY_PHONE = sql`answered_at is not null and callback_number is null`
