/**
 * The words of a text that were heard when `share` of its time had passed: whole words, in order.
 *
 * An estimate: each word counts the same.
 *
 * @param share 0 to 1; outside of that the nearest
 */
export function heardPart(text: string, share: number): string {
  if (share >= 1) return text.trim()
  const words = text.trim().split(/\s+/)
  return words.slice(0, Math.floor(words.length * Math.max(0, share))).join(' ')
}
