import type { Config } from '../app/config.ts'
import { openDataFolder, openStore, type Store } from '../store/index.ts'

/**
 * Opens the store that the configuration names for as long as `use` takes.
 *
 * @throws {StoreError} when it cannot be used, such as an embedded database that another process has open
 */
export async function withStore<T>({ databaseUrl, dataDir }: Config, use: (store: Store) => Promise<T>): Promise<T> {
  const folder = databaseUrl === undefined ? await openDataFolder(dataDir) : undefined
  try {
    const store = await openStore(
      folder === undefined ? { kind: 'postgres', url: databaseUrl ?? '' } : { kind: 'pglite', folder: folder.database },
    )
    try {
      return await use(store)
    } finally {
      await store.close()
    }
  } finally {
    await folder?.release()
  }
}
