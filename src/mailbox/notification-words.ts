/**
 * The words of notifications, in the languages we speak; English elsewhere. A mailbox may have its own.
 */
import { type NotificationWords, type Notified, type Notify, whenInWords } from '../flow/index.ts'
import { readableNumber } from '../phone/e164.ts'
import { isWithheld } from '../phone/withheld.ts'
import type { MessageInHand } from '../store/index.ts'

interface Words {
  readonly subject: (told: Notified) => string
  readonly left: (told: Notified) => string
  readonly urgentSubject: string
  readonly isUrgent: string
  readonly urgentText: string
  readonly text: (told: Notified) => string
  readonly audio: Readonly<Record<Notified['audio'], string>>
  readonly allMessages: string
  readonly withheld: string
}

const en: Words = {
  subject: ({ mailbox, from, length }) => `New message for ${mailbox} from ${from} (${length})`,
  left: ({ mailbox, from, when, zone, length }) =>
    `${capitalised(from)} left a message for ${mailbox} ${when} (${zone}), ${length}.`,
  urgentSubject: '[Urgent]',
  isUrgent: 'The caller has marked it as urgent.',
  urgentText: 'URGENT:',
  text: ({ mailbox, from, length }) => `New message for ${mailbox} from ${from}, ${length}.`,
  audio: {
    attached: 'The recording is attached.',
    'too-long': 'The recording is too long to be attached; it is in the mailbox.',
    missing: 'The recording could not be fetched. The time and the number are all there is.',
  },
  allMessages: 'All messages:',
  withheld: 'somebody who withheld the number',
}

const es: Words = {
  subject: ({ mailbox, from, length }) => `Nuevo mensaje para ${mailbox} de ${from} (${length})`,
  left: ({ mailbox, from, when, zone, length }) =>
    `${capitalised(from)} dejó un mensaje para ${mailbox} ${when} (${zone}), ${length}.`,
  urgentSubject: '[Urgente]',
  isUrgent: 'Quien llamó lo ha marcado como urgente.',
  urgentText: 'URGENTE:',
  text: ({ mailbox, from, length }) => `Nuevo mensaje para ${mailbox} de ${from}, ${length}.`,
  audio: {
    attached: 'La grabación va adjunta.',
    'too-long': 'La grabación es demasiado larga para adjuntarla; está en el buzón.',
    missing: 'No se pudo obtener la grabación. La hora y el número son todo lo que hay.',
  },
  allMessages: 'Todos los mensajes:',
  withheld: 'alguien que ocultó su número',
}

const fr: Words = {
  subject: ({ mailbox, from, length }) => `Nouveau message pour ${mailbox} de ${from} (${length})`,
  left: ({ mailbox, from, when, zone, length }) =>
    `${capitalised(from)} a laissé un message pour ${mailbox} ${when} (${zone}), ${length}.`,
  urgentSubject: '[Urgent]',
  isUrgent: 'L’appelant l’a marqué comme urgent.',
  urgentText: 'URGENT :',
  text: ({ mailbox, from, length }) => `Nouveau message pour ${mailbox} de ${from}, ${length}.`,
  audio: {
    attached: 'L’enregistrement est joint.',
    'too-long': 'L’enregistrement est trop long pour être joint ; il est dans la boîte.',
    missing: 'L’enregistrement n’a pas pu être récupéré. L’heure et le numéro sont tout ce que nous avons.',
  },
  allMessages: 'Tous les messages :',
  withheld: 'quelqu’un qui a masqué son numéro',
}

const de: Words = {
  subject: ({ mailbox, from, length }) => `Neue Nachricht für ${mailbox} von ${from} (${length})`,
  left: ({ mailbox, from, when, zone, length }) =>
    `${capitalised(from)} hat ${when} (${zone}) eine Nachricht für ${mailbox} hinterlassen, ${length}.`,
  urgentSubject: '[Dringend]',
  isUrgent: 'Der Anruf wurde als dringend markiert.',
  urgentText: 'DRINGEND:',
  text: ({ mailbox, from, length }) => `Neue Nachricht für ${mailbox} von ${from}, ${length}.`,
  audio: {
    attached: 'Die Aufnahme hängt an.',
    'too-long': 'Die Aufnahme ist zu lang für einen Anhang; sie liegt im Postfach.',
    missing: 'Die Aufnahme konnte nicht geholt werden. Uhrzeit und Nummer sind alles, was da ist.',
  },
  allMessages: 'Alle Nachrichten:',
  withheld: 'Unbekannt',
}

const byTongue: Readonly<Record<string, Words>> = { en, es, fr, de }
const wordsOf = (language: string): Words => byTongue[language.split('-')[0] ?? 'en'] ?? en
const capitalised = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)

/** Where and when a notification is read. */
export interface Reading {
  /** BCP 47. */
  readonly language: string
  readonly zone: string
  readonly now: number
  /** The address of the page; absent: nobody is led there. */
  readonly pageUrl?: string | undefined
}

/** What there is to tell of a message. */
export function toldOf(message: MessageInHand, audio: Notified['audio'], reading: Reading): Notified {
  const { language, zone, now, pageUrl } = reading
  const { from, mailbox, at, isUrgent, transcript, seconds } = message
  return {
    mailbox,
    from: isWithheld(from) ? wordsOf(language).withheld : readableNumber(from),
    when: whenInWords(at, now, zone, language),
    zone,
    length: `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`,
    isUrgent,
    audio,
    ...(transcript && { transcript }),
    ...(pageUrl !== undefined && { page: `${pageUrl}/` }),
  }
}

/** The words of a notification: the mailbox's own where it has some, ours where it has none or its function fails. */
export function wordsAbout(told: Notified, language: string, own: Notify['words']): Required<NotificationWords> {
  const ours = ourWords(told, wordsOf(language))
  try {
    const { subject = ours.subject, email = ours.email, sms = ours.sms } = own?.(told) ?? {}
    // A line break in a subject would be another header.
    return { subject: String(subject).replace(/[\r\n]+/g, ' '), email: String(email), sms: String(sms) }
  } catch {
    return ours
  }
}

function ourWords(told: Notified, words: Words): Required<NotificationWords> {
  const { isUrgent, transcript, audio, page } = told
  const lines = [
    words.left(told),
    ...(isUrgent ? [words.isUrgent] : []),
    ...(transcript ? [`“${transcript}”`] : []),
    words.audio[audio],
    ...(page === undefined ? [] : [`${words.allMessages} ${page}`]),
  ]
  const text = `${isUrgent ? `${words.urgentText} ` : ''}${words.text(told)}`
  return {
    subject: `${isUrgent ? `${words.urgentSubject} ` : ''}${words.subject(told)}`,
    email: `${lines.join('\n\n')}\n`,
    sms: transcript ? `${text} "${transcript}"` : text,
  }
}
