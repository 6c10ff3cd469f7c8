/** Stands between us and the network, and breaks what it is told to: one request after the other, in order. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

/**
 * What becomes of one request. `lost`: the network does what is asked and its answer is lost. `cut`: the connection breaks
 * before the network hears anything. `silent`: nobody answers, ever. A number: that status, and the network hears nothing.
 */
export type Breakage = 'through' | 'lost' | 'cut' | 'silent' | number

export interface BreakingProxy extends AsyncDisposable {
  readonly origin: string
  /** What becomes of the next requests; all others go through. Only such as match `method`, default all. */
  breaks(breakages: readonly Breakage[], method?: string): void
  /** Every request so far: its method. */
  readonly seen: readonly string[]
}

export async function startBreakingProxy(networkOrigin: () => string): Promise<BreakingProxy> {
  let plan: Breakage[] = []
  let only: string | undefined
  const seen: string[] = []
  const server = createServer((request, response) => void handle(request, response))

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer) // no encoding is set
    const { method = 'GET' } = request
    seen.push(method)
    const breakage = only === undefined || only === method ? (plan.shift() ?? 'through') : 'through'
    if (breakage === 'silent') return
    if (breakage === 'cut') return void request.socket.destroy()
    if (typeof breakage === 'number') {
      response.writeHead(breakage, { 'content-type': 'application/json', 'retry-after': '3' })
      return void response.end(JSON.stringify({ message: 'Broken', status: breakage }))
    }
    const answer = await fetch(`${networkOrigin()}${request.url}`, {
      method,
      headers: {
        authorization: request.headers.authorization ?? '',
        'content-type': request.headers['content-type'] ?? 'application/json',
      },
      ...(method === 'POST' && { body: Buffer.concat(chunks) }),
    })
    const body = Buffer.from(await answer.arrayBuffer())
    if (breakage === 'lost') return void request.socket.destroy()
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' })
    response.end(body)
  }

  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  return {
    origin: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    seen,
    breaks(breakages, method) {
      plan = [...breakages]
      only = method
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}
