import { expect, test } from 'vitest'
import { minutes, seconds } from '../clock/duration.ts'
import { createVirtualClock } from '../clock/virtual-clock.ts'
import { freshStore } from '../testing/store-pool.ts'
import { createWorker, type TaskHandler, type TaskOutcome } from './worker.ts'

/** A worker that texts, and what it has done: the keys it was given, with the virtual seconds since the start. */
async function working(texts: (time: number) => TaskOutcome | Promise<TaskOutcome>) {
  const { tasks } = await freshStore()
  const clock = createVirtualClock()
  const began = clock.now()
  const done: string[] = []
  const logged: string[] = []
  const text: TaskHandler = async ({ key }) => {
    done.push(`${key} at ${(clock.now() - began) / 1000} s`)
    return texts(done.length)
  }
  const note = (_fields: object, line: string) => void logged.push(line)
  const worker = createWorker({ tasks, clock, log: { warn: note, error: note }, handlers: { text } })
  const add = (key: string, after = 0) => tasks.add({ key, task: 'text', about: null, at: clock.now() + after })
  return { tasks, clock, done, logged, worker, add }
}

test('a task is done when it is due, and not twice', async () => {
  const { clock, done, worker, add, tasks } = await working(() => ({ kind: 'done' }))
  await add('later', seconds(30))
  await add('now')
  worker.wake()
  await clock.advance(minutes(5))

  expect(done).toEqual(['now at 0 s', 'later at 30 s'])
  expect(await tasks.find('now')).toEqual({ state: 'done', reason: null })
})

test('a task that fails is tried again after longer and longer waits', async () => {
  const { clock, done, worker, add } = await working((time) => {
    if (time === 1) throw new Error('the network is down')
    return time < 4 ? { kind: 'again', reason: 'busy' } : { kind: 'done' }
  })
  await add('a')
  worker.wake()
  await clock.advance(minutes(10))

  expect(done).toEqual(['a at 0 s', 'a at 2 s', 'a at 12 s', 'a at 72 s'])
})

test('a task that never works is given up after two days, with the reason', async () => {
  const { clock, done, worker, add, tasks, logged } = await working(() => ({ kind: 'again', reason: 'busy' }))
  await add('a')
  worker.wake()
  await clock.advance(minutes(60 * 24 * 4))

  expect(done).toHaveLength(10)
  expect(await tasks.find('a')).toEqual({ state: 'given-up', reason: 'busy' })
  expect(logged.at(-1)).toBe('a task is given up')
})

test('a task that cannot work is not tried again', async () => {
  const { clock, done, worker, add } = await working(() => ({ kind: 'given-up', reason: 'no such number' }))
  await add('a')
  worker.wake()
  await clock.advance(minutes(60))

  expect(done).toHaveLength(1)
})

test('waiting for the right time is no try', async () => {
  const until = seconds(100)
  const { clock, done, worker, add } = await working((time) =>
    time === 1
      ? { kind: 'later', at: clock.now() + until, reason: 'quiet hours' }
      : time === 2
        ? { kind: 'again', reason: 'busy' }
        : { kind: 'done' },
  )
  await add('a')
  worker.wake()
  await clock.advance(minutes(10))

  expect(done).toEqual(['a at 0 s', 'a at 100 s', 'a at 102 s'])
})

test('what is broken off by stopping is taken up at the next start', async () => {
  const { clock, tasks, add, worker } = await working(() => ({ kind: 'done' }))
  await worker.stop()
  await add('a')
  const log = { warn() {}, error() {} }
  const begun = Promise.withResolvers<void>()
  const first = createWorker({
    tasks,
    clock,
    log,
    handlers: {
      text: async (_task, signal) => {
        begun.resolve()
        await new Promise((broken) => signal.addEventListener('abort', broken))
        throw new Error('broken off')
      },
    },
  })
  await begun.promise
  await first.stop()

  const done: string[] = []
  const text: TaskHandler = async ({ key }) => {
    done.push(key)
    return { kind: 'done' }
  }
  const next = createWorker({ tasks, clock, log, handlers: { text } })
  await clock.settle()
  expect(done).toEqual(['a'])
  await next.stop()
})
