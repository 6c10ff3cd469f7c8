/**
 * The end of a test: nothing may have happened, or be left, that the test does not mention.
 */
import { fail, type LineUnderTest, timePasses } from './line-under-test.ts'

/**
 * Lets everybody hang up and everything come to rest; then looks for what is left.
 *
 * @throws {ExpectationError} for a call to somebody the test does not know, or anything still alive
 */
export async function endsQuietly(line: LineUnderTest): Promise<void> {
  const strangers = strangersOf(line)
  if (strangers.length > 0) {
    fail(line, 'nobody is dialled but who the test mentions', `the app dialled ${strangers.join(', ')}`)
  }
  const { exchange } = line
  for (const call of exchange.calls) {
    if (!call.isOver && call.snapshot().direction === 'inbound') call.hangUp()
  }
  await timePasses(line, () => (isAtRest(line) ? true : undefined))
  for (const call of exchange.calls) if (!call.isOver) call.hangUp()
  const left = await timePasses(line, () => (isAtRest(line) ? true : undefined))
  if (left !== true) fail(line, 'nothing is left when everybody has hung up', whatIsLeft(line))
}

function strangersOf({ exchange, expected }: LineUnderTest): readonly string[] {
  const dialled = exchange.journal.events.flatMap((event) =>
    event.kind === 'call-placed' && event.direction !== 'inbound' ? [event.to] : [],
  )
  return [...new Set(dialled)].filter((number) => !expected.has(number))
}

function isAtRest({ exchange }: LineUnderTest): boolean {
  const { legs, timers, recordings, work } = exchange.leftovers()
  return legs.length === 0 && timers === 0 && recordings.length === 0 && work.length === 0
}

function whatIsLeft({ exchange }: LineUnderTest): string {
  const { legs, timers, recordings, work } = exchange.leftovers()
  const parts = [
    counted(legs.length, 'call'),
    counted(timers, 'timer'),
    counted(recordings.length, 'recording'),
    ...work,
  ]
  return `left alive: ${parts.filter((part) => part !== '').join(', ')}`
}

const counted = (count: number, what: string): string =>
  count === 0 ? '' : `${count} ${what}${count === 1 ? '' : 's'}`
