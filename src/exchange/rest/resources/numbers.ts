/** The numbers of the account: the lines of the exchange. Source: reference twilio-platform.md §8. */
import { isE164, nationalNumber } from '../../../phone/e164.ts'
import { dialledNumber } from '../../call/dialled-number.ts'
import type { Line } from '../../call/line.ts'
import { isTollFree } from '../../message/us-long-code.ts'
import type { Network } from '../../network.ts'
import { listing, operation, type RestRequest } from '../operation.ts'
import type { ParameterCodes } from '../read-parameters.ts'
import { datesOf, touch } from '../since.ts'
import { notFound, refused } from '../twilio-error.ts'
import { fitsPattern, freeNumbers, isAreaCode } from './available-numbers.ts'
import { checkName } from './friendly-name.ts'
import { changed, changedUrls, shownUrls, urlCodes } from './urls.ts'

const codes: ParameterCodes = {
  ...urlCodes,
  PhoneNumber: { missing: 21421 },
  VoiceApplicationSid: { invalid: 21420 },
  SmsApplicationSid: { invalid: 21420 },
  AccountSid: { invalid: 21470 },
}

type Creation = 'CreateIncomingPhoneNumber' | 'CreateIncomingPhoneNumberLocal' | 'CreateIncomingPhoneNumberTollFree'
type Kind = 'any' | 'local' | 'toll-free'

/** Everything that can be asked of numbers. */
export const numberOperations = [
  operation('CreateIncomingPhoneNumber', (request) => buy(request, 'any', request.parameters.AreaCode), codes),
  operation('CreateIncomingPhoneNumberLocal', (request) => buy(request, 'local'), codes),
  operation('CreateIncomingPhoneNumberTollFree', (request) => buy(request, 'toll-free'), codes),
  listing('ListIncomingPhoneNumber', (request) => listNumbers(request, 'any')),
  listing('ListIncomingPhoneNumberLocal', (request) => listNumbers(request, 'local')),
  listing('ListIncomingPhoneNumberTollFree', (request) => listNumbers(request, 'toll-free')),
  operation('FetchIncomingPhoneNumber', (request) => renderNumber(request.network, lineOf(request))),
  operation('UpdateIncomingPhoneNumber', updateNumber, codes),
  operation('DeleteIncomingPhoneNumber', release),
]

function buy(request: RestRequest<Creation>, kind: Kind, areaCode?: string): object {
  const { network, parameters, isTest } = request
  const number = wanted(network, parameters.PhoneNumber, areaCode, isTest)
  if (kind !== 'any' && (kind === 'toll-free') !== isTollFree(number)) {
    throw refused(21458, 'The phone number is not of the type that is asked for.')
  }
  const line = lineAfter(request, { number })
  if (isTest) return { ...renderNumber(network, line), sid: network.createSid('PN') }
  network.lines.set(number, line)
  return renderNumber(network, line)
}

const magic = { taken: '+15005550000', invalid: '+15005550001', free: '+15005550006' }

/** Any number that can be one and is nobody's here may be had. */
function wanted(network: Network, text: string | undefined, areaCode: string | undefined, isTest: boolean): string {
  if (text === undefined && areaCode !== undefined) return firstFree(network, areaCode)
  const number = dialledNumber(text ?? '')
  if (number === undefined || number === magic.invalid || !isE164(number)) {
    throw refused(21421, 'The phone number is not a valid number.')
  }
  const isTaken = number === magic.taken || network.lines.has(number) || (isTest && number !== magic.free)
  if (isTaken) throw refused(21422, 'The phone number is not available.')
  return number
}

function firstFree(network: Network, areaCode: string): string {
  if (!isAreaCode(areaCode)) throw refused(21451, 'The area code is invalid.')
  const [number] = freeNumbers(network, 'local', areaCode)
  if (number === undefined) throw refused(21452, 'No phone numbers were found in that area code.')
  return number
}

