/**
 * Stores for tests: each test has one that is empty, and none waits for tables to be made.
 *
 * Making the tables takes a quarter of a second, emptying them some milliseconds; so a store that is closed is emptied and
 * given to the next test.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { PGlite } from '@electric-sql/pglite'
import { sql } from 'kysely'
import { type OpenDatabase, openDatabase } from '../store/database.ts'
import { type DatabasePlace, openStore, type Store } from '../store/index.ts'
import { storeOn } from '../store/store.ts'

/** Stores in one database, each in a schema of its own. */
export interface StorePool {
  /** An empty store; whoever closes or disposes of it gives it back. */
  take(): Promise<Store & AsyncDisposable>
  /** Closes what was given back. */
  close(): Promise<void>
}

export function createStorePool(place: DatabasePlace): StorePool {
  const free: OpenDatabase[] = []
  let opened = 0
  return {
    async take() {
      const used = free.pop()
      if (used !== undefined) await empty(used)
      const database = used ?? (await openDatabase(place, schemaName(++opened)))
      let isTaken = true
      const close = async () => {
        if (isTaken) free.push(database)
        isTaken = false
      }
      return { ...storeOn(database), close, [Symbol.asyncDispose]: close }
    },
    async close() {
      for (const database of free.splice(0)) await database.close()
    },
  }
}

/**
 * An embedded database in memory.
 *
 * Making one takes seconds, since PostgreSQL sets up its catalogue; where `HOOKSWITCH_TEST_DATABASE` names a file that
 * {@link writeDatabaseImage} wrote, a copy of that one is taken instead. Such a copy keeps its process alive until it is
 * closed.
 */
export async function openTestDatabase(): Promise<PGlite> {
  const image = process.env.HOOKSWITCH_TEST_DATABASE
  const loadDataDir = image === undefined ? undefined : new Blob([await readFile(image)])
  return PGlite.create({ parsers: { 20: Number }, ...(loadDataDir && { loadDataDir }) })
}

/** Writes a database that {@link openTestDatabase} can begin from, with the tables of the first store of a pool. */
export async function writeDatabaseImage(file: string): Promise<void> {
  const pglite = await PGlite.create({ parsers: { 20: Number } })
  await openStore({ kind: 'given', pglite }, schemaName(1))
  const image = await pglite.dumpDataDir('none')
  await writeFile(file, Buffer.from(await image.arrayBuffer()))
  await pglite.close()
}

let pool: Promise<StorePool> | undefined

/** An empty store on the one embedded database of this process; whoever closes it gives it back. */
export async function freshStore(): Promise<Store & AsyncDisposable> {
  pool ??= openTestDatabase().then((pglite) => createStorePool({ kind: 'given', pglite }))
  return (await pool).take()
}

const schemaName = (number: number): string => `fresh_${number}`

/** Nothing refers to anything by a foreign key, so the order does not matter. */
async function empty({ db, schema }: OpenDatabase): Promise<void> {
  const tables = await sql<{ name: string }>`
    select tablename as name from pg_tables
    where schemaname = ${schema} and tablename not like 'hookswitch_migrations%'`.execute(db)
  const deletions = tables.rows.map(({ name }) => `delete from "${schema}"."${name}";`).join(' ')
  await sql.raw(`do $$ begin ${deletions} end $$`).execute(db)
}
