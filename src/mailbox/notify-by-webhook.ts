/**
 * Notification by webhook: JSON, signed with a secret that both sides know, tried again until it is taken.
 *
 * The signature is an HMAC-SHA256 over the time in the header, a full stop and the body, as hexadecimal digits. Whoever takes
 * it compares it, refuses old times, and knows a message that comes twice by its id.
 */
import { createHmac } from 'node:crypto'
import { request } from 'undici'
import { isSecret } from '../flow/index.ts'
import type { MessageInHand } from '../store/index.ts'
import type { TaskHandler } from '../work/worker.ts'
import type { MailboxTasksOptions } from './mailbox-tasks.ts'
import { readAbout } from './message-at-hand.ts'
import { isWorthAnother } from './worth-another.ts'

/** The kind of the task that posts a message to an address. */
export const WEBHOOK_TASK = 'notify-webhook'

/** Posts messages. */
export function notifyByWebhook({ store, mailboxes, clock, reveal, pageUrl }: MailboxTasksOptions): TaskHandler {
  return async ({ about }, signal) => {
    const { mailbox, recordingSid } = readAbout(about)
    const webhook = mailboxes.get(mailbox)?.notify?.webhook
    const message = await store.messages.inHand(recordingSid)
    // Removed before anybody learned of it: there is nothing to tell any more.
    if (webhook === undefined || message === undefined) return { kind: 'done' }
    const url = isSecret(webhook.url) ? reveal(webhook.url) : webhook.url
    const secret = reveal(webhook.secret)
    if (url === undefined || secret === undefined) {
      return { kind: 'given-up', reason: 'the environment has no address or no secret for it' }
    }
    const body = JSON.stringify(told(message, pageUrl))
    const time = String(Math.floor(clock.now() / 1000))
    const answer = await request(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'hookswitch-timestamp': time,
        'hookswitch-signature': createHmac('sha256', secret).update(`${time}.${body}`).digest('hex'),
      },
      body,
      signal,
      headersTimeout: 15_000,
      bodyTimeout: 15_000,
    })
    await answer.body.dump()
    const { statusCode } = answer
    if (statusCode >= 200 && statusCode < 300) return { kind: 'done' }
    const reason = `it answered ${statusCode}`
    return isWorthAnother(statusCode) ? { kind: 'again', reason } : { kind: 'given-up', reason }
  }
}

function told(message: MessageInHand, pageUrl: string | undefined) {
  const { id, mailbox, from, callSid, recordingSid, at, seconds, isUrgent, transcript, status } = message
  return {
    event: 'message',
    message: {
      id,
      mailbox,
      from,
      callSid,
      recordingSid,
      at: new Date(at).toISOString(),
      seconds,
      isUrgent,
      transcript,
      hasAudio: status === 'saved',
      ...(pageUrl !== undefined && { audio: `${pageUrl}/api/messages/${id}/audio` }),
    },
  }
}
