/**
 * Where audio is kept: a port with two doors, files of this machine and any store that speaks S3.
 */
import type { Readable } from 'node:stream'

/** A part of a file in bytes, both ends included. */
export interface Part {
  readonly start: number
  readonly end: number
}

/** Keeps audio by file name. */
export interface AudioStorage {
  /**
   * Keeps a file; nothing half is ever found under its name.
   *
   * @returns how many bytes it has
   * @throws {StorageError} when it could not be kept; what `body` throws comes through as it is
   */
  keep(file: string, body: AsyncIterable<Uint8Array>): Promise<number>
  /** How many bytes a file has; undefined when there is none. @throws {StorageError} */
  size(file: string): Promise<number | undefined>
  /** A file or a part of it, which must exist. @throws {StorageError} */
  read(file: string, part?: Part): Promise<Readable>
  /** Removes a file; one that is not there counts as removed. @throws {StorageError} */
  remove(file: string): Promise<void>
}

/** The place where audio is kept did not do what it was asked. The message names neither keys nor addresses. */
export class StorageError extends Error {
  override readonly name = 'StorageError'
}

/** A whole file in memory; undefined when there is none. */
export async function readWhole(storage: AudioStorage, file: string): Promise<Buffer | undefined> {
  if ((await storage.size(file)) === undefined) return undefined
  const chunks: Uint8Array[] = []
  for await (const chunk of await storage.read(file)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** What a file is, by its name. */
export const contentTypeOf = (file: string): string => (file.endsWith('.mp3') ? 'audio/mpeg' : 'audio/wav')
