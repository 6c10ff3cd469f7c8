/**
 * Machine detection on those whom a Dial rings: always beside the conversation, told by a callback of its own.
 *
 * Source: reference twiml-voice.md §3.5 and §5.1, documented.
 */
import { seconds } from '../../clock/duration.ts'
import { type NumberNoun, numberDefaults, type Sip } from '../../twiml/index.ts'
import type { Leg } from '../call/leg.ts'
import { type DetectionOptions, detectMachine } from '../call/machine-detection.ts'
import type { Performance } from '../performance.ts'
import { notifyApp } from '../request/notify-app.ts'

/** Judges who answers `callee`, when the noun wants that; call it before the leg is answered. */
export function judgeAnswerer(noun: NumberNoun | Sip, callee: Leg, performance: Performance): void {
  const options = optionsOf(noun)
  if (options === undefined) return
  const url = noun.amdStatusCallback && performance.resolve(noun.amdStatusCallback)
  if (!url) {
    const message = 'Nobody learns what machine detection finds: there is no amdStatusCallback.'
    performance.report({ code: 21262, severity: 'warning', message, help: 'Add amdStatusCallback.' }, noun)
  }
  callee.when('answered', () => {
    void detectMachine(callee, performance.network, options).then((detection) => {
      if (detection === undefined || !url) return
      notifyApp(performance.network, {
        leg: callee,
        purpose: 'amd-status',
        url,
        method: noun.amdStatusCallbackMethod ?? numberDefaults.amdStatusCallbackMethod,
        parameters: [
          ['CallSid', callee.callSid],
          ['AccountSid', performance.network.accountSid],
          ['AnsweredBy', detection.answeredBy],
          ['MachineDetectionDuration', String(detection.durationMs)],
        ],
      })
    })
  })
}

/** Undefined without detection, and when the noun asks for a kind that does not exist; that was reported on reading. */
function optionsOf(noun: NumberNoun | Sip): DetectionOptions | undefined {
  const mode = noun.machineDetection
  if (mode !== 'Enable' && mode !== 'DetectMessageEnd') return undefined
  return {
    mode: mode as DetectionOptions['mode'], // the open list keeps `string` alive after the comparison
    timeout: seconds(noun.machineDetectionTimeout ?? numberDefaults.machineDetectionTimeout),
    speechThreshold: noun.machineDetectionSpeechThreshold ?? numberDefaults.machineDetectionSpeechThreshold,
    speechEndThreshold: noun.machineDetectionSpeechEndThreshold ?? numberDefaults.machineDetectionSpeechEndThreshold,
    silenceTimeout: noun.machineDetectionSilenceTimeout ?? numberDefaults.machineDetectionSilenceTimeout,
  }
}
