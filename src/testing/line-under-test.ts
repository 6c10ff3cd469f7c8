/**
 * What all people of a test share: the network, its clock, and the story so far.
 */
import type { VirtualClock } from '../clock/virtual-clock.ts'
import { type Exchange, type JournalEvent, tell } from '../exchange/index.ts'
import { ExpectationError } from './expectation-error.ts'

export interface LineUnderTest {
  readonly exchange: Exchange
  readonly clock: VirtualClock
  /** What people are called in the story, by number. */
  readonly names: Map<string, string>
}

/** Longest virtual time a test waits for anything, and most timers it lets fire meanwhile. */
const MOST_VIRTUAL_MILLISECONDS = 15 * 60_000
const MOST_STEPS = 20_000

/**
 * Lets virtual time pass, timer by timer, until `find` finds something.
 *
 * @returns what was found, or undefined when the network came to rest or a quarter of an hour went by without it
 */
export async function timePasses<T>({ clock }: LineUnderTest, find: () => T | undefined): Promise<T | undefined> {
  const until = clock.now() + MOST_VIRTUAL_MILLISECONDS
  await clock.settle()
  for (let steps = 0; steps < MOST_STEPS && clock.now() < until; steps++) {
    const found = find()
    if (found !== undefined) return found
    if (!(await clock.advanceToNextTimer())) break
  }
  return find()
}

/** Fails with what was expected, what was met instead, and the call so far. */
export function fail(line: LineUnderTest, expected: string, instead: string): never {
  throw new ExpectationError(failureMessage(line, expected, instead))
}

/** Expected, instead, and the call so far with virtual times. */
export function failureMessage(line: LineUnderTest, expected: string, instead: string): string {
  return `Expected: ${expected}\nInstead:  ${instead}\n\nThe call so far:\n${story(line)}`
}

/** The journal as lines. */
export function story({ exchange, names }: LineUnderTest): string {
  const { events } = exchange.journal
  const startedAt = events[0]?.at ?? 0
  const who = new Map(
    events.flatMap((event) =>
      event.kind === 'call-placed'
        ? [[event.callSid, nameOf(names, event.direction === 'inbound' ? event.from : event.to, event)] as const]
        : [],
    ),
  )
  const lines = events.map((event) => tell(event, startedAt, (callSid) => who.get(callSid) ?? callSid))
  return lines.filter((told) => told !== undefined).join('\n') || '  (nothing has happened)'
}

function nameOf(names: ReadonlyMap<string, string>, number: string, event: JournalEvent): string {
  const isCaller = event.kind === 'call-placed' && event.direction === 'inbound'
  return names.get(number) ?? (isCaller ? 'caller' : number)
}
