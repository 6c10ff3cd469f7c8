import { withAttributes } from '../build.ts'
import { problem, type Report } from '../problem.ts'
import { type Attributes, choice, type Method, method, rulesOf, text, url } from '../rules.ts'
import type { Parameter } from './parameter.ts'

/**
 * The sound of the call, sent to a web socket.
 *
 * Source: reference twiml-voice.md §5.8.
 */
export interface Stream {
  readonly verb: 'stream'
  /** wss:// address, no query string. No default. */
  readonly url?: string
  /** Unique name per call; needed to stop it. Default: the StreamSid. */
  readonly name?: string
  /** Audio forked. Connect allows inbound_track only (31941). Default `inbound_track`. */
  readonly track?: 'inbound_track' | 'outbound_track' | 'both_tracks'
  /** Stream events. No default. */
  readonly statusCallback?: string
  /** HTTP method for it. Default `POST`. */
  readonly statusCallbackMethod?: Method
  /** Only in the client library. No default. */
  readonly connectorName?: string
  /** Only in the client library. No default. */
  readonly audioFormat?: string
  /** Only in the client library. No default. */
  readonly sampleRate?: string
  readonly children: readonly Parameter[]
}

/** What the network uses for attributes of a `Stream` that are absent. */
export const streamDefaults = {
  track: 'inbound_track',
  statusCallbackMethod: 'POST',
} as const satisfies Partial<Attributes<Stream>>

/** The rules of a `Stream`. */
export const streamRules = rulesOf<Stream>({
  tag: 'Stream',
  verb: 'stream',
  kind: 'noun',
  content: 'elements',
  children: ['Parameter'],
  attributes: {
    url: url({ code: 31922, scheme: 'wss' }),
    name: text(),
    track: choice(['inbound_track', 'outbound_track', 'both_tracks'], { code: 31941 }),
    statusCallback: url(),
    statusCallbackMethod: method(),
    connectorName: text({ code: 31940, undocumented: true }),
    audioFormat: text({ undocumented: true }),
    sampleRate: text({ undocumented: true }),
  },
  defaults: streamDefaults,
  contexts: {
    Start: { required: ['url'] },
    Connect: { required: ['url'], values: { track: ['inbound_track'] } },
    Stop: { required: ['name'], attributes: ['name'], children: [] },
  },
  examine: examineStream,
})

/** The sound of the call, sent to a web socket. */
export function stream(attributes?: Attributes<Stream>, children: readonly Parameter[] = []): Stream {
  return withAttributes(streamRules, attributes, { children })
}

function examineStream({ url, children = [] }: Stream, report: Report): void {
  if (typeof url === 'string' && url.includes('?')) {
    report(problem(31922, 'Stream: url may hold no query.', 'Pass values with <Parameter>.'))
  }
  for (const { name, value } of children) {
    if (String(name).length + String(value).length < 500) continue
    report(problem(12200, 'A <Parameter> of <Stream> holds 500 characters or more, name and value together.'))
  }
}
