/**
 * What an app answers to a message, document after document, until nothing more is to be asked.
 *
 * Source: reference twilio-platform.md §3 and §9.3, documented; action as the old pages of Message have it.
 */
import { seconds } from '../../clock/duration.ts'
import { dialledNumber } from '../call/dialled-number.ts'
import type { MessageUrls } from '../call/line.ts'
import type { Network } from '../network.ts'
import { askApp, type Reply } from '../request/ask-app.ts'
import type { Parameter } from '../request/signature.ts'
import type { TextMessage } from './message.ts'
import { inboundParameters } from './message-wire.ts'
import { type ReplyVerb, readReply } from './reply.ts'

/** Whom to ask. */
export interface MessageRoute {
  readonly urls: MessageUrls & { readonly messageUrl: string }
  readonly serviceSid: string | undefined
}

const mostReplies = 10
const mostDocuments = 50
const longestMessage = 1600

/** At most so many replies between two numbers in so long. Source: §9.3, documented; the numbers are approximate there. */
const loop = { replies: 15, within: seconds(30) }

/** Asks the app about a message and does what it says. Never throws for what the app does. */
export async function converse(network: Network, message: TextMessage, route: MessageRoute): Promise<void> {
  const endWork = network.beginWork(`answer to message ${message.messageSid}`)
  try {
    await new Session(network, message, route).run()
  } finally {
    endWork()
  }
}

interface Hop {
  readonly purpose: 'message' | 'fallback' | 'action' | 'redirect'
  readonly url: string
  readonly method: 'GET' | 'POST'
  readonly own: readonly Parameter[]
}

class Session {
  readonly #network: Network
  readonly #message: TextMessage
  readonly #route: MessageRoute
  #replies = 0

  constructor(network: Network, message: TextMessage, route: MessageRoute) {
    this.#network = network
    this.#message = message
    this.#route = route
  }

  async run(): Promise<void> {
    const { messageUrl, messageMethod = 'POST' } = this.#route.urls
    let hop: Hop | undefined = { purpose: 'message', url: messageUrl, method: messageMethod, own: [] }
    for (let documents = 0; hop !== undefined; documents++) {
      if (documents >= mostDocuments) return this.#report(14106, 'The app answered with a document after another.')
      hop = await this.#ask(hop)
    }
  }

  /** Does what the answer says; returns what is to be asked next. */
  async #ask({ purpose, url, method, own }: Hop): Promise<Hop | undefined> {
    const parameters = [...inboundParameters(this.#message, this.#network, this.#route.serviceSid), ...own]
    const reply = await askApp(this.#network, { leg: this.#message, purpose, url, method, parameters })
    if (this.#network.isClosed) return undefined
    const read = this.#read(reply)
    if ('verbs' in read) return this.#perform(read.verbs, reply.kind === 'answer' ? reply.url : url)
    const { code, text, line } = read
    this.#report(code, text, { severity: 'error', requestId: reply.requestId, ...(line !== undefined && { line }) })
    return purpose === 'fallback' ? undefined : this.#fallback(code, url)
  }

  #fallback(code: number, failedUrl: string): Hop | undefined {
    const { messageFallbackUrl: url, messageFallbackMethod: method = 'POST' } = this.#route.urls
    const own: Parameter[] = [
      ['ErrorCode', String(code)],
      ['ErrorUrl', failedUrl],
    ]
    return url === undefined ? undefined : { purpose: 'fallback', url, method, own }
  }

  #read(reply: Reply): { verbs: readonly ReplyVerb[] } | { code: number; text: string; line?: number } {
    if (reply.kind === 'failure') return { code: reply.code, text: reply.message }
    const { status, contentType, body, requestId } = reply
    if (status < 200 || status >= 300) return { code: 11200, text: `The app answered with status ${status}.` }
    const text = typeof body === 'string' ? body : new TextDecoder().decode(body)
    const read = readReply(contentType, text)
    if (read.kind === 'unreadable') return { code: read.code, text: read.message, line: read.line }
    for (const { code, message, line } of read.findings) this.#report(code, message, { requestId, line })
    return { verbs: read.verbs }
  }

  /** What follows an element that leads elsewhere is never reached. */
  #perform(verbs: readonly ReplyVerb[], base: string): Hop | undefined {
    for (const verb of verbs) {
      const method = verb.method?.toUpperCase() === 'GET' ? 'GET' : 'POST'
      if (verb.verb === 'redirect') return this.#hop('redirect', verb.url, method, base, [])
      const own = this.#send(verb, base)
      if (verb.action !== undefined && own !== undefined) return this.#hop('action', verb.action, method, base, own)
    }
    return undefined
  }

