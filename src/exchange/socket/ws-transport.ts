import { WebSocket } from 'ws'
import { ForbiddenAddressError, guardedLookup, isForbiddenHost } from '../request/forbidden-address.ts'
import type { Socket, SocketEars, SocketEnd, SocketRequest, SocketTransport } from './socket-transport.ts'

/** A transport that opens real web sockets, and what drops them. */
export interface WsTransport {
  readonly connect: SocketTransport
  /** Drops every socket, and waits until they have all ended. */
  close(): Promise<void>
}

/**
 * Real web sockets, without compression and without following redirects.
 *
 * @param allowLinkLocal whether link-local and cloud metadata addresses are connected to; default false
 */
export function createWsTransport({ allowLinkLocal = false } = {}): WsTransport {
  const live = new Set<{ readonly socket: WebSocket; readonly ended: Promise<void> }>()

  function connect(request: SocketRequest, ears: SocketEars): Socket {
    if (!allowLinkLocal && isForbiddenHost(hostOf(request.url))) {
      queueMicrotask(() => ears.ended(forbidden(new ForbiddenAddressError())))
      return nowhere
    }
    const socket = open(request, allowLinkLocal)
    if (typeof socket === 'string') {
      queueMicrotask(() => ears.ended({ kind: 'failure', stage: 'malformed', message: socket }))
      return nowhere
    }
    const { promise: ended, resolve } = Promise.withResolvers<void>()
    const entry = { socket, ended }
    live.add(entry)
    hear(socket, ears, () => {
      live.delete(entry)
      resolve()
    })
    return handleOf(socket)
  }

  return {
    connect,
    async close() {
      const last = [...live]
      for (const { socket } of last) socket.terminate()
      await Promise.all(last.map(({ ended }) => ended))
    },
  }
}

/** The socket, or why there cannot be one. */
function open(request: SocketRequest, allowLinkLocal: boolean): WebSocket | string {
  const { url, headers, handshakeTimeout, maximumBytes } = request
  const lookup = allowLinkLocal ? {} : { lookup: guardedLookup() }
  try {
    return new WebSocket(url, {
      ...lookup,
      headers,
      handshakeTimeout,
      maxPayload: maximumBytes,
      perMessageDeflate: false,
    })
  } catch (error) {
    return messageOf(error)
  }
}

function hear(socket: WebSocket, ears: SocketEars, over: () => void): void {
  let wasOpen = false
  let failure: SocketEnd | undefined
  socket.on('open', () => {
    wasOpen = true
    ears.opened()
  })
  socket.on('message', (data, isBinary) => ears.message(isBinary ? undefined : String(data)))
  socket.on('pong', () => ears.pong())
  socket.on('error', (error) => {
    failure ??=
      error instanceof ForbiddenAddressError
        ? forbidden(error)
        : { kind: 'failure', stage: stageOf(error, wasOpen), message: messageOf(error) }
  })
  socket.on('close', (code, reason) => {
    over()
    ears.ended(failure ?? { kind: 'closed', code, reason: String(reason) })
  })
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).hostname : '')

const forbidden = ({ message, help }: ForbiddenAddressError): SocketEnd => ({
  kind: 'failure',
  stage: 'unreachable',
  message: `${message} ${help}`,
})

const handleOf = (socket: WebSocket): Socket => ({
  get backlog() {
    return socket.bufferedAmount
  },
  send: (text) => whenOpen(socket, () => socket.send(text)),
  ping: () => whenOpen(socket, () => socket.ping()),
  close: (code, reason) => whenOpen(socket, () => socket.close(code, reason)),
  drop: () => socket.terminate(),
})

function whenOpen(socket: WebSocket, act: () => void): void {
  if (socket.readyState === WebSocket.OPEN) act()
}

const nowhere: Socket = { backlog: 0, send() {}, ping() {}, close() {}, drop() {} }

type Stage = Extract<SocketEnd, { kind: 'failure' }>['stage']

function stageOf(error: Error, wasOpen: boolean): Stage {
  const code = String((error as { code?: unknown }).code ?? '') // Node's own errors have one
  if (wasOpen) return code.startsWith('WS_ERR_') ? 'protocol' : 'broken'
  if (code === 'ETIMEDOUT' || error.message === 'Opening handshake has timed out') return 'timeout'
  return stages[code] ?? (/^(ERR_TLS|ERR_SSL|CERT_|EPROTO|UNABLE_TO|SELF_|DEPTH_)/.test(code) ? 'tls' : 'handshake')
}

const stages: Readonly<Record<string, Stage>> = {
  ECONNREFUSED: 'refused',
  ENOTFOUND: 'unreachable',
  EAI_AGAIN: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
}

const messageOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  return error.message || String((error as { code?: unknown }).code ?? error.name) // an AggregateError may say nothing
}
