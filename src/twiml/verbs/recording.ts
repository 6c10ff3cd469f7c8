import { withAttributes } from '../build.ts'
import { type Attributes, choice, list, type Method, method, rulesOf, text, url } from '../rules.ts'

/**
 * A recording that runs beside the call.
 *
 * Source: reference twiml-voice.md §5.11.
 */
export interface Recording {
  readonly verb: 'recording'
  /** Unique name; used to stop it; not in the client library. No default. */
  readonly name?: string
  /** Recording webhook. No default. */
  readonly recordingStatusCallback?: string
  /** HTTP method for it. Default `POST`. */
  readonly recordingStatusCallbackMethod?: Method
  /** Statuses sent. Default `completed`. */
  readonly recordingStatusCallbackEvent?: readonly ('in-progress' | 'completed' | 'absent')[]
  /** Trim silence. Default `trim-silence`. */
  readonly trim?: 'trim-silence' | 'do-not-trim'
  /** Direction recorded. Default `both`. */
  readonly track?: 'inbound' | 'outbound' | 'both'
  /** File layout. Default `dual`. */
  readonly channels?: 'mono' | 'dual'
  /** Id of a Recording Configuration. No default. */
  readonly recordingConfigurationId?: string
}

/** What the network uses for attributes of a `Recording` that are absent. */
export const recordingDefaults = {
  recordingStatusCallbackMethod: 'POST',
  recordingStatusCallbackEvent: ['completed'],
  trim: 'trim-silence',
  track: 'both',
  channels: 'dual',
} as const satisfies Partial<Attributes<Recording>>

/** The rules of a `Recording`. */
export const recordingRules = rulesOf<Recording>({
  tag: 'Recording',
  verb: 'recording',
  kind: 'noun',
  content: 'nothing',
  children: [],
  attributes: {
    name: text(),
    recordingStatusCallback: url({ code: 13256 }),
    recordingStatusCallbackMethod: method(),
    recordingStatusCallbackEvent: list(['in-progress', 'completed', 'absent'], { code: 13621 }),
    trim: choice(['trim-silence', 'do-not-trim']),
    track: choice(['inbound', 'outbound', 'both']),
    channels: choice(['mono', 'dual']),
    recordingConfigurationId: text(),
  },
  defaults: recordingDefaults,
  contexts: { Stop: { attributes: ['name'], children: [] } },
})

/** A recording that runs beside the call. */
export function recording(attributes?: Attributes<Recording>): Recording {
  return withAttributes(recordingRules, attributes)
}
