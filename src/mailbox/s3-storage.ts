/**
 * Audio in a store that speaks S3: Amazon's, or any other by its endpoint. Shared by all servers of a phone system.
 *
 * The client is loaded when it is first needed. It tries each thing once: whoever asks tries again by the phone system's own
 * clock.
 */
import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import type { S3Client } from '@aws-sdk/client-s3'
import { type AudioStorage, contentTypeOf, StorageError } from './audio-storage.ts'
import { fileStorage, writeWhole } from './file-storage.ts'

/** Where the store is, and who we are there. */
export interface S3Options {
  /** Default: Amazon's of the region. */
  readonly endpoint: string | undefined
  readonly region: string
  readonly bucket: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/**
 * Audio in an S3 bucket.
 *
 * @param folder where audio passes through on its way, and where what was kept as files before is still found
 */
export function s3Storage(options: S3Options, folder: string): AudioStorage {
  const { bucket: Bucket } = options
  const files = fileStorage(folder)
  let opened: Promise<{ sdk: typeof import('@aws-sdk/client-s3'); client: S3Client }> | undefined

  async function ask<T>(
    what: string,
    send: (sdk: typeof import('@aws-sdk/client-s3'), client: S3Client) => Promise<T>,
  ): Promise<T> {
    opened ??= openClient(options)
    const { sdk, client } = await opened
    try {
      return await send(sdk, client)
    } catch (error) {
      throw new StorageError(`the S3 store could not ${what}: ${reasonOf(error)}`, { cause: error })
    }
  }

  return {
    async keep(file, body) {
      // On its way it is a file: the store wants to know the length first, and an hour of audio is no matter for memory.
      const path = join(folder, file)
      const bytes = await writeWhole(path, body)
      try {
        await ask('keep a file', (sdk, client) =>
          client.send(
            new sdk.PutObjectCommand({
              Bucket,
              Key: file,
              Body: createReadStream(path),
              ContentLength: bytes,
              ContentType: contentTypeOf(file),
            }),
          ),
        )
        return bytes
      } finally {
        await rm(path, { force: true })
      }
    },
    async size(file) {
      const found = await ask('find a file', async (sdk, client) => {
        try {
          return await client.send(new sdk.HeadObjectCommand({ Bucket, Key: file }))
        } catch (error) {
          if (statusOf(error) === 404) return undefined
          throw error
        }
      })
      return found === undefined ? files.size(file) : found.ContentLength
    },
    async read(file, part) {
      const range = part === undefined ? {} : { Range: `bytes=${part.start}-${part.end}` }
      const body = await ask('read a file', async (sdk, client) => {
        try {
          return (await client.send(new sdk.GetObjectCommand({ Bucket, Key: file, ...range }))).Body
        } catch (error) {
          if (statusOf(error) === 404) return undefined
          throw error
        }
      })
      // In Node the body is a stream of Node; the type allows for browsers, too.
      return body === undefined ? files.read(file, part) : (body as Readable)
    },
    async remove(file) {
      await ask('remove a file', (sdk, client) => client.send(new sdk.DeleteObjectCommand({ Bucket, Key: file })))
      await files.remove(file)
    },
  }
}

async function openClient({ endpoint, region, accessKeyId, secretAccessKey }: S3Options) {
  const sdk = await import('@aws-sdk/client-s3')
  const client = new sdk.S3Client({
    region,
    credentials: { accessKeyId, secretAccessKey },
    // Stores of one's own rarely have a name for each bucket, and many do not know the newer checksums.
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
    maxAttempts: 1,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: 10_000, requestTimeout: 60_000 },
  })
  return { sdk, client }
}

function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('$metadata' in error)) return undefined
  const { $metadata: metadata } = error
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return undefined
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined
}

/** Its name and status; its text may quote what was sent. */
function reasonOf(error: unknown): string {
  const status = statusOf(error)
  const name = error instanceof Error ? error.name : 'unknown'
  const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
  return status === undefined ? `${name}${code}` : `${name}, status ${status}`
}
