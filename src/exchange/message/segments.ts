/**
 * How many messages of the radio network a text becomes.
 *
 * Source: reference twilio-platform.md §9.1, documented; the alphabet is that of GSM 03.38.
 */

/** A text as it goes over the air. */
export interface Segments {
  readonly encoding: 'GSM-7' | 'UCS-2'
  /** At least 1. */
  readonly count: number
}

const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)

/** Each of these takes the place of two. */
const extended = new Set('\f^{}\\[~]|€')

/** Counts; a character that takes two places is never torn apart, and neither is a surrogate pair. */
export function segmentsOf(text: string): Segments {
  const sizes = [...text].map((character) => (basic.has(character) ? 1 : extended.has(character) ? 2 : undefined))
  const isGsm = sizes.every((size) => size !== undefined)
  return isGsm
    ? { encoding: 'GSM-7', count: countOf(sizes, 160, 153) }
    : {
        encoding: 'UCS-2',
        count: countOf(
          [...text].map((character) => character.length),
          70,
          67,
        ),
      }
}

function countOf(sizes: readonly number[], whole: number, part: number): number {
  const total = sizes.reduce((sum, size) => sum + size, 0)
  if (total <= whole) return 1
  let count = 1
  let used = 0
  for (const size of sizes) {
    if (used + size > part) {
      count += 1
      used = 0
    }
    used += size
  }
  return count
}
