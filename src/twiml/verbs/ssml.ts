/**
 * The markup inside words: SSML, as far as the network reads it.
 *
 * Source: reference twiml-voice.md §5.14.
 */
import { markup, withAttributes } from '../build.ts'
import { type Attributes, choice, rulesOf, text } from '../rules.ts'
import { type SsmlLanguage, ssmlLanguages } from '../values/languages.ts'

/** Any piece of markup. */
export type Ssml = Break | Emphasis | Lang | P | Phoneme | Prosody | S | SayAs | Sub | W

/** Words with or without markup; a plain string when there is none. */
export type Words = string | readonly (string | Ssml)[]

/**
 * A pause among words.
 *
 * Source: reference twiml-voice.md §5.14.
 */
export interface Break {
  readonly verb: 'break'
  /** How long, in steps that the voice decides. Default `medium`. */
  readonly strength?: 'none' | 'x-weak' | 'weak' | 'medium' | 'strong' | 'x-strong'
  /** How long: a number with `s` or `ms`, such as `1.5s`. No default. */
  readonly time?: string
}

/** What the network uses for attributes of a `break` that are absent. */
export const breakDefaults = {
  strength: 'medium',
} as const satisfies Partial<Attributes<Break>>

/** The rules of a `break`. */
export const breakRules = rulesOf<Break>({
  tag: 'break',
  verb: 'break',
  kind: 'ssml',
  content: 'nothing',
  children: [],
  attributes: {
    strength: choice(['none', 'x-weak', 'weak', 'medium', 'strong', 'x-strong']),
    time: text({ pattern: /^[0-9.]+(ms|s)$/, form: 'a time such as 500ms or 1.5s' }),
  },
  defaults: breakDefaults,
})

/**
 * Words said with more or less weight.
 *
 * Source: reference twiml-voice.md §5.14.
 */
export interface Emphasis {
  readonly verb: 'emphasis'
  /** More weight, some, or less. No default. */
  readonly level?: 'strong' | 'moderate' | 'reduced'
  readonly text: Words
}

/** The rules of a `emphasis`. */
export const emphasisRules = rulesOf<Emphasis>({
  tag: 'emphasis',
  verb: 'emphasis',
  kind: 'ssml',
  content: 'markup',
  children: ['break', 'emphasis', 'lang', 'phoneme', 'prosody', 'say-as', 'sub', 'w'],
  attributes: {
    level: choice(['strong', 'moderate', 'reduced']),
  },
  defaults: {},
})

/**
 * Words in another language.
 *
 * Source: reference twiml-voice.md §5.14.
 */
export interface Lang {
  readonly verb: 'lang'
  /** The language of the words. No default. */
  readonly 'xml:lang'?: SsmlLanguage
  readonly text: Words
}

/** The rules of a `lang`. */
export const langRules = rulesOf<Lang>({
  tag: 'lang',
  verb: 'lang',
  kind: 'ssml',
  content: 'markup',
  children: ['break', 'emphasis', 'lang', 'p', 'phoneme', 'prosody', 's', 'say-as', 'sub', 'w'],
  attributes: {
    'xml:lang': choice(ssmlLanguages, { isOpen: true }),
  },
  defaults: {},
})

/**
 * A paragraph.
 *
 * Source: reference twiml-voice.md §5.14.
 */
export interface P {
  readonly verb: 'p'
  readonly text: Words
}

/** The rules of a `p`. */
export const pRules = rulesOf<P>({
  tag: 'p',
  verb: 'p',
  kind: 'ssml',
  content: 'markup',
  children: ['break', 'emphasis', 'lang', 'phoneme', 'prosody', 's', 'say-as', 'sub', 'w'],
  attributes: {},
  defaults: {},
})

/**
 * Words by their sounds.
 *
 * Source: reference twiml-voice.md §5.14.
 */
export interface Phoneme {
  readonly verb: 'phoneme'
  /** The alphabet `ph` is written in. No default. */
  readonly alphabet?:
    | 'ipa'
    | 'x-sampa'
    | 'x-amazon-jyutping'
    | 'x-amazon-pinyin'
    | 'x-amazon-pron-kana'
    | 'x-amazon-yomigana'
  /** The sounds. No default. */
  readonly ph?: string
  readonly text: string
}

/** The rules of a `phoneme`. */
export const phonemeRules = rulesOf<Phoneme>({
  tag: 'phoneme',
  verb: 'phoneme',
  kind: 'ssml',
  content: 'text',
  children: [],
  attributes: {
    alphabet: choice([
      'ipa',
      'x-sampa',
      'x-amazon-jyutping',
      'x-amazon-pinyin',
      'x-amazon-pron-kana',
      'x-amazon-yomigana',
    ]),
    ph: text(),
  },
  defaults: {},
})

/**
 * Words louder, faster, higher or the opposite.
 *
 * Source: reference twiml-voice.md §5.14.
 */
export interface Prosody {
  readonly verb: 'prosody'
  /** A word (`loud`), or a change (`+6dB`). No default. */
  readonly volume?: string
  /** A word (`slow`), or a share (`80%`). No default. */
  readonly rate?: string
  /** A word (`low`), or a change (`-5%`). No default. */
  readonly pitch?: string
  readonly text: Words
}

