/**
 * What the API can do to a call that lives: end it, or put it through another document.
 *
 * Source: reference twiml-voice.md §6.3, twilio-platform.md §4.4.
 */
import type { Duration } from '../../clock/clock.ts'
import { redirect } from '../conduct.ts'
import type { Network } from '../network.ts'
import type { GivenDocument } from '../performance.ts'
import type { Fallback, Leg } from './leg.ts'
import type { DocumentAddress } from './outbound-call.ts'

/** One change; what is absent stays as it is. */
export interface CallChange {
  /** `canceled`: only while it is queued or rings. `completed`: whatever it does. */
  readonly end?: 'canceled' | 'completed'
  /** Performed from now on; what was performed is cut. Only of a call that was answered. */
  readonly document?: DocumentAddress | GivenDocument
  readonly fallback?: Fallback
  /** Told of what was to be told elsewhere. */
  readonly progress?: DocumentAddress
  /** From now on. */
  readonly timeLimit?: Duration
}

/** Makes the change; false, and nothing done, when the state of the call does not allow it. */
export function changeCall(network: Network, leg: Leg, change: CallChange): boolean {
  if (leg.isOver || (change.document !== undefined && !leg.isAnswered)) return false
  if (change.end === 'canceled' && leg.isAnswered) return false
  if (change.fallback !== undefined) leg.fallback = change.fallback
  if (change.progress !== undefined) leg.changedCallback = change.progress
  if (change.timeLimit !== undefined) limit(network, leg, change.timeLimit)
  if (change.end !== undefined) end(leg)
  else if (change.document !== undefined) redirect(network, leg, requestOf(change.document))
  return true
}

function requestOf(document: DocumentAddress | GivenDocument) {
  return 'twiml' in document ? document : ({ purpose: 'voice', ...document, parameters: [] } as const)
}

function end(leg: Leg): void {
  if (leg.isAnswered) leg.finish('completed', 'the app ended the call')
  else leg.finish(leg.direction === 'inbound' ? 'no-answer' : 'canceled', 'the app called it off')
}

function limit(network: Network, leg: Leg, timeLimit: Duration): void {
  void leg.life.until<true>((report) => {
    const timer = network.clock.after(timeLimit, () => report(true))
    return (isDue) => {
      timer.cancel()
      if (isDue) leg.finish('completed', 'the time limit was reached')
    }
  })
}
