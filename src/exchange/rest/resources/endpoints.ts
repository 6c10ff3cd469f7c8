/**
 * Who may be called from what. Source: reference twilio-platform.md §2.10 (magic numbers), §4.1 and §4.6.
 */
import { dialledNumber } from '../../call/dialled-number.ts'
import type { Network } from '../../network.ts'
import { refused } from '../twilio-error.ts'

/** Both ends of a call that is to be placed, as the network writes them. */
export interface Endpoints {
  readonly from: string
  readonly to: string
}

/**
 * Checks both ends.
 *
 * @param isTest with the credentials for tests only the magic number may call
 * @throws {TwilioError} with the code of what is wrong
 */
export function forPlacing(network: Network, from: string, to: string, isTest: boolean): Endpoints {
  const caller = callerOf(network, from, isTest)
  return { from: caller, to: calleeOf(to) }
}

const magicCaller = '+15005550006'

function callerOf(network: Network, text: string, isTest: boolean): string {
  if (/^(client|sips?):./.test(text) && !isTest) return text
  const from = dialledNumber(text)
  if (from === undefined || from === '+15005550001')
    throw refused(21212, 'The From parameter is not a valid caller id.')
  const isAllowed = isTest ? from === magicCaller : from === magicCaller || network.isOurs(from)
  if (!isAllowed) {
    throw refused(21210, 'The From number is neither a number of this account nor verified for outgoing calls.')
  }
  return from
}

const unreachable: Readonly<Record<string, readonly [code: number, message: string]>> = {
  '+15005550001': [21217, 'The To number does not appear to be valid.'],
  '+15005550002': [21214, 'The To number cannot be reached.'],
  '+15005550003': [21215, 'The account is not authorized to call that region.'],
  '+15005550004': [21216, 'Calls to that number are blocked.'],
}

function calleeOf(text: string): string {
  if (/^(client|sips?|whatsapp):./.test(text)) return text
  const to = dialledNumber(text)
  if (to === undefined) throw refused(21211, 'The To parameter is not a valid phone number.')
  const refusal = unreachable[to]
  if (refusal !== undefined) throw refused(...refusal)
  return to
}
