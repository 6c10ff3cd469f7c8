/** An app as anybody may have written it, in another language or framework. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'

export type Form = Readonly<Record<string, string>>

/** What an app answers with at a path, by what it was asked with. */
export type Answers = Readonly<Record<string, string | ((form: Form) => string)>>

export interface ForeignApp extends AsyncDisposable {
  readonly origin: string
  /** Whether it was asked, and each time with the right signature. */
  isSigned(): boolean
  /** Every path it was asked for, in order. */
  readonly asked: readonly string[]
}

/** Serves documents to whoever signs with `token`; what stands between `<Response>` and its end is enough. Other paths are not found. */
export async function foreignApp(answers: Answers, token: string): Promise<ForeignApp> {
  const signed: boolean[] = []
  const asked: string[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const form = Object.fromEntries(new URLSearchParams(body))
    const url = `http://${request.headers.host}${request.url}`
    const { pathname } = new URL(url)
    asked.push(pathname)
    const isSigned = request.headers['x-twilio-signature'] === getExpectedTwilioSignature(token, url, form)
    signed.push(isSigned)
    const answer = answers[pathname]
    const document = typeof answer === 'function' ? answer(form) : answer
    response.statusCode = isSigned ? (document === undefined ? 404 : 200) : 403
    response.setHeader('content-type', 'text/xml')
    response.end(
      document === undefined || document.startsWith('<Response>') ? document : `<Response>${document}</Response>`,
    )
  }).listen(0, '127.0.0.1')
  await new Promise((listening) => server.once('listening', listening))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    isSigned: () => signed.length > 0 && signed.every(Boolean),
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

/** A port of 127.0.0.1 where nothing listens. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await new Promise((listening) => probe.once('listening', listening))
  const { port } = probe.address() as AddressInfo
  await new Promise((closed) => probe.close(closed))
  return port
}
