/** The tables of reminders. As with all migrations, nothing that has shipped is edited. */
import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Who is not reminded, to compare, and who came. */
export const remindersCompared: Migration = {
  async up(db) {
    await db.schema
      .alterTable('reminders')
      .addColumn('held_out', 'boolean', (column) => column.notNull().defaultTo(false))
      .addColumn('attended', 'boolean')
      .execute()
  },
}

/** Reminders, attempts, outcomes, and campaigns as they run. */
export const remindersAndAttempts: Migration = {
  async up(db) {
    await db.schema
      .createTable('reminders')
      .addColumn('id', 'uuid', (column) => column.primaryKey().defaultTo(sql`gen_random_uuid()`))
      .addColumn('campaign', 'text', (column) => column.notNull())
      .addColumn('external_id', 'text', (column) => column.notNull())
      .addColumn('number', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('language', 'text')
      .addColumn('zone', 'text')
      .addColumn('appointment_at', 'bigint', (column) => column.notNull())
      .addColumn('appointment_zone', 'text', (column) => column.notNull())
      .addColumn('data', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull().defaultTo('open'))
      .addColumn('outcome', 'text')
      .addColumn('outcome_at', 'bigint')
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('updated_at', 'bigint', (column) => column.notNull())
      .addUniqueConstraint('reminders_external_id', ['campaign', 'external_id'])
      .execute()
    await db.schema.createIndex('reminders_number').on('reminders').columns(['number', 'appointment_at']).execute()
    await db.schema
      .createIndex('reminders_appointment')
      .on('reminders')
      .columns(['campaign', 'appointment_at'])
      .execute()
    await db.schema
      .createTable('attempts')
      .addColumn('id', 'uuid', (column) => column.primaryKey().defaultTo(sql`gen_random_uuid()`))
      .addColumn('reminder_id', 'uuid', (column) => column.notNull())
      .addColumn('campaign', 'text', (column) => column.notNull())
      .addColumn('channel', 'text', (column) => column.notNull())
      .addColumn('place', 'integer', (column) => column.notNull())
      .addColumn('tries', 'integer', (column) => column.notNull())
      .addColumn('due_at', 'bigint', (column) => column.notNull())
      .addColumn('not_after', 'bigint', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull().defaultTo('planned'))
      .addColumn('sid', 'text')
      .addColumn('outcome', 'text')
      .addColumn('reason', 'text')
      .addColumn('begun', 'integer', (column) => column.notNull().defaultTo(0))
      .addColumn('ended_at', 'bigint')
      .execute()
    // A moved appointment is planned anew beside what was made or cancelled for the old time.
    await db.schema
      .createIndex('attempts_once')
      .unique()
      .on('attempts')
      .columns(['reminder_id', 'place', 'tries', 'not_after'])
      .execute()
    await db.schema
      .createIndex('attempts_due')
      .on('attempts')
      .columns(['campaign', 'due_at'])
      .where(sql.ref('state'), 'in', sql`('planned', 'claimed')`)
      .execute()
    await db.schema
      .createTable('outcomes')
      .addColumn('id', 'bigint', (column) => column.generatedAlwaysAsIdentity().primaryKey())
      .addColumn('reminder_id', 'uuid', (column) => column.notNull())
      .addColumn('attempt_id', 'uuid')
      .addColumn('outcome', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('source', 'text', (column) => column.notNull())
      .addColumn('detail', 'text')
      .execute()
    await db.schema
      .createIndex('outcomes_once')
      .unique()
      .on('outcomes')
      .columns(['reminder_id', 'attempt_id', 'outcome', 'at'])
      .execute()
    await db.schema
      .createTable('campaigns')
      .addColumn('campaign', 'text', (column) => column.primaryKey())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('reason', 'text')
      .addColumn('changed_at', 'bigint', (column) => column.notNull())
      .addColumn('spent', 'bigint', (column) => column.notNull().defaultTo(0))
      .execute()
  },
}

/** What is with the network is asked for at each callback, and is few among many. */
export const whatIsWithTheNetwork: Migration = {
  async up(db) {
    await db.schema
      .createIndex('attempts_placed')
      .on('attempts')
      .columns(['campaign', 'due_at'])
      .where(sql.ref('state'), '=', sql.lit('placed'))
      .execute()
  },
}

/** What has been counted as spent, by the key of its call or message: once each. */
export const costsByKey: Migration = {
  async up(db) {
    await db.schema
      .createTable('campaign_costs')
      .addColumn('key', 'text', (column) => column.primaryKey())
      .addColumn('campaign', 'text', (column) => column.notNull())
      .addColumn('amount', 'bigint', (column) => column.notNull())
      .execute()
  },
}
