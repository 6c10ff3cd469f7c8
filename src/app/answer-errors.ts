/** What the page's API answers when a request is wrong or something broke: always the same shape. */
import type { FastifyInstance } from 'fastify'
import type { Log } from '../webhook/index.ts'

/** What is wrong with a request is told; what broke here goes into the log, because it may name hosts and files. */
export function answerErrorsInOneShape(server: FastifyInstance, log: Log): void {
  server.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const status = error.statusCode ?? 500
    if (status < 500) {
      const help = 'See /openapi.json for what this address takes.'
      return reply.code(status).send(problem('REQUEST_INVALID', error.message, help))
    }
    log.error({ method: request.method, path: request.routeOptions.url, err: error }, 'a request of the page failed')
    const help = 'Try again; if it stays, the log says why. Calls are not affected by this.'
    return reply.code(500).send(problem('REQUEST_FAILED', 'Something went wrong here.', help))
  })
}

const problem = (code: string, message: string, help: string) => ({ error: { code, message, help } })
