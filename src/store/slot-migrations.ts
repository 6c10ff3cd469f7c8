/** The tables of free times and of who waits for an earlier one. As with all migrations, nothing that has shipped is edited. */
import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Times that may be offered, who waits for an earlier one, and what was offered to him. */
export const slotsAndWaitlist: Migration = {
  async up(db) {
    await db.schema
      .createTable('slots')
      .addColumn('id', 'uuid', (column) => column.primaryKey().defaultTo(sql`gen_random_uuid()`))
      .addColumn('campaign', 'text', (column) => column.notNull())
      .addColumn('external_id', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('zone', 'text', (column) => column.notNull())
      .addColumn('data', 'text', (column) => column.notNull().defaultTo('{}'))
      .addColumn('state', 'text', (column) => column.notNull().defaultTo('free'))
      .addColumn('origin', 'text', (column) => column.notNull())
      .addColumn('waitlist_first', 'boolean', (column) => column.notNull().defaultTo(false))
      .addColumn('freed_by', 'uuid')
      .addColumn('freed', 'integer', (column) => column.notNull().defaultTo(0))
      .addColumn('refilled', 'integer', (column) => column.notNull().defaultTo(0))
      .addColumn('held_by', 'uuid')
      .addColumn('held_in', 'text')
      .addColumn('held_at', 'bigint')
      .addColumn('held_until', 'bigint')
      .addColumn('taken_by', 'uuid')
      .addColumn('taken_at', 'bigint')
      .addColumn('taken_in', 'text')
      .addColumn('tended_until', 'bigint')
      .addUniqueConstraint('slots_external_id', ['campaign', 'external_id'])
      .execute()
    await db.schema.createIndex('slots_at').on('slots').columns(['campaign', 'at']).execute()
    await db.schema
      .createIndex('slots_held_in')
      .on('slots')
      .column('held_in')
      .where(sql.ref('state'), '=', sql.lit('offered'))
      .execute()
    await db.schema.createIndex('slots_held_by').on('slots').column('held_by').execute()
    await db.schema.createIndex('slots_taken_by').on('slots').column('taken_by').execute()
    await db.schema.createIndex('slots_freed_by').on('slots').column('freed_by').execute()
    await db.schema
      .createTable('slot_choices')
      .addColumn('reminder_id', 'uuid', (column) => column.primaryKey())
      .addColumn('slots', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .execute()
    await db.schema
      .createTable('slot_offers')
      .addColumn('id', 'uuid', (column) => column.primaryKey().defaultTo(sql`gen_random_uuid()`))
      .addColumn('campaign', 'text', (column) => column.notNull())
      .addColumn('slot_id', 'uuid', (column) => column.notNull())
      .addColumn('reminder_id', 'uuid', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull().defaultTo('asking'))
      .addColumn('channel', 'text')
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('made_at', 'bigint')
      .addColumn('until', 'bigint', (column) => column.notNull())
      .addColumn('ended_at', 'bigint')
      .addColumn('reason', 'text')
      .addUniqueConstraint('slot_offers_once', ['slot_id', 'reminder_id'])
      .execute()
    await db.schema.createIndex('slot_offers_reminder').on('slot_offers').column('reminder_id').execute()
    await db.schema
      .createTable('waitlist')
      .addColumn('reminder_id', 'uuid', (column) => column.primaryKey())
      .addColumn('campaign', 'text', (column) => column.notNull())
      .addColumn('since', 'bigint', (column) => column.notNull())
      .addColumn('not_before', 'bigint')
      .execute()
    await db.schema.createIndex('waitlist_line').on('waitlist').columns(['campaign', 'since']).execute()
  },
}

/** Who has moved his appointment himself, and which time his own calendar still has. */
export const movedByHimself: Migration = {
  async up(db) {
    await db.schema.alterTable('reminders').addColumn('moved_from', 'bigint').execute()
    await db.schema
      .createIndex('reminders_moved')
      .on('reminders')
      .column('campaign')
      .where(sql.ref('moved_from'), 'is not', null)
      .execute()
  },
}

/** Since when somebody has his time, and since when a time is free: whoever was put there later has filled it. */
export const timesLeft: Migration = {
  async up(db) {
    await db.schema.alterTable('reminders').addColumn('timed_at', 'bigint').execute()
    await db.schema.alterTable('slots').addColumn('freed_at', 'bigint').execute()
  },
}
