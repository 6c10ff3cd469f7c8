import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Store } from '../../src/store/index.ts'
import { type AppUnderTest, startApp } from './app-under-test.ts'

const CALL = `CA${'1'.repeat(32)}`
const RECORDING = `RE${'1'.repeat(32)}`
const AUDIO = 'RIFF0123456789'

describe('a message on the page', () => {
  test('waits for its audio, is saved, heard, new again and taken away', async () => {
    await using app = await startApp()
    const id = await messageLeft(app)
    expect(await messages(app)).toEqual([
      {
        id,
        mailbox: 'front-desk',
        from: '+12025550199',
        callSid: CALL,
        at: app.clock.now(),
        seconds: 7,
        status: 'waiting-for-audio',
        isHeard: false,
        isUrgent: false,
        transcript: null,
      },
    ])
    const waiting = await app.ask(`/api/messages/${id}/audio`)
    expect(waiting.status).toBe(404)
    expect(JSON.parse(waiting.body).error).toEqual({
      code: 'AUDIO_MISSING',
      message: 'The audio of this message is not here yet.',
      help: 'It is fetched within seconds of the call; try again.',
    })

    await keepAudioOf(app)
    expect(await messages(app)).toMatchObject([{ status: 'saved' }])

    for (const isHeard of [true, false]) {
      expect((await setHeard(app, id, { isHeard })).status).toBe(204)
      expect(await messages(app)).toMatchObject([{ isHeard }])
    }

    expect((await app.ask(`/api/messages/${id}`, { method: 'DELETE' })).status).toBe(204)
    expect(await messages(app)).toEqual([])
    expect((await app.ask(`/api/messages/${id}`, { method: 'DELETE' })).status).toBe(404)
    expect((await setHeard(app, id, { isHeard: true })).status).toBe(404)
    expect((await app.ask(`/api/messages/${id}/audio`)).status).toBe(404)
  })

  test('is found in its own mailbox only', async () => {
    await using app = await startApp()
    await messageLeft(app)
    expect(JSON.parse((await app.ask('/api/messages?mailbox=front-desk')).body).messages).toHaveLength(1)
    expect(JSON.parse((await app.ask('/api/messages?mailbox=another')).body).messages).toEqual([])
  })

  test.each(['nonsense', '00000000-0000-0000-0000-000000000000', '%27%3B--', '..%2F..%2Flock'])(
    'that does not exist (%s) is told so',
    async (id) => {
      await using app = await startApp()
      const answers = [
        await app.ask(`/api/messages/${id}/audio`),
        await setHeard(app, id, { isHeard: true }),
        await app.ask(`/api/messages/${id}`, { method: 'DELETE' }),
      ]
      for (const { status, body } of answers) {
        expect(status).toBe(404)
        expect(JSON.parse(body)).toEqual({
          error: {
            code: 'MESSAGE_UNKNOWN',
            message: 'There is no such message.',
            help: 'It may have been removed; load the list again.',
          },
        })
      }
    },
  )

  test('is not changed by a request that makes no sense, which is told what is wrong', async () => {
    await using app = await startApp()
    const id = await messageLeft(app)
    const answer = await setHeard(app, id, { heard: 'yes' })
    expect(answer.status).toBe(400)
    expect(JSON.parse(answer.body)).toEqual({
      error: {
        code: 'REQUEST_INVALID',
        message: "body must have required property 'isHeard'",
        help: 'See /openapi.json for what this address takes.',
      },
    })
  })
})

describe('the audio of a message', () => {
  test('comes whole, with its length', async () => {
    await using app = await startApp()
    const id = await messageLeft(app)
    await keepAudioOf(app)
    const { status, headers, body } = await app.ask(`/api/messages/${id}/audio`)
    expect(status).toBe(200)
    expect(body).toBe(AUDIO)
    expect(headers.get('content-type')).toBe('audio/wav')
    expect(headers.get('content-length')).toBe(String(AUDIO.length))
    expect(headers.get('accept-ranges')).toBe('bytes')
  })

  test('comes in part, so that a player can jump', async () => {
    await using app = await startApp()
    const id = await messageLeft(app)
    await keepAudioOf(app)
    const parts = {
      'bytes=0-3': ['RIFF', 'bytes 0-3/14'],
      'bytes=4-': ['0123456789', 'bytes 4-13/14'],
      'bytes=-4': ['6789', 'bytes 10-13/14'],
      'bytes=-400': [AUDIO, 'bytes 0-13/14'],
      'bytes=10-400': ['6789', 'bytes 10-13/14'],
    }
    for (const [range, [part, contentRange]] of Object.entries(parts)) {
      const { status, headers, body } = await app.ask(`/api/messages/${id}/audio`, { headers: { range } })
      expect({ range, status, body }).toEqual({ range, status: 206, body: part })
      expect(headers.get('content-range')).toBe(contentRange)
      expect(headers.get('content-length')).toBe(String(part?.length))
    }
  })

  test('has no part beyond its end, and comes whole for what is no part', async () => {
    await using app = await startApp()
    const id = await messageLeft(app)
    await keepAudioOf(app)
    for (const range of ['bytes=14-', 'bytes=400-500', 'bytes=-0']) {
      const { status, headers } = await app.ask(`/api/messages/${id}/audio`, { headers: { range } })
      expect({ range, status }).toEqual({ range, status: 416 })
      expect(headers.get('content-range')).toBe('bytes */14')
    }
    for (const range of ['bytes=0-1,4-5', 'lines=1-2', 'bytes=-', 'bytes=5-2']) {
      const { status, body } = await app.ask(`/api/messages/${id}/audio`, { headers: { range } })
      expect({ range, status, body }).toEqual({ range, status: 200, body: AUDIO })
    }
  })
})

