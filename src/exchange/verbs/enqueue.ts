/**
 * What the network does on Enqueue: the call waits in line until somebody dials the queue, or the waiting ends.
 *
 * Source: reference twiml-voice.md §4.7.
 */
import type { Instant } from '../../clock/clock.ts'
import { type Enqueue, enqueueDefaults } from '../../twiml/index.ts'
import type { CallQueue, QueuedCall } from '../call/queue.ts'
import { next, type Outcome, type Performance } from '../performance.ts'
import type { Parameter } from '../request/signature.ts'
import { repeat, waitRequest } from './wait.ts'

/** What `QueueResult` says. */
type QueueResult =
  | 'bridged'
  | 'bridging-in-process'
  | 'error'
  | 'hangup'
  | 'leave'
  | 'queue-full'
  | 'redirected'
  | 'redirected-from-bridged'
  | 'system-error'

interface Departure {
  readonly result: QueueResult
  /** Absent when the call never was in the queue. */
  readonly call?: QueuedCall
}

export async function performEnqueue(enqueue: Enqueue, performance: Performance): Promise<Outcome> {
  const { network, leg } = performance
  leg.answer()
  const { result, call } = await passThrough(enqueue, performance)
  const says = endings[result]
  if (enqueue.action === undefined) return next(says)
  return {
    kind: 'ask',
    purpose: 'action',
    url: enqueue.action,
    method: enqueue.method ?? enqueueDefaults.method,
    parameters: [['QueueResult', result], ...(call ? stayParameters(call, network.clock.now()) : [])],
    isOwed: true,
    says,
  }
}

const endings: Readonly<Record<QueueResult, string>> = {
  bridged: 'the conversation with the one who took the call ended',
  'bridging-in-process': 'the call was taken out of the queue through the API',
  error: 'the waiting could not go on',
  hangup: 'the caller hung up while waiting',
  leave: 'the caller left the queue',
  'queue-full': 'the queue was full',
  redirected: 'the call was redirected while it waited',
  'redirected-from-bridged': 'the call was redirected out of the conversation',
  'system-error': 'the network has no such queue',
}

async function passThrough(enqueue: Enqueue, performance: Performance): Promise<Departure> {
  const { network, leg } = performance
  if (enqueue.workflowSid !== undefined || !enqueue.text?.trim()) {
    const message = 'There are no workflows on this exchange; the call enters no queue.'
    performance.report({ severity: 'warning', message, help: 'Name a queue as the text of Enqueue.' }, enqueue)
    return { result: 'system-error' }
  }
  const queue = network.queues.named(enqueue.text.trim())
  const limit = Math.min(queue.maxSize, enqueue.maxQueueSize ?? queue.maxSize)
  if (queue.size >= limit) {
    const message = `The queue is full: at most ${limit} may wait in it.`
    performance.report({ code: 14207, severity: 'warning', message }, enqueue)
    return { result: 'queue-full' }
  }
  const result = await stay(queue, enqueue, performance)
  // A wait document may hang up itself; then the call is over before the app is told.
  if (result.result === 'hangup') leg.finish('completed', 'the wait document hung up')
  return result
}

/** From the entry into the queue to the moment the call goes on by itself. */
async function stay(queue: CallQueue, enqueue: Enqueue, performance: Performance): Promise<Departure> {
  const { leg, scope } = performance
  const waiting = scope.inner()
  const call = queue.join(leg, () => waiting.cut())
  const ending = await waitIn(call, enqueue, performance.within(waiting))
  waiting.cut()
  if (call.state === 'waiting' || call.state === 'gone') {
    const result = leg.isOver ? 'hangup' : scope.isCut ? redirection(call) : ending
    queue.leave(call, departures[result])
    return { result, call }
  }
  const release = await scope.until<'bridged' | 'error'>((report) => {
    call.whenReleased(report)
    return undefined
  })
  if (release !== undefined) return { result: release, call }
  if (!leg.isOver) return { result: call.hasBeenBridged ? 'redirected-from-bridged' : redirection(call), call }
  // Hung up; the one who took the call may have heard him by then, or not yet.
  return { result: call.hasBeenBridged ? 'bridged' : 'hangup', call }
}

const redirection = (call: QueuedCall) => (call.isDequeued ? 'bridging-in-process' : 'redirected')

const departures = {
  hangup: 'hung-up',
  leave: 'left',
  error: 'error',
  redirected: 'redirected',
  'bridging-in-process': 'redirected',
} as const

/** Lets the caller hear what there is, until he is taken, leaves, hangs up, or the document fails. */
async function waitIn(
  call: QueuedCall,
  enqueue: Enqueue,
  performance: Performance,
): Promise<'hangup' | 'leave' | 'error'> {
  const { network } = performance
  const wait = { url: enqueue.waitUrl, method: enqueue.waitUrlMethod ?? enqueueDefaults.waitUrlMethod }
  const first = waitRequest(wait, performance, [])
  if (first === 'malformed') return 'error'
  if (first === undefined) {
    await performance.scope.until<never>(() => undefined)
    return 'hangup'
  }
  const ending = await repeat(performance, 'queue-wait', () => ({
    ...first,
    parameters: waitParameters(call, network.clock.now()),
  }))
  if (ending === 'left') return 'leave'
  return ending === 'hung-up' || ending === 'over' ? 'hangup' : 'error'
}

/** Source: reference twiml-voice.md §3.3. */
function waitParameters(call: QueuedCall, now: Instant): Parameter[] {
  const { queue } = call
  return [
    ['QueuePosition', String(queue.positionOf(call))],
    ...stayParameters(call, now),
    ['AvgQueueTime', String(Math.round(queue.averageWait(now) / 1000))],
    ['CurrentQueueSize', String(queue.size)],
    ['MaxQueueSize', String(queue.maxSize)],
  ]
}

/** Which queue, and how long the call has waited in it, or did. */
export function stayParameters(call: QueuedCall, now: Instant): Parameter[] {
  return [
    ['QueueSid', call.queue.queueSid],
    ['QueueTime', String(Math.round(call.waited(now) / 1000))],
  ]
}
