/**
 * How fast a sender may send: by the kind of its number, or by its campaign. What is too much waits for its turn.
 *
 * Source: reference twilio-platform.md §9.4 and §11.4.
 */
import type { Duration } from '../clock/clock.ts'
import { isTollFree } from '../phone/e164.ts'
import { segmentsIn } from './segments.ts'

/** Kinds of senders. */
type SenderKind = 'us-long-code' | 'toll-free' | 'short-code' | 'long-code' | 'whatsapp' | 'service'

/** Segments in a second; of WhatsApp, messages. A campaign of the United States brings its own. */
const PER_SECOND: Readonly<Record<SenderKind, number>> = {
  // AT&T: 75 a minute for low volume, the lowest that a standard campaign gets.
  'us-long-code': 75 / 60,
  'toll-free': 3,
  'short-code': 10,
  'long-code': 1,
  whatsapp: 80,
  // It spreads over its numbers, and the network queues; this keeps that queue short.
  service: 10,
}

/** What a sender is, by how it is written. */
export function kindOf(sender: string, isWhatsApp: boolean): SenderKind {
  if (isWhatsApp) return 'whatsapp'
  if (/^MG[0-9a-f]{32}$/.test(sender)) return 'service'
  if (/^\d{3,8}$/.test(sender)) return 'short-code'
  if (isTollFree(sender)) return 'toll-free'
  return /^\+1\d{10}$/.test(sender) ? 'us-long-code' : 'long-code'
}

/** How long a message keeps its sender busy, in milliseconds. */
export function costOf(text: string, sender: string, isWhatsApp: boolean, perSecond?: number | null): Duration {
  const rate = perSecond ?? PER_SECOND[kindOf(sender, isWhatsApp)]
  return Math.ceil((1000 * (isWhatsApp ? 1 : segmentsIn(text))) / rate)
}
