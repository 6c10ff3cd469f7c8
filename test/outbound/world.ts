/**
 * For tests of what leaves: a store, the gate, dialer and messenger, and the emulated network they ask, in virtual time.
 */
import type { Clock } from '../../src/clock/clock.ts'
import { createVirtualClock } from '../../src/clock/virtual-clock.ts'
import type { Policy } from '../../src/consent/index.ts'
import { type ExchangeSettings, serveExchange } from '../../src/exchange/index.ts'
import { createOutbound, type OutgoingRoom } from '../../src/outbound/outbound.ts'
import { createSid } from '../../src/phone/sid.ts'
import type { Store } from '../../src/store/index.ts'
import { freshStore } from '../../src/testing/store-pool.ts'
import { startBreakingProxy } from './breaking-proxy.ts'

export const LINE = '+12025550100'
export const ANA = '+12025550123'
export const STATUS = 'http://127.0.0.1:1/status'

export interface WorldOptions {
  readonly policy?: Policy
  readonly settings?: Partial<ExchangeSettings>
  readonly isRegistered?: boolean
  /** Whether requests go through a proxy that can break them. */
  readonly isBreakable?: boolean
  readonly startsAt?: number
  /** How many outgoing calls the line has room for. */
  readonly mostAtOnce?: number
}

export async function startOutbound(options: WorldOptions = {}) {
  const store = await freshStore()
  const clock = createVirtualClock(options.startsAt === undefined ? {} : { startsAt: options.startsAt })
  const authToken = '12345'
  const network = await serveExchange({
    accountSid: createSid('AC', () => new Uint8Array(16).fill(0xac)),
    authToken,
    clock,
    seed: 1,
    ...(options.settings && { settings: options.settings }),
  })
  // Its REST interface starts with the first request, which on a busy machine takes longer than a short timeout.
  await fetch(`${network.origin}/2010-04-01`)
  const proxy = options.isBreakable ? await startBreakingProxy(() => network.origin) : undefined
  const isRegisteredForA2p = options.isRegistered ?? true
  network.exchange.addLine({ number: LINE, name: 'line', voiceUrl: 'http://127.0.0.1:1/voice', isRegisteredForA2p })
  const outbound = createOutbound({
    store,
    clock,
    random: () => 0.5,
    accountSid: network.exchange.accountSid,
    authToken,
    apiUrl: proxy?.origin ?? network.origin,
    // An answer that never comes is waited for in real time.
    ...(options.isBreakable && { timeout: 500 }),
    policy: options.policy,
    registered: new Set(isRegisteredForA2p ? [LINE] : []),
    room: options.mostAtOnce === undefined ? undefined : roomIn(store, clock, options.mostAtOnce),
  })
  return {
    store,
    clock,
    outbound,
    exchange: network.exchange,
    proxy,
    calls: () => network.exchange.calls.filter((call) => call.snapshot().direction !== 'inbound'),
    messages: () => network.exchange.journal.events.flatMap((event) => (event.kind === 'message-sent' ? [event] : [])),
    async [Symbol.asyncDispose]() {
      await proxy?.[Symbol.asyncDispose]()
      await network.exchange.close()
      await network.close()
      await store.close()
    },
  }
}

const roomIn = (store: Store, clock: Clock, most: number): OutgoingRoom => ({
  take: ({ key, line, legs }) => store.outgoingLegs.take({ key, line, holder: key, turn: 0, legs }, most, clock.now()),
  giveBack: (key) => store.outgoingLegs.over(key),
})
