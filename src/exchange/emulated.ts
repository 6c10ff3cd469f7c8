/**
 * What of the real network this exchange is like, and where it differs: the table the docs show.
 *
 * Every verb of the language is in it; a test compares it with what is performed.
 */
import type { DialNoun, Verb } from '../twiml/index.ts'

/** How near something comes to the real network. */
export interface Emulation {
  /** `faithful`: as documented. `approximate`: as documented except for what `how` says. `absent`: left out. */
  readonly level: 'faithful' | 'approximate' | 'absent'
  /** Where it differs, in one sentence; empty when it does not. */
  readonly how: string
}

const faithful: Emulation = { level: 'faithful', how: '' }
const approximate = (how: string): Emulation => ({ level: 'approximate', how })
const absent: Emulation = { level: 'absent', how: 'Left out with a warning 12200; the next verb follows.' }

/** How each verb is performed. */
export const emulatedVerbs: Readonly<Record<Verb['verb'], Emulation>> = {
  annotate: absent,
  connect: approximate(
    'Stream: sounds are a hum or silence. ConversationRelay: words come as text and are spoken by the sentence. The other nouns end at once.',
  ),
  dial: approximate('Reaches no Application, WhatsApp or Sim; no machine detection, no REFER, no check of callerId.'),
  echo: absent,
  enqueue: approximate(
    'Silence in place of the default music; no TaskRouter, and nobody is taken out through the API.',
  ),
  gather: approximate('Speech comes as text; hints, models and the profanity filter change nothing.'),
  hangup: faithful,
  leave: faithful,
  pause: faithful,
  pay: absent,
  play: approximate('Nothing is heard but the length is right; files are fetched once a run.'),
  prompt: absent,
  queue: absent,
  record: approximate('Nothing is transcribed; without a microphone the file hums where somebody spoke.'),
  redirect: approximate('A circle of documents ends after 100 of them.'),
  refer: absent,
  reject: faithful,
  say: approximate('Takes as long as its words at 2.5 a second; the voice makes no difference.'),
  sms: absent,
  start: approximate(
    'Streams hum where somebody speaks; transcriptions take words as they were given; SIPREC tells its events only.',
  ),
  stop: approximate('Ends the first element it holds; what has no such name is a warning.'),
}

/** How each thing a Dial can lead to is reached. */
export const emulatedNouns: Readonly<Record<DialNoun['verb'], Emulation>> = {
  application: absent,
  client: approximate('There is no registration: a client rings like a number until somebody acts.'),
  conference: approximate('Silence in place of the default music; nobody is muted, held or announced to on the way.'),
  number: approximate('Who is there is decided by a person or by setParty; no machine detection, no BYOC.'),
  queue: approximate('Calls are taken in the order they came; no reservations of TaskRouter.'),
  sim: absent,
  sip: approximate('Nothing goes over SIP: the address rings like a number; of several Uris one is dialled.'),
  whatsApp: absent,
}

/** How the network behaves towards the app, apart from verbs. */
export const emulatedBehaviour: Readonly<Record<string, Emulation>> = {
  'request signing': faithful,
  'request parameters': approximate('No CallToken or CallerName; geography is the country of North American numbers.'),
  'timeouts and retries': approximate('Egress edges and SNI are ignored; webhook rules of an account do not exist.'),
  'redirects, cookies and basic authentication': approximate('Digest authentication is absent.'),
  'fallback URL and apology': faithful,
  'status callbacks': approximate(
    'One attempt more on a failed connection, as for every request; never repeated later.',
  ),
  'caching of documents': absentBehaviour('Every document is fetched anew.'),
  'web sockets': approximate(
    'What an app answers at once is heard before virtual time moves; what takes real work of its own comes when it comes. ws:// is taken from this machine only.',
  ),
  'media streams': approximate(
    'After a hang-up the action of Connect is asked, as for ConversationRelay; up to ten minutes of sound may wait to be heard.',
  ),
  'conversation relay': approximate(
    'end ends the session at once; text that comes after an interruption is spoken; voices and models are refused only when they plainly belong to another provider.',
  ),
  'live transcription': approximate(
    'One partial result an utterance, half of its words at half of its time; profanity, hints and punctuation change nothing.',
  ),
  'recording media': approximate('WAV only; always asks for the credentials of the account.'),
  'limits of an account': absentBehaviour('No calls per second, no trial notice, no longest call.'),
}

function absentBehaviour(how: string): Emulation {
  return { level: 'absent', how }
}
