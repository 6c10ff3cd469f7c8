/**
 * What somebody means who writes to us: stop, start, help, or something a person should read.
 *
 * The network knows whole-message keywords only; the law counts any wording that a reasonable person would understand, so
 * more is taken for a stop here. Source: reference twilio-platform.md §10 and §13, ivr-demand.md §F.
 */
import { isTollFree } from '../phone/e164.ts'

/** What a message was taken for. */
export type Meaning = 'stop' | 'start' | 'help' | 'words'

/** A message, as far as its meaning goes. */
export interface Written {
  readonly text: string
  /** The sender of ours it was written to: E.164 or a short code. */
  readonly to: string
  readonly channel: 'sms' | 'whatsapp'
  /** `STOP`, `START` or `HELP`, as Advanced Opt-Out says; undefined without it. */
  readonly optOutType?: string | undefined
}

/** What a message means, and whether the network has answered it already. */
export interface Understood {
  readonly meaning: Meaning
  readonly isAnswered: boolean
}

const STOP = ['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT']
const START = ['START', 'YES', 'UNSTOP']
const HELP = ['HELP', 'INFO']
/** Toll-free numbers: the carrier knows only these. */
const TOLL_FREE_STOP = ['STOP']
const TOLL_FREE_START = ['START', 'UNSTOP']

/** Words that the network does not know but people use, also in other languages. */
const MORE_STOP = [
  'STOPP',
  'STOPPEN',
  'ALTO',
  'BAJA',
  'PARAR',
  'PARE',
  'ARRET',
  'ARRÊT',
  'ABMELDEN',
  'BASTA',
  'SUBSTOP',
]

/** Sentences by which a reasonable person says stop. */
const SENTENCES: readonly RegExp[] = [
  /\b(stop|quit|cease)\b.{0,24}\b(text|call|contact|messag|send|writ|bother)/i,
  /\b(do not|don['’]?t|never)\b.{0,12}\b(text|call|contact|message|write)\b(?!.{0,12}\b(before|until|till|after|between)\b)/i,
  /\bno more\b.{0,16}\b(texts?|calls?|messages?)\b/i,
  /\b(remove|delete|take) (me|my number|this number)\b/i,
  /\b(unsubscribe|opt(ing|ed)?[ -]?out)\b/i,
  /\bleave me alone\b/i,
  /\brevoke\b.{0,24}\bconsent\b/i,
  /\bno (me )?(llame|llamen|escriba|escriban|mande|manden)\b/i,
  /\b(keine|nicht)\b.{0,24}\b(anrufe|anrufen|nachrichten|sms|schreiben)\b/i,
]

/** Reads what somebody has written. */
export function understand({ text, to, channel, optOutType }: Written): Understood {
  const declared = optOutType?.trim().toLowerCase()
  if (declared === 'stop' || declared === 'start' || declared === 'help') {
    return { meaning: declared, isAnswered: true }
  }
  const word = text
    .trim()
    .replace(/^[\s"'“”.!]+|[\s"'“”.!]+$/g, '')
    .toUpperCase()
  const keyword = keywordOf(word, isTollFree(to))
  // The network answers what it takes for a keyword, letter by letter, and only on numbers.
  const isAnswered = channel === 'sms' && to.startsWith('+') && networkKnows(text.trim().toUpperCase(), isTollFree(to))
  if (keyword !== undefined) return { meaning: keyword, isAnswered }
  const isStop = MORE_STOP.includes(word) || SENTENCES.some((sentence) => sentence.test(text))
  return { meaning: isStop ? 'stop' : 'words', isAnswered: false }
}

function keywordOf(word: string, isOfCarrier: boolean): Meaning | undefined {
  // Every stop word counts everywhere; a start has to be one that lifts the network's own block, too.
  if (STOP.includes(word.replace(/^OPT[ -]OUT$/, 'OPTOUT').replace(/^STOP ALL$/, 'STOPALL'))) return 'stop'
  if ((isOfCarrier ? TOLL_FREE_START : START).includes(word)) return 'start'
  return HELP.includes(word) ? 'help' : undefined
}

function networkKnows(word: string, isOfCarrier: boolean): boolean {
  const words = isOfCarrier ? [...TOLL_FREE_STOP, ...TOLL_FREE_START, 'HELP'] : [...STOP, ...START, ...HELP]
  return words.includes(word)
}

/** Whether a whole message lifts a block but also answers a question: YES does both. */
export const isAlsoAnswer = (text: string): boolean => /^\s*yes[\s.!]*$/i.test(text)

/** What we answer where the network does not: one confirmation, with nothing to sell in it. */
export const CONFIRMATIONS: Readonly<Record<Exclude<Meaning, 'words'>, string>> = {
  stop: 'You will get no more calls and messages from us. Reply START to change that.',
  start: 'You may get calls and messages from us again. Reply STOP to end them.',
  help: 'Reply STOP to get no more calls and messages from us.',
}
