/**
 * Leads a live call to an address of ours. It places no call and reaches nobody new, so it needs no permit.
 *
 * Source: reference twilio-platform.md §4.4.
 */
import type { TwilioClient } from './twilio-client.ts'

/** The call is over, or not answered yet. */
const NOT_IN_PROGRESS = 21220

/**
 * Puts a call through the document at `url`. A call that is over, or not answered yet, is left as it is.
 *
 * @throws {Error} when the network cannot be asked, or refuses for another reason
 */
export async function leadCall(client: TwilioClient, callSid: string, url: string): Promise<void> {
  // The address names a turn, which is taken once however often the call is led there.
  const asked = await client.change((twilio) => twilio.calls(callSid).update({ url, method: 'POST' }))
  if (asked.kind === 'answered') return
  const { status, code, reason } = asked.failure
  if (status !== 404 && code !== NOT_IN_PROGRESS) throw new Error(`a call could not be led on: ${reason}`)
}
