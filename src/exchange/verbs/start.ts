/** What the network does on Start: it begins something beside the call. Source: reference twiml-voice.md §4.12. */
import type { Start, StartNoun } from '../../twiml/index.ts'
import { next, type Outcome, type Performance } from '../performance.ts'
import { startRecording } from './start-recording.ts'
import { startSiprec } from './start-siprec.ts'
import { startStream } from './start-stream.ts'
import { startTranscription } from './start-transcription.ts'

/** Of several elements the first is started; the others were reported when the document was read. */
export function performStart(start: Start, performance: Performance): Outcome {
  if (performance.network.settings.startAnswers) performance.leg.answer()
  const [noun] = start.children
  return noun === undefined ? next('there was nothing to start') : next(startNoun(noun, performance))
}

function startNoun(noun: StartNoun, performance: Performance): string {
  switch (noun.verb) {
    case 'stream':
      return startStream(noun, performance)
    case 'recording':
      return startRecording(noun, performance)
    case 'transcription':
      return startTranscription(noun, performance)
    case 'siprec':
      return startSiprec(noun, performance)
    default:
      return noun satisfies never
  }
}
