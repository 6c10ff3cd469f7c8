/**
 * Calling back: one attempt, begun when an agent is there for it. Either the caller is rung, or the agent who is to call him.
 *
 * It goes through the gate and the dialer like everything that leaves, so quiet hours hold at the place of the number, and
 * whoever has said stop is not called. An agent is not rung for somebody who may not be called now.
 */
import type { Clock } from '../clock/clock.ts'
import type { OfferedAgent } from '../flow/index.ts'
import type { Outbound, Reached } from '../outbound/outbound.ts'
import type { CallbackAttempt, KeptCallback, Store, Task } from '../store/index.ts'
import type { TaskHandler } from '../work/worker.ts'

export interface CallBackOptions {
  readonly store: Store
  readonly clock: Clock
  readonly outbound: Pick<Outbound, 'call' | 'gate'>
  /** Where the call begins and where its end is reported; undefined until the app listens. */
  readonly addresses: (callback: KeptCallback) => { readonly url: string; readonly statusUrl: string } | undefined
  /** Whether limits let calls of a line be led to a number. */
  readonly mayDial: (number: string, line: string) => boolean
  /** The same, and counts it; asked again for each attempt. */
  readonly countDialled: (number: string, line: string) => Promise<boolean>
  /** Where an agent of a queue is rung. */
  readonly agentOf: (queue: string, agent: string) => Promise<OfferedAgent | undefined>
  /** Called when an agent is free again. */
  readonly onFree: (queue: string) => void
}

/** How long it rings at a caller's. */
const RING_SECONDS = 30
const A_MOMENT = 1000

/** Does tasks of the kind `queue-callback`. */
export function callBackHandler(options: CallBackOptions): TaskHandler {
  const { store, clock, outbound, addresses, mayDial, countDialled, onFree } = options
  return async (task) => {
    const callback = await store.queueCallbacks.find(attemptOf(task))
    if (callback === undefined) return { kind: 'done' }
    const there = addresses(callback)
    if (there === undefined) return { kind: 'later', at: clock.now() + A_MOMENT, reason: 'the app does not listen yet' }
    const { entry, attempt, number, line, queue } = callback
    const order = { key: `callback/${entry}/${attempt}`, ...there, tries: task.tries }
    if (!mayDial(number, line)) await store.queueCallbacks.giveUp(callback, 'callback-refused', clock.now())
    else await (callback.leg === 'agent' ? ringAgent(callback, order) : ringCaller(callback, order))
    onFree(queue)
    return { kind: 'done' }
  }

  type Ordered = Omit<Parameters<Outbound['call']>[1], 'ringSeconds'>

  async function ringCaller(callback: KeptCallback, order: Ordered): Promise<void> {
    const { number: to, line: from } = callback
    if (!(await countDialled(to, from))) {
      return store.queueCallbacks.giveUp(callback, 'callback-refused', clock.now())
    }
    const reached = await outbound.call({ to, from, purpose: 'requested' }, { ...order, ringSeconds: RING_SECONDS })
    switch (reached.kind) {
      case 'failed':
        return store.queueCallbacks.missed(callback, clock.now())
      case 'refused':
        return refused(callback, reached)
      default:
        return settle(callback, reached, order.key)
    }
  }

  /** The caller is dialled from the agent's leg, after the gate was asked once more. */
  async function ringAgent(callback: KeptCallback, order: Ordered): Promise<void> {
    const { number, line: from, queue } = callback
    const leave = await outbound.gate.ask({ to: number, from, channel: 'call', purpose: 'requested', about: order.key })
    if (leave.kind === 'refused') return refused(callback, leave)
    const { phone: to, ringSeconds = RING_SECONDS } = (await options.agentOf(queue, callback.agent)) ?? {}
    // Where he is rung is unknown, or he may not be called.
    const notTaken = () => store.queueCallbacks.notTaken(callback, clock.now())
    if (!to || !mayDial(to, from)) return notTaken()
    const reached = await outbound.call({ to, from, purpose: 'staff' }, { ...order, ringSeconds, legs: 2 })
    return reached.kind === 'failed' || reached.kind === 'refused' ? notTaken() : settle(callback, reached, order.key)
  }

  async function settle(callback: KeptCallback, reached: Extract<Reached, { kind: 'sent' | 'wait' }>, key: string) {
    if (reached.kind === 'wait') return store.queueCallbacks.postpone(callback, reached.until)
    await store.queueCallbacks.isCalled(callback, reached.sid)
    // Its end may have been reported before anybody knew whose call it was: the process died, or the network was faster.
    const placed = await store.outbox.find(key)
    if (placed?.endedAt != null) await store.queues.gone(reached.sid, clock.now())
  }

  async function refused(callback: KeptCallback, { until }: Extract<Reached, { kind: 'refused' }>): Promise<void> {
    return until === undefined
      ? store.queueCallbacks.giveUp(callback, 'callback-refused', clock.now())
      : store.queueCallbacks.postpone(callback, until)
  }
}

function attemptOf({ about }: Task): CallbackAttempt {
  return about as unknown as CallbackAttempt // written where the attempt begins
}
