/**
 * The data folder: the embedded database, recordings and the lock that keeps a second process out.
 *
 * PGlite has no lock of its own, and two processes writing the same files destroy them.
 */
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { StoreError } from './store-error.ts'

/** A data folder that is locked for this process; paths are absolute. */
export interface DataFolder {
  readonly path: string
  readonly database: string
  readonly recordings: string
  /** Lets the next process in; call it last. */
  release(): Promise<void>
}

/**
 * Makes the folder if it is missing and locks it for this process.
 *
 * @throws {StoreError} `DATA_FOLDER_IN_USE` when another living process has it, `DATA_FOLDER_UNUSABLE` when it cannot
 *   be made or written to
 */
export async function openDataFolder(folder: string): Promise<DataFolder> {
  const path = resolve(folder)
  const recordings = join(path, 'recordings')
  const lock = join(path, 'lock')
  try {
    await mkdir(recordings, { recursive: true })
    await takeLock(lock, path)
  } catch (error) {
    throw error instanceof StoreError ? error : unusable(path, error)
  }
  return { path, recordings, database: join(path, 'database'), release: () => rm(lock, { force: true }) }
}

async function takeLock(lock: string, folder: string): Promise<void> {
  // Linked into place with its content: another process never finds a lock that does not say yet whose it is.
  const mine = `${lock}.${process.pid}`
  await writeFile(mine, `${process.pid}\n`)
  try {
    await link(mine, lock)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
    const holder = Number.parseInt(await readFile(lock, 'utf8'), 10)
    if (isAlive(holder)) throw inUse(holder, folder, lock)
    // The holder died without a goodbye (a crash, a power cut): the lock is taken over.
    await rename(mine, lock)
  } finally {
    await rm(mine, { force: true })
  }
}

function inUse(holder: number, folder: string, lock: string): StoreError {
  return new StoreError(
    'DATA_FOLDER_IN_USE',
    `Another Hookswitch (process ${holder}) is using ${folder}. Stop it, or give this one its own folder with DATA_DIR. If process ${holder} is no Hookswitch any more, delete ${lock}.`,
  )
}

function isAlive(pid: number): boolean {
  // In a container the same number comes back after a restart: a lock of "ours" is one we left behind.
  if (!Number.isInteger(pid) || pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}

function unusable(path: string, error: unknown): StoreError {
  const reasons: { readonly [code: string]: string } = {
    EACCES: 'this user may not write there',
    EPERM: 'this user may not write there',
    EROFS: 'the file system is read-only',
    ENOSPC: 'the disk is full',
    ENOTDIR: 'a part of that path is a file',
    EEXIST: 'a file of that name exists',
  }
  const reason = reasons[codeOf(error)] ?? (error instanceof Error ? error.message : String(error))
  return new StoreError(
    'DATA_FOLDER_UNUSABLE',
    `The data folder ${path} cannot be used: ${reason}. Make room or change its rights, or name another folder with DATA_DIR.`,
    { cause: error },
  )
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
