/**
 * Queues: who waits, in which order, and which agent is whose.
 *
 * The tables are the source of truth; the network only lets callers wait. Which caller an agent gets is decided under a
 * lock of the queue, so that two servers never give one caller to two agents, nor one agent to two callers.
 */
import { type Kysely, type Selectable, sql } from 'kysely'
import type { Duration, Instant } from '../clock/clock.ts'
import type { QueuePlace } from '../flow/index.ts'
import type { OpenDatabase } from './database.ts'
import { blame, missedAt, notTakenNow, release } from './queue-callbacks.ts'
import type { QueueEntriesTable, Tables } from './tables.ts'

/** What a queue's rules say about giving callers to agents. */
export interface MatchRules {
  readonly queue: string
  /** The numbers of the agents who serve it. */
  readonly agents: readonly string[]
  readonly wrapUp: Duration
  readonly refusalsUntilAway: number
}

/** A caller and the agent who is his from now on. */
export interface Match {
  readonly entry: string
  readonly callSid: string
  readonly flow: string
  readonly step: string
  readonly agent: string
  /** Whether he hears the wait already, so that he has to be called out of it. */
  readonly isWaiting: boolean
  /** The attempt that begins, for somebody who is to be called back. */
  readonly attempt: number | undefined
}

/** A caller's place as the tables have it. */
export interface KeptPlace extends Pick<QueuePlace, 'state' | 'queue' | 'position' | 'wish' | 'callback'> {
  readonly waited: Duration
  /** Whether he is being called back and has not said yet that he is there. */
  readonly isCalledBack: boolean
  readonly agent: string | null
}

/** The queues of a database. */
export interface Queues {
  /** The place of a call that is not over; notes that he was heard of. Undefined for a call that waits nowhere. */
  place(callSid: string, now: Instant): Promise<KeptPlace | undefined>
  /** How many wait in line. */
  length(queue: string, now: Instant): Promise<number>
  /** How long calls that were answered lasted of late, with the time after them; undefined when there were none. */
  averageHandling(queue: string, now: Instant): Promise<Duration | undefined>
  /** Somebody who waits asks for something else; false when he does not wait any more. */
  wish(callSid: string, wish: 'callback' | 'message'): Promise<boolean>
  /** Gives the next caller to the agent who has been idle longest; undefined when there is no caller or no agent. */
  match(rules: MatchRules, now: Instant): Promise<Match | undefined>
  /** The agent has taken the call; false when it was not his to take any more. */
  connect(callSid: string, at: Instant): Promise<boolean>
  /** A call is over: its place is given up, its agent is free. Names the queues in which something changed. */
  gone(callSid: string, at: Instant): Promise<readonly string[]>
  /** When the next of these agents has wrapped up, undefined when nobody does. */
  nextFree(agents: readonly string[], now: Instant): Promise<Instant | undefined>
}

/** Averages are taken over so many calls at most, no older than that. */
const MOST_AVERAGED = 50
const LONGEST_MEMORY = 24 * 3_600_000
/** An offer that came to nothing and nobody told of: a process died, or a callback was lost. */
const OFFER_LASTS = 15 * 60_000
const NO_CALL_YET = ''
/** Somebody who waits is heard of far more often than that. */
const SILENCE_LASTS = 3_600_000

