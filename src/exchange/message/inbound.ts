/**
 * Somebody writes to a number of ours: keywords are heeded, the app is asked, and what it answers is sent.
 *
 * Source: reference twilio-platform.md §9.3 and §10, documented.
 */
import type { Line, MessageUrls } from '../call/line.ts'
import type { Network } from '../network.ts'
import type { TextMessage } from './message.ts'
import type { MessagingService } from './messaging-service.ts'
import { keywordOf, keywordReplies } from './opt-out.ts'
import { converse } from './session.ts'
import { isTollFree } from './us-long-code.ts'

/** Somebody writes. */
export interface MessageRequest {
  /** E.164. */
  readonly from: string
  /** The number of a line. */
  readonly to: string
  /** Default empty, as with a picture alone. */
  readonly body?: string
  /** Absolute; what each is, is told by its ending. */
  readonly mediaUrls?: readonly string[]
  /** Default `sms`. */
  readonly channel?: 'sms' | 'whatsapp'
}

/** Takes a message in and asks the app. The promise ends with the last answer of the app. */
export async function receiveMessage(network: Network, request: MessageRequest): Promise<void> {
  await takeIn(network, request).session
}

/** Takes a message in. */
export function takeIn(network: Network, request: MessageRequest): { message: TextMessage; session: Promise<void> } {
  const { body = '', mediaUrls = [], channel = 'sms' } = request
  const [from, to] = channel === 'sms' ? [request.from, request.to] : [whatsApp(request.from), whatsApp(request.to)]
  const service = network.messages.serviceOf(to)
  const message = network.messages.add(
    { direction: 'inbound', from, to, body, status: 'received', ...(service && { messagingServiceSid: service.sid }) },
    mediaUrls,
  )
  const { messageSid } = message
  network.journal.append({ kind: 'message-received', messageSid, from, to, text: body, media: mediaUrls.length })
  return { message, session: answer(network, message) }
}

const whatsApp = (number: string): string => (number.startsWith('whatsapp:') ? number : `whatsapp:${number}`)

async function answer(network: Network, message: TextMessage): Promise<void> {
  const { from, to, isWhatsApp } = message
  if (isWhatsApp) network.messages.windows.opened(from, to, network.clock.now())
  const line = network.lines.get(to) ?? network.lines.get(to.replace(/^whatsapp:/, ''))
  if (line === undefined) {
    const help = 'Add the line first, in E.164.'
    network.report({
      ...sidOf(message),
      severity: 'error',
      message: 'No line has the number that was written to.',
      help,
    })
    return
  }
  const service = network.messages.serviceOf(to)
  if (!isWhatsApp) heedKeyword(network, message, service)
  const isOfNumber = service === undefined || service.useInboundWebhookOnNumber
  const urls = isOfNumber ? urlsOfLine(network, line) : urlsOf(service)
  if (urls.messageUrl === undefined) return
  await converse(network, message, { urls: { ...urls, messageUrl: urls.messageUrl }, serviceSid: service?.sid })
}

/** Those of its application, when it has one. Source: reference twilio-platform.md §8, documented. */
function urlsOfLine({ applications }: Network, line: Line): MessageUrls {
  const { messageApplicationSid: sid } = line
  return sid === undefined ? line : (applications.get(sid) ?? {})
}

/** The webhook is called all the same. Short codes have no keywords unless they are set up. Source: §10. */
function heedKeyword(network: Network, message: TextMessage, service: MessagingService | undefined): void {
  const { from, to, body } = message
  if (!to.startsWith('+')) return
  const keyword = keywordOf(body, isTollFree(to))
  if (keyword === undefined || !network.messages.optOuts.take(keyword, service?.sid ?? to, from)) return
  const reply = { direction: 'outbound-reply', from: to, to: from, body: keywordReplies[keyword] } as const
  network.messages.send({ ...reply, isOfNetwork: true })
}

const sidOf = ({ messageSid }: TextMessage) => ({ messageSid })

function urlsOf({
  inboundRequestUrl,
  inboundMethod,
  fallbackUrl,
  fallbackMethod,
  statusCallback,
}: MessagingService): MessageUrls {
  return {
    ...(inboundRequestUrl !== undefined && { messageUrl: inboundRequestUrl }),
    ...(inboundMethod !== undefined && { messageMethod: inboundMethod }),
    ...(fallbackUrl !== undefined && { messageFallbackUrl: fallbackUrl }),
    ...(fallbackMethod !== undefined && { messageFallbackMethod: fallbackMethod }),
    ...(statusCallback !== undefined && { messageStatusCallback: statusCallback }),
  }
}
