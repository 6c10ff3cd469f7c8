/** How far a prompt has been spoken: an estimate by the length of its words and the pauses between its sentences. */

export interface Word {
  readonly text: string
  /** Share of the prompt's time at which it has been said, above 0 and up to 1. */
  readonly endsAt: number
}

/** A full stop is heard as long as this many letters; a comma, as half of that. */
const FULL_STOP = 7

/** The words of a prompt, each with the share of the time after which it is over. */
export function spokenWords(text: string): readonly Word[] {
  const words = text.split(/\s+/).filter((word) => word !== '')
  const weights = words.map((word) => word.length + 1 + pauseAfter(word))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  let soFar = 0
  return words.map((word, index) => {
    soFar += weights[index] ?? 0
    return { text: word, endsAt: soFar / total }
  })
}

function pauseAfter(word: string): number {
  if (/[.!?]$/.test(word)) return FULL_STOP
  return /[,;:]$/.test(word) ? FULL_STOP / 2 : 0
}

/** The place of the word being said at `share` of the prompt's time; the number of words once all are said. */
export function wordAt(words: readonly Word[], share: number): number {
  const index = words.findIndex((word) => share < word.endsAt)
  return index === -1 ? words.length : index
}
