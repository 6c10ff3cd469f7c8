/** A stream that goes both ways, for as long as the app keeps it open. Source: reference twiml-voice.md §5.8. */
import type { Stream } from '../../twiml/index.ts'
import type { Performance } from '../performance.ts'
import { MediaStream } from '../stream/media-stream.ts'
import type { Connected } from './connect.ts'
import { streamRequest } from './start-stream.ts'

/** Lets the caller and the app hear each other until one of them ends it. */
export async function connectStream(noun: Stream, performance: Performance): Promise<Connected> {
  const { leg, network, scope } = performance
  const request = streamRequest(noun, performance)
  const end = await scope.until<'closed' | 'failed'>((report) => {
    const stream = new MediaStream(network, { ...request, isBidirectional: true, ended: report })
    const stopListening = leg.listen({
      awaits: 'keys-or-speech',
      heedsKey: () => true,
      heedsSpeech: () => true,
      key: (key) => stream.press(key),
    })
    return () => {
      stopListening()
      stream.stop()
    }
  })
  if (end === undefined) return { says: leg.isOver ? 'the caller hung up' : 'the stream was cut short' }
  return { says: end === 'closed' ? 'the app closed the stream' : 'the stream failed' }
}
