/**
 * Many people at once, each with a lot drawn from given shares.
 */
import type { PartyBehaviour } from '../exchange/index.ts'

/** How large a share of a population does what; the rest lets it ring. Each 0 to 1, together at most 1. */
export interface Shares {
  readonly answers?: number
  readonly busy?: number
  readonly machine?: number
  readonly noAnswer?: number
  readonly unreachable?: number
}

const behaviours: Readonly<Record<keyof Shares, PartyBehaviour>> = {
  answers: { kind: 'answers' },
  busy: { kind: 'busy' },
  machine: { kind: 'machine' },
  noAnswer: { kind: 'no-answer' },
  unreachable: { kind: 'unreachable' },
}

/**
 * Draws what each of `numbers` does; the same seed draws the same.
 *
 * The shares are kept as exactly as whole people allow, in random order.
 *
 * @throws {RangeError} when a share is below 0 or all together are above 1
 */
export function drawPopulation(
  numbers: readonly string[],
  shares: Shares,
  seed: number,
): ReadonlyMap<string, PartyBehaviour> {
  const wanted = Object.entries(shares) as [keyof Shares, number][] // an object literal's own keys
  const total = wanted.reduce((sum, [, share]) => sum + share, 0)
  if (wanted.some(([, share]) => !(share >= 0)) || total > 1 + 1e-9) {
    throw new RangeError('Shares of a population are from 0 to 1, and together at most 1.')
  }
  const lots = wanted.flatMap(([kind, share]) => Array(Math.round(share * numbers.length)).fill(behaviours[kind]))
  const rest = Array(Math.max(0, numbers.length - lots.length)).fill({ kind: 'rings' })
  const drawn = shuffled<PartyBehaviour>([...lots.slice(0, numbers.length), ...rest], seed)
  return new Map(numbers.map((number, index) => [number, drawn[index] ?? { kind: 'rings' }]))
}

function shuffled<T>(items: readonly T[], seed: number): T[] {
  const random = generator(seed)
  const drawn = [...items]
  for (let last = drawn.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    const [one, two] = [drawn[last], drawn[other]]
    if (one === undefined || two === undefined) continue
    drawn[last] = two
    drawn[other] = one
  }
  return drawn
}

/** Mulberry32: small, and good enough for lots. */
function generator(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
