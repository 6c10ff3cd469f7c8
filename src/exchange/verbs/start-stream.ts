/** A stream beside the call, which only listens. Source: reference twiml-voice.md §5.8. */
import { type Stream, streamDefaults } from '../../twiml/index.ts'
import { countRunning, runBeside } from '../background.ts'
import type { Network } from '../network.ts'
import type { Performance } from '../performance.ts'
import { MediaStream, type StreamRequest, type Track } from '../stream/media-stream.ts'
import { mayStart, nameIsTaken } from './may-start.ts'

/** As many run beside a call at a time. Source: reference twiml-voice.md §5.8, documented. */
export const mostStreams = 4

/** Starts it, unless there are too many; says what came of it. */
export function startStream(noun: Stream, performance: Performance): string {
  const { leg, network } = performance
  if (!mayStart(noun, performance)) return nameIsTaken
  if (countRunning(leg, 'stream') >= mostStreams) {
    const message = `At most ${mostStreams} streams run beside a call; this one is not started.`
    performance.report({ code: 31960, severity: 'error', message }, noun)
    return 'too many streams run already'
  }
  runStream(network, streamRequest(noun, performance))
  return 'the stream was started'
}

/** Lets a stream that only listens run until it is stopped. */
export function runStream(network: Network, request: Omit<StreamRequest, 'isBidirectional' | 'ended'>): void {
  const { leg, name, streamSid } = request
  const begin = (ended: () => void) => {
    const stream = new MediaStream(network, { ...request, isBidirectional: false, ended })
    return () => stream.stop()
  }
  runBeside(leg, 'stream', name, begin, streamSid)
}

/** What the element says of the stream. */
export function streamRequest(
  noun: Stream,
  performance: Performance,
): Omit<StreamRequest, 'isBidirectional' | 'ended'> {
  const { leg, network } = performance
  const streamSid = network.createSid('MZ')
  const callbackUrl = noun.statusCallback && performance.resolve(noun.statusCallback)
  const method = noun.statusCallbackMethod ?? streamDefaults.statusCallbackMethod
  return {
    leg,
    url: noun.url ?? '',
    streamSid,
    name: noun.name ?? streamSid,
    tracks: tracks[noun.track ?? streamDefaults.track],
    parameters: Object.fromEntries(noun.children.map(({ name, value }) => [name, value])),
    ...(callbackUrl && { callback: { url: callbackUrl, method } }),
    report: (finding) => performance.report(finding, noun),
  }
}

/** The sound each value of `track` asks for. */
export const tracks: Readonly<Record<NonNullable<Stream['track']>, readonly Track[]>> = {
  inbound_track: ['inbound'],
  outbound_track: ['outbound'],
  both_tracks: ['inbound', 'outbound'],
}
