import { describe, expect, test } from 'vitest'
import { startApp, TOKEN } from './app-under-test.ts'

const EVERY_ADDRESS = [
  '/voice/acme',
  '/voice/acme/welcome?turn=1',
  '/recordings/acme/message',
  '/fallback/acme',
  '/status',
]

describe('a request that is not genuine', () => {
  test.each(EVERY_ADDRESS)('is refused at %s without a signature', async (path) => {
    await using app = await startApp()

    const answer = await app.post(path, {}, { token: false })

    expect(answer.status).toBe(403)
    expect(answer.body).toContain('the header X-Twilio-Signature is missing')
    expect(app.log).toEqual([
      {
        level: 'warning',
        line: 'webhook refused',
        fields: {
          hashedUrl: app.origin + path,
          reason: 'the header X-Twilio-Signature is missing',
          remoteAddress: '127.0.0.1',
        },
      },
    ])
  })

  test.each(EVERY_ADDRESS)(
    'is refused at %s with a signature of another token, and neither token is told',
    async (path) => {
      await using app = await startApp()

      const answer = await app.post(path, {}, { token: 'not-the-token' })

      expect(answer.status).toBe(403)
      expect(answer.body).toContain('the header X-Twilio-Signature does not match')
      expect(JSON.stringify([answer.body, app.log])).not.toContain(TOKEN)
    },
  )

  test('leaves nothing behind', async () => {
    await using app = await startApp()
    await app.post('/voice/acme', {}, { token: false })
    expect(await app.store.turns.session(`CA${'1'.repeat(32)}`)).toBeUndefined()
  })

  test('as a GET is logged without the caller’s number and keys', async () => {
    await using app = await startApp()
    await app.ask('/voice/acme/welcome?turn=1&From=%2B12025550199&Digits=1234')
    expect(app.log[0]?.fields.hashedUrl).toBe(`${app.origin}/voice/acme/welcome?turn=1&From=…&Digits=…`)
  })

  test('in a flood is answered 429 and no longer logged, while genuine ones go through', async () => {
    await using app = await startApp()
    const answers = await Promise.all(Array.from({ length: 50 }, () => app.post('/voice/acme', {}, { token: false })))

    expect(answers.filter(({ status }) => status === 403)).toHaveLength(30)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(20)
    expect(app.log).toHaveLength(30)
    expect((await app.post('/voice/acme', { CallStatus: 'ringing' })).status).toBe(200)
  })
})

test('while the token is being replaced, requests of the old and the new one are genuine', async () => {
  await using app = await startApp({ previousAuthToken: 'the-token-before' })
  expect((await app.post('/voice/acme', {}, { token: 'the-token-before' })).status).toBe(200)
  expect((await app.post('/voice/acme', {}, { token: TOKEN })).status).toBe(200)
})

describe('what is no webhook', () => {
  test('by its content type gets 415', async () => {
    await using app = await startApp()
    const answer = await app.ask('/voice/acme', {
      method: 'POST',
      body: '<a/>',
      headers: { 'content-type': 'text/xml' },
    })
    expect(answer).toMatchObject({
      status: 415,
      body: 'A webhook is a form (application/x-www-form-urlencoded) or JSON; this is neither.',
    })
  })

  test('by its size gets 413', async () => {
    await using app = await startApp()
    expect(await app.post('/voice/acme', { Body: 'x'.repeat(300_000) })).toMatchObject({
      status: 413,
      body: 'A webhook has at most 262144 bytes.',
    })
  })

  test.each([
    [
      '/voice/acme',
      { CallSid: 'CA1' },
      'This is not a voice webhook: CallSid is missing or is not CA and 32 hex digits.',
    ],
    [
      '/recordings/acme/message',
      {},
      'This is not a recording callback: RecordingSid is missing or is not RE and 32 hex digits.',
    ],
    ['/status', { CallStatus: '' }, 'This is not a status callback: CallStatus is missing.'],
  ])('by its parameters gets 400 at %s', async (path, parameters, body) => {
    await using app = await startApp()
    expect(await app.post(path, parameters)).toMatchObject({ status: 400, body })
  })

  test('by its address gets 404', async () => {
    await using app = await startApp()
    expect((await app.post('/voice/acme/welcome/more')).status).toBe(404)
  })
})

test('a genuine form keeps repeated names, empty values and names nobody has heard of', async () => {
  await using app = await startApp()
  const { getExpectedTwilioSignature } = await import('twilio/lib/webhooks/webhooks.js')
  const form: [string, string][] = [
    ['CallSid', `CA${'1'.repeat(32)}`],
    ['From', '+12025550199'],
    ['Digits', ''],
    ['Brand-New[x]', 'b'],
    ['Brand-New[x]', 'a'],
  ]
  const parameters = { CallSid: form[0]?.[1], From: form[1]?.[1], Digits: '', 'Brand-New[x]': ['b', 'a'] }
  const signature = getExpectedTwilioSignature(TOKEN, `${app.origin}/voice/acme`, parameters)

  const answer = await app.ask('/voice/acme', {
    method: 'POST',
    body: new URLSearchParams(form),
    headers: { 'x-twilio-signature': signature },
  })

  expect(answer.status).toBe(200)
})
