/**
 * The page's API about recorded conversations: which there are, their audio, and who has agreed to be recorded.
 */
import type { FastifyInstance } from 'fastify'
import type { AudioStorage } from '../mailbox/audio-storage.ts'
import type { Store } from '../store/index.ts'
import { sendAudio } from './send-audio.ts'
import { listOf, problem, shape, text, whole, yes } from './shape.ts'

const MOST = 200

/** The routes about recorded conversations. */
export function recordingsApi(server: FastifyInstance, store: Store, storage: AudioStorage): void {
  server.get('/api/recordings', { schema: getRecordings }, async () => ({
    recordings: await store.recordings.ofConversations(MOST),
  }))
  server.get<{ Params: { recording: string } }>(
    '/api/recordings/:recording/audio',
    { schema: getRecordingAudio },
    async (request, reply) => {
      const file = await store.recordings.file(request.params.recording)
      const size = file === undefined ? undefined : await storage.size(file).catch(() => undefined)
      if (file !== undefined && size !== undefined) return sendAudio(request, reply, storage, file, size)
      return reply.code(404).send({
        error: {
          code: 'AUDIO_MISSING',
          message: 'The audio of this recording is not here.',
          help: 'It is fetched within seconds of the call; GET /api/recordings lists those there are.',
        },
      })
    },
  )
  server.get('/api/recording-consents', { schema: getRecordingConsents }, async () => ({
    consents: await store.recordingConsents.list({ limit: MOST }),
  }))
}

const getRecordings = {
  operationId: 'getRecordings',
  summary: 'Recorded conversations, newest first; messages in mailboxes are not among them.',
  tags: ['recordings'],
  response: {
    200: shape({
      recordings: listOf(
        shape({
          recordingSid: text,
          callSid: text,
          caller: text,
          at: { type: 'integer', description: 'When the call began, epoch milliseconds.' },
          isHere: { type: 'boolean', description: 'Whether its audio is kept here.' },
        }),
      ),
    }),
  },
}

const getRecordingAudio = {
  operationId: 'getRecordingAudio',
  summary: 'The audio of a recorded conversation, WAV.',
  tags: ['recordings'],
  params: shape({ recording: { type: 'string', description: 'The SID of a recording.' } }),
  response: {
    200: {
      description: 'The recording.',
      content: { 'audio/wav': { schema: { type: 'string', format: 'binary' } } },
    },
    404: problem,
  },
}

const getRecordingConsents = {
  operationId: 'getRecordingConsents',
  summary: 'Who was told or asked that a call is recorded, in which words, and what he said; newest first.',
  tags: ['recordings'],
  response: {
    200: shape({
      consents: listOf(
        shape({
          callSid: text,
          caller: text,
          at: whole,
          mode: { enum: ['notice', 'ask'] },
          isAgreed: yes,
          wording: text,
          language: text,
        }),
      ),
    }),
  },
}
