/**
 * Prompts: what a caller hears, as data.
 *
 * A prompt is a text, a recording, marked-up speech, a sentence with values in it, a choice by language, several of these in a
 * row, or a function of the session that gives one. Only the function cannot be stored as JSON.
 */
import { type Pause, type Play, pause, plainText, play, type Say, type Ssml, say } from '../twiml/index.ts'
import { type Pronunciations, pronounced } from './prompts/pronunciation.ts'
import { type SpokenValue, valueInWords } from './prompts/spoken-value.ts'
import type { Session } from './session.ts'

/** What a caller hears. A bare string is spoken in the session's language. */
export type Prompt =
  | string
  | AudioPrompt
  | SpeechPrompt
  | LanguagesPrompt
  | PhrasePrompt
  | SentencePrompt
  | SilencePrompt
  | SpokenValue
  | readonly Prompt[]
  | ((session: Session) => Prompt)

/** A recording as a prompt; see {@link audio}. */
export interface AudioPrompt {
  /** `http(s)` URL of a WAV or MP3 file. */
  readonly audio: string
  /** What the recording says: spoken when it cannot be had, and for captions, checks and people who read the flow. */
  readonly says?: string
}

/** Words with markup as a prompt; see {@link ssml}. */
export interface SpeechPrompt {
  /** Words and SSML elements in the order they are spoken; needs a voice that understands SSML. */
  readonly ssml: readonly (string | Ssml)[]
}

/** A prompt for each language; see {@link inLanguages}. */
export interface LanguagesPrompt<P = Prompt> {
  /** One prompt per BCP 47 tag; a caller whose language is missing hears the first. */
  readonly languages: Readonly<Record<string, P>>
}

/** A prompt of the flow's `phrases`, by its key; see {@link phrase}. */
export interface PhrasePrompt {
  readonly phrase: string
}

/** Words with values among them, spoken in one breath; see {@link sentence}. */
export interface SentencePrompt {
  readonly sentence: readonly (string | SpokenValue)[]
}

/** Nothing for some seconds; see {@link silence}. */
export interface SilencePrompt {
  /** 1 to 60. */
  readonly silenceSeconds: number
}

/** A recording instead of a spoken text. */
export const audio = (url: string, says?: string): AudioPrompt =>
  says === undefined ? { audio: url } : { audio: url, says }

/** Speech with markup: `ssml('Your code is ', sayAs('1234', { 'interpret-as': 'digits' }))`. */
export const ssml = (...content: readonly (string | Ssml)[]): SpeechPrompt => ({ ssml: content })

/** One prompt per language, the first being the one for everybody else. */
export const inLanguages = <const P extends Prompt>(languages: Readonly<Record<string, P>>): LanguagesPrompt<P> => ({
  languages,
})

/** A prompt that the flow has under this key among its `phrases`. */
export const phrase = (key: string): PhrasePrompt => ({ phrase: key })

/**
 * Words with values among them, spoken in one breath and in the caller's language:
 * ``sentence`Your appointment is on ${spoken.date(fromData('day'))}.` ``
 *
 * Nothing in a value is markup: whatever a caller or a system has said is spoken as it is.
 */
export const sentence = (
  words: TemplateStringsArray,
  ...values: readonly (string | SpokenValue)[]
): SentencePrompt => ({
  sentence: words.flatMap((text, place) => [text, values[place] ?? '']).filter((part) => part !== ''),
})

/** Nothing for some seconds, 1 to 60. */
export const silence = (seconds: number): SilencePrompt => ({ silenceSeconds: seconds })

/** A verb that may stand in a Gather. */
export type PromptVerb = Say | Play | Pause

/** The voice a flow speaks with; absent fields leave the choice to the account. */
export interface Voice {
  readonly voice?: string
}

/** How a flow speaks. */
export interface Manner extends Voice {
  /** The voice for each language that has one of its own, by BCP 47 tag. */
  readonly voices?: Readonly<Record<string, string>>
  /** Prompts by key, for {@link phrase}. */
  readonly phrases?: Phrases
  readonly pronunciations?: Pronunciations
  /** Whether a recording can be had; default: all can. The words of one that cannot are spoken. */
  readonly isPlayable?: (url: string) => boolean
}

/** Prompts by key. */
export type Phrases = Readonly<Record<string, Prompt>>

