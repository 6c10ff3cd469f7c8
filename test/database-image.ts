import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '../src/store/index.ts'
import { writeDatabaseImage } from '../src/testing/store-pool.ts'

/**
 * Before all tests: one database with its tables, of which every file that needs one takes a copy; and the folder of another,
 * of which every process that is started takes one. Making a database takes seconds, copying one a tenth of that.
 */
export async function setup(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'hookswitch-image-'))
  const image = join(folder, 'database.tar')
  await writeDatabaseImage(image)
  process.env.HOOKSWITCH_TEST_DATABASE = image
  const prepared = join(folder, 'database')
  const store = await openStore({ kind: 'pglite', folder: prepared })
  await store.close()
  process.env.HOOKSWITCH_TEST_DATABASE_FOLDER = prepared
  return () => rm(folder, { recursive: true, force: true })
}
