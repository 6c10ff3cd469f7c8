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
