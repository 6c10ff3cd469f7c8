/** How a call is to be recorded, as requests ask for it. Source: reference twilio-platform.md §4.1. */
import type { OutboundCall } from '../../call/outbound-call.ts'
import type { RecordingCallback } from '../../recording/recordings.ts'
import { isAddress } from '../read-parameters.ts'
import { refused } from '../twilio-error.ts'

interface RecordingParameters {
  readonly RecordingChannels?: string | undefined
  readonly Trim?: string | undefined
  readonly RecordingStatusCallback?: string | undefined
  readonly RecordingStatusCallbackMethod?: 'GET' | 'POST' | undefined
  readonly RecordingStatusCallbackEvent?: readonly string[] | undefined
}

/**
 * @param trim what holds when nothing is said of it
 * @throws {TwilioError} for a value that is not allowed
 */
export function recordingOptions(
  parameters: RecordingParameters,
  trim: 'trim-silence' | 'do-not-trim' = 'trim-silence',
): NonNullable<OutboundCall['recording']> {
  const { RecordingChannels: channels = 'mono', Trim: trimming = trim } = parameters
  if (channels !== 'mono' && channels !== 'dual') throw refused(20422, 'RecordingChannels must be mono or dual.')
  if (trimming !== 'trim-silence' && trimming !== 'do-not-trim') {
    throw refused(20422, 'Trim must be trim-silence or do-not-trim.')
  }
  const callback = callbackOf(parameters)
  return {
    channels: channels === 'dual' ? 2 : 1,
    isTrimmed: trimming === 'trim-silence',
    ...(callback && { callback }),
  }
}

function callbackOf(parameters: RecordingParameters): RecordingCallback | undefined {
  const { RecordingStatusCallback: url, RecordingStatusCallbackMethod: method = 'POST' } = parameters
  if (url === undefined) return undefined
  if (!isAddress(url)) throw refused(21502, 'RecordingStatusCallback must be an absolute http or https URL.')
  const events = parameters.RecordingStatusCallbackEvent ?? ['completed']
  const known = events.filter((event) => event === 'in-progress' || event === 'completed' || event === 'absent')
  if (known.length < events.length) {
    throw refused(20422, 'RecordingStatusCallbackEvent may be in-progress, completed and absent.')
  }
  return { url, method, events: known }
}
