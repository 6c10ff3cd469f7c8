/**
 * The page: the built console as files, the OpenAPI document of everything behind it, and the headers that keep other
 * sites out.
 */
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import files from '@fastify/static'
import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'

export interface ConsolePageOptions {
  /** The folder with `index.html`; undefined when the page was not built. */
  readonly folder: string | undefined
}

/** Requests of one address in a minute; a page in use makes a few dozen. */
const MOST_A_MINUTE = 1200

/** Serves the page and whatever `routes` adds behind it. */
export function consolePage(options: ConsolePageOptions, routes: (server: FastifyInstance) => Promise<void>) {
  return async (server: FastifyInstance): Promise<void> => {
    await server.register(rateLimit, { max: MOST_A_MINUTE, timeWindow: '1 minute' })
    await server.register(helmet, {
      strictTransportSecurity: false,
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'self'"],
          // Component libraries set styles from scripts; scripts themselves come from here only.
          styleSrc: ["'self'", "'unsafe-inline'"],
          imgSrc: ["'self'", 'data:'],
          fontSrc: ["'self'", 'data:'],
          mediaSrc: ["'self'", 'blob:'],
          workerSrc: ["'self'", 'blob:'],
          connectSrc: ["'self'", 'ws:', 'wss:'],
          objectSrc: ["'none'"],
          frameAncestors: ["'none'"],
          baseUri: ["'none'"],
          formAction: ["'self'"],
        },
      },
    })
    await server.register(swagger, {
      openapi: {
        openapi: '3.1.0',
        info: { title: 'Hookswitch', version: '1', description: 'What the page is made of.' },
      },
    })
    await routes(server)
    server.get('/openapi.json', { schema: { hide: true } }, async () => server.swagger())
    if (options.folder !== undefined) {
      await server.register(files, {
        root: options.folder,
        schemaHide: true,
        immutable: true,
        maxAge: '365d',
        setHeaders,
      })
    } else {
      server.get('/', { schema: { hide: true } }, async (_request, reply) =>
        reply.type('text/plain; charset=utf-8').send('The page was not built. Run: npm run build -w console\n'),
      )
    }
  }
}

/** The page itself is asked for anew each time; what it names has a hash in its name. */
function setHeaders(reply: { header(name: string, value: string): unknown }, path: string): void {
  if (path.endsWith('.html')) reply.header('cache-control', 'no-cache')
}
