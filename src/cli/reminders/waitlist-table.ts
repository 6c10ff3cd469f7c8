/** The waitlist and the free times of a campaign, for people. */
import type { Slot, Waiter } from '../../store/index.ts'
import { aligned, localTime } from './tables.ts'

/** Who waits for an earlier time, in line, and how the times to come stand. */
export function waitlistTable(people: readonly Waiter[], slots: readonly Slot[]): readonly string[] {
  return [...waiting(people), '', ...times(slots)]
}

function waiting(people: readonly Waiter[]): readonly string[] {
  if (people.length === 0) return ['Nobody waits for an earlier time.']
  return aligned([
    ['', 'name', 'appointment', 'waits since', 'not before', 'offered'],
    ...people.map(({ name, externalId, appointmentAt, appointmentZone, since, notBefore, offers }, place) => [
      String(place + 1),
      name || externalId,
      localTime(appointmentAt, appointmentZone),
      localTime(since, appointmentZone),
      notBefore === null ? '' : localTime(notBefore, appointmentZone),
      offers === 0 ? '' : String(offers),
    ]),
  ])
}

function times(slots: readonly Slot[]): readonly string[] {
  if (slots.length === 0) return ['No times are kept.']
  return aligned(
    slots.map(({ at, zone, state, isWaitlistFirst }) => [localTime(at, zone), stateOf(state, isWaitlistFirst)]),
  )
}

const stateOf = (state: Slot['state'], isWaitlistFirst: boolean): string =>
  state === 'free' && isWaitlistFirst ? 'free, for the waitlist first' : state
