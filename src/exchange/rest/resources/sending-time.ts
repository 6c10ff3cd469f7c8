/** When a message is to be sent. Source: reference twilio-platform.md §9.1; codes from the dictionary's pages. */
import type { Instant } from '../../../clock/clock.ts'
import { hours, minutes } from '../../../clock/duration.ts'
import type { Network } from '../../network.ts'
import { refused } from '../twilio-error.ts'

interface ScheduleParameters {
  readonly ScheduleType?: 'fixed' | undefined
  readonly SendAt?: Instant | undefined
  readonly MessagingServiceSid?: string | undefined
}

/**
 * The moment, from 15 minutes to 35 days ahead; undefined for at once, and also without ScheduleType.
 *
 * @throws {TwilioError} 35111 no moment, 35114 too near or too far, 35118 no messaging service
 */
export function sendingTime({ clock }: Network, parameters: ScheduleParameters): Instant | undefined {
  const { ScheduleType: type, SendAt: sendAt, MessagingServiceSid: serviceSid } = parameters
  if (type === undefined) return undefined
  if (serviceSid === undefined) throw refused(35118, 'MessagingServiceSid is required to schedule a message.')
  if (sendAt === undefined) throw refused(35111, "SendAt cannot be empty for ScheduleType 'fixed'.")
  const ahead = sendAt - clock.now()
  if (ahead < minutes(15) || ahead > hours(35 * 24)) {
    throw refused(35114, 'SendAt must be 15 minutes to 35 days in the future.')
  }
  return sendAt
}
