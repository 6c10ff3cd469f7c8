/**
 * The database: PostgreSQL where `DATABASE_URL` says, an embedded PGlite in the data folder where it does not.
 */
import { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect, PostgresDialect } from 'kysely'
import pg from 'pg'
import { fastPGlite, prepareForStatements } from './fast-pglite.ts'
import { migrate } from './migrations.ts'
import { StoreError } from './store-error.ts'
import type { Tables } from './tables.ts'

export type Database = Kysely<Tables>

/** Where a database is. */
export type DatabasePlace =
  | { readonly kind: 'postgres'; readonly url: string }
  /** Files in `folder`; nobody else may have it open. */
  | { readonly kind: 'pglite'; readonly folder: string }
  /** An instance somebody else opened and closes; good for tests that share one. */
  | { readonly kind: 'given'; readonly pglite: PGlite }

export interface OpenDatabase {
  readonly db: Database
  /** The schema all tables are in, quoted by whoever writes SQL by hand. */
  readonly schema: string
  close(): Promise<void>
}

// `bigint` holds epoch milliseconds here, far below 2^53.
const BIGINT = 20
pg.types.setTypeParser(BIGINT, Number)

/**
 * Opens a database and brings it up to date.
 *
 * @param schema the PostgreSQL schema to live in, made when missing; default `public`
 * @throws {StoreError} `DATABASE_UNREACHABLE` or `DATABASE_NEWER`; the message never contains the URL
 */
export async function openDatabase(place: DatabasePlace, schema = 'public'): Promise<OpenDatabase> {
  const { raw, end } = await connect(place)
  try {
    await migrate(raw, schema)
  } catch (error) {
    await end()
    throw error instanceof StoreError ? error : unreachable(place, error)
  }
  return { db: raw.withSchema(schema), schema, close: end }
}

async function connect(place: DatabasePlace): Promise<{ raw: Database; end: () => Promise<void> }> {
  if (place.kind === 'postgres') {
    const pool = new pg.Pool({ connectionString: place.url, max: 10, connectionTimeoutMillis: 10_000 })
    // Without a listener an idle connection that the server closes would end the process; the pool opens another.
    pool.on('error', () => {})
    const raw: Database = new Kysely({ dialect: new PostgresDialect({ pool }) })
    return { raw, end: () => raw.destroy() }
  }
  try {
    const pglite =
      place.kind === 'given'
        ? place.pglite
        : await PGlite.create({ dataDir: place.folder, parsers: { [BIGINT]: Number } })
    await prepareForStatements(pglite)
    const raw: Database = new Kysely({ dialect: new PGliteDialect({ pglite: fastPGlite(pglite) }) })
    return { raw, end: () => (place.kind === 'given' ? Promise.resolve() : raw.destroy()) }
  } catch (error) {
    throw unreachable(place, error)
  }
}

function unreachable(place: DatabasePlace, error: unknown): StoreError {
  // What PGlite's file system throws is no Error and has no words.
  const words = error instanceof Error ? error.message : 'its folder cannot be read or written'
  const reason = words.replace(/postgres(ql)?:\/\/\S+/g, 'DATABASE_URL')
  const message =
    place.kind === 'postgres'
      ? `The database in DATABASE_URL cannot be used: ${reason}. Check that it runs and that the URL, user and password are right.`
      : `The embedded database cannot be opened: ${reason}. If the disk is full, make room; if its files are damaged, restore the data folder from a backup.`
  return new StoreError('DATABASE_UNREACHABLE', message, { cause: error })
}
