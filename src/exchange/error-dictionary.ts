/**
 * The network's error dictionary: what each code is called, what it means in this exchange, and what to do about it.
 *
 * The titles are the dictionary's; the words are ours. `docs/network-errors.md` is made from this.
 */
import { errorTitles } from './error-titles.ts'

/** What is known of a code. */
export interface DictionaryEntry {
  /** In the dictionary's own words. */
  readonly title: string
  /** Where our page explains it, from the root of the project: `/docs/network-errors.md#11200`. */
  readonly docs: string
}

/** What a code means here, and what to do about it. */
export interface Explanation {
  readonly meaning: string
  readonly remedy: string
}

/** Looks a code up; undefined for one that is not of the network. */
export function lookUpError(code: number): DictionaryEntry | undefined {
  const title = errorTitles[code]
  return title === undefined ? undefined : { title, docs: `/docs/network-errors.md#${code}` }
}

const explained = (meaning: string, remedy: string): Explanation => ({ meaning, remedy })

const address = 'Correct the address, and write `&` as `&amp;` in documents.'
const certificate = 'Renew or complete the certificate; a development server is better reached over http.'
const overrides = 'Correct the fragment of the address; nothing is asked until then.'

/** The codes that need words of their own. */
export const explanations: Readonly<Record<number, Explanation>> = {
  10004: explained('More calls at once than the account may have.', 'Wait until others have ended, or ask for more.'),
  11100: explained('What should be an absolute http or https address is none.', address),
  11200: explained(
    'The app answered with a status that is no success.',
    'Look into the app: the journal has its whole answer.',
  ),
  11201: explained(
    'No connection stood within the connect timeout.',
    'See that the app listens and no firewall is between.',
  ),
  11202: explained('The machine is there, and nothing listens on the port.', 'Start the app, or correct the port.'),
  11203: explained(
    'All tries together took longer than the network waits, 15 seconds at most.',
    'Answer at once and do slow work elsewhere; a Redirect or a Pause buys time.',
  ),
  11205: explained(
    'The connection could not be made or broke before an answer.',
    'See that the app is up and reachable.',
  ),
  11206: explained('What came back is not HTTP, or not all of it.', 'Check the lengths and headers the app sends.'),
  11210: explained(
    'The name of the host is not found, or not one that is asked.',
    'Correct the name; it takes no underscore.',
  ),
  11215: explained('The app redirected more than ten times.', 'Give the final address.'),
  11220: explained(
    'The other side does not speak TLS, or not as expected.',
    'Check that the port serves https, with TLS 1.2.',
  ),
  11235: explained('The certificate is for another name.', certificate),
  11236: explained('The certificate has expired, or is not valid yet.', certificate),
  11237: explained('Nobody who is trusted vouches for the certificate.', certificate),
  11240: explained('The fragment names an edge that does not exist.', overrides),
  11241: explained('The fragment names an edge that requests cannot leave from.', overrides),
  11243: explained('The fragment names something to retry on that does not exist.', overrides),
  11300: explained('The address holds braces in a way that is no template.', 'Write them as %7B and %7D.'),
  11310: explained(
    'The address holds a name in braces that the network does not know.',
    'Write braces as %7B and %7D.',
  ),
  11320: explained('The address holds a brace that is not closed.', 'Write braces as %7B and %7D.'),
  11750: explained('The answer is larger than 64 kB, measured after it was decompressed.', 'Send a shorter document.'),
  11770: explained('The answer came in chunks and was empty.', 'Send a document; `<Response/>` does nothing.'),
  12100: explained('The answer is not well-formed XML.', 'Mend the place that the finding names.'),
  12101: explained('The document claims a version that never was.', 'Leave the attribute `version` out.'),
  12102: explained('The document begins with another element than Response.', 'Put everything into `<Response>`.'),
  12200: explained(
    'The document holds something that does not belong there; it is ignored.',
    'Check the spelling, in which capitals count, and the page of the verb.',
  ),
  12300: explained('The Content-Type is none that can be performed, or missing.', 'Send `text/xml`.'),
  13201: explained(
    'A document that is heard before the connection may not dial or queue.',
    'Leave the verb out there.',
  ),
  13224: explained('The number cannot be called.', 'Check it; write it as +12025550123.'),
  13238: explained(
    'What is heard before a conference holds a verb that may not stand there.',
    'Only Say, Play, Pause and Redirect may.',
  ),
  13325: explained('The file inside a Gather is no audio that can be played.', 'Serve audio/mpeg or audio/wav.'),
  13420: explained(
    'The file is no audio that can be played.',
    'Serve audio/mpeg or audio/wav, with the right Content-Type.',
  ),
  13801: explained('Only a call that came over SIP can be referred.', 'Dial instead.'),
  13802: explained('The callee wants to refer the call, and the Dial has no referUrl.', 'Give the Dial a referUrl.'),
  13805: explained(
    'Calls of trial accounts end after ten minutes.',
    'Turn `settings.trial` off to be like a paid account.',
  ),
  14111: explained('A trial account calls verified numbers only.', 'Verify the number, or turn `settings.trial` off.'),
  14207: explained(
    'The queue is full; the call is not taken in.',
    'Ask for `QueueResult` in the action of the Enqueue.',
  ),
  15002: explained('The call waited in a queue longer than it may.', 'Take calls out sooner.'),
  15003: explained(
    'A callback was not answered with a success; the call was not affected.',
    'Answer callbacks with 204, or with 200 and an empty Response.',
  ),
  15004: explained('A document without an address has a relative action.', 'Write the action as an absolute address.'),
  16011: explained(
    'A callback of a conference was not answered with a success; the conference was not affected.',
    'Answer callbacks with 204, or with 200 and an empty Response.',
  ),
  16020: explained('Nobody else may join the conference.', 'Raise maxParticipants, at most 250.'),
  16025: explained('Somebody in the conference has the same label.', 'Give each participant a label of his own.'),
  16101: explained('The recording is too short to be kept.', 'Expect `RecordingStatus=absent`.'),
  30034: explained(
    'A message from a long code that is not registered for messages to the United States.',
    'On the network: attach the number to an approved campaign. Here: `isRegisteredForA2p` of the line, `registerSender`, or `settings.a2pRegistration`.',
  ),
  30036: explained('The message waited longer for its turn than it is valid.', 'Slow down, or raise ValidityPeriod.'),
  32014: explained('No sound came for too long.', 'Check the media of the other side.'),
  32015: explained(
    'The call reached the longest time a call may last, four hours by default.',
    'See `settings.longestCall`.',
  ),
  32018: explained('A document given through the API is longer than 4000 characters.', 'Give a URL instead.'),
  32019: explained('Both a document and a URL were given; the URL is used.', 'Give one of them.'),
  63016: explained(
    'A WhatsApp user who has not written in the last 24 hours gets templates only.',
    'Send a template by ContentSid.',
  ),
}

