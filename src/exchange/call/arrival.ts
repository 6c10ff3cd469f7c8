/**
 * How a call from outside arrives: what its caller's phone, SIP device or browser brings along.
 *
 * Source: reference twiml-voice.md §3.1; which requests carry what a device brought is inferred.
 */
import type { Network } from '../network.ts'
import type { Parameter } from '../request/signature.ts'

/** Somebody calls. */
export interface CallRequest {
  /**
   * E.164, `sip:…` or `client:…`; or a word for one who withholds the number: `anonymous`, `restricted`, `blocked`,
   * `unknown`, `unavailable`.
   */
  readonly from: string
  /** The number of a line, or a SIP address. A client that calls an application may leave it out. */
  readonly to?: string
  /** The application a client calls; without it the line of `to` answers. */
  readonly applicationSid?: string
  /** What a client gives to the app by name, or the headers of a SIP caller. Nobody else brings any. */
  readonly parameters?: Readonly<Record<string, string>>
}

export interface Arrival {
  readonly from: string
  readonly to: string
  /** Under which lines are looked for, the nearest first. */
  readonly numbers: readonly string[]
  readonly sipCallId?: string
  /** What the first request carries besides the standard parameters. */
  readonly parameters: readonly Parameter[]
}

/** Reads what a caller brings. */
export function arrivalOf(request: CallRequest, { settings, createToken }: Network): Arrival {
  const { from, parameters = {} } = request
  if (/^sips?:/i.test(from)) return fromSip(request, createToken())
  if (from.startsWith('client:')) {
    // What the app calls `To` is what the network tells as `To`, and nothing when it says nothing.
    const { To, ...others } = parameters
    const to = request.to ?? To ?? ''
    const own = Object.entries(others).filter(([name]) => !reserved.has(name))
    return { from, to, numbers: [to], parameters: own }
  }
  const to = request.to ?? ''
  const shown = settings.withheldCallerIds === 'keypad' ? (keypad[from] ?? from) : from
  return { from: shown, to, numbers: [to], parameters: [] }
}

/** Addresses are whole on the wire, also when a line's number was dialled. */
function fromSip({ from, to = '', parameters = {} }: CallRequest, sipCallId: string): Arrival {
  const address = /^sips?:/i.test(to) ? to : `sip:${to}@${ownDomain}`
  const [, user = '', domain = ''] = /^sips?:([^@;]*)@?([^;?]*)/i.exec(address) ?? []
  const headers = Object.entries(parameters).filter(([name]) => /^(X-.+|User-to-User)$/i.test(name))
  return {
    from,
    to: address,
    numbers: [address, user],
    sipCallId,
    parameters: [
      ['SipCallId', sipCallId],
      ['SipDomain', domain],
      ['SipSourceIp', sourceIp],
      ...headers.map(([name, value]): Parameter => [`SipHeader_${name}`, value]),
    ],
  }
}

/** How withheld numbers are spelled on the keys of a phone. */
const keypad: Readonly<Record<string, string>> = {
  anonymous: '+266696687',
  restricted: '+7378742833',
  blocked: '+2562533',
  unknown: '+8656696',
  unavailable: '+86282452253',
}

/** Whether somebody withheld the number, in either spelling. */
export const isWithheld = (from: string): boolean => Object.hasOwn(keypad, from) || Object.values(keypad).includes(from)

const ownDomain = 'hookswitch.sip.twilio.com'
/** An address reserved for examples. */
const sourceIp = '203.0.113.7'

/** A device cannot pass itself off as the network. */
const reserved = new Set(
  'CallSid AccountSid From Caller Called Direction ApiVersion CallStatus ParentCallSid ApplicationSid'.split(' '),
)
