/**
 * Audio in files of this machine.
 */
import { createReadStream } from 'node:fs'
import { open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type AudioStorage, StorageError } from './audio-storage.ts'

/** A voicemail of an hour at 8 kHz and 16 bits; anything larger is no recording of ours. */
const MOST_BYTES = 128 * 1024 * 1024

/** Audio in a folder, which exists. */
export function fileStorage(folder: string): AudioStorage {
  return {
    keep: (file, body) => writeWhole(join(folder, file), body),
    async size(file) {
      try {
        return (await stat(join(folder, file))).size
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return undefined
        throw failed(error)
      }
    },
    async read(file, part) {
      return createReadStream(join(folder, file), part)
    },
    async remove(file) {
      await rm(join(folder, file), { force: true }).catch((error: unknown) => {
        throw failed(error)
      })
    },
  }
}

/**
 * Writes beside the final name and renames, so that a crash or a full disk leaves no half file behind.
 *
 * @returns how many bytes were written
 * @throws {StorageError} when the disk refuses; what `body` throws comes through as it is
 */
export async function writeWhole(path: string, body: AsyncIterable<Uint8Array>): Promise<number> {
  const partial = `${path}.part`
  let bytes = 0
  try {
    {
      await using file = await onDisk(open(partial, 'w'))
      for await (const chunk of body) {
        bytes += chunk.byteLength
        if (bytes > MOST_BYTES) throw new Error(`the recording is larger than ${MOST_BYTES} bytes`)
        await onDisk(file.write(chunk))
      }
      await onDisk(file.sync())
    }
    await onDisk(rename(partial, path))
    return bytes
  } catch (error) {
    await rm(partial, { force: true }).catch(() => {})
    throw error
  }
}

const onDisk = <T>(work: Promise<T>): Promise<T> =>
  work.catch((error: unknown) => {
    throw failed(error)
  })

/** The code of the system says what is wrong; its text names folders, which is what whoever mends it needs. */
const failed = (error: unknown): StorageError =>
  new StorageError(error instanceof Error ? error.message : String(error), { cause: error })

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined)
