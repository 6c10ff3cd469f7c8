/**
 * Whether the United States take a message: those from long codes only when they are registered.
 *
 * Source: reference twilio-platform.md §9.4, §9.5 and §11, documented. Registration is by number here; there are no brands
 * and campaigns.
 */
import { countryOf } from '../../phone/e164.ts'
import type { Network } from '../network.ts'

const tollFree = /^\+1(800|833|844|855|866|877|888)/

/** Whether it is a toll-free number of North America. */
export const isTollFree = (number: string): boolean => tollFree.test(number)

/** Sends for whoever uses it: it is nobody's line. */
const magicSender = '+15005550006'

/** Whether a message fails with 30034 for its sender. */
export function isUnregistered(network: Network, from: string, to: string): boolean {
  if (network.settings.a2pRegistration === 'ignored' || from === magicSender) return false
  const isLongCode = /^\+1\d{10}$/.test(from) && !isTollFree(from)
  if (!isLongCode || countryOf(to) !== 'US') return false
  return network.lines.get(from)?.isRegisteredForA2p !== true && !network.messages.isRegistered(from)
}
