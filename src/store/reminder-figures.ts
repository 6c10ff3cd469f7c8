/** Figures of a campaign: how many people were reached and what they said, counted in the database. */
import { sql } from 'kysely'
import type { Instant } from '../clock/clock.ts'
import { hours, minutes } from '../clock/duration.ts'
import type { Channel } from '../consent/index.ts'
import { ANSWERS, type Outcome } from '../flow/outcome.ts'
import type { OpenDatabase } from './database.ts'

/** People of a campaign, reminded or held out. Counts are reminders: one person and one appointment. */
export interface PeopleFigures {
  readonly people: number
  /** Whom at least one call or message has left for. */
  readonly attempted: number
  /** Of those: who picked up himself, or answered in any other way. */
  readonly reached: number
  /** Of those: who spoke about his appointment, so that it was the right person. */
  readonly rightParty: number
  /** Whose last word is that he comes. */
  readonly confirmed: number
  /** Whose last word is that he does not come. */
  readonly cancelled: number
  /** Of those: who said so 24 hours before the appointment or earlier. */
  readonly cancelledInTime: number
  /** Who has moved, or whose last word is that he wants to. */
  readonly rescheduled: number
  readonly optedOut: number
  readonly wrongNumber: number
  /** Who came to the appointment, and who did not, as staff has written down. */
  readonly attended: number
  readonly noShow: number
}

/** Attempts on one channel that were the first, second, … of their offset. */
export interface AttemptFigures {
  readonly channel: Channel
  /** From 1. */
  readonly attempt: number
  /** Calls or messages that have left. */
  readonly made: number
  /** Those that were answered, whether at once, by message, or by calling back. */
  readonly answered: number
  /** Calls that a machine took. */
  readonly voicemail: number
}

/** Times that people have left, and what became of them. */
export interface SlotFigures {
  /** How often a time became free because somebody cancelled, moved, or was taken out; or was put as such. */
  readonly freed: number
  /** How often somebody else took one. */
  readonly refilled: number
  /** How often one was offered to somebody on the waitlist who was told, and how often he took it. */
  readonly offered: number
  readonly accepted: number
  /** Who waits for an earlier time now. */
  readonly waiting: number
}

/** All that is counted of a campaign. */
export interface CampaignFigures {
  readonly reminded: PeopleFigures
  readonly heldOut: PeopleFigures
  readonly attempts: readonly AttemptFigures[]
  /** Attempts that were not made, by why, the most frequent first. */
  readonly skipped: readonly { readonly reason: string; readonly count: number }[]
  readonly slots: SlotFigures
  /** Milliseconds from the first call or message to the first answer: half of those who answered were faster; null without any. */
  readonly timeToResponse: number | null
}

/** The figures of campaigns. */
export interface ReminderFigures {
  /**
   * @param from appointments at that moment or later
   * @param to appointments before that moment
   */
  of(campaign: string, from: Instant, to: Instant): Promise<CampaignFigures>
}

const NOBODY: PeopleFigures = {
  people: 0,
  attempted: 0,
  reached: 0,
  rightParty: 0,
  confirmed: 0,
  cancelled: 0,
  cancelledInTime: 0,
  rescheduled: 0,
  optedOut: 0,
  wrongNumber: 0,
  attended: 0,
  noShow: 0,
}

/** Who says one of these has an appointment with us. */
const RIGHT_PARTY: readonly Outcome[] = [
  'confirmed',
  'cancel-requested',
  'cancelled',
  'reschedule-requested',
  'rescheduled',
  'callback-requested',
  'transferred',
]
const IN_TIME = hours(24)
/** An attempt that was made stays due until its lease would have ended, so an answer may come a little before that. */
const LEEWAY = minutes(6)

const oneOf = (outcomes: readonly Outcome[]) => sql`(${sql.join(outcomes)})`

