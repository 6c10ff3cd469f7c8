/**
 * Requests that only notify: whatever comes of them, the call goes on as if they had not been made.
 *
 * Source: reference twiml-voice.md §2.9 and §6.4.
 */
import type { Leg } from '../call/leg.ts'
import type { Network } from '../network.ts'
import type { Question } from './ask-app.ts'
import type { Parameter } from './signature.ts'
import { sidsOf } from './subject.ts'
import { progressParameters, standardParameters } from './wire.ts'

/** Tells the app something. A refusal is a finding and nothing else: 15003 or 16011, or the code of what broke. */
export function notifyApp(network: Network, question: Question): void {
  network.callbacks.send(question, (reply) => {
    if (network.isClosed) return
    if (reply.kind === 'answer' && reply.status < 400) {
      if (holdsVerbs(reply.body)) warnOfDocument(network, question, reply.requestId)
      return
    }
    network.report({
      ...sidsOf(question.leg),
      requestId: reply.requestId,
      ...(reply.kind === 'failure'
        ? { severity: 'error', code: reply.code }
        : question.purpose === 'conference-status'
          ? conferenceFinding
          : callFinding),
      message:
        reply.kind === 'answer'
          ? `The ${question.purpose} callback was answered with status ${reply.status}.`
          : `The ${question.purpose} callback failed: ${reply.message}`,
      help:
        (reply.kind === 'failure' && reply.help) ||
        'Answer callbacks with 204, or with 200 and an empty Response. Nothing else was affected.',
    })
  })
}

/** Source: reference twiml-voice.md §12 row 18. */
function warnOfDocument(network: Network, { leg, purpose }: Question, requestId: string): void {
  network.report({
    ...sidsOf(leg),
    requestId,
    line: 1,
    severity: 'warning',
    message: `The ${purpose} callback was answered with a document: nothing in it is performed.`,
    help: 'Answer callbacks with 204. To change the course of a call, update it through the API.',
  })
}

const holdsVerbs = (body: string | Uint8Array): boolean =>
  /<Response\b[^>]*>\s*<[A-Za-z]/.test(typeof body === 'string' ? body : Buffer.from(body).toString())

/** Source: reference twiml-voice.md §2.9, documented. */
const callFinding = { severity: 'warning', code: 15003 } as const
const conferenceFinding = { severity: 'error', code: 16011 } as const

export type ProgressEvent = 'initiated' | 'ringing' | 'answered' | 'completed'

export interface ProgressCallback {
  /** Absolute. */
  readonly url: string
  readonly method: 'GET' | 'POST'
  readonly events: readonly ProgressEvent[]
}

/**
 * Tells the app of a leg's progress from now on; call it before the leg is initiated.
 *
 * Nothing is told of a leg that ends before it was initiated. Source: reference twiml-voice.md §6.4, documented.
 *
 * @param later takes the notice that an answered leg is over, and gives it at a better moment; default at once
 */
export function followProgress(
  network: Network,
  leg: Leg,
  callback: ProgressCallback,
  later?: (tell: () => void) => void,
): void {
  let sequenceNumber = 0
  let isInitiated = leg.direction === 'inbound' || leg.status !== 'queued'
  const tell = (event: ProgressEvent) => {
    // Looked up each time: an update through the API may have set another one.
    const { url, method } = leg.changedCallback ?? callback
    const isSent = isInitiated && callback.events.includes(event)
    if (isSent) {
      notifyApp(network, {
        leg,
        purpose: 'call-status',
        url,
        method,
        parameters: [
          ...standardParameters(leg, network.accountSid),
          ...progressParameters(leg, sequenceNumber, network.clock.now()),
          ...recordingParameters(leg),
        ],
      })
    }
    if (isSent || network.settings.sequenceNumbering === 'all') sequenceNumber += 1
  }
  leg.when('initiated', () => {
    isInitiated = true
    tell('initiated')
  })
  leg.when('ringing', () => tell('ringing'))
  leg.when('answered', () => tell('answered'))
  leg.when('over', () => {
    if (leg.isAnswered && later) later(() => tell('completed'))
    else tell('completed')
  })
}

/** Source: reference twiml-voice.md §3.4: only of a call that was placed with the wish to be recorded. */
function recordingParameters({ isOver, recording }: Leg): Parameter[] {
  if (!isOver || recording === undefined) return []
  return [
    ['RecordingUrl', recording.url],
    ['RecordingSid', recording.recordingSid],
    ['RecordingDuration', String(recording.seconds)],
  ]
}
