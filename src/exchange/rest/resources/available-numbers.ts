/**
 * Numbers that could be bought: made up, the same in every run, and of the ranges that are kept for fiction.
 *
 * Source: reference twilio-platform.md §8. What is asked of places is not heeded: these numbers are nowhere.
 */
import { countryOf, nationalNumber } from '../../../phone/e164.ts'
import type { Network } from '../../network.ts'
import { operation, type RestRequest } from '../operation.ts'
import type { ParameterCodes } from '../read-parameters.ts'
import { notFound } from '../twilio-error.ts'

const codes: ParameterCodes = { AreaCode: { invalid: 21451 } }

/** Everything that can be asked of numbers that could be bought. */
export const availableNumberOperations = [
  operation('ListAvailablePhoneNumberCountry', listCountries),
  operation('FetchAvailablePhoneNumberCountry', (request) => renderCountry(request.network, countryIn(request))),
  operation('ListAvailablePhoneNumberLocal', (request) => listAvailable(request, 'local'), codes),
  operation('ListAvailablePhoneNumberTollFree', (request) => listAvailable(request, 'toll-free'), codes),
]

const countries: Readonly<Record<string, { readonly name: string; readonly areaCode: string }>> = {
  US: { name: 'United States', areaCode: '202' },
  CA: { name: 'Canada', areaCode: '416' },
}

/** Those of an area code that are nobody's, in order; `+1 202 555 0100` to `0199`. */
export function freeNumbers({ lines }: Network, kind: 'local' | 'toll-free', areaCode: string): readonly string[] {
  const code = kind === 'toll-free' ? '800' : areaCode
  const all = Array.from({ length: 100 }, (_, place) => `+1${code}5550${100 + place}`)
  return all.filter((number) => !lines.has(number))
}

/** Whether North America has that area code. */
export const isAreaCode = (text: string): boolean =>
  /^[2-9]\d\d$/.test(text) && countryOf(`+1${text}5550100`) !== undefined

/** Whether a number has these digits somewhere; `*` stands for any one. Letters are those of a keypad. */
export function fitsPattern(number: string, pattern: string): boolean {
  const source = pattern
    .replace(/[a-z]/gi, (letter) => keypad[letter.toUpperCase()] ?? letter)
    .replace(/[^\d*]/g, '')
    .replaceAll('*', '\\d')
  return new RegExp(source).test(number)
}

const keypad: Readonly<Record<string, string>> = Object.fromEntries(
  ['ABC', 'DEF', 'GHI', 'JKL', 'MNO', 'PQRS', 'TUV', 'WXYZ'].flatMap((letters, place) =>
    [...letters].map((letter) => [letter, String(place + 2)]),
  ),
)

const base = ({ accountSid }: Network): string => `/2010-04-01/Accounts/${accountSid}/AvailablePhoneNumbers`

function listCountries({ network }: RestRequest<'ListAvailablePhoneNumberCountry'>): object {
  const codes = Object.keys(countries)
  return { countries: codes.map((code) => renderCountry(network, code)), uri: `${base(network)}.json` }
}

function countryIn({ path, pathname }: { path: Readonly<Record<string, string>>; pathname: string }): string {
  const code = path.CountryCode?.toUpperCase() ?? ''
  if (!Object.hasOwn(countries, code)) throw notFound(pathname)
  return code
}

function renderCountry(network: Network, code: string): object {
  const uri = `${base(network)}/${code}`
  return {
    country_code: code,
    country: countries[code]?.name ?? null,
    beta: false,
    uri: `${uri}.json`,
    subresource_uris: { local: `${uri}/Local.json`, toll_free: `${uri}/TollFree.json` },
  }
}

type Search = 'ListAvailablePhoneNumberLocal' | 'ListAvailablePhoneNumberTollFree'

/** Not in pages. Source: §2.5 and §8. */
function listAvailable(request: RestRequest<Search>, kind: 'local' | 'toll-free'): object {
  const { network, parameters, pathname } = request
  const country = countryIn(request)
  const { Contains: pattern, AreaCode: areaCode, PageSize: size = 30 } = parameters
  const { SmsEnabled: sms, MmsEnabled: mms, VoiceEnabled: voice, FaxEnabled: fax } = parameters
  const isPossible = fax !== true && sms !== false && mms !== false && voice !== false
  const code = areaCode === undefined ? (countries[country]?.areaCode ?? '') : String(areaCode)
  const isHere = kind === 'toll-free' ? areaCode === undefined || areaCode === 800 : isOf(country, code)
  const found = isPossible && isHere ? freeNumbers(network, kind, code) : []
  const fitting = found.filter((number) => pattern === undefined || fitsPattern(number, pattern))
  return {
    available_phone_numbers: fitting.slice(0, size).map((number) => renderAvailable(number, country)),
    uri: pathname,
  }
}

const isOf = (country: string, areaCode: string): boolean =>
  isAreaCode(areaCode) && countryOf(`+1${areaCode}5550100`) === country

function renderAvailable(number: string, country: string): object {
  return {
    phone_number: number,
    friendly_name: nationalNumber(number),
    iso_country: country,
    lata: null,
    locality: null,
    rate_center: null,
    latitude: null,
    longitude: null,
    region: null,
    postal_code: null,
    address_requirements: 'none',
    beta: false,
    capabilities: { voice: true, sms: true, mms: true, fax: false },
  }
}
