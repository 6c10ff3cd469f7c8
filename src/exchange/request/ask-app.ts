/**
 * One question to the app, from the first try to the last hop: signed, journalled, retried, redirected.
 *
 * Holds the clock while it is under way. Knows nothing of what the answer means.
 * Source: reference twiml-voice.md §2.
 */
import { systemClock } from '../../clock/system-clock.ts'
import type { RequestPurpose } from '../journal-event.ts'
import type { Network } from '../network.ts'
import { addressWithoutKeys, isPrivate, withoutKeys } from '../private-keys.ts'
import { authorize } from './authorization.ts'
import { type DeliveryPolicy, deliveryPolicy } from './connection-overrides.ts'
import { cookiesOf } from './cookies-of.ts'
import { type Parameter, sign, signedText } from './signature.ts'
import { type Subject, sidsOf } from './subject.ts'
import type { ConnectFailure, TransportAnswer } from './transport.ts'
import { encodeForm } from './wire.ts'

export interface Question {
  /** Whose request it is: a leg's, or a message's in its place. */
  readonly leg: Subject
  readonly purpose: RequestPurpose
  /** Absolute; may carry credentials and connection overrides. */
  readonly url: string
  readonly method: 'GET' | 'POST'
  /** All of them, in the order they are sent. */
  readonly parameters: readonly Parameter[]
  /** The `I-Twilio-Idempotency-Token`; default a new one. */
  readonly token?: string
  /** What is known already: `if-none-match`, `if-modified-since`. */
  readonly conditions?: Readonly<Record<string, string>>
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
      /** Names in lower case. */
      readonly headers: Headers
      readonly body: string | Uint8Array
    }
  | {
      readonly kind: 'failure'
      readonly requestId: string
      readonly url: string
      /** Of the network's error dictionary. */
      readonly code: number
      readonly message: string
      readonly help?: string
    }

