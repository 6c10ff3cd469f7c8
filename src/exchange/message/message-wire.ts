/** The parameters of requests about messages, in Twilio's spelling. */
import type { Instant } from '../../clock/clock.ts'
import { countryOf } from '../../phone/e164.ts'
import type { Network } from '../network.ts'
import type { Parameter } from '../request/signature.ts'
import type { TextMessage } from './message.ts'

/** What a callback about the progress of a message carries. Source: reference twilio-platform.md §9.2, documented. */
export function messageStatusParameters(message: TextMessage, { accountSid }: Network): readonly Parameter[] {
  const { messageSid, status, from, to, errorCode } = message
  return [
    ['MessageSid', messageSid],
    ['MessageStatus', status],
    ['SmsSid', messageSid],
    ['SmsStatus', status],
    ['AccountSid', accountSid],
    ['From', from],
    ['To', to],
    ['ApiVersion', '2010-04-01'],
    ...(errorCode === undefined ? [] : [['ErrorCode', String(errorCode)] as const]),
    ...(message.isWhatsApp ? channelParameters(message) : receiptParameters(message)),
  ]
}

function receiptParameters({ status, updatedAt }: TextMessage): Parameter[] {
  return status === 'delivered' || status === 'undelivered' ? [['RawDlrDoneDate', receiptDate(updatedAt)]] : []
}

/** `YYMMDDhhmm`. */
const receiptDate = (at: Instant): string => new Date(at).toISOString().replace(/\D/g, '').slice(2, 12)

function channelParameters({ status, errorCode }: TextMessage): Parameter[] {
  return [
    ['ChannelInstallSid', `XE${'0'.repeat(32)}`],
    ['ChannelPrefix', 'whatsapp'],
    ...(errorCode === undefined ? [] : [['ChannelStatusMessage', `Error ${errorCode}`] as const]),
    ...(status === 'read' ? [['EventType', 'READ'] as const] : []),
  ]
}

/** What the app is told of a message somebody wrote. Source: reference twilio-platform.md §9.3, documented. */
export function inboundParameters(message: TextMessage, network: Network, serviceSid?: string): readonly Parameter[] {
  const { messageSid, from, to, body, media, segments } = message
  return [
    ['MessageSid', messageSid],
    ['SmsSid', messageSid],
    ['SmsMessageSid', messageSid],
    ['AccountSid', network.accountSid],
    ...(serviceSid === undefined ? [] : [['MessagingServiceSid', serviceSid] as const]),
    ['From', from],
    ['To', to],
    ['Body', body],
    ['NumMedia', String(media.length)],
    ['NumSegments', String(segments)],
    ['SmsStatus', 'received'],
    ['ApiVersion', '2010-04-01'],
    ...media.flatMap(({ mediaSid, contentType }, place): Parameter[] => [
      [`MediaContentType${place}`, contentType],
      [`MediaUrl${place}`, `${network.baseUrl}${mediaPath(network, messageSid, mediaSid)}`],
    ]),
    ...(message.isWhatsApp ? whatsAppParameters(from) : [...places('From', from), ...places('To', to)]),
  ]
}

/** Where a file of a message is found, from the root of the host. */
export const mediaPath = ({ accountSid }: Network, messageSid: string, mediaSid: string): string =>
  `/2010-04-01/Accounts/${accountSid}/Messages/${messageSid}/Media/${mediaSid}`

function whatsAppParameters(from: string): Parameter[] {
  const number = from.replace(/^whatsapp:\+?/, '')
  return [
    ['ProfileName', number],
    ['WaId', number],
    ['ReferralNumMedia', '0'],
  ]
}

/** Approximate, as with calls: the country is known, nothing else is. */
function places(side: 'From' | 'To', number: string): Parameter[] {
  return [
    [`${side}City`, ''],
    [`${side}State`, ''],
    [`${side}Zip`, ''],
    [`${side}Country`, countryOf(number) ?? ''],
  ]
}
