/**
 * Posting JSON to somebody else's server, signed with a secret that both sides know.
 *
 * The signature is an HMAC-SHA256 over the time in the header, a full stop and the body, as hexadecimal digits. Whoever takes
 * it compares it, refuses old times, and knows what comes twice by its id.
 */
import { createHmac } from 'node:crypto'
import { request } from 'undici'
import type { Clock } from '../clock/clock.ts'
import { isSecret, type Secret } from '../flow/index.ts'
import type { TaskOutcome } from '../work/worker.ts'
import { isWorthAnother } from './worth-another.ts'

/** Where to post, and what to sign with. */
export interface SignedWebhook {
  readonly url: string | Secret
  readonly secret: Secret
}

export interface SignedPostOptions {
  readonly clock: Clock
  readonly reveal: (secret: Secret) => string | undefined
  /** Breaks the request off. */
  readonly signal: AbortSignal
}

const TIMEOUT = 15_000

/** Posts once; says whether it was taken, may be taken later, or never will be. Rejects when nobody can be reached. */
export async function postSigned(
  webhook: SignedWebhook,
  content: object,
  { clock, reveal, signal }: SignedPostOptions,
): Promise<TaskOutcome> {
  const url = isSecret(webhook.url) ? reveal(webhook.url) : webhook.url
  const secret = reveal(webhook.secret)
  if (url === undefined || secret === undefined) {
    return { kind: 'given-up', reason: 'the environment has no address or no secret for it' }
  }
  const body = JSON.stringify(content)
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
    headersTimeout: TIMEOUT,
    bodyTimeout: TIMEOUT,
  })
  await answer.body.dump()
  const { statusCode } = answer
  if (statusCode >= 200 && statusCode < 300) return { kind: 'done' }
  const reason = `it answered ${statusCode}`
  return isWorthAnother(statusCode) ? { kind: 'again', reason } : { kind: 'given-up', reason }
}
