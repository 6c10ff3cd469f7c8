/**
 * Limits as data: how many calls are let in, and where calls may be led to.
 */
import type { Prompt } from '../prompt.ts'
import type { Secret } from '../secret.ts'

/** So many calls in so many minutes. Both are whole numbers from 1; minutes up to 1440. */
export interface CallRate {
  readonly calls: number
  readonly minutes: number
}

/** How many calls one line leads to phone numbers or places: so many in so many minutes, so many at once, or both. */
export interface OutgoingLimits extends Partial<CallRate> {
  /**
   * So many at once, 1 to 10000: transfers, callbacks and calls of campaigns, on all servers that share the database. A
   * callback that rings the agent first counts as two. Calls of ours that find no room wait for it.
   */
  readonly atOnce?: number
  /** What a caller hears who cannot be led on because there is no room. Default: what the step says to whom nobody takes. */
  readonly sorry?: Prompt
}

/** The rate in limits of outgoing calls; undefined when they only say how many at once. */
export const outgoingRate = (outgoing: OutgoingLimits | undefined): CallRate | undefined =>
  outgoing?.calls === undefined || outgoing.minutes === undefined
    ? undefined
    : { calls: outgoing.calls, minutes: outgoing.minutes }

/** Options of {@link defineLimits}. What is left out is not limited, unless it says otherwise. */
export interface LimitsOptions {
  /** Calls of one caller to one line, such as `{ calls: 10, minutes: 10 }`. */
  readonly perCaller?: CallRate
  /** Calls of all together who withhold their number, to one line. */
  readonly withheld?: CallRate
  /** Calls to one line. */
  readonly perLine?: CallRate
  /**
   * Calls on one line at once, 1 to 10000. Counted by status callbacks: without one at the number, a call counts until it
   * could not last any longer.
   */
  readonly atOnce?: number
  /** Callers who are never limited, as callers: E.164, or a secret that holds it. */
  readonly exempt?: readonly (string | Secret)[]
  /**
   * What a limited caller hears: `busy` for the tone, which costs nothing because the call is not answered, or words, after
   * which the call ends. Default `busy`.
   */
  readonly limited?: 'busy' | Prompt
  /**
   * Where calls may be led to: countries (`US`) and prefixes (`+4420`). Default: the line's own country, and the countries of
   * the numbers that stand in the flows and their secrets.
   */
  readonly allowedDestinations?: readonly string[]
  /** Whether numbers may be dialled whose owner is paid for each call; default false. */
  readonly allowPremiumNumbers?: boolean
  /** Calls that one line leads to phone numbers. */
  readonly outgoing?: OutgoingLimits
  /** Calls that are led to one phone number. */
  readonly perDestination?: CallRate
}

/** Limits of a phone system, complete. */
export interface LimitsDefinition extends LimitsOptions {
  readonly kind: 'limits-definition'
}

/** Limits for all lines. Export them beside the flows. */
export function defineLimits(options: LimitsOptions): LimitsDefinition {
  return { kind: 'limits-definition', ...options }
}

/** What holds when a phone system defines none: nothing is counted, and premium numbers are not dialled. */
export const NO_LIMITS: LimitsDefinition = defineLimits({})

/** Whether a value that a module exports are limits. */
export const isLimits = (value: unknown): value is LimitsDefinition =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'limits-definition'
