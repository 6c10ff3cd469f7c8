/** On whose behalf the app is asked or told something. */
import type { Leg } from '../call/leg.ts'

/** A message, as requests about it need it; the same object for all of them. */
export interface MessageSubject {
  readonly messageSid: string
  readonly direction: string
  readonly from: string
  readonly to: string
}

/** A leg, or in its place a message. */
export type Subject = Leg | MessageSubject

/** The SID under which the journal has it. */
export const sidsOf = (subject: Subject): { readonly callSid: string } | { readonly messageSid: string } =>
  'callSid' in subject ? { callSid: subject.callSid } : { messageSid: subject.messageSid }

/** The SID itself. */
export const sidOf = (subject: Subject): string => ('callSid' in subject ? subject.callSid : subject.messageSid)
