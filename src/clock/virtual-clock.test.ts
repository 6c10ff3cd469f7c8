import { expect, test } from 'vitest'
import { seconds } from './duration.ts'
import { createVirtualClock } from './virtual-clock.ts'

test('due times are visited in order, and the clock shows each due time while its timers fire', async () => {
  const clock = createVirtualClock({ startsAt: 0 })
  const seen: [string, number][] = []
  clock.after(3000, () => seen.push(['third', clock.now()]))
  clock.after(1000, () => seen.push(['first', clock.now()]))
  clock.after(2000, () => seen.push(['second', clock.now()]))

  await clock.advance(seconds(10))

  expect(seen).toEqual([
    ['first', 1000],
    ['second', 2000],
    ['third', 3000],
  ])
  expect(clock.now()).toBe(10_000)
})

test('timers due together fire in the order they were armed', async () => {
  const clock = createVirtualClock()
  const seen: number[] = []
  for (let place = 0; place < 50; place++) clock.after(700, () => seen.push(place))

  await clock.advance(700)

  expect(seen).toEqual(Array.from({ length: 50 }, (_, place) => place))
})

test('a thousand timers armed in disorder fire in the order of their due times', async () => {
  const clock = createVirtualClock({ startsAt: 0 })
  const seen: number[] = []
  for (let place = 0; place < 1000; place++) clock.after((place * 7919) % 1009, () => seen.push(clock.now()))

  await clock.advance(seconds(2))

  expect(seen).toHaveLength(1000)
  expect(seen).toEqual(seen.toSorted((one, other) => one - other))
})

test('a timer armed while another fires runs in the same advance when it is due', async () => {
  const clock = createVirtualClock({ startsAt: 0 })
  const seen: number[] = []
  clock.after(1000, () => {
    clock.after(0, () => seen.push(clock.now()))
    clock.after(500, () => seen.push(clock.now()))
    clock.after(5000, () => seen.push(clock.now()))
  })

  await clock.advance(2000)

  expect(seen).toEqual([1000, 1500])
  expect(clock.pending).toBe(1)
})

test('what waits on a promise goes on before time moves to the next due time', async () => {
  const clock = createVirtualClock({ startsAt: 0 })
  const seen: number[] = []
  const wait = (delay: number) => new Promise<void>((resolve) => clock.after(delay, resolve))
  const walk = async () => {
    for (let step = 0; step < 3; step++) {
      await wait(100)
      await Promise.resolve()
      seen.push(clock.now())
    }
  }
  void walk()
  clock.after(1000, () => seen.push(clock.now()))

  await clock.advance(1000)

  expect(seen).toEqual([100, 200, 300, 1000])
})

test('time stands still while something is in flight', async () => {
  const clock = createVirtualClock({ startsAt: 0 })
  const seen: string[] = []
  clock.after(1000, () => {
    const release = clock.hold('the app is asked')
    setTimeout(() => {
      seen.push(`answer at ${clock.now()}`)
      release()
    }, 5)
  })
  clock.after(1001, () => seen.push('next timer'))

  await clock.advance(2000)

  expect(seen).toEqual(['answer at 1000', 'next timer'])
  expect(clock.inFlight).toEqual([])
})

test('a cancelled timer never fires, and cancelling twice or after firing does nothing', async () => {
  const clock = createVirtualClock()
  let fired = 0
  const cancelled = clock.after(10, () => fired++)
  const kept = clock.after(20, () => fired++)
  cancelled.cancel()
  cancelled.cancel()
  expect(clock.pending).toBe(1)

  await clock.advance(100)
  kept.cancel()

  expect(fired).toBe(1)
  expect(clock.pending).toBe(0)
})

test('an error thrown by a timer surfaces where time was advanced', async () => {
  const clock = createVirtualClock({ startsAt: 0 })
  clock.after(300, () => {
    throw new Error('the bell broke')
  })

  await expect(clock.advance(1000)).rejects.toThrow('the bell broke')
  expect(clock.now()).toBe(300)
})

test('an endless chain of timers without delay ends with an error that says so', async () => {
  const clock = createVirtualClock({ startsAt: 0, zeroDelayLimit: 1000 })
  const again = () => void clock.after(0, again)
  clock.after(1000, again)

  await expect(clock.advance(seconds(2))).rejects.toThrow(
    'More than 1000 timers without delay fired at 1970-01-01T00:00:01.000Z, each armed at that moment: an endless ' +
      'chain. Give one of them a delay, or raise zeroDelayLimit.',
  )
})

test('the next timer can be reached without knowing when it is due', async () => {
  const clock = createVirtualClock({ startsAt: 0 })
  clock.after(1234, () => {})

  expect(await clock.advanceToNextTimer()).toBe(true)
  expect(clock.now()).toBe(1234)
  expect(await clock.advanceToNextTimer()).toBe(false)
  expect(clock.now()).toBe(1234)
})

test('timers keep their order when most of the others are cancelled', async () => {
  const clock = createVirtualClock({ startsAt: 0 })
  const seen: number[] = []
  const timers = Array.from({ length: 2000 }, (_, place) => {
    const delay = (place * 7919) % 1009
    return clock.after(delay, () => seen.push(delay))
  })
  for (const [place, timer] of timers.entries()) if (place % 4 !== 0) timer.cancel()
  expect(clock.pending).toBe(500)

  await clock.advance(seconds(2))

  expect(seen).toEqual(
    timers
      .map((_, place) => (place * 7919) % 1009)
      .filter((_, place) => place % 4 === 0)
      .toSorted((one, other) => one - other),
  )
  expect(clock.pending).toBe(0)
})
