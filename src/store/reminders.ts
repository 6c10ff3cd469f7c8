/**
 * Reminders: the people to be reminded, the tries to reach them, and what came of it.
 *
 * A reminder is one person and one appointment. An attempt is one try on one channel; its call or message is in the outbox
 * under `attempt/` and its id, so that it leaves once. An outcome is what was learnt of the person, by whatever way; the
 * last one counts and all are kept.
 */
import { sql } from 'kysely'
import type { Instant } from '../clock/clock.ts'
import type { Channel } from '../consent/index.ts'
import { isAnswer, type Json, type Outcome } from '../flow/index.ts'
import type { Database, OpenDatabase } from './database.ts'
import { hasLeft, leavingTimes } from './left-slots.ts'
import { isUuid } from './uuid.ts'

/** The kind of the task that tells what was learnt of a person: one an outcome, added with it. */
export const OUTCOME_TASK = 'reminder-outcome'

/** One person and one appointment, as somebody hands it in. */
export interface NewReminder {
  readonly campaign: string
  /** What the appointment is called where it comes from; the same again changes the one that is there. */
  readonly externalId: string
  /** E.164. */
  readonly number: string
  readonly name: string
  /** BCP 47; null: the flow's own. */
  readonly language: string | null
  /** The zone the person lives in, IANA; null: by his number. */
  readonly zone: string | null
  readonly appointmentAt: Instant
  /** The zone the appointment is in, IANA. */
  readonly appointmentZone: string
  /** Anything else the flow or a text wants to say: place, what to bring, … */
  readonly data: { readonly [key: string]: Json }
  /** Not reminded at all, to compare; default false. Stays as it was when the reminder was new. */
  readonly isHeldOut?: boolean
  /** Whether an earlier time is wanted, and from when on; null: not any more. Default: as it is. */
  readonly waitlist?: { readonly notBefore: Instant | null } | null
}

/** One person and one appointment, as it stands. */
export interface Reminder extends NewReminder {
  readonly id: string
  /**
   * `open`: attempts may be made. `answered`: the person has, on whatever channel. `withdrawn`: the appointment is gone
   * where it came from.
   */
  readonly state: 'open' | 'answered' | 'withdrawn'
  readonly isHeldOut: boolean
  /** The last one; null while nothing is known. */
  readonly outcome: Outcome | null
  readonly outcomeAt: Instant | null
  readonly createdAt: Instant
  readonly updatedAt: Instant
}

/** One try to be made. */
export interface NewAttempt {
  readonly reminderId: string
  readonly campaign: string
  readonly channel: Channel
  /** Which of the campaign's offsets it belongs to, from 0. */
  readonly offset: number
  /** From 1: how often that offset was tried, this one included. */
  readonly tries: number
  readonly dueAt: Instant
  /** Not after this: the appointment, as a rule. */
  readonly notAfter: Instant
}

/**
 * How far an attempt has come. `planned`: waits for its time. `claimed`: somebody is at it until his lease ends. `placed`:
 * the network has the call or message. `ended`: its outcome is known. `cancelled`: not needed any more.
 *
 * ```
 * planned -> claimed -> placed -> ended
 *    |          |---------------> ended
 *    |-> cancelled
 * ```
 */
export type AttemptState = 'planned' | 'claimed' | 'placed' | 'ended' | 'cancelled'

/** One try, as it stands. */
export interface Attempt extends NewAttempt {
  readonly id: string
  readonly state: AttemptState
  readonly sid: string | null
  readonly outcome: Outcome | null
  /** Why it was skipped, cancelled or failed. */
  readonly reason: string | null
  /** How often somebody has begun it. */
  readonly begun: number
  readonly endedAt: Instant | null
}

/** Something that was learnt of a person. */
export interface OutcomeKept {
  readonly reminderId: string
  /** Null when it came by no attempt of ours: he called, or somebody wrote it down. */
  readonly attemptId: string | null
  readonly outcome: Outcome
  readonly at: Instant
  /** `call`, `sms`, `whatsapp`, or who wrote it down. */
  readonly source: string
  /** More about it: a new time, what he wrote, why it was skipped. */
  readonly detail: string | null
}

