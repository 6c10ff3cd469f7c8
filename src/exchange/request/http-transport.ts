/**
 * The transport that opens real connections: kept-alive, bounded in time and size, and never to forbidden addresses.
 */
import type { LookupFunction } from 'node:net'
import { Agent, buildConnector, type Dispatcher } from 'undici'
import type { Timer } from '../../clock/clock.ts'
import { systemClock } from '../../clock/system-clock.ts'
import { decompress } from './decompress.ts'
import { ForbiddenAddressError, guardedLookup, isForbiddenHost } from './forbidden-address.ts'
import type { ConnectFailure, Transport, TransportAnswer, TransportRequest } from './transport.ts'

/** A transport that opens real connections, and what closes them. */
export interface HttpTransport {
  readonly deliver: Transport
  /** Drops every connection; requests under way fail. */
  close(): Promise<void>
}

/** What {@link createHttpTransport} takes. */
export interface HttpTransportOptions {
  /** Whether link-local and metadata addresses are fetched from; default false. */
  readonly allowLinkLocal?: boolean
  /** How names are resolved; default: as the system does. */
  readonly lookup?: LookupFunction
  /** PEM of the authorities that are trusted; default: those of Node. */
  readonly authorities?: string
}

/** Real HTTP through a pool of kept-alive connections. */
export function createHttpTransport(options: HttpTransportOptions = {}): HttpTransport {
  const agents = new Map<number, Agent>()
  const agentFor = (connectTimeout: number): Agent => {
    const known = agents.get(connectTimeout)
    if (known !== undefined) return known
    const agent = new Agent({ connect: connector(connectTimeout, options), connections: 64, keepAliveTimeout: 10_000 })
    agents.set(connectTimeout, agent)
    return agent
  }
  return {
    deliver: (request) => deliver(request, agentFor(request.connectTimeout)),
    close: async () => {
      await Promise.all([...agents.values()].map((agent) => agent.destroy()))
      agents.clear()
    },
  }
}

function connector(timeout: number, options: HttpTransportOptions): buildConnector.connector {
  const { allowLinkLocal = false, lookup, authorities } = options
  const connect = buildConnector({
    timeout,
    allowH2: false,
    ...(authorities !== undefined && { ca: authorities }),
    ...(allowLinkLocal ? lookup && { lookup } : { lookup: guardedLookup(lookup) }),
  })
  return (target, done) => {
    // An address is connected to without being looked up, so it is checked here.
    if (!allowLinkLocal && isForbiddenHost(target.hostname)) done(new ForbiddenAddressError(), null)
    else connect(target, done)
  }
}

function deliver(request: TransportRequest, agent: Agent): Promise<TransportAnswer> {
  const { method, url, headers, body } = request
  // After `https://` the next slash begins the path: the URL is one that was parsed before.
  const slash = url.indexOf('/', 8)
  const [origin, path] = [url.slice(0, slash), url.slice(slash)]
  return new Promise((resolve) => {
    const delivery = new Delivery(request, resolve)
    try {
      agent.dispatch(
        {
          origin,
          path,
          method,
          headers: headers as Record<string, string>, // undici only reads them
          body: body ?? null,
          // Undici's own timers are off by up to a second.
          headersTimeout: 0,
          bodyTimeout: 0,
        },
        delivery,
      )
    } catch (error) {
      delivery.onResponseError(undefined, error)
    }
  })
}

type AnswerHeaders = Extract<TransportAnswer, { kind: 'answer' }>['headers']

/** One request under way. Handles undici's events directly: streams and signals would cost more than the rest. */
class Delivery implements Dispatcher.DispatchHandler {
  readonly #request: TransportRequest
  readonly #resolve: (answer: TransportAnswer) => void
  readonly #timer: Timer
  #readTimer: Timer | undefined
  readonly #parts: Uint8Array[] = []
  #controller: Dispatcher.DispatchController | undefined
  #isOver = false
  #size = 0
  #status: number | undefined
  #headers: AnswerHeaders = {}

