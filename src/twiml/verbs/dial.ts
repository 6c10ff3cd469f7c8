import { textOrElements, withAttributes } from '../build.ts'
import { isBlank, isDialable, malformedNumber } from '../examinations.ts'
import { problem, type Report } from '../problem.ts'
import { type Attributes, boolean, choice, integer, list, type Method, method, rulesOf, text, url } from '../rules.ts'
import { type RingTone, ringTones } from '../values/ring-tones.ts'
import type { Application } from './application.ts'
import type { Client } from './client.ts'
import type { Conference } from './conference.ts'
import type { NumberNoun } from './number.ts'
import type { Queue } from './queue.ts'
import type { Sim } from './sim.ts'
import type { Sip } from './sip.ts'
import type { WhatsApp } from './whats-app.ts'

/**
 * Connects the caller to somebody else and waits until that is over.
 *
 * Source: reference twiml-voice.md §4.6.
 */
export interface Dial {
  readonly verb: 'dial'
  /** Requested when the dial ends, whatever the outcome. Default: none: execution continues with the next verb. */
  readonly action?: string
  /** HTTP method for action. Default `POST`. */
  readonly method?: Method
  /** Seconds to wait for an answer; real time is about 5 s longer. A whole number from 5 to 600; default `30`. */
  readonly timeout?: number
  /** Caller may drop the callee with `*`. Default `false`. */
  readonly hangupOnStar?: boolean
  /**
   * Maximum seconds of the dialled call (max 86400 with the 24-hour option). A whole number from 1 to 14400;
   * default `14400`.
   */
  readonly timeLimit?: number
  /**
   * Number, `client:id`, `whatsapp:+..` or (Sip) any string of letters digits `+ - _.` shown to the callee.
   * Default: From of the current call.
   */
  readonly callerId?: string
  /** Records the bridged call. Default `do-not-record`. */
  readonly record?:
    | 'do-not-record'
    | 'record-from-answer'
    | 'record-from-ringing'
    | 'record-from-answer-dual'
    | 'record-from-ringing-dual'
  /** Trim silence of the recording. Default `do-not-trim`. */
  readonly trim?: 'trim-silence' | 'do-not-trim'
  /** Notice when the recording is ready. No default. */
  readonly recordingStatusCallback?: string
  /** HTTP method for it. Default `POST`. */
  readonly recordingStatusCallbackMethod?: Method
  /** Which statuses are sent. Default `completed`. */
  readonly recordingStatusCallbackEvent?: readonly ('in-progress' | 'completed' | 'absent')[]
  /** Which direction is recorded; a single direction always yields mono. Default `both`. */
  readonly recordingTrack?: 'both' | 'inbound' | 'outbound'
  /** Id of a Recording Configuration. No default. */
  readonly recordingConfigurationId?: string
  /** As first verb: inbound leg keeps ringing until the callee answers. Default `false`. */
  readonly answerOnBridge?: boolean
  /** Ringback country. Default: carrier's ringback. */
  readonly ringTone?: RingTone
  /**
   * Dial up to ten targets one after another instead of at once. Default `false`.
   */
  readonly sequential?: boolean
  /** Requested when the callee sends SIP REFER; without it a REFER gives 13802. No default. */
  readonly referUrl?: string
  /** HTTP method for referUrl. Default `POST`. */
  readonly referMethod?: Method
  /** Text shown on branded calls (not in the client library). At most 50 characters; no default. */
  readonly callReason?: string
  /** Internal. No default. */
  readonly events?: 'call-progress-event'
  /** Up to five comma-separated RFC 8225 PASSporT tokens. No default. */
  readonly passports?: string
  /** One phone number, instead of nouns. */
  readonly text?: string
  readonly children: readonly DialNoun[]
}

/** What a Dial can lead to. */
export type DialNoun = Application | Client | Conference | NumberNoun | Queue | Sim | Sip | WhatsApp

