/**
 * What the network does on a Dial to people: it looks for somebody who answers, and lets the two talk.
 *
 * Numbers, apps and SIP addresses; other nouns are reported and left out. Source: reference twiml-voice.md §4.6.
 */
import { seconds } from '../../clock/duration.ts'
import { type Dial, dialDefaults, number } from '../../twiml/index.ts'
import { bridge } from '../call/bridge.ts'
import { callerIdFor } from '../call/caller-id.ts'
import type { Leg } from '../call/leg.ts'
import { search } from '../call/search.ts'
import { type Target, type TargetNoun, targetOf } from '../call/target.ts'
import type { Performance } from '../performance.ts'
import { judgeAnswerer } from './dial-detection.ts'
import { createRecorder } from './dial-recorder.ts'
import type { DialResult } from './dial-result.ts'
import { dialTimeout } from './dial-timeout.ts'
import { digitsLast } from './play.ts'

/** Rings whom a Dial names until one is picked up, and lets the two talk. */
export async function dialParties(dial: Dial, performance: Performance): Promise<DialResult> {
  const { leg, network, scope } = performance
  const targets = targetsOf(dial, performance).map(targetOf)
  if (targets.length === 0) return { status: 'failed', isBridged: false, says: 'there was nobody to dial' }
  leg.startTone('ringback')
  const recorder = createRecorder(dial, performance)
  recorder.ringing()
  const { winner, target, legs } = await search(targets, performance, {
    isSequential: dial.sequential ?? false,
    timeout: dialTimeout(dial, network),
    callerIdFor: ({ noun }) => callerIdFor(noun, dial, leg, network),
    made: ({ noun }, callee) => {
      if (noun.verb === 'number' || noun.verb === 'sip') judgeAnswerer(noun, callee, performance)
    },
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
  recorder.connected([winner])
  const end = await bridge(performance, winner, {
    // A callee who was given another document lives on without this Dial.
    parted: (why, by) => by !== 'callee-redirected' && winner.finish('completed', why),
    isEndedByStar: dial.hangupOnStar ?? dialDefaults.hangupOnStar,
    timeLimit: seconds(dial.timeLimit ?? dialDefaults.timeLimit),
  })
  recorder.end()
  const says = end === undefined ? 'the caller hung up' : 'the conversation ended'
  return { status: 'completed', isBridged: true, child: winner, recording: recorder.recording, says }
}

function targetsOf(dial: Dial, performance: Performance): readonly TargetNoun[] {
  if (dial.children.length === 0) return dial.text?.trim() ? [number(dial.text.trim())] : []
  const nouns: TargetNoun[] = []
  for (const noun of dial.children) {
    if (noun.verb === 'number' || noun.verb === 'client' || noun.verb === 'sip' || noun.verb === 'whatsApp')
      nouns.push(noun)
    // A conference or queue among others was reported when the document was read.
    else if (noun.verb !== 'conference' && noun.verb !== 'queue') {
      const message = `Dial cannot reach a ${noun.verb} on this exchange yet; it is left out.`
      performance.report({ code: 12200, severity: 'warning', message }, noun)
    }
  }
  if (nouns.length > 10) {
    performance.report({ code: 13250, severity: 'warning', message: 'Only the first ten targets are dialled.' }, dial)
  }
  return nouns.slice(0, 10)
}

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
      const onCallee = performance.within(callee.life)
      if (!(await onCallee.passes(digitsLast(noun.sendDigits)))) return false
    }
    const url = noun.url && performance.resolve(noun.url)
    if (!url) return !callee.isOver
    const parameters = callee.sipCallId === undefined ? [] : [['SipCallId', callee.sipCallId] as const]
    const request = { purpose: 'whisper', url, method: noun.method ?? 'POST', parameters } as const
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
