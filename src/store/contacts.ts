/**
 * What else counts when somebody is to be reached: what people have written to us, which senders carriers know, and whom we
 * did not reach because we may not.
 */
import { sql } from 'kysely'
import type { Instant } from '../clock/clock.ts'
import type { Channel, Purpose, Refusal, Sender } from '../consent/index.ts'
import type { Database, OpenDatabase } from './database.ts'
import { allow, stop } from './suppressions.ts'

/** The kind of the task that looks which reminders somebody has answered with a stop: one a message, added with it. */
export const STOP_TASK = 'reminder-stop'

/** A message somebody wrote to us. */
export interface InboundMessage {
  readonly sid: string
  readonly channel: 'sms' | 'whatsapp'
  /** Who wrote, E.164 or as the network says. */
  readonly from: string
  /** The number of ours he wrote to. */
  readonly to: string
  readonly text: string
  /** How many pictures or files came with it. */
  readonly files: number
  readonly at: Instant
  /** What it was taken for: `stop`, `start`, `help`, or `words` that somebody should read. */
  readonly meaning: string
  /** What was answered at once; empty for nothing. */
  readonly answer: string
}

/** A sender of ours as carriers know it. */
export interface KnownSender extends Sender {
  /** Segments or messages in a second, when a campaign has its own rate. */
  readonly perSecond: number | null
  /** Segments that may leave in a day of the carriers, which ends at midnight of the Pacific coast; default no limit. */
  readonly dailySegments?: number | null
  /** The brand it is registered under, or anything else that all senders with one daily limit share. */
  readonly brand?: string | null
  readonly checkedAt: Instant
}

/** Somebody was not reached. */
export interface RefusedContact {
  readonly number: string
  readonly channel: Channel
  readonly purpose: Purpose
  readonly at: Instant
  readonly reasons: readonly Refusal[]
  /** The key of what was to be done. */
  readonly about: string
}

/** These tables of a database. */
export interface Contacts {
  /**
   * Keeps a message and, in the same moment, the stop or start that it says. Undefined when that is done; when it was done
   * before, nothing changes, and what was answered then comes back.
   */
  receive(message: InboundMessage, says?: 'stop' | 'start'): Promise<string | undefined>
  receivedMessage(sid: string): Promise<InboundMessage | undefined>
  /** When somebody last wrote to a number of ours on a channel. */
  lastInboundAt(from: string, to: string, channel: 'sms' | 'whatsapp'): Promise<Instant | undefined>
  /** Newest first. */
  inbound(query: { readonly limit: number; readonly from?: string | undefined }): Promise<readonly InboundMessage[]>
  /** Until when the messages to a line have been read at the network; undefined when they never were. */
  messagesReadUntil(line: string): Promise<Instant | undefined>
  /** Keeps that; an earlier moment than the one that is kept changes nothing. */
  keepMessagesRead(line: string, until: Instant): Promise<void>
  /** Those of these messages that are here. */
  receivedAmong(sids: readonly string[]): Promise<ReadonlySet<string>>
  sender(number: string): Promise<KnownSender | undefined>
  setSender(sender: KnownSender): Promise<void>
  senders(): Promise<readonly KnownSender[]>
  /**
   * Takes the next turn of a sender: the moment from which it may send, given that what it sends takes `cost`
   * milliseconds.
   */
  takeTurn(sender: string, now: Instant, cost: number): Promise<Instant>
  noteRefusal(refusal: RefusedContact): Promise<void>
  /** Newest first. */
  refusals(query: { readonly limit: number; readonly number?: string | undefined }): Promise<readonly RefusedContact[]>
}

