/**
 * A message: what it says, between whom, and how far it has come.
 *
 * Source: reference twilio-platform.md §9.2, documented.
 */
import type { Clock, Instant } from '../../clock/clock.ts'
import { Scope } from '../call/scope.ts'
import { segmentsOf } from './segments.ts'

/**
 * How far a message has come. `accepted`: a messaging service has to find a sender. `scheduled`: it waits for its hour.
 * `queued`: it waits for its turn. `sent`: the carrier has it. `received`: somebody wrote it to a number of ours.
 *
 * ```
 * accepted --+-> queued -> sent -> delivered -> read
 * scheduled -+      |        |-> undelivered
 *     |             |-> failed
 *     |-> canceled
 * ```
 */
export type MessageStatus =
  | 'accepted'
  | 'scheduled'
  | 'canceled'
  | 'queued'
  | 'sent'
  | 'delivered'
  | 'undelivered'
  | 'failed'
  | 'read'
  | 'received'

/** Who began it: a person, the API, a document that answers a message, or one that answers a call. */
export type MessageDirection = 'inbound' | 'outbound-api' | 'outbound-reply' | 'outbound-call'

/** A picture, a sound or another file that goes with a message. */
export interface MessageMedia {
  readonly mediaSid: string
  /** Where it really is. */
  readonly url: string
  readonly contentType: string
}

/** What a message begins with. */
export interface MessageOptions {
  readonly messageSid: string
  readonly direction: MessageDirection
  /** Empty until a messaging service has found one. */
  readonly from: string
  readonly to: string
  readonly body: string
  readonly media?: readonly MessageMedia[]
  readonly status: MessageStatus
  readonly messagingServiceSid?: string
}

/** A message of the exchange. A live view: it changes as it goes its way. */
export class TextMessage {
  readonly messageSid: string
  readonly direction: MessageDirection
  readonly to: string
  readonly createdAt: Instant
  readonly messagingServiceSid: string | undefined
  /** Ends what is waited for on its behalf. */
  readonly life = new Scope()
  media: readonly MessageMedia[]
  #from: string
  #body: string
  #status: MessageStatus
  #errorCode: number | undefined
  #updatedAt: Instant
  #sentAt: Instant | undefined
  #segments: number
  readonly #clock: Clock

  constructor(options: MessageOptions, clock: Clock) {
    const { messageSid, direction, from, to, body, media = [], status, messagingServiceSid } = options
    this.messageSid = messageSid
    this.direction = direction
    this.to = to
    this.media = media
    this.messagingServiceSid = messagingServiceSid
    this.createdAt = clock.now()
    this.#updatedAt = this.createdAt
    this.#from = from
    this.#body = body
    this.#segments = segmentsOf(body).count
    this.#status = status
    this.#clock = clock
    if (status === 'received') this.#sentAt = this.createdAt
  }

  /** E.164, an alphanumeric name, or `whatsapp:` and a number. */
  get from(): string {
    return this.#from
  }

  /** Empty once it was redacted. */
  get body(): string {
    return this.#body
  }

  get status(): MessageStatus {
    return this.#status
  }

  /** Of the error dictionary, once it has failed. */
  get errorCode(): number | undefined {
    return this.#errorCode
  }

  get updatedAt(): Instant {
    return this.#updatedAt
  }

  get sentAt(): Instant | undefined {
    return this.#sentAt
  }

  /** Of the text as it was written, also after it was redacted. */
  get segments(): number {
    return this.#segments
  }

  get isWhatsApp(): boolean {
    return this.to.startsWith('whatsapp:')
  }

  /** Whether nothing more can become of it, but that it is read. */
  get isFinal(): boolean {
    return finalStatuses.has(this.#status)
  }

  /** The messaging service has found a sender. */
  comeFrom(sender: string): void {
    this.#from = sender
  }

  /** Takes the text away; everything else stays. */
  redact(): void {
    this.#body = ''
    this.#updatedAt = this.#clock.now()
  }

  become(status: MessageStatus, errorCode?: number): void {
    this.#status = status
    this.#errorCode = errorCode
    this.#updatedAt = this.#clock.now()
    if (status === 'sent') this.#sentAt = this.#updatedAt
  }
}

const finalStatuses: ReadonlySet<MessageStatus> = new Set([
  'canceled',
  'delivered',
  'undelivered',
  'failed',
  'read',
  'received',
])
