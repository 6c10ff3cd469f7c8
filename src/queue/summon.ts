/**
 * Leads a live call to an address of ours, through the REST interface. It places no call and reaches nobody new.
 *
 * Source: reference twilio-platform.md §4.4.
 */
import { request } from 'undici'

export interface SummonOptions {
  readonly accountSid: string
  readonly authToken: string
  /** Where the REST API is: `https://api.twilio.com`, or an exchange. */
  readonly apiUrl: string
}

/**
 * Puts a call through the document at `url`. A call that is over, or not answered yet, is left as it is.
 *
 * @throws {Error} when the network cannot be asked, or refuses for another reason
 */
export async function summonCall(
  { accountSid, authToken, apiUrl }: SummonOptions,
  callSid: string,
  url: string,
): Promise<void> {
  const { statusCode, body } = await request(`${apiUrl}/2010-04-01/Accounts/${accountSid}/Calls/${callSid}.json`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ Url: url, Method: 'POST' }).toString(),
    headersTimeout: 10_000,
    bodyTimeout: 10_000,
  })
  const answer = await body.text()
  if (statusCode < 300 || statusCode === 404 || answer.includes(NOT_IN_PROGRESS)) return
  throw new Error(`the network answered ${statusCode} when a call was to be led on`)
}

const NOT_IN_PROGRESS = '21220'
