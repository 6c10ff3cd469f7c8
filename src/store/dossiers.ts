/**
 * Dossiers: all that counts when somebody is to be reached, gathered in one query.
 */
import { sql } from 'kysely'
import type { Instant } from '../clock/clock.ts'
import type { Channel, Consent, Contact, Purpose } from '../consent/index.ts'
import { type KnownSender, type SenderRow, senderOf } from './contacts.ts'
import type { OpenDatabase } from './database.ts'
import { LANDLINE, UNREACHED } from './outbox.ts'
import { type StopKept, type SuppressionRow, stopKept } from './suppressions.ts'

/** Whom and how to reach, as far as it matters for what is looked up. */
export interface DossierQuestion {
  /** E.164. */
  readonly number: string
  /** The number that would call or write. */
  readonly from: string
  readonly channel: Channel
  /** How far back contacts count. */
  readonly since: Instant
  /** The entry of the outbox that this is about: no contact yet. */
  readonly exceptKey: string
}

/** What is known of a person and of the sender. */
export interface Dossier {
  /** What stands against him. */
  readonly stops: readonly StopKept[]
  readonly consents: readonly Consent[]
  /** What has reached him since then, or may have. */
  readonly contacts: readonly Contact[]
  readonly isOnDoNotCallList: boolean
  /** When he last wrote to this sender on this channel. */
  readonly lastInboundAt: Instant | undefined
  /** Whether a text message to him was lost because his number is a landline. */
  readonly isLandline: boolean
  /** Undefined when carriers were never asked. */
  readonly sender: KnownSender | undefined
}

/** The dossiers of a database. */
export interface Dossiers {
  dossier(question: DossierQuestion): Promise<Dossier>
}

/** The dossiers of a database. */
export function createDossiers({ db, schema }: OpenDatabase): Dossiers {
  const table = (name: string) => sql.id(schema, name)
  return {
    async dossier({ number, from, channel, since, exceptKey }) {
      const { rows } = await sql<Row>`
        select
          (select json_agg(stop order by stop.since, stop.id) from ${table('suppressions')} as stop
            where stop.number = ${number} and stop.lifted_at is null) as stops,
          (select json_agg(consent order by consent.at) from ${table('consents')} as consent
            where consent.number = ${number}) as consents,
          (select json_agg(json_build_object(
              'at', coalesce(sent.asked_at, sent.at), 'channel', sent.channel, 'purpose', sent.purpose))
            from ${table('outbox')} as sent
            where sent.recipient = ${number} and sent.asked_at >= ${since}::bigint and sent.key <> ${exceptKey}
              and sent.state in ('asked', 'placed', 'ended')
              and (sent.status is null or sent.status not in (${sql.join(UNREACHED)}))) as contacts,
          exists (select from ${table('do_not_call')} where number = ${number}) as is_on_do_not_call,
          (select max(at) from ${table('inbound_messages')}
            where writer = ${number} and line = ${from} and channel = ${channel}) as last_inbound_at,
          exists (select from ${table('outbox')} as lost
            where lost.recipient = ${number} and lost.error_code in (${sql.join(LANDLINE)})) as is_landline,
          (select row_to_json(known) from ${table('senders')} as known where known.number = ${from}) as sender`.execute(
        db,
      )
      const [row] = rows
      if (row === undefined) throw new Error('The database says nothing of a person.')
      return {
        stops: (row.stops ?? []).map(stopKept),
        consents: (row.consents ?? []).map(({ number: _number, ...consent }) => consent),
        contacts: row.contacts ?? [],
        isOnDoNotCallList: row.is_on_do_not_call,
        lastInboundAt: row.last_inbound_at ?? undefined,
        isLandline: row.is_landline,
        sender: row.sender === null ? undefined : senderOf(row.sender),
      }
    },
  }
}

interface Row {
  readonly stops: readonly SuppressionRow[] | null
  readonly consents: readonly (Consent & { readonly number: string })[] | null
  readonly contacts: readonly { readonly at: Instant; readonly channel: Channel; readonly purpose: Purpose }[] | null
  readonly is_on_do_not_call: boolean
  readonly last_inbound_at: number | null
  readonly is_landline: boolean
  readonly sender: SenderRow | null
}
