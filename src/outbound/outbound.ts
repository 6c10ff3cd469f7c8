/**
 * Everything that leaves: the gate, the dialer and the messenger of one process, and the two together.
 */
import type { Clock, Instant } from '../clock/clock.ts'
import { seconds } from '../clock/duration.ts'
import type { Permit, Policy, Refusal } from '../consent/index.ts'
import { STRICT } from '../consent/index.ts'
import type { Store } from '../store/index.ts'
import type { TaskOutcome } from '../work/worker.ts'
import { type TakeReport, takeReports } from './delivery-report.ts'
import { type Between, type CallOrder, createDialer, type Dialer } from './dialer.ts'
import { type Approach, createGate, type Gate } from './gate.ts'
import { createMessenger, type MessageOrder, type Messenger, type WrittenBetween } from './messenger.ts'
import type { MissedMessages } from './missed-messages.ts'
import { createSenderLimits, type SenderLimitsOptions } from './sender-limits.ts'
import type { Sent } from './sending.ts'
import { createTwilioClient, type TwilioClient, type TwilioClientOptions } from './twilio-client.ts'

/** What came of reaching somebody: what {@link Sent} says, or that we may not. */
export type Reached =
  | Sent
  | { readonly kind: 'refused'; readonly reasons: readonly Refusal[]; readonly until?: Instant | undefined }

export interface Outbound {
  readonly client: TwilioClient
  readonly gate: Gate
  readonly dialer: Dialer
  readonly messenger: Messenger
  /** Keeps what the network reports of a call or a message. */
  readonly takeReport: TakeReport
  /** Asks the gate and, with its leave, places the call. What was placed before is not asked again. */
  call(approach: Omit<Approach<'call'>, 'channel' | 'about'>, order: CallOrder): Promise<Reached>
  /** Asks the gate and, with its leave, sends the message. What was sent before is not asked again. */
  write(approach: Omit<Approach<'sms' | 'whatsapp'>, 'about'>, order: MessageOrder): Promise<Reached>
  /** What became of a call or message that may have left before; undefined when it has not. Nobody is contacted. */
  find(between: Between, order: CallOrder): Promise<Sent | undefined>
  find(between: WrittenBetween, order: MessageOrder): Promise<Sent | undefined>
}

export interface OutboundOptions extends Omit<TwilioClientOptions, 'clock'> {
  readonly store: Store
  readonly clock: Clock
  /** Default {@link STRICT}. */
  readonly policy?: Policy | undefined
  /** Senders that carriers know. */
  readonly registered?: ReadonlySet<string>
  /** Whether the line has room for one more call; default it has. */
  readonly room?: OutgoingRoom | undefined
  readonly dailySegments?: SenderLimitsOptions['dailySegments']
  /** Makes sure that what was written to a sender is known before anything leaves from it; default: webhooks tell of all. */
  readonly missed?: Pick<MissedMessages, 'read'> | undefined
}

/** The room that a line has for outgoing calls. */
export interface OutgoingRoom {
  take(order: { readonly key: string; readonly line: string; readonly legs: number }): Promise<boolean>
  /** Nothing came of it. */
  giveBack(key: string): Promise<void>
}

/** Calls that find no room are looked at again after that. */
const ROOM_AFTER = seconds(10)

/** What leaves from one process. */
export function createOutbound(options: OutboundOptions): Outbound {
  const { store, clock, random, policy = STRICT, registered = new Set() } = options
  const client = createTwilioClient(options)
  const gate = createGate({ store, clock, policy, registered })
  const sending = { outbox: store.outbox, client, clock, random }
  const dialer = createDialer(sending)
  const { contacts, senderPaces: paces, suppressions } = store
  const limits = createSenderLimits({ contacts, paces, clock, random, dailySegments: options.dailySegments })
  const messenger = createMessenger({ ...sending, limits, suppressions })

  /** A person is not refused what he has received, or may have. */
  async function find(between: Between | WrittenBetween, order: CallOrder | MessageOrder): Promise<Sent | undefined> {
    // Whoever counts his tries and is at the first has asked for nothing yet.
    if (order.tries === 0) return undefined
    return isWritten(between)
      ? messenger.find(between, order as MessageOrder) // as its overloads say
      : dialer.find(between, order as CallOrder)
  }

  /** Whether a stop may have got lost on its way here; then nothing leaves. */
  async function unread(line: string): Promise<Sent | undefined> {
    const unread = await options.missed?.read(line)
    return unread && { kind: 'wait', ...unread, isFailure: false }
  }

  async function withRoom(permit: Permit<'call'>, order: CallOrder): Promise<Sent> {
    const { room } = options
    if (room === undefined) return dialer.call(permit, order)
    const { key, legs = 1 } = order
    if (!(await room.take({ key, line: permit.from, legs }))) {
      const reason = 'its line has as many outgoing calls as it may'
      return { kind: 'wait', until: clock.now() + ROOM_AFTER, reason, isFailure: false }
    }
    const sent = await dialer.call(permit, order)
    if (sent.kind !== 'sent') await room.giveBack(key)
    return sent
  }

  return {
    client,
    gate,
    dialer,
    messenger,
    takeReport: takeReports(store.outbox, limits),
    find,
    async call(approach, order) {
      const sent = (await find(approach, order)) ?? (await unread(approach.from))
      if (sent !== undefined) return sent
      const verdict = await gate.ask({ ...approach, channel: 'call', about: order.key })
      return verdict.kind === 'refused' ? verdict : withRoom(verdict.permit, order)
    },
    async write(approach, order) {
      const line = approach.channel === 'whatsapp' ? `whatsapp:${approach.from}` : approach.from
      const sent = (await find(approach, order)) ?? (await unread(line))
      if (sent !== undefined) return sent
      const verdict = await gate.ask({ ...approach, about: order.key })
      return verdict.kind === 'refused'
        ? verdict
        : messenger.send(verdict.permit as Parameters<Messenger['send']>[0], order) // one of the two, as the approach says
    },
  }
}

const isWritten = (between: Between | WrittenBetween): between is WrittenBetween => 'channel' in between

/** What a task that reaches somebody says to the worker. A no that ends by itself is looked at again then. */
export function taskOutcome(reached: Reached, now: Instant): TaskOutcome {
  switch (reached.kind) {
    case 'sent':
      return { kind: 'done' }
    case 'wait':
      return reached.isFailure
        ? { kind: 'again', wait: reached.until - now, reason: reached.reason }
        : { kind: 'later', at: reached.until, reason: reached.reason }
    case 'failed':
      return { kind: 'given-up', reason: reached.reason }
    case 'refused': {
      const reason = reached.reasons.map(({ kind }) => kind).join(', ')
      return reached.until === undefined ? { kind: 'given-up', reason } : { kind: 'later', at: reached.until, reason }
    }
  }
}
