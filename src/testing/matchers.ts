/**
 * Matchers for `expect`: effects first (who talks to whom, what was dialled and recorded), words second.
 *
 * Written against nothing but the shape a matcher has, so that any runner with `expect.extend` can use them.
 */
import type { JournalEvent } from '../exchange/index.ts'
import { failureMessage, type LineUnderTest, lineOf, timePasses } from './line-under-test.ts'
import type { MailboxUnderTest } from './mailbox-under-test.ts'
import { Person, type Within } from './person.ts'
import type { OpenLine } from './ring-up.ts'
import { areTalking } from './talking.ts'
import { matches } from './words.ts'

/** What a matcher answers. */
export interface Verdict {
  readonly pass: boolean
  message(): string
}

/** What a message is expected to be; absent fields may be anything. */
export interface ExpectedMessage {
  readonly seconds?: number
  readonly from?: string
  readonly isHeard?: boolean
}

/** A recording as it is expected to be; absent fields may be anything. */
export interface ExpectedRecording {
  /** Whole seconds. */
  readonly seconds?: number
  /** `RecordVerb`, `DialVerb`, `Conference`, … */
  readonly source?: string
}

/** A text message that left, as it is expected to be; absent fields may be anything. */
export interface ExpectedText {
  readonly to?: string
  readonly from?: string
  /** Part of its words, or a pattern. */
  readonly body?: string | RegExp
}

/** Time passes until the two can talk to each other. */
export async function toBeTalkingTo(person: Person, other: Person, { within }: Within = {}): Promise<Verdict> {
  const isTalking = () => (areTalking(person, other) ? true : undefined)
  const pass = (await timePasses(person.line, isTalking, within)) === true
  const limit = within === undefined ? '' : ` within ${within / 1000} s`
  const instead = `the call is ${person.call?.status ?? 'not there'}`
  return verdict(pass, person, `is talking to ${other.name}${limit}`, instead)
}

/** Words this person has heard until now; no time passes. */
export function toHaveHeard(person: Person, words: string | RegExp): Verdict {
  const heard = person.heard()
  const pass = heard.some((text) => matches(text, words))
  return verdict(
    pass,
    person,
    `has heard “${words}”`,
    `heard ${heard.map((text) => `“${text}”`).join(', ') || 'nothing'}`,
  )
}

/** Time passes until the call is over; `status` as the network reports it. */
export async function toHaveEnded(person: Person, status = 'completed'): Promise<Verdict> {
  const { call } = person
  await timePasses(person.line, () => (call?.isOver ? true : undefined))
  return verdict(
    call?.isOver === true && call.status === status,
    person,
    `has ended as ${status}`,
    `the call is ${call?.status}`,
  )
}

/**
 * The numbers the app has dialled until now, in order: for this person, or on the whole line with what it called by itself.
 *
 * @param as the caller id that all of them were shown
 */
export function toHaveDialled(
  subject: Person | OpenLine,
  numbers: readonly string[],
  { as }: { readonly as?: string } = {},
): Verdict {
  const line = lineFor(subject)
  for (const number of numbers) line.expected.add(number)
  const placed = eventsOf(subject, (event) => event.kind === 'call-placed' && event.direction !== 'inbound')
  const dialled = placed.flatMap((event) => (event.kind === 'call-placed' ? [event] : []))
  const shown = dialled.map(({ from }) => from)
  const isShown = as === undefined || shown.every((from) => from === as)
  const pass = dialled.map(({ to }) => to).join() === numbers.join() && isShown
  const told = dialled.map(({ to, from }) => (as === undefined ? to : `${to} as ${from}`)).join(', ') || 'nobody'
  const wanted = `${numbers.join(', ') || 'nobody'}${as === undefined ? '' : `, shown ${as}`}`
  const expected = subject instanceof Person ? `${subject.name} was connected to ${wanted}` : `the app dials ${wanted}`
  return judged(pass, subject, expected, `the app dialled ${told}`)
}

