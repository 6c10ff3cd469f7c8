import { withAttributes, words } from '../build.ts'
import { isBlank } from '../examinations.ts'
import { plainText } from '../plain-text.ts'
import { problem, type Report } from '../problem.ts'
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
   * Voice name: `man`, `woman`, `alice` (legacy), `Polly.*`, `Google.*`. New voices appear without
   * notice, so the list is open. Default: account TTS setting; `man` if the account has none.
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
  examine: examineSay,
})

/** Speaks words to the caller, then goes on to the next verb. */
export function say(text: Words, attributes?: Attributes<Say>): Say {
  return withAttributes(sayRules, attributes, { text: words(text) })
}

/**
 * Characters that one Say may hold, by the make of its voice. Source: reference §4.1.
 *
 * `basic`: `man`, `woman` and `alice`; `Polly`: without markup; `Google`: markup and blanks count.
 */
export const SAY_LIMITS = { basic: 4096, Polly: 3000, Google: 5000 } as const

function examineSay({ text, voice }: Say, report: Report): void {
  if (isBlank(text)) {
    report(problem(13520, '<Say> has nothing to say; it is skipped.'))
    return
  }
  const make = typeof voice === 'string' ? voice.split('.')[0] : undefined
  const limit = make === 'Polly' || make === 'Google' ? SAY_LIMITS[make] : SAY_LIMITS.basic
  const length = typeof text === 'string' ? text.length : lengthOf(text, make === 'Google')
  if (length > limit) {
    report(
      problem(
        13521,
        `<Say> holds ${length} characters, and its voice says at most ${limit}; it is skipped.`,
        'Split it into several <Say>.',
      ),
    )
  }
  if (typeof text !== 'string' && (voice === 'man' || voice === 'woman')) {
    report(
      problem(12200, `<Say> holds markup, which the voice "${voice}" does not read.`, 'Use a Polly or Google voice.'),
    )
  }
}

function lengthOf(words: Words, countsMarkup: boolean): number {
  if (!countsMarkup) return plainText(words).length
  if (typeof words === 'string') return words.length
  let length = 0
  for (const piece of words) {
    // Two tags, with their brackets; attributes are left out of the estimate.
    if (typeof piece === 'string') length += piece.length
    else length += 2 * piece.verb.length + 5 + ('text' in piece ? lengthOf(piece.text, true) : 0)
  }
  return length
}