/** Where a reminder stands in the order of appointments; a reminder is its own place. */
export type ReminderPlace = Pick<Reminder, 'appointmentAt' | 'id'>

/** What adding or changing a reminder came to. */
export interface ReminderPut {
  readonly id: string
  readonly change: 'new' | 'changed' | 'same'
  readonly isHeldOut: boolean
}

/** The reminders of a database. */
export interface Reminders {
  /**
   * Adds a reminder or changes the one with its external id. A changed appointment is open again.
   *
   * @param isTimeLeft whether the old time of one that moves is `left`, and free when it is settled; default no
   */
  put(reminder: NewReminder, at: Instant, isTimeLeft?: boolean): Promise<ReminderPut>
  /** The appointment is gone where it came from: what is planned is cancelled. False when it was not open. */
  withdraw(campaign: string, externalId: string, at: Instant): Promise<boolean>
  find(id: string): Promise<Reminder | undefined>
  findByExternalId(campaign: string, externalId: string): Promise<Reminder | undefined>
  /** Open reminders of a number whose appointment is still to come, the next first. */
  openFor(number: string, now: Instant): Promise<readonly Reminder[]>
  /** Those of a campaign that are not withdrawn, with an appointment from a moment to before another. */
  between(campaign: string, from: Instant, to: Instant): Promise<readonly Reminder[]>
  /**
   * By appointment, the next first; those before `from` are left out. What comes after a place stays the same while others
   * are added or removed before it.
   */
  list(query: {
    readonly campaign: string
    readonly limit: number
    readonly after?: ReminderPlace | undefined
    readonly from?: Instant
    /** Only those with this outcome; null: of whom nothing is known yet. */
    readonly outcome?: Outcome | null | undefined
  }): Promise<readonly Reminder[]>
  /** Keeps what was learnt. An answer closes the reminder and cancels what is planned for it. Twice the same is kept once. */
  learn(outcome: OutcomeKept): Promise<void>
  outcomes(reminderId: string): Promise<readonly OutcomeKept[]>
  /** One of them, by the id its task names. */
  outcome(id: number): Promise<OutcomeKept | undefined>
  /** Keeps whether somebody came to his appointment. False when there is no such reminder. */
  attend(campaign: string, externalId: string, hasCome: boolean): Promise<boolean>

  /**
   * Plans attempts; what is planned already stays as it is, and what was cancelled is planned again while the reminder is
   * open. Returns how many are planned now that were not.
   */
  plan(attempts: readonly NewAttempt[]): Promise<number>
  /** Cancels what is planned for a reminder, for good. */
  cancelPlanned(reminderId: string, reason: string, at: Instant): Promise<number>
  /** Gives a claimed attempt back, to be taken again at that moment. */
  postpone(id: string, at: Instant, reason: string): Promise<void>
  /** The network has it. False when that was known before. */
  placed(id: string, sid: string): Promise<boolean>
  attempt(id: string): Promise<Attempt | undefined>
  attemptsOf(reminderId: string): Promise<readonly Attempt[]>
  /** Attempts that are with the network and of which nothing more was heard, placed before that moment; the oldest first. */
  unheard(campaign: string, before: Instant, limit: number): Promise<readonly Attempt[]>
}

