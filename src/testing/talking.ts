import type { Person } from './person.ts'

/** Whether the two can talk to each other at this moment. */
export function areTalking(person: Person, other: Person): boolean {
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
