/**
 * Kept audio for the network to play: it comes without a signature of its own, so only a link of ours that still holds is
 * answered, and everything else is told that there is nothing.
 */
import type { FastifyInstance } from 'fastify'
import type { AudioStorage } from '../mailbox/audio-storage.ts'
import type { Log, MediaLinks } from '../webhook/index.ts'
import { sendAudio } from './send-audio.ts'

interface MediaRoute {
  Params: { expires: string; signature: string; file: string }
}

/** The route under `/media`. */
export function mediaRoutes(links: MediaLinks, storage: AudioStorage, log: Log) {
  return async (server: FastifyInstance): Promise<void> => {
    server.get<MediaRoute>('/media/:expires/:signature/:file', { schema: { hide: true } }, async (request, reply) => {
      const { expires, signature, file } = request.params
      const nothing = () => reply.code(404).type('text/plain; charset=utf-8').send('There is nothing here.')
      if (!/^[\w-]+\.(wav|mp3)$/.test(file) || !links.holds(file, expires, signature)) return nothing()
      try {
        const size = await storage.size(file)
        if (size === undefined) return nothing()
        reply.header('cache-control', 'private, no-store')
        return await sendAudio(request, reply, storage, file, size)
      } catch (error) {
        log.error({ file, err: error }, 'kept audio could not be read; the caller does not hear it')
        return reply.code(503).type('text/plain; charset=utf-8').send('This cannot be read right now.')
      }
    })
  }
}