/** The rules of a `prosody`. */
export const prosodyRules = rulesOf<Prosody>({
  tag: 'prosody',
  verb: 'prosody',
  kind: 'ssml',
  content: 'markup',
  children: ['break', 'emphasis', 'lang', 'p', 'phoneme', 'prosody', 's', 'say-as', 'sub', 'w'],
  attributes: {
    volume: text(),
    rate: text(),
    pitch: text(),
  },
  defaults: {},
})

/**
 * A sentence.
 *
 * Source: reference twiml-voice.md §5.14.
 */
export interface S {
  readonly verb: 's'
  readonly text: Words
}

/** The rules of a `s`. */
export const sRules = rulesOf<S>({
  tag: 's',
  verb: 's',
  kind: 'ssml',
  content: 'markup',
  children: ['break', 'emphasis', 'lang', 'phoneme', 'prosody', 'say-as', 'sub', 'w'],
  attributes: {},
  defaults: {},
})

/**
 * Text read as a date, as digits, as an address and so on.
 *
 * Source: reference twiml-voice.md §5.14.
 */
export interface SayAs {
  readonly verb: 'sayAs'
  /** What the text is. Required. */
  readonly 'interpret-as':
    | 'characters'
    | 'spell-out'
    | 'cardinal'
    | 'number'
    | 'ordinal'
    | 'digits'
    | 'fraction'
    | 'unit'
    | 'date'
    | 'time'
    | 'address'
    | 'expletive'
    | 'telephone'
  /** The order of the parts of a date. No default. */
  readonly format?: 'mdy' | 'dmy' | 'ymd' | 'md' | 'dm' | 'ym' | 'my' | 'd' | 'm' | 'y' | 'yyyymmdd'
  readonly text: string
}

/** The rules of a `say-as`. */
export const sayAsRules = rulesOf<SayAs>({
  tag: 'say-as',
  verb: 'sayAs',
  kind: 'ssml',
  content: 'text',
  children: [],
  attributes: {
    'interpret-as': choice(
      [
        'characters',
        'spell-out',
        'cardinal',
        'number',
        'ordinal',
        'digits',
        'fraction',
        'unit',
        'date',
        'time',
        'address',
        'expletive',
        'telephone',
      ],
      { required: true },
    ),
    format: choice(['mdy', 'dmy', 'ymd', 'md', 'dm', 'ym', 'my', 'd', 'm', 'y', 'yyyymmdd']),
  },
  defaults: {},
})

/**
 * Text for which other words are said.
 *
 * Source: reference twiml-voice.md §5.14.
 */
export interface Sub {
  readonly verb: 'sub'
  /** The words to say. No default. */
  readonly alias?: string
  readonly text: string
}

/** The rules of a `sub`. */
export const subRules = rulesOf<Sub>({
  tag: 'sub',
  verb: 'sub',
  kind: 'ssml',
  content: 'text',
  children: [],
  attributes: {
    alias: text(),
  },
  defaults: {},
})

/**
 * A word in its grammatical role.
 *
 * Source: reference twiml-voice.md §5.14.
 */
export interface W {
  readonly verb: 'w'
  /** The role, in the notation of the voice. No default. */
  readonly role?: string
  readonly text: Words
}

/** The rules of a `w`. */
export const wRules = rulesOf<W>({
  tag: 'w',
  verb: 'w',
  kind: 'ssml',
  content: 'markup',
  children: ['break', 'emphasis', 'phoneme', 'prosody', 'say-as', 'sub'],
  attributes: {
    role: text(),
  },
  defaults: {},
})

/** Makes markup: `ssml.break({ time: '1s' })`, `ssml.sayAs('12', { 'interpret-as': 'digits' })`. */
export const ssml = {
  break(attributes?: Attributes<Break>): Break {
    return withAttributes(breakRules, attributes)
  },
  emphasis(text: Words, attributes?: Attributes<Emphasis>): Emphasis {
    return withAttributes(emphasisRules, attributes, { text: markup(text) })
  },
  lang(text: Words, attributes?: Attributes<Lang>): Lang {
    return withAttributes(langRules, attributes, { text: markup(text) })
  },
  p(text: Words): P {
    return { verb: 'p', text: markup(text) }
  },
  phoneme(text: string, attributes?: Attributes<Phoneme>): Phoneme {
    return withAttributes(phonemeRules, attributes, { text })
  },
  prosody(text: Words, attributes?: Attributes<Prosody>): Prosody {
    return withAttributes(prosodyRules, attributes, { text: markup(text) })
  },
  s(text: Words): S {
    return { verb: 's', text: markup(text) }
  },
  sayAs(text: string, attributes: Attributes<SayAs>): SayAs {
    return withAttributes(sayAsRules, attributes, { text })
  },
  sub(text: string, attributes?: Attributes<Sub>): Sub {
    return withAttributes(subRules, attributes, { text })
  },
  w(text: Words, attributes?: Attributes<W>): W {
    return withAttributes(wRules, attributes, { text: markup(text) })
  },
}
