/**
 * The work of a campaign: what there is to do, in one look, and many attempts at once in one statement.
 *
 * A call costs its campaign a handful of queries, however many are under way: whoever dispatches asks for the agenda when he
 * is woken, claims as many attempts as there is room for, and ends as many as are over.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Duration, Instant } from '../clock/clock.ts'
import { hours } from '../clock/duration.ts'
import type { Outcome } from '../flow/index.ts'
import type { CampaignState } from './campaigns.ts'
import type { OpenDatabase } from './database.ts'
import { entryOf, type OutboxEntry, type OutboxRow } from './outbox.ts'
import {
  type Attempt,
  type AttemptRow,
  attemptOf,
  type NewAttempt,
  OUTCOME_TASK,
  type Reminder,
  type ReminderRow,
  reminderOf,
} from './reminders.ts'

/** What there is to do in a campaign. */
export interface Agenda {
  readonly state: CampaignState
  /** As {@link CampaignRun.spent}. */
  readonly spent: number
  /** When the next attempt is due, or a lease ends; null when there is none. */
  readonly nextDue: Instant | null
  /** Calls that are not over: placed, or about to be by somebody. */
  readonly underWay: number
  /** Attempts of any channel that somebody is at. */
  readonly claimed: number
  /** Whether calls or messages are over at the network whose attempts are not ended. */
  readonly isSomeOver: boolean
  /** The earliest moment at which something was to be placed of which no end was heard; null when there is none. */
  readonly unheardSince: Instant | null
}

/** An attempt that somebody has taken, and whom it is for. */
export interface ClaimedAttempt {
  readonly attempt: Attempt
  readonly reminder: Reminder
}

/** An attempt with all there is to know of it. */
export interface Situation {
  readonly attempt: Attempt
  readonly reminder: Reminder
  /** All attempts of its reminder, this one included. */
  readonly all: readonly Attempt[]
  /** What the outbox has under its key. */
  readonly entry: OutboxEntry | undefined
  /** What was learnt by this attempt, in order. */
  readonly said: readonly Outcome[]
  /** Whether the person has said stop in this very call or message. */
  readonly hasSaidStop: boolean
}

/** An attempt that is over. */
export interface EndedAttempt {
  readonly attempt: Attempt
  readonly outcome: Outcome
  readonly reason: string | null
  /** Whether the outcome was kept before, by a turn of the call or a message. */
  readonly isKept: boolean
  /** What is tried next, while the reminder is open. */
  readonly next: NewAttempt | undefined
}

/** The work of the campaigns of a database. */
export interface CampaignWork {
  agenda(campaign: string, now: Instant): Promise<Agenda>
  /** Takes attempts whose time has come, the most urgent first, for the length of a lease; whose taker died, too. `what`: default `any`. */
  claim(
    campaign: string,
    now: Instant,
    lease: Duration,
    limit: number,
    what?: 'any' | 'messages',
  ): Promise<readonly ClaimedAttempt[]>
  /** Gives claimed attempts back untouched. */
  release(ids: readonly string[], at: Instant): Promise<void>
  /** Attempts whose call or message is over at the network and which are not ended; one a reminder. */
  over(campaign: string, limit: number): Promise<readonly Situation[]>
  /** Attempts by their ids; those that do not exist are missing. */
  situations(ids: readonly string[]): Promise<readonly Situation[]>
  /**
   * Ends attempts, keeps what was learnt and plans what comes next, all or nothing. No two may be of one reminder, and no
   * outcome that is not kept yet may be an answer. Returns the ids of those that were not ended before.
   */
  end(attempts: readonly EndedAttempt[], at: Instant): Promise<readonly string[]>
}

/** No lease is longer. */
const LONGEST_LEASE: Duration = hours(1)