/** What holds for codes without words of their own. */
export interface Family {
  readonly name: string
  readonly explanation: string
  has(code: number): boolean
}

/** The first family that has a code says what it means. */
export const families: readonly Family[] = [
  {
    name: 'Values that are ignored',
    explanation:
      'An attribute or a text has a value it cannot have, or a noun stands where it may not. A warning: the default is used, and the call goes on. The pages of the [verbs](verbs/gather.md) say what each takes. Some are errors where the verb cannot do without: then the document stops there, and the fallback or the apology follows.',
    has: (code) => code >= 13_000 && code < 15_000,
  },
  {
    name: 'Refusals of the REST API',
    explanation: 'Given as `code` in the answer to a request of the app; the message says what is wrong with it.',
    has: (code) => code >= 20_000 && code < 22_000,
  },
  {
    name: 'Messages',
    explanation:
      'A message was not sent, or did not arrive. Given as `error_code` of the message and as `ErrorCode` in its callbacks; `setMessageParty` makes a number lead to any of them.',
    has: (code) => (code >= 30_000 && code < 31_000) || (code >= 63_000 && code < 64_000),
  },
  {
    name: 'Streams',
    explanation: 'The socket of a stream could not be opened, broke, or carried something it cannot.',
    has: (code) => code >= 31_000 && code < 32_000,
  },
  {
    name: 'Payments',
    explanation: 'The Pay verb cannot be performed as it is written, or its connector refused.',
    has: (code) => code >= 64_000,
  },
  {
    name: 'Others',
    explanation: 'Where the exchange reports one of these, the message says what happened.',
    has: () => true,
  },
]
