/** What to send back. */
export interface WebhookAnswer {
  readonly status: number
  /** `text/xml` for TwiML; absent when there is no body. */
  readonly contentType?: string
  readonly body: string
}

/** What {@link createWebhooks} takes. */
const XML = 'text/xml; charset=utf-8'
const TEXT = 'text/plain; charset=utf-8'

/** A document. */
export const twiml = (body: string): WebhookAnswer => ({ status: 200, contentType: XML, body })

/** A sentence for whoever sent what is no webhook. */
export const plain = (status: number, body: string): WebhookAnswer => ({ status, contentType: TEXT, body })

/** A callback was taken; there is nothing to say. */
export const NOTED: WebhookAnswer = { status: 204, body: '' }
