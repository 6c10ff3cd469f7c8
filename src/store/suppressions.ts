/**
 * Who has said stop, and who has agreed: one list for calls and messages. Nothing is ever taken out; what was lifted says
 * when and by whom.
 */
import { sql } from 'kysely'
import type { Instant } from '../clock/clock.ts'
import type { Consent, OptOutSource, Purpose, Suppression } from '../consent/index.ts'
import type { Database, OpenDatabase } from './database.ts'

/** Somebody says stop. */
export interface Stop {
  /** E.164. */
  readonly number: string
  readonly scope: 'everything' | Purpose
  readonly source: OptOutSource
  readonly at: Instant
  /** Who wrote it down, when that was not he himself. */
  readonly by?: string | undefined
  /** The SID of the message or call in which he said it. */
  readonly evidence?: string | undefined
  /** His words. */
  readonly wording?: string | undefined
}

/** Somebody may be reached again. */
export type Allow = Omit<Stop, 'scope'>

/** One line of somebody's history. */
export interface StopKept extends Suppression {
  readonly number: string
  readonly by: string | null
  readonly evidence: string | null
  readonly wording: string | null
  /** When and how it was lifted; null while it stands. */
  readonly lifted: {
    readonly at: Instant
    readonly source: OptOutSource
    readonly by: string | null
    readonly evidence: string | null
  } | null
}

/** A consent as it is kept. */
export interface ConsentKept extends Consent {
  readonly number: string
}

/** The suppressions and consents of a database. */
export interface Suppressions {
  /** Writes a stop down; false when the same stands already. */
  stop(stop: Stop): Promise<boolean>
  /** Lifts all that stands against a number; false when nothing does. */
  allow(allow: Allow): Promise<boolean>
  /** Everything somebody has said, oldest first. */
  history(number: string): Promise<readonly StopKept[]>
  /** All that stands, or has stood; oldest first. `after`: the number of lines to skip. */
  list(page?: { readonly limit: number; readonly after?: number }): Promise<readonly StopKept[]>
  /** Writes an agreement down; false when the same one is kept already. */
  agree(number: string, consent: Consent): Promise<boolean>
  consentsOf(number: string): Promise<readonly Consent[]>
  consents(page?: { readonly limit: number; readonly after?: number }): Promise<readonly ConsentKept[]>
  /** Puts numbers on a list of people who must not be called; returns how many were new. */
  addToDoNotCall(list: string, numbers: readonly string[], at: Instant): Promise<number>
  isOnDoNotCall(number: string): Promise<boolean>
}

/** The suppressions and consents of a database. */
export function createSuppressions({ db }: OpenDatabase): Suppressions {
  const listed = () => db.selectFrom('suppressions').selectAll().orderBy('since').orderBy('id')
  return {
    stop: (what) => stop(db, what),
    allow: (what) => allow(db, what),
    async history(number) {
      return (await listed().where('number', '=', number).execute()).map(stopKept)
    },
    async list({ limit, after = 0 } = { limit: 1000 }) {
      return (await listed().limit(limit).offset(after).execute()).map(stopKept)
    },
    async agree(number, { channel, purpose, kind, at, source, wording }) {
      const added = await db
        .insertInto('consents')
        .values({ number, channel, purpose, kind, at, source, wording })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return (added.numInsertedOrUpdatedRows ?? 0n) > 0n
    },
    async consentsOf(number) {
      const rows = await db.selectFrom('consents').selectAll().where('number', '=', number).orderBy('at').execute()
      return rows.map(({ number: _number, ...consent }) => consent)
    },
    async consents({ limit, after = 0 } = { limit: 1000 }) {
      return db.selectFrom('consents').selectAll().orderBy('number').orderBy('at').limit(limit).offset(after).execute()
    },
    async addToDoNotCall(list, numbers, at) {
      if (numbers.length === 0) return 0
      const added = await db
        .insertInto('do_not_call')
        .columns(['number', 'list', 'at'])
        .expression(
          sql`select number, ${list}, ${at}::bigint from json_array_elements_text(${JSON.stringify(numbers)}::json) as row(number)`,
        )
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return Number(added.numInsertedOrUpdatedRows ?? 0n)
    },
    async isOnDoNotCall(number) {
      const found = db.selectFrom('do_not_call').select('number').where('number', '=', number).limit(1)
      return (await found.executeTakeFirst()) !== undefined
    },
  }
}

/** A row of its table, also as JSON. */
export interface SuppressionRow {
  readonly number: string
  readonly scope: string
  readonly since: number
  readonly source: string
  readonly by: string | null
  readonly evidence: string | null
  readonly wording: string | null
  readonly lifted_at: number | null
  readonly lifted_source: string | null
  readonly lifted_by: string | null
  readonly lifted_evidence: string | null
}

export function stopKept(row: SuppressionRow): StopKept {
  const { number, scope, since, source, by, evidence, wording } = row
  return {
    number,
    // Both columns hold what `stop` and `allow` wrote.
    scope: scope as Suppression['scope'],
    since,
    source: source as OptOutSource,
    by,
    evidence,
    wording,
    lifted:
      row.lifted_at === null
        ? null
        : {
            at: row.lifted_at,
            source: row.lifted_source as OptOutSource,
            by: row.lifted_by,
            evidence: row.lifted_evidence,
          },
  }
}

/** Writes a stop down, also within a transaction; false when the same stands already. */
export async function stop(db: Database, { number, scope, source, at, by, evidence, wording }: Stop): Promise<boolean> {
  const added = await db
    .insertInto('suppressions')
    .values({
      number,
      scope,
      source,
      since: at,
      by: by ?? null,
      evidence: evidence ?? null,
      wording: wording ?? null,
      lifted_at: null,
      lifted_source: null,
      lifted_by: null,
      lifted_evidence: null,
    })
    .onConflict((conflict) => conflict.columns(['number', 'scope']).where('lifted_at', 'is', null).doNothing())
    .executeTakeFirst()
  return (added.numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** Lifts what stands against a number, also within a transaction; false when nothing does. */
export async function allow(db: Database, { number, source, at, by, evidence }: Allow): Promise<boolean> {
  const lifted = await db
    .updateTable('suppressions')
    .set({ lifted_at: at, lifted_source: source, lifted_by: by ?? null, lifted_evidence: evidence ?? null })
    .where('number', '=', number)
    .where('lifted_at', 'is', null)
    // What comes late must not undo what was said after it.
    .where('since', '<=', at)
    .executeTakeFirst()
  return lifted.numUpdatedRows > 0n
}
