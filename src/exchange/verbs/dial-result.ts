/** What a Dial comes to, and how the app is told. Source: reference twiml-voice.md §3.3 and §4.6. */
import type { Duration } from '../../clock/clock.ts'
import type { FinalStatus, Leg } from '../call/leg.ts'
import type { Recording } from '../recording/recordings.ts'
import type { Parameter } from '../request/signature.ts'

export interface DialResult {
  /** `answered` after a conference. */
  readonly status: FinalStatus | 'answered'
  readonly isBridged: boolean
  /** The leg told to the app: the winner, the last that was tried, the one taken from a queue. */
  readonly child?: Leg | undefined
  /** How long the two talked, when that is not the life of `child`. */
  readonly talked?: Duration
  readonly recording?: Recording | undefined
  /** What only this kind of target tells. */
  readonly parameters?: readonly Parameter[]
  /** Where the callee sends the caller, by a REFER that was granted. */
  readonly referral?: string | undefined
  readonly says: string
}

/** What the action request of a Dial carries. */
export function resultParameters(result: DialResult): Parameter[] {
  const { status, child, isBridged, recording } = result
  const parameters: Parameter[] = [['DialCallStatus', status]]
  if (child !== undefined) parameters.push(['DialCallSid', child.callSid])
  const talked = result.talked ?? lifeOf(child)
  if (talked !== undefined) parameters.push(['DialCallDuration', String(Math.round(talked / 1000))])
  parameters.push(['DialBridged', String(isBridged)], ...(result.parameters ?? []), ...sipOutcome(child))
  if (recording !== undefined) {
    parameters.push(['RecordingUrl', recording.url], ['RecordingSid', recording.recordingSid])
    parameters.push(['RecordingDuration', String(recording.seconds)])
  }
  return parameters
}

/** What SIP calls the call, and the headers it brought. Source: reference twiml-voice.md §5.3. */
export function sipParameters(leg: Leg, prefix: '' | 'Dial' = ''): Parameter[] {
  if (leg.sipCallId === undefined) return []
  const headers = Object.entries(leg.sipHeaders).map(([name, value]) => [`${prefix}SipHeader_${name}`, value] as const)
  return [[`${prefix}SipCallId`, leg.sipCallId], ...headers]
}

function sipOutcome(leg: Leg | undefined): Parameter[] {
  if (leg?.sipCallId === undefined) return []
  const parameters = sipParameters(leg, 'Dial')
  if (leg.sipResponseCode !== undefined) parameters.push(['DialSipResponseCode', String(leg.sipResponseCode)])
  return parameters
}

function lifeOf(leg: Leg | undefined): Duration | undefined {
  if (leg?.answeredAt === undefined || leg.endedAt === undefined) return undefined
  return leg.endedAt - leg.answeredAt
}
