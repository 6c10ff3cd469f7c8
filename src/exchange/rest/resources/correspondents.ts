/**
 * Who may write to whom. Source: reference twilio-platform.md §2.10 (magic numbers), §2.6, §9.1 and §12.
 */
import { countryOf } from '../../../phone/e164.ts'
import { dialledNumber } from '../../call/dialled-number.ts'
import type { Network } from '../../network.ts'
import type { RestRequest } from '../operation.ts'
import { refused } from '../twilio-error.ts'

/** Both ends of a message, as the network writes them; no sender yet when a service has to find one. */
export interface Correspondents {
  readonly from: string
  readonly to: string
  readonly messagingServiceSid?: string
}

/**
 * Checks both ends.
 *
 * @throws {TwilioError} with the code of what is wrong; recipients come before senders
 */
export function correspondents({ network, parameters, isTest }: RestRequest<'CreateMessage'>): Correspondents {
  const { To: to = '', From: from, MessagingServiceSid: messagingServiceSid } = parameters
  const recipient = recipientOf(to)
  const service = messagingServiceSid !== undefined && { messagingServiceSid }
  if (messagingServiceSid !== undefined) checkService(network, messagingServiceSid, from)
  if (from === undefined) {
    if (messagingServiceSid !== undefined) return { from: '', to: recipient, ...service }
    throw refused(21603, "A 'From' or 'MessagingServiceSid' parameter is required to send a message.")
  }
  const sender = senderOf(network, from, recipient, isTest)
  if (sender === recipient) {
    const code = isWhatsApp(sender) ? 63031 : 21266
    throw refused(code, "'To' and 'From' number cannot be the same.")
  }
  return { from: sender, to: recipient, ...service }
}

/** Whether anything stands against it that has nothing to do with how it is written. */
export function checkAllowed(network: Network, { from, to, messagingServiceSid }: Correspondents): void {
  const { settings, verifiedNumbers, messages } = network
  if (settings.trial && !verifiedNumbers.has(to.replace(/^whatsapp:/, ''))) {
    throw refused(
      21608,
      "The 'to' phone number is unverified. Trial accounts cannot send messages to unverified numbers.",
    )
  }
  if (messages.isBlocked(messagingServiceSid ?? from, to)) {
    throw refused(21610, 'Attempt to send to unsubscribed recipient.')
  }
}

/** A number of the telephone network or of WhatsApp as the network writes it; undefined when it is none. */
export function messageAddress(text: string): string | undefined {
  const channel = isWhatsApp(text) ? 'whatsapp:' : ''
  const number = dialledNumber(text.slice(channel.length))
  return number === undefined ? undefined : `${channel}${number}`
}

const isWhatsApp = (text: string): boolean => text.startsWith('whatsapp:')

const refusedRecipients: Readonly<Record<string, readonly [code: number, message: string]>> = {
  '+15005550001': [21211, "The 'To' number is not a valid phone number."],
  '+15005550002': [21612, "The 'To' phone number is not currently reachable via SMS."],
  '+15005550003': [
    21408,
    "Permission to send an SMS has not been enabled for the region indicated by the 'To' number.",
  ],
  '+15005550004': [21610, 'Attempt to send to unsubscribed recipient.'],
  '+15005550009': [21614, "The 'To' number is not a valid mobile number."],
}

function recipientOf(text: string): string {
  const to = messageAddress(text)
  if (to === undefined) throw refused(21211, "The 'To' number is not a valid phone number.")
  const refusal = refusedRecipients[to]
  if (refusal !== undefined) throw refused(...refusal)
  return to
}

const magicSender = '+15005550006'

const refusedSenders: Readonly<Record<string, readonly [code: number, message: string]>> = {
  '+15005550001': [21212, "The 'From' number is not a valid phone number, shortcode, or alphanumeric sender ID."],
  '+15005550007': [21606, "The 'From' phone number is not a message-capable number of this account."],
  '+15005550008': [21611, "This 'From' number has exceeded the maximum number of queued messages."],
}

function senderOf(network: Network, text: string, to: string, isTest: boolean): string {
  if (isWhatsApp(text) !== isWhatsApp(to)) {
    throw refused(21910, 'Invalid From and To pair. From and To should be of the same channel.')
  }
  if (isAlphanumeric(text)) return alphanumeric(text, to)
  const from = /^\d{3,6}$/.test(text) ? text : messageAddress(text)
  if (from === undefined) throw refused(...(refusedSenders['+15005550001'] as readonly [number, string])) // it is there
  const refusal = refusedSenders[from]
  if (refusal !== undefined) throw refused(...refusal)
  if (from === magicSender) return from
  if (!isTest && isOurs(network, from)) return from
  if (isWhatsApp(from)) throw refused(63007, 'Twilio could not find a Channel with the specified From address.')
  throw refused(21606, "The 'From' phone number is not a message-capable number of this account.")
}

const isOurs = ({ lines }: Network, sender: string): boolean =>
  lines.has(sender) || lines.has(sender.replace(/^whatsapp:/, ''))

const isAlphanumeric = (text: string): boolean => /^[A-Za-z0-9 +\-_&]{1,11}$/.test(text) && /[A-Za-z]/.test(text)

/** A name is shown where the country allows it, and North America does not. */
function alphanumeric(name: string, to: string): string {
  const country = countryOf(to)
  if (country === 'US' || country === 'CA') {
    throw refused(21612, "The 'To' phone number is not reachable from an alphanumeric sender.")
  }
  return name
}

/** With a From as well, it must be one of the service. */
function checkService(network: Network, serviceSid: string, from: string | undefined): void {
  const service = network.messages.services.get(serviceSid)
  if (service === undefined) throw refused(21701, 'The Messaging Service does not exist.')
  if (service.senders.length === 0) throw refused(21704, 'The Messaging Service contains no phone numbers.')
  if (from === undefined || service.senders.includes(messageAddress(from) ?? from)) return
  throw refused(21711, 'The From number is not associated to the specified Messaging Service.')
}
