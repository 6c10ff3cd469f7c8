/** What is said of queues, in words. Pure. */
import type { Instant } from '../../../src/clock/clock.ts'
import type { Queue, QueueAgent, QueueWaiter } from '../api/types.ts'
import { formatTime } from '../phone/format.ts'

/** One figure of a queue. */
export interface Figure {
  readonly name: string
  readonly value: string
  readonly hint?: string
}

/** `2 wait, the longest for 3:12; 1 to be called back`. */
export function summaryOf({ now }: Queue): string {
  const parts = [
    now.waiting === 0
      ? 'Nobody waits'
      : `${now.waiting} ${now.waiting === 1 ? 'waits' : 'wait'}, the longest for ${formatTime(now.longestWait)}`,
    now.talking === 0 ? '' : `${now.talking} ${now.talking === 1 ? 'talks' : 'talk'}`,
    now.callbacks === 0 ? '' : `${now.callbacks} to be called back`,
  ]
  return parts.filter((part) => part !== '').join('; ')
}

/** What becomes of somebody who waits. */
export function waiterInWords(waiter: QueueWaiter, agentName: string | undefined, now: Instant): string {
  const { state, isCallback, notBefore, priority } = waiter
  const important = priority > 0 ? `, priority ${priority}` : ''
  if (state === 'offered') return `${isCallback ? 'is called back by' : 'rings at'} ${agentName ?? 'an agent'}`
  if (state === 'choosing') return `chooses how to go on${important}`
  if (state === 'waiting') return `waits${important}`
  if (notBefore !== null && notBefore > now) return `is to be called back, not before ${clockTime(notBefore)}`
  return `is to be called back${important}`
}

const clockTime = (at: Instant) => new Intl.DateTimeFormat('en', { hour: 'numeric', minute: '2-digit' }).format(at)

/** What an agent does. */
export function stateInWords({ state, isOnLine }: QueueAgent): string {
  const words = {
    out: 'is logged out',
    away: 'is away',
    available: isOnLine ? 'is on the line' : 'is available',
    'wrapping-up': 'wraps up',
    ringing: 'is rung',
    talking: 'talks',
  }
  return words[state]
}

/** How callers fared, as the front desk reads it. */
export function figuresOf({ figures, answerWithinSeconds }: Queue): readonly Figure[] {
  const { serviceLevel, averageWait, averageTalk } = figures
  const elsewhere = Object.values(figures.wentElsewhere).reduce((total, count) => total + count, 0)
  return [
    {
      name: 'Service level',
      value: serviceLevel === null ? '–' : `${Math.round(serviceLevel * 100)} %`,
      hint: `within ${answerWithinSeconds} s`,
    },
    { name: 'Answered', value: String(figures.answered), hint: `of ${figures.came}` },
    { name: 'Abandoned', value: String(figures.abandoned) },
    { name: 'Went elsewhere', value: String(elsewhere) },
    { name: 'Called back', value: String(figures.callbacksAnswered), hint: `of ${figures.callbacksAsked}` },
    { name: 'Average wait', value: averageWait === null ? '–' : formatTime(averageWait) },
    { name: 'Average talk', value: averageTalk === null ? '–' : formatTime(averageTalk) },
  ]
}
