/** An embedded database stays as small as what is in it. */
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { openDatabase } from '../../src/store/database.ts'
import { openTestDatabase } from '../../src/testing/store-pool.ts'

test('a table whose rows come and go for ever does not grow', async () => {
  const pglite = await openTestDatabase()
  await using _ = { [Symbol.asyncDispose]: () => pglite.close() }
  const { db } = await openDatabase({ kind: 'given', pglite })
  const size = async () => {
    const { rows } = await sql<{ bytes: number }>`select pg_total_relation_size('tasks') as bytes`.execute(db)
    return rows[0]?.bytes ?? 0
  }
  const comeAndGo = async () => {
    for (let count = 0; count < 1_000; count++) {
      await db
        .insertInto('tasks')
        .values({ key: `task ${count % 7}`, task: 'call', about: 'x'.repeat(800), due_at: count })
        .execute()
      await db.deleteFrom('tasks').where('due_at', '=', count).execute()
    }
  }
  await comeAndGo()
  const before = await size()
  for (let more = 0; more < 5; more++) await comeAndGo()
  // Untidied it would be ten times as large.
  expect(await size()).toBeLessThan(3 * before)
}, 90_000)
