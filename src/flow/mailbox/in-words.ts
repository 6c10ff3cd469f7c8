/**
 * Messages in words: how many there are, and who left one when, in the language of whoever listens.
 */
import { Temporal } from 'temporal-polyfill'
import type { Instant } from '../../clock/clock.ts'
import { isE164 } from '../../phone/e164.ts'

/** What is told of a message before it plays. */
export interface Envelope {
  /** As the network says it. */
  readonly from: string
  readonly at: Instant
  readonly seconds: number
  readonly isNew: boolean
  readonly isUrgent: boolean
  /** From 1. */
  readonly place: number
  readonly of: number
}

interface Words {
  readonly counts: (fresh: number, urgent: number, saved: number) => string
  readonly message: (place: number, of: number) => string
  readonly fresh: string
  readonly saved: string
  readonly urgent: string
  readonly from: (who: string) => string
  readonly unknown: string
  readonly today: string
  readonly yesterday: string
  readonly on: string
  readonly at: string
  readonly length: (minutes: number, seconds: number) => string
}

const some = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`

const en: Words = {
  counts: (fresh, urgent, saved) =>
    `You have ${some(fresh, 'new message', 'new messages')}${urgent > 0 ? `, ${urgent} of them urgent,` : ''} and ${some(saved, 'saved message', 'saved messages')}.`,
  message: (place, of) => `Message ${place} of ${of}`,
  fresh: 'new',
  saved: 'saved',
  urgent: 'urgent',
  from: (who) => `from ${who}`,
  unknown: 'somebody without a number',
  today: 'today',
  yesterday: 'yesterday',
  on: 'on ',
  at: ' at ',
  length: (minutes, seconds) => lengthOf(minutes, seconds, ['minute', 'minutes'], ['second', 'seconds'], 'and'),
}
const es: Words = {
  counts: (fresh, urgent, saved) =>
    `Tiene ${some(fresh, 'mensaje nuevo', 'mensajes nuevos')}${urgent > 0 ? `, ${some(urgent, 'urgente', 'urgentes')},` : ''} y ${some(saved, 'guardado', 'guardados')}.`,
  message: (place, of) => `Mensaje ${place} de ${of}`,
  fresh: 'nuevo',
  saved: 'guardado',
  urgent: 'urgente',
  from: (who) => `de ${who}`,
  unknown: 'alguien sin número',
  today: 'hoy',
  yesterday: 'ayer',
  on: 'el ',
  at: ' a las ',
  length: (minutes, seconds) => lengthOf(minutes, seconds, ['minuto', 'minutos'], ['segundo', 'segundos'], 'y'),
}
const fr: Words = {
  counts: (fresh, urgent, saved) =>
    `Vous avez ${some(fresh, 'nouveau message', 'nouveaux messages')}${urgent > 0 ? `, dont ${some(urgent, 'urgent', 'urgents')},` : ''} et ${some(saved, 'message gardé', 'messages gardés')}.`,
  message: (place, of) => `Message ${place} sur ${of}`,
  fresh: 'nouveau',
  saved: 'gardé',
  urgent: 'urgent',
  from: (who) => `de ${who}`,
  unknown: 'quelqu’un sans numéro',
  today: 'aujourd’hui',
  yesterday: 'hier',
  on: '',
  at: ' à ',
  length: (minutes, seconds) => lengthOf(minutes, seconds, ['minute', 'minutes'], ['seconde', 'secondes'], 'et'),
}
const de: Words = {
  counts: (fresh, urgent, saved) =>
    `Sie haben ${some(fresh, 'neue Nachricht', 'neue Nachrichten')}${urgent > 0 ? `, davon ${some(urgent, 'dringende', 'dringende')},` : ''} und ${some(saved, 'gespeicherte', 'gespeicherte')}.`,
  message: (place, of) => `Nachricht ${place} von ${of}`,
  fresh: 'neu',
  saved: 'gespeichert',
  urgent: 'dringend',
  from: (who) => `von ${who}`,
  unknown: 'jemandem ohne Nummer',
  today: 'heute',
  yesterday: 'gestern',
  on: 'am ',
  at: ' um ',
  length: (minutes, seconds) => lengthOf(minutes, seconds, ['Minute', 'Minuten'], ['Sekunde', 'Sekunden'], 'und'),
}
const byTongue: Readonly<Record<string, Words>> = { en, es, fr, de }

const wordsFor = (language: string) => {
  const spoken = byTongue[language.split('-')[0] ?? '']
  // The words and the date must be of one language.
  return { words: spoken ?? en, tag: spoken ? language : 'en-US' }
}

/** How many messages there are. */
export function countsInWords(fresh: number, urgent: number, saved: number, language: string): string {
  return wordsFor(language).words.counts(fresh, urgent, saved)
}

/** Who left a message, when, and how long it is: `Message 1 of 3, new, from 2 0 2 5 5 5 0 1 9 9, today at 3:05 PM, 20 seconds.` */
export function envelopeInWords(envelope: Envelope, now: Instant, zone: string, language: string): string {
  const { words } = wordsFor(language)
  const { from, at, seconds, isNew, isUrgent, place, of } = envelope
  const parts = [
    words.message(place, of),
    isNew ? words.fresh : words.saved,
    ...(isUrgent ? [words.urgent] : []),
    words.from(isE164(from) ? digitByDigit(from) : words.unknown),
    whenInWords(at, now, zone, language),
    words.length(Math.floor(seconds / 60), seconds % 60),
  ]
  return `${parts.join(', ')}.`
}

/** When something was, by the clock of its place: `today at 3:05 PM`, `on Monday, November 23 at 9:00 AM`. */
export function whenInWords(at: Instant, now: Instant, zone: string, language: string): string {
  const { words, tag } = wordsFor(language)
  const time = new Intl.DateTimeFormat(tag, { hour: 'numeric', minute: '2-digit', timeZone: zone }).format(at)
  const { days } = dayOf(at, zone).until(dayOf(now, zone), { largestUnit: 'day' })
  const date = new Intl.DateTimeFormat(tag, { weekday: 'long', day: 'numeric', month: 'long', timeZone: zone })
  const day = days === 0 ? words.today : days === 1 ? words.yesterday : `${words.on}${date.format(at)}`
  // Newer tables put a narrow space before AM, which some voices stumble over.
  return `${day}${words.at}${time.replace(/[\u202f\u00a0]/g, ' ')}`
}

/** A number as it is read out. */
const digitByDigit = (number: string): string => [...number.replace(/^\+1(?=\d{10}$)/, '').replace(/\D/g, '')].join(' ')

const dayOf = (at: Instant, zone: string): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate()

function lengthOf(
  minutes: number,
  seconds: number,
  minute: readonly [string, string],
  second: readonly [string, string],
  and: string,
): string {
  const parts = [
    ...(minutes > 0 ? [some(minutes, ...minute)] : []),
    ...(seconds > 0 || minutes === 0 ? [some(seconds, ...second)] : []),
  ]
  return parts.join(` ${and} `)
}
