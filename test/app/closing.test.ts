import { expect, test } from 'vitest'
import { startApp } from './app-under-test.ts'

test('a turn under way when the app is told to stop is saved and answered, and the app is gone at once after', async () => {
  let begin = () => {}
  let goOn = () => {}
  const begun = new Promise<void>((resolve) => {
    begin = resolve
  })
  const held = new Promise<void>((resolve) => {
    goOn = resolve
  })
  const app = await startApp({
    around: (store) => ({
      ...store,
      turns: {
        ...store.turns,
        async commit(turn) {
          begin()
          await held
          return store.turns.commit(turn)
        },
      },
    }),
  })

  const answer = app.post('/voice/acme', { CallStatus: 'ringing' })
  await begun
  const closed = app[Symbol.asyncDispose]()
  goOn()

  expect(await answer).toMatchObject({ status: 200, body: expect.stringContaining('Welcome to Acme Corp.') })
  await closed
  await expect(app.ask('/health')).rejects.toThrow('fetch failed')
}, 10_000)

test('somebody who hung up on his own request does not keep the app from stopping', async () => {
  let begin = () => {}
  const begun = new Promise<void>((resolve) => {
    begin = resolve
  })
  const app = await startApp({
    around: (store) => ({
      ...store,
      ping: () => {
        begin()
        return new Promise<void>(() => {})
      },
    }),
  })
  const impatient = new AbortController()
  const asking = app.ask('/ready', { signal: impatient.signal })
  await begun
  impatient.abort()
  await expect(asking).rejects.toThrow('aborted')

  await app[Symbol.asyncDispose]()

  await expect(app.ask('/health')).rejects.toThrow('fetch failed')
}, 10_000)