/** The reminders of a database. */
export function createReminders({ db, schema }: OpenDatabase): Reminders {
  const table = (name: string) => sql.id(schema, name)
  const reminders = () => db.selectFrom('reminders').selectAll()
  const attempts = () => db.selectFrom('attempts').selectAll()

  async function findByExternalId(campaign: string, externalId: string): Promise<Reminder | undefined> {
    const row = await reminders()
      .where('campaign', '=', campaign)
      .where('external_id', '=', externalId)
      .executeTakeFirst()
    return row && reminderOf(row)
  }

  async function cancelPlanned(reminderId: string, reason: string, at: Instant, where = db): Promise<number> {
    const cancelled = await where
      .updateTable('attempts')
      .set({ state: 'cancelled', reason, ended_at: at })
      .where('reminder_id', '=', reminderId)
      .where('state', '=', 'planned')
      .executeTakeFirst()
    return Number(cancelled.numUpdatedRows)
  }

  /** Whoever is about to be moved leaves his time, as long as it is to come. */
  async function leaving<T>(reminder: NewReminder, at: Instant, write: (to: Database) => Promise<T>): Promise<T> {
    return db.transaction().execute(async (transaction) => {
      await sql`
        with leaving as (
          select kept.*, ${at}::bigint as moment from ${table('reminders')} as kept
          where campaign = ${reminder.campaign} and external_id = ${reminder.externalId}
            and appointment_at <> ${reminder.appointmentAt}::bigint and appointment_at > ${at}::bigint
            and state <> 'withdrawn' and not ${hasLeft(table)}
          for update
        ), ${leavingTimes(table, 'left')}
        select id from left_slots`.execute(transaction)
      return write(transaction)
    })
  }

  async function plan(planned: readonly NewAttempt[]): Promise<number> {
    if (planned.length === 0) return 0
    const rows = planned.map(({ reminderId, campaign, channel, offset, tries, dueAt, notAfter }) => ({
      ...{ reminder_id: reminderId, campaign, channel, place: offset, tries, due_at: dueAt, not_after: notAfter },
    }))
    const added = await sql`
      insert into ${table('attempts')} as attempt (reminder_id, campaign, channel, place, tries, due_at, not_after)
      select * from json_to_recordset(${JSON.stringify(rows)}::json) as row(
        reminder_id uuid, campaign text, channel text, place integer, tries integer, due_at bigint, not_after bigint)
      on conflict (reminder_id, place, tries, not_after) do update
        set state = 'planned', due_at = excluded.due_at, reason = null, ended_at = null
        -- An appointment that is back at its old time, or was withdrawn and is there again.
        where attempt.state = 'cancelled' and exists (
          select from ${table('reminders')} as reminder where reminder.id = attempt.reminder_id and reminder.state = 'open')`.execute(
      db,
    )
    return Number(added.numAffectedRows ?? 0n)
  }

  return {
    async put(reminder, at, isTimeLeft = false) {
      const before = await findByExternalId(reminder.campaign, reminder.externalId)
      if (before !== undefined && isSame(before, reminder)) {
        return { id: before.id, change: 'same', isHeldOut: before.isHeldOut }
      }
      const isMoved = before === undefined || before.appointmentAt !== reminder.appointmentAt
      const values = {
        number: reminder.number,
        name: reminder.name,
        language: reminder.language,
        zone: reminder.zone,
        appointment_at: reminder.appointmentAt,
        appointment_zone: reminder.appointmentZone,
        data: JSON.stringify(reminder.data),
        updated_at: at,
        // Another time is another question; so is one that was withdrawn and is there again.
        ...((isMoved || before?.state === 'withdrawn') && {
          state: 'open' as const,
          outcome: null,
          outcome_at: null,
          attended: null,
          timed_at: at,
        }),
      }
      const write = (to: Database) =>
        to
          .insertInto('reminders')
          .values({
            campaign: reminder.campaign,
            external_id: reminder.externalId,
            held_out: reminder.isHeldOut ?? false,
            created_at: at,
            ...values,
          })
          .onConflict((conflict) => conflict.columns(['campaign', 'external_id']).doUpdateSet(values))
          .returning(['id', 'held_out'])
          .executeTakeFirstOrThrow()
      const leaves = isTimeLeft && isMoved && before !== undefined
      const row = await (leaves ? leaving(reminder, at, write) : write(db))
      return { id: row.id, change: before === undefined ? 'new' : 'changed', isHeldOut: row.held_out }
    },
    async withdraw(campaign, externalId, at) {
      const row = await db
        .updateTable('reminders')
        .set({ state: 'withdrawn', updated_at: at })
        .where('campaign', '=', campaign)
        .where('external_id', '=', externalId)
        .where('state', '!=', 'withdrawn')
        .returning('id')
        .executeTakeFirst()
      if (row === undefined) return false
      await cancelPlanned(row.id, 'the appointment is gone', at)
      return true
    },
    async find(id) {
      if (!isUuid(id)) return undefined
      const row = await reminders().where('id', '=', id).executeTakeFirst()
      return row && reminderOf(row)
    },
    findByExternalId,
    async openFor(number, now) {
      const rows = await reminders()
        .where('number', '=', number)
        .where('state', '!=', 'withdrawn')
        .where('appointment_at', '>', now)
        .orderBy('appointment_at')
        .execute()
      return rows.map(reminderOf)
    },
    async between(campaign, from, to) {
      const rows = await reminders()
        .where('campaign', '=', campaign)
        .where('state', '!=', 'withdrawn')
        .where('appointment_at', '>=', from)
        .where('appointment_at', '<', to)
        .orderBy('appointment_at')
        .orderBy('id')
        .execute()
      return rows.map(reminderOf)
    },
    async list({ campaign, limit, after, from = 0, outcome }) {
      const all = reminders().where('campaign', '=', campaign)
      const wanted =
        outcome === undefined
          ? all
          : outcome === null
            ? all.where('outcome', 'is', null)
            : all.where('outcome', '=', outcome)
      const beyond =
        after === undefined
          ? wanted
          : wanted.where(sql<boolean>`(appointment_at, id) > (${after.appointmentAt}::bigint, ${after.id}::uuid)`)
      const rows = await beyond
        .where('appointment_at', '>=', from)
        .orderBy('appointment_at')
        .orderBy('id')
        .limit(limit)
        .execute()
      return rows.map(reminderOf)
    },
    async learn({ reminderId, attemptId, outcome, at, source, detail }) {
      await db.transaction().execute(async (transaction) => {
        const added = await transaction
          .insertInto('outcomes')
          .values({ reminder_id: reminderId, attempt_id: attemptId, outcome, at, source, detail })
          .onConflict((conflict) => conflict.doNothing())
          .returning('id')
          .executeTakeFirst()
        if (added === undefined) return
        const { id } = added
        await transaction
          .insertInto('tasks')
          .values({ key: `${OUTCOME_TASK}/${id}`, task: OUTCOME_TASK, about: JSON.stringify({ id }), due_at: at })
          .execute()
        await transaction
          .updateTable('reminders')
          .set({ outcome, outcome_at: at })
          .where('id', '=', reminderId)
          .where(({ eb, or }) => or([eb('outcome_at', 'is', null), eb('outcome_at', '<=', at)]))
          // That nobody picked up later takes nothing back that he has said.
          .where(({ eb, or }) => (isAnswer(outcome) ? eb('id', '=', reminderId) : or([eb('state', '=', 'open')])))
          .execute()
        if (!isAnswer(outcome)) return
        await transaction.updateTable('reminders').set({ state: 'answered' }).where('id', '=', reminderId).execute()
        await cancelPlanned(reminderId, 'he has answered', at, transaction)
      })
    },
    async outcomes(reminderId) {
      const rows = await db
        .selectFrom('outcomes')
        .selectAll()
        .where('reminder_id', '=', reminderId)
        .orderBy('id')
        .execute()
      return rows.map(outcomeOf)
    },
    async outcome(id) {
      const row = await db.selectFrom('outcomes').selectAll().where('id', '=', id).executeTakeFirst()
      return row && outcomeOf(row)
    },
    async attend(campaign, externalId, hasCome) {
      const kept = await db
        .updateTable('reminders')
        .set({ attended: hasCome })
        .where('campaign', '=', campaign)
        .where('external_id', '=', externalId)
        .executeTakeFirst()
      return kept.numUpdatedRows > 0n
    },

    plan,
    cancelPlanned: (reminderId, reason, at) => cancelPlanned(reminderId, reason, at),
    async postpone(id, at, reason) {
      await db
        .updateTable('attempts')
        .set({ state: 'planned', due_at: at, reason })
        .where('id', '=', id)
        .where('state', '=', 'claimed')
        .execute()
    },
    async placed(id, sid) {
      const placed = await db
        .updateTable('attempts')
        .set({ state: 'placed', sid, reason: null })
        .where('id', '=', id)
        .where('state', 'in', ['planned', 'claimed'])
        .executeTakeFirst()
      return placed.numUpdatedRows > 0n
    },
    async attempt(id) {
      if (!isUuid(id)) return undefined
      const row = await attempts().where('id', '=', id).executeTakeFirst()
      return row && attemptOf(row)
    },
    async attemptsOf(reminderId) {
      const rows = await attempts().where('reminder_id', '=', reminderId).orderBy('place').orderBy('tries').execute()
      return rows.map(attemptOf)
    },
    async unheard(campaign, before, limit) {
      const rows = await attempts()
        .where('campaign', '=', campaign)
        .where('state', '=', 'placed')
        .where('due_at', '<', before)
        .orderBy('due_at')
        .limit(limit)
        .execute()
      return rows.map(attemptOf)
    },
  }
}

