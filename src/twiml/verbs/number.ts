import { withAttributes } from '../build.ts'
import { isDialable, malformedNumber } from '../examinations.ts'
import type { Report } from '../problem.ts'
import {
  type Attributes,
  choice,
  integer,
  list,
  type Method,
  method,
  type Other,
  rulesOf,
  text,
  url,
} from '../rules.ts'

/**
 * A phone number to dial.
 *
 * Source: reference twiml-voice.md §5.1.
 */
export interface NumberNoun {
  readonly verb: 'number'
  /** DTMF sent after answer and before bridging; `w` = 0.5 s. No default. */
  readonly sendDigits?: string
  /** TwiML fetched for the callee leg after it answers and before it is bridged ("whisper"). No default. */
  readonly url?: string
  /** HTTP method for url. Default `POST`. */
  readonly method?: Method
  /** Receives call-progress events of the callee leg. No default. */
  readonly statusCallback?: string
  /** HTTP method for statusCallback. Default `POST`. */
  readonly statusCallbackMethod?: Method
  /** Which progress events are sent (space separated). Default `completed`. */
  readonly statusCallbackEvent?: readonly ('initiated' | 'ringing' | 'answered' | 'completed')[]
  /** BYOC trunk sid used for the leg. No default. */
  readonly byoc?: string
  /**
   * Turns answering-machine detection on for this child leg; the two modes differ in when a machine verdict is
   * produced (at greeting start / at greeting end). No default.
   */
  readonly machineDetection?: 'Enable' | 'DetectMessageEnd' | Other
  /**
   * Where the asynchronous AMD verdict is sent. Setting machineDetection without it logs warning 21262. No
   * default.
   */
  readonly amdStatusCallback?: string
  /** HTTP method for amdStatusCallback. Default `POST`. */
  readonly amdStatusCallbackMethod?: Method
  /**
   * Seconds before the detector gives up with `unknown` (upper end 59 in one reading of the pages). A whole number
   * from 3 to 60; default `30`.
   */
  readonly machineDetectionTimeout?: number
  /**
   * Milliseconds of speech above which the answerer is judged a machine. A whole number from 1000 to 6000; default
   * `2400`.
   */
  readonly machineDetectionSpeechThreshold?: number
  /** Milliseconds of silence that end an utterance. A whole number from 500 to 5000; default `1200`. */
  readonly machineDetectionSpeechEndThreshold?: number
  /**
   * Milliseconds of initial silence before the verdict `unknown`. A whole number from 2000 to 10000; default
   * `5000`.
   */
  readonly machineDetectionSilenceTimeout?: number
  /** E.164 number, or unformatted US number. */
  readonly text: string
}

/** What the network uses for attributes of a `Number` that are absent. */
export const numberDefaults = {
  method: 'POST',
  statusCallbackMethod: 'POST',
  statusCallbackEvent: ['completed'],
  amdStatusCallbackMethod: 'POST',
  machineDetectionTimeout: 30,
  machineDetectionSpeechThreshold: 2400,
  machineDetectionSpeechEndThreshold: 1200,
  machineDetectionSilenceTimeout: 5000,
} as const satisfies Partial<Attributes<NumberNoun>>

/** The rules of a `Number`. */
export const numberRules = rulesOf<NumberNoun>({
  tag: 'Number',
  verb: 'number',
  kind: 'noun',
  content: 'text',
  children: [],
  attributes: {
    sendDigits: text({
      code: 13222,
      pattern: /^[0-9*#wWA-Da-d]+$/,
      form: 'made of the keys 0-9, A-D, * and # with pauses w and W',
    }),
    url: url(),
    method: method({ code: 13221 }),
    statusCallback: url(),
    statusCallbackMethod: method(),
    statusCallbackEvent: list(['initiated', 'ringing', 'answered', 'completed']),
    byoc: text({ pattern: /^BY[0-9a-fA-F]{32}$/, form: 'a SID that begins with BY' }),
    machineDetection: choice(['Enable', 'DetectMessageEnd'], { code: 21263, isOpen: true }),
    amdStatusCallback: url(),
    amdStatusCallbackMethod: method(),
    machineDetectionTimeout: integer({ code: 21263, min: 3, max: 60 }),
    machineDetectionSpeechThreshold: integer({ code: 21263, min: 1000, max: 6000 }),
    machineDetectionSpeechEndThreshold: integer({ code: 21263, min: 500, max: 5000 }),
    machineDetectionSilenceTimeout: integer({ code: 21263, min: 2000, max: 10000 }),
  },
  defaults: numberDefaults,
  examine: examineNumber,
})

/** A phone number to dial. */
export function number(text: string, attributes?: Attributes<NumberNoun>): NumberNoun {
  return withAttributes(numberRules, attributes, { text: text.trim() })
}

function examineNumber({ text }: NumberNoun, report: Report): void {
  if (typeof text !== 'string' || !isDialable(text)) report(malformedNumber('Number'))
}
