/**
 * Matchers for `expect`: effects first (who talks to whom, what was dialled and recorded), words second.
 *
 * Written against nothing but the shape a matcher has, so that any runner with `expect.extend` can use them.
 */
import { timePasses } from './line-under-test.ts'
import type { MailboxUnderTest } from './mailbox-under-test.ts'
import { matches, type Person } from './person.ts'

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

/** Time passes until the two can talk to each other. */
export async function toBeTalkingTo(person: Person, other: Person): Promise<Verdict> {
  const isTalking = () => (areBridged(person, other) ? true : undefined)
  const pass = (await timePasses(person.line, isTalking)) === true
  return verdict(pass, person, `is talking to ${other.name}`, `the call is ${person.call?.status ?? 'not there'}`)
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

/** The numbers the app has dialled for this person until now, in order. */
export function toHaveDialled(person: Person, numbers: readonly string[]): Verdict {
  const dialled = person.line.exchange.journal.events.flatMap((event) =>
    event.kind === 'call-placed' && event.parentCallSid === person.call?.callSid ? [event.to] : [],
  )
  const pass = dialled.join() === numbers.join()
  return verdict(
    pass,
    person,
    `was connected to ${numbers.join(', ') || 'nobody'}`,
    `the app dialled ${dialled.join(', ') || 'nobody'}`,
  )
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

function areBridged(person: Person, other: Person): boolean {
  const mine = person.call?.callSid
  const theirs = other.call?.callSid
  if (mine === undefined || theirs === undefined) return false
  const isPair = (a: string, b: string) => (a === mine && b === theirs) || (a === theirs && b === mine)
  const last = person.line.exchange.journal.events.findLast(
    (event) =>
      (event.kind === 'legs-bridged' || event.kind === 'legs-parted') && isPair(event.callSid, event.otherCallSid),
  )
  return last?.kind === 'legs-bridged'
}

function verdict(pass: boolean, person: Person, expected: string, instead: string): Verdict {
  return {
    pass,
    message: () => person.failure(`${person.name} ${expected}`, pass ? 'that is so, and was not expected' : instead),
  }
}
