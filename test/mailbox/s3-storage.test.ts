/** Audio in a store that speaks S3: a small real server takes signed requests, keeps objects, and fails when it is told to. */
import { randomBytes } from 'node:crypto'
import { readdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { defineFlow, voicemail } from 'hookswitch/flow'
import { minutes, ringUp } from 'hookswitch/testing'
import { describe, expect, test } from 'vitest'
import { readWhole, StorageError } from '../../src/mailbox/audio-storage.ts'
import { s3Storage } from '../../src/mailbox/s3-storage.ts'
import { temporaryFolder } from '../cli/hookswitch.ts'

async function startStore() {
  const objects = new Map<string, Buffer>()
  const unsigned: string[] = []
  const failures: number[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const path = decodeURIComponent((request.url ?? '').split('?')[0] ?? '')
    const { authorization = '', range } = request.headers
    if (
      !/^AWS4-HMAC-SHA256 Credential=the-key\/\d{8}\/eu-1\/s3\/aws4_request, SignedHeaders=\S+, Signature=[0-9a-f]{64}$/.test(
        authorization,
      )
    ) {
      unsigned.push(path)
      response.writeHead(403).end()
      return
    }
    const failure = failures.shift()
    if (failure !== undefined) {
      response.writeHead(failure).end()
      return
    }
    const object = objects.get(path)
    if (request.method === 'PUT') {
      objects.set(path, Buffer.concat(chunks))
      response.writeHead(200).end()
      return
    }
    if (request.method === 'DELETE') {
      objects.delete(path)
      response.writeHead(204).end()
      return
    }
    if (object === undefined) {
      response.writeHead(404).end()
      return
    }
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? []
    const part = from === undefined ? object : object.subarray(Number(from), Number(to) + 1)
    response.writeHead(from === undefined ? 200 : 206, { 'content-length': part.byteLength })
    response.end(request.method === 'HEAD' ? undefined : part)
  }).listen(0, '127.0.0.1')
  await new Promise((listening) => server.once('listening', listening))
  return {
    objects,
    unsigned,
    failures,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

const at = (endpoint: string) => ({
  endpoint,
  region: 'eu-1',
  bucket: 'voicemail',
  accessKeyId: 'the-key',
  secretAccessKey: 'the-secret',
})

describe('a file', () => {
  test('is kept, read whole and in part, and removed, each with a signature; nothing stays on this machine', async () => {
    await using store = await startStore()
    await using folder = await temporaryFolder()
    const storage = s3Storage(at(store.url), folder.path)
    const audio = randomBytes(200_000)

    expect(await storage.keep('RE1.wav', Readable.from([audio.subarray(0, 1000), audio.subarray(1000)]))).toBe(200_000)
    expect(store.objects.get('/voicemail/RE1.wav')?.equals(audio)).toBe(true)
    expect(await readdir(folder.path)).toEqual([])
    expect(await storage.size('RE1.wav')).toBe(200_000)
    expect((await readWhole(storage, 'RE1.wav'))?.equals(audio)).toBe(true)
    const part: Buffer[] = []
    for await (const chunk of await storage.read('RE1.wav', { start: 10, end: 19 })) part.push(chunk)
    expect(Buffer.concat(part).equals(audio.subarray(10, 20))).toBe(true)

    await storage.remove('RE1.wav')
    await storage.remove('RE1.wav')
    expect(await storage.size('RE1.wav')).toBeUndefined()
    expect(store.unsigned).toEqual([])
  })

  test('that was kept on this machine before is still found', async () => {
    await using store = await startStore()
    await using folder = await temporaryFolder()
    await writeFile(join(folder.path, 'old.wav'), 'RIFF')
    const storage = s3Storage(at(store.url), folder.path)
    expect((await readWhole(storage, 'old.wav'))?.toString()).toBe('RIFF')
    await storage.remove('old.wav')
    expect(await readdir(folder.path)).toEqual([])
  })

  test.each([500, 503, 403])(
    'that the store does not take (%i) is told, without keys, and nothing is left',
    async (status) => {
      await using store = await startStore()
      await using folder = await temporaryFolder()
      store.failures.push(status)
      const failed = s3Storage(at(store.url), folder.path).keep('RE1.wav', Readable.from([Buffer.from('RIFF')]))
      const error = await failed.catch((thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(StorageError)
      expect(String(error)).toMatch(new RegExp(`the S3 store could not keep a file: \\w+, status ${status}`))
      expect(String(error)).not.toContain('the-key')
      expect(await readdir(folder.path)).toEqual([])
    },
  )

  test('that breaks off on its way here is none', async () => {
    await using store = await startStore()
    await using folder = await temporaryFolder()
    const body = (async function* () {
      yield Buffer.from('RIFF')
      throw new Error('other side closed')
    })()
    await expect(s3Storage(at(store.url), folder.path).keep('RE1.wav', body)).rejects.toThrow('other side closed')
    expect(store.objects.size).toBe(0)
    expect(await readdir(folder.path)).toEqual([])
  })
})

test('messages are kept in the store, also after it was out of order for a while', async () => {
  await using store = await startStore()
  store.failures.push(503, 500)
  const flow = defineFlow('desk', { start: 'message', steps: { message: voicemail({ mailbox: 'front-desk' }) } })
  const line = await ringUp(flow, {
    environment: {
      S3_ENDPOINT: store.url,
      S3_REGION: 'eu-1',
      S3_BUCKET: 'voicemail',
      S3_ACCESS_KEY_ID: 'the-key',
      S3_SECRET_ACCESS_KEY: 'the-secret',
    },
  })
  await line.caller.hears('after the beep')
  line.caller.says('Please call me back', { seconds: 7 })
  line.caller.hangsUp()
  await line.clock.advance(minutes(15))
  const [message] = await line.mailbox('front-desk').messages()
  expect(message?.status).toBe('saved')
  expect(store.objects.get(`/voicemail/${message?.recordingSid}.wav`)?.subarray(0, 4).toString()).toBe('RIFF')
  expect(line.logged).toContainEqual(
    expect.objectContaining({
      level: 'error',
      line: 'a recording could not be kept; make room where audio is kept, or mend the way there; it is fetched again',
    }),
  )
})
