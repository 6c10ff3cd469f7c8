/**
 * Notification by text message: through the messenger, which asks for leave, sends once, and is the only way to write.
 */
import { isSecret, type Mailbox, SEND_MESSAGE, type Secret } from '../flow/index.ts'
import { readableNumber } from '../phone/e164.ts'
import type { MessageInHand } from '../store/index.ts'

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
  { notify, name }: Mailbox,
  reveal: (secret: Secret) => string | undefined,
): readonly TextDue[] {
  const { from, called, isUrgent, transcript, seconds, recordingSid } = message
  const length = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
  const words = `${isUrgent ? 'URGENT: ' : ''}New message for ${name} from ${readableNumber(from)}, ${length}.`
  const text = transcript ? `${words} "${transcript}"` : words
  const short = text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 1)}…` : text
  return (notify?.sms ?? []).flatMap((number, index) => {
    const to = isSecret(number) ? reveal(number) : number
    if (to === undefined || called === null) return []
    const about = { to, from: called, text: short, purpose: 'staff', channel: 'sms' }
    return [{ key: `notify-text/${recordingSid}/${index + 1}`, task: SEND_MESSAGE, about }]
  })
}
