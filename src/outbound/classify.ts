/**
 * What a failed request means: try again, look first, or never.
 */
import type { Duration } from '../clock/clock.ts'
import { seconds } from '../clock/duration.ts'
import { classOf, type ErrorClass } from './error-classes.ts'

/** What went wrong with one request. Never holds a number, a text or a credential. */
export interface Failure {
  /** `transient` may work later, `permanent` never will. */
  readonly kind: 'transient' | 'permanent'
  readonly class: ErrorClass
  /** Whether the network certainly did nothing. Of a request that changes something, only then may it be sent again unseen. */
  readonly isUndone: boolean
  /** HTTP status; absent when there was no answer. */
  readonly status?: number
  readonly code?: number
  /** How long the network asks to wait. */
  readonly retryAfter?: Duration
  /** Whether the network refused whoever asked, not what was asked. */
  readonly isOfCredentials?: true
  /** For logs: the code, or what happened to the connection. */
  readonly reason: string
}

/** These never reached anybody, so nothing can have been done. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH'])

/** Reads what the official package throws. `retryAfter`: the header of that name, as it came. */
export function classify(error: unknown, retryAfter?: string): Failure {
  const status = numberIn(error, 'status')
  if (status === undefined) return ofConnection(error)
  const code = numberIn(error, 'code')
  const found = (code === undefined ? undefined : classOf(code)) ?? classOfStatus(status)
  const wait = secondsIn(retryAfter)
  return {
    kind: isTransient(found) ? 'transient' : 'permanent',
    class: found,
    // What the network refuses in so many words it has not done; of 500, 502 and 504 nobody knows.
    isUndone: status < 500 || status === 503,
    status,
    ...(code !== undefined && { code }),
    ...(wait !== undefined && { retryAfter: wait }),
    reason: code === undefined ? `the network answered ${status}` : `the network answered ${status} with ${code}`,
  }
}

/** Whether a class is worth another try. */
const isTransient = (found: ErrorClass): boolean => found === 'soon' || found === 'wait' || found === 'once'

function ofConnection(error: unknown): Failure {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'no answer'
  return {
    kind: 'transient',
    class: 'soon',
    isUndone: NEVER_SENT.has(code),
    reason: `the network could not be asked (${/^[A-Z_]+$/.test(code) ? code : 'no answer'})`,
  }
}

function classOfStatus(status: number): ErrorClass {
  if (status === 408 || status === 425 || status === 429 || status >= 500) return 'soon'
  return 'fix'
}

/** Seconds or a date; the date form is of no use without the sender's clock and counts as absent. */
function secondsIn(header: string | undefined): Duration | undefined {
  return header !== undefined && /^\d{1,6}$/.test(header.trim()) ? seconds(Number(header)) : undefined
}

function numberIn(error: unknown, name: 'status' | 'code'): number | undefined {
  if (typeof error !== 'object' || error === null || !(name in error)) return undefined
  const value = Number((error as Record<string, unknown>)[name]) // `in` has just said that it is there
  return Number.isInteger(value) ? value : undefined
}