/** Exactly these recordings were made until now and are over: of this person's call, or on the whole line. */
export function toHaveRecorded(subject: Person | OpenLine, ...expected: readonly ExpectedRecording[]): Verdict {
  const { exchange } = lineFor(subject)
  const ended = eventsOf(subject, (event) => event.kind === 'recording-ended')
  const made = ended.flatMap((event) =>
    event.kind === 'recording-ended'
      ? [{ seconds: event.seconds, source: sourceOf(exchange, event.recordingSid) }]
      : [],
  )
  const wanted = expected.length === 0 ? made.slice(0, 1) : expected
  const pass =
    made.length > 0 &&
    made.length === wanted.length &&
    wanted.every(({ seconds, source }, index) => {
      const one = made[index]
      return (seconds === undefined || one?.seconds === seconds) && (source === undefined || one?.source === source)
    })
  const told = made.map(({ seconds, source }) => `${seconds} s by ${source}`).join(', ') || 'nothing'
  return judged(pass, subject, `recordings ${JSON.stringify(wanted)}`, `recorded ${told}`)
}

const sourceOf = (exchange: LineUnderTest['exchange'], recordingSid: string): string =>
  exchange.recording(recordingSid)?.source ?? 'nobody knows whom'

/** Exactly these text messages left until now, in order. */
export function toHaveSent(subject: OpenLine, ...expected: readonly ExpectedText[]): Verdict {
  const sent = eventsOf(subject, (event) => event.kind === 'message-sent')
  const texts = sent.flatMap((event) => (event.kind === 'message-sent' ? [event] : []))
  const pass =
    texts.length === expected.length &&
    expected.every(({ to, from, body }, index) => {
      const text = texts[index]
      if (text === undefined || (to !== undefined && text.to !== to)) return false
      return (from === undefined || text.from === from) && (body === undefined || matches(text.text, body))
    })
  const told = texts.map(({ to, text }) => `“${text}” to ${to}`).join(', ') || 'nothing'
  return judged(pass, subject, `messages ${JSON.stringify(expected)}`, `sent ${told}`)
}

/** The app was asked at this path until now, with these parameters among others. */
export function toHaveAsked(
  subject: Person | OpenLine,
  path: string,
  parameters: Readonly<Record<string, string>> = {},
): Verdict {
  const asked = eventsOf(subject, (event) => event.kind === 'request-sent')
  const requests = asked.flatMap((event) => (event.kind === 'request-sent' ? [event] : []))
  const pass = requests.some(
    (request) =>
      new URL(request.url).pathname === path &&
      Object.entries(parameters).every(([name, value]) =>
        request.parameters.some(([given, text]) => given === name && text === value),
      ),
  )
  const told = requests.map(({ method, url }) => `${method} ${new URL(url).pathname}`).join(', ') || 'nothing'
  return judged(pass, subject, `the app is asked ${path} with ${JSON.stringify(parameters)}`, `it was asked ${told}`)
}

const lineFor = (subject: Person | OpenLine): LineUnderTest =>
  subject instanceof Person ? subject.line : lineOf(subject)

/** Events of a person's call and of the calls it led to, or of everybody. */
function eventsOf(subject: Person | OpenLine, isWanted: (event: JournalEvent) => boolean): readonly JournalEvent[] {
  const events = lineFor(subject).exchange.journal.events.filter(isWanted)
  if (!(subject instanceof Person)) return events
  const mine = subject.call?.callSid
  return events.filter(
    (event) =>
      mine !== undefined && (event.kind === 'call-placed' ? event.parentCallSid === mine : event.callSid === mine),
  )
}

function judged(pass: boolean, subject: Person | OpenLine, expected: string, instead: string): Verdict {
  const told = pass ? 'that is so, and was not expected' : instead
  return {
    pass,
    message: () =>
      subject instanceof Person ? subject.failure(expected, told) : failureMessage(lineOf(subject), expected, told),
  }
}

/** Time passes until everything has come to rest; then exactly one message is in the mailbox, and it is this one. */
export async function toHaveReceived(mailbox: MailboxUnderTest, expected: ExpectedMessage = {}): Promise<Verdict> {
  const messages = await mailbox.messages()
  const [message] = messages
  const differs =
    message === undefined ||
    Object.entries(expected).some(([name, value]) => message[name as keyof ExpectedMessage] !== value)
  const found = messages.map(({ seconds, from }) => `${seconds} s from ${from}`).join(', ') || 'no message'
  return {
    pass: messages.length === 1 && !differs,
    message: () =>
      `Expected: mailbox ${mailbox.name} to have one message ${JSON.stringify(expected)}\nInstead:  ${found}`,
  }
}

function verdict(pass: boolean, person: Person, expected: string, instead: string): Verdict {
  return {
    pass,
    message: () => person.failure(`${person.name} ${expected}`, pass ? 'that is so, and was not expected' : instead),
  }
}
