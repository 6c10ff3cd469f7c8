/** Recordings of prompts that cannot be had: callers hear the words. */
import { createServer } from 'node:http'
import { audio, defineFlow, hangUp, menu } from 'hookswitch/flow'
import { expect, test } from 'vitest'
import { startApp } from '../app/app-under-test.ts'

/** A server with one recording, which can be taken away. */
async function startStudio() {
  const state = { isThere: true, asked: 0 }
  const server = createServer((_request, response) => {
    state.asked++
    response.writeHead(state.isThere ? 200 : 404, { 'content-type': 'audio/wav' }).end('RIFF')
  }).listen(0, '127.0.0.1')
  await new Promise((listening) => server.once('listening', listening))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    state,
    url: `http://127.0.0.1:${port}/welcome.wav`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

const flowWith = (url: string) =>
  defineFlow('desk', {
    start: 'welcome',
    steps: {
      welcome: menu({
        greeting: audio(url, 'Welcome to the desk.'),
        choices: { 1: { label: 'sales', then: 'bye' } },
        otherwise: 'bye',
      }),
      bye: hangUp('Goodbye.'),
    },
  })

const callOf = (digit: string) => ({ CallSid: `CA${digit.repeat(32)}` })

test('a recording that is gone is spoken from the next call on, and played again when it is back', async () => {
  await using studio = await startStudio()
  await using app = await startApp({ flows: [flowWith(studio.url)] })
  const says = async (digit: string) => {
    const { body } = await app.post('/voice/desk', callOf(digit))
    await app.audioCheck.settled()
    return body.includes('<Play>') ? 'recording' : body.includes('Welcome to the desk.') ? 'words' : body
  }

  expect(await says('1')).toBe('recording')
  studio.state.isThere = false
  await app.clock.advance(11 * 60_000)
  // Whoever calls while it is found out may still meet the gap; nobody is made to wait for it.
  expect(await says('2')).toBe('recording')
  expect(await says('3')).toBe('words')
  expect(app.log.map(({ line }) => line)).toContain(
    'a recording cannot be had; callers hear its words until it is there again',
  )
  studio.state.isThere = true
  await app.clock.advance(2 * 60_000)
  expect(await says('4')).toBe('words')
  expect(await says('5')).toBe('recording')
})

test('a recording is not looked at for every call', async () => {
  await using studio = await startStudio()
  await using app = await startApp({ flows: [flowWith(studio.url)] })
  for (const digit of ['1', '2', '3', '4']) {
    await app.post('/voice/desk', callOf(digit))
    await app.audioCheck.settled()
  }
  expect(studio.state.asked).toBe(1)
})
