import { expect, test } from 'vitest'
import { createVirtualClock } from './virtual-clock.ts'

/** The next warning of the virtual clock that stands at this moment; other tests may have clocks that stand still, too. */
const warningAt = (moment: number) =>
  new Promise<string>((resolve) => {
    process.on('warning', function look({ name, message }) {
      if (name !== 'VirtualClockWarning' || !message.includes(new Date(moment).toISOString())) return
      process.off('warning', look)
      resolve(message)
    })
  })

test('waiting for a virtual clock that nobody moves is told soon', async () => {
  const clock = createVirtualClock({ startsAt: Date.UTC(1971, 0, 1) })
  const told = warningAt(clock.now())
  const startedAt = performance.now()
  void new Promise<void>((resolve) => clock.after(5000, resolve))

  expect(await told).toBe(
    'Virtual time stands still at 1971-01-01T00:00:00.000Z with one timer pending, the next in 5000 ms, and nobody moves it: call advance() on the clock.',
  )
  expect(performance.now() - startedAt).toBeLessThan(10_000)
})

test('waiting for what never comes back is told, and what it is', async () => {
  const clock = createVirtualClock({ startsAt: Date.UTC(1972, 0, 1) })
  const told = warningAt(clock.now())
  clock.after(1000, () => {})
  const release = clock.hold('voice request request-1')
  const advanced = clock.advance(1000)

  expect(await told).toBe(
    'Virtual time stands still at 1972-01-01T00:00:00.000Z with one timer pending: it waits for voice request request-1.',
  )
  release()
  await advanced
})

test('of many that are waited for, some are told by name', async () => {
  const clock = createVirtualClock({ startsAt: Date.UTC(1973, 0, 1) })
  const told = warningAt(clock.now())
  clock.after(1000, () => {})
  const releases = Array.from({ length: 800 }, (_, place) => clock.hold(`request ${place + 1}`))
  const advanced = clock.advance(1000)

  expect(await told).toContain('it waits for request 1, request 2, request 3, request 4, request 5 and 795 more.')
  for (const release of releases) release()
  await advanced
})
