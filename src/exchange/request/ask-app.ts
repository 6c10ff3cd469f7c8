/**
 * One question to the app, from the first try to the last hop: signed, journalled, retried, redirected.
 *
 * Holds the clock while it is under way. Knows nothing of what the answer means.
 * Source: reference twiml-voice.md §2.
 */
import { systemClock } from '../../clock/system-clock.ts'
import type { Leg } from '../call/leg.ts'
import type { RequestPurpose } from '../journal-event.ts'
import type { Network } from '../network.ts'
import { type DeliveryPolicy, deliveryPolicy } from './connection-overrides.ts'
import { type Parameter, sign, signedText } from './signature.ts'
import type { TransportAnswer } from './transport.ts'
import { encodeForm } from './wire.ts'

export interface Question {
  readonly leg: Leg
  readonly purpose: RequestPurpose
  /** Absolute; may carry credentials and connection overrides. */
  readonly url: string
  readonly method: 'GET' | 'POST'
  /** All of them, in the order they are sent. */
  readonly parameters: readonly Parameter[]
  /** The `I-Twilio-Idempotency-Token`; default a new one. */
  readonly token?: string
  /** Default 64 kB. */
  readonly maximumBytes?: number
}

export type Reply =
  | {
      readonly kind: 'answer'
      readonly requestId: string
      /** Where the answer came from in the end, without what the network itself had appended. */
      readonly url: string
      readonly status: number
      readonly contentType: string
      readonly body: string | Uint8Array
    }
  | {
      readonly kind: 'failure'
      readonly requestId: string
      readonly url: string
      /** Of the network's error dictionary. */
      readonly code: number
      readonly message: string
    }

/** Documents may be this long. Source: reference twiml-voice.md §9, documented. */
const documentBytes = 64 * 1024

const maximumHops = 10

const closed = 'The exchange is closed.'

/** Asks, and waits for the final answer. Never throws for what the app or the wire does. */
export async function askApp(network: Network, question: Question): Promise<Reply> {
  const requestId = network.nextRequestId()
  if (network.isClosed) return { kind: 'failure', requestId, url: question.url, code: 11205, message: closed }
  const release = network.clock.hold(`${question.purpose} request ${requestId}`)
  try {
    return await new Conversation(network, question, requestId).run()
  } finally {
    release()
  }
}

interface Hop {
  readonly url: URL
  readonly method: 'GET' | 'POST'
  readonly parameters: readonly Parameter[]
}

class Conversation {
  readonly #network: Network
  readonly #question: Question
  readonly #requestId: string
  readonly #token: string
  #authorization: string | undefined
  #attempt = 0

  constructor(network: Network, question: Question, requestId: string) {
    this.#network = network
    this.#question = question
    this.#requestId = requestId
    this.#token = question.token ?? network.createToken()
  }

  async run(): Promise<Reply> {
    const { url: text, method, parameters } = this.#question
    if (!URL.canParse(text) || !/^https?:/.test(text)) {
      return this.#failure(text, 11100, 'This is not an absolute http or https address.', 0)
    }
    let hop: Hop = { url: new URL(text), method, parameters }
    for (let hops = 0; hops <= maximumHops; hops++) {
      const answer = await this.#deliver(hop)
      if (answer.kind === 'failure') return answer
      const location = isRedirect(answer.status) ? answer.location : undefined
      if (location === undefined) return answer
      if (!URL.canParse(location, hop.url.href)) return this.#failure(location, 11100, 'The redirect leads nowhere.', 0)
      hop = this.#nextHop(hop, answer.status, location)
    }
    return this.#failure(text, 11215, `More than ${maximumHops} redirects in a row.`, 0)
  }