  constructor(request: TransportRequest, resolve: (answer: TransportAnswer) => void) {
    this.#request = request
    this.#resolve = resolve
    const limit = request.answerTimeout
    this.#timer = systemClock.after(limit, () => {
      this.#break({ kind: 'failure', stage: 'timeout', message: `no complete answer within ${limit} ms` })
    })
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    this.#awaitBytes()
    if (this.#isOver) controller.abort(new Error('The time for this request is over.'))
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: AnswerHeaders): void {
    this.#awaitBytes()
    if (status < 200) return
    this.#status = status
    this.#headers = headers
  }

  onResponseData(_: Dispatcher.DispatchController, part: Uint8Array): void {
    this.#awaitBytes()
    this.#parts.push(part)
    this.#size += part.byteLength
    // The rest is never read: the connection is dropped.
    if (this.#size > this.#request.maximumBytes) this.#break(tooLarge(this.#request.maximumBytes))
  }

  onResponseEnd(): void {
    const { maximumBytes } = this.#request
    const [first = new Uint8Array()] = this.#parts
    const body = this.#parts.length > 1 ? Buffer.concat(this.#parts, this.#size) : first
    const answer = { kind: 'answer', status: this.#status ?? 0, headers: this.#headers } as const
    const encoding = this.#headers['content-encoding']
    if (encoding === undefined) {
      this.#end({ ...answer, body })
      return
    }
    void decompress(body, String(encoding), maximumBytes).then((plain) => {
      if (plain.kind === 'body') this.#end({ ...answer, body: plain.body })
      else if (plain.kind === 'too-large') this.#end(tooLarge(maximumBytes))
      else this.#end({ kind: 'failure', stage: 'protocol', isPartial: true, message: plain.message })
    })
  }

  onResponseError(_: Dispatcher.DispatchController | undefined, error: unknown): void {
    this.#end(failureOf(error, this.#status !== undefined))
  }

  #awaitBytes(): void {
    const { readTimeout } = this.#request
    if (readTimeout === undefined || this.#isOver) return
    this.#readTimer?.cancel()
    const message = `nothing came for ${readTimeout} ms`
    this.#readTimer = systemClock.after(readTimeout, () => this.#break({ kind: 'failure', stage: 'timeout', message }))
  }

  #break(failure: TransportAnswer): void {
    this.#end(this.#status === undefined || failure.kind === 'answer' ? failure : { ...failure, isPartial: true })
    this.#controller?.abort(new Error('The rest of the answer is not wanted.'))
  }

  #end(answer: TransportAnswer): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#timer.cancel()
    this.#readTimer?.cancel()
    this.#resolve(answer)
  }
}

const tooLarge = (bytes: number): TransportAnswer => ({
  kind: 'failure',
  stage: 'too-large',
  message: `more than ${bytes} bytes`,
})

function failureOf(error: unknown, isPartial: boolean): TransportAnswer {
  const code = String((error as { code?: unknown } | null)?.code ?? '')
  const message = (error instanceof Error && error.message) || code || String(error)
  if (error instanceof ForbiddenAddressError) return { kind: 'failure', stage: 'forbidden', message, help: error.help }
  if (isPartial) return { kind: 'failure', stage: 'protocol', isPartial, message }
  // Before TLS stands, a reset is a handshake that failed.
  const reason = /before secure TLS/.test(message) ? 'tls' : reasonOf(code)
  if (reason !== undefined) return { kind: 'failure', stage: 'connect', reason, message }
  return { kind: 'failure', stage: lostConnections.has(code) ? 'connect' : 'protocol', message }
}

const lostConnections: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'EPIPE',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_SOCKET',
])

const reasonOf = (code: string): ConnectFailure | undefined =>
  reasons[code] ?? (code === 'EPROTO' || code.startsWith('ERR_SSL_') ? 'tls' : undefined)

const reasons: Readonly<Record<string, ConnectFailure>> = {
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  ETIMEDOUT: 'timeout',
  ECONNREFUSED: 'refused',
  ENOTFOUND: 'unknown-host',
  EAI_AGAIN: 'unknown-host',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate-name',
  CERT_HAS_EXPIRED: 'certificate-expired',
  CERT_NOT_YET_VALID: 'certificate-expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate-untrusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate-untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate-untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate-untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate-untrusted',
}
