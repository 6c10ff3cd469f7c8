/** Machine detection, as requests ask for it. Source: reference twiml-voice.md §3.5, twilio-platform.md §4.2. */
import { seconds } from '../../../clock/duration.ts'
import type { OutboundDetection } from '../../call/outbound-call.ts'
import { isAddress } from '../read-parameters.ts'
import { refused } from '../twilio-error.ts'

interface DetectionParameters {
  readonly MachineDetection?: string | undefined
  readonly MachineDetectionTimeout?: number | undefined
  readonly MachineDetectionSpeechThreshold?: number | undefined
  readonly MachineDetectionSpeechEndThreshold?: number | undefined
  readonly MachineDetectionSilenceTimeout?: number | undefined
  readonly AsyncAmd?: string | undefined
  readonly AsyncAmdStatusCallback?: string | undefined
  readonly AsyncAmdStatusCallbackMethod?: 'GET' | 'POST' | undefined
}

/**
 * What is asked for; undefined when nothing is.
 *
 * @throws {TwilioError} 21234 for a value that is not allowed
 */
export function detectionOf(parameters: DetectionParameters): OutboundDetection | undefined {
  const { MachineDetection: mode, AsyncAmd: isAsync, AsyncAmdStatusCallback: url } = parameters
  if (mode === undefined) return undefined
  if (mode !== 'Enable' && mode !== 'DetectMessageEnd') {
    throw refused(21234, 'MachineDetection must be Enable or DetectMessageEnd.')
  }
  if (url !== undefined && !isAddress(url)) throw refused(21234, 'AsyncAmdStatusCallback must be an absolute URL.')
  const timeout = within(parameters, 'MachineDetectionTimeout', 3, 60)
  const speechThreshold = within(parameters, 'MachineDetectionSpeechThreshold', 1000, 6000)
  const speechEndThreshold = within(parameters, 'MachineDetectionSpeechEndThreshold', 500, 5000)
  const silenceTimeout = within(parameters, 'MachineDetectionSilenceTimeout', 2000, 10_000)
  return {
    mode,
    isAsync: isAsync?.toLowerCase() === 'true',
    ...(url !== undefined && { callback: { url, method: parameters.AsyncAmdStatusCallbackMethod ?? 'POST' } }),
    ...(timeout !== undefined && { timeout: seconds(timeout) }),
    ...(speechThreshold !== undefined && { speechThreshold }),
    ...(speechEndThreshold !== undefined && { speechEndThreshold }),
    ...(silenceTimeout !== undefined && { silenceTimeout }),
  }
}

type Tuning =
  | 'MachineDetectionTimeout'
  | 'MachineDetectionSpeechThreshold'
  | 'MachineDetectionSpeechEndThreshold'
  | 'MachineDetectionSilenceTimeout'

function within(parameters: DetectionParameters, name: Tuning, low: number, high: number): number | undefined {
  const value = parameters[name]
  if (value !== undefined && (value < low || value > high)) throw refused(21234, `${name} must be ${low} to ${high}.`)
  return value
}
