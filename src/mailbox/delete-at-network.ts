/**
 * Deleting recordings at the network, once their audio is safely kept here. One that is gone there already counts as deleted.
 *
 * Source: reference twilio-platform.md §5.2.
 */
import { minutes } from '../clock/duration.ts'
import { isSid } from '../phone/sid.ts'
import type { TaskHandler } from '../work/worker.ts'
import type { MailboxTasksOptions } from './mailbox-tasks.ts'
import { readAbout } from './message-at-hand.ts'

/** Deletes recordings. */
export function deleteAtNetwork({ store, clock, client }: MailboxTasksOptions): TaskHandler {
  return async ({ about }) => {
    const { recordingSid } = readAbout(about)
    if (!isSid(recordingSid, 'RE')) return { kind: 'given-up', reason: 'that is no recording' }
    const recording = await store.recordings.find(recordingSid)
    if (recording?.state === 'announced') {
      return { kind: 'later', at: clock.now() + minutes(1), reason: 'its audio is not here yet' }
    }
    if (recording?.state === 'lost') return { kind: 'given-up', reason: 'its audio never came, so it stays there' }
    const asked = await client.change((twilio) => twilio.recordings(recordingSid).remove())
    if (asked.kind === 'answered' || asked.failure.status === 404) return { kind: 'done' }
    const { reason, retryAfter, isOfCredentials } = asked.failure
    if (isOfCredentials) return { kind: 'later', at: clock.now() + minutes(30), reason }
    return { kind: 'again', reason, ...(retryAfter !== undefined && { wait: retryAfter }) }
  }
}