function isSame(before: Reminder, now: NewReminder): boolean {
  const fields = ['number', 'name', 'language', 'zone', 'appointmentAt', 'appointmentZone'] as const
  return (
    before.state !== 'withdrawn' &&
    fields.every((field) => before[field] === now[field]) &&
    JSON.stringify(before.data) === JSON.stringify(now.data)
  )
}

interface OutcomeRow {
  readonly reminder_id: string
  readonly attempt_id: string | null
  readonly outcome: Outcome
  readonly at: number
  readonly source: string
  readonly detail: string | null
}

function outcomeOf({ reminder_id, attempt_id, outcome, at, source, detail }: OutcomeRow): OutcomeKept {
  return { reminderId: reminder_id, attemptId: attempt_id, outcome, at, source, detail }
}

/** A row of its table, also as JSON. */
export interface ReminderRow {
  readonly id: string
  readonly campaign: string
  readonly external_id: string
  readonly number: string
  readonly name: string
  readonly language: string | null
  readonly zone: string | null
  readonly appointment_at: number
  readonly appointment_zone: string
  readonly data: string
  readonly state: Reminder['state']
  readonly outcome: Outcome | null
  readonly outcome_at: number | null
  readonly held_out: boolean
  readonly created_at: number
  readonly updated_at: number
}

