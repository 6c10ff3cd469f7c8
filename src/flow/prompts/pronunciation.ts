/**
 * Pronunciations: words that voices get wrong, and how to say them.
 */
import { type Ssml, ssml } from '../../twiml/index.ts'

/**
 * How words are said, by the word as it is written: other words, which every voice can say, or `{ ipa }`, the sounds in the
 * international alphabet, which needs a voice that understands SSML.
 */
export type Pronunciations = Readonly<Record<string, string | { readonly ipa: string }>>

/** A text with its words said as they are to be said; case does not matter, and parts of longer words are left alone. */
export function pronounced(
  text: string,
  pronunciations: Pronunciations | undefined,
): string | readonly (string | Ssml)[] {
  const known = Object.entries(pronunciations ?? {})
  if (known.length === 0) return text
  const byWord = new Map(known.map(([word, how]) => [word.toLowerCase(), how]))
  // Longer ones first, so that "New York" is found before "York".
  const words = known.map(([word]) => word).sort((a, b) => b.length - a.length)
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(${words.map(escaped).join('|')})(?![\\p{L}\\p{N}])`, 'giu')
  const parts = text.split(pattern).map((part, place) => {
    const how = place % 2 === 1 ? byWord.get(part.toLowerCase()) : undefined
    if (how === undefined) return part
    return typeof how === 'string' ? how : ssml.phoneme(part, { alphabet: 'ipa', ph: how.ipa })
  })
  return parts.every((part) => typeof part === 'string') ? parts.join('') : parts.filter((part) => part !== '')
}

const escaped = (word: string) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
