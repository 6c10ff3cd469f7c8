/**
 * The webhooks as a Fastify plugin: it only carries bytes; everything is decided in `webhooks.ts`.
 */
import type {} from '@fastify/swagger'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { MOST_BODY_BYTES, type Webhooks } from './webhooks.ts'

/** Serves `webhooks` under `/voice`, `/callees`, `/waits`, `/callbacks`, `/recordings`, `/transcriptions`, `/fallback` and `/status`. */
export function webhookRoutes(webhooks: Webhooks) {
  return async (server: FastifyInstance): Promise<void> => {
    server.removeAllContentTypeParsers()
    // The raw bytes, whatever the type: the signature covers them, and what is no webhook is told so in one place.
    server.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MOST_BODY_BYTES + 1 }, (_request, body, done) =>
      done(null, body),
    )
    const handler = async (request: FastifyRequest, reply: FastifyReply) => {
      const answer = await webhooks.answer({
        method: request.method,
        target: request.raw.url ?? '/',
        headers: request.headers,
        isSecure: request.protocol === 'https',
        remoteAddress: request.socket.remoteAddress ?? '',
        body: Buffer.isBuffer(request.body) ? request.body : EMPTY,
      })
      reply.code(answer.status)
      if (answer.contentType) reply.header('content-type', answer.contentType)
      return reply.send(answer.body)
    }
    for (const url of [
      '/voice/*',
      '/callees/*',
      '/waits/*',
      '/callbacks/*',
      '/recordings/*',
      '/transcriptions/*',
      '/fallback/*',
      '/status',
      '/messages',
      '/messages/status',
    ]) {
      server.route({ method: ['GET', 'POST'], url, handler, exposeHeadRoute: false, schema: { hide: true } })
    }
    server.setErrorHandler((error: { statusCode?: number; code?: string }, _request, reply) => {
      const isTooLarge = error.code === 'FST_ERR_CTP_BODY_TOO_LARGE'
      reply.code(isTooLarge ? 413 : (error.statusCode ?? 400)).type('text/plain; charset=utf-8')
      return reply.send(
        isTooLarge ? `A webhook has at most ${MOST_BODY_BYTES} bytes.` : 'This request could not be read as a webhook.',
      )
    })
  }
}

const EMPTY = Buffer.alloc(0)
