/**
 * The socket port: how a web socket from the network reaches the app.
 *
 * One connection, no redirects followed, no second try: what is to be done about an end is the network's own business.
 */
import type { Duration } from '../../clock/clock.ts'

/** One web socket to be opened. */
export interface SocketRequest {
  /** Absolute, wss or ws, without fragment. */
  readonly url: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** Real time until the handshake must be over. */
  readonly handshakeTimeout: Duration
  /** A longer message of the app ends the socket with a `protocol` failure. */
  readonly maximumBytes: number
}

/** How a web socket came to its end. */
export type SocketEnd =
  /** `code` as in RFC 6455: 1005 when the app gave none, 1006 when the connection just broke. */
  | { readonly kind: 'closed'; readonly code: number; readonly reason: string }
  | {
      readonly kind: 'failure'
      /** `broken`: after it had been open. `protocol`: the app sent what is no web socket traffic, or too much. */
      readonly stage: 'malformed' | 'timeout' | 'refused' | 'unreachable' | 'tls' | 'handshake' | 'broken' | 'protocol'
      readonly message: string
    }

/** What is heard of a web socket. Nothing of it comes before the transport has returned. */
export interface SocketEars {
  opened(): void
  /** A message of the app; undefined for a binary one. */
  message(text: string | undefined): void
  /** The app has answered a ping, and with that has read all that was sent before. */
  pong(): void
  /** Comes once and last, whether the socket was ever open or not. */
  ended(end: SocketEnd): void
}

/** A web socket. Once it is not open, sending and pinging do nothing. */
export interface Socket {
  /** Bytes the app has not taken yet. */
  readonly backlog: number
  send(text: string): void
  ping(): void
  /** Says goodbye; `ended` comes when the app has done so too. */
  close(code: number, reason: string): void
  /** Breaks the connection off. */
  drop(): void
}

/** Begins to open a web socket. Never throws for what the app or the wire does; that comes as `ended`. */
export type SocketTransport = (request: SocketRequest, ears: SocketEars) => Socket
