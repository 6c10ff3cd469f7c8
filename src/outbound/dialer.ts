/**
 * The Dialer: places calls. Takes a permit to say whom, and places each call once.
 */
import type { Instant } from '../clock/clock.ts'
import { minutes } from '../clock/duration.ts'
import type { Permit } from '../consent/index.ts'
import type { OutboxEntry } from '../store/index.ts'
import { findSent, type Order, type SendingOptions, type Sent, sendOnce } from './sending.ts'
import type { Twilio } from './twilio-client.ts'

/** A call to be placed. */
export interface CallOrder {
  /** Tells this call from all others, for ever: it is placed once. Nothing personal. */
  readonly key: string
  /** The document the call begins with, absolute. Nothing personal in it. */
  readonly url: string
  /** Asked when `url` fails, absolute. */
  readonly fallbackUrl?: string
  /** Is told how the call goes, absolute; the id of the call in the outbox is added as `outbox`. */
  readonly statusUrl: string
  /** How long it rings at most, 5 to 600 seconds, default 30; never below 15 for marketing (reference twilio-platform.md §13). */
  readonly ringSeconds?: number
  /** Longest call in seconds, 1 to 86400; default the network's. */
  readonly mostSeconds?: number
  /** Whether to find out if a machine answers: `first` at once, `message-end` when it is ready to record. Default no. */
  readonly detection?: 'first' | 'message-end'
  /** How often this was tried before; default 0. */
  readonly tries?: number
  /** For how many outgoing calls of the line it counts, default 1: more when another is dialled from it. */
  readonly legs?: number
}

export interface Dialer {
  /** Places a call, or says when to ask again. */
  call(permit: Permit<'call'>, order: CallOrder): Promise<Sent>
  /** Finds out whether a call was placed before; undefined when it was not. Nobody is called. */
  find(between: Between, order: CallOrder): Promise<Sent | undefined>
}

/** Who calls whom; E.164. */
export interface Between {
  readonly to: string
  readonly from: string
}

/** The dialer of one process. */
export function createDialer(options: SendingOptions): Dialer {
  const { client, outbox } = options

  const orderOf = ({ to, from }: Between, order: CallOrder): Order => ({
    key: order.key,
    ask: (entry) =>
      client.change(async (twilio) => (await twilio.calls.create(parameters(to, from, order, entry))).sid),
    lookUp: (_entry, askedAt) =>
      client.read(async (twilio) => {
        const sids = await callsSince(twilio, to, from, askedAt)
        const known = await outbox.knownAmong(sids)
        return sids.find((sid) => !known.has(sid))
      }),
  })

  return {
    call: (permit, order) => sendOnce(permit, orderOf(permit, order), order.tries ?? 0, options),
    find: (between, order) => findSent(orderOf(between, order), order.tries ?? 0, options),
  }
}

function parameters(to: string, from: string, order: CallOrder, { id, purpose }: OutboxEntry) {
  const { url, fallbackUrl, statusUrl, ringSeconds = 30, mostSeconds, detection } = order
  return {
    to,
    from,
    url,
    ...(fallbackUrl !== undefined && { fallbackUrl }),
    statusCallback: withId(statusUrl, id),
    statusCallbackEvent: ['initiated', 'answered', 'completed'],
    timeout: purpose === 'marketing' ? Math.max(15, ringSeconds) : ringSeconds,
    ...(mostSeconds !== undefined && { timeLimit: mostSeconds }),
    ...(detection !== undefined && { machineDetection: detection === 'first' ? 'Enable' : 'DetectMessageEnd' }),
  }
}

/** An address with the id of an entry of the outbox. */
export function withId(address: string, id: string): string {
  return `${address}${address.includes('?') ? '&' : '?'}outbox=${id}`
}

/**
 * The network's clock and ours may differ by so much: whoever sees too little calls twice. What else of ours went to the same
 * person meanwhile has an entry of its own and is not taken for this one.
 */
const CLOCKS_DIFFER = minutes(2)
const MOST_LOOKED_AT = 50

/** Calls between the two that began since then. The network's records do not say by which address a call was begun. */
async function callsSince(twilio: Twilio, to: string, from: string, since: Instant): Promise<readonly string[]> {
  const calls = await twilio.calls.list({ to, from, limit: MOST_LOOKED_AT })
  return calls.filter(({ dateCreated }) => dateCreated.getTime() >= since - CLOCKS_DIFFER).map(({ sid }) => sid)
}
