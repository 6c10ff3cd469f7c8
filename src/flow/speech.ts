import { type Label, labelIn } from './choice.ts'

/**
 * What a caller said, held against choices.
 *
 * Case, punctuation and filler do not matter; a number word or the label is enough. Two choices that fit equally well
 * count as no choice, so that the caller is asked rather than misled.
 */
interface Sayable {
  readonly label: Label
  readonly synonyms?: readonly string[]
}

const NUMBER_WORDS: { readonly [word: string]: string } = {
  zero: '0',
  one: '1',
  two: '2',
  three: '3',
  four: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  nine: '9',
  star: '*',
  pound: '#',
  hash: '#',
}

/** The key of the choice meant by `text`, or undefined when none or more than one is. */
export function matchSpeech<Key extends string>(
  text: string,
  choices: readonly (readonly [Key, Sayable])[],
  language = 'en-US',
): Key | undefined {
  const words = normalise(text)
  const meant = choices.filter(([key, choice]) =>
    phrasesOf(key, choice, language).some((phrase) => contains(words, phrase)),
  )
  return meant.length === 1 ? meant[0]?.[0] : undefined
}

/** Whether a text holds any of these phrases. */
export function says(text: string, phrases: readonly string[]): boolean {
  const words = normalise(text)
  return phrases.some((phrase) => contains(words, normalise(phrase)))
}

/** Lower-case words without punctuation, number words as digits: `"Sales, please."` gives `['sales', 'please']`. */
function normalise(text: string): readonly string[] {
  return text
    .toLowerCase()
    .replace(/['’]/g, '')
    .split(/[^\p{L}\p{N}*#]+/u)
    .filter(Boolean)
    .map((word) => NUMBER_WORDS[word] ?? word)
}

function phrasesOf(key: string, choice: Sayable, language: string): readonly (readonly string[])[] {
  const label = labelIn(choice.label, language).replace(/^to /, '')
  return [[key], normalise(label), ...(choice.synonyms ?? []).map(normalise)].filter((phrase) => phrase.length > 0)
}

function contains(words: readonly string[], phrase: readonly string[]): boolean {
  return words.some((_, start) => phrase.every((word, offset) => words[start + offset] === word))
}