  /** 301, 302 and 303 become GET; the parameters of the verb are not sent again. */
  #nextHop(hop: Hop, status: number, location: string): Hop {
    const url = new URL(location, hop.url)
    if (status !== 307 && status !== 308) return { url, method: 'GET', parameters: [] }
    const isStandard = this.#network.settings.httpRedirect307 === 'standard'
    return { url, method: hop.method, parameters: isStandard ? hop.parameters : [] }
  }

  async #deliver(hop: Hop) {
    const { settings } = this.#network
    const policy = deliveryPolicy(hop.url.hash, settings.connectTimeout, settings.answerTimeout)
    for (let tries = 0; ; tries++) {
      const { answer, took } = await this.#send(hop, policy)
      const mayRepeat = tries < policy.retries && shouldRepeat(answer, policy.retryOn)
      if (answer.kind === 'failure') {
        const failure = this.#failure(bareUrl(hop.url), failureCodes[answer.stage], answer.message, took)
        if (!mayRepeat) return failure
        continue
      }
      const reply = this.#answer(hop, answer, took)
      if (answer.status === 401 && this.#mayAuthorize(hop, answer)) continue
      if (!mayRepeat) return reply
    }
  }

  async #send(hop: Hop, policy: DeliveryPolicy): Promise<{ answer: TransportAnswer; took: number }> {
    const { journal, transport, authToken } = this.#network
    const { leg, purpose } = this.#question
    const isPost = hop.method === 'POST'
    const form = encodeForm(hop.parameters)
    const base = bareUrl(hop.url)
    const url = isPost || form === '' ? base : `${base}${base.includes('?') ? '&' : '?'}${form}`
    const text = signedText(url, isPost ? hop.parameters : [])
    const signature = sign(authToken, text)
    this.#attempt += 1
    journal.append({
      kind: 'request-sent',
      callSid: leg.callSid,
      requestId: this.#requestId,
      purpose,
      method: hop.method,
      url,
      parameters: hop.parameters,
      signedText: text,
      signature,
      attempt: this.#attempt,
    })
    const startedAt = systemClock.now()
    const answer = await transport({
      method: hop.method,
      url,
      headers: this.#headers(hop, signature),
      ...(isPost && { body: form }),
      connectTimeout: policy.connectTimeout,
      answerTimeout: policy.answerTimeout,
      maximumBytes: this.#question.maximumBytes ?? documentBytes,
    })
    return { answer, took: systemClock.now() - startedAt }
  }

  #headers(hop: Hop, signature: string): Record<string, string> {
    const headers: Record<string, string> = {
      'user-agent': 'TwilioProxy/1.1',
      accept: '*/*',
      'x-twilio-signature': signature,
      'x-home-region': 'us1',
      'i-twilio-idempotency-token': this.#token,
    }
    if (hop.method === 'POST') headers['content-type'] = 'application/x-www-form-urlencoded; charset=UTF-8'
    if (this.#network.settings.cookieScope === 'call') {
      const cookie = this.#question.leg.cookies.headerFor(hop.url)
      if (cookie !== undefined) headers.cookie = cookie
    }
    if (this.#authorization !== undefined) headers.authorization = this.#authorization
    return headers
  }

  /** Credentials of the URL are sent only after the app asked for them. */
  #mayAuthorize(hop: Hop, answer: Extract<TransportAnswer, { kind: 'answer' }>): boolean {
    const { username, password } = hop.url
    if (this.#authorization !== undefined || username === '') return false
    if (!/^basic /i.test(String(answer.headers['www-authenticate'] ?? ''))) return false
    const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
    this.#authorization = `Basic ${Buffer.from(credentials).toString('base64')}`
    return true
  }

  #answer(hop: Hop, answer: Extract<TransportAnswer, { kind: 'answer' }>, took: number) {
    const { journal, clock } = this.#network
    const { leg, purpose } = this.#question
    const contentType = single(answer.headers['content-type']) ?? ''
    leg.cookies.store(hop.url, answer.headers['set-cookie'], clock.now())
    journal.append({
      kind: 'answer-received',
      callSid: leg.callSid,
      requestId: this.#requestId,
      status: answer.status,
      contentType,
      body: purpose === 'media' || /^audio\//i.test(contentType) ? '' : asText(answer.body),
      tookMilliseconds: took,
    })
    return {
      kind: 'answer',
      requestId: this.#requestId,
      url: bareUrl(hop.url),
      status: answer.status,
      contentType,
      body: answer.body,
      location: single(answer.headers.location),
    } as const
  }

  #failure(url: string, code: number, message: string, tookMilliseconds: number): Extract<Reply, { kind: 'failure' }> {
    const { requestId, callSid } = { requestId: this.#requestId, callSid: this.#question.leg.callSid }
    this.#network.journal.append({ kind: 'request-failed', callSid, requestId, code, message, tookMilliseconds })
    return { kind: 'failure', requestId, url, code, message }
  }
}

/** An answer's body as text. */
const asText = (body: string | Uint8Array): string => (typeof body === 'string' ? body : new TextDecoder().decode(body))

/** Source: reference twiml-voice.md §2.7 and §11. */
const failureCodes = { connect: 11205, timeout: 11203, protocol: 11206, 'too-large': 11750 } as const

const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status)

function shouldRepeat(answer: TransportAnswer, retryOn: ReadonlySet<string>): boolean {
  const has = (policy: string) => retryOn.has(policy) || retryOn.has('all')
  if (answer.kind === 'failure') return answer.stage === 'connect' ? has('ct') : answer.stage === 'timeout' && has('rt')
  return (answer.status >= 500 && has('5xx')) || (answer.status >= 400 && answer.status < 500 && has('4xx'))
}

/** The URL as it goes over the wire: without credentials and fragment. */
function bareUrl(url: URL): string {
  if (url.hash === '' && url.username === '' && url.password === '') return url.href
  const bare = new URL(url)
  bare.hash = ''
  bare.username = ''
  bare.password = ''
  return bare.href
}

const single = (header: string | readonly string[] | undefined): string | undefined =>
  typeof header === 'string' ? header : header?.[0]