/** The queues of a database. */
export function createQueues({ db, schema }: OpenDatabase): Queues {
  const open = (callSid: string) =>
    db.selectFrom('queue_entries').selectAll().where('call_sid', '=', callSid).where('ended_at', 'is', null)

  return {
    async place(callSid, now) {
      const row = await db
        .updateTable('queue_entries')
        .set({ seen_at: now })
        .where('call_sid', '=', callSid)
        .where('ended_at', 'is', null)
        .returningAll()
        .executeTakeFirst()
      if (row === undefined) return undefined
      const { state, queue, wish, agent } = row
      const isCalledBack = row.callback_number !== null && row.called_back_at === null
      const position = 1 + (await aheadOf(row, db, now))
      const { callback_number: number, callback_language: language, callback_leg } = row
      const callback = number === null ? null : { number, language, leg: callback_leg ?? 'caller' }
      return { state, queue, wish, agent, isCalledBack, callback, waited: now - row.joined_at, position }
    },
    async length(queue, now) {
      const found = inLine(db, queue, now).select(({ fn }) => fn.countAll<number>().as('waiting'))
      return Number((await found.executeTakeFirst())?.waiting ?? 0)
    },
    async averageHandling(queue, now) {
      const last = db
        .selectFrom('queue_entries')
        .select(({ eb }) => eb('ended_at', '-', eb.ref('answered_at')).as('lasted'))
        .where('queue', '=', queue)
        .where('outcome', '=', 'answered')
        .where('joined_at', '>', now - LONGEST_MEMORY)
        .orderBy('joined_at', 'desc')
        .limit(MOST_AVERAGED)
      const row = await db
        .selectFrom(last.as('last'))
        .select(({ fn }) => fn.avg<number | null>('lasted').as('lasted'))
        .executeTakeFirst()
      return row?.lasted == null ? undefined : Number(row.lasted)
    },
    async wish(callSid, wish) {
      const changed = await db
        .updateTable('queue_entries')
        .set({ wish, state: 'choosing' })
        .where('call_sid', '=', callSid)
        .where('state', '=', 'waiting')
        .executeTakeFirst()
      return changed.numUpdatedRows > 0n
    },
    async match(rules, now) {
      return db.transaction().execute(async (transaction) => {
        const name = `${schema}/queue/${rules.queue}`
        await sql`select pg_advisory_xact_lock(hashtext(${name}))`.execute(transaction)
        await tidy(transaction, rules, now)
        const entry = await nextInLine(transaction, rules.queue, now)
        // An agent may serve several queues: whoever another queue is looking at is not waited for.
        const agent =
          entry &&
          (await transaction
            .selectFrom('queue_agents')
            .select(['agent', 'line_call'])
            .where('agent', 'in', [...rules.agents, ''])
            .where('state', '=', 'available')
            .where('idle_since', '<=', now)
            .orderBy('idle_since')
            .orderBy('agent')
            .limit(1)
            .forUpdate()
            .skipLocked()
            .executeTakeFirst())
        if (entry === undefined || agent === undefined) return undefined
        await transaction
          .updateTable('queue_entries')
          .set({
            state: 'offered',
            agent: agent.agent,
            offered_at: now,
            callback_attempts: entry.callback_attempts + (entry.state === 'callback' ? 1 : 0),
            // What is told late of the call before changes nothing of this attempt.
            ...(entry.state === 'callback' && { call_sid: NO_CALL_YET }),
            // An agent who stays on the line is there already.
            callback_leg: entry.callback_first === 'agent' && agent.line_call === null ? 'agent' : 'caller',
          })
          .where('entry', '=', entry.entry)
          .execute()
        await transaction
          .updateTable('queue_agents')
          .set({
            state: 'ringing',
            entry: entry.entry,
            wrap_up: rules.wrapUp,
            most_refusals: rules.refusalsUntilAway,
          })
          .where('agent', '=', agent.agent)
          .execute()
        const { call_sid: callSid, flow, step } = entry
        const isCallback = entry.state === 'callback'
        const attempt = isCallback ? entry.callback_attempts + 1 : undefined
        if (attempt !== undefined) {
          const about = { entry: entry.entry, attempt }
          // Named by the moment as well: an attempt that was put off is none, and the next one has its number.
          const key = `queue-callback/${entry.entry}/${attempt}/${now}`
          await transaction
            .insertInto('tasks')
            .values({
              key,
              task: 'queue-callback',
              about: JSON.stringify(about),
              due_at: now,
              reason: null,
              ended_at: null,
            })
            .execute()
        }
        return {
          entry: entry.entry,
          callSid,
          flow,
          step,
          agent: agent.agent,
          isWaiting: !isCallback && entry.seen_at !== null,
          attempt,
        }
      })
    },
    async connect(callSid, at) {
      return db.transaction().execute(async (transaction) => {
        const row = await transaction
          .updateTable('queue_entries')
          .set({
            state: 'talking',
            answered_at: at,
            called_back_at: sql`case when callback_number is not null then coalesce(called_back_at, ${at}::bigint) end`,
          })
          .where('call_sid', '=', callSid)
          .where('state', '=', 'offered')
          .returning('entry')
          .executeTakeFirst()
        if (row === undefined) return false
        await transaction
          .updateTable('queue_agents')
          .set({ state: 'talking', refusals: 0 })
          .where('entry', '=', row.entry)
          .execute()
        return true
      })
    },
    async gone(callSid, at) {
      const place = await open(callSid).executeTakeFirst()
      const agents = db.selectFrom('queue_agents').select('agent').where('line_call', '=', callSid)
      if (place === undefined && (await agents.executeTakeFirst()) === undefined) return []
      return db.transaction().execute((transaction) => partWith(transaction, callSid, at))
    },
    async nextFree(agents, now) {
      const row = await db
        .selectFrom('queue_agents')
        .select(({ fn }) => fn.min('idle_since').as('at'))
        .where('agent', 'in', [...agents, ''])
        .where('state', '=', 'available')
        .where('idle_since', '>', now)
        .executeTakeFirst()
      return row?.at ?? undefined
    },
  }
}

