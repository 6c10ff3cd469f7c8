/**
 * Whether the United States take a message: those from long codes only when they are registered.
 *
 * Source: reference twilio-platform.md §9.4, §9.5 and §11, documented. A number is registered by an approved campaign of
 * its messaging service, or by whoever sets up the exchange.
 */
import { countryOf } from '../../phone/e164.ts'
import type { Network } from '../network.ts'

const tollFree = /^\+1(800|833|844|855|866|877|888)/

/** Whether it is a toll-free number of North America. */
export const isTollFree = (number: string): boolean => tollFree.test(number)

/** Sends for whoever uses it: it is nobody's line. */
const magicSender = '+15005550006'

/** Whether a message is one of those that carriers of the United States count and register. */
export const isLongCodeToUs = (from: string, to: string): boolean =>
  /^\+1\d{10}$/.test(from) && !isTollFree(from) && countryOf(to) === 'US'

/** Whether a message fails with 30034 for its sender. */
export function isUnregistered(network: Network, from: string, to: string): boolean {
  if (network.settings.a2pRegistration === 'ignored' || from === magicSender) return false
  if (!isLongCodeToUs(from, to)) return false
  const { lines, messages, registrations } = network
  if (lines.get(from)?.isRegisteredForA2p === true || messages.isRegistered(from)) return false
  return !registrations.isRegistered(from)
}
