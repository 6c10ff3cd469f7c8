/**
 * Prompts: what a caller hears, as data.
 *
 * A prompt is a text, a recording, marked-up speech, a choice by language, several of these in a row, or a function
 * of the session that gives one. Only the function cannot be stored as JSON.
 */
import { type Pause, type Play, plainText, play, type Say, type Ssml, say } from '../twiml/index.ts'
import type { Session } from './session.ts'

/** What a caller hears. A bare string is spoken in the session's language. */
export type Prompt =
  | string
  | AudioPrompt
  | SpeechPrompt
  | LanguagesPrompt
  | readonly Prompt[]
  | ((session: Session) => Prompt)

/** A recording as a prompt; see {@link audio}. */
export interface AudioPrompt {
  /** `http(s)` URL of a WAV or MP3 file. */
  readonly audio: string
  /** What the recording says, for captions, checks and people who read the flow. */
  readonly says?: string
}

/** Words with markup as a prompt; see {@link ssml}. */
export interface SpeechPrompt {
  /** Words and SSML elements in the order they are spoken; needs a voice that understands SSML. */
  readonly ssml: readonly (string | Ssml)[]
}

/** A prompt for each language; see {@link inLanguages}. */
export interface LanguagesPrompt {
  /** One prompt per BCP 47 tag; a caller whose language is missing hears the first. */
  readonly languages: Readonly<Record<string, Prompt>>
}

/** A recording instead of a spoken text. */
export const audio = (url: string, says?: string): AudioPrompt =>
  says === undefined ? { audio: url } : { audio: url, says }

/** Speech with markup: `ssml('Your code is ', sayAs('1234', { 'interpret-as': 'digits' }))`. */
export const ssml = (...content: readonly (string | Ssml)[]): SpeechPrompt => ({ ssml: content })

/** One prompt per language, the first being the one for everybody else. */
export const inLanguages = (languages: Readonly<Record<string, Prompt>>): LanguagesPrompt => ({ languages })

/** A verb that may stand in a Gather. */
export type PromptVerb = Say | Play | Pause

/** The voice a flow speaks with; absent fields leave the choice to the account. */
export interface Voice {
  readonly voice?: string
}

/** The verbs that let the caller hear `prompt`, none for an absent or empty one. */
export function speak(prompt: Prompt | undefined, session: Session, voice: Voice = {}): readonly PromptVerb[] {
  if (prompt === undefined || prompt === '') return []
  if (typeof prompt === 'function') return speak(prompt(session), session, voice)
  if (typeof prompt === 'string') return [say(prompt, { ...voice, language: session.language })]
  if (isSequence(prompt)) return prompt.flatMap((part) => speak(part, session, voice))
  if ('audio' in prompt) return [play(prompt.audio)]
  if ('ssml' in prompt) return [say(prompt.ssml, { ...voice, language: session.language })]
  return speak(inLanguage(prompt, session.language), session, voice)
}

/** The words of a prompt for people and checks; a function's words are not known before the call. */
export function wordsOf(prompt: Prompt | undefined, language = ''): string {
  if (prompt === undefined || typeof prompt === 'function') return ''
  if (typeof prompt === 'string') return prompt
  if (isSequence(prompt)) {
    return prompt
      .map((part) => wordsOf(part, language))
      .filter(Boolean)
      .join(' ')
  }
  if ('audio' in prompt) return prompt.says ?? ''
  if ('ssml' in prompt) return plainText(prompt.ssml)
  return wordsOf(inLanguage(prompt, language), language)
}

/** Every text a prompt may speak, one for each branch of languages. */
export function allWordsOf(prompt: Prompt | undefined): readonly string[] {
  if (typeof prompt === 'object' && !isSequence(prompt) && 'languages' in prompt) {
    return Object.values(prompt.languages).flatMap(allWordsOf)
  }
  const words = wordsOf(prompt)
  return words === '' ? [] : [words]
}

/** Whether anybody could hear this prompt: false for none at all and for an empty text. */
export function isSilent(prompt: Prompt | undefined): boolean {
  if (prompt === undefined) return true
  if (typeof prompt === 'string') return prompt.trim() === ''
  if (isSequence(prompt)) return prompt.every(isSilent)
  return false
}

const isSequence = (prompt: Prompt): prompt is readonly Prompt[] => Array.isArray(prompt)

function inLanguage(prompt: LanguagesPrompt, language: string): Prompt {
  const { languages } = prompt
  const sameTongue = Object.keys(languages).find((tag) => tag.split('-')[0] === language.split('-')[0])
  return languages[language] ?? (sameTongue ? languages[sameTongue] : Object.values(languages)[0]) ?? ''
}
