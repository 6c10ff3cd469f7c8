/**
 * Flows: those that are kept as JSON in the database, beside those of the phone system's own file.
 */
import type { Instant } from '../clock/clock.ts'
import type { OpenDatabase } from './database.ts'

/** A flow as JSON text. */
export interface StoredFlow {
  readonly name: string
  readonly source: string
  /** Counts up from 1 with each change. */
  readonly version: number
  readonly updatedAt: Instant
}

export interface Flows {
  /** By name. */
  list(): Promise<readonly StoredFlow[]>
  find(name: string): Promise<StoredFlow | undefined>
  /** The version of a flow, undefined when there is none. */
  version(name: string): Promise<number | undefined>
  /** Writes it; a flow of this name is replaced. */
  put(name: string, source: string, at: Instant): Promise<StoredFlow>
  /** False when there is none. */
  remove(name: string): Promise<boolean>
}

/** The flows of a database. */
export function createFlows({ db }: OpenDatabase): Flows {
  const select = () => db.selectFrom('flows').select(['name', 'source', 'version', 'updated_at as updatedAt'])
  return {
    list: () => select().orderBy('name').execute(),
    find: (name) => select().where('name', '=', name).executeTakeFirst(),
    async version(name) {
      const row = await db.selectFrom('flows').select('version').where('name', '=', name).executeTakeFirst()
      return row?.version
    },
    async put(name, source, at) {
      return db
        .insertInto('flows')
        .values({ name, source, version: 1, updated_at: at })
        .onConflict((conflict) =>
          conflict
            .column('name')
            .doUpdateSet(({ eb, ref }) => ({ source, updated_at: at, version: eb(ref('flows.version'), '+', 1) })),
        )
        .returning(['name', 'source', 'version', 'updated_at as updatedAt'])
        .executeTakeFirstOrThrow()
    },
    async remove(name) {
      const removed = await db.deleteFrom('flows').where('name', '=', name).executeTakeFirst()
      return removed.numDeletedRows > 0n
    },
  }
}