/** The figures of a database. */
export function createReminderFigures({ db, schema }: OpenDatabase): ReminderFigures {
  const table = (name: string) => sql.id(schema, name)
  const peopleOf = (campaign: string, from: Instant, to: Instant) => sql`people as (
    select * from ${table('reminders')}
    where campaign = ${campaign} and appointment_at >= ${from}::bigint and appointment_at < ${to}::bigint)`

  async function countPeople(people: ReturnType<typeof peopleOf>) {
    const count = (condition: ReturnType<typeof sql>) => sql`count(*) filter (where ${condition})::integer`
    const { rows } = await sql<PeopleFigures & { held_out: boolean }>`
      with ${people}, known as (
        select people.*,
          exists (select from ${table('attempts')} as attempt
            where attempt.reminder_id = people.id and attempt.sid is not null) as is_attempted,
          exists (select from ${table('outcomes')} as learnt where learnt.reminder_id = people.id
            and learnt.outcome in ${oneOf([...ANSWERS, 'listened-no-response'])}) as is_reached,
          exists (select from ${table('outcomes')} as learnt where learnt.reminder_id = people.id
            and learnt.outcome in ${oneOf(RIGHT_PARTY)}) as is_right,
          exists (select from ${table('outcomes')} as learnt where learnt.reminder_id = people.id
            and learnt.outcome = 'rescheduled') as is_moved
        from people
      )
      select held_out, count(*)::integer as people,
        ${count(sql`is_attempted`)} as attempted,
        ${count(sql`is_attempted and is_reached`)} as reached,
        ${count(sql`is_attempted and is_right`)} as "rightParty",
        ${count(sql`outcome = 'confirmed'`)} as confirmed,
        ${count(sql`outcome in ('cancel-requested', 'cancelled')`)} as cancelled,
        ${count(sql`outcome in ('cancel-requested', 'cancelled') and outcome_at <= appointment_at - ${IN_TIME}::bigint`)} as "cancelledInTime",
        ${count(sql`outcome = 'reschedule-requested' or is_moved`)} as rescheduled,
        ${count(sql`outcome = 'opted-out'`)} as "optedOut",
        ${count(sql`outcome = 'wrong-number'`)} as "wrongNumber",
        ${count(sql`attended`)} as attended,
        ${count(sql`not attended`)} as "noShow"
      from known group by held_out`.execute(db)
    const group = (isHeldOut: boolean): PeopleFigures => {
      const { held_out: _group, ...figures } = rows.find((row) => row.held_out === isHeldOut) ?? {
        ...NOBODY,
        held_out: isHeldOut,
      }
      return figures
    }
    return { reminded: group(false), heldOut: group(true) }
  }

  async function countAttempts(people: ReturnType<typeof peopleOf>): Promise<readonly AttemptFigures[]> {
    // An answer that belongs to no attempt, such as a message or a call back, goes to the last one on its channel.
    const { rows } = await sql<AttemptFigures>`
      with ${people}, answers as (
        select coalesce(learnt.attempt_id, (
          select attempt.id from ${table('attempts')} as attempt
          where attempt.reminder_id = learnt.reminder_id and attempt.channel = learnt.source
            and attempt.sid is not null and attempt.due_at <= learnt.at + ${LEEWAY}::bigint
          order by attempt.due_at desc limit 1)) as attempt_id
        from ${table('outcomes')} as learnt join people on people.id = learnt.reminder_id
        where learnt.outcome in ${oneOf(ANSWERS)}
      )
      select attempt.channel, attempt.tries as attempt, count(*)::integer as made,
        count(*) filter (where attempt.id in (select attempt_id from answers where attempt_id is not null))::integer as answered,
        count(*) filter (where attempt.outcome in ('voicemail-left', 'voicemail-no-message'))::integer as voicemail
      from ${table('attempts')} as attempt join people on people.id = attempt.reminder_id
      where attempt.sid is not null
      group by attempt.channel, attempt.tries order by attempt.channel, attempt.tries`.execute(db)
    return rows
  }

  async function countSkipped(people: ReturnType<typeof peopleOf>): Promise<CampaignFigures['skipped']> {
    const { rows } = await sql<{ reason: string; count: number }>`
      with ${people}
      select coalesce(attempt.reason, '') as reason, count(*)::integer as count
      from ${table('attempts')} as attempt join people on people.id = attempt.reminder_id
      where attempt.outcome = 'skipped'
      group by 1 order by 2 desc, 1`.execute(db)
    return rows
  }

  async function countSlots(campaign: string, from: Instant, to: Instant): Promise<SlotFigures> {
    const { rows } = await sql<SlotFigures>`
      with kept as (
        select * from ${table('slots')}
        where campaign = ${campaign} and at >= ${from}::bigint and at < ${to}::bigint
      ), offers as (
        select offer.* from ${table('slot_offers')} as offer join kept on kept.id = offer.slot_id
        where offer.made_at is not null
      )
      select (select coalesce(sum(freed), 0) from kept)::integer as freed,
        (select coalesce(sum(refilled), 0) from kept)::integer as refilled,
        (select count(*) from offers)::integer as offered,
        (select count(*) from offers where state = 'accepted')::integer as accepted,
        (select count(*) from ${table('waitlist')} as waiting join ${table('reminders')} as reminder
          on reminder.id = waiting.reminder_id and reminder.state <> 'withdrawn'
          where waiting.campaign = ${campaign})::integer as waiting`.execute(db)
    return rows[0] ?? { freed: 0, refilled: 0, offered: 0, accepted: 0, waiting: 0 }
  }

  async function timeToResponse(people: ReturnType<typeof peopleOf>): Promise<number | null> {
    const { rows } = await sql<{ median: number | null }>`
      with ${people}, asked as (
        select attempt.reminder_id, min(sent.asked_at) as at
        from ${table('attempts')} as attempt join people on people.id = attempt.reminder_id
          join ${table('outbox')} as sent on sent.sid = attempt.sid
        group by attempt.reminder_id
      ), answered as (
        select learnt.reminder_id, min(learnt.at) as at
        from ${table('outcomes')} as learnt join asked using (reminder_id)
        where learnt.outcome in ${oneOf(ANSWERS)} and learnt.at >= asked.at
        group by learnt.reminder_id
      )
      select percentile_cont(0.5) within group (order by answered.at - asked.at) as median
      from answered join asked using (reminder_id)`.execute(db)
    const median = rows[0]?.median ?? null
    return median === null ? null : Math.round(median)
  }

  return {
    async of(campaign, from, to) {
      const people = peopleOf(campaign, from, to)
      const [counts, attempts, skipped] = [
        await countPeople(people),
        await countAttempts(people),
        await countSkipped(people),
      ]
      const slots = await countSlots(campaign, from, to)
      return { ...counts, attempts, skipped, slots, timeToResponse: await timeToResponse(people) }
    },
  }
}
