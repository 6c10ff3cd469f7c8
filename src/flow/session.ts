/**
 * A session: what one call knows so far. Plain data, stored between two turns; nothing personal of it is in a URL.
 */
import type { Instant } from '../clock/clock.ts'

/** Anything JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** What one call knows so far. */
export interface Session {
  readonly callSid: string
  /** The flow's name. */
  readonly flow: string
  /** The step whose answer is awaited. */
  readonly step: string
  /** The turn that is expected next: 0 before the first webhook was answered. */
  readonly turn: number
  /** How often the present step has asked without getting something useful. Both kinds share one budget. */
  readonly tries: Tries
  /** BCP 47 tag, such as `en-US`. */
  readonly language: string
  /** Whether the caller has chosen it in this call. Absent: no. */
  readonly hasChosenLanguage?: true
  /** As the network says it: E.164, `client:…`, `anonymous`, …; never assume a number. */
  readonly from: string
  readonly to: string
  /** Whether we have called: then the person is `to`, and `from` is our line. Absent: he called us. */
  readonly isOutbound?: boolean
  readonly startedAt: Instant
  readonly isEnded: boolean
  /** What the caller was told or asked about recording; `address` while the call is recorded. Absent: nothing yet. */
  readonly recording?: { readonly isAgreed: boolean; readonly address?: string }
  /** What steps have collected. */
  readonly data: { readonly [key: string]: Json }
  /** Keys of the data that are forgotten when the call ends. Absent: none. */
  readonly privateKeys?: readonly string[]
  /** What the present step keeps for itself; gone when the call leaves it. */
  readonly memo?: Json
  /** Flows that led here and where each goes on, the last one first to be gone back to. Absent: none did. */
  readonly cameFrom?: readonly Return[]
}

/** Where a flow goes on that led into another. */
export interface Return {
  readonly flow: string
  readonly step: string
  /** Until then nothing is recorded or kept. */
  readonly isSecure?: true
}

/** Whether the call is in confidence: nothing is recorded or kept. */
export const isSecure = ({ cameFrom = [] }: Session): boolean => cameFrom.some((one) => one.isSecure)

/** How often a step has asked in vain, by kind. */
export interface Tries {
  readonly silences: number
  readonly mistakes: number
}

/** Nothing tried yet. */
export const NO_TRIES: Tries = { silences: 0, mistakes: 0 }

/** The person on the line, whoever has called: a number, or a word such as `anonymous`. */
export const personOf = ({ from, to, isOutbound }: Session): string => (isOutbound === true ? to : from)

/** Our own number in a call. */
export const lineOf = ({ from, to, isOutbound }: Session): string => (isOutbound === true ? from : to)

/** What is known of a call when its first webhook arrives. */
export interface Arrival {
  readonly callSid: string
  readonly from: string
  readonly to: string
  readonly at: Instant
  /** What is known before it begins: what another call knew, or what we have called for. Absent: nothing. */
  readonly inherits?: Pick<Session, 'language' | 'data'>
  /** Whether we have called. Absent: no. */
  readonly isOutbound?: boolean
  /** Who picked up, as the network has found out: `human`, `machine_end_beep`, … Absent: it was not asked to. */
  readonly answeredBy?: string
}

/** The session of a call that has not yet heard anything. */
export function newSession(flow: string, step: string, language: string, arrival: Arrival): Session {
  return {
    callSid: arrival.callSid,
    flow,
    step,
    turn: 0,
    tries: NO_TRIES,
    language: arrival.inherits?.language ?? language,
    from: arrival.from,
    to: arrival.to,
    startedAt: arrival.at,
    ...(arrival.isOutbound === true && { isOutbound: true }),
    isEnded: false,
    data: arrival.inherits?.data ?? {},
  }
}
