import { textOrElements, withAttributes } from '../build.ts'
import { isBlank } from '../examinations.ts'
import { problem, type Report } from '../problem.ts'
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
 * A SIP address to dial, or to refer to.
 *
 * Source: reference twiml-voice.md §5.3.
 */
export interface Sip {
  readonly verb: 'sip'
  /** Digest user. At most 255 characters; no default. */
  readonly username?: string
  /** Digest password. At most 255 characters; no default. */
  readonly password?: string
  /** TwiML fetched for the SIP leg after it answers and before it is bridged ("whisper"). No default. */
  readonly url?: string
  /** HTTP method for url. Default `POST`. */
  readonly method?: Method
  /** Receives call-progress events of the SIP leg. No default. */
  readonly statusCallback?: string
  /** HTTP method for statusCallback. Default `POST`. */
  readonly statusCallbackMethod?: Method
  /** Which progress events are sent (space separated). Default `completed`. */
  readonly statusCallbackEvent?: readonly ('initiated' | 'ringing' | 'answered' | 'completed')[]
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
  /** An address that begins with sip: or sips:, below 255 characters plus headers below 1024; required unless Uri children are present. */
  readonly text?: string
  readonly children: readonly (SipHeaders | SipUri)[]
}

/** What the network uses for attributes of a `Sip` that are absent. */
export const sipDefaults = {
  method: 'POST',
  statusCallbackMethod: 'POST',
  statusCallbackEvent: ['completed'],
  amdStatusCallbackMethod: 'POST',
  machineDetectionTimeout: 30,
  machineDetectionSpeechThreshold: 2400,
  machineDetectionSpeechEndThreshold: 1200,
  machineDetectionSilenceTimeout: 5000,
} as const satisfies Partial<Attributes<Sip>>

/** The rules of a `Sip`. */
export const sipRules = rulesOf<Sip>({
  tag: 'Sip',
  verb: 'sip',
  kind: 'noun',
  content: 'elements-or-text',
  children: ['Headers', 'Uri'],
  attributes: {
    username: text({ code: 13249, maxLength: 255 }),
    password: text({ code: 13249, maxLength: 255 }),
    url: url(),
    method: method({ code: 13241 }),
    statusCallback: url(),
    statusCallbackMethod: method(),
    statusCallbackEvent: list(['initiated', 'ringing', 'answered', 'completed']),
    machineDetection: choice(['Enable', 'DetectMessageEnd'], { code: 21263, isOpen: true }),
    amdStatusCallback: url(),
    amdStatusCallbackMethod: method(),
    machineDetectionTimeout: integer({ code: 21263, min: 3, max: 60 }),
    machineDetectionSpeechThreshold: integer({ code: 21263, min: 1000, max: 6000 }),
    machineDetectionSpeechEndThreshold: integer({ code: 21263, min: 500, max: 5000 }),
    machineDetectionSilenceTimeout: integer({ code: 21263, min: 2000, max: 10000 }),
  },
  defaults: sipDefaults,
  contexts: { Refer: { attributes: [], children: [], content: 'text' } },
  examine: examineSip,
})

/** A SIP address to dial, or to refer to. */
export function sip(
  to: string | SipHeaders | SipUri | readonly (SipHeaders | SipUri)[],
  attributes?: Attributes<Sip>,
): Sip {
  return withAttributes(sipRules, attributes, textOrElements(to))
}

/**
 * One of several SIP addresses.
 *
 * Source: reference twiml-voice.md §5.13.
 */
export interface SipUri {
  readonly verb: 'uri'
  /** SRV-like priority. A whole number of at least 0; no default. */
  readonly priority?: number
  /** SRV-like weight. A whole number of at least 0; no default. */
  readonly weight?: number
  /** Digest user. No default. */
  readonly username?: string
  /** Digest password. No default. */
  readonly password?: string
  readonly text: string
}

/** The rules of a `Uri`. */
export const uriRules = rulesOf<SipUri>({
  tag: 'Uri',
  verb: 'uri',
  kind: 'child',
  content: 'text',
  children: [],
  attributes: {
    priority: integer({ min: 0 }),
    weight: integer({ min: 0 }),
    username: text(),
    password: text(),
  },
  defaults: {},
  undocumented: true,
})

/** One of several SIP addresses. */
export function uri(text: string, attributes?: Attributes<SipUri>): SipUri {
  return withAttributes(uriRules, attributes, { text: text.trim() })
}

/**
 * SIP headers to send along.
 *
 * Source: reference twiml-voice.md §5.13.
 */
export interface SipHeaders {
  readonly verb: 'headers'
  readonly children: readonly SipHeader[]
}

/** The rules of a `Headers`. */
export const headersRules = rulesOf<SipHeaders>({
  tag: 'Headers',
  verb: 'headers',
  kind: 'child',
  content: 'elements',
  children: ['Header'],
  attributes: {},
  defaults: {},
  undocumented: true,
})

/** SIP headers to send along. */
export function headers(...children: readonly SipHeader[]): SipHeaders {
  return { verb: 'headers', children }
}

/**
 * One SIP header.
 *
 * Source: reference twiml-voice.md §5.13.
 */
export interface SipHeader {
  readonly verb: 'header'
  /** Header name. Required. */
  readonly name: string
  /** Header value. Required. */
  readonly value: string
}

/** The rules of a `Header`. */
export const headerRules = rulesOf<SipHeader>({
  tag: 'Header',
  verb: 'header',
  kind: 'child',
  content: 'nothing',
  children: [],
  attributes: {
    name: text({ required: true }),
    value: text({ required: true }),
  },
  defaults: {},
  undocumented: true,
})

/** One SIP header. */
export function header(name: string, value: string): SipHeader {
  return { verb: 'header', name, value }
}

function examineSip({ text, children = [] }: Sip, report: Report): void {
  if (isBlank(text)) {
    if (children.some(({ verb }) => verb === 'uri')) return
    report(problem(13243, '<Sip> has no address.'))
    return
  }
  const [address = '', headers = ''] = String(text).split('?')
  if (!/^sips?:[^\s@]+@[^\s@]+$/i.test(address) && !/^sips?:[^\s@]+$/i.test(address)) {
    report(problem(13243, 'The text of <Sip> is no SIP address.', 'It begins with sip: or sips:.'))
  }
  if (address.length > 254) report(problem(13243, 'The address of <Sip> is longer than 254 characters.'))
  if (headers.length > 1023) report(problem(13253, 'The headers of <Sip> are longer than 1023 characters.'))
  const names = headers.split('&').map((header) => header.split('=')[0] ?? '')
  if (headers !== '' && !names.every((name) => headerName.test(name))) {
    report(
      problem(13252, '<Sip> has a header that may not be sent.', 'Names begin with X-, but for a few of the standard.'),
    )
  }
}

// Source: reference twiml-voice.md §5.3.
const headerName = /^(?:X-.+|User-to-User|Remote-Party-ID|P-Preferred-Identity|P-Called-Party-ID)$/i
