/**
 * What the network does on a Dial to a queue: it takes the call that has waited longest, and lets the two talk.
 *
 * Source: reference twiml-voice.md §5.5.
 */
import { seconds } from '../../clock/duration.ts'
import { type Dial, dialDefaults, type Queue, queueDefaults } from '../../twiml/index.ts'
import { bridge } from '../call/bridge.ts'
import type { CallQueue, QueuedCall } from '../call/queue.ts'
import type { Performance } from '../performance.ts'
import type { Parameter } from '../request/signature.ts'
import { createRecorder } from './dial-recorder.ts'
import type { DialResult } from './dial-result.ts'
import { dialTimeout } from './dial-timeout.ts'
import { stayParameters } from './enqueue.ts'

/** Takes the next call of a queue, waiting for one when it is empty. */
export async function dialQueue(dial: Dial, noun: Queue, performance: Performance): Promise<DialResult> {
  const { leg, network } = performance
  const queue = network.queues.find(noun.text.trim())
  if (queue === undefined) {
    const help = 'A queue is there from the first Enqueue on.'
    performance.report({ severity: 'warning', message: 'There is no queue of that name.', help }, noun)
    return { status: 'failed', isBridged: false, says: 'there was no such queue' }
  }
  leg.startTone('ringback')
  const call = await nextOf(queue, dial, performance)
  if (call === 'nobody') return { status: 'no-answer', isBridged: false, says: 'nobody waited in the queue' }
  if (call === undefined) {
    const status = network.settings.callerAbandonDialStatus
    return { status, isBridged: false, says: 'the caller hung up' }
  }
  const parameters = takenParameters(call, performance)
  if (!(await prepare(call, noun, parameters, performance))) {
    call.release('error')
    const says = leg.isOver ? 'the caller hung up' : 'the call from the queue was lost'
    return { status: leg.isOver ? 'canceled' : 'failed', isBridged: false, child: call.leg, parameters, says }
  }
  return talk(call, dial, parameters, performance)
}

async function nextOf(
  queue: CallQueue,
  dial: Dial,
  { network, scope }: Performance,
): Promise<QueuedCall | 'nobody' | undefined> {
  return scope.until<QueuedCall | 'nobody'>((report) => {
    const timer = network.clock.after(dialTimeout(dial, network), () => report('nobody'))
    const callOff = queue.request(report)
    return () => {
      timer.cancel()
      callOff()
    }
  })
}

/** What the one in the queue hears before the two are connected; false when one of them is lost on the way. */
async function prepare(
  call: QueuedCall,
  noun: Queue,
  parameters: readonly Parameter[],
  performance: Performance,
): Promise<boolean> {
  const { scope, source } = performance
  const url = noun.url && performance.resolve(noun.url)
  if (!url) return !call.leg.isOver && !scope.isCut
  const request = { purpose: 'whisper', url, method: noun.method ?? queueDefaults.method, parameters } as const
  const ending = await scope.until<string>((report) => {
    const whisper = call.leg.course.inner()
    void source.perform(call.leg, request, 'queue-whisper', whisper).then(report)
    return () => whisper.cut()
  })
  return ending === 'document-ended' && !call.leg.isOver && !scope.isCut
}

async function talk(
  call: QueuedCall,
  dial: Dial,
  parameters: readonly Parameter[],
  performance: Performance,
): Promise<DialResult> {
  const { leg, network } = performance
  leg.answer()
  leg.stopTone()
  call.bridge()
  const recorder = createRecorder(dial, performance)
  recorder.connected([call.leg])
  const startedAt = network.clock.now()
  const end = await bridge(performance, call.leg, {
    parted: () => call.release('bridged'),
    isEndedByStar: dial.hangupOnStar ?? dialDefaults.hangupOnStar,
    timeLimit: seconds(dial.timeLimit ?? dialDefaults.timeLimit),
  })
  recorder.end()
  const talked = network.clock.now() - startedAt
  const says = end === undefined ? 'the caller hung up' : 'the conversation ended'
  const { recording } = recorder
  return { status: 'completed', isBridged: true, child: call.leg, talked, recording, parameters, says }
}

/** Source: reference twiml-voice.md §3.3; `DequeingCallSid` is spelt so. */
function takenParameters(call: QueuedCall, { leg, network }: Performance): Parameter[] {
  return [...stayParameters(call, network.clock.now()), ['DequeingCallSid', leg.callSid]]
}
