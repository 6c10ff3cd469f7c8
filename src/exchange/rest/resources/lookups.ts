/**
 * What is known of a number: whether it can be one, and how its country writes it. Nothing else is known of anybody.
 *
 * Source: reference twilio-platform.md §11.5; what is nonsense, rather than a number that is not valid, is inferred.
 */
import { numberFacts } from '../../../phone/e164.ts'
import { operation, type RestRequest } from '../operation.ts'
import { notFound } from '../twilio-error.ts'

/** Everything that can be looked up. */
export const lookupOperations = [operation('FetchPhoneNumber', lookUp)]

/** What costs money on the network; the answer has each, and nothing in it. */
const packages = [
  'caller_name',
  'sim_swap',
  'call_forwarding',
  'line_status',
  'line_type_intelligence',
  'identity_match',
  'reassigned_number',
  'sms_pumping_risk',
  'phone_number_quality_score',
  'pre_fill',
]

function lookUp({ network, path, parameters, pathname }: RestRequest<'FetchPhoneNumber'>): object {
  const text = path.PhoneNumber ?? ''
  if (!/\d{2}/.test(text)) throw notFound(pathname)
  const { number, country, callingCode, national, error } = numberFacts(text, parameters.CountryCode ?? 'US')
  const isValid = error === undefined
  return {
    phone_number: number,
    valid: isValid,
    validation_errors: isValid ? [] : [error],
    calling_country_code: isValid ? callingCode : null,
    country_code: isValid ? country : null,
    national_format: isValid ? national : null,
    ...Object.fromEntries(packages.map((name) => [name, null])),
    url: `${network.baseUrl}/v2/PhoneNumbers/${number}`,
  }
}
