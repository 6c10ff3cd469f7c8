/**
 * The parameters of requests, in Twilio's spelling.
 *
 * Geography is approximate: the country is known for numbers of North America, everything else is sent empty.
 * Source: reference twiml-voice.md §3.1 and §3.4.
 */
import type { Instant } from '../../clock/clock.ts'
import { isWithheld } from '../call/arrival.ts'
import type { Leg } from '../call/leg.ts'
import type { Parameter } from './signature.ts'

const fixedParameters = new WeakMap<Leg, readonly Parameter[]>()

/** What every request of a leg carries. */
export function standardParameters(leg: Leg, accountSid: string): readonly Parameter[] {
  const fixed = fixedParameters.get(leg) ?? fixedFor(leg, accountSid)
  fixedParameters.set(leg, fixed)
  // `concat` makes lists without slack, and the journal keeps them as long as the call.
  return fixed.concat([['CallStatus', leg.status]])
}

function fixedFor(leg: Leg, accountSid: string): readonly Parameter[] {
  const { callSid, from, to, direction, parent, applicationSid } = leg
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
  if (applicationSid !== undefined) parameters.push(['ApplicationSid', applicationSid])
  if (direction === 'inbound' && isNumber(from)) {
    parameters.push(['StirVerstat', isWithheld(from) ? 'No-TN-Validation' : 'TN-Validation-Passed-A'])
  }
  // A browser is nowhere.
  if (from.startsWith('client:')) return parameters
  return parameters.concat(
    isNorthAmerican(from) ? places.from.known : places.from.unknown,
    isNorthAmerican(to) ? places.to.known : places.to.unknown,
  )
}

const isNumber = (address: string): boolean => /^(\+|[a-z]+$)/.test(address)

const isNorthAmerican = (number: string): boolean => number.startsWith('+1')

/** The same for every leg, so they are made once: sixteen pairs for each of ten thousand calls add up. */
const places = {
  from: { known: geography(['From', 'Caller'], 'US'), unknown: geography(['From', 'Caller'], '') },
  to: { known: geography(['To', 'Called'], 'US'), unknown: geography(['To', 'Called'], '') },
}

function geography(names: readonly string[], country: string): readonly Parameter[] {
  return names.flatMap((name): Parameter[] => [
    [`${name}City`, ''],
    [`${name}State`, ''],
    [`${name}Zip`, ''],
    [`${name}Country`, country],
  ])
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
  return parameters.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&')
}

/** Most names and values need no encoding, and then no new text. */
const encoded = (text: string): string => (/^[\w.~-]*$/.test(text) ? text : encodeURIComponent(text))
