/**
 * The hours in which a WhatsApp user may be written to freely: 24 from his last message to that sender.
 *
 * Source: reference twilio-platform.md §12, documented; that our own messages do not open it is inferred.
 */
import type { Instant } from '../../clock/clock.ts'
import { hours } from '../../clock/duration.ts'

/** Who wrote when. */
export interface WhatsAppWindows {
  opened(person: string, sender: string, at: Instant): void
  isOpen(person: string, sender: string, now: Instant): boolean
}

/** Makes windows that are all closed. */
export function createWhatsAppWindows(): WhatsAppWindows {
  const lastInbound = new Map<string, Instant>()
  return {
    opened: (person, sender, at) => void lastInbound.set(`${person} ${sender}`, at),
    isOpen(person, sender, now) {
      const at = lastInbound.get(`${person} ${sender}`)
      return at !== undefined && now - at < hours(24)
    },
  }
}
