import { withAttributes } from '../build.ts'
import { type Attributes, boolean, choice, type Method, method, type Other, rulesOf, text, url } from '../rules.ts'
import type { Config } from './config.ts'
import type { Parameter } from './parameter.ts'

/**
 * The words of the call, written down while it goes on.
 *
 * Source: reference twiml-voice.md §5.10.
 */
export interface Transcription {
  readonly verb: 'transcription'
  /** Unique name; used to stop it. No default. */
  readonly name?: string
  /** Absolute URL; POST of session events and text. No default. */
  readonly statusCallbackUrl?: string
  /** Only in the client library; the pages always say POST. Default `POST`. */
  readonly statusCallbackMethod?: Method
  /** Speech language. Default `en-US`. */
  readonly languageCode?: string
  /** Audio transcribed. Default `both_tracks`. */
  readonly track?: 'inbound_track' | 'outbound_track' | 'both_tracks'
  /** Label for the inbound track. No default. */
  readonly inboundTrackLabel?: string
  /** Label for the outbound track. No default. */
  readonly outboundTrackLabel?: string
  /** Engine. Default `google`. */
  readonly transcriptionEngine?: 'google' | 'deepgram' | Other
  /** Engine model. Default `telephony`. */
  readonly speechModel?: string
  /** Adds raw engine data; not in the client library. Default `false`. */
  readonly enableProviderData?: boolean
  /** Mask profanities. Default `true`. */
  readonly profanityFilter?: boolean
  /** Send interim text. Default `false`. */
  readonly partialResults?: boolean
  /** Expected phrases, comma separated. No default. */
  readonly hints?: string
  /** Punctuate. Default `true`. */
  readonly enableAutomaticPunctuation?: boolean
  /** Conversational Intelligence service to store into. No default. */
  readonly intelligenceService?: string
  /** Orchestrator configuration id; not in the client library. No default. */
  readonly conversationConfiguration?: string
  /** Orchestrator conversation id; not in the client library. No default. */
  readonly conversationId?: string
  readonly children: readonly (Config | Parameter)[]
}

/** What the network uses for attributes of a `Transcription` that are absent. */
export const transcriptionDefaults = {
  statusCallbackMethod: 'POST',
  languageCode: 'en-US',
  track: 'both_tracks',
  transcriptionEngine: 'google',
  speechModel: 'telephony',
  enableProviderData: false,
  profanityFilter: true,
  partialResults: false,
  enableAutomaticPunctuation: true,
} as const satisfies Partial<Attributes<Transcription>>

/** The rules of a `Transcription`. */
export const transcriptionRules = rulesOf<Transcription>({
  tag: 'Transcription',
  verb: 'transcription',
  kind: 'noun',
  content: 'elements',
  children: ['Config', 'Parameter'],
  attributes: {
    name: text(),
    statusCallbackUrl: url(),
    statusCallbackMethod: method(),
    languageCode: text(),
    track: choice(['inbound_track', 'outbound_track', 'both_tracks']),
    inboundTrackLabel: text(),
    outboundTrackLabel: text(),
    transcriptionEngine: choice(['google', 'deepgram'], { isOpen: true }),
    speechModel: text(),
    enableProviderData: boolean(),
    profanityFilter: boolean(),
    partialResults: boolean(),
    hints: text(),
    enableAutomaticPunctuation: boolean(),
    intelligenceService: text(),
    conversationConfiguration: text(),
    conversationId: text(),
  },
  defaults: transcriptionDefaults,
  contexts: { Stop: { required: ['name'], attributes: ['name'], children: [] } },
})

/** The words of the call, written down while it goes on. */
export function transcription(
  attributes?: Attributes<Transcription>,
  children: readonly (Config | Parameter)[] = [],
): Transcription {
  return withAttributes(transcriptionRules, attributes, { children })
}
