/**
 * Calling back: one attempt, begun when an agent is there for it.
 *
 * It goes through the gate and the dialer like everything that leaves, so quiet hours hold at the place of the number, and
 * whoever has said stop is not called.
 */
import type { Clock } from '../clock/clock.ts'
import type { Outbound, Reached } from '../outbound/outbound.ts'
import type { CallbackAttempt, KeptCallback, Store, Task } from '../store/index.ts'
import type { TaskHandler } from '../work/worker.ts'

export interface CallBackOptions {
  readonly store: Store
  readonly clock: Clock
  readonly outbound: Pick<Outbound, 'call'>
  /** Where the call begins and where its end is reported; undefined until the app listens. */
  readonly addresses: (callback: KeptCallback) => { readonly url: string; readonly statusUrl: string } | undefined
  /** Whether calls of a line may be led to a number, and how many; asked again for each attempt. */
  readonly mayDial: (number: string, line: string) => Promise<boolean>
  /** Called when an agent is free again. */
  readonly onFree: (queue: string) => void
}

/** How long it rings. */
const RING_SECONDS = 30
const A_MOMENT = 1000

/** Does tasks of the kind `queue-callback`. */
export function callBackHandler(options: CallBackOptions): TaskHandler {
  const { store, clock, outbound, addresses, mayDial, onFree } = options
  return async (task) => {
    const callback = await store.queueCallbacks.find(attemptOf(task))
    if (callback === undefined) return { kind: 'done' }
    const there = addresses(callback)
    if (there === undefined) return { kind: 'later', at: clock.now() + A_MOMENT, reason: 'the app does not listen yet' }
    const { entry, attempt, number, line, queue } = callback
    if (!(await mayDial(number, line))) {
      await store.queueCallbacks.giveUp(callback, 'callback-refused', clock.now())
    } else {
      const order = { key: `callback/${entry}/${attempt}`, ...there, ringSeconds: RING_SECONDS, tries: task.tries }
      await settle(callback, await outbound.call({ to: number, from: line, purpose: 'requested' }, order))
    }
    onFree(queue)
    return { kind: 'done' }
  }

  async function settle(callback: KeptCallback, reached: Reached): Promise<void> {
    switch (reached.kind) {
      case 'sent':
        return store.queueCallbacks.isCalled(callback, reached.sid)
      case 'wait':
        return store.queueCallbacks.postpone(callback, reached.until)
      case 'refused':
        return reached.until === undefined
          ? store.queueCallbacks.giveUp(callback, 'callback-refused', clock.now())
          : store.queueCallbacks.postpone(callback, reached.until)
      case 'failed':
        return store.queueCallbacks.missed(callback, clock.now())
    }
  }
}

function attemptOf({ about }: Task): CallbackAttempt {
  return about as unknown as CallbackAttempt // written where the attempt begins
}
