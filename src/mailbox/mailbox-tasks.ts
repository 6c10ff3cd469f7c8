/**
 * What is done about messages outside of calls, as tasks: each is tried again until it is done or given up, outlives the
 * process, and is done once.
 */
import type { Clock } from '../clock/clock.ts'
import type { Mailbox, Secret } from '../flow/index.ts'
import { DELETION_TASK } from '../flow/index.ts'
import type { Mailer } from '../outbound/mailer.ts'
import type { TwilioClient } from '../outbound/twilio-client.ts'
import { MESSAGE_TASK, type Store } from '../store/index.ts'
import type { TaskHandlers } from '../work/worker.ts'
import type { AudioStorage } from './audio-storage.ts'
import { deleteAtNetwork } from './delete-at-network.ts'
import { EMAIL_TASK, notifyByEmail } from './notify-by-email.ts'
import { notifyByWebhook, WEBHOOK_TASK } from './notify-by-webhook.ts'
import { RETENTION_TASK, retain } from './retention.ts'
import { seeToMessage } from './see-to-message.ts'
import { TRANSCRIPTION_TASK, transcribe } from './transcribe.ts'

/** What the tasks of mailboxes need to know and to use. */
export interface MailboxTasksOptions {
  readonly store: Store
  readonly mailboxes: ReadonlyMap<string, Mailbox>
  readonly storage: AudioStorage
  readonly clock: Clock
  readonly reveal: (secret: Secret) => string | undefined
  /** Absent: no mail can be sent. */
  readonly mailer: Mailer | undefined
  /** The address of the page, for links in notifications; absent: there are none. */
  readonly pageUrl: string | undefined
  /** What asks the network. */
  readonly client: TwilioClient
}

/** Who does the tasks of mailboxes. */
export function mailboxTasks(options: MailboxTasksOptions): TaskHandlers {
  return {
    [MESSAGE_TASK]: seeToMessage(options),
    [TRANSCRIPTION_TASK]: transcribe(options),
    [EMAIL_TASK]: notifyByEmail(options),
    [WEBHOOK_TASK]: notifyByWebhook(options),
    [DELETION_TASK]: deleteAtNetwork(options),
    [RETENTION_TASK]: retain(options),
  }
}
