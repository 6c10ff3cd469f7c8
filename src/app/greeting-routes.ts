/**
 * Greetings over the page's API: which a mailbox has and which plays; uploaded, chosen, and given back to its definition.
 */
import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Clock } from '../clock/clock.ts'
import type { GreetingName, Mailbox, Plays } from '../flow/index.ts'
import type { AudioStorage } from '../mailbox/audio-storage.ts'
import type { Store } from '../store/index.ts'
import * as shapes from './console-shapes.ts'

/** What the routes of greetings use. */
export interface GreetingRoutesOptions {
  readonly mailboxes: readonly Mailbox[]
  readonly store: Store
  readonly storage: AudioStorage
  readonly clock: Clock
}

interface GreetingRoute {
  Params: { mailbox: string; greeting: GreetingName }
}

/** Ten minutes at the rate of a phone; greetings are shorter. */
const MOST_BYTES = 10 * 1024 * 1024

/** Adds the routes. */
export function greetingRoutes(
  server: FastifyInstance,
  { mailboxes, store, storage, clock }: GreetingRoutesOptions,
): void {
  const isThere = (name: string) => mailboxes.some((mailbox) => mailbox.name === name)

  server.get<{ Params: { mailbox: string } }>(
    '/api/mailboxes/:mailbox/greetings',
    { schema: shapes.getGreetings },
    async ({ params }, reply) => {
      if (!isThere(params.mailbox)) return noMailbox(reply)
      const { plays, files } = await store.greetings.of(params.mailbox)
      return { plays, hasStandard: files.standard !== undefined, hasAfterHours: files['after-hours'] !== undefined }
    },
  )

  server.put<{ Params: { mailbox: string }; Body: { plays: Plays } }>(
    '/api/mailboxes/:mailbox/greetings',
    { schema: shapes.putGreetings },
    async ({ params, body }, reply) => {
      if (!isThere(params.mailbox)) return noMailbox(reply)
      await store.greetings.choose(params.mailbox, body.plays)
      return reply.code(204).send()
    },
  )

  void server.register(async (uploads) => {
    uploads.addContentTypeParser(
      ['audio/wav', 'audio/x-wav', 'audio/wave', 'audio/mpeg', 'audio/mp3'],
      { parseAs: 'buffer', bodyLimit: MOST_BYTES },
      (_request, body, done) => done(null, body),
    )
    uploads.put<GreetingRoute>(
      '/api/mailboxes/:mailbox/greetings/:greeting',
      { schema: shapes.putGreeting, bodyLimit: MOST_BYTES },
      async ({ params, body }, reply) => {
        if (!isThere(params.mailbox)) return noMailbox(reply)
        const extension = Buffer.isBuffer(body) ? extensionOf(body) : undefined
        if (!Buffer.isBuffer(body) || extension === undefined) return noAudio(reply)
        const file = `greeting-${randomUUID()}.${extension}`
        const before = (await store.greetings.of(params.mailbox)).files[params.greeting]
        await storage.keep(file, Readable.from([body]))
        await store.greetings.keep(params.mailbox, params.greeting, file, clock.now())
        await removeUploaded(storage, before)
        return reply.code(204).send()
      },
    )
  })

  server.delete<GreetingRoute>(
    '/api/mailboxes/:mailbox/greetings/:greeting',
    { schema: shapes.deleteGreeting },
    async ({ params }, reply) => {
      if (!isThere(params.mailbox)) return noMailbox(reply)
      const before = (await store.greetings.of(params.mailbox)).files[params.greeting]
      await store.greetings.remove(params.mailbox, params.greeting)
      await removeUploaded(storage, before)
      return reply.code(204).send()
    },
  )
}

/** One that was recorded by phone is removed with its recording, by retention. */
async function removeUploaded(storage: AudioStorage, file: string | undefined): Promise<void> {
  if (file?.startsWith('greeting-')) await storage.remove(file)
}

/** By what the file is, not by what it is called: the network plays nothing else (reference twiml-voice.md §4.2). */
function extensionOf(body: Buffer): 'wav' | 'mp3' | undefined {
  if (body.subarray(0, 4).toString('latin1') === 'RIFF' && body.subarray(8, 12).toString('latin1') === 'WAVE')
    return 'wav'
  const isTagged = body.subarray(0, 3).toString('latin1') === 'ID3'
  const isFrame = body[0] === 0xff && ((body[1] ?? 0) & 0xe0) === 0xe0
  return isTagged || isFrame ? 'mp3' : undefined
}

const problem = (code: string, message: string, help: string) => ({ error: { code, message, help } })
const noMailbox = (reply: FastifyReply) =>
  reply
    .code(404)
    .send(
      problem(
        'MAILBOX_UNKNOWN',
        'There is no such mailbox.',
        'Export it beside the flows with defineMailbox; only then has it greetings of its own.',
      ),
    )
const noAudio = (reply: FastifyReply) =>
  reply
    .code(415)
    .send(
      problem('GREETING_UNUSABLE', 'This is no WAV or MP3 file.', 'Send the file itself as audio/wav or audio/mpeg.'),
    )
