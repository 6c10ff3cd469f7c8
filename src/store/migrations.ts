/**
 * The schema, step by step. Forward only: a step that has shipped is never edited, a mistake is mended by a new one.
 */
import { type Kysely, sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { costsByKey, remindersAndAttempts, remindersCompared, whatIsWithTheNetwork } from './campaign-migrations.ts'
import {
  howItWent,
  limitsOfCarriers,
  messagesRead,
  whatLeavesAndArrives,
  whomWeMayReach,
} from './outreach-migrations.ts'
import { movedByHimself, slotsAndWaitlist, timesLeft } from './slot-migrations.ts'
import { StoreError } from './store-error.ts'

const firstCall: Migration = {
  async up(db) {
    await db.schema
      .createTable('calls')
      .addColumn('call_sid', 'text', (column) => column.primaryKey())
      .addColumn('flow', 'text', (column) => column.notNull())
      .addColumn('caller', 'text', (column) => column.notNull())
      .addColumn('called', 'text', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('started_at', 'bigint', (column) => column.notNull())
      .addColumn('ended_at', 'bigint')
      .execute()
    await db.schema
      .createTable('sessions')
      .addColumn('call_sid', 'text', (column) => column.primaryKey())
      .addColumn('turn', 'integer', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .execute()
    await db.schema
      .createTable('turns')
      .addColumn('call_sid', 'text', (column) => column.notNull())
      .addColumn('turn', 'integer', (column) => column.notNull())
      .addColumn('step', 'text', (column) => column.notNull())
      .addColumn('answer', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('turns_pk', ['call_sid', 'turn'])
      .execute()
    await db.schema
      .createTable('mailboxes')
      .addColumn('name', 'text', (column) => column.primaryKey())
      .execute()
    await db.schema
      .createTable('messages')
      .addColumn('id', 'uuid', (column) => column.primaryKey().defaultTo(sql`gen_random_uuid()`))
      .addColumn('mailbox', 'text', (column) => column.notNull())
      .addColumn('call_sid', 'text', (column) => column.notNull())
      .addColumn('recording_sid', 'text', (column) => column.notNull().unique())
      .addColumn('caller', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('seconds', 'integer', (column) => column.notNull())
      .addColumn('is_heard', 'boolean', (column) => column.notNull().defaultTo(false))
      .addColumn('removed_at', 'bigint')
      .execute()
    await db.schema
      .createTable('recordings')
      .addColumn('recording_sid', 'text', (column) => column.primaryKey())
      .addColumn('call_sid', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('file', 'text')
      .addColumn('bytes', 'integer')
      .addColumn('tries', 'integer', (column) => column.notNull().defaultTo(0))
      .addColumn('next_try_at', 'bigint', (column) => column.notNull())
      .execute()
    await db.schema.createIndex('messages_by_mailbox').on('messages').columns(['mailbox', 'at']).execute()
    await db.schema.createIndex('recordings_to_fetch').on('recordings').columns(['state', 'next_try_at']).execute()
  },
}

const openedByHand: Migration = {
  async up(db) {
    await db.schema
      .createTable('overrides')
      .addColumn('flow', 'text', (column) => column.notNull())
      .addColumn('step', 'text', (column) => column.notNull())
      .addColumn('is_open', 'boolean', (column) => column.notNull())
      .addColumn('until', 'bigint')
      .addPrimaryKeyConstraint('overrides_pk', ['flow', 'step'])
      .execute()
  },
}

const dueWork: Migration = {
  async up(db) {
    await db.schema
      .createTable('tasks')
      .addColumn('key', 'text', (column) => column.primaryKey())
      .addColumn('task', 'text', (column) => column.notNull())
      .addColumn('about', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull().defaultTo('due'))
      .addColumn('due_at', 'bigint', (column) => column.notNull())
      .addColumn('tries', 'integer', (column) => column.notNull().defaultTo(0))
      .addColumn('reason', 'text')
      .addColumn('ended_at', 'bigint')
      .execute()
    await db.schema
      .createIndex('tasks_due')
      .on('tasks')
      .columns(['task', 'due_at'])
      .where(sql.ref('state'), '=', 'due')
      .execute()
  },
}

const mailboxes: Migration = {
  async up(db) {
    await db.schema
      .alterTable('messages')
      .addColumn('is_urgent', 'boolean', (column) => column.notNull().defaultTo(false))
      .addColumn('review_until', 'bigint')
      .execute()
    await db.schema
      .alterTable('recordings')
      .addColumn('is_draft', 'boolean', (column) => column.notNull().defaultTo(false))
      .execute()
    await db.schema
      .createTable('transcripts')
      .addColumn('recording_sid', 'text', (column) => column.primaryKey())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('text', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .execute()
    await db.schema
      .createTable('greetings')
      .addColumn('mailbox', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('recording_sid', 'text')
      .addColumn('file', 'text')
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('greetings_pk', ['mailbox', 'name'])
      .execute()
    await db.schema
      .createTable('greeting_choices')
      .addColumn('mailbox', 'text', (column) => column.primaryKey())
      .addColumn('plays', 'text', (column) => column.notNull())
      .execute()
    await db.schema
      .createTable('pin_tries')
      .addColumn('subject', 'text', (column) => column.primaryKey())
      .addColumn('wrong', 'integer', (column) => column.notNull())
      .addColumn('locks', 'integer', (column) => column.notNull())
      .addColumn('locked_until', 'bigint', (column) => column.notNull())
      .execute()
    await db.schema
      .createTable('holiday_feeds')
      .addColumn('feed', 'text', (column) => column.primaryKey())
      .addColumn('holidays', 'text')
      .addColumn('fetched_at', 'bigint')
      .addColumn('reason', 'text')
      .execute()
    await db.schema.createIndex('messages_by_call').on('messages').column('call_sid').execute()
  },
}

const languagesChosen: Migration = {
  async up(db) {
    await db.schema
      .createTable('languages')
      .addColumn('caller', 'text', (column) => column.primaryKey())
      .addColumn('language', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .execute()
  },
}

const queues: Migration = {
  async up(db) {
    await db.schema
      .createTable('queue_entries')
      .addColumn('entry', 'text', (column) => column.primaryKey())
      .addColumn('call_sid', 'text', (column) => column.notNull())
      .addColumn('queue', 'text', (column) => column.notNull())
      .addColumn('flow', 'text', (column) => column.notNull())
      .addColumn('step', 'text', (column) => column.notNull())
      .addColumn('caller', 'text', (column) => column.notNull())
      .addColumn('called', 'text', (column) => column.notNull())
      .addColumn('priority', 'integer', (column) => column.notNull())
      .addColumn('joined_at', 'bigint', (column) => column.notNull())
      .addColumn('rank_at', 'bigint', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('seen_at', 'bigint')
      .addColumn('wish', 'text')
      .addColumn('agent', 'text')
      .addColumn('offered_at', 'bigint')
      .addColumn('answered_at', 'bigint')
      .addColumn('ended_at', 'bigint')
      .addColumn('outcome', 'text')
      .execute()
    await db.schema
      .createTable('queue_agents')
      .addColumn('agent', 'text', (column) => column.primaryKey())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('phone', 'text')
      .addColumn('line_call', 'text')
      .addColumn('idle_since', 'bigint', (column) => column.notNull())
      .addColumn('refusals', 'integer', (column) => column.notNull().defaultTo(0))
      .addColumn('entry', 'text')
      .addColumn('wrap_up', 'bigint', (column) => column.notNull().defaultTo(0))
      .addColumn('most_refusals', 'integer', (column) => column.notNull().defaultTo(3))
      .execute()
    await db.schema
      .createIndex('queue_entries_in_line')
      .on('queue_entries')
      .columns(['queue', 'rank_at'])
      .where(sql.ref('ended_at'), 'is', null)
      .execute()
    await db.schema
      .createIndex('queue_entries_by_call')
      .on('queue_entries')
      .columns(['call_sid'])
      .where(sql.ref('ended_at'), 'is', null)
      .execute()
    await db.schema.createIndex('queue_entries_by_time').on('queue_entries').columns(['queue', 'joined_at']).execute()
  },
}

const transfersAndConsent: Migration = {
  async up(db) {
    await db.schema
      .createTable('callees')
      .addColumn('flow', 'text', (column) => column.notNull())
      .addColumn('step', 'text', (column) => column.notNull())
      .addColumn('place', 'integer', (column) => column.notNull())
      .addColumn('talked_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('callees_pk', ['flow', 'step', 'place'])
      .execute()
    await db.schema
      .createTable('recording_consents')
      .addColumn('call_sid', 'text', (column) => column.notNull())
      .addColumn('turn', 'integer', (column) => column.notNull())
      .addColumn('caller', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('mode', 'text', (column) => column.notNull())
      .addColumn('is_agreed', 'boolean', (column) => column.notNull())
      .addColumn('wording', 'text', (column) => column.notNull())
      .addColumn('language', 'text', (column) => column.notNull())
      .execute()
    await db.schema
      .createIndex('recording_consents_by_call')
      .on('recording_consents')
      .columns(['call_sid', 'turn'])
      .execute()
  },
}

const callsOnALine: Migration = {
  async up(db) {
    await db.schema
      .createIndex('calls_on_a_line')
      .on('calls')
      .columns(['called', 'started_at'])
      .where(sql.ref('ended_at'), 'is', null)
      .execute()
  },
}

const callbacks: Migration = {
  async up(db) {
    await db.schema
      .alterTable('queue_entries')
      .addColumn('callback_number', 'text')
      .addColumn('callback_at', 'bigint')
      .addColumn('callback_expires_at', 'bigint')
      .addColumn('callback_attempts', 'integer', (column) => column.notNull().defaultTo(0))
      .addColumn('callback_most', 'integer', (column) => column.notNull().defaultTo(0))
      .addColumn('callback_retry', 'bigint', (column) => column.notNull().defaultTo(0))
      .addColumn('called_back_at', 'bigint')
      .execute()
  },
}

const agentFirst: Migration = {
  async up(db) {
    await db.schema
      .alterTable('queue_entries')
      .addColumn('callback_first', 'text', (column) => column.notNull().defaultTo('caller'))
      .addColumn('callback_language', 'text')
      .addColumn('callback_leg', 'text')
      .addColumn('callback_spared', 'integer', (column) => column.notNull().defaultTo(0))
      .execute()
  },
}

const outgoingLegs: Migration = {
  async up(db) {
    await db.schema
      .createTable('outgoing_legs')
      .addColumn('key', 'text', (column) => column.primaryKey())
      .addColumn('line', 'text', (column) => column.notNull())
      .addColumn('holder', 'text', (column) => column.notNull())
      .addColumn('turn', 'integer', (column) => column.notNull())
      .addColumn('legs', 'integer', (column) => column.notNull())
      .addColumn('lapses_at', 'bigint', (column) => column.notNull())
      .execute()
    await db.schema.createIndex('outgoing_legs_of_a_line').on('outgoing_legs').column('line').execute()
    await db.schema.createIndex('outgoing_legs_of_a_call').on('outgoing_legs').column('holder').execute()
  },
}

const storedFlows: Migration = {
  async up(db) {
    await db.schema
      .createTable('flows')
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('source', 'text', (column) => column.notNull())
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('updated_at', 'bigint', (column) => column.notNull())
      .execute()
  },
}

const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-first-call': firstCall,
  '0002-opened-by-hand': openedByHand,
  '0003-due-work': dueWork,
  '0004-queues': queues,
  '0005-languages-chosen': languagesChosen,
  '0006-whom-we-may-reach': whomWeMayReach,
  '0007-what-leaves-and-arrives': whatLeavesAndArrives,
  '0008-calls-on-a-line': callsOnALine,
  '0009-how-it-went': howItWent,
  '0010-transfers-and-consent': transfersAndConsent,
  '0011-reminders': remindersAndAttempts,
  '0012-stored-flows': storedFlows,
  '0013-mailboxes': mailboxes,
  '0014-callbacks': callbacks,
  '0015-what-is-with-the-network': whatIsWithTheNetwork,
  '0016-reminders-compared': remindersCompared,
  '0017-agent-first': agentFirst,
  '0018-limits-of-carriers': limitsOfCarriers,
  '0019-outgoing-legs': outgoingLegs,
  '0020-slots-and-waitlist': slotsAndWaitlist,
  '0021-moved-by-himself': movedByHimself,
  '0022-times-left': timesLeft,
  '0023-costs-by-key': costsByKey,
  '0024-messages-read': messagesRead,
}

/**
 * Brings a database up to this version, under the migrator's lock, so that several processes may start at once.
 *
 * @throws {StoreError} `DATABASE_NEWER` for a database that a newer version has changed; nothing is touched then
 */
export async function migrate<T>(db: Kysely<T>, schema: string): Promise<void> {
  const migrator = new Migrator({
    db,
    migrationTableSchema: schema,
    migrationTableName: 'hookswitch_migrations',
    migrationLockTableName: 'hookswitch_migrations_lock',
    provider: { getMigrations: async () => inSchema(schema) },
  })
  await refuseNewer(db, schema)
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}

function inSchema(schema: string): Record<string, Migration> {
  return Object.fromEntries(
    Object.entries(MIGRATIONS).map(([name, { up }]) => [name, { up: (db) => up(db.withSchema(schema)) }]),
  )
}

async function refuseNewer<T>(db: Kysely<T>, schema: string): Promise<void> {
  const table = `${schema}.hookswitch_migrations`
  const found = await sql<{ exists: boolean }>`select to_regclass(${table}) is not null as exists`.execute(db)
  if (!found.rows[0]?.exists) return
  const applied = await sql<{ name: string }>`select name from ${sql.table(table)} order by name`.execute(db)
  const unknown = applied.rows.map(({ name }) => name).filter((name) => !(name in MIGRATIONS))
  if (unknown.length === 0) return
  throw new StoreError(
    'DATABASE_NEWER',
    `This database was changed by a newer version of Hookswitch (${unknown.join(', ')}). Start that version, or restore a backup from before the upgrade; nothing was touched.`,
  )
}