/** The work of the campaigns of a database. */
export function createCampaignWork({ db, schema }: OpenDatabase): CampaignWork {
  const table = (name: string) => sql.id(schema, name)

  async function situationsWhere(condition: RawBuilder<unknown>): Promise<readonly Situation[]> {
    const { rows } = await sql<SituationRow>`
      select row_to_json(attempt) as attempt, row_to_json(reminder) as reminder, row_to_json(entry) as entry,
        (select json_agg(one order by one.place, one.tries) from ${table('attempts')} as one
          where one.reminder_id = attempt.reminder_id) as all_attempts,
        (select json_agg(learnt.outcome order by learnt.id) from ${table('outcomes')} as learnt
          where learnt.reminder_id = attempt.reminder_id and learnt.attempt_id = attempt.id) as said,
        exists (select from ${table('suppressions')} as stop
          where stop.number = entry.recipient and stop.evidence = entry.sid and stop.lifted_at is null) as has_said_stop
      from ${table('attempts')} as attempt
        join ${table('reminders')} as reminder on reminder.id = attempt.reminder_id
        left join ${table('outbox')} as entry on entry.key = 'attempt/' || attempt.id
      where ${condition}`.execute(db)
    return rows.map(situationOf)
  }

  return {
    async agenda(campaign, now) {
      const attempts = sql`${table('attempts')} as attempt where attempt.campaign = ${campaign}`
      // Without its end, all that is planned for later would be looked through.
      const claimed = sql`${attempts} and state in ('planned', 'claimed') and state = 'claimed'
        and due_at > ${now}::bigint and due_at <= ${now + LONGEST_LEASE}::bigint`
      const run = sql`${table('campaigns')} where campaign = ${campaign}`
      const { rows } = await sql<AgendaRow>`
        select coalesce((select state from ${run}), 'running') as state,
          coalesce((select spent from ${run}), 0) as spent,
          (select min(due_at) from ${attempts} and state in ('planned', 'claimed')) as next_due,
          (select count(*) from ${attempts} and channel = 'call' and state = 'placed')
            + (select count(*) from ${claimed} and channel = 'call') as under_way,
          (select count(*) from ${claimed}) as claimed,
          exists (select from ${attempts} and state = 'placed' and exists (
            select from ${table('outbox')} as entry where entry.sid = attempt.sid and entry.state = 'ended')) as is_some_over,
          (select min(due_at) from ${attempts} and state = 'placed') as unheard_since`.execute(db)
      const [row] = rows
      if (row === undefined) throw new Error('The database says nothing of a campaign.')
      return {
        state: row.state,
        spent: row.spent,
        nextDue: row.next_due,
        underWay: row.under_way,
        claimed: row.claimed,
        isSomeOver: row.is_some_over,
        unheardSince: row.unheard_since,
      }
    },
    async claim(campaign, now, lease, limit, what = 'any') {
      const { rows } = await sql<{ attempt: AttemptRow; reminder: ReminderRow }>`
        with taken as (
          select id from ${table('attempts')}
          where campaign = ${campaign} and state in ('planned', 'claimed') and due_at <= ${now}::bigint
            and (channel <> 'call' or ${what === 'any'}::boolean)
          order by not_after, due_at, id limit ${limit} for update skip locked
        ), claimed as (
          update ${table('attempts')} as attempt
          set state = 'claimed', due_at = ${now + lease}::bigint, begun = begun + 1
          where id in (select id from taken)
          returning attempt.*
        )
        select row_to_json(claimed) as attempt, row_to_json(reminder) as reminder
        from claimed join ${table('reminders')} as reminder on reminder.id = claimed.reminder_id
        order by claimed.not_after, claimed.id`.execute(db)
      return rows.map(({ attempt, reminder }) => ({ attempt: attemptOf(attempt), reminder: reminderOf(reminder) }))
    },
    async release(ids, at) {
      if (ids.length === 0) return
      await db
        .updateTable('attempts')
        .set(({ eb }) => ({ state: 'planned', due_at: at, begun: eb('begun', '-', 1) }))
        .where('id', 'in', ids)
        .where('state', '=', 'claimed')
        .execute()
    },
    over: (campaign, limit) =>
      situationsWhere(sql`attempt.id in (
        select distinct on (one.reminder_id) one.id from ${table('attempts')} as one
          join ${table('outbox')} as sent on sent.sid = one.sid and sent.state = 'ended'
        where one.campaign = ${campaign} and one.state = 'placed'
        order by one.reminder_id, one.due_at limit ${limit})`),
    async situations(ids) {
      if (ids.length === 0) return []
      return situationsWhere(sql`attempt.id in (${sql.join(ids)})`)
    },
    async end(ended, at) {
      if (ended.length === 0) return []
      const { rows } = await sql<{ id: string }>`
        with incoming as (
          select * from json_to_recordset(${JSON.stringify(ended.map(endedRowOf))}::json) as row(
            id uuid, reminder_id uuid, outcome text, reason text, source text, is_kept boolean)
        ), learnt as (
          insert into ${table('outcomes')} (reminder_id, attempt_id, outcome, at, source, detail)
          select reminder_id, id, outcome, ${at}::bigint, source, reason from incoming where not is_kept
          on conflict do nothing returning id, reminder_id, outcome
        ), told as (
          insert into ${table('tasks')} (key, task, about, due_at)
          select ${OUTCOME_TASK}::text || '/' || id, ${OUTCOME_TASK}::text, json_build_object('id', id)::text, ${at}::bigint
          from learnt
        ), remembered as (
          update ${table('reminders')} as reminder set outcome = learnt.outcome, outcome_at = ${at}::bigint
          from learnt
          -- That nobody picked up later takes nothing back that he has said.
          where reminder.id = learnt.reminder_id and reminder.state = 'open'
            and (reminder.outcome_at is null or reminder.outcome_at <= ${at}::bigint)
        ), planned as (
          insert into ${table('attempts')} as attempt (reminder_id, campaign, channel, place, tries, due_at, not_after)
          select next.* from json_to_recordset(${JSON.stringify(ended.flatMap(nextRowOf))}::json) as next(
            reminder_id uuid, campaign text, channel text, place integer, tries integer, due_at bigint, not_after bigint)
            join ${table('reminders')} as reminder on reminder.id = next.reminder_id and reminder.state = 'open'
          on conflict (reminder_id, place, tries, not_after) do update
            set state = 'planned', due_at = excluded.due_at, reason = null, ended_at = null
            where attempt.state = 'cancelled'
        ), ended as (
          update ${table('attempts')} as attempt
          set state = 'ended', outcome = incoming.outcome, reason = incoming.reason, ended_at = ${at}::bigint
          from incoming
          where attempt.id = incoming.id and attempt.state in ('planned', 'claimed', 'placed')
          returning attempt.id
        )
        select id from ended`.execute(db)
      return rows.map(({ id }) => id)
    },
  }
}

