/**
 * What the network does on Dial: it looks for somebody who answers, and lets the two talk.
 *
 * Numbers only so far; other nouns are reported and left out. Source: reference twiml-voice.md §4.6.
 */
import { seconds } from '../../clock/duration.ts'
import { type Dial, dialDefaults, type NumberNoun, number } from '../../twiml/index.ts'
import { bridge } from '../call/bridge.ts'
import type { FinalStatus, Leg } from '../call/leg.ts'
import { search } from '../call/search.ts'
import { next, type Outcome, type Performance } from '../performance.ts'
import type { Recording } from '../recording/recordings.ts'
import type { Parameter } from '../request/signature.ts'
import { digitsLast } from './play.ts'
import { recordingCallback } from './record.ts'

interface DialResult {
  readonly status: FinalStatus
  readonly isBridged: boolean
  /** The leg told to the app: the winner, or the last that was tried. */
  readonly child?: Leg | undefined
  readonly recording?: Recording | undefined
  readonly says: string
}

export async function performDial(dial: Dial, performance: Performance): Promise<Outcome> {
  const { leg, network, source } = performance
  if (source.kind === 'whisper') {
    performance.report(
      { code: 13201, severity: 'error', message: 'A callee cannot dial before being connected.' },
      dial,
    )
    return { kind: 'hang-up', says: 'Dial is not allowed here' }
  }
  if (!dial.answerOnBridge) leg.answer()
  const result = await connect(dial, performance)
  // The caller may have gone at the very moment the callee answered, when nobody was waiting on either.
  if (leg.isOver) result.child?.finish('completed', 'the caller hung up')
  leg.stopTone()
  if (dial.action === undefined) return next(result.says)
  // Looked at after the conversation: the caller may be gone, and then the answer is not performed.
  if (leg.isOver && !network.settings.dialActionAfterCallerHangup) return next(result.says)
  return {
    kind: 'ask',
    purpose: 'action',
    url: dial.action,
    method: dial.method ?? dialDefaults.method,
    parameters: resultParameters(result),
    says: result.says,
  }
}

async function connect(dial: Dial, performance: Performance): Promise<DialResult> {
  const { leg, network, scope } = performance
  const targets = targetsOf(dial, performance)
  if (targets.length === 0) return { status: 'failed', isBridged: false, says: 'there was nobody to dial' }
  leg.startTone('ringback')
  const recorder = createRecorder(dial, performance)
  if (dial.record?.startsWith('record-from-ringing')) recorder.start([])
  const { winner, target, legs } = await search(targets, performance, {
    isSequential: dial.sequential ?? false,
    timeout:
      seconds(Math.min(600, Math.max(5, dial.timeout ?? dialDefaults.timeout))) + network.settings.dialTimeoutExtra,
    callerId: dial.callerId ?? leg.from,
  })
  if (winner === undefined || target === undefined) {
    recorder.end()
    const child = legs.at(-1)
    if (scope.isCut) {
      return { status: network.settings.callerAbandonDialStatus, isBridged: false, child, says: 'the caller hung up' }
    }
    const status = combined(legs.map((tried) => tried.status))
    return { status, isBridged: false, child, recording: recorder.recording, says: failures[status] }
  }
  if (!(await prepare(target, winner, performance)) || scope.isCut) {
    recorder.end()
    const says = leg.isOver ? 'the caller hung up' : 'the callee declined'
    return { status: network.settings.whisperHangupStatus, isBridged: false, child: winner, says }
  }
  leg.answer()
  leg.stopTone()
  if (dial.record !== undefined && dial.record !== 'do-not-record') recorder.start([winner])
  const end = await bridge(performance, winner, {
    isEndedByStar: dial.hangupOnStar ?? dialDefaults.hangupOnStar,
    timeLimit: seconds(dial.timeLimit ?? dialDefaults.timeLimit),
  })
  recorder.end()
  const says = end === undefined ? 'the caller hung up' : 'the conversation ended'
  return { status: 'completed', isBridged: true, child: winner, recording: recorder.recording, says }
}

function targetsOf(dial: Dial, performance: Performance): readonly NumberNoun[] {
  if (dial.children.length === 0) return dial.text?.trim() ? [number(dial.text.trim())] : []
  const numbers: NumberNoun[] = []
  for (const noun of dial.children) {
    if (noun.verb === 'number') numbers.push(noun)
    else {
      const message = `Dial cannot reach a ${noun.verb} on this exchange yet; it is left out.`
      performance.report({ code: 12200, severity: 'warning', message }, noun)
    }
  }
  if (numbers.length > 10) {
    performance.report({ code: 13250, severity: 'warning', message: 'Only the first ten targets are dialled.' }, dial)
  }
  return numbers.slice(0, 10)
}

/** Digits and whisper, before the two hear each other; false when the callee is lost on the way. */
async function prepare(target: NumberNoun, callee: Leg, performance: Performance): Promise<boolean> {
  const { scope, source } = performance
  const isReady = await scope.until<boolean>((report) => {
    void readied().then(report)
    return (value) => {
      if (value !== true) callee.finish('completed', value === undefined ? 'the caller hung up' : 'the callee declined')
    }
  })
  return isReady === true

  async function readied(): Promise<boolean> {
    if (target.sendDigits !== undefined) {
      const onCallee = performance.within(callee.life)
      if (!(await onCallee.passes(digitsLast(target.sendDigits)))) return false
    }
    const url = target.url && performance.resolve(target.url)
    if (!url) return !callee.isOver
    const request = { purpose: 'whisper', url, method: target.method ?? 'POST', parameters: [] } as const
    return (await source.whisper(callee, request)) === 'document-ended' && !callee.isOver
  }
}

/** Source: reference twiml-voice.md §4.6, Outcomes; for several targets our inference. */
function combined(statuses: readonly Leg['status'][]): 'busy' | 'failed' | 'canceled' | 'no-answer' {
  for (const status of ['busy', 'failed', 'canceled'] as const) {
    if (statuses.every((other) => other === status)) return status
  }
  return 'no-answer'
}

const failures = {
  busy: 'the callee was busy',
  failed: 'the number could not be reached',
  canceled: 'the attempt was called off',
  'no-answer': 'nobody answered',
} as const

/** Source: reference twiml-voice.md §3.3. */
function resultParameters({ status, child, isBridged, recording }: DialResult): Parameter[] {
  const parameters: Parameter[] = [['DialCallStatus', status]]
  if (child !== undefined) parameters.push(['DialCallSid', child.callSid])
  if (child?.answeredAt !== undefined && child.endedAt !== undefined) {
    parameters.push(['DialCallDuration', String(Math.round((child.endedAt - child.answeredAt) / 1000))])
  }
  parameters.push(['DialBridged', String(isBridged)])
  if (recording !== undefined) {
    parameters.push(['RecordingUrl', recording.url], ['RecordingSid', recording.recordingSid])
    parameters.push(['RecordingDuration', String(recording.seconds)])
  }
  return parameters
}

function createRecorder(dial: Dial, performance: Performance) {
  const { recordings } = performance.network
  let recording: Recording | undefined
  return {
    get recording() {
      return recording
    },
    start(others: readonly Leg[]) {
      recording ??= recordings.start({
        source: 'DialVerb',
        leg: performance.leg,
        others,
        channels: dial.record?.endsWith('-dual') ? 2 : 1,
        isTrimmed: dial.trim === 'trim-silence',
        ...recordingCallback(dial, performance),
      })
    },
    end() {
      if (recording !== undefined) recordings.end(recording, performance.leg.isOver ? 'hang-up' : 'bridge-ended')
    },
  }
}
