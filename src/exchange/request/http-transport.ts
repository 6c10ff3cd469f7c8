import { Agent, errors, request as send } from 'undici'
import type { Transport, TransportAnswer, TransportRequest } from './transport.ts'

/** A transport that opens real connections, and what closes them. */
export interface HttpTransport {
  readonly deliver: Transport
  /** Drops every connection; requests under way fail. */
  close(): Promise<void>
}

/** Real HTTP through a pool of kept-alive connections. */
export function createHttpTransport(): HttpTransport {
  const agents = new Map<number, Agent>()
  const agentFor = (connectTimeout: number): Agent => {
    const known = agents.get(connectTimeout)
    if (known !== undefined) return known
    const agent = new Agent({ connect: { timeout: connectTimeout }, connections: 64, keepAliveTimeout: 10_000 })
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

async function deliver(request: TransportRequest, dispatcher: Agent): Promise<TransportAnswer> {
  const { method, url, headers, body, maximumBytes } = request
  const timeout = AbortSignal.timeout(request.answerTimeout)
  try {
    const answer = await send(url, { method, headers, body: body ?? null, dispatcher, signal: timeout })
    const parts: Uint8Array[] = []
    let size = 0
    for await (const part of answer.body as AsyncIterable<Uint8Array>) {
      parts.push(part)
      size += part.byteLength
      // Leaving the loop destroys the body and with it the connection: the rest is never read.
      if (size > maximumBytes)
        return { kind: 'failure', stage: 'too-large', message: `more than ${maximumBytes} bytes` }
    }
    return { kind: 'answer', status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) }
  } catch (error) {
    return failure(error, timeout.aborted, request.answerTimeout)
  }
}

function failure(error: unknown, isTimeout: boolean, limit: number): TransportAnswer {
  if (isTimeout) return { kind: 'failure', stage: 'timeout', message: `no complete answer within ${limit} ms` }
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof errors.ConnectTimeoutError) return { kind: 'failure', stage: 'connect', message }
  const code = (error as { code?: unknown } | null)?.code
  const stage = typeof code === 'string' && connectFailures.has(code) ? 'connect' : 'protocol'
  return { kind: 'failure', stage, message: message || String(code) }
}

const connectFailures: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'ECONNRESET',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'EPROTO',
])