/** These tables of a database. */
export function createContacts({ db }: OpenDatabase): Contacts {
  async function receivedMessage(sid: string, where: Database): Promise<InboundMessage | undefined> {
    const row = await where.selectFrom('inbound_messages').selectAll().where('sid', '=', sid).executeTakeFirst()
    return row && messageOf(row)
  }

  return {
    async receive({ sid, channel, from, to, text, files, at, meaning, answer }, says) {
      return db.transaction().execute(async (transaction) => {
        const added = await transaction
          .insertInto('inbound_messages')
          .values({ sid, channel, writer: from, line: to, text, files, at, meaning, answer })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst()
        if (!added.numInsertedOrUpdatedRows) return (await receivedMessage(sid, transaction))?.answer ?? ''
        const what = { number: from, source: 'message', at, evidence: sid, wording: text } as const
        if (says === 'stop') {
          await stop(transaction, { ...what, scope: 'everything' })
          const about = JSON.stringify({ number: from, channel, sid })
          const task = { key: `${STOP_TASK}/${sid}`, task: STOP_TASK, about, due_at: at }
          await transaction.insertInto('tasks').values(task).execute()
        }
        if (says === 'start') await allow(transaction, what)
        return undefined
      })
    },
    receivedMessage: (sid) => receivedMessage(sid, db),
    async lastInboundAt(from, to, channel) {
      const row = await db
        .selectFrom('inbound_messages')
        .select(({ fn }) => fn.max('at').as('at'))
        .where('writer', '=', from)
        .where('line', '=', to)
        .where('channel', '=', channel)
        .executeTakeFirst()
      return row?.at ?? undefined
    },
    async inbound({ limit, from }) {
      const query = db.selectFrom('inbound_messages').selectAll().orderBy('at', 'desc').orderBy('sid').limit(limit)
      const rows = await (from === undefined ? query : query.where('writer', '=', from)).execute()
      return rows.map(messageOf)
    },
    async messagesReadUntil(line) {
      const row = await db.selectFrom('messages_read').select('until').where('line', '=', line).executeTakeFirst()
      return row?.until
    },
    async keepMessagesRead(line, until) {
      await db
        .insertInto('messages_read')
        .values({ line, until })
        .onConflict((conflict) =>
          conflict.column('line').doUpdateSet(({ fn, ref }) => ({
            until: fn<number>('greatest', [ref('messages_read.until'), ref('excluded.until')]),
          })),
        )
        .execute()
    },
    async receivedAmong(sids) {
      if (sids.length === 0) return new Set()
      const rows = await db.selectFrom('inbound_messages').select('sid').where('sid', 'in', sids).execute()
      return new Set(rows.map(({ sid }) => sid))
    },
    async sender(number) {
      const row = await db.selectFrom('senders').selectAll().where('number', '=', number).executeTakeFirst()
      return row && senderOf(row)
    },
    async setSender({ number, registration, perSecond, dailySegments = null, brand = null, checkedAt }) {
      const values = {
        registration,
        per_second: perSecond,
        daily_segments: dailySegments,
        brand,
        checked_at: checkedAt,
      }
      await db
        .insertInto('senders')
        .values({ number, ...values })
        .onConflict((conflict) => conflict.column('number').doUpdateSet(values))
        .execute()
    },
    async senders() {
      return (await db.selectFrom('senders').selectAll().orderBy('number').execute()).map(senderOf)
    },
    async takeTurn(sender, now, cost) {
      const row = await db
        .insertInto('turns_of_senders')
        .values({ sender, free_at: now + cost })
        .onConflict((conflict) =>
          conflict.column('sender').doUpdateSet({
            free_at: sql`greatest(${sql.ref('turns_of_senders.free_at')}, ${now}::bigint) + ${cost}::bigint`,
          }),
        )
        .returning('free_at')
        .executeTakeFirstOrThrow()
      return row.free_at - cost
    },
    async noteRefusal({ number, channel, purpose, at, reasons, about }) {
      await db
        .insertInto('refusals')
        .values({ number, channel, purpose, at, reasons: JSON.stringify(reasons), about })
        .execute()
    },
    async refusals({ limit, number }) {
      const query = db.selectFrom('refusals').selectAll().orderBy('id', 'desc').limit(limit)
      const rows = await (number === undefined ? query : query.where('number', '=', number)).execute()
      return rows.map(({ id: _id, reasons, ...row }) => ({ ...row, reasons: JSON.parse(reasons) }))
    },
  }
}

type MessageRow = Omit<InboundMessage, 'from' | 'to'> & { readonly writer: string; readonly line: string }

const messageOf = ({ writer, line, ...row }: MessageRow): InboundMessage => ({ ...row, from: writer, to: line })

/** A row of its table, also as JSON. */
export interface SenderRow {
  readonly number: string
  readonly registration: Sender['registration']
  readonly per_second: number | null
  readonly daily_segments: number | null
  readonly brand: string | null
  readonly checked_at: number
}

export const senderOf = ({
  number,
  registration,
  per_second,
  daily_segments,
  brand,
  checked_at,
}: SenderRow): KnownSender => ({
  number,
  registration,
  perSecond: per_second,
  dailySegments: daily_segments,
  brand,
  checkedAt: checked_at,
})
