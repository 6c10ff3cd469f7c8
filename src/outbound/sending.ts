/**
 * What calls and messages have in common on their way out: once, by the outbox, whatever breaks in between.
 */
import type { Clock, Duration, Instant } from '../clock/clock.ts'
import { minutes, seconds } from '../clock/duration.ts'
import { type Permit, use } from '../consent/index.ts'
import type { Outbox, OutboxEntry } from '../store/index.ts'
import { LONG, nextWait } from './backoff.ts'
import type { Asked, TwilioClient } from './twilio-client.ts'

/** What came of an order to call or write. */
export type Sent =
  /** The network has it. Also when it had it already. */
  | { readonly kind: 'sent'; readonly sid: string; readonly entry: OutboxEntry }
  /** Nothing left yet; ask again then, with a new permit. `isFailure`: because something broke, so that it counts as a try. */
  | { readonly kind: 'wait'; readonly until: Instant; readonly reason: string; readonly isFailure: boolean }
  /** It will never leave. */
  | { readonly kind: 'failed'; readonly reason: string; readonly code?: number | undefined }

export interface SendingOptions {
  readonly outbox: Outbox
  readonly client: TwilioClient
  readonly clock: Clock
  readonly random: () => number
}

/** One order, as the network is asked. */
export interface Order {
  readonly key: string
  /** Asks the network; returns the SID. */
  readonly ask: (entry: OutboxEntry) => Promise<Asked<string>>
  /** Looks for what may have been done already: its SID, or undefined when there is nothing. */
  readonly lookUp: (entry: OutboxEntry, askedAt: Instant) => Promise<Asked<string | undefined>>
  /** When this sender has its turn; default at once. */
  readonly turn?: () => Promise<Instant>
  /** Until when nothing of this sender leaves, whatever turn it was given. */
  readonly heldUntil?: () => Promise<Instant>
  /** Learns from a code; true when it says that this was too much, so that the order queues anew. */
  readonly heed?: (code: number) => Promise<boolean>
}

/** So long after an answer was lost nobody can be sure that the network's lists show it. Source: reference §2.7. */
const SETTLES: Duration = seconds(20)

/** How soon it is looked whether credentials have become right. */
export const WRONG_KEY: Duration = minutes(5)

/**
 * What became of an order that may have left before, without asking for it; undefined when it has certainly not left, or will
 * never be found. Needs no permit, since nobody is contacted.
 */
export async function findSent(order: Order, tries: number, options: SendingOptions): Promise<Sent | undefined> {
  const found = await options.outbox.find(order.key)
  if (found?.state === 'asked' && found.sid === null) return findLost(found, order, tries, options)
  return found?.sid == null ? undefined : { kind: 'sent', sid: found.sid, entry: found }
}

/** Sends one order. The permit is used up before anything leaves. */
export async function sendOnce(permit: Permit, order: Order, tries: number, options: SendingOptions): Promise<Sent> {
  const { outbox, clock } = options
  const { key } = order
  const { to, from, channel, purpose } = permit
  use(permit, clock.now())
  const found = await outbox.claim({ key, channel, purpose, to, from }, clock.now())
  const over = outcomeOf(found)
  if (over !== undefined) return over
  const lost = found.state === 'asked' ? await findLost(found, order, tries, options) : undefined
  if (lost !== undefined) return lost
  const turn = await turnOf(found, order, clock)
  if (turn !== undefined && turn > clock.now()) {
    await outbox.giveTurn(key, turn)
    return { kind: 'wait', until: turn, reason: 'its sender has others to send first', isFailure: false }
  }
  await outbox.asking(key, clock.now(), turn)
  const asked = await order.ask(found)
  if (asked.kind === 'answered') return placed(key, asked.value, options)
  const { failure } = asked
  if (failure.isUndone && failure.code !== undefined && (await order.heed?.(failure.code))) {
    await outbox.notAsked(key)
    await outbox.giveTurn(key, null)
    return { kind: 'wait', until: clock.now(), reason: failure.reason, isFailure: false }
  }
  if (failure.kind === 'permanent') {
    await outbox.failed(key, failure.reason, failure.code, clock.now())
    return { kind: 'failed', reason: failure.reason, code: failure.code }
  }
  if (failure.isUndone) await outbox.notAsked(key)
  return again(key, failure, tries, options)
}

function outcomeOf(entry: OutboxEntry): Sent | undefined {
  if (entry.sid !== null) return { kind: 'sent', sid: entry.sid, entry }
  if (entry.state !== 'failed' && entry.state !== 'refused') return undefined
  return { kind: 'failed', reason: entry.reason ?? 'it failed before', code: entry.errorCode ?? undefined }
}

/** The network was asked and the answer was lost: whoever repeats that blindly calls twice. */
async function findLost(
  entry: OutboxEntry,
  order: Order,
  tries: number,
  options: SendingOptions,
): Promise<Sent | undefined> {
  const { clock } = options
  const askedAt = entry.askedAt ?? entry.at
  const looked = await order.lookUp(entry, askedAt)
  if (looked.kind === 'failed') return again(entry.key, looked.failure, tries, options)
  if (looked.value !== undefined) return placed(entry.key, looked.value, options)
  const settled = askedAt + SETTLES
  if (settled > clock.now())
    return { kind: 'wait', until: settled, reason: 'an answer of the network was lost', isFailure: false }
  return undefined
}

/** Undefined for a sender that takes no turns. */
async function turnOf({ turnAt }: OutboxEntry, order: Order, clock: Clock): Promise<Instant | undefined> {
  if (order.turn === undefined) return undefined
  // A turn within a time in which nothing leaves is none: it queues anew, or all of them would leave at once.
  const isKept = turnAt !== null && ((await order.heldUntil?.()) ?? 0) <= clock.now()
  return isKept ? turnAt : order.turn()
}

async function placed(key: string, sid: string, { outbox, clock }: SendingOptions): Promise<Sent> {
  const entry = await outbox.placed(key, sid)
  if (entry === undefined) throw new Error('An entry of the outbox is gone.')
  if (entry.sid === null && entry.state === 'claimed') {
    // The callback was faster than the answer; it queues anew.
    return { kind: 'wait', until: clock.now(), reason: 'its carrier takes no more for now', isFailure: false }
  }
  return { kind: 'sent', sid: entry.sid ?? sid, entry }
}

async function again(
  key: string,
  failure: Parameters<typeof nextWait>[0],
  tries: number,
  { outbox, clock, random }: SendingOptions,
): Promise<Sent> {
  // Nothing is lost by a wrong key: it waits until somebody has put the right one in, or until it is of no use any more.
  if (failure.isOfCredentials)
    return { kind: 'wait', until: clock.now() + WRONG_KEY, reason: failure.reason, isFailure: false }
  const wait = nextWait(failure, tries + 1, random, LONG)
  if (wait !== undefined) return { kind: 'wait', until: clock.now() + wait, reason: failure.reason, isFailure: true }
  await outbox.failed(key, failure.reason, failure.code, clock.now())
  return { kind: 'failed', reason: failure.reason, code: failure.code }
}
