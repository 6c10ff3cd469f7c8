/**
 * Mail by SMTP, with what can be told apart of its failures.
 */
import { createTransport } from 'nodemailer'

/** A mail to one person. */
export interface Mail {
  readonly to: string
  readonly subject: string
  readonly text: string
  /** The same for every try, so that a mail that arrives twice is known as one. */
  readonly messageId: string
  readonly isUrgent: boolean
  readonly attachment?: { readonly name: string; readonly contentType: string; readonly content: Buffer } | undefined
}

/** What came of a mail; no reason names an address. */
export type MailOutcome =
  | { readonly kind: 'sent' }
  | { readonly kind: 'transient' | 'permanent'; readonly reason: string }

export interface Mailer {
  /** Never throws. */
  send(mail: Mail): Promise<MailOutcome>
  close(): void
}

/** Where mail is handed over, and whose it is. */
export interface MailOptions {
  /** `smtp://` or `smtps://`, with user and password where the server wants them. */
  readonly url: string
  readonly from: string
}

const TIMEOUT = 30_000

/** A mailer; it connects when it has something to send. */
export function createMailer({ url, from }: MailOptions): Mailer {
  const transport = createTransport({
    url,
    connectionTimeout: TIMEOUT,
    greetingTimeout: TIMEOUT,
    socketTimeout: 2 * TIMEOUT,
  } as Parameters<typeof createTransport>[0]) // the types have no place for an address beside other options
  return {
    async send({ to, subject, text, messageId, isUrgent, attachment }) {
      try {
        await transport.sendMail({
          from,
          to,
          subject,
          text,
          messageId,
          ...(isUrgent && { priority: 'high' as const }),
          ...(attachment && {
            attachments: [
              { filename: attachment.name, contentType: attachment.contentType, content: attachment.content },
            ],
          }),
        })
        return { kind: 'sent' }
      } catch (error) {
        return failureOf(error)
      }
    },
    close: () => transport.close(),
  }
}

/** What the server refuses for good (5xx) is permanent; a refused password is ours to mend, and then it works. */
function failureOf(error: unknown): MailOutcome {
  // Nodemailer puts both on its errors; anything else has neither.
  const { code, responseCode } = (error ?? {}) as { readonly code?: unknown; readonly responseCode?: unknown }
  if (typeof responseCode !== 'number') return { kind: 'transient', reason: `mail could not be sent (${String(code)})` }
  const isPermanent = responseCode >= 500 && responseCode < 600 && code !== 'EAUTH'
  return { kind: isPermanent ? 'permanent' : 'transient', reason: `the mail server answered ${responseCode}` }
}
