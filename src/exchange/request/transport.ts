/**
 * The transport port: how a request of the network reaches the app.
 *
 * One request, one answer; no redirects followed, no retries, no cookies: those are the network's own business.
 */
import type { Duration } from '../../clock/clock.ts'

/** One request on its way to the app. */
export interface TransportRequest {
  readonly method: 'GET' | 'POST'
  /** Absolute, http or https, without fragment and without credentials. */
  readonly url: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** A form; only with POST. */
  readonly body?: string
  /** Real time until the connection must stand. */
  readonly connectTimeout: Duration
  /** Real time until the first byte, and between bytes; default: only `answerTimeout` counts. */
  readonly readTimeout?: Duration
  /** Real time until the whole answer must be here. */
  readonly answerTimeout: Duration
  /** Answers longer than this many bytes, after they were decompressed, count as `too-large`. */
  readonly maximumBytes: number
}

/** What exactly kept a connection from being made. */
export type ConnectFailure =
  | 'timeout'
  | 'refused'
  | 'unknown-host'
  | 'tls'
  | 'certificate-name'
  | 'certificate-expired'
  | 'certificate-untrusted'

/** What came of a request: a whole answer, or why there is none. */
export type TransportAnswer =
  | {
      readonly kind: 'answer'
      readonly status: number
      /** Names in lower case; a header that came more than once is a list. */
      readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
      /** Decompressed. */
      readonly body: string | Uint8Array
    }
  | {
      readonly kind: 'failure'
      /**
       * Where it broke: `connect` covers name, TCP, TLS and a connection that was gone before any answer, and is the only
       * kind that is retried by default. `forbidden`: the exchange does not go there.
       */
      readonly stage: 'connect' | 'timeout' | 'protocol' | 'too-large' | 'forbidden'
      /** With `connect`, where it is known. */
      readonly reason?: ConnectFailure
      /** Whether a part of the answer had come; then it is never tried again. Default false. */
      readonly isPartial?: boolean
      readonly message: string
      readonly help?: string
    }

/** Delivers one request. Never throws for what the app or the wire does; that comes back as `failure`. */
export type Transport = (request: TransportRequest) => Promise<TransportAnswer>
