/**
 * In which order callees are rung.
 *
 * Every order but that by idleness is made from the call alone, so that a webhook that comes again rings the same phones and
 * no counter has to be shared between processes.
 */
import type { Json } from '../session.ts'
import type { StepContext } from '../step-behaviour.ts'

/** How the callees of a list take turns; see {@link orderOf}. */
export type Strategy = 'in-order' | 'all-at-once' | 'rotating' | 'random' | 'longest-idle'

/** The places of `count` callees in the order in which this call rings them. */
export function orderOf(count: number, strategy: Strategy, context: StepContext): readonly number[] {
  const { session } = context
  const places = Array.from({ length: count }, (_, place) => place)
  switch (strategy) {
    case 'in-order':
    case 'all-at-once':
      return places
    case 'rotating': {
      // By the second in which the call began: whose turn it is changes without anybody counting.
      const first = Math.floor(session.startedAt / 1000) % Math.max(1, count)
      return [...places.slice(first), ...places.slice(0, first)]
    }
    case 'random':
      return shuffled(places, session.callSid)
    case 'longest-idle':
      return byIdleness(places, context)
  }
}

/** Who has not talked for longest, or never, comes first. When nobody can tell, they stand as they were written. */
function byIdleness(places: readonly number[], { find }: StepContext): readonly number[] {
  const fact = find({ kind: 'idleness' })
  const talked = fact.kind === 'known' ? readTimes(fact.value) : {}
  return places.toSorted((a, b) => (talked[a] ?? 0) - (talked[b] ?? 0) || a - b)
}

function readTimes(value: Json): Readonly<Record<number, number>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<number, number>>) : {} // by place, from the store
}

/** Sorted by lots that the call's name draws. */
function shuffled(places: readonly number[], seed: string): readonly number[] {
  const lots = places.map((place) => ({ place, lot: hash(`${place} ${seed}`) }))
  return lots.sort((a, b) => a.lot - b.lot || a.place - b.place).map(({ place }) => place)
}

/** FNV-1a with a final mix: neighbours get lots far apart. */
function hash(text: string): number {
  let state = 0x811c9dc5
  for (const character of text) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193)
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
  return (state ^ (state >>> 13)) >>> 0
}
