/**
 * What the network does on Dial: it connects the caller with people, a conference, or the next in a queue.
 *
 * Source: reference twiml-voice.md §4.6.
 */
import { type Dial, dialDefaults } from '../../twiml/index.ts'
import { next, type Outcome, type Performance } from '../performance.ts'
import { dialConference } from './dial-conference.ts'
import { dialParties } from './dial-parties.ts'
import { dialQueue } from './dial-queue.ts'
import { type DialResult, resultParameters } from './dial-result.ts'

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
  const notices: (() => void)[] = []
  const tellLast = () => {
    for (const tell of notices.splice(0)) tell()
  }
  const later = network.settings.childCompletedBeforeAction ? undefined : (tell: () => void) => void notices.push(tell)
  const result = await connect(dial, performance, later)
  leg.stopTone()
  const outcome = outcomeOf(dial, result, performance)
  if (outcome.kind === 'ask') return { ...outcome, asked: tellLast }
  tellLast()
  return outcome
}

function outcomeOf(dial: Dial, result: DialResult, { leg, network }: Performance): Outcome {
  const { says, referral } = result
  if (referral !== undefined && dial.referUrl !== undefined) {
    const method = dial.referMethod ?? dialDefaults.referMethod
    const parameters = [['ReferTransferTarget', referral]] as const
    return { kind: 'ask', purpose: 'refer', url: dial.referUrl, method, parameters, says }
  }
  if (dial.action === undefined) return next(says)
  // Looked at after the conversation: the caller may be gone, and then the answer is not performed.
  if (leg.isOver && !network.settings.dialActionAfterCallerHangup) return next(says)
  const method = dial.method ?? dialDefaults.method
  return {
    kind: 'ask',
    purpose: 'action',
    url: dial.action,
    method,
    parameters: resultParameters(result),
    isOwed: true,
    says,
  }
}

type Later = ((tell: () => void) => void) | undefined

/** Queues and conferences stand alone: of several targets the first decides what kind of Dial it is. */
async function connect(dial: Dial, performance: Performance, later: Later): Promise<DialResult> {
  const [first] = dial.children
  if (first?.verb === 'conference') return dialConference(dial, first, performance)
  if (first?.verb === 'queue') return dialQueue(dial, first, performance)
  const result = await dialParties(dial, performance, later)
  // The caller may have gone at the very moment the callee answered, when nobody was waiting on either.
  if (performance.scope.isCut) result.child?.finish('completed', 'the caller hung up')
  return result
}
