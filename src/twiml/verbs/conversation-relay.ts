import { withAttributes } from '../build.ts'
import { type Attributes, boolean, choice, list, rulesOf, text, url } from '../rules.ts'
import type { Parameter } from './parameter.ts'

/**
 * Speech turned into text for a web socket, and its text into speech.
 *
 * Source: reference twiml-voice.md §5.12.
 */
export interface ConversationRelay {
  readonly verb: 'conversationRelay'
  /** wss:// address of the app. Required. */
  readonly url: string
  /** Spoken once the socket is up. No default. */
  readonly welcomeGreeting?: string
  /** What may interrupt the greeting. Default `any`. */
  readonly welcomeGreetingInterruptible?: 'none' | 'dtmf' | 'speech' | 'any'
  /** Sets both STT and TTS language. Default `en-US`. */
  readonly language?: string
  /** TTS language (overrides language). No default. */
  readonly ttsLanguage?: string
  /** TTS vendor, case-insensitive in examples. Default `ElevenLabs`. */
  readonly ttsProvider?: 'Google' | 'Amazon' | 'ElevenLabs'
  /**
   * TTS voice; default depends on vendor. Default: UgBBYS2sOqTuMpoF3BR0 (ElevenLabs) / en-US-Journey-O (Google) /
   * Joanna-Neural (Amazon).
   */
  readonly voice?: string
  /** STT language (overrides language). No default. */
  readonly transcriptionLanguage?: string
  /** STT vendor (Google for accounts that used the product before 2025-09-12). Default `Deepgram`. */
  readonly transcriptionProvider?: 'Google' | 'Deepgram'
  /** STT model. Default: telephony (Google) / nova-3-general, else nova-2-general (Deepgram). */
  readonly speechModel?: string
  /** Deepgram smart formatting; the client library spells it deepgramsmartformat. Default `true`. */
  readonly deepgramSmartFormat?: boolean
  /** What interrupts TTS; true = any, false = none. Default `any`. */
  readonly interruptible?: 'none' | 'dtmf' | 'speech' | 'any'
  /** Interruption sensitivity. Default `high`. */
  readonly interruptSensitivity?: 'low' | 'medium' | 'high'
  /** Send dtmf messages. Default `false`. */
  readonly dtmfDetection?: boolean
  /**
   * Input reported while the agent speaks (default was any before May 2025). The client library types it boolean. Default
   * `none`.
   */
  readonly reportInputDuringAgentSpeech?: 'none' | 'dtmf' | 'speech' | 'any'
  /** Next talk cycle may cut the current one. Default `false`. */
  readonly preemptible?: boolean
  /** Expected phrases, comma separated. No default. */
  readonly hints?: string
  /** Debug subscriptions. No default. */
  readonly debug?: readonly ('debugging' | 'speaker-events' | 'tokens-played')[]
  /** ElevenLabs normalisation. Default `off`. */
  readonly elevenlabsTextNormalization?: 'on' | 'auto' | 'off'
  /** Conversational Intelligence service. No default. */
  readonly intelligenceService?: string
  /** Only in the client library. No default. */
  readonly profanityFilter?: boolean
  /** Only in the client library. No default. */
  readonly partialPrompts?: boolean
  /** Only in the client library. No default. */
  readonly events?: string
  /** Only in the client library. No default. */
  readonly backgroundnoisereduction?: string
  /** Only in the client library. No default. */
  readonly ignorebackchannel?: string
  /** Only in the client library. No default. */
  readonly speechtimeout?: string
  readonly children: readonly (Language | Parameter)[]
}

/** What the network uses for attributes of a `ConversationRelay` that are absent. */
export const conversationRelayDefaults = {
  welcomeGreetingInterruptible: 'any',
  language: 'en-US',
  ttsProvider: 'ElevenLabs',
  transcriptionProvider: 'Deepgram',
  deepgramSmartFormat: true,
  interruptible: 'any',
  interruptSensitivity: 'high',
  dtmfDetection: false,
  reportInputDuringAgentSpeech: 'none',
  preemptible: false,
  elevenlabsTextNormalization: 'off',
} as const satisfies Partial<Attributes<ConversationRelay>>

/** The rules of a `ConversationRelay`. */
export const conversationRelayRules = rulesOf<ConversationRelay>({
  tag: 'ConversationRelay',
  verb: 'conversationRelay',
  kind: 'noun',
  content: 'elements',
  children: ['Language', 'Parameter'],
  attributes: {
    url: url({ code: 31922, required: true, scheme: 'wss' }),
    welcomeGreeting: text(),
    welcomeGreetingInterruptible: choice(['none', 'dtmf', 'speech', 'any']),
    language: text(),
    ttsLanguage: text(),
    ttsProvider: choice(['Google', 'Amazon', 'ElevenLabs'], { ignoresCase: true }),
    voice: text(),
    transcriptionLanguage: text(),
    transcriptionProvider: choice(['Google', 'Deepgram'], { ignoresCase: true }),
    speechModel: text(),
    deepgramSmartFormat: boolean({ alsoNamed: ['deepgramsmartformat'] }),
    interruptible: choice(['none', 'dtmf', 'speech', 'any'], { aliases: { true: 'any', false: 'none' } }),
    interruptSensitivity: choice(['low', 'medium', 'high']),
    dtmfDetection: boolean(),
    reportInputDuringAgentSpeech: choice(['none', 'dtmf', 'speech', 'any']),
    preemptible: boolean(),
    hints: text(),
    debug: list(['debugging', 'speaker-events', 'tokens-played']),
    elevenlabsTextNormalization: choice(['on', 'auto', 'off']),
    intelligenceService: text(),
    profanityFilter: boolean({ undocumented: true }),
    partialPrompts: boolean({ undocumented: true }),
    events: text({ undocumented: true }),
    backgroundnoisereduction: text({ undocumented: true }),
    ignorebackchannel: text({ undocumented: true }),
    speechtimeout: text({ undocumented: true }),
  },
  defaults: conversationRelayDefaults,
})

/** Speech turned into text for a web socket, and its text into speech. */
export function conversationRelay(
  attributes: Attributes<ConversationRelay>,
  children: readonly (Language | Parameter)[] = [],
): ConversationRelay {
  return withAttributes(conversationRelayRules, attributes, { children })
}

/**
 * How one language is heard and spoken.
 *
 * Source: reference twiml-voice.md §5.12.
 */
export interface Language {
  readonly verb: 'language'
  /** Language code, or `multi`. Required. */
  readonly code: string
  /** Must be ElevenLabs with multi. Default: inherited. */
  readonly ttsProvider?: 'Google' | 'Amazon' | 'ElevenLabs'
  /** TTS voice. Default: inherited. */
  readonly voice?: string
  /** Must be Deepgram with multi. Default: inherited. */
  readonly transcriptionProvider?: 'Google' | 'Deepgram'
  /** STT model. Default: inherited. */
  readonly speechModel?: string
}

/** The rules of a `Language`. */
export const languageRules = rulesOf<Language>({
  tag: 'Language',
  verb: 'language',
  kind: 'child',
  content: 'nothing',
  children: [],
  attributes: {
    code: text({ required: true }),
    ttsProvider: choice(['Google', 'Amazon', 'ElevenLabs'], { ignoresCase: true }),
    voice: text(),
    transcriptionProvider: choice(['Google', 'Deepgram'], { ignoresCase: true }),
    speechModel: text(),
  },
  defaults: {},
})

/** How one language is heard and spoken. */
export function language(attributes: Attributes<Language>): Language {
  return withAttributes(languageRules, attributes)
}
