/**
 * What a caller can hear while the other side rings.
 *
 * Source: reference twiml-schema.json.
 */
/** Countries whose ringing tone can be played. */
export const ringTones = [
  'at',
  'au',
  'bg',
  'br',
  'be',
  'ch',
  'cl',
  'cn',
  'cz',
  'de',
  'dk',
  'ee',
  'es',
  'fi',
  'fr',
  'gr',
  'hu',
  'il',
  'in',
  'it',
  'lt',
  'jp',
  'mx',
  'my',
  'nl',
  'no',
  'nz',
  'ph',
  'pl',
  'pt',
  'ru',
  'se',
  'sg',
  'th',
  'uk',
  'us',
  'us-old',
  'tw',
  've',
  'za',
] as const

/** One of `ringTones`. */
export type RingTone = (typeof ringTones)[number]