/** What the network uses for attributes of a `Dial` that are absent. */
export const dialDefaults = {
  method: 'POST',
  timeout: 30,
  hangupOnStar: false,
  timeLimit: 14400,
  record: 'do-not-record',
  trim: 'do-not-trim',
  recordingStatusCallbackMethod: 'POST',
  recordingStatusCallbackEvent: ['completed'],
  recordingTrack: 'both',
  answerOnBridge: false,
  sequential: false,
  referMethod: 'POST',
} as const satisfies Partial<Attributes<Dial>>

/** The rules of a `Dial`. */
export const dialRules = rulesOf<Dial>({
  tag: 'Dial',
  verb: 'dial',
  kind: 'verb',
  content: 'elements-or-text',
  children: ['Application', 'Client', 'Conference', 'Number', 'Queue', 'Sim', 'Sip', 'WhatsApp'],
  attributes: {
    action: url(),
    method: method({ code: 13210 }),
    timeout: integer({ code: 13212, min: 5, max: 600, isClamped: true }),
    hangupOnStar: boolean({ code: 13213 }),
    timeLimit: integer({ code: 13216, min: 1, max: 14400 }),
    callerId: text({ code: 13214 }),
    record: choice(
      [
        'do-not-record',
        'record-from-answer',
        'record-from-ringing',
        'record-from-answer-dual',
        'record-from-ringing-dual',
      ],
      { code: 13217, aliases: { true: 'record-from-answer', false: 'do-not-record' } },
    ),
    trim: choice(['trim-silence', 'do-not-trim']),
    recordingStatusCallback: url({ code: 13256 }),
    recordingStatusCallbackMethod: method(),
    recordingStatusCallbackEvent: list(['in-progress', 'completed', 'absent'], { code: 13621 }),
    recordingTrack: choice(['both', 'inbound', 'outbound']),
    recordingConfigurationId: text(),
    answerOnBridge: boolean({ code: 13219 }),
    ringTone: choice(ringTones, { code: 13220 }),
    sequential: boolean({ code: 13218 }),
    referUrl: url(),
    referMethod: method(),
    callReason: text({ maxLength: 50 }),
    events: choice(['call-progress-event'], { undocumented: true }),
    passports: text({ undocumented: true }),
  },
  defaults: dialDefaults,
  nestingCode: 13215,
  examine: examineDial,
})

/** Connects the caller to somebody else and waits until that is over. */
export function dial(to: string | DialNoun | readonly DialNoun[], attributes?: Attributes<Dial>): Dial {
  return withAttributes(dialRules, attributes, textOrElements(to))
}

/** How many targets one Dial rings. Source: reference §4.6. */
const mostTargets = 10

function examineDial({ text, children = [], callerId }: Dial, report: Report): void {
  if (callerId !== undefined && !/^[A-Za-z0-9+\-_.:@]+$/.test(callerId)) {
    report(problem(13214, 'Dial: callerId is neither a number nor a name of letters, digits and + - _ .'))
  }
  if (isBlank(text) && children.length === 0) {
    report(problem(13223, '<Dial> has nobody to dial; it fails.', 'Give it a number, or a noun such as <Number>.'))
  } else if (typeof text === 'string' && children.length === 0) {
    if (!isDialable(text)) report(malformedNumber('Dial'))
  } else if (!isBlank(text)) report(problem(13215, '<Dial> has both text and nouns; the text is ignored.'))
  if (children.length > mostTargets) {
    report(problem(13250, `<Dial> has ${children.length} targets; at most ${mostTargets} are rung.`))
  }
  if (children.length < 2) return
  for (const [tag, code] of [
    ['Conference', 13000],
    ['Queue', 13215],
    ['Application', 13215],
  ] as const) {
    if (!children.some(({ verb }) => verb === tag.toLowerCase())) continue
    report(problem(code, `<${tag}> may not be dialled together with others.`))
  }
}