/** The verbs that let the caller hear `prompt`, none for an absent or empty one. */
export function speak(prompt: Prompt | undefined, session: Session, manner: Manner = {}): readonly PromptVerb[] {
  if (prompt === undefined || prompt === '') return []
  if (typeof prompt === 'function') return speak(prompt(session), session, manner)
  if (typeof prompt === 'string') return sayWords(prompt, session, manner)
  if (isSequence(prompt)) return prompt.flatMap((part) => speak(part, session, manner))
  if ('audio' in prompt) {
    const isMissing = prompt.says !== undefined && manner.isPlayable?.(prompt.audio) === false
    return isMissing ? sayWords(prompt.says ?? '', session, manner) : [play(prompt.audio)]
  }
  if ('silenceSeconds' in prompt) return [pause(prompt.silenceSeconds)]
  if ('ssml' in prompt) return [say(prompt.ssml, voiceOf(session, manner))]
  if ('phrase' in prompt) return speak(phraseNamed(prompt.phrase, manner.phrases), session, manner)
  if ('sentence' in prompt || 'as' in prompt) return sayWords(wordsSaid(prompt, session), session, manner)
  return speak(inLanguage(prompt, session.language), session, manner)
}

/** What is known of a flow when its words are looked at before a call. */
export interface Reading {
  readonly language?: string
  readonly phrases?: Phrases | undefined
}

/** The words of a prompt for people and checks; a function's words are not known before the call. */
export function wordsOf(prompt: Prompt | undefined, reading: Reading = {}): string {
  const { language = '' } = reading
  if (prompt === undefined || typeof prompt === 'function') return ''
  if (typeof prompt === 'string') return prompt
  if (isSequence(prompt)) {
    return prompt
      .map((part) => wordsOf(part, reading))
      .filter(Boolean)
      .join(' ')
  }
  if ('audio' in prompt) return prompt.says ?? ''
  if ('silenceSeconds' in prompt) return ''
  if ('ssml' in prompt) return plainText(prompt.ssml)
  if ('phrase' in prompt) return wordsOf(phraseNamed(prompt.phrase, reading.phrases), reading)
  if ('sentence' in prompt) return prompt.sentence.map((part) => wordsOf(part, reading)).join('')
  if ('as' in prompt) return valueInWords(prompt, {}, language || 'en-US')
  return wordsOf(inLanguage(prompt, language), reading)
}

/** Every text a prompt may speak, one for each branch of languages. */
export function allWordsOf(prompt: Prompt | undefined, phrases?: Phrases): readonly string[] {
  if (typeof prompt === 'object' && !isSequence(prompt)) {
    if ('languages' in prompt) return Object.values(prompt.languages).flatMap((part) => allWordsOf(part, phrases))
    if ('phrase' in prompt) return allWordsOf(phraseNamed(prompt.phrase, phrases), phrases)
  }
  const words = wordsOf(prompt, { phrases })
  return words === '' ? [] : [words]
}

/** Whether anybody could hear this prompt: false for none at all and for an empty text. */
export function isSilent(prompt: Prompt | undefined): boolean {
  if (prompt === undefined) return true
  if (typeof prompt === 'string') return prompt.trim() === ''
  if (isSequence(prompt)) return prompt.every(isSilent)
  return typeof prompt === 'object' && 'silenceSeconds' in prompt
}

/** A prompt of the phrases; nothing for a key that they lack, which the checks find. */
export function phraseNamed(key: string, phrases: Phrases | undefined): Prompt | undefined {
  return phrases !== undefined && Object.hasOwn(phrases, key) ? phrases[key] : undefined
}

/** Whether several prompts are meant, one after the other. */
export const isSequence = (prompt: Prompt): prompt is readonly Prompt[] => Array.isArray(prompt)

/** The entry for a language: its own, else one of the same tongue, else the first. */
export function inLanguage<P>({ languages }: LanguagesPrompt<P>, language: string): P | undefined {
  return (
    languages[language] ?? languages[tagLike(language, Object.keys(languages)) ?? ''] ?? Object.values(languages)[0]
  )
}

/** The tag among these that is of the same tongue. */
export const tagLike = (language: string, tags: readonly string[]): string | undefined =>
  tags.find((tag) => tag.split('-')[0] === language.split('-')[0])

function sayWords(text: string, session: Session, manner: Manner): readonly PromptVerb[] {
  return text.trim() === '' ? [] : [say(pronounced(text, manner.pronunciations), voiceOf(session, manner))]
}

function voiceOf({ language }: Session, { voice, voices = {} }: Manner) {
  const own = voices[language] ?? voices[tagLike(language, Object.keys(voices)) ?? ''] ?? voice
  return { ...(own !== undefined && { voice: own }), language }
}

function wordsSaid(prompt: SentencePrompt | SpokenValue, { data, language }: Session): string {
  const parts = 'sentence' in prompt ? prompt.sentence : [prompt]
  return parts.map((part) => (typeof part === 'string' ? part : valueInWords(part, data, language))).join('')
}