  #hop(purpose: Hop['purpose'], address: string, method: 'GET' | 'POST', base: string, own: readonly Parameter[]) {
    if (URL.canParse(address, base)) return { purpose, url: new URL(address, base).href, method, own }
    this.#report(11100, 'The address is none.')
    return undefined
  }

  /** Sends a reply; undefined when the app is to be asked nothing about it. */
  #send(verb: Extract<ReplyVerb, { verb: 'message' }>, base: string): readonly Parameter[] | undefined {
    this.#replies += 1
    const { messages } = this.#network
    const to = address(verb.to ?? this.#message.from)
    const from = address(verb.from ?? this.#message.to)
    const objection = this.#objection(verb, from, to)
    if (objection !== undefined) {
      this.#report(objection.code, objection.text, { line: verb.line })
      return [['MessageStatus', 'invalid']]
    }
    const callback = verb.statusCallback ?? this.#route.urls.messageStatusCallback
    const url = callback && URL.canParse(callback, base) ? new URL(callback, base).href : undefined
    const sent = messages.send({
      direction: 'outbound-reply',
      from: from ?? '',
      to: to ?? '',
      body: verb.body,
      mediaUrls: verb.mediaUrls.flatMap((media) => (URL.canParse(media, base) ? [new URL(media, base).href] : [])),
      ...(url !== undefined && { callback: { url, method: 'POST' } }),
    })
    return [
      ['MessageSid', sent.messageSid],
      ['MessageStatus', 'sending'],
    ]
  }

  #objection(verb: Extract<ReplyVerb, { verb: 'message' }>, from: string | undefined, to: string | undefined) {
    const { messages, settings, verifiedNumbers } = this.#network
    if (this.#replies > mostReplies) return { code: 14109, text: `A message gets at most ${mostReplies} replies.` }
    if (to === undefined) return { code: 14101, text: 'The reply goes to no number.' }
    if (from === undefined) return { code: 14102, text: 'The reply comes from no number.' }
    if ((verb.body === '' && verb.mediaUrls.length === 0) || verb.body.length > longestMessage) {
      return { code: 14103, text: `A reply has 1 to ${longestMessage} characters; this one has ${verb.body.length}.` }
    }
    if (!isLine(this.#network, from)) return { code: 14108, text: 'The reply comes from a number that is not yours.' }
    if (settings.trial && !verifiedNumbers.has(to)) {
      return { code: 14111, text: 'A trial account writes to verified numbers only.' }
    }
    if (messages.isBlocked(from, to))
      return { code: 21610, text: 'The recipient does not want to hear from this sender.' }
    return this.#isLoop(from, to) ? { code: 14107, text: 'Two numbers answer each other in a circle.' } : undefined
  }

  #isLoop(from: string, to: string): boolean {
    const { messages, clock } = this.#network
    const since = clock.now() - loop.within
    const replies = messages.all().filter((other) => {
      const isBetween = (other.from === from && other.to === to) || (other.from === to && other.to === from)
      return other.direction === 'outbound-reply' && isBetween && other.createdAt > since
    })
    return replies.length >= loop.replies
  }

  #report(code: number, message: string, more: { severity?: 'error'; requestId?: string; line?: number } = {}): void {
    this.#network.report({ messageSid: this.#message.messageSid, severity: 'warning', code, message, ...more })
  }
}

/** A number of the telephone network or of WhatsApp. */
function address(text: string): string | undefined {
  const [, channel = '', number = ''] = /^(whatsapp:)?(.*)$/s.exec(text.trim()) ?? []
  const dialled = /^\d{3,6}$/.test(number) ? number : dialledNumber(number)
  return dialled === undefined ? undefined : `${channel}${dialled}`
}

/** Whether messages may come from it. */
const isLine = ({ lines }: Network, number: string): boolean =>
  lines.has(number) || lines.has(number.replace(/^whatsapp:/, ''))
