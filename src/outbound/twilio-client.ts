/**
 * The one client of the network's REST interface: the official package, with what it lacks.
 *
 * Every failure is classified. What only reads is tried again here; what changes something is sent once, and whoever asked
 * learns whether it may be sent again unseen. After many failures in a row the network is given a rest. Audio is fetched
 * here, too: nobody else holds the account's credentials, which `test/layers.test.ts` sees to.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import twilio from 'twilio'
import { request as requestOf } from 'undici'
import { clientAt } from '../client/index.ts'
import type { Clock, Duration, Instant } from '../clock/clock.ts'
import { seconds } from '../clock/duration.ts'
import { type Budget, nextWait, SHORT } from './backoff.ts'
import { classify, type Failure } from './classify.ts'

/** The official package, ready to be asked. */
export type Twilio = ReturnType<typeof twilio>

/** What came of a request. */
export type Asked<T> =
  | { readonly kind: 'answered'; readonly value: T }
  | { readonly kind: 'failed'; readonly failure: Failure }

export interface TwilioClientOptions {
  readonly accountSid: string
  readonly authToken: string
  /** Requests are made with this key instead of the auth token, when there is one. */
  readonly apiKey?: { readonly sid: string; readonly secret: string } | undefined
  /** Where the REST API is: `https://api.twilio.com`, or an exchange. */
  readonly apiUrl: string
  readonly clock: Clock
  /** From 0, below 1. */
  readonly random: () => number
  /** How long an answer may take, in real milliseconds; default 15000. */
  readonly timeout?: Duration
}

export interface TwilioClient {
  /** Sends a request that changes something, once. */
  change<T>(request: (client: Twilio) => Promise<T>): Promise<Asked<T>>
  /** Sends a request that only reads, once. */
  read<T>(request: (client: Twilio) => Promise<T>): Promise<Asked<T>>
  /**
   * Sends a request again while that may help, waiting in between. `mayRepeat` false stops at a failure after which the
   * network may have done what was asked. Not from a task: a task says `again` and lets time pass outside.
   */
  patiently<T>(
    request: (client: Twilio) => Promise<T>,
    options: { readonly mayRepeat: boolean; readonly budget?: Budget },
  ): Promise<Asked<T>>
  /**
   * Asks for the audio of a recording, once. Follows no redirect, so that no credentials go where the network points to.
   *
   * @param signal breaks off the request and the audio
   * @returns the audio as it arrives, which throws when it breaks off half way
   */
  fetchAudio(recordingSid: string, signal: AbortSignal): Promise<Asked<AsyncIterable<Uint8Array>>>
}

/** After so many failures of the network itself, one after the other, it is asked nothing for a while. */
const FAILURES_BEFORE_REST = 5
const REST = seconds(30)
const TIMEOUT = seconds(15)

/** Makes the client of a process. */
export function createTwilioClient(options: TwilioClientOptions): TwilioClient {
  const { clock, random } = options
  const heard = new AsyncLocalStorage<{ retryAfter?: string }>()
  const client = officialClient(options, heard)
  let failures = 0
  let restsUntil: Instant = 0

  const once = <T>(request: (client: Twilio) => Promise<T>): Promise<Asked<T>> => guarded(() => request(client))

  async function guarded<T>(request: () => Promise<T>): Promise<Asked<T>> {
    const rest = restsUntil - clock.now()
    if (rest > 0) return { kind: 'failed', failure: resting(rest) }
    const headers: { retryAfter?: string } = {}
    const release = clock.hold('asking the network')
    try {
      const value = await heard.run(headers, request)
      failures = 0
      return { kind: 'answered', value }
    } catch (error) {
      const failure = explained(classify(error, headers.retryAfter), options)
      note(failure)
      return { kind: 'failed', failure }
    } finally {
      release()
    }
  }

  /** What the network refuses in so many words shows that it is well. */
  function note({ status }: Failure): void {
    if (status !== undefined && status < 500) failures = 0
    else if (++failures >= FAILURES_BEFORE_REST) restsUntil = clock.now() + REST
  }

  return {
    change: once,
    read: once,
    async patiently(request, { mayRepeat, budget = SHORT }) {
      for (let tries = 1; ; tries++) {
        const asked = await once(request)
        if (asked.kind === 'answered') return asked
        const { failure } = asked
        // Credentials do not become right within a request.
        const mayHelp = !failure.isOfCredentials && (mayRepeat || failure.isUndone)
        const wait = mayHelp ? nextWait(failure, tries, random, budget) : undefined
        if (wait === undefined) return asked
        await new Promise<void>((resolve) => clock.after(wait, resolve))
      }
    },
    fetchAudio: (recordingSid, signal) => guarded(() => audioOf(recordingSid, signal, options, heard)),
  }
}