interface AgendaRow {
  readonly state: CampaignState
  readonly spent: number
  readonly next_due: number | null
  readonly under_way: number
  readonly claimed: number
  readonly is_some_over: boolean
  readonly unheard_since: number | null
}

interface SituationRow {
  readonly attempt: AttemptRow
  readonly reminder: ReminderRow
  readonly entry: OutboxRow | null
  readonly all_attempts: readonly AttemptRow[]
  readonly said: readonly Outcome[] | null
  readonly has_said_stop: boolean
}

function situationOf({ attempt, reminder, entry, all_attempts, said, has_said_stop }: SituationRow): Situation {
  return {
    attempt: attemptOf(attempt),
    reminder: reminderOf(reminder),
    all: all_attempts.map(attemptOf),
    entry: entry === null ? undefined : entryOf(entry),
    said: said ?? [],
    hasSaidStop: has_said_stop,
  }
}

const endedRowOf = ({ attempt, outcome, reason, isKept }: EndedAttempt) => ({
  id: attempt.id,
  reminder_id: attempt.reminderId,
  outcome,
  reason,
  source: attempt.channel,
  is_kept: isKept,
})

function nextRowOf({ next }: EndedAttempt) {
  if (next === undefined) return []
  const { reminderId, campaign, channel, offset, tries, dueAt, notAfter } = next
  return [{ reminder_id: reminderId, campaign, channel, place: offset, tries, due_at: dueAt, not_after: notAfter }]
}