function updateNumber(request: RestRequest<'UpdateIncomingPhoneNumber'>): object {
  const { network, parameters } = request
  const before = lineOf(request)
  const { AccountSid: owner } = parameters
  if (owner !== undefined && owner !== network.accountSid) throw refused(21471, 'The account does not exist.')
  const line = lineAfter(request, before)
  network.lines.set(line.number, line)
  touch(network, network.numberSid(line.number) ?? '')
  return renderNumber(network, line)
}

function lineAfter(request: RestRequest<Creation | 'UpdateIncomingPhoneNumber'>, before: Line): Line {
  const { network, parameters, given } = request
  const { FriendlyName: name, VoiceApplicationSid: voiceApplicationSid } = parameters
  const { SmsApplicationSid: messageApplicationSid } = parameters
  checkName(name)
  for (const sid of [voiceApplicationSid, messageApplicationSid]) {
    if (sid !== undefined && !network.applications.has(sid)) throw refused(21420, 'ApplicationSid is not accessible.')
  }
  return changed(changedUrls(before, parameters, given), {
    ...(given.has('FriendlyName') && { name }),
    ...(given.has('VoiceApplicationSid') && { voiceApplicationSid }),
    ...(given.has('SmsApplicationSid') && { messageApplicationSid }),
  })
}

/** Calls that are under way go on. */
function release(request: RestRequest<'DeleteIncomingPhoneNumber'>): undefined {
  request.network.removeLine(lineOf(request).number)
}

type Listed = 'ListIncomingPhoneNumber' | 'ListIncomingPhoneNumberLocal' | 'ListIncomingPhoneNumberTollFree'

function listNumbers({ network, parameters }: RestRequest<Listed>, kind: Kind) {
  const { FriendlyName: name, PhoneNumber: part } = parameters
  const items = phoneLines(network).filter((line) => {
    if (kind !== 'any' && (kind === 'toll-free') !== isTollFree(line.number)) return false
    if (name !== undefined && nameOf(line) !== name) return false
    return part === undefined || fitsPattern(line.number, part)
  })
  return {
    key: 'incoming_phone_numbers',
    items,
    sidOf: ({ number }: Line) => network.numberSid(number) ?? '',
    render: (line: Line) => renderNumber(network, line),
  }
}

/** Newest first; SIP domains and short codes are resources of their own. */
const phoneLines = ({ lines }: Network): readonly Line[] =>
  [...lines.values()].reverse().filter(({ number }) => number.startsWith('+'))

interface Place {
  readonly network: Network
  readonly path: Readonly<Record<string, string>>
  readonly pathname: string
}

function lineOf({ network, path, pathname }: Place): Line {
  const line = phoneLines(network).find(({ number }) => network.numberSid(number) === path.Sid)
  if (line === undefined) throw notFound(pathname)
  return line
}

const nameOf = ({ name, number }: Line): string => name ?? nationalNumber(number)

function renderNumber(network: Network, line: Line): object {
  const sid = network.numberSid(line.number) ?? null
  return {
    sid,
    account_sid: network.accountSid,
    api_version: '2010-04-01',
    phone_number: line.number,
    friendly_name: nameOf(line),
    ...datesOf(network, sid ?? ''),
    ...shownUrls(line),
    voice_application_sid: line.voiceApplicationSid ?? null,
    sms_application_sid: line.messageApplicationSid ?? null,
    capabilities: { voice: true, sms: true, mms: true, fax: false },
    address_requirements: 'none',
    address_sid: null,
    beta: false,
    bundle_sid: null,
    emergency_address_sid: null,
    emergency_address_status: 'unregistered',
    emergency_status: 'Inactive',
    identity_sid: null,
    origin: 'twilio',
    status: 'in-use',
    trunk_sid: null,
    type: isTollFree(line.number) ? 'toll-free' : 'local',
    voice_receive_mode: 'voice',
    uri: `/2010-04-01/Accounts/${network.accountSid}/IncomingPhoneNumbers/${sid}.json`,
  }
}
