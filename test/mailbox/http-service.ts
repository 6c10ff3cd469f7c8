/** A small HTTP service that remembers what it was asked and answers what a test says. */
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Asked {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

export interface HttpService extends AsyncDisposable {
  readonly url: string
  readonly asked: Asked[]
}

/** What it answers: a status, one with a body, or `hang up`. The last answer is given again. */
export type Reply = number | 'hang up' | { readonly status: number; readonly body: string | Buffer }

export async function startService(...replies: readonly (Reply | ((asked: Asked) => Reply))[]): Promise<HttpService> {
  const asked: Asked[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const one = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body: Buffer.concat(chunks),
    }
    const reply = replies[Math.min(asked.length, replies.length - 1)] ?? 200
    asked.push(one)
    const given = typeof reply === 'function' ? reply(one) : reply
    if (given === 'hang up') request.socket.destroy()
    else if (typeof given === 'number') response.writeHead(given).end()
    else response.writeHead(given.status).end(given.body)
  }).listen(0, '127.0.0.1')
  await new Promise((listening) => server.once('listening', listening))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}
