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

/** Somebody who waits, on the phone or to be called back. */
export interface QueueWaiter {
  /** The number he calls from, or is called back at. */
  readonly number: string
  readonly since: Instant
  readonly priority: number
  /** `choosing`: asked about a callback. `offered`: an agent is his and is rung, or is to call him. `callback`: not on the phone. */
  readonly state: 'waiting' | 'choosing' | 'offered' | 'callback'
  /** Whether he is called back. */
  readonly isCallback: boolean
  /** He is not called back before; null for somebody on the phone. */
  readonly notBefore: Instant | null
  readonly agent: string | null
}

/** The figures of a database. */
export interface QueueFiguresStore {
  /** Who waits, in their order; at most so many. */
  waiting(queue: string, limit: number): Promise<readonly QueueWaiter[]>
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
    async waiting(queue, limit) {
      const rows = await db
        .selectFrom('queue_entries')
        .selectAll()
        .where('queue', '=', queue)
        .where('ended_at', 'is', null)
        .where('state', 'in', ['waiting', 'choosing', 'offered', 'callback'])
        .orderBy('rank_at')
        .orderBy('entry')
        .limit(limit)
        .execute()
      return rows.map((row) => ({
        number: row.callback_number ?? row.caller,
        since: row.joined_at,
        priority: row.priority,
        state: row.state as QueueWaiter['state'], // those that are asked for above
        isCallback: row.callback_number !== null,
        notBefore: row.state === 'callback' ? row.callback_at : null,
        agent: row.agent,
      }))
    },
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
