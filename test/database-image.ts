import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeDatabaseImage } from '../src/testing/store-pool.ts'

/** Before all tests: one database with its tables, of which every file that needs one takes a copy. */
export async function setup(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'hookswitch-image-'))
  const file = join(folder, 'database.tar')
  await writeDatabaseImage(file)
  process.env.HOOKSWITCH_TEST_DATABASE = file
  return () => rm(folder, { recursive: true, force: true })
}
