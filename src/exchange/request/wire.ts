/**
 * The parameters of requests, in Twilio's spelling.
 *
 * Geography is approximate: the country is known for numbers of North America, everything else is sent empty.
 * Source: reference twiml-voice.md §3.1 and §3.4.
 */
import type { Instant } from '../../clock/clock.ts'
import type { Leg } from '../call/leg.ts'
import type { Parameter } from './signature.ts'

const fixedParameters = new WeakMap<Leg, readonly Parameter[]>()

/** What every request of a leg carries. */
export function standardParameters(leg: Leg, accountSid: string): readonly Parameter[] {
  const fixed = fixedParameters.get(leg) ?? fixedFor(leg, accountSid)
  fixedParameters.set(leg, fixed)
  return [...fixed, ['CallStatus', leg.status]]
}

function fixedFor(leg: Leg, accountSid: string): readonly Parameter[] {
  const { callSid, from, to, direction, parent } = leg
  const parameters: Parameter[] = [
    ['CallSid', callSid],
    ['AccountSid', accountSid],
    ['From', from],
    ['To', to],
    ['Caller', from],
    ['Called', to],
    ['Direction', direction],
    ['ApiVersion', '2010-04-01'],
  ]
  if (parent !== undefined) parameters.push(['ParentCallSid', parent.callSid])
  if (direction === 'inbound') parameters.push(['StirVerstat', 'TN-Validation-Passed-A'])
  for (const [names, number] of [
    [['From', 'Caller'], from],
    [['To', 'Called'], to],
  ] as const) {
    for (const name of names) {
      parameters.push([`${name}City`, ''], [`${name}State`, ''], [`${name}Zip`, ''])
      parameters.push([`${name}Country`, number.startsWith('+1') ? 'US' : ''])
    }
  }
  return parameters
}

/** What a callback about the progress of a leg carries besides the standard parameters. */
export function progressParameters(leg: Leg, sequenceNumber: number, now: Instant): readonly Parameter[] {
  const parameters: Parameter[] = [
    ['Timestamp', rfc2822(now)],
    ['CallbackSource', 'call-progress-events'],
    ['SequenceNumber', String(sequenceNumber)],
  ]
  if (leg.endedAt !== undefined) {
    const talked = leg.answeredAt === undefined ? 0 : Math.round((leg.endedAt - leg.answeredAt) / 1000)
    parameters.push(['CallDuration', String(talked)], ['Duration', String(Math.ceil(talked / 60))])
    if (leg.sipResponseCode !== undefined) parameters.push(['SipResponseCode', String(leg.sipResponseCode)])
  }
  return parameters
}

/** A moment as `Tue, 31 Aug 2010 20:36:28 +0000`. */
export function rfc2822(at: Instant): string {
  return new Date(at).toUTCString().replace('GMT', '+0000')
}

/** Name and value, encoded as a form body. */
export function encodeForm(parameters: readonly Parameter[]): string {
  let text = ''
  for (const [name, value] of parameters) {
    text += `${text === '' ? '' : '&'}${encodeURIComponent(name)}=${encodeURIComponent(value)}`
  }
  return text
}
