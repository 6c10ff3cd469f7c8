/** A recording beside the call. Source: reference twiml-voice.md §5.11. */
import { type Recording, recordingDefaults } from '../../twiml/index.ts'
import { runBeside } from '../background.ts'
import type { Leg } from '../call/leg.ts'
import type { Performance } from '../performance.ts'
import type { RecordingCallback } from '../recording/recordings.ts'
import { mayStart, nameIsTaken } from './may-start.ts'
import { recordingCallback } from './record.ts'

/** Starts it, unless its name is taken; says what came of it. */
export function startRecording(noun: Recording, performance: Performance): string {
  if (!mayStart(noun, performance)) return nameIsTaken
  const { leg, network } = performance
  const callback = absoluteCallback(noun, performance)
  runBeside(leg, 'recording', noun.name, () => {
    const others: Leg[] = leg.peer === undefined ? [] : [leg.peer]
    const stopObserving = leg.observe({ bridged: (peer) => others.push(peer) })
    const recording = network.recordings.start({
      source: 'StartCallRecordingTwiML',
      leg,
      others,
      channels: (noun.channels ?? recordingDefaults.channels) === 'dual' ? 2 : 1,
      track: noun.track ?? recordingDefaults.track,
      isTrimmed: (noun.trim ?? recordingDefaults.trim) === 'trim-silence',
      ...callback,
    })
    return (by) => {
      stopObserving()
      network.recordings.end(recording, by === 'stop' ? 'stopped' : 'hang-up')
    }
  })
  return 'the recording was started'
}

/** A relative address is not understood here, unlike everywhere else: seen, not documented. */
function absoluteCallback(noun: Recording, performance: Performance): { readonly callback?: RecordingCallback } {
  const url = noun.recordingStatusCallback
  if (!url || /^https?:/i.test(url)) return recordingCallback(noun, performance)
  const message = 'The recordingStatusCallback of Recording is relative and cannot be asked; nobody is told.'
  performance.report({ code: 11200, severity: 'error', message, help: 'Write an absolute URL.' }, noun)
  return {}
}
