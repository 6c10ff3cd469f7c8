import { expect, test } from 'vitest'
import type { Clock } from './clock.ts'
import { createScaledClock } from './scaled-clock.ts'
import { systemClock } from './system-clock.ts'

/** Resolves when `clock` has come that far. */
const passes = (clock: Clock, duration: number) => new Promise<void>((resolve) => clock.after(duration, resolve))

test('an hour goes by in a few seconds at a thousand times the speed', async () => {
  const clock = createScaledClock(1000)
  const [from, realFrom] = [clock.now(), performance.now()]
  expect(Math.abs(from - Date.now())).toBeLessThan(1000)

  await passes(clock, 60_000)

  expect(clock.now() - from).toBeGreaterThanOrEqual(60_000)
  expect(performance.now() - realFrom).toBeLessThan(10_000)
})

test('time is slower below one', async () => {
  const clock = createScaledClock(0.1)
  const realFrom = performance.now()

  await passes(clock, 5)

  expect(performance.now() - realFrom).toBeGreaterThanOrEqual(49)
})

test.each([
  ['a scaled clock', createScaledClock(100)],
  ['the real clock', systemClock],
])('%s fires in the order timers are due, never early, and leaves out what was cancelled', async (_, clock) => {
  const seen: [place: number, late: number][] = []
  const delays = [200, 0, 100, 100, 50, -7]
  const from = clock.now()
  for (const [place, delay] of delays.entries()) {
    clock.after(delay, () => seen.push([place, clock.now() - from - Math.max(0, delay)]))
  }
  clock.after(20, () => seen.push([99, 0])).cancel()
  const late = clock.after(0, () => {})
  await passes(clock, 201)
  late.cancel()

  expect(seen.map(([place]) => place)).toEqual([1, 5, 4, 2, 3, 0])
  // The real clock counts in whole milliseconds, and may be one behind itself.
  expect(seen.every(([, by]) => by >= -1)).toBe(true)
})

test('a timer that throws does not keep the others from firing', async () => {
  const clock = createScaledClock(100)
  const thrown = new Promise<unknown>((resolve) => {
    const others = process.listeners('uncaughtException')
    process.removeAllListeners('uncaughtException')
    process.once('uncaughtException', (error) => {
      for (const other of others) process.on('uncaughtException', other)
      resolve(error)
    })
  })
  clock.after(10, () => {
    throw new Error('the bell broke')
  })
  await passes(clock, 20)

  expect(await thrown).toEqual(new Error('the bell broke'))
})

test('what is in flight does not stop it', async () => {
  const clock = createScaledClock(100)
  const release = clock.hold('the app is asked')
  await passes(clock, 100)
  release()
})

test('a speed that is none is refused', () => {
  for (const speed of [0, 0.09, 1001, Number.NaN]) {
    expect(() => createScaledClock(speed)).toThrow(`The speed of a clock is from 0.1 to 1000, not ${speed}.`)
  }
})
