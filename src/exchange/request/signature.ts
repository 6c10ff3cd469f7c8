/**
 * `X-Twilio-Signature`: how the network proves that a request is its own.
 *
 * Source: reference twilio-platform.md §1.1 and §1.2, documented.
 */
import { createHmac } from 'node:crypto'

/** Name and value of one request parameter, decoded. */
export type Parameter = readonly [name: string, value: string]

/**
 * The text that is signed: the URL, then each form parameter's name and value without separators.
 *
 * Names are sorted by code unit; of a repeated name the distinct values are taken, sorted.
 *
 * @param url exactly as requested, with its query and without a fragment
 * @param form the parameters of a form body; empty for GET, whose parameters are in the URL already
 */
export function signedText(url: string, form: readonly Parameter[]): string {
  const parts = [signedUrl(url)]
  let last: Parameter | undefined
  for (const parameter of form.toSorted(byNameThenValue)) {
    if (last !== undefined && byNameThenValue(last, parameter) === 0) continue
    parts.push(parameter[0], parameter[1])
    last = parameter
  }
  return parts.join('')
}

const byNameThenValue = (one: Parameter, other: Parameter): number =>
  byCodeUnit(one[0], other[0]) || byCodeUnit(one[1], other[1])

const byCodeUnit = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

/** Base64 of the HMAC-SHA1 of `text` under the account's primary token. */
export function sign(authToken: string, text: string): string {
  return createHmac('sha1', authToken).update(text).digest('base64')
}

/** For voice over https the port is left out of what is signed; user names and passwords always are. */
function signedUrl(url: string): string {
  const bare = url.replace(/^(https?:\/\/)[^/?#]*@/, '$1')
  return bare.startsWith('https:') ? bare.replace(/^(https:\/\/[^/?#]*?):\d+(?=[/?#]|$)/, '$1') : bare
}
