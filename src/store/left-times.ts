/**
 * What becomes of a time when an appointment leaves it: free for others, filled by somebody else, or back with whoever had it.
 */
import { sql } from 'kysely'
import type { Instant } from '../clock/clock.ts'
import type { OpenDatabase } from './database.ts'
import { hasLeft, leavingTimes, SETTLED_AFTER, settleTimes } from './left-slots.ts'

/** Times that appointments have left, as a part of the slots. */
export interface LeftTimes {
  /**
   * The time of a reminder that is cancelled or withdrawn is free, and those who wait for an earlier one are asked. Once a
   * reminder and time, however often this is called.
   */
  free(reminderId: string, at: Instant): Promise<boolean>
  /** The same for one of an import, which settles what it has left at its end. */
  leave(reminderId: string, at: Instant): Promise<boolean>
  /**
   * An import is over: times that were left are free, and those who wait for an earlier one are asked, but where it has put
   * somebody else at the same time and place. Nor is a time offered any longer that was free and that somebody was put at since.
   *
   * @returns whether a time is free now that was not
   */
  settle(campaign: string, now: Instant): Promise<boolean>
  /** The same for what an import has left that has died: ten minutes ago or longer. */
  settleForgotten(campaign: string, now: Instant): Promise<boolean>
  /** Gives those who come after all their times back, unless somebody else has them by now. */
  reclaim(reminderIds: readonly string[], at: Instant): Promise<void>
  /**
   * Appointments that people have moved themselves and whose calendar may not know it yet, by their external id: the time it has
   * there. An import that still says that time says nothing new.
   *
   * @param externalId only this one; default all of the campaign
   */
  moves(campaign: string, externalId?: string): Promise<ReadonlyMap<string, Instant>>
  /** Their calendar has the new time, or another one. */
  movesKnown(campaign: string, externalIds: readonly string[]): Promise<void>
  /** Whether somebody else has taken the time that this reminder had. */
  isLost(reminderId: string): Promise<boolean>
}

/** The times of a database that appointments have left. */
export function createLeftTimes(database: OpenDatabase): LeftTimes {
  const { db, schema } = database
  const table = (name: string) => sql.id(schema, name)

  async function leave(reminderId: string, at: Instant, as: 'free' | 'left'): Promise<boolean> {
    const { rows } = await sql`
      with leaving as (
        select kept.*, ${at}::bigint as moment from ${table('reminders')} as kept
        where id = ${reminderId}::uuid and appointment_at > ${at}::bigint
          and (state = 'withdrawn' or outcome in ('cancelled', 'cancel-requested')) and not ${hasLeft(table)}
        for update
      ), ${leavingTimes(table, as)}
      select id from left_slots`.execute(db)
    return rows.length > 0
  }

  return {
    free: (reminderId, at) => leave(reminderId, at, 'free'),
    leave: (reminderId, at) => leave(reminderId, at, 'left'),
    settle: (campaign, now) => settleTimes(database, { campaign, now, leftBy: now }),
    settleForgotten: (campaign, now) => settleTimes(database, { campaign, now, leftBy: now - SETTLED_AFTER }),
    async reclaim(reminderIds, at) {
      if (reminderIds.length === 0) return
      await sql`
        with back as (
          update ${table('slots')} as slot
          set state = 'taken', taken_by = kept.id, taken_at = ${at}::bigint, taken_in = null, waitlist_first = false,
            freed_by = null, freed_at = null, held_by = null, held_in = null, held_at = null, held_until = null,
            freed = case when slot.state = 'left' then slot.freed else greatest(slot.freed - 1, 0) end
          from ${table('reminders')} as kept
          where kept.id::text in (select value from json_array_elements_text(${JSON.stringify(reminderIds)}::json))
            and slot.freed_by = kept.id and slot.at = kept.appointment_at and slot.state in ('left', 'free', 'offered')
            and kept.state <> 'withdrawn'
            and (kept.outcome is null or kept.outcome not in ('cancelled', 'cancel-requested'))
          returning slot.id
        )
        update ${table('slot_offers')} as offer set state = 'withdrawn', ended_at = ${at}::bigint
        from back where offer.slot_id = back.id and offer.state in ('asking', 'made')`.execute(db)
    },
    async moves(campaign, externalId) {
      const moved = db
        .selectFrom('reminders')
        .select(['external_id', 'moved_from'])
        .where('campaign', '=', campaign)
        .where('moved_from', 'is not', null)
      const rows = await (externalId === undefined ? moved : moved.where('external_id', '=', externalId)).execute()
      return new Map(rows.map(({ external_id, moved_from }) => [external_id, moved_from ?? 0]))
    },
    async movesKnown(campaign, externalIds) {
      if (externalIds.length === 0) return
      await db
        .updateTable('reminders')
        .set({ moved_from: null })
        .where('campaign', '=', campaign)
        .where('external_id', 'in', externalIds)
        .execute()
    },
    async isLost(reminderId) {
      const { rows } = await sql`
        select from ${table('slots')} as slot join ${table('reminders')} as kept on kept.id = slot.freed_by
        where kept.id = ${reminderId}::uuid and slot.at = kept.appointment_at and slot.state = 'taken'
          and slot.taken_by <> kept.id
          -- Unless his calendar has put him there since.
          and (kept.timed_at is null or kept.timed_at <= slot.taken_at) limit 1`.execute(db)
      return rows.length > 0
    },
  }
}
