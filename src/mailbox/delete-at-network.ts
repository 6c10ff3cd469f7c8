/**
 * Deleting recordings at the network, once their audio is safely kept here. One that is gone there already counts as deleted.
 *
 * Source: reference twilio-platform.md §5.2.
 */
import { request } from 'undici'
import { minutes } from '../clock/duration.ts'
import { isSid } from '../phone/sid.ts'
import type { TaskHandler } from '../work/worker.ts'
import type { MailboxTasksOptions } from './mailbox-tasks.ts'
import { readAbout } from './message-at-hand.ts'

/** Deletes recordings. */
export function deleteAtNetwork({ store, clock, network }: MailboxTasksOptions): TaskHandler {
  return async ({ about }, signal) => {
    const { recordingSid } = readAbout(about)
    if (!isSid(recordingSid, 'RE')) return { kind: 'given-up', reason: 'that is no recording' }
    const recording = await store.recordings.find(recordingSid)
    if (recording?.state === 'announced') {
      return { kind: 'later', at: clock.now() + minutes(1), reason: 'its audio is not here yet' }
    }
    if (recording?.state === 'lost') return { kind: 'given-up', reason: 'its audio never came, so it stays there' }
    const { apiUrl, accountSid, authToken } = network
    const answer = await request(
      `${apiUrl.replace(/\/+$/, '')}/2010-04-01/Accounts/${accountSid}/Recordings/${recordingSid}.json`,
      {
        method: 'DELETE',
        headers: { authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}` },
        signal,
        headersTimeout: 15_000,
        bodyTimeout: 15_000,
      },
    )
    await answer.body.dump()
    const { statusCode } = answer
    if ((statusCode >= 200 && statusCode < 300) || statusCode === 404) return { kind: 'done' }
    // A token that is being replaced is refused for a while.
    return { kind: 'again', reason: `the network answered ${statusCode}` }
  }
}
