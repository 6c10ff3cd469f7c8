/** The tables of consent and of what leaves and arrives. As with all migrations, nothing that has shipped is edited. */
import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Who has said stop, who has agreed, and whom we did not reach. */
export const whomWeMayReach: Migration = {
  async up(db) {
    await db.schema
      .createTable('suppressions')
      .addColumn('id', 'bigint', (column) => column.generatedAlwaysAsIdentity().primaryKey())
      .addColumn('number', 'text', (column) => column.notNull())
      .addColumn('scope', 'text', (column) => column.notNull())
      .addColumn('since', 'bigint', (column) => column.notNull())
      .addColumn('source', 'text', (column) => column.notNull())
      .addColumn('by', 'text')
      .addColumn('evidence', 'text')
      .addColumn('wording', 'text')
      .addColumn('lifted_at', 'bigint')
      .addColumn('lifted_source', 'text')
      .addColumn('lifted_by', 'text')
      .addColumn('lifted_evidence', 'text')
      .execute()
    await db.schema
      .createIndex('suppressions_standing')
      .unique()
      .on('suppressions')
      .columns(['number', 'scope'])
      .where(sql.ref('lifted_at'), 'is', null)
      .execute()
    await db.schema.createIndex('suppressions_number').on('suppressions').column('number').execute()
    await db.schema
      .createTable('consents')
      .addColumn('number', 'text', (column) => column.notNull())
      .addColumn('channel', 'text', (column) => column.notNull())
      .addColumn('purpose', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('source', 'text', (column) => column.notNull())
      .addColumn('wording', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('consents_pk', ['number', 'channel', 'purpose', 'kind', 'at'])
      .execute()
    await db.schema
      .createTable('do_not_call')
      .addColumn('number', 'text', (column) => column.notNull())
      .addColumn('list', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('do_not_call_pk', ['number', 'list'])
      .execute()
    await db.schema
      .createTable('refusals')
      .addColumn('id', 'bigint', (column) => column.generatedAlwaysAsIdentity().primaryKey())
      .addColumn('number', 'text', (column) => column.notNull())
      .addColumn('channel', 'text', (column) => column.notNull())
      .addColumn('purpose', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('reasons', 'text', (column) => column.notNull())
      .addColumn('about', 'text', (column) => column.notNull())
      .execute()
    await db.schema.createIndex('refusals_at').on('refusals').column('at').execute()
  },
}

/** Calls and messages that leave, messages that come in, and the senders of both. */
export const whatLeavesAndArrives: Migration = {
  async up(db) {
    await db.schema
      .createTable('outbox')
      .addColumn('key', 'text', (column) => column.primaryKey())
      .addColumn('id', 'uuid', (column) => column.notNull().unique().defaultTo(sql`gen_random_uuid()`))
      .addColumn('channel', 'text', (column) => column.notNull())
      .addColumn('purpose', 'text', (column) => column.notNull())
      .addColumn('recipient', 'text', (column) => column.notNull())
      .addColumn('sender', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull().defaultTo('claimed'))
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('asked_at', 'bigint')
      .addColumn('turn_at', 'bigint')
      .addColumn('sid', 'text', (column) => column.unique())
      .addColumn('status', 'text')
      .addColumn('rank', 'integer', (column) => column.notNull().defaultTo(0))
      .addColumn('error_code', 'integer')
      .addColumn('reason', 'text')
      .addColumn('ended_at', 'bigint')
      .execute()
    await db.schema.createIndex('outbox_recipient').on('outbox').columns(['recipient', 'asked_at']).execute()
    await db.schema
      .createTable('inbound_messages')
      .addColumn('sid', 'text', (column) => column.primaryKey())
      .addColumn('channel', 'text', (column) => column.notNull())
      .addColumn('writer', 'text', (column) => column.notNull())
      .addColumn('line', 'text', (column) => column.notNull())
      .addColumn('text', 'text', (column) => column.notNull())
      .addColumn('files', 'integer', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('meaning', 'text', (column) => column.notNull())
      .execute()
    await db.schema.createIndex('inbound_messages_writer').on('inbound_messages').columns(['writer', 'at']).execute()
    await db.schema
      .createTable('senders')
      .addColumn('number', 'text', (column) => column.primaryKey())
      .addColumn('registration', 'text', (column) => column.notNull())
      .addColumn('per_second', 'double precision')
      .addColumn('checked_at', 'bigint', (column) => column.notNull())
      .execute()
    await db.schema
      .createTable('turns_of_senders')
      .addColumn('sender', 'text', (column) => column.primaryKey())
      .addColumn('free_at', 'bigint', (column) => column.notNull())
      .execute()
  },
}

/** What carriers did not take for their limits, and how fast and how much each sender may send. */
export const limitsOfCarriers: Migration = {
  async up(db) {
    await db.schema
      .createTable('given_back')
      .addColumn('sid', 'text', (column) => column.primaryKey())
      .addColumn('key', 'text', (column) => column.notNull())
      .addColumn('error_code', 'integer', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .execute()
    await db.schema.createIndex('given_back_key').on('given_back').column('key').execute()
    await db.schema
      .alterTable('turns_of_senders')
      .addColumn('share', 'double precision', (column) => column.notNull().defaultTo(1))
      .addColumn('slowed_at', 'bigint', (column) => column.notNull().defaultTo(0))
      .addColumn('held_until', 'bigint', (column) => column.notNull().defaultTo(0))
      .execute()
    await db.schema
      .createTable('segments_of_days')
      .addColumn('sender', 'text', (column) => column.notNull())
      .addColumn('day', 'text', (column) => column.notNull())
      .addColumn('segments', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('segments_of_days_pk', ['sender', 'day'])
      .execute()
    await db.schema.alterTable('senders').addColumn('daily_segments', 'integer').addColumn('brand', 'text').execute()
  },
}

/** What was answered to a message, so that it is answered the same again; and how calls went. */
export const howItWent: Migration = {
  async up(db) {
    await db.schema
      .alterTable('inbound_messages')
      .addColumn('answer', 'text', (column) => column.notNull().defaultTo(''))
      .execute()
    await db.schema.alterTable('outbox').addColumn('answered_by', 'text').addColumn('seconds', 'integer').execute()
  },
}

/** Until when the messages to each of our lines have been read at the network. */
export const messagesRead: Migration = {
  async up(db) {
    await db.schema
      .createTable('messages_read')
      .addColumn('line', 'text', (column) => column.primaryKey())
      .addColumn('until', 'bigint', (column) => column.notNull())
      .execute()
  },
}
