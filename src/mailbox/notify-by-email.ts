/**
 * Notification by e-mail: who called when, what was said where somebody has written it down, and the audio.
 */
import { whenInWords, zoneOf } from '../flow/index.ts'
import type { Mail } from '../outbound/mailer.ts'
import { readableNumber } from '../phone/e164.ts'
import type { MessageInHand } from '../store/index.ts'
import type { TaskHandler } from '../work/worker.ts'
import { contentTypeOf, readWhole } from './audio-storage.ts'
import type { MailboxTasksOptions } from './mailbox-tasks.ts'
import { readAbout } from './message-at-hand.ts'

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
    const outcome = await mailer.send({
      to,
      ...wordsFor(message, zoneOf(mailbox), options, isAttached),
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

function wordsFor(
  message: MessageInHand,
  zone: string,
  { clock, pageUrl }: MailboxTasksOptions,
  isAttached: boolean,
): Pick<Mail, 'subject' | 'text'> {
  const { from, mailbox, at, isUrgent, transcript } = message
  const who = readableNumber(from)
  const length = lengthOf(message.seconds)
  const subject = `${isUrgent ? '[Urgent] ' : ''}New message for ${mailbox} from ${who} (${length})`
  const lines = [
    `${who} left a message for ${mailbox} ${whenInWords(at, clock.now(), zone, 'en-US')} (${zone}), ${length}.`,
    ...(isUrgent ? ['The caller has marked it as urgent.'] : []),
    ...(transcript ? [`“${transcript}”`] : []),
    isAttached ? 'The recording is attached.' : withoutAudio(message),
    ...(pageUrl === undefined ? [] : [`All messages: ${pageUrl}/`]),
  ]
  return { subject, text: `${lines.join('\n\n')}\n` }
}

const withoutAudio = ({ status }: MessageInHand): string =>
  status === 'saved'
    ? 'The recording is too long to be attached; it is in the mailbox.'
    : 'The recording could not be fetched. The time and the number are all there is.'

const nameFor = ({ mailbox, at, file }: MessageInHand): string =>
  `${mailbox}-${new Date(at).toISOString().slice(0, 16).replace(/[T:]/g, '-')}${file?.endsWith('.mp3') ? '.mp3' : '.wav'}`

const lengthOf = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
