/**
 * Messages: sent, listed, redacted, cancelled, forgotten; and their files.
 *
 * Source: reference twilio-platform.md §9.
 */
import { lookUpError } from '../../error-dictionary.ts'
import { TextMessage } from '../../message/message.ts'
import { mediaPath } from '../../message/message-wire.ts'
import type { MessageCallback } from '../../message/messages.ts'
import type { Network } from '../../network.ts'
import { dateOf, isWithin } from '../dates.ts'
import { listing, operation, type RestRequest } from '../operation.ts'
import { isAddress, type ParameterCodes } from '../read-parameters.ts'
import { notFound, refused } from '../twilio-error.ts'
import { checkAllowed, correspondents, messageAddress } from './correspondents.ts'
import { sendingTime } from './sending-time.ts'

const codes: ParameterCodes = {
  To: { missing: 21604 },
  StatusCallback: { invalid: 21609 },
  ApplicationSid: { invalid: 21218 },
  MessagingServiceSid: { invalid: 21701 },
  MaxPrice: { invalid: 21627 },
  ValidityPeriod: { invalid: 21624 },
  ContentSid: { invalid: 21655 },
  SendAt: { invalid: 35114 },
}

/** Everything that can be asked of messages. */
export const messageOperations = [
  operation('CreateMessage', createMessage, codes),
  operation('FetchMessage', (request) => renderMessage(request.network, messageOf(request, 'Sid'))),
  operation('UpdateMessage', updateMessage),
  listing('ListMessage', listMessages),
  operation('DeleteMessage', deleteMessage),
  listing('ListMedia', listMedia),
  operation('FetchMedia', (request) => renderMedia(request.network, messageOf(request), mediaOf(request))),
  operation('DeleteMedia', deleteMedia),
  operation('CreateMessageFeedback', giveFeedback),
]

const longestBody = 1600
const mostMedia = 10

function createMessage(request: RestRequest<'CreateMessage'>): object {
  const { network, parameters, isTest } = request
  const { Body: body = '', MediaUrl: mediaUrls = [], ContentSid: contentSid, ValidityPeriod: valid } = parameters
  const pair = correspondents(request)
  if (body === '' && mediaUrls.length === 0 && contentSid === undefined)
    throw refused(21602, 'Message body is required.')
  if (body.length > longestBody) {
    throw refused(21617, `The concatenated message body exceeds the ${longestBody} character limit.`)
  }
  checkMedia(mediaUrls)
  checkContent(parameters)
  if (valid !== undefined && (valid < 1 || valid > 36_000)) {
    throw refused(21624, 'The validity period must be 1 to 36000 seconds.')
  }
  const callback = callbackOf(request)
  const sendAt = sendingTime(network, parameters)
  checkAllowed(network, pair)
  const message = {
    direction: 'outbound-api',
    ...pair,
    body,
    mediaUrls,
    ...(callback && { callback }),
    ...(valid !== undefined && { validSeconds: valid }),
    ...(sendAt !== undefined && { sendAt }),
    isTemplate: contentSid !== undefined,
  } as const
  if (isTest) return renderTestMessage(network, message)
  return renderMessage(network, network.messages.send(message))
}

function checkMedia(urls: readonly string[]): void {
  if (urls.length > mostMedia) throw refused(21623, `Number of media files exceeds allowed limit of ${mostMedia}.`)
  if (!urls.every(isAddress)) throw refused(21620, 'Invalid media URL(s).')
}

function checkContent(parameters: RestRequest<'CreateMessage'>['parameters']): void {
  const { ContentVariables: variables, FallbackFrom: fallback, From: from, MessagingServiceSid: service } = parameters
  if (variables !== undefined && !isMap(variables)) throw refused(21656, 'The ContentVariables parameter is invalid.')
  if (fallback === undefined) return
  if (from !== undefined) throw refused(21664, 'FallbackFrom cannot be used with a From sender.')
  if (service === undefined) throw refused(21666, 'FallbackFrom requires MessagingServiceSid.')
  throw refused(21667, 'FallbackFrom requires an RCS sender on the service.')
}

function isMap(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}

/** Its own, else that of the application, else that of the service. Source: §9.1, documented. */
function callbackOf({ network, parameters }: RestRequest<'CreateMessage'>): MessageCallback | undefined {
  const { StatusCallback: own, ApplicationSid: applicationSid, MessagingServiceSid: serviceSid } = parameters
  const application = network.applications.get(applicationSid ?? '')
  if (applicationSid !== undefined && application === undefined) {
    throw refused(21218, 'There is no application of that SID.')
  }
  if (own !== undefined && new URL(own).hostname.includes('_')) {
    throw refused(21609, 'StatusCallback may not have an underscore in its host.')
  }
  const url =
    own ?? application?.messageStatusCallback ?? network.messages.services.get(serviceSid ?? '')?.statusCallback
  return url === undefined ? undefined : { url, method: 'POST' }
}

function updateMessage(request: RestRequest<'UpdateMessage'>): object {
  const { network, parameters, given } = request
  const message = messageOf(request, 'Sid')
  const { Status: status, Body: body } = parameters
  if (body !== undefined) throw refused(20001, 'A message can only be redacted: Body must be empty.')
  if (status !== undefined && !network.messages.cancel(message)) {
    throw refused(30409, 'The message is not scheduled any more and cannot be canceled.')
  }
  if (given.has('Body')) {
    if (!message.isFinal) throw refused(20009, 'Cannot redact this resource before it is complete')
    message.redact()
  }
  return renderMessage(network, message)
}

