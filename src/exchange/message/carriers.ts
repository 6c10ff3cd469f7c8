/**
 * What carriers of the United States take from long codes: so much within a minute from each, so much in a day from all.
 *
 * Source: reference twilio-platform.md §9.5 and §11.4, documented: the rate belongs to the campaign and the cap to the brand;
 * that a refused segment is not counted is inferred. Here a number stands for its campaign, and the account for its brand.
 */
import { Temporal } from 'temporal-polyfill'
import type { Instant } from '../../clock/clock.ts'
import type { Network } from '../network.ts'

const MINUTE = 60_000
const codes = { tooFast: 30022, tooMany: 30023 } as const

/** Counts what carriers take; gives the code of what they do not. */
export function createCarriers(network: () => Network): (sender: string, segments: number) => number | undefined {
  const minutes = new Map<string, { readonly minute: number; taken: number }>()
  let today = { day: '', taken: 0 }

  return (sender, segments) => {
    const { clock, settings } = network()
    const now = clock.now()
    const day = dayOf(now)
    if (today.day !== day) today = { day, taken: 0 }
    if (today.taken + segments > settings.carrierSegmentsPerDay) return codes.tooMany
    const minute = Math.floor(now / MINUTE)
    const before = minutes.get(sender)
    const current = before?.minute === minute ? before : { minute, taken: 0 }
    if (current.taken + segments > settings.carrierSegmentsPerMinute) return codes.tooFast
    current.taken += segments
    today.taken += segments
    minutes.set(sender, current)
    return undefined
  }
}

const dayOf = (at: Instant): string =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('America/Los_Angeles').toPlainDate().toString()
