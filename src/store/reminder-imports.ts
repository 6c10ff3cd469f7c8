/**
 * Reminders by the thousand: one statement for each batch of an import.
 */
import { sql } from 'kysely'
import type { Instant } from '../clock/clock.ts'
import type { OpenDatabase } from './database.ts'
import { hasLeft, leavingTimes } from './left-slots.ts'
import type { NewReminder } from './reminders.ts'

/** A reminder of a batch that is open: added, changed, or as it was. */
export interface ImportedReminder {
  readonly id: string
  readonly externalId: string
  readonly number: string
  readonly appointmentAt: Instant
  readonly appointmentZone: string
  readonly change: 'new' | 'changed' | 'same'
  readonly isHeldOut: boolean
}

/** Reminders by the thousand. */
export interface ReminderImports {
  /**
   * Adds reminders, or changes those with their external ids, as `Reminders.put` does for one: what is planned for another
   * time is cancelled. Of two with the same id in a batch the last counts.
   *
   * @param areTimesLeft whether the old times of those who have moved are `left`, and free when they are settled; default no
   * @returns all that are open, those as they were, too: what should follow an import may have been lost with the process
   */
  putMany(reminders: readonly NewReminder[], at: Instant, areTimesLeft?: boolean): Promise<readonly ImportedReminder[]>
  /** Keeps that the owners of these numbers have agreed to be reminded on any channel; who has said so before is left as it is. */
  agreeMany(
    numbers: readonly string[],
    consent: { readonly source: string; readonly wording: string; readonly at: Instant },
  ): Promise<void>
}

/** The imports of a database. */
export function createReminderImports({ db, schema }: OpenDatabase): ReminderImports {
  const table = (name: string) => sql.id(schema, name)
  return {
    async putMany(reminders, at, areTimesLeft = false) {
      if (reminders.length === 0) return []
      const rows = [...new Map(reminders.map((one) => [JSON.stringify([one.campaign, one.externalId]), one])).values()]
      const result = await sql<ImportedRow & { is_new: boolean }>`
        with incoming as (
          select * from json_to_recordset(${JSON.stringify(rows.map(rowOf))}::json) as row(
            campaign text, external_id text, number text, name text, language text, zone text,
            appointment_at bigint, appointment_zone text, data text, held_out boolean)
        ), moved as (
          update ${table('attempts')} as attempt
          set state = 'cancelled', reason = 'the appointment is at another time', ended_at = ${at}::bigint
          from ${table('reminders')} as kept join incoming using (campaign, external_id)
          where attempt.reminder_id = kept.id and attempt.state = 'planned'
            and kept.appointment_at <> incoming.appointment_at
        ), leaving as (
          select kept.*, ${at}::bigint as moment
          from ${table('reminders')} as kept join incoming using (campaign, external_id)
          where ${areTimesLeft} and kept.appointment_at <> incoming.appointment_at
            and kept.appointment_at > ${at}::bigint and kept.state <> 'withdrawn' and not ${hasLeft(table)}
          for update of kept
        ), ${leavingTimes(table, 'left')}
        insert into ${table('reminders')} as kept (campaign, external_id, number, name, language, zone,
          appointment_at, appointment_zone, data, held_out, created_at, updated_at,
          timed_at)
        select campaign, external_id, number, name, language, zone, appointment_at, appointment_zone, data, held_out,
          ${at}::bigint, ${at}::bigint, ${at}::bigint
        -- Looked at before they move, as nothing can be locked that this statement has changed.
        from incoming cross join (select count(*) from left_slots) as leavers
        on conflict (campaign, external_id) do update set
          number = excluded.number, name = excluded.name, language = excluded.language, zone = excluded.zone,
          appointment_at = excluded.appointment_at, appointment_zone = excluded.appointment_zone,
          data = excluded.data, updated_at = excluded.updated_at,
          state = case when kept.appointment_at <> excluded.appointment_at or kept.state = 'withdrawn'
            then 'open' else kept.state end,
          outcome = case when kept.appointment_at <> excluded.appointment_at or kept.state = 'withdrawn'
            then null else kept.outcome end,
          outcome_at = case when kept.appointment_at <> excluded.appointment_at or kept.state = 'withdrawn'
            then null else kept.outcome_at end,
          attended = case when kept.appointment_at <> excluded.appointment_at or kept.state = 'withdrawn'
            then null else kept.attended end,
          timed_at = case when kept.appointment_at <> excluded.appointment_at or kept.state = 'withdrawn'
            then excluded.timed_at else kept.timed_at end
        where (kept.number, kept.name, kept.language, kept.zone, kept.appointment_at, kept.appointment_zone, kept.data)
          is distinct from (excluded.number, excluded.name, excluded.language, excluded.zone, excluded.appointment_at,
            excluded.appointment_zone, excluded.data) or kept.state = 'withdrawn'
        returning id, external_id, number, appointment_at, appointment_zone, held_out, (xmax = 0) as is_new`.execute(db)
      const written = new Map(result.rows.map((row) => [row.id, row.is_new ? 'new' : 'changed'] as const))
      const names = rows.map(({ campaign, externalId }) => ({ campaign, external_id: externalId }))
      const open = await sql<ImportedRow>`
        select id, external_id, number, appointment_at, appointment_zone, held_out
        from ${table('reminders')} join json_to_recordset(${JSON.stringify(names)}::json)
          as row(campaign text, external_id text) using (campaign, external_id)
        where state = 'open'`.execute(db)
      return open.rows.map((row) => ({
        id: row.id,
        externalId: row.external_id,
        number: row.number,
        appointmentAt: row.appointment_at,
        appointmentZone: row.appointment_zone,
        change: written.get(row.id) ?? 'same',
        isHeldOut: row.held_out,
      }))
    },
    async agreeMany(numbers, { source, wording, at }) {
      if (numbers.length === 0) return
      await sql`
        insert into ${table('consents')} (number, channel, purpose, kind, at, source, wording)
        select distinct number, 'any', 'reminder', 'express', ${at}::bigint, ${source}, ${wording}
        from json_array_elements_text(${JSON.stringify(numbers)}::json) as row(number)
        -- Counted, so that each number is looked up by itself: as a join the whole table is read for every batch.
        where 0 = (
          select count(*) from ${table('consents')} as kept where kept.number = row.number
            and kept.source = ${source} and kept.wording = ${wording})
        on conflict do nothing`.execute(db)
    },
  }
}

interface ImportedRow {
  readonly id: string
  readonly external_id: string
  readonly number: string
  readonly appointment_at: number
  readonly appointment_zone: string
  readonly held_out: boolean
}

function rowOf(reminder: NewReminder) {
  return {
    campaign: reminder.campaign,
    external_id: reminder.externalId,
    number: reminder.number,
    name: reminder.name,
    language: reminder.language,
    zone: reminder.zone,
    appointment_at: reminder.appointmentAt,
    appointment_zone: reminder.appointmentZone,
    data: JSON.stringify(reminder.data),
    held_out: reminder.isHeldOut ?? false,
  }
}