function listMessages({ network, parameters }: RestRequest<'ListMessage'>) {
  const { To: to, From: from, DateSent: on, 'DateSent<': before, 'DateSent>': after } = parameters
  const items = network.messages
    .all()
    .toReversed()
    .filter((message) => {
      if (to !== undefined && message.to !== (messageAddress(to) ?? to)) return false
      if (from !== undefined && message.from !== (messageAddress(from) ?? from)) return false
      return isWithin(message.sentAt, { on, before, after })
    })
  return {
    key: 'messages',
    items,
    sidOf: ({ messageSid }: TextMessage) => messageSid,
    render: (message: TextMessage) => renderMessage(network, message),
  }
}

function deleteMessage(request: RestRequest<'DeleteMessage'>): undefined {
  const message = messageOf(request, 'Sid')
  if (!message.isFinal) throw refused(20009, 'Cannot delete this resource before it is complete')
  request.network.messages.remove(message)
}

function listMedia(request: RestRequest<'ListMedia'>) {
  const { network, parameters } = request
  const message = messageOf(request)
  const { DateCreated: on, 'DateCreated<': before, 'DateCreated>': after } = parameters
  return {
    key: 'media_list',
    items: isWithin(message.createdAt, { on, before, after }) ? message.media : [],
    sidOf: ({ mediaSid }: Media) => mediaSid,
    render: (media: Media) => renderMedia(network, message, media),
  }
}

function deleteMedia(request: RestRequest<'DeleteMedia'>): undefined {
  const message = messageOf(request)
  const gone = mediaOf(request)
  if (!message.isFinal) throw refused(20009, 'Cannot delete this resource before it is complete')
  message.media = message.media.filter((media) => media !== gone)
}

/** Noted by nobody: there is nobody who would learn from it. */
function giveFeedback(request: RestRequest<'CreateMessageFeedback'>): object {
  const { network, parameters } = request
  const { messageSid } = messageOf(request)
  const now = dateOf(network.clock.now())
  return {
    account_sid: network.accountSid,
    message_sid: messageSid,
    outcome: parameters.Outcome ?? 'confirmed',
    date_created: now,
    date_updated: now,
    uri: `${messageUri(network, messageSid)}/Feedback.json`,
  }
}

type Media = TextMessage['media'][number]

interface Place {
  readonly network: Network
  readonly path: Readonly<Record<string, string>>
  readonly pathname: string
}

function messageOf({ network, path, pathname }: Place, name: 'Sid' | 'MessageSid' = 'MessageSid'): TextMessage {
  const message = network.messages.find(path[name] ?? '')
  if (message === undefined) throw notFound(pathname)
  return message
}

function mediaOf(request: Place): Media {
  const media = messageOf(request).media.find(({ mediaSid }) => mediaSid === request.path.Sid)
  if (media === undefined) throw notFound(request.pathname)
  return media
}

const messageUri = ({ accountSid }: Network, messageSid: string): string =>
  `/2010-04-01/Accounts/${accountSid}/Messages/${messageSid}`

/** A message as the interface shows it. What it costs is never known. */
function renderMessage(network: Network, message: TextMessage): object {
  const { messageSid, errorCode, messagingServiceSid, from } = message
  const uri = messageUri(network, messageSid)
  // Of a service, until it has found a sender. Source: §9.2, documented.
  const isOpen = from === ''
  return {
    account_sid: network.accountSid,
    api_version: '2010-04-01',
    body: message.body,
    date_created: dateOf(message.createdAt),
    date_sent: dateOf(message.sentAt),
    date_updated: dateOf(message.updatedAt),
    direction: message.direction,
    error_code: errorCode ?? null,
    error_message: errorCode === undefined ? null : (lookUpError(errorCode)?.title ?? null),
    from: isOpen ? null : from,
    messaging_service_sid: messagingServiceSid ?? null,
    num_media: String(message.media.length),
    num_segments: isOpen ? '0' : String(message.segments),
    price: null,
    price_unit: 'USD',
    sid: messageSid,
    status: message.status,
    subresource_uris: { media: `${uri}/Media.json`, feedback: `${uri}/Feedback.json` },
    to: message.to,
    uri: `${uri}.json`,
  }
}

function renderMedia(network: Network, message: TextMessage, { mediaSid, contentType }: Media): object {
  return {
    account_sid: network.accountSid,
    content_type: contentType,
    date_created: dateOf(message.createdAt),
    date_updated: dateOf(message.createdAt),
    parent_sid: message.messageSid,
    sid: mediaSid,
    uri: `${mediaPath(network, message.messageSid, mediaSid)}.json`,
  }
}

interface Draft {
  readonly direction: 'outbound-api'
  readonly from: string
  readonly to: string
  readonly body: string
}

/** What test credentials get: a message that looks sent and never is. */
function renderTestMessage(network: Network, draft: Draft): object {
  const messageSid = network.createSid('SM')
  return renderMessage(network, new TextMessage({ ...draft, messageSid, status: 'queued' }, network.clock))
}
