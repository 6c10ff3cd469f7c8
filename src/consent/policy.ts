/**
 * The policy: what has to be true before somebody is reached, by purpose. Strict unless it is told otherwise.
 *
 * Not legal advice. What the defaults follow: reference twilio-platform.md §13 (United States), ivr-demand.md §F.
 */
import { CALLING_WINDOWS, type CallingWindows, ELSEWHERE } from './calling-windows.ts'
import type { Channel, Purpose } from './person.ts'

/** What one purpose has to keep to. */
export interface PurposeRules {
  /** What must have been agreed to before. */
  readonly consent: 'none' | 'express' | 'written'
  readonly keepsQuietHours: boolean
  readonly keepsCaps: boolean
  /** Whether lists of people who must not be called count for calls; agreement of the kind above may outweigh them. */
  readonly doNotCall: 'counts' | 'counts-without-consent' | 'ignored'
}

/** How often one person is reached at most, by channel. */
export interface Caps {
  readonly perDay: number
  readonly perWeek: number
}

/** What has to be true before somebody is reached. */
export interface Policy {
  readonly purposes: Readonly<Record<Purpose, PurposeRules>>
  /** By country, two capital letters. */
  readonly windows: Readonly<Record<string, CallingWindows>>
  /** For countries without windows of their own. */
  readonly elsewhere: CallingWindows
  readonly caps: Readonly<Record<Channel, Caps>>
  /**
   * What a stop that was said about one thing counts for: everything, or that thing. Default `everything`. The rule of the
   * United States is waived until 31 January 2027 (reference twilio-platform.md §13), so either is lawful there.
   */
  readonly stopCountsFor: 'everything' | 'its-scope'
  /** Countries that are reached at all; `sender`: the sender's own. Default `sender`. */
  readonly regions: 'sender' | 'any' | readonly string[]
}

/** The policy without any wishes. */
export const STRICT: Policy = {
  purposes: {
    conversational: { consent: 'none', keepsQuietHours: false, keepsCaps: false, doNotCall: 'ignored' },
    requested: { consent: 'none', keepsQuietHours: true, keepsCaps: false, doNotCall: 'ignored' },
    staff: { consent: 'none', keepsQuietHours: false, keepsCaps: false, doNotCall: 'ignored' },
    reminder: { consent: 'express', keepsQuietHours: true, keepsCaps: true, doNotCall: 'counts-without-consent' },
    marketing: { consent: 'written', keepsQuietHours: true, keepsCaps: true, doNotCall: 'counts' },
  },
  windows: CALLING_WINDOWS,
  elsewhere: ELSEWHERE,
  // Of the exemptions for health care, one call a day and three a week; of what people put up with, two messages a day.
  caps: {
    call: { perDay: 1, perWeek: 3 },
    sms: { perDay: 2, perWeek: 5 },
    whatsapp: { perDay: 2, perWeek: 5 },
  },
  stopCountsFor: 'everything',
  regions: 'sender',
}

/** A policy of one's own; see {@link definePolicy}. */
export interface PolicyDefinition extends Policy {
  readonly kind: 'policy-definition'
}

/** What a policy of one's own says; whatever it leaves out is strict. */
export interface PolicyOptions {
  readonly purposes?: Readonly<Partial<Record<Purpose, Partial<PurposeRules>>>>
  readonly windows?: Readonly<Record<string, CallingWindows>>
  readonly elsewhere?: CallingWindows
  readonly caps?: Readonly<Partial<Record<Channel, Partial<Caps>>>>
  readonly stopCountsFor?: Policy['stopCountsFor']
  readonly regions?: Policy['regions']
}

/**
 * A policy of one's own. Export it beside your flows: `export const policy = definePolicy({ regions: ['US', 'CA'] })`.
 *
 * What somebody has said himself cannot be set aside: a stop always counts, and WhatsApp's window and the registration of
 * senders are the network's own.
 *
 * @throws {RangeError} naming the first value that cannot be
 */
export function definePolicy(options: PolicyOptions): PolicyDefinition {
  for (const [country, windows] of Object.entries(options.windows ?? {})) {
    if (!/^[A-Z]{2}$/.test(country))
      throw new RangeError(`windows: "${country}" is no country; write two capital letters.`)
    examine(windows, `windows.${country}`)
  }
  if (options.elsewhere !== undefined) examine(options.elsewhere, 'elsewhere')
  const caps = merged(STRICT.caps, options.caps)
  for (const [channel, { perDay, perWeek }] of Object.entries(caps)) {
    if (![perDay, perWeek].every((most) => Number.isInteger(most) && most >= 0)) {
      throw new RangeError(`caps.${channel}: use whole numbers from 0.`)
    }
  }
  return {
    kind: 'policy-definition',
    purposes: merged(STRICT.purposes, options.purposes),
    windows: { ...STRICT.windows, ...options.windows },
    elsewhere: options.elsewhere ?? STRICT.elsewhere,
    caps,
    stopCountsFor: options.stopCountsFor ?? STRICT.stopCountsFor,
    regions: options.regions ?? STRICT.regions,
  }
}

/** Whether a value that a module exports is a policy. */
export const isPolicy = (value: unknown): value is PolicyDefinition =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'policy-definition'

function merged<K extends string, V extends object>(
  all: Readonly<Record<K, V>>,
  some: Readonly<Partial<Record<K, Partial<V>>>> | undefined,
): Record<K, V> {
  const entries = Object.entries<V>(all).map(([key, value]) => [key, { ...value, ...some?.[key as K] }]) // its own keys
  return Object.fromEntries(entries) as Record<K, V> // every key of `all` is there
}

function examine({ days }: CallingWindows, at: string): void {
  for (const [day, windows = []] of Object.entries(days)) {
    if (!/^[1-7]$/.test(day)) throw new RangeError(`${at}: day ${day} is none; 1 is Monday, 7 is Sunday.`)
    for (const { from, to } of windows) {
      // Quarters of an hour: the search for the next decent moment goes by them.
      const isTime = (time: string) => /^([01]\d|2[0-3]):(00|15|30|45)$|^24:00$/.test(time)
      if (!isTime(from) || !isTime(to)) throw new RangeError(`${at}: write times as HH:MM in quarters of an hour.`)
      if (from >= to) throw new RangeError(`${at}: a window from ${from} to ${to} is never open.`)
    }
  }
}
