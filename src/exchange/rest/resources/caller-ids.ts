/** Numbers that calls may show because somebody proved that they are his. Source: reference twilio-platform.md §8. */
import { seconds } from '../../../clock/duration.ts'
import { nationalNumber } from '../../../phone/e164.ts'
import { dialledNumber } from '../../call/dialled-number.ts'
import type { Leg } from '../../call/leg.ts'
import { placeVerificationCall } from '../../call/verification-call.ts'
import type { Network } from '../../network.ts'
import { notifyApp } from '../../request/notify-app.ts'
import { standardParameters } from '../../request/wire.ts'
import { listing, operation, type RestRequest } from '../operation.ts'
import type { ParameterCodes } from '../read-parameters.ts'
import { datesOf, touch } from '../since.ts'
import { notFound, refused } from '../twilio-error.ts'
import { checkName } from './friendly-name.ts'

const codes: ParameterCodes = {
  PhoneNumber: { missing: 21401 },
  CallDelay: { invalid: 21454 },
  StatusCallback: { invalid: 21456 },
  StatusCallbackMethod: { invalid: 21403 },
}

/** Everything that can be asked of caller ids. */
export const callerIdOperations = [
  operation('CreateValidationRequest', verify, codes),
  listing('ListOutgoingCallerId', listCallerIds),
  operation('FetchOutgoingCallerId', (request) => renderCallerId(request.network, callerIdOf(request))),
  operation('UpdateOutgoingCallerId', rename),
  operation('DeleteOutgoingCallerId', forget),
]

interface CallerId {
  readonly sid: string
  readonly number: string
  readonly name: string
}

const known = new WeakMap<Network, Map<string, CallerId>>()

function idsOf(network: Network): Map<string, CallerId> {
  const ids = known.get(network) ?? new Map<string, CallerId>()
  known.set(network, ids)
  for (const number of network.verifiedNumbers) {
    if (!ids.has(number)) keep(network, ids, number, nationalNumber(number))
  }
  return ids
}

function keep(network: Network, ids: Map<string, CallerId>, number: string, name: string): CallerId {
  const id = { sid: network.createSid('PN'), number, name }
  ids.set(number, id)
  return id
}

/** The code is shown to the account, and asked of whoever picks up. */
function verify(request: RestRequest<'CreateValidationRequest'>): object {
  const { network, parameters } = request
  const { PhoneNumber: text = '', FriendlyName: name, CallDelay: delay = 0, Extension: extension } = parameters
  const to = dialledNumber(text)
  if (to === undefined) throw refused(21401, 'The phone number is not a valid number.')
  checkName(name)
  if (delay < 0 || delay > 60) throw refused(21454, 'CallDelay must be 0 to 60 seconds.')
  if (extension !== undefined && !/^[\d#*wW]{1,32}$/.test(extension)) {
    throw refused(21206, 'Extension may have up to 32 of 0-9, #, *, w and W.')
  }
  if (network.verifiedNumbers.has(to)) throw refused(21450, 'The phone number is already validated on your account.')
  const shown = name ?? nationalNumber(to)
  const code = String(100_000 + (Number.parseInt(network.createToken().slice(0, 8), 16) % 900_000))
  const ended = (leg: Leg, isVerified: boolean) => settle(request, leg, isVerified && { to, name: shown })
  const { callSid } = placeVerificationCall(network, { to, code, delay: seconds(delay), ended })
  return {
    account_sid: network.accountSid,
    call_sid: callSid,
    friendly_name: shown,
    phone_number: to,
    validation_code: code,
  }
}

function settle(
  { network, parameters }: RestRequest<'CreateValidationRequest'>,
  leg: Leg,
  verified: { readonly to: string; readonly name: string } | false,
): void {
  const { StatusCallback: url, StatusCallbackMethod: method = 'POST' } = parameters
  const id = verified && keep(network, idsOf(network), verified.to, verified.name)
  if (id) network.verifiedNumbers.add(id.number)
  if (url === undefined) return
  notifyApp(network, {
    leg,
    purpose: 'call-status',
    url,
    method,
    parameters: [
      ...standardParameters(leg, network.accountSid),
      ['VerificationStatus', id ? 'success' : 'failed'],
      ...(id ? [['OutgoingCallerIdSid', id.sid] as const] : []),
    ],
  })
}

function listCallerIds({ network, parameters }: RestRequest<'ListOutgoingCallerId'>) {
  const { PhoneNumber: text, FriendlyName: name } = parameters
  const number = text === undefined ? undefined : (dialledNumber(text) ?? text)
  return {
    key: 'outgoing_caller_ids',
    items: [...idsOf(network).values()].reverse().filter((id) => {
      return (number === undefined || id.number === number) && (name === undefined || id.name === name)
    }),
    sidOf: ({ sid }: CallerId) => sid,
    render: (id: CallerId) => renderCallerId(network, id),
  }
}

function rename(request: RestRequest<'UpdateOutgoingCallerId'>): object {
  const { network, parameters } = request
  const id = callerIdOf(request)
  const { FriendlyName: name = id.name } = parameters
  checkName(name)
  idsOf(network).set(id.number, { ...id, name })
  touch(network, id.sid)
  return renderCallerId(network, { ...id, name })
}

function forget(request: RestRequest<'DeleteOutgoingCallerId'>): undefined {
  const { network } = request
  const { number } = callerIdOf(request)
  idsOf(network).delete(number)
  network.verifiedNumbers.delete(number)
}

interface Place {
  readonly network: Network
  readonly path: Readonly<Record<string, string>>
  readonly pathname: string
}

function callerIdOf({ network, path, pathname }: Place): CallerId {
  const id = [...idsOf(network).values()].find(({ sid }) => sid === path.Sid)
  if (id === undefined) throw notFound(pathname)
  return id
}

function renderCallerId(network: Network, { sid, number, name }: CallerId): object {
  return {
    sid,
    account_sid: network.accountSid,
    friendly_name: name,
    phone_number: number,
    ...datesOf(network, sid),
    uri: `/2010-04-01/Accounts/${network.accountSid}/OutgoingCallerIds/${sid}.json`,
  }
}
