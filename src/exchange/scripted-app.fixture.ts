/**
 * For tests: a real HTTP app on 127.0.0.1 that answers from a script and remembers what it was asked.
 */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import twilio from 'twilio'
import { createVirtualClock } from '../clock/virtual-clock.ts'
import { createExchange, type ExchangeOptions, type Line } from './index.ts'

export const accountSid = `AC${'0'.repeat(32)}`
export const authToken = 'a1b2c3d4e5f60718293a4b5c6d7e8f90'
export const line = '+12025550100'
export const caller = '+12025550199'
export const sales = '+12025550101'
export const support = '+12025550102'

export interface AppRequest {
  readonly method: string
  /** Path and query as requested. */
  readonly target: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  /** Of the query (GET) or the form (POST). */
  readonly parameters: Readonly<Record<string, string>>
  /** What the official package says of the signature. */
  readonly isSigned: boolean
}

export type AppAnswer =
  | string
  | { readonly status?: number; readonly headers?: Record<string, string>; readonly body?: string | Uint8Array }

/** Verbs for every request, or what to do with each; `'never'` leaves the request hanging. */
export type Script = Readonly<Record<string, AppAnswer | 'never' | ((request: AppRequest) => AppAnswer)>>

/** Starts an app that answers by path; a path without script is answered 404. */
export async function startApp(script: Script) {
  const requests: AppRequest[] = []
  const server = createServer((incoming, outgoing) => {
    let form = ''
    incoming.setEncoding('utf8')
    incoming.on('data', (part: string) => {
      form += part
    })
    incoming.on('end', () => {
      const request = readRequest(incoming, form, `http://127.0.0.1:${port}`)
      requests.push(request)
      const entry = script[request.path]
      if (entry === 'never') return
      const answer = typeof entry === 'function' ? entry(request) : (entry ?? { status: 404 })
      const { status = 200, headers, body } = typeof answer === 'string' ? { body: response(answer) } : answer
      outgoing.writeHead(status, headers ?? { 'content-type': 'text/xml' }).end(body ?? '')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // a TCP server that listens has one
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    /** Parameters of the requests to a path, oldest first. */
    asked: (path: string) => requests.filter((request) => request.path === path).map((request) => request.parameters),
    close,
    [Symbol.asyncDispose]: close,
  }

  async function close(): Promise<void> {
    server.closeAllConnections()
    await new Promise((closed) => server.close(closed))
  }
}

/** An app, a line that leads to its `/voice`, and an exchange in virtual time. */
export async function startWorld(
  script: Script,
  options: { line?: (url: string) => Partial<Line>; exchange?: Partial<ExchangeOptions> } = {},
) {
  const app = await startApp(script)
  const clock = createVirtualClock()
  const exchange = createExchange({ accountSid, authToken, clock, seed: 1, ...options.exchange })
  exchange.addLine({ number: line, voiceUrl: `${app.url}/voice`, ...options.line?.(app.url) })
  return {
    app,
    clock,
    exchange,
    /** The caller dials the line and the app has given its first answer. */
    async ringUp() {
      const call = exchange.placeCall({ from: caller, to: line })
      await clock.settle()
      return call
    },
    /** The leg that was dialled to a number. */
    callee: (number: string) => {
      const call = exchange.calls.find((other) => other.to === number)
      if (call === undefined) throw new Error('Nobody dialled that number.')
      return call
    },
    /** What was said to a leg, in order. */
    heard: (callSid: string) =>
      exchange.journal.events.flatMap((event) =>
        event.kind === 'prompt-started' && event.callSid === callSid
          ? [event.prompt.kind === 'speech' ? event.prompt.text : event.prompt.url]
          : [],
      ),
    findings: () => exchange.journal.events.filter((event) => event.kind === 'finding'),
    async stop() {
      await exchange.close()
      await app.close()
    },
    async [Symbol.asyncDispose]() {
      await exchange.close()
      await app.close()
    },
  }
}

/** A document around verbs. */
const response = (verbs: string): string => `<?xml version="1.0" encoding="UTF-8"?><Response>${verbs}</Response>`

function readRequest(incoming: IncomingMessage, form: string, origin: string): AppRequest {
  const target = incoming.url ?? '/'
  const url = new URL(target, origin)
  const posted = Object.fromEntries(new URLSearchParams(form))
  const signature = String(incoming.headers['x-twilio-signature'])
  return {
    method: incoming.method ?? '',
    target,
    path: url.pathname,
    headers: incoming.headers,
    parameters: incoming.method === 'POST' ? posted : Object.fromEntries(url.searchParams),
    isSigned: twilio.validateRequest(authToken, signature, origin + target, posted),
  }
}
