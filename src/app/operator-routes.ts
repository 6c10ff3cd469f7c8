import type { FastifyInstance } from 'fastify'
import type { Store } from '../store/index.ts'

/** `/health`: the process runs. `/ready`: it can take calls, which needs its database. Both tell nothing else. */
export function operatorRoutes(store: Store) {
  return async (server: FastifyInstance): Promise<void> => {
    server.get('/health', { schema: { hide: true } }, async () => ({ status: 'ok' }))
    server.get('/ready', { schema: { hide: true } }, async (_request, reply) => {
      try {
        await store.ping()
        return { status: 'ready' }
      } catch {
        return reply.code(503).send({ status: 'database does not answer' })
      }
    })
  }
}
