/**
 * What the network does on a Dial to people: it looks for somebody who answers, and lets the two talk.
 *
 * Everybody but those in a conference or a queue. Source: reference twiml-voice.md §4.6.
 */
import { seconds } from '../../clock/duration.ts'
import { type Application, type Dial, type DialNoun, dialDefaults, number } from '../../twiml/index.ts'
import { bridge } from '../call/bridge.ts'
import { callerIdFor } from '../call/caller-id.ts'
import type { Leg } from '../call/leg.ts'
import { search } from '../call/search.ts'
import { type Target, type TargetNoun, targetOf } from '../call/target.ts'
import { Performance } from '../performance.ts'
import { judgeAnswerer } from './dial-detection.ts'
import { createRecorder } from './dial-recorder.ts'
import { type DialResult, sipParameters } from './dial-result.ts'
import { dialTimeout } from './dial-timeout.ts'
import { digitsLast } from './play.ts'

/** Rings whom a Dial names until one is picked up, and lets the two talk. */
export async function dialParties(
  dial: Dial,
  performance: Performance,
  later?: (tell: () => void) => void,
): Promise<DialResult> {
  const { leg, network, scope } = performance
  const targets = targetsOf(dial).map(targetOf)
  if (targets.length === 0) return { status: 'failed', isBridged: false, says: 'there was nobody to dial' }
  leg.startTone('ringback')
  const recorder = createRecorder(dial, performance)
  recorder.ringing()
  const { winner, target, legs } = await search(targets, performance, {
    isSequential: dial.sequential ?? false,
    timeout: dialTimeout(dial, network),
    callerIdFor: ({ noun }) => callerIdFor(noun, dial, leg, network),
    later,
    made: ({ noun }, callee) => {
      if (noun.verb === 'number' || noun.verb === 'sip') judgeAnswerer(noun, callee, performance)
    },
  })
  if (winner === undefined || target === undefined) {
    recorder.end()
    const child = legs.at(-1)
    if (scope.isCut) {
      const status = network.settings.callerAbandonDialStatus
      return { status, isBridged: false, child, recording: recorder.recording, says: 'the caller hung up' }
    }
    const status = combined(legs.map((tried) => tried.status))
    return { status, isBridged: false, child, recording: recorder.recording, says: failures[status] }
  }
  if (!(await prepare(target, winner, performance)) || scope.isCut) {
    recorder.end()
    const says = leg.isOver ? 'the caller hung up' : 'the callee declined'
    const status = network.settings.whisperHangupStatus
    return { status, isBridged: false, child: winner, recording: recorder.recording, says }
  }
  leg.answer()
  leg.stopTone()
  recorder.connected([winner])
  let referral: string | undefined
  const end = await bridge(performance, winner, {
    // A callee who was given another document lives on without this Dial.
    parted: (why, by) => by !== 'callee-redirected' && winner.finish('completed', why),
    isEndedByStar: dial.hangupOnStar ?? dialDefaults.hangupOnStar,
    timeLimit: seconds(dial.timeLimit ?? dialDefaults.timeLimit),
    mayRefer(to) {
      if (dial.referUrl !== undefined) referral = to
      else reportReferral(dial, performance)
      return referral !== undefined
    },
  })
  recorder.end()
  const says = end === undefined ? 'the caller hung up' : 'the conversation ended'
  return { status: 'completed', isBridged: true, child: winner, recording: recorder.recording, referral, says }
}

function reportReferral(dial: Dial, performance: Performance): void {
  const message = 'The callee asked for the caller to be taken elsewhere, and nobody decides on that.'
  performance.report({ code: 13802, severity: 'error', message, help: 'Give Dial a referUrl.' }, dial)
}

function targetsOf(dial: Dial): readonly TargetNoun[] {
  if (dial.children.length === 0) return dial.text?.trim() ? [number(dial.text.trim())] : []
  const [first] = dial.children
  if (first?.verb === 'application') return [first]
  // What stands alone was reported among others when the document was read, and so were too many.
  const nouns = dial.children.filter(isTogether)
  return nouns.slice(0, 10)
}

const isTogether = (noun: DialNoun): noun is Exclude<TargetNoun, Application> =>
  noun.verb !== 'conference' && noun.verb !== 'queue' && noun.verb !== 'application'

/** Digits and whisper, before the two hear each other; false when the callee is lost on the way. */
async function prepare({ noun }: Target, callee: Leg, performance: Performance): Promise<boolean> {
  const { scope, source } = performance
  const { course } = callee
  const isReady = await scope.until<boolean>((report) => {
    void readied().then(report)
    return (value) => {
      // A callee who was given another document lives on without this Dial.
      const isRedirected = callee.course !== course
      if (value !== true && !isRedirected)
        callee.finish('completed', value === undefined ? 'the caller hung up' : 'the callee declined')
    }
  })
  return isReady === true

  async function readied(): Promise<boolean> {
    if (noun.verb === 'number' && noun.sendDigits !== undefined) {
      const onCallee = new Performance(performance.network, callee, source, callee.life)
      if (!(await onCallee.hearsTone('digits', digitsLast(noun.sendDigits), noun.sendDigits))) return false
    }
    if (noun.verb === 'application' || noun.verb === 'sim') return !callee.isOver
    const url = noun.url && performance.resolve(noun.url)
    if (!url) return !callee.isOver
    const request = {
      purpose: 'whisper',
      url,
      method: noun.method ?? 'POST',
      parameters: sipParameters(callee),
    } as const
    return (await source.perform(callee, request, 'whisper', course)) === 'document-ended' && !callee.isOver
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