type Headers = Extract<TransportAnswer, { kind: 'answer' }>['headers']

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
  readonly #startedAt = systemClock.now()
  #authorization: string | undefined
  #attempt = 0

  constructor(network: Network, question: Question, requestId: string) {
    this.#network = network
    this.#question = question
    this.#requestId = requestId
    this.#token = question.token ?? network.createToken()
  }

  async run(): Promise<Reply> {
    const { url: text, method, parameters, purpose } = this.#question
    const objection = objectionTo(this.#question)
    if (objection !== undefined) return this.#failure(text, objection.code, objection.message, 0)
    let hop: Hop = { url: new URL(text), method, parameters }
    for (let hops = 0; hops <= maximumHops; hops++) {
      const answer = await this.#deliver(hop)
      if (answer.kind === 'failure') return answer
      const location = isRedirect(answer.status) ? answer.location : undefined
      if (location === undefined) return answer
      if (!URL.canParse(location, hop.url.href)) return this.#failure(location, 11100, 'The redirect leads nowhere.', 0)
      hop = this.#nextHop(hop, answer.status, location)
      if (purpose === 'action' && hops === 0 && hop.parameters.length === 0) this.#warnOfLoss(answer.status)
    }
    return this.#failure(text, 11215, `More than ${maximumHops} redirects in a row.`, 0)
  }

  /** Source: reference twiml-voice.md §12 row 5. */
  #warnOfLoss(status: number): void {
    this.#network.report({
      ...sidsOf(this.#question.leg),
      requestId: this.#requestId,
      severity: 'warning',
      message: `The action answered with the redirect ${status}: what it was told, Digits and all, is not sent again.`,
      help: 'Give the verb the address that the redirect leads to: mind https and a slash at the end.',
    })
  }

  /** 301, 302 and 303 become GET; the parameters of the verb are not sent again. */
  #nextHop(hop: Hop, status: number, location: string): Hop {
    const url = new URL(location, hop.url)
    // Whoever is redirected to has not asked for credentials yet, and may be somebody else.
    this.#authorization = undefined
    if (status !== 307 && status !== 308) return { url, method: 'GET', parameters: [] }
    const isStandard = this.#network.settings.httpRedirect307 === 'standard'
    return { url, method: hop.method, parameters: isStandard ? hop.parameters : [] }
  }

  async #deliver(hop: Hop) {
    const { settings } = this.#network
    const policy = deliveryPolicy(hop.url.hash, settings.connectTimeout, settings.answerTimeout)
    const { objection } = policy
    if (objection !== undefined) return this.#failure(bareUrl(hop.url), objection.code, objection.message, 0)
    for (let triesLeft = policy.retries; ; triesLeft--) {
      const { answer, url, took } = await this.#send(hop, policy)
      const mayRepeat = triesLeft > 0 && this.#timeLeft(policy) > 0 && shouldRepeat(answer, policy.retryOn)
      if (answer.kind === 'failure') {
        const failure = this.#failure(
          bareUrl(hop.url),
          codeOf(answer),
          this.#wordsOf(answer, policy),
          took,
          answer.help,
        )
        if (!mayRepeat) return failure
        continue
      }
      const reply = this.#answer(hop, answer, took)
      if (answer.status === 401 && this.#authorizes(hop, url, answer)) triesLeft += 1
      else if (!mayRepeat) return reply
    }
  }

  /** A try has what the ones before it left; whoever reads of it knows the time for all of them. */
  #wordsOf({ stage, message }: Extract<TransportAnswer, { kind: 'failure' }>, policy: DeliveryPolicy): string {
    return stage === 'timeout' && this.#timeLeft(policy) <= 1
      ? `no complete answer within ${policy.answerTimeout} ms`
      : message
  }

  /** Of the real time that all tries may take together, redirects included. */
  #timeLeft(policy: DeliveryPolicy): number {
    return policy.answerTimeout - (systemClock.now() - this.#startedAt)
  }

  async #send(hop: Hop, policy: DeliveryPolicy): Promise<{ answer: TransportAnswer; url: string; took: number }> {
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
      ...sidsOf(leg),
      requestId: this.#requestId,
      purpose,
      method: hop.method,
      ...(isPrivate(url)
        ? {
            url: addressWithoutKeys(url),
            parameters: withoutKeys(hop.parameters),
            signedText: signedText(addressWithoutKeys(url), isPost ? withoutKeys(hop.parameters) : []),
          }
        : { url, parameters: hop.parameters, signedText: text }),
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
      ...(policy.readTimeout !== undefined && { readTimeout: policy.readTimeout }),
      answerTimeout: Math.max(1, this.#timeLeft(policy)),
      maximumBytes: this.#question.maximumBytes ?? documentBytes,
    })
    return { answer, url, took: systemClock.now() - startedAt }
  }

  #headers(hop: Hop, signature: string): Record<string, string> {
    const headers: Record<string, string> = {
      'user-agent': 'TwilioProxy/1.1',
      accept: '*/*',
      'accept-encoding': 'gzip',
      'x-twilio-signature': signature,
      'x-home-region': 'us1',
      'i-twilio-idempotency-token': this.#token,
      ...this.#question.conditions,
    }
    if (hop.method === 'POST') headers['content-type'] = 'application/x-www-form-urlencoded; charset=UTF-8'
    const cookie = cookiesOf(this.#network, this.#question.leg)?.headerFor(hop.url)
    if (cookie !== undefined) headers.cookie = cookie
    if (this.#authorization !== undefined) headers.authorization = this.#authorization
    return headers
  }

  /** Credentials of the URL are sent only after the app asked for them, and once. */
  #authorizes(hop: Hop, url: string, answer: Extract<TransportAnswer, { kind: 'answer' }>): boolean {
    if (this.#authorization !== undefined || hop.url.username === '') return false
    const [username, password] = [decodeURIComponent(hop.url.username), decodeURIComponent(hop.url.password)]
    const nonce = this.#network.createToken().replaceAll('-', '')
    const request = { method: hop.method, url, username, password }
    this.#authorization = authorize(request, answer.headers['www-authenticate'], nonce)
    return this.#authorization !== undefined
  }

  #answer(hop: Hop, answer: Extract<TransportAnswer, { kind: 'answer' }>, took: number) {
    const { journal, clock } = this.#network
    const { leg, purpose } = this.#question
    const contentType = single(answer.headers['content-type']) ?? ''
    cookiesOf(this.#network, leg)?.store(hop.url, answer.headers['set-cookie'], clock.now())
    journal.append({
      kind: 'answer-received',
      ...sidsOf(leg),
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
      headers: answer.headers,
      body: answer.body,
      location: single(answer.headers.location),
    } as const
  }

  #failure(
    url: string,
    code: number,
    message: string,
    tookMilliseconds: number,
    help?: string,
  ): Extract<Reply, { kind: 'failure' }> {
    const requestId = this.#requestId
    const sids = sidsOf(this.#question.leg)
    this.#network.journal.append({ kind: 'request-failed', ...sids, requestId, code, message, tookMilliseconds })
    return { kind: 'failure', requestId, url, code, message, ...(help !== undefined && { help }) }
  }
}

/** An answer's body as text. */
const asText = (body: string | Uint8Array): string => (typeof body === 'string' ? body : new TextDecoder().decode(body))

/** Why an address is not asked at all. Source: reference twiml-voice.md §2.1, documented. */
function objectionTo({ url, purpose }: Question): { readonly code: number; readonly message: string } | undefined {
  if (/[{}]/.test(url)) return /^(?:[^{}]|\{[^{}]*\})*$/.test(url) ? unknownToken : unclosedBrace
  if (!URL.canParse(url) || !/^https?:/.test(url)) {
    return { code: 11100, message: 'This is not an absolute http or https address.' }
  }
  if (!purpose.endsWith('-status') || !new URL(url).hostname.includes('_')) return undefined
  return { code: 11210, message: 'A host with an underscore in its name is not told of anything.' }
}

/** Braces make an address a template, whose names nobody publishes. */
const unknownToken = { code: 11310, message: 'The address holds a name in braces that the network does not know.' }
const unclosedBrace = { code: 11320, message: 'The address holds a brace that is not closed.' }

/** Source: reference twiml-voice.md §2.7 and §11. */
function codeOf({ stage, reason }: Extract<TransportAnswer, { kind: 'failure' }>): number {
  return stage === 'connect' && reason !== undefined ? connectCodes[reason] : failureCodes[stage]
}

const failureCodes = { connect: 11205, timeout: 11203, protocol: 11206, 'too-large': 11750, forbidden: 11205 } as const

const connectCodes: Readonly<Record<ConnectFailure, number>> = {
  timeout: 11201,
  refused: 11202,
  'unknown-host': 11210,
  tls: 11220,
  'certificate-name': 11235,
  'certificate-expired': 11236,
  'certificate-untrusted': 11237,
}

const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status)

function shouldRepeat(answer: TransportAnswer, retryOn: ReadonlySet<string>): boolean {
  const has = (policy: string) => retryOn.has(policy) || retryOn.has('all')
  if (answer.kind === 'failure' && answer.isPartial) return false
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
