/**
 * Links to audio that the network plays: it fetches media without a signature of its own, so the link carries ours.
 *
 * A link holds for one file and a quarter of an hour, and cannot be guessed: an HMAC made with the account's auth token.
 * Source: reference twiml-voice.md §2.2: `<Play>` fetches carry none of the call's parameters.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../clock/clock.ts'
import { minutes } from '../clock/duration.ts'
import type { SigningTokens } from './signature.ts'

/** Makes and reads links to kept audio. */
export interface MediaLinks {
  /** The path of a file, below the app's address. */
  pathOf(file: string): string
  /** Whether a link was made here, is for this file, and still holds. */
  holds(file: string, expires: string, signature: string): boolean
}

/** How long a link holds at least. */
const HOLDS = minutes(15)
/** Links made within this time are the same, so that the network may keep what it has fetched. */
const ROUND = minutes(5)

/** The links of an account. */
export function createMediaLinks(tokens: SigningTokens, clock: Clock): MediaLinks {
  const sign = (token: string, file: string, expires: string) =>
    createHmac('sha256', token).update(`hookswitch media\n${expires}\n${file}`).digest()
  return {
    pathOf(file) {
      const expires = String(Math.ceil(clock.now() / ROUND) * ROUND + HOLDS)
      return `/media/${expires}/${sign(tokens.current, file, expires).toString('base64url')}/${file}`
    },
    holds(file, expires, signature) {
      if (!/^\d{1,16}$/.test(expires) || Number(expires) < clock.now()) return false
      const given = Buffer.from(signature, 'base64url')
      const known = [tokens.current, ...(tokens.previous === undefined ? [] : [tokens.previous])]
      return known.some((token) => {
        const made = sign(token, file, expires)
        return made.byteLength === given.byteLength && timingSafeEqual(made, given)
      })
    },
  }
}