describe('the page', () => {
  test('comes with headers that keep other sites out', async () => {
    await using app = await startApp()
    const { headers } = await app.ask('/')
    expect(headers.get('content-security-policy')).toContain("default-src 'self'")
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })

  test('is described by an OpenAPI document whose operations have names, answers and declared parameters', async () => {
    await using app = await startApp()
    const document = JSON.parse((await app.ask('/openapi.json')).body)

    expect(document.openapi).toBe('3.1.0')
    expect(document.info).toMatchObject({ title: expect.any(String), version: expect.any(String) })
    const operations = Object.entries<object>(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    )
    expect(operations.map(({ path, method }) => `${method} ${path}`).sort()).toEqual([
      'delete /api/flows/{flow}',
      'delete /api/hours/{flow}/{step}',
      'delete /api/mailboxes/{mailbox}/greetings/{greeting}',
      'delete /api/messages/{id}',
      'get /api/campaigns',
      'get /api/campaigns/{campaign}/metrics',
      'get /api/campaigns/{campaign}/outcomes.ics',
      'get /api/campaigns/{campaign}/reminders',
      'get /api/campaigns/{campaign}/reminders/{id}',
      'get /api/campaigns/{campaign}/slots',
      'get /api/campaigns/{campaign}/waitlist',
      'get /api/flows',
      'get /api/flows/{flow}',
      'get /api/hours/{flow}/{step}',
      'get /api/mailboxes/{mailbox}/greetings',
      'get /api/messages',
      'get /api/messages/{id}/audio',
      'get /api/outbox',
      'get /api/queues',
      'get /api/recording-consents',
      'get /api/recordings',
      'get /api/recordings/{recording}/audio',
      'get /api/refusals',
      'get /api/senders',
      'get /api/suppressions',
      'get /api/system',
      'get /api/texts',
      'post /api/campaigns/{campaign}/appointments',
      'post /api/campaigns/{campaign}/reminders/withdraw',
      'post /api/campaigns/{campaign}/reminders/{id}/outcomes',
      'post /api/campaigns/{campaign}/slots/withdraw',
      'post /api/consents',
      'post /api/messages/{id}/heard',
      'post /api/person',
      'post /api/suppressions',
      'post /api/suppressions/lift',
      'put /api/agents/{number}',
      'put /api/campaigns/{campaign}/reminders',
      'put /api/campaigns/{campaign}/reminders/attendance',
      'put /api/campaigns/{campaign}/slots',
      'put /api/campaigns/{campaign}/state',
      'put /api/campaigns/{campaign}/waitlist',
      'put /api/flows/{flow}',
      'put /api/hours/{flow}/{step}',
      'put /api/mailboxes/{mailbox}/greetings',
      'put /api/mailboxes/{mailbox}/greetings/{greeting}',
      'put /api/senders',
    ])
    const names = operations.map(({ operation }) => operation.operationId)
    expect(new Set(names).size).toBe(operations.length)
    for (const { path, operation } of operations) {
      const declared = (operation.parameters ?? []).filter((one: { in: string }) => one.in === 'path')
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      expect(declared.map((one: { name: string }) => one.name)).toEqual(inPath)
      expect(declared.every((one: { required: boolean }) => one.required)).toBe(true)
      const answers = Object.entries<{ description?: string }>(operation.responses)
      expect(answers.length).toBeGreaterThan(0)
      for (const [status, answer] of answers) {
        expect(status).toMatch(/^[2-5]\d\d$/)
        expect(answer.description).toEqual(expect.any(String))
      }
    }
  })
})

describe('while the database is away', () => {
  test('the process is healthy, not ready, and the page is told without a detail', async () => {
    await using app = await startApp({ around: withoutDatabase })

    expect(await app.ask('/health')).toMatchObject({ status: 200, body: '{"status":"ok"}' })
    expect(await app.ask('/ready')).toMatchObject({ status: 503, body: '{"status":"database does not answer"}' })
    const answer = await app.ask('/api/messages')
    expect(answer.status).toBe(500)
    expect(JSON.parse(answer.body)).toEqual({
      error: {
        code: 'REQUEST_FAILED',
        message: 'Something went wrong here.',
        help: 'Try again; if it stays, the log says why. Calls are not affected by this.',
      },
    })
    expect(app.log).toMatchObject([
      { level: 'error', line: 'a request of the page failed', fields: { path: '/api/messages', err: GONE } },
    ])
  })
})

const GONE = new Error('connect ECONNREFUSED 10.0.0.9:5432')

function withoutDatabase(store: Store): Store {
  const gone = () => Promise.reject(GONE)
  return { ...store, ping: gone, messages: { ...store.messages, list: gone } }
}

async function messageLeft(app: AppUnderTest): Promise<string> {
  await app.post('/voice/acme', { CallStatus: 'ringing' })
  await app.store.messages.report({
    mailbox: 'front-desk',
    callSid: CALL,
    recordingSid: RECORDING,
    seconds: 7,
    at: app.clock.now(),
  })
  return (await messages(app))[0].id
}

async function keepAudioOf(app: AppUnderTest): Promise<void> {
  await writeFile(join(app.dataDir, 'recordings', 'kept.wav'), AUDIO)
  await app.store.recordings.keep(RECORDING, 'kept.wav', AUDIO.length)
}

const messages = async (app: AppUnderTest) => JSON.parse((await app.ask('/api/messages')).body).messages

const setHeard = (app: AppUnderTest, id: string, body: object) =>
  app.ask(`/api/messages/${id}/heard`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
