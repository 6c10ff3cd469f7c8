import { withAttributes } from '../build.ts'
import { problem, type Report } from '../problem.ts'
import { type Attributes, boolean, choice, integer, list, type Method, method, rulesOf, text, url } from '../rules.ts'

/**
 * Records the caller and then asks the app what is next.
 *
 * Source: reference twiml-voice.md §4.5.
 */
export interface RecordVerb {
  readonly verb: 'record'
  /** Requested when recording ends. Default: current document URL. */
  readonly action?: string
  /** HTTP method for action. Default `POST`. */
  readonly method?: Method
  /**
   * Seconds of silence that end the recording; 0 switches the silence timer off. A whole number of at least 0;
   * default `5`.
   */
  readonly timeout?: number
  /** Set of keys, any of which ends the recording. Default `1234567890*#`. */
  readonly finishOnKey?: string
  /**
   * Longest recording, seconds. Default 120 when transcribe=true (max 86400 when the account has the 24-hour
   * option; Voice SDK legs 600). A whole number from 2 to 14400; default `3600`.
   */
  readonly maxLength?: number
  /** Beep before recording. Default `true`. */
  readonly playBeep?: boolean
  /** Trim silence at both ends. Default `trim-silence`. */
  readonly trim?: 'trim-silence' | 'do-not-trim'
  /** Asynchronous notice when the file is ready. No default. */
  readonly recordingStatusCallback?: string
  /** HTTP method for it. Default `POST`. */
  readonly recordingStatusCallbackMethod?: Method
  /** Which statuses are sent. Default `completed`. */
  readonly recordingStatusCallbackEvent?: readonly ('in-progress' | 'completed' | 'absent')[]
  /** Ask for a (en-US) text transcription; recording must last 2-120 s. Default `false`. */
  readonly transcribe?: boolean
  /** POSTed when the transcription is ready; has effect only with transcribe=true. No default. */
  readonly transcribeCallback?: string
  /** Id of a Recording Configuration. No default. */
  readonly recordingConfigurationId?: string
}

/** What the network uses for attributes of a `Record` that are absent. */
export const recordDefaults = {
  method: 'POST',
  timeout: 5,
  finishOnKey: '1234567890*#',
  maxLength: 3600,
  playBeep: true,
  trim: 'trim-silence',
  recordingStatusCallbackMethod: 'POST',
  recordingStatusCallbackEvent: ['completed'],
  transcribe: false,
} as const satisfies Partial<Attributes<RecordVerb>>

/** The rules of a `Record`. */
export const recordRules = rulesOf<RecordVerb>({
  tag: 'Record',
  verb: 'record',
  kind: 'verb',
  content: 'nothing',
  children: [],
  attributes: {
    action: url(),
    method: method({ code: 13610 }),
    timeout: integer({ code: 13611, min: 0 }),
    finishOnKey: text({ code: 13613, pattern: /^[0-9*#]*$/, form: 'made of the keys 0-9, * and #' }),
    maxLength: integer({ code: 13612, min: 2, max: 14400 }),
    playBeep: boolean({ code: 13616 }),
    trim: choice(['trim-silence', 'do-not-trim'], { code: 13699 }),
    recordingStatusCallback: url({ code: 13256 }),
    recordingStatusCallbackMethod: method(),
    recordingStatusCallbackEvent: list(['in-progress', 'completed', 'absent'], { code: 13621 }),
    transcribe: boolean({ code: 13614 }),
    transcribeCallback: url({ code: 13257 }),
    recordingConfigurationId: text(),
  },
  defaults: recordDefaults,
  examine: examineRecord,
})

/** Records the caller and then asks the app what is next. */
export function record(attributes?: Attributes<RecordVerb>): RecordVerb {
  return withAttributes(recordRules, attributes)
}

function examineRecord({ transcribe, transcribeCallback, maxLength }: RecordVerb, report: Report): void {
  if (transcribe === true && typeof maxLength === 'number' && maxLength > 120) {
    report(
      problem(13615, `Record: maxLength ${maxLength} is too long for a transcription.`, 'Use at most 120 seconds.'),
    )
  }
  if (transcribe !== true && transcribeCallback !== undefined) {
    report(problem(12200, 'Record: transcribeCallback has no effect without transcribe.', 'Set transcribe to true.'))
  }
}