export function reminderOf(row: ReminderRow): Reminder {
  const { id, campaign, number, name, language, zone, state, outcome } = row
  return {
    id,
    campaign,
    externalId: row.external_id,
    number,
    name,
    language,
    zone,
    appointmentAt: row.appointment_at,
    appointmentZone: row.appointment_zone,
    data: JSON.parse(row.data),
    state,
    outcome,
    outcomeAt: row.outcome_at,
    isHeldOut: row.held_out,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

/** A row of its table, also as JSON. */
export interface AttemptRow {
  readonly id: string
  readonly reminder_id: string
  readonly campaign: string
  readonly channel: Channel
  readonly place: number
  readonly tries: number
  readonly due_at: number
  readonly not_after: number
  readonly state: AttemptState
  readonly sid: string | null
  readonly outcome: Outcome | null
  readonly reason: string | null
  readonly begun: number
  readonly ended_at: number | null
}

export function attemptOf(row: AttemptRow): Attempt {
  const { id, campaign, channel, tries, state, sid, outcome, reason, begun } = row
  return {
    id,
    reminderId: row.reminder_id,
    campaign,
    channel,
    offset: row.place,
    tries,
    dueAt: row.due_at,
    notAfter: row.not_after,
    state,
    sid,
    outcome,
    reason,
    begun,
    endedAt: row.ended_at,
  }
}
