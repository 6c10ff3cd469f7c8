/**
 * Whether the network takes our credentials: asked once when production begins, so that a wrong one is told of in the log
 * at once and not when the first reminder is due.
 *
 * One recording is listed: a standard key may not read the account itself, and test credentials may list calls (reference
 * twilio-platform.md §2.2). With a key only the key is tried: the auth token then checks webhooks alone, and may be one that
 * is to be promoted.
 */
import type { Log } from '../log/log.ts'
import type { Failure } from './classify.ts'
import type { TwilioClient } from './twilio-client.ts'

export interface TryCredentialsOptions {
  readonly client: Pick<TwilioClient, 'read'>
  /** Whether requests are made with an API key. */
  readonly hasApiKey: boolean
  readonly log: Log
}

/** Tries the credentials and writes one line of what came of it, without their values. Never throws. */
export async function tryCredentials({ client, hasApiKey, log }: TryCredentialsOptions): Promise<void> {
  const asked = await client.read((twilio) => twilio.recordings.list({ limit: 1 }))
  if (asked.kind === 'answered') return log.info({}, 'the network takes the credentials')
  const { failure } = asked
  const about = { reason: failure.reason }
  if (isRefusal(failure)) log.error(about, `the network refuses the credentials: ${mistakeIn(failure, hasApiKey)}`)
  else
    log.warn(about, 'the network could not be asked whether it takes the credentials; they are tried when first used')
}

/** Anything else, such as too many requests, says nothing about who asks. */
const isRefusal = ({ status }: Failure): boolean => status === 401 || status === 403 || status === 404

const ACCOUNT_NOT_ACTIVE = 20005
const TEST_CREDENTIALS = 20008

/** Which variable is wrong, and what to do about it. */
function mistakeIn({ status, code }: Failure, hasApiKey: boolean): string {
  if (code === ACCOUNT_NOT_ACTIVE) return 'the account of TWILIO_ACCOUNT_SID is not active; see the Twilio console'
  if (code === TEST_CREDENTIALS) {
    return 'they are test credentials; put the live ones into TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN and start again'
  }
  if (hasApiKey && status === 403) {
    return 'the key in TWILIO_API_KEY may not list recordings; give it that permission, or use a standard key'
  }
  return hasApiKey
    ? 'TWILIO_API_KEY and TWILIO_API_SECRET are no key of TWILIO_ACCOUNT_SID that is in force; correct them and start again'
    : 'TWILIO_AUTH_TOKEN is not the present auth token of TWILIO_ACCOUNT_SID; correct them and start again'
}
