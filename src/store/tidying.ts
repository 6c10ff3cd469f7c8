/**
 * Tidying up an embedded database: a server does it by itself in the background, PGlite never does.
 *
 * What is changed or deleted leaves its old rows behind; without this, a table whose rows come and go grows for ever, and is
 * looked through more slowly all the while. One table is done at a time, so that nobody waits long.
 */
import type { PGlite } from '@electric-sql/pglite'

/** So many statements are asked between one look and the next: a hundredth of their time. */
const BETWEEN = 500

/** The table with the most old rows, if they are a fifth of it; a server begins at the same share. */
const UNTIDIEST = `
  select format('%I.%I', schemaname, relname) as name from pg_stat_user_tables
  where n_dead_tup > 200 + 0.2 * n_live_tup order by n_dead_tup desc limit 1`

/** Tidies a database up; what comes back is called once a statement, outside of any transaction. */
export function createTidying(pglite: PGlite): () => void {
  let asked = 0

  async function tidy(): Promise<void> {
    // Counts are written down once a second at most, which is late for whoever has asked thousands of statements meanwhile.
    await pglite.exec('select pg_stat_force_next_flush()')
    const [table] = (await pglite.query<{ name: string }>(UNTIDIEST)).rows
    if (table !== undefined && !pglite.closed) await pglite.exec(`vacuum ${table.name}`)
  }

  return () => {
    asked += 1
    // The table may be gone, or the database closed: its turn comes again, or never has to.
    if (asked % BETWEEN === 0) void tidy().catch(() => {})
  }
}
