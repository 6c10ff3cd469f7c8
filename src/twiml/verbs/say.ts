import { withAttributes, words } from '../build.ts'
import { type Attributes, choice, integer, rulesOf } from '../rules.ts'
import { type SayLanguage, sayLanguages } from '../values/languages.ts'
import { type Voice, voices } from '../values/voices.ts'
import type { Words } from './ssml.ts'

/**
 * Speaks words to the caller, then goes on to the next verb.
 *
 * Source: reference twiml-voice.md §4.1.
 */
export interface Say {
  readonly verb: 'say'
  /**
   * Voice name: `man`, `woman`, `alice` (legacy), `Polly.*`, `Google.*`. The client library lists 900 values; new voices
   * appear without notice, so treat the list as open. Default: account TTS setting; `man` if the account has none.
   */
  readonly voice?: Voice
  /** Locale. Must be one the voice supports; without it, an account/voice default applies. Default `en-US`. */
  readonly language?: SayLanguage
  /**
   * Number of repetitions; 0 repeats until hang-up (capped at 1000 rounds). A whole number of at least 0; default
   * `1`.
   */
  readonly loop?: number
  readonly text: Words
}

/** What the network uses for attributes of a `Say` that are absent. */
export const sayDefaults = {
  language: 'en-US',
  loop: 1,
} as const satisfies Partial<Attributes<Say>>

/** The rules of a `Say`. */
export const sayRules = rulesOf<Say>({
  tag: 'Say',
  verb: 'say',
  kind: 'verb',
  content: 'markup',
  children: ['break', 'emphasis', 'lang', 'p', 'phoneme', 'prosody', 's', 'say-as', 'sub', 'w'],
  attributes: {
    voice: choice(voices, { code: 13511, isOpen: true }),
    language: choice(sayLanguages, { code: 13512, isOpen: true }),
    loop: integer({ code: 13510, min: 0 }),
  },
  defaults: sayDefaults,
  contexts: { Gather: { codes: { voice: 13321, loop: 13322 } } },
})

/** Speaks words to the caller, then goes on to the next verb. */
export function say(text: Words, attributes?: Attributes<Say>): Say {
  return withAttributes(sayRules, attributes, { text: words(text) })
}
