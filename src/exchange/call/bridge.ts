/**
 * A bridge: two legs that hear each other until one of them is over, time runs out, or the caller presses the star.
 */
import type { Duration } from '../../clock/clock.ts'
import type { Performance } from '../performance.ts'
import type { Ears } from './ears.ts'
import type { Leg } from './leg.ts'

export interface BridgeOptions {
  /** Called at the very moment the two are parted, with what parted them; `why` says it in plain words. */
  parted(why: string, end: BridgeEnd | undefined): void
  /** Whether `*` from the caller ends the conversation. */
  readonly isEndedByStar: boolean
  readonly timeLimit: Duration
}

/** What ended the conversation: the callee, the API that took the callee away, the caller's star, or the limit. */
export type BridgeEnd = 'callee' | 'callee-redirected' | 'star' | 'time-limit'

/** Joins the performance's leg with `callee`, until one of them is over; undefined when the caller hung up or was redirected. */
export function bridge(
  performance: Performance,
  callee: Leg,
  { parted, isEndedByStar, timeLimit }: BridgeOptions,
): Promise<BridgeEnd | undefined> {
  const { network, leg: caller, scope } = performance
  const { clock, journal } = network
  return scope.until<BridgeEnd>((report) => {
    const limit = clock.after(timeLimit, () => report('time-limit'))
    const isStar = (key: string) => isEndedByStar && key === '*'
    const stopCaller = caller.listen(earsTowards(callee, isStar, () => report('star')))
    const stopCallee = callee.listen(earsTowards(caller, () => false))
    const stopWaiting = callee.when('over', () => report('callee'))
    const stopWatching = callee.when('redirected', () => report('callee-redirected'))
    caller.peer = callee
    callee.peer = caller
    journal.append({ kind: 'legs-bridged', callSid: caller.callSid, otherCallSid: callee.callSid })
    return (value) => {
      limit.cancel()
      stopWaiting()
      stopWatching()
      stopCaller()
      stopCallee()
      caller.peer = undefined
      callee.peer = undefined
      journal.append({ kind: 'legs-parted', callSid: caller.callSid, otherCallSid: callee.callSid })
      parted(
        value === undefined ? (caller.isOver ? 'the caller hung up' : 'the caller was redirected') : reasons[value],
        value,
      )
    }
  })

  /** What one side says or presses is heard by the other; nobody else listens. */
  function earsTowards(other: Leg, heedsKey: (key: string) => boolean, act?: () => void): Ears {
    return {
      awaits: null,
      heedsKey,
      heedsSpeech: () => true,
      key: (key) => {
        if (heedsKey(key)) return act?.()
        journal.append({ kind: 'tone-started', callSid: other.callSid, tone: 'digits', digits: key, lasts: 250 })
      },
    }
  }
}

const reasons: Readonly<Record<BridgeEnd, string>> = {
  callee: 'the callee hung up',
  'callee-redirected': 'the callee was redirected',
  star: 'the caller pressed the star',
  'time-limit': 'the time limit was reached',
}
