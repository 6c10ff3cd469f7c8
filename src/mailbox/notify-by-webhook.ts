/**
 * Notification by webhook: JSON, signed with a secret that both sides know, tried again until it is taken.
 */

import { postSigned } from '../outbound/signed-post.ts'
import type { MessageInHand } from '../store/index.ts'
import type { TaskHandler } from '../work/worker.ts'
import type { MailboxTasksOptions } from './mailbox-tasks.ts'
import { readAbout } from './message-at-hand.ts'

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
    return postSigned(webhook, told(message, pageUrl), { clock, reveal, signal })
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