/** The URL is made from the account and the SID: an address from a webhook is never followed. */
async function audioOf(
  recordingSid: string,
  signal: AbortSignal,
  options: TwilioClientOptions,
  heard: AsyncLocalStorage<{ retryAfter?: string }>,
): Promise<AsyncIterable<Uint8Array>> {
  const { accountSid, apiUrl, timeout = TIMEOUT } = options
  const { user, password } = askerOf(options)
  const answer = await requestOf(
    `${apiUrl.replace(/\/+$/, '')}/2010-04-01/Accounts/${accountSid}/Recordings/${recordingSid}.wav`,
    {
      headers: { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` },
      signal,
      headersTimeout: timeout,
      bodyTimeout: 2 * timeout,
    },
  )
  const { statusCode: status, headers, body } = answer
  if (status === 200) return body
  await body.dump()
  const header = headers['retry-after']
  const store = heard.getStore()
  if (store !== undefined && typeof header === 'string') store.retryAfter = header
  throw Object.assign(new Error('no audio'), { status })
}

/** Who asks: the key when there is one, else the account itself. */
const askerOf = ({ accountSid, authToken, apiKey }: TwilioClientOptions) =>
  apiKey === undefined ? { user: accountSid, password: authToken } : { user: apiKey.sid, password: apiKey.secret }

/** Credentials that are refused say nothing about what was asked: it waits for the right ones. */
function explained(failure: Failure, { apiKey }: TwilioClientOptions): Failure {
  if (failure.status !== 401) return failure
  const reason =
    apiKey === undefined
      ? 'the network answered 401: it does not take TWILIO_AUTH_TOKEN for this account; start the app with the present one'
      : 'the network answered 401: it does not take TWILIO_API_KEY with TWILIO_API_SECRET; start the app with a key of this account that is in force'
  return { ...failure, kind: 'transient', class: 'wait', isOfCredentials: true, reason }
}

const resting = (rest: Duration): Failure => ({
  kind: 'transient',
  class: 'soon',
  isUndone: true,
  retryAfter: rest,
  reason: 'the network has failed several times and is given a rest',
})

function officialClient(options: TwilioClientOptions, heard: AsyncLocalStorage<{ retryAfter?: string }>): Twilio {
  const { accountSid, apiUrl, timeout = TIMEOUT } = options
  // Only an exchange has everything at one address: the network's messaging and trusthub are hosts of their own.
  const httpClient = new URL(apiUrl).host === 'api.twilio.com' ? new twilio.RequestClient() : clientAt(apiUrl)
  const send = httpClient.request.bind(httpClient)
  httpClient.request = async (request) => {
    const answer = await send({ ...request, timeout })
    // The package's errors keep no headers.
    const headers = answer.headers as Readonly<Record<string, unknown>> | undefined // typed as any there
    const header = headers?.['retry-after']
    const store = heard.getStore()
    if (store !== undefined && typeof header === 'string') store.retryAfter = header
    return answer
  }
  const { user, password } = askerOf(options)
  return twilio(user, password, { httpClient, accountSid })
}