type Connection = Kysely<Tables>

/** Those who stand in line; who is to be called back later than now is passed over. */
function inLine(db: Connection, queue: string, now: Instant) {
  return db
    .selectFrom('queue_entries')
    .where('queue', '=', queue)
    .where('ended_at', 'is', null)
    .where(({ eb, and, or }) =>
      or([
        eb('state', 'in', ['waiting', 'choosing']),
        and([eb('state', '=', 'callback'), eb('callback_at', '<=', now), eb('callback_expires_at', '>', now)]),
      ]),
    )
}

function nextInLine(db: Connection, queue: string, now: Instant) {
  return inLine(db, queue, now)
    .selectAll()
    .where('state', '<>', 'choosing')
    .orderBy('rank_at')
    .orderBy('entry')
    .limit(1)
    .forUpdate()
    .executeTakeFirst()
}

async function aheadOf(
  { queue, rank_at, entry }: Selectable<QueueEntriesTable>,
  db: Connection,
  now: Instant,
): Promise<number> {
  const found = inLine(db, queue, now)
    .where(({ eb, and, or }) =>
      or([eb('rank_at', '<', rank_at), and([eb('rank_at', '=', rank_at), eb('entry', '<', entry)])]),
    )
    .select(({ fn }) => fn.countAll<number>().as('ahead'))
  return Number((await found.executeTakeFirst())?.ahead ?? 0)
}

/** What lost callbacks of the network have left behind, and callbacks that have expired. */
async function tidy(db: Connection, { queue }: MatchRules, now: Instant): Promise<void> {
  const open = () => db.updateTable('queue_entries').where('queue', '=', queue).where('ended_at', 'is', null)
  const isAttempt = sql<boolean>`callback_number is not null and called_back_at is null`
  const offered = () =>
    open()
      .where('state', '=', 'offered')
      .where('offered_at', '<', now - OFFER_LASTS)
  const missed = await offered().where(isAttempt).set(missedAt(now)).returning('entry').execute()
  const lost = await offered().set({ state: 'ended', ended_at: now, outcome: 'lost' }).returning('entry').execute()
  await open()
    .where('state', 'in', ['waiting', 'choosing'])
    .where('seen_at', '<', now - SILENCE_LASTS)
    .set({ state: 'ended', ended_at: now, outcome: 'lost' })
    .execute()
  await open()
    .where('state', '=', 'callback')
    .where('callback_expires_at', '<=', now)
    .set({ state: 'ended', ended_at: now, outcome: 'callback-expired' })
    .execute()
  await release(db, [...missed, ...lost])
}

async function partWith(db: Connection, callSid: string, at: Instant): Promise<readonly string[]> {
  const attempt = () =>
    db
      .updateTable('queue_entries')
      .where('call_sid', '=', callSid)
      .where('state', '=', 'offered')
      .where('callback_number', 'is not', null)
      .where('called_back_at', 'is', null)
  const notTaken = await attempt()
    .where('callback_leg', '=', 'agent')
    .set(notTakenNow)
    .returning(['entry', 'queue'])
    .execute()
  await blame(db, notTaken, at)
  const missed = await attempt().set(missedAt(at)).returning(['entry', 'queue']).execute()
  await release(db, missed)
  const places = await db
    .updateTable('queue_entries')
    .set(({ eb }) => ({
      state: 'ended',
      ended_at: at,
      outcome: eb.case().when('state', '=', 'talking').then('answered').else('abandoned').end(),
    }))
    .where('call_sid', '=', callSid)
    .where('ended_at', 'is', null)
    .where('state', '<>', 'callback')
    .returning(['entry', 'queue'])
    .execute()
  for (const { entry } of places) {
    await db
      .updateTable('queue_agents')
      .set(({ eb, ref }) => ({
        // Who talked wraps up; who was rung in vain did nothing wrong and stays first.
        idle_since: eb
          .case()
          .when('state', '=', 'talking')
          .then(eb(sql<number>`${at}::bigint`, '+', ref('wrap_up')))
          .else(ref('idle_since'))
          .end(),
        state: 'available',
        entry: null,
      }))
      .where('entry', '=', entry)
      .where('state', 'in', ['ringing', 'talking'])
      .execute()
  }
  await db
    .updateTable('queue_agents')
    .set({ state: 'out', line_call: null, entry: null })
    .where('line_call', '=', callSid)
    .execute()
  return [...places, ...notTaken, ...missed].map(({ queue }) => queue)
}
