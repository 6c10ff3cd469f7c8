/**
 * Transcription by an HTTP service of one's own: it is posted the audio and answers `{ "text": "…" }`.
 */
import { request } from 'undici'
import { isSecret } from '../flow/index.ts'
import { isWorthAnother } from '../outbound/worth-another.ts'
import type { TaskHandler } from '../work/worker.ts'
import { contentTypeOf, readWhole } from './audio-storage.ts'
import type { MailboxTasksOptions } from './mailbox-tasks.ts'
import { readAbout } from './message-at-hand.ts'

/** The kind of the task that has a message written down. */
export const TRANSCRIPTION_TASK = 'transcribe'

/** Has messages written down. */
export function transcribe({ store, mailboxes, storage, clock, reveal }: MailboxTasksOptions): TaskHandler {
  return async ({ about }, signal) => {
    const { mailbox, recordingSid } = readAbout(about)
    const how = mailboxes.get(mailbox)?.transcribe
    const message = await store.messages.inHand(recordingSid)
    if (typeof how !== 'object' || message?.file == null) return { kind: 'done' }
    const url = isSecret(how.url) ? reveal(how.url) : how.url
    const audio = await readWhole(storage, message.file)
    if (url === undefined || audio === undefined) {
      await store.transcripts.fail(recordingSid, clock.now())
      return { kind: 'given-up', reason: url === undefined ? 'its address is not known' : 'its audio is gone' }
    }
    const token = how.token && reveal(how.token)
    const answer = await request(url, {
      method: 'POST',
      headers: {
        'content-type': contentTypeOf(message.file),
        accept: 'application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      body: audio,
      signal,
      headersTimeout: 120_000,
      bodyTimeout: 120_000,
    })
    const body = await answer.body.text()
    const text = answer.statusCode < 300 ? textIn(body) : undefined
    if (text !== undefined) {
      await store.transcripts.keep(recordingSid, text, clock.now())
      return { kind: 'done' }
    }
    const reason = answer.statusCode < 300 ? 'its answer has no text' : `it answered ${answer.statusCode}`
    if (isWorthAnother(answer.statusCode)) return { kind: 'again', reason }
    await store.transcripts.fail(recordingSid, clock.now())
    return { kind: 'given-up', reason }
  }
}

function textIn(body: string): string | undefined {
  try {
    const value: unknown = JSON.parse(body)
    const text = typeof value === 'object' && value !== null && 'text' in value ? value.text : undefined
    return typeof text === 'string' ? text.trim() : undefined
  } catch {
    return undefined
  }
}
