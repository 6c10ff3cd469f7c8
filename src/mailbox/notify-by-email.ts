/**
 * Notification by e-mail: who called when, what was said where somebody has written it down, and the audio.
 */
import { zoneOf } from '../flow/index.ts'
import type { MessageInHand } from '../store/index.ts'
import type { TaskHandler } from '../work/worker.ts'
import { contentTypeOf, readWhole } from './audio-storage.ts'
import type { MailboxTasksOptions } from './mailbox-tasks.ts'
import { readAbout } from './message-at-hand.ts'
import { toldOf, wordsAbout } from './notification-words.ts'

/** The kind of the task that mails a message to somebody. */
export const EMAIL_TASK = 'notify-email'

/** Larger files are not sent along: most servers refuse them. */
const MOST_ATTACHED = 15 * 1024 * 1024

/** Mails messages. */
export function notifyByEmail(options: MailboxTasksOptions): TaskHandler {
  const { store, mailboxes, storage, mailer } = options
  return async ({ about, key }) => {
    const { mailbox: name, recordingSid, to } = readAbout(about)
    const mailbox = mailboxes.get(name)
    const message = await store.messages.inHand(recordingSid)
    if (mailbox === undefined || message === undefined) return { kind: 'done' }
    if (mailer === undefined) return { kind: 'given-up', reason: 'SMTP_URL and MAIL_FROM are not set' }
    const audio = message.file === null ? undefined : await readWhole(storage, message.file)
    const isAttached = audio !== undefined && audio.byteLength <= MOST_ATTACHED
    const { language = 'en-US', notify } = mailbox
    const reading = { language, zone: zoneOf(mailbox), now: options.clock.now(), pageUrl: options.pageUrl }
    const state = isAttached ? 'attached' : message.status === 'saved' ? 'too-long' : 'missing'
    const { subject, email } = wordsAbout(toldOf(message, state, reading), language, notify?.words)
    const outcome = await mailer.send({
      to,
      subject,
      text: email,
      messageId: `<${key.replaceAll('/', '.')}@hookswitch>`,
      isUrgent: message.isUrgent,
      attachment:
        isAttached && message.file !== null
          ? { name: nameFor(message), contentType: contentTypeOf(message.file), content: audio }
          : undefined,
    })
    switch (outcome.kind) {
      case 'sent':
        return { kind: 'done' }
      case 'permanent':
        return { kind: 'given-up', reason: outcome.reason }
      case 'transient':
        return { kind: 'again', reason: outcome.reason }
    }
  }
}

const nameFor = ({ mailbox, at, file }: MessageInHand): string =>
  `${mailbox}-${new Date(at).toISOString().slice(0, 16).replace(/[T:]/g, '-')}${file?.endsWith('.mp3') ? '.mp3' : '.wav'}`
