import { sql } from 'kysely'
import type { QueueCallback } from '../../flow/index.ts'
import type { EffectWriter } from './effect-writer.ts'

/**
 * A caller hangs up and keeps his place: he is called back when it is his turn. Somebody who is to be called back at that
 * number already keeps the place he had, and this one is given up.
 */
export const queueCallback: EffectWriter<QueueCallback> = {
  rowOf: ({ number, expiresAt, attempts, retryAfter, first, language }, { at }) => ({
    number,
    expires_at: expiresAt,
    attempts,
    retry: retryAfter,
    first_rung: first ?? 'caller',
    language: language ?? null,
    at,
  }),
  write: (rows, table) => sql`wished as (
      select row.* from json_to_recordset(${rows}::json) as row(
        call_sid text, turn integer, number text, expires_at bigint, attempts integer, retry bigint,
        first_rung text, language text, at bigint)
      join fresh using (call_sid, turn)
    ), called_back as (
      update ${table('queue_entries')} as place set
        state = case when is_double then 'ended' else 'callback' end,
        ended_at = case when is_double then at end,
        outcome = case when is_double then 'callback-double' end,
        wish = null,
        callback_number = number,
        callback_at = at,
        callback_expires_at = expires_at,
        callback_most = wished.attempts,
        callback_retry = retry,
        callback_first = first_rung,
        callback_language = language
      from wished, lateral (
        select exists (
          select from ${table('queue_entries')} as other, ${table('queue_entries')} as own
          where own.call_sid = wished.call_sid and own.ended_at is null
            and other.queue = own.queue and other.entry <> own.entry and other.ended_at is null
            and other.callback_number = wished.number
        ) as is_double
      ) as found
      where place.call_sid = wished.call_sid and place.ended_at is null and place.state = 'choosing'
    )`,
}
