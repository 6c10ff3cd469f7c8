/**
 * What all people of a test share: the network, its clock, and the story so far.
 */
import type { VirtualClock } from '../clock/virtual-clock.ts'
import { type Exchange, type JournalEvent, tell } from '../exchange/index.ts'
import { ExpectationError } from './expectation-error.ts'
import { markedDocument } from './marked-document.ts'

export interface LineUnderTest {
  readonly exchange: Exchange
  readonly clock: VirtualClock
  /** What people are called in the story, by number. */
  readonly names: Map<string, string>
  /** Numbers that the test knows may be dialled: of its callees, and of what it expects. */
  readonly expected: Set<string>
}

/** Longest virtual time a test waits for anything, and most timers it lets fire meanwhile. */
const MOST_VIRTUAL_MILLISECONDS = 15 * 60_000
const MOST_STEPS = 20_000

/**
 * Lets virtual time pass, timer by timer, until `find` finds something.
 *
 * @param within at most so long, in milliseconds; default a quarter of an hour
 * @returns what was found, or undefined when the network came to rest or the time went by without it
 */
export async function timePasses<T>(
  { clock }: LineUnderTest,
  find: () => T | undefined,
  within = MOST_VIRTUAL_MILLISECONDS,
): Promise<T | undefined> {
  const until = clock.now() + within
  await clock.settle()
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    const found = find()
    if (found !== undefined) return found
    const next = clock.nextTimerAt
    if (next === undefined || next > until) break
    await clock.advanceToNextTimer()
  }
  const found = find()
  if (found === undefined && clock.now() < until && clock.pending > 0) await clock.advance(until - clock.now())
  return found
}

/** Lets everything happen that is due within a quarter of an hour; time stands where the last of it happened. */
export async function comesToRest({ clock }: LineUnderTest): Promise<void> {
  const until = clock.now() + MOST_VIRTUAL_MILLISECONDS
  await clock.settle()
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    const next = clock.nextTimerAt
    if (next === undefined || next > until) return
    await clock.advanceToNextTimer()
  }
}

/** Fails with what was expected, what was met instead, and the call so far. */
export function fail(line: LineUnderTest, expected: string, instead: string): never {
  throw new ExpectationError(failureMessage(line, expected, instead))
}

/** Expected, instead, the call so far with virtual times, and the document that led there. */
export function failureMessage(line: LineUnderTest, expected: string, instead: string, callSid?: string): string {
  const document = callSid === undefined ? '' : documentOf(line, callSid)
  return `Expected: ${expected}\nInstead:  ${instead}\n\nThe call so far:\n${shortened(story(line))}${document}`
}

/** Lines of a story that a failure prints from its beginning, and from its end. */
const FIRST = 60
const LAST = 100

/** A call that went round for a quarter of an hour is told by how it began and how it ended. */
function shortened(told: string): string {
  const lines = told.split('\n')
  const left = lines.length - FIRST - LAST
  if (left <= 0) return told
  return [...lines.slice(0, FIRST), `         … ${left} lines more …`, ...lines.slice(-LAST)].join('\n')
}

/** The document this call was in last, with the line it had come to; empty when it had none. */
function documentOf({ exchange }: LineUnderTest, callSid: string): string {
  const events = exchange.journal.events.filter((event) => event.callSid === callSid)
  const verb = events.findLast((event) => event.kind === 'verb-started')
  if (verb?.kind !== 'verb-started') return ''
  const source = events.findLast(
    (event) =>
      (event.kind === 'answer-received' || event.kind === 'document-given') && event.requestId === verb.requestId,
  )
  const asked = events.find((event) => event.kind === 'request-sent' && event.requestId === verb.requestId)
  if (source?.kind !== 'answer-received' && source?.kind !== 'document-given') return ''
  const from =
    asked?.kind === 'request-sent' ? ` of ${asked.method} ${new URL(asked.url).pathname}` : ' given to the API'
  const document = events.findLast((event) => event.kind === 'document-started' && event.requestId === verb.requestId)
  const begun = events.filter((event) => event.kind === 'verb-started' && event.requestId === verb.requestId)
  // Verbs begin in the order of the document, each once.
  const column = document?.kind === 'document-started' ? document.verbs[begun.length - 1]?.column : undefined
  return `\n\nThe document${from}, at its <${verb.verb}>:\n${markedDocument(source.body, verb.line, column)}`
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

const linesUnderTest = new WeakMap<object, LineUnderTest>()

/** What the line that a test holds is made of. */
export function rememberLine(held: object, line: LineUnderTest): void {
  linesUnderTest.set(held, line)
}

/** What a line is made of that a test holds. */
export function lineOf(held: object): LineUnderTest {
  const found = linesUnderTest.get(held)
  if (found === undefined) throw new TypeError('This is no line that ringUp or openLine has opened.')
  return found
}
