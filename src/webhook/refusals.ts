/**
 * Refusals: what a request hears that is not genuine, and how often it is written down.
 *
 * Genuine requests are never slowed: the signature is looked at first. Only those who fail it are counted, by address,
 * so that somebody who knocks a thousand times fills neither the log nor the disk.
 */
import type { Clock, Instant } from '../clock/clock.ts'
import { minutes } from '../clock/duration.ts'
import type { Log } from '../log/log.ts'
import { plain, type WebhookAnswer } from './answer.ts'

/** Refusals of one address in a minute that are answered with a reason and logged; more are only counted. */
const MOST_A_MINUTE = 30
/** Addresses remembered at most. */
const MOST_ADDRESSES = 10_000

interface Count {
  since: Instant
  refused: number
}

export function createRefusals(clock: Clock, log: Log) {
  const counts = new Map<string, Count>()

  function countOf(address: string): number {
    const now = clock.now()
    const count = counts.get(address)
    if (count && now - count.since < minutes(1)) return ++count.refused
    if (counts.size >= MOST_ADDRESSES) counts.clear()
    counts.set(address, { since: now, refused: 1 })
    return 1
  }

  return {
    /** Answers 403 and logs which URL was hashed and what was wrong; 429 without a word in the log for a flood. */
    refuse(address: string, url: string, reason: string): WebhookAnswer {
      const refused = countOf(address)
      if (refused > MOST_A_MINUTE) {
        return plain(429, 'Too many refused requests.')
      }
      log.warn({ hashedUrl: withoutValues(url), reason, remoteAddress: address }, 'webhook refused')
      return plain(
        403,
        `Refused: ${reason}. The signature must cover the public URL, every parameter, and be made with this account's auth token.`,
      )
    },
  }
}

/** A GET carries the caller's number and keys in its query; of those the log keeps only the names. */
function withoutValues(url: string): string {
  return url.replace(/([?&](?!turn=|bodySHA256=)[^=&]+=)[^&]*/g, '$1…')
}
