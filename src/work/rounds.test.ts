import { expect, test } from 'vitest'
import type { Instant } from '../clock/clock.ts'
import { minutes, seconds } from '../clock/duration.ts'
import { createVirtualClock } from '../clock/virtual-clock.ts'
import { createRounds, type RoundsOptions } from './rounds.ts'

function world(
  round: (begun: readonly Instant[]) => Promise<Instant | undefined>,
  options: Partial<RoundsOptions> = {},
) {
  const clock = createVirtualClock()
  const start = clock.now()
  const begun: Instant[] = []
  const told: string[] = []
  const rounds = createRounds({
    clock,
    doing: 'counting sheep',
    log: { error: (_fields, line) => void told.push(line) },
    round() {
      begun.push(clock.now() - start)
      return round(begun)
    },
    ...options,
  })
  return { clock, start, begun, told, rounds }
}

test('a round comes when it is due, and no sooner for having been woken twice', async () => {
  const { clock, start, begun, rounds } = world(async ({ length }) => (length === 1 ? start + 5000 : undefined))
  rounds.wake()
  rounds.wake()
  await clock.advance(seconds(60))
  expect(begun).toEqual([0, 5000])
})

test('who wakes them during a round means another one', async () => {
  const { clock, begun, rounds } = world(async ({ length }) => {
    if (length === 1) rounds.wake()
    return undefined
  })
  rounds.wake()
  await clock.advance(seconds(60))
  expect(begun).toEqual([0, 0])
})

test('what others have left is looked for as often as is said', async () => {
  const { clock, begun, rounds } = world(async () => undefined, { lookEvery: seconds(15) })
  rounds.wake()
  await clock.advance(seconds(31))
  expect(begun).toEqual([0, 15_000, 30_000])
})

test('rounds that are to be apart wait for one another, and who wakes them meanwhile has one together', async () => {
  const { clock, begun, rounds } = world(async () => undefined, { apart: 50 })
  rounds.wake()
  await clock.settle()
  rounds.wake()
  await clock.advance(20)
  rounds.wake()
  await clock.advance(seconds(1))
  expect(begun).toEqual([0, 50])
  rounds.wake()
  await clock.settle()
  expect(begun).toEqual([0, 50, 1020])
})

test('a round that fails is told of, and the next comes in a minute', async () => {
  const { clock, begun, told, rounds } = world(async ({ length }) => {
    if (length === 1) throw new Error('no sheep')
    return undefined
  })
  rounds.wake()
  await clock.advance(minutes(5))
  expect(begun).toEqual([0, 60_000])
  expect(told).toEqual(['counting sheep stopped short; it goes on in a minute'])
})

test('once they stop there is no more, whoever wakes them', async () => {
  const { clock, start, begun, rounds } = world(async () => start + 5000)
  rounds.wake()
  await clock.settle()
  await rounds.stop()
  rounds.wake()
  await clock.advance(minutes(5))
  expect(begun).toEqual([0])
  expect(rounds.signal.aborted).toBe(true)
})
