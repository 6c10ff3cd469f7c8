import { didYouMean as nearest } from '../twiml/did-you-mean.ts'

/** ` Did you mean "hears"?`, or nothing when no candidate is near. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const candidate = nearest(word, candidates)
  return candidate === undefined ? '' : ` Did you mean "${candidate}"?`
}
