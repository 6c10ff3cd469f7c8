/**
 * Callbacks: places in a queue that nobody waits for on the phone.
 *
 * An attempt begins when an agent is his, and each is named by its number, so that what is told late of an earlier one
 * changes nothing.
 */
import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import type { Instant } from '../clock/clock.ts'
import type { OpenDatabase } from './database.ts'
import { missedOutcome, missedState, nextCallback } from './effects/queue-changed.ts'
import type { Tables } from './tables.ts'

/** One attempt to call somebody back. */
export interface CallbackAttempt {
  readonly entry: string
  /** 1 for the first. */
  readonly attempt: number
}

/** Somebody who is being called back. */
export interface KeptCallback extends CallbackAttempt {
  readonly queue: string
  readonly flow: string
  readonly step: string
  /** E.164. */
  readonly number: string
  /** The line he had called. */
  readonly line: string
  readonly agent: string
  /** Whose phone is rung by this attempt. */
  readonly leg: 'caller' | 'agent'
}

/** The callbacks of a database. */
export interface QueueCallbacks {
  /** The attempt that is under way; undefined when it is over, or is another one. */
  find(attempt: CallbackAttempt): Promise<KeptCallback | undefined>
  /** The call of an attempt; whoever asks by its SID finds the place from now on. */
  isCalled(attempt: CallbackAttempt, callSid: string): Promise<void>
  /** Nobody was reached: it is tried again later, or that was the last time. */
  missed(attempt: CallbackAttempt, at: Instant): Promise<void>
  /** He may not be called before a moment; this was no attempt. */
  postpone(attempt: CallbackAttempt, until: Instant): Promise<void>
  /** He may not be called at all. */
  giveUp(attempt: CallbackAttempt, outcome: string, at: Instant): Promise<void>
  /** The agent who was to be rung first did not take it: somebody else's turn, and this was no attempt. */
  notTaken(attempt: CallbackAttempt, at: Instant): Promise<void>
  /** When the next callback of a queue may be tried, undefined for none to come. */
  nextDue(queue: string, now: Instant): Promise<Instant | undefined>
}

/** The callbacks of a database. */
export function createQueueCallbacks({ db }: OpenDatabase): QueueCallbacks {
  const underWay = (connection: Kysely<Tables>, { entry, attempt }: CallbackAttempt) =>
    connection
      .updateTable('queue_entries')
      .where('entry', '=', entry)
      .where('callback_attempts', '=', attempt)
      .where('state', '=', 'offered')
      .where('called_back_at', 'is', null)

  return {
    async find({ entry, attempt }) {
      const row = await db
        .selectFrom('queue_entries')
        .selectAll()
        .where('entry', '=', entry)
        .where('callback_attempts', '=', attempt)
        .where('state', '=', 'offered')
        .where('called_back_at', 'is', null)
        .executeTakeFirst()
      if (row?.callback_number == null || row.agent === null) return undefined
      const { queue, flow, step, callback_number: number, called: line, agent, callback_leg } = row
      return { entry, attempt, queue, flow, step, number, line, agent, leg: callback_leg ?? 'caller' }
    },
    async isCalled(attempt, callSid) {
      await underWay(db, attempt).set({ call_sid: callSid }).execute()
    },
    async missed(attempt, at) {
      await db.transaction().execute(async (transaction) => {
        const rows = await underWay(transaction, attempt).set(missedAt(at)).returning('entry').execute()
        await release(transaction, rows)
      })
    },
    async postpone(attempt, until) {
      await db.transaction().execute(async (transaction) => {
        const rows = await underWay(transaction, attempt)
          .set({
            state: 'callback',
            agent: null,
            callback_at: until,
            // A caller's call may have been placed without an answer: its number, and with it its key, is used again.
            callback_attempts: sql`callback_attempts - case when callback_leg = 'agent' then 0 else 1 end`,
            callback_spared: sql`callback_spared + case when callback_leg = 'agent' then 1 else 0 end`,
          })
          .returning('entry')
          .execute()
        await release(transaction, rows)
      })
    },
    async giveUp(attempt, outcome, at) {
      await db.transaction().execute(async (transaction) => {
        const rows = await underWay(transaction, attempt)
          .set({ state: 'ended', ended_at: at, outcome })
          .returning('entry')
          .execute()
        await release(transaction, rows)
      })
    },
    async notTaken(attempt, at) {
      await db.transaction().execute(async (transaction) => {
        const rows = await underWay(transaction, attempt).set(notTakenNow).returning('entry').execute()
        await blame(transaction, rows, at)
      })
    },
    async nextDue(queue, now) {
      const row = await db
        .selectFrom('queue_entries')
        .select(({ fn }) => fn.min('callback_at').as('at'))
        .where('queue', '=', queue)
        .where('state', '=', 'callback')
        .where('callback_at', '>', now)
        .executeTakeFirst()
      return row?.at ?? undefined
    },
  }
}

/** What a place becomes when an attempt reached nobody. */
export const missedAt = (at: Instant) => ({
  state: missedState,
  outcome: missedOutcome,
  ended_at: sql<number | null>`case when ${missedState} = 'ended' then ${at}::bigint end`,
  callback_at: nextCallback(sql`${at}::bigint`),
  agent: null,
})

const oneMore = sql<number>`callback_spared + 1`

/** What a place becomes when the agent who was rung first did not take the callback. */
export const notTakenNow = { state: 'callback', agent: null, callback_spared: oneMore } as const

/** Their agents did not take a call: they go to the end of those who are idle, and away after too many. */
export async function blame(
  db: Kysely<Tables>,
  places: readonly { readonly entry: string }[],
  at: Instant,
): Promise<void> {
  for (const { entry } of places) {
    await db
      .updateTable('queue_agents')
      .set({
        state: sql`case when refusals + 1 >= most_refusals then 'away' else 'available' end`,
        refusals: sql`refusals + 1`,
        idle_since: at,
        entry: null,
      })
      .where('entry', '=', entry)
      .where('state', '=', 'ringing')
      .execute()
  }
}

/** Their agents did nothing wrong, and stay first. */
export async function release(db: Kysely<Tables>, places: readonly { readonly entry: string }[]): Promise<void> {
  for (const { entry } of places) {
    await db
      .updateTable('queue_agents')
      .set({ state: 'available', entry: null })
      .where('entry', '=', entry)
      .where('state', '=', 'ringing')
      .execute()
  }
}
