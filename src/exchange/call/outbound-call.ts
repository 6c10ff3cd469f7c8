/**
 * A call that the app places through the API: queued, dialled, answered, and put through the app's documents.
 *
 * Source: reference twiml-voice.md §6.2 and §6.4, twilio-platform.md §4.1–4.3.
 */
import type { Duration } from '../../clock/clock.ts'
import { seconds } from '../../clock/duration.ts'
import { begin } from '../conduct.ts'
import type { Network } from '../network.ts'
import type { GivenDocument } from '../performance.ts'
import type { RecordingCallback } from '../recording/recordings.ts'
import { followProgress, notifyApp, type ProgressCallback } from '../request/notify-app.ts'
import type { Parameter } from '../request/signature.ts'
import { digitsLast } from '../verbs/play.ts'
import type { Fallback, Leg } from './leg.ts'
import { type DetectionOptions, detectMachine } from './machine-detection.ts'

/** Where a document is to be fetched. */
export interface DocumentAddress {
  /** Absolute. */
  readonly url: string
  readonly method: 'GET' | 'POST'
}

/** Machine detection of a placed call. */
export interface OutboundDetection extends DetectionOptions {
  /** Whether the document is performed meanwhile, and the verdict told to `callback`. */
  readonly isAsync: boolean
  readonly callback?: DocumentAddress
}

/** What {@link placeOutboundCall} needs to know; already found to be valid. */
export interface OutboundCall {
  readonly from: string
  readonly to: string
  readonly document: DocumentAddress | GivenDocument
  readonly fallback?: Fallback
  readonly progress?: ProgressCallback
  /** How long it rings; default 60 s. */
  readonly timeout?: Duration
  /** Longest conversation; default the network's. */
  readonly timeLimit?: Duration
  /** Sent after the answer and before the document. */
  readonly sendDigits?: string
  readonly detection?: OutboundDetection
  readonly recording?: {
    readonly channels: 1 | 2
    readonly isTrimmed: boolean
    readonly callback?: RecordingCallback
  }
  /** Further parameters of every request for a document, such as `ApplicationSid`. */
  readonly parameters?: readonly Parameter[]
}

/** Dials once `leg`'s turn has come, and does the rest when it is answered. */
export function placeOutboundCall(network: Network, leg: Leg, call: OutboundCall): void {
  leg.fallback = call.fallback
  if (call.progress !== undefined) followProgress(network, leg, call.progress)
  leg.when('answered', () => void answered(network, leg, call))
  // Not before whoever asked has been told that the call is queued.
  if (leg.queueTime === 0) queueMicrotask(() => dial(network, leg, call))
  else onLeg(network, leg, leg.queueTime, () => dial(network, leg, call))
}

function dial(network: Network, leg: Leg, { timeout = seconds(60) }: OutboundCall): void {
  if (leg.isOver) return
  leg.initiate()
  const stopRinging = onLeg(network, leg, timeout, () => leg.finish('no-answer', 'nobody answered in time'))
  leg.when('answered', stopRinging)
  network.reachParty(leg)
}

async function answered(network: Network, leg: Leg, call: OutboundCall): Promise<void> {
  const { course } = leg
  const { document, detection, recording, sendDigits, timeLimit } = call
  if (recording !== undefined) record(network, leg, recording)
  if (timeLimit !== undefined) {
    onLeg(network, leg, timeLimit, () => leg.finish('completed', 'the time limit was reached'))
  }
  if (sendDigits !== undefined) await send(network, leg, sendDigits)
  // Digits and detection exclude each other. Source: reference twiml-voice.md §3.5, documented.
  const verdict = sendDigits === undefined && detection ? await judge(network, leg, detection) : []
  if (leg.isOver || leg.course !== course) return
  const parameters = [...(call.parameters ?? []), ...verdict]
  begin(network, leg, 'twiml' in document ? document : { purpose: 'voice', ...document, parameters })
}

/** What the first request says of who answered; nothing when that is told elsewhere. */
async function judge(network: Network, leg: Leg, detection: OutboundDetection): Promise<readonly Parameter[]> {
  const judged = detectMachine(leg, network, detection).then((found): readonly Parameter[] => {
    leg.answeredBy = found?.answeredBy
    return found === undefined
      ? []
      : [
          ['AnsweredBy', found.answeredBy],
          ['MachineDetectionDuration', String(found.durationMs)],
        ]
  })
  if (!detection.isAsync) return judged
  void judged.then((parameters) => {
    if (parameters.length > 0) tell(network, leg, detection.callback, parameters)
  })
  return []
}

function tell(network: Network, leg: Leg, callback: DocumentAddress | undefined, found: readonly Parameter[]): void {
  if (callback === undefined) return
  const { callSid } = leg
  const parameters: Parameter[] = [['CallSid', callSid], ['AccountSid', network.accountSid], ...found]
  notifyApp(network, { leg, purpose: 'amd-status', ...callback, parameters })
}

function record(network: Network, leg: Leg, how: NonNullable<OutboundCall['recording']>): void {
  const recording = network.recordings.start({ source: 'OutboundAPI', leg, others: [], ...how })
  leg.recording = recording
  // With the leg's life, so that it has its length when the app is told of the end.
  void leg.life.until<never>(() => () => network.recordings.end(recording, 'hang-up'))
}

function send(network: Network, leg: Leg, digits: string): Promise<unknown> {
  const { callSid } = leg
  const lasts = digitsLast(digits)
  network.journal.append({ kind: 'tone-started', callSid, tone: 'digits', digits, lasts })
  return leg.life.until<true>((report) => {
    const timer = network.clock.after(lasts, () => report(true))
    return () => {
      timer.cancel()
      network.journal.append({ kind: 'tone-ended', callSid, tone: 'digits' })
    }
  })
}

/** After so long, unless the leg is over by then; returns what calls it off. */
function onLeg(network: Network, leg: Leg, delay: Duration, act: () => void): () => void {
  let callOff = () => {}
  void leg.life.until<'due' | 'off'>((report) => {
    const timer = network.clock.after(delay, () => report('due'))
    callOff = () => report('off')
    return (value) => {
      timer.cancel()
      if (value === 'due') act()
    }
  })
  return () => callOff()
}
