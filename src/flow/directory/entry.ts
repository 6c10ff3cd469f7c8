/**
 * The people of a directory, and how a caller finds them: by extension, by the letters of a name, or by saying it.
 */
import type { Callee } from '../callees/callee.ts'

/** Somebody who can be asked for. */
export interface DirectoryEntry {
  /** First and last name, as it is said: `Ann Lee`. */
  readonly name: string
  /** Digits a caller may dial instead of a name. */
  readonly extension?: string
  /** Where he is rung. */
  readonly to: Callee
  /** Where a message for him lands. */
  readonly mailbox?: string
}

const LETTERS = ['', '', 'abc', 'def', 'ghi', 'jkl', 'mno', 'pqrs', 'tuv', 'wxyz']

/** A name as keys: `lee` is `533`. Accents do not matter; what is no letter has no key. */
const keysOf = (name: string): string =>
  [...plain(name)]
    .map((letter) => LETTERS.findIndex((letters) => letters.includes(letter)))
    .filter((key) => key > 1)
    .join('')

/** Everybody whom these keys may mean: his extension as it is, or the beginning of his last or his first name. */
export function foundByKeys(entries: readonly DirectoryEntry[], keys: string): readonly DirectoryEntry[] {
  const exact = entries.filter(({ extension }) => extension === keys)
  if (exact.length > 0 || keys.length < 2) return exact
  const byLast = entries.filter(({ name }) => keysOf(lastNameOf(name)).startsWith(keys))
  return byLast.length > 0 ? byLast : entries.filter(({ name }) => keysOf(name).startsWith(keys))
}

/** Everybody whose name has the most of the words that were said; a name alone is enough, a title does no harm. */
export function foundBySpeech(entries: readonly DirectoryEntry[], text: string): readonly DirectoryEntry[] {
  const said = wordsIn(text)
  const scored = entries.map((entry) => ({
    entry,
    score: wordsIn(entry.name).filter((word) => said.includes(word)).length,
  }))
  const best = Math.max(0, ...scored.map(({ score }) => score))
  return best === 0 ? [] : scored.filter(({ score }) => score === best).map(({ entry }) => entry)
}

const lastNameOf = (name: string): string => name.trim().split(/\s+/).at(-1) ?? ''
const wordsIn = (text: string): readonly string[] =>
  plain(text)
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 1)
const plain = (text: string): string => text.toLowerCase().replaceAll('ß', 'ss').normalize('NFD').replace(/\p{M}/gu, '')
