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
  annotate: approximate('Accepted without effect: there is no bill.'),
  connect: approximate(
    'Stream: sounds are a hum or silence. ConversationRelay: words come as text and are spoken by the sentence. The other nouns end at once.',
  ),
  dial: approximate(
    'A leg that rang and lost is called off also when the one who answered then declines; callReason is shown to nobody.',
  ),
  echo: approximate('What was said is heard when it is over, rather than at once; the real one is not documented.'),
  enqueue: approximate(
    'Silence in place of the default music; no TaskRouter, and nobody is taken out through the API.',
  ),
  gather: approximate('Speech comes as text; hints, models and the profanity filter change nothing.'),
  hangup: faithful,
  leave: faithful,
  pause: faithful,
  pay: approximate(
    'No money moves: setPaymentConnector decides. The account counts as PCI compliant; own words are English in every language; an item ends with # or a silence, however long it is; an item is asked for twice unless maxAttempts says otherwise.',
  ),
  play: approximate(
    'Nothing is heard but the length is right; files that do not say how long they hold are fetched once a run.',
  ),
  prompt: absent,
  queue: absent,
  record: approximate(
    'Without a microphone the file hums where somebody spoke; a transcription is of the words as they were given, and recordings it is too long or short for have none, not even a failed one.',
  ),
  redirect: approximate('A circle of documents ends after 100 of them.'),
  refer: approximate(
    'Nothing goes over SIP: setParty of the target decides, and the device stays on the line after it was referred.',
  ),
  reject: faithful,
  say: approximate('Takes as long as its words at 2.5 a second; the voice makes no difference.'),
  sms: approximate('Goes the way of all messages; no limits of realm.'),
  start: approximate(
    'Streams hum where somebody speaks; transcriptions take words as they were given; SIPREC tells its events only.',
  ),
  stop: approximate('Ends the first element it holds; what has no such name is a warning.'),
}

/** How each thing a Dial can lead to is reached. */
export const emulatedNouns: Readonly<Record<DialNoun['verb'], Emulation>> = {
  application: approximate(
    'The caller hears what its documents say, but not the ringing of calls they make; what was given to it is in its first request only.',
  ),
  client: approximate(
    'A client rings like a number until somebody acts; whether it has to be set up first is a setting. clientNotificationUrl is never asked.',
  ),
  conference: approximate('Silence in place of the default music; nobody is muted, held or announced to on the way.'),
  number: approximate(
    'Who is there is decided by a person or by setParty; machine detection judges by length of speech alone; no BYOC. A line of ours takes a call of its own, to which sendDigits does not get through.',
  ),
  queue: approximate('Calls are taken in the order they came; no reservations of TaskRouter.'),
  sim: approximate('Always refused with 13258, as outside the realms that have it.'),
  sip: approximate(
    'Nothing goes over SIP: the address rings like a number; of several Uris the next is dialled when one fails, by priority alone.',
  ),
  whatsApp: approximate('Rings like a number; any callerId of the form whatsapp:+1… passes for a sender.'),
}

/** How the network behaves towards the app, apart from verbs. */
export const emulatedBehaviour: Readonly<Record<string, Emulation>> = {
  'request signing': faithful,
  'request parameters': approximate(
    'No CallToken or CallerName; geography is the country of North American numbers; what a SIP device or client brings along is in the first request only.',
  ),
  'timeouts and retries': approximate(
    'Edges and SNI are checked and change nothing, and what is wrong with them fails the request; webhook rules of an account do not exist.',
  ),
  'redirects, cookies and basic authentication': faithful,
  'fallback URL and apology': faithful,
  'status callbacks': approximate(
    'One attempt more on a failed connection, as for every request; never repeated later.',
  ),
  'caching of documents': approximate(
    'Off by default: the setting `cacheDocuments`. One cache for all of the network.',
  ),
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
  messages: approximate(
    'How long each step takes is a setting and setMessageParty; files are known by the ending of their address.',
  ),
  'answers to messages': approximate(
    'Which codes what is wrong with them has is inferred; two numbers get fifteen replies in thirty seconds.',
  ),
  'opt-out keywords': approximate(
    'The default handling, also of messaging services: no Advanced Opt-Out; the words of the replies are inferred.',
  ),
  'US A2P registration': approximate(
    'By an approved campaign, isRegisteredForA2p, registerSender or the setting a2pRegistration; toll-free numbers need nothing, and numbers of a campaign work at once.',
  ),
  WhatsApp: approximate('Any line may send; the window of 24 hours is kept, and any template passes outside it.'),
  'recording media': approximate('WAV and MP3; always asks for the credentials of the account.'),
  'limits of an account': approximate(
    'No calls per second. What a trial notice says, that a key skips it, and how numbers that are not verified fail are our inference.',
  ),
}
