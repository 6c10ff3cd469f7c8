/**
 * Notification by text message: through the messenger, which asks for leave, sends once, and is the only way to write.
 */
import { isSecret, type Mailbox, SEND_MESSAGE, zoneOf } from '../flow/index.ts'
import type { MessageInHand } from '../store/index.ts'
import type { MailboxTasksOptions } from './mailbox-tasks.ts'
import { toldOf, wordsAbout } from './notification-words.ts'

/** A text message that is to be sent, as the messenger takes it. */
export interface TextDue {
  readonly key: string
  readonly task: string
  readonly about: Readonly<Record<string, string>>
}

/** Two segments of a message: what was said in full is on the page. */
const MOST_CHARACTERS = 300

/** The text messages that tell of a message in a mailbox; they come from the line that was called. */
export function textsAbout(
  message: MessageInHand,
  mailbox: Mailbox,
  { reveal, clock, pageUrl }: Pick<MailboxTasksOptions, 'reveal' | 'clock' | 'pageUrl'>,
): readonly TextDue[] {
  const { notify, language = 'en-US' } = mailbox
  const { called, recordingSid } = message
  const reading = { language, zone: zoneOf(mailbox), now: clock.now(), pageUrl }
  const audio = message.status === 'saved' ? 'too-long' : 'missing'
  const { sms: text } = wordsAbout(toldOf(message, audio, reading), language, notify?.words)
  const short = text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 1)}…` : text
  return (notify?.sms ?? []).flatMap((number, index) => {
    const to = isSecret(number) ? reveal(number) : number
    if (to === undefined || called === null) return []
    const about = { to, from: called, text: short, purpose: 'staff', channel: 'sms' }
    return [{ key: `notify-text/${recordingSid}/${index + 1}`, task: SEND_MESSAGE, about }]
  })
}
