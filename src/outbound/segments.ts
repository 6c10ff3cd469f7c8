/**
 * How many parts a text message is sent in. Source: reference twilio-platform.md §9.1, documented.
 */

const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
const EXTENDED = '\f^{}\\[~]|€'

/** The number of segments; 1 for an empty text. */
export function segmentsIn(text: string): number {
  const characters = [...text]
  const isBasic = characters.every((one) => BASIC.includes(one) || EXTENDED.includes(one))
  const length = isBasic ? characters.reduce((sum, one) => sum + (EXTENDED.includes(one) ? 2 : 1), 0) : text.length
  const [alone, joined] = isBasic ? [160, 153] : [70, 67]
  return length <= alone ? 1 : Math.ceil(length / joined)
}
