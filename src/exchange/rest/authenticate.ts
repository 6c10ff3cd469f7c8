/**
 * Who asks the REST interface: HTTP Basic with the account's SID and token, or an API key and its secret.
 *
 * Source: reference twilio-platform.md §2.2.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Network } from '../network.ts'
import { TwilioError } from './twilio-error.ts'

/** Who may ask besides the account itself. */
export interface Credentials {
  /** Secrets by the SID of their API key (`SK…`). */
  readonly apiKeys?: Readonly<Record<string, string>>
  /** A second SID and token with which requests are judged and nothing comes of them. */
  readonly test?: { readonly accountSid: string; readonly authToken: string }
}

/** A key of the account. */
export interface ApiKey {
  /** `SK` and 32 hex digits. */
  readonly sid: string
  readonly secret: string
  /** For people; may be empty. */
  readonly name: string
}

export interface Asker {
  /** The account that is spoken for. */
  readonly accountSid: string
  readonly isTest: boolean
  /** Whether it came with a key, which may not reach everything. */
  readonly isKey: boolean
}

/**
 * Finds who asks.
 *
 * @param header the Authorization header
 * @throws {TwilioError} 401 with 20003 for wrong or no credentials
 */
export function authenticate(header: string | undefined, network: Network): Asker {
  const { accountSid, authToken, credentials, apiKeys } = network
  const [scheme = '', encoded = ''] = (header ?? '').split(' ')
  const given = scheme.toLowerCase() === 'basic' ? Buffer.from(encoded, 'base64').toString('utf8') : ''
  if (isSame(given, `${accountSid}:${authToken}`)) return { accountSid, isTest: false, isKey: false }
  const { test } = credentials
  if (test !== undefined && isSame(given, `${test.accountSid}:${test.authToken}`)) {
    return { accountSid: test.accountSid, isTest: true, isKey: false }
  }
  const sid = given.slice(0, given.indexOf(':'))
  const key = apiKeys.get(sid)
  if (key !== undefined && isSame(given, `${sid}:${key.secret}`)) return { accountSid, isTest: false, isKey: true }
  throw unauthenticated()
}

/** Nobody known asks, or somebody who may not. */
export const unauthenticated = (): TwilioError =>
  new TwilioError(401, 20003, 'Authenticate', { 'www-authenticate': 'Basic realm="Twilio API"' })

/** Hashed, so that the comparison takes the same time whatever was sent. */
const isSame = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other))

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
