/**
 * The journal: every event of every call, in order.
 *
 * Append only. When more calls are kept than allowed, the events of the oldest finished calls are forgotten; the
 * numbers of the others stay as they were.
 */
import type { Clock } from '../clock/clock.ts'
import type { Happening, JournalEvent } from './journal-event.ts'

/** The ordered record of all that happened, past and live. */
export interface Journal {
  /** All events still remembered, oldest first. A live view: do not change it. */
  readonly events: readonly JournalEvent[]
  /** Writes down what happened now. Listeners must not throw. */
  append(happening: Happening): void
  /** The remembered events whose `sequence` is above `sequence`; `since(0)` are all. */
  since(sequence: number): readonly JournalEvent[]
  /** Calls `listener` with each event from now on, in order. Returns what stops it. */
  subscribe(listener: (event: JournalEvent) => void): () => void
  /** Forgets the events of these calls or messages. */
  forget(sids: ReadonlySet<string>): void
}

/** Makes an empty journal that takes its times from `clock`. */
export function createJournal(clock: Clock): Journal {
  const listeners = new Set<(event: JournalEvent) => void>()
  let events: JournalEvent[] = []
  let sequence = 0
  return {
    get events() {
      return events
    },
    append(happening) {
      sequence += 1
      const event: JournalEvent = { sequence, at: clock.now(), ...happening }
      events.push(event)
      for (const listener of listeners) listener(event)
    },
    since(after) {
      return events.slice(firstAbove(events, after))
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    forget(sids) {
      events = events.filter((event) => !sids.has(sidOf(event)))
    },
  }
}

/** Of the call, else of the message; empty when an event is about neither. */
const sidOf = (event: JournalEvent): string =>
  event.callSid ?? ('messageSid' in event ? event.messageSid : undefined) ?? ''

function firstAbove(events: readonly JournalEvent[], sequence: number): number {
  let low = 0
  let high = events.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((events[middle]?.sequence ?? Number.POSITIVE_INFINITY) > sequence) high = middle
    else low = middle + 1
  }
  return low
}
