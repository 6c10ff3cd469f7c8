/** Messaging services: senders under one name. Source: reference twilio-platform.md §9.1 and §9.3, documented. */

/** Several numbers that send as one. */
export interface MessagingService {
  /** `MG` and 32 hex digits. */
  readonly sid: string
  /** For people. */
  readonly name?: string
  /** Lines of the exchange, in E.164. A person hears from the same one again; new ones from the first. */
  readonly senders: readonly string[]
  /** Asked in place of the message URLs of the lines. Without it their inbound messages are discarded. */
  readonly inboundRequestUrl?: string
  /** Default POST. */
  readonly inboundMethod?: 'GET' | 'POST'
  /** Asked with `ErrorCode` and `ErrorUrl` when the first cannot be had. */
  readonly fallbackUrl?: string
  /** Default POST. */
  readonly fallbackMethod?: 'GET' | 'POST'
  /** Told of every message that names no callback of its own. */
  readonly statusCallback?: string
  /** Whether the message URLs of the lines are asked after all. Default false. */
  readonly useInboundWebhookOnNumber?: boolean
}
