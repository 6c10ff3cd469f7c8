/**
 * When a place opens next, in words a caller can remember: `today at 1:00 PM`, `on Monday at 9:00 AM`.
 */
import { Temporal } from 'temporal-polyfill'
import type { Instant } from '../../clock/clock.ts'

interface Words {
  readonly today: string
  readonly tomorrow: string
  /** Stands before the name of a day. */
  readonly on: string
  readonly again: (day: string, time: string) => string
}

const en: Words = {
  today: 'today',
  tomorrow: 'tomorrow',
  on: 'on ',
  again: (day, time) => `We open again ${day} at ${time}.`,
}
const es: Words = {
  today: 'hoy',
  tomorrow: 'mañana',
  on: 'el ',
  again: (day, time) => `Volvemos a abrir ${day} a las ${time}.`,
}
const fr: Words = {
  today: 'aujourd’hui',
  tomorrow: 'demain',
  on: '',
  again: (day, time) => `Nous rouvrons ${day} à ${time}.`,
}
const de: Words = {
  today: 'heute',
  tomorrow: 'morgen',
  on: 'am ',
  again: (day, time) => `Wir öffnen wieder ${day} um ${time}.`,
}
const byTongue: Readonly<Record<string, Words>> = { en, es, fr, de }

/** Tells when a place opens, by its own clock, in the caller's language; in English where we do not speak that. */
export function opensAgain(opensAt: Instant, now: Instant, zone: string, language: string): string {
  const spoken = byTongue[language.split('-')[0] ?? '']
  // The words and the date must be of one language.
  const tag = spoken ? language : 'en-US'
  const words = spoken ?? en
  const time = new Intl.DateTimeFormat(tag, { hour: 'numeric', minute: '2-digit', timeZone: zone }).format(opensAt)
  // Newer tables put a narrow space before AM, which some voices stumble over.
  const sentence = words.again(dayInWords(opensAt, now, zone, words, tag), time.replace(/[\u202f\u00a0]/g, ' '))
  // In Spanish the time itself ends with a full stop: a.m.
  return sentence.replace(/\.\.$/, '.')
}

function dayInWords(opensAt: Instant, now: Instant, zone: string, words: Words, tag: string): string {
  const [opens, today] = [dayOf(opensAt, zone), dayOf(now, zone)]
  const { days } = today.until(opens, { largestUnit: 'day' })
  if (days === 0) return words.today
  if (days === 1) return words.tomorrow
  // A weekday alone would be taken for the coming one.
  const date = days < 7 ? {} : ({ day: 'numeric', month: 'long' } as const)
  return `${words.on}${new Intl.DateTimeFormat(tag, { weekday: 'long', ...date, timeZone: zone }).format(opensAt)}`
}

const dayOf = (at: Instant, zone: string): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate()
