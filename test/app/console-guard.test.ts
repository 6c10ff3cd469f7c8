import { request as httpRequest } from 'node:http'
import { describe, expect, test } from 'vitest'
import { minutes } from '../../src/clock/duration.ts'
import { startApp } from './app-under-test.ts'

const PASSWORD = 'correct horse'
const guarded = () => startApp({ environment: { HOOKSWITCH_ADMIN_PASSWORD: PASSWORD } })

describe('without a password the page', () => {
  test.each(['localhost', '127.0.0.1', '127.0.0.5', '[::1]'])('answers under %s', async (name) => {
    await using app = await startApp()
    const { port } = new URL(app.origin)
    expect((await ask(app.origin, '/api/system', { host: `${name}:${port}` })).status).toBe(200)
  })

  test.each(['evil.example', '127.0.0.1.evil.example', 'localhost.evil.example', '192.168.0.7', 'a b'])(
    'does not answer under the name %j, which another site may have given this machine',
    async (host) => {
      await using app = await startApp()
      const answer = await ask(app.origin, '/api/messages', { host })
      expect(answer.status).toBe(403)
      expect(JSON.parse(answer.body)).toEqual({
        error: {
          code: 'FOREIGN_NAME',
          message: 'This server answers only under a name of this machine.',
          help: 'Use http://127.0.0.1 and its port.',
        },
      })
    },
  )
})

describe('a page of another site', () => {
  test.each(['https://evil.example', 'http://localhost:1', 'null', 'nonsense'])(
    'at %s is refused, even with the password',
    async (origin) => {
      await using app = await guarded()
      const answer = await ask(app.origin, '/api/messages', { origin, authorization: basic(PASSWORD) })
      expect(answer.status).toBe(403)
      expect(JSON.parse(answer.body).error.code).toBe('FOREIGN_PAGE')
    },
  )

  test('does not stand in the way of our own', async () => {
    await using app = await startApp()
    expect((await ask(app.origin, '/api/system', { origin: app.origin })).status).toBe(200)
  })
})

describe('with a password the page', () => {
  test.each([
    ['without one', {}],
    ['with a wrong one', { authorization: basic('wrong') }],
    ['with an empty one', { authorization: basic('') }],
    ['with what is no password', { authorization: 'Bearer abc' }],
    ['with a cookie somebody made up', { cookie: 'hookswitch_session=0000' }],
    ['with an empty cookie', { cookie: 'hookswitch_session=' }],
  ])('asks for it when somebody comes %s', async (_how, headers) => {
    await using app = await guarded()
    const answer = await ask(app.origin, '/api/messages', headers)
    expect(answer.status).toBe(401)
    expect(answer.headers['www-authenticate']).toBe('Basic realm="Hookswitch", charset="UTF-8"')
    expect(answer.headers['set-cookie']).toBeUndefined()
    expect(JSON.parse(answer.body)).toEqual({
      error: {
        code: 'PASSWORD_NEEDED',
        message: 'The password is missing or wrong.',
        help: 'It is in HOOKSWITCH_ADMIN_PASSWORD; any user name will do.',
      },
    })
  })

  test.each(['/', '/api/system', '/api/flows', '/api/messages', '/openapi.json'])(
    'keeps %s behind it',
    async (path) => {
      await using app = await guarded()
      expect((await ask(app.origin, path, {})).status).toBe(401)
      expect((await ask(app.origin, path, { authorization: basic(PASSWORD) })).status).toBe(200)
    },
  )

  test('answers under any name to whoever knows it, and then to the cookie alone', async () => {
    await using app = await guarded()
    const first = await ask(app.origin, '/api/system', { host: 'phones.example.com', authorization: basic(PASSWORD) })
    const [setCookie = ''] = first.headers['set-cookie'] ?? []

    expect(first.status).toBe(200)
    expect(setCookie).toMatch(/^hookswitch_session=[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Strict$/)
    const [cookie = ''] = setCookie.split(';')
    expect((await ask(app.origin, '/api/system', { cookie: `other=1; ${cookie}` })).status).toBe(200)
  })

  test('makes whoever guesses wait a minute, though not whoever is in already', async () => {
    await using app = await guarded()
    const first = await ask(app.origin, '/api/system', { authorization: basic(PASSWORD) })
    const cookie = first.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
    for (let guess = 0; guess < 11; guess++) {
      expect((await ask(app.origin, '/api/system', { authorization: basic(`guess ${guess}`) })).status).toBe(401)
    }

    const waiting = await ask(app.origin, '/api/system', { authorization: basic(PASSWORD) })
    expect(waiting.status).toBe(429)
    expect(waiting.headers['retry-after']).toBe('60')
    expect((await ask(app.origin, '/api/system', { cookie })).status).toBe(200)

    await app.clock.advance(minutes(1))
    expect((await ask(app.origin, '/api/system', { authorization: basic(PASSWORD) })).status).toBe(200)
  })

  test('leaves webhooks and the operator’s addresses to their own rules', async () => {
    await using app = await guarded()
    expect((await app.post('/voice/acme', { CallStatus: 'ringing' })).status).toBe(200)
    expect((await app.ask('/health')).status).toBe(200)
    expect((await app.ask('/ready')).status).toBe(200)
  })
})

function basic(password: string): string {
  return `Basic ${Buffer.from(`desk:${password}`).toString('base64')}`
}

/** A request whose every header is ours, as `fetch` does not allow for `Host` and `Origin`. */
function ask(origin: string, path: string, headers: Record<string, string>) {
  return new Promise<{
    status: number | undefined
    headers: Record<string, string | string[] | undefined>
    body: string
  }>((resolve, reject) => {
    const request = httpRequest(origin + path, { headers, agent: false }, async (response) => {
      let body = ''
      for await (const chunk of response) body += chunk
      resolve({ status: response.statusCode, headers: response.headers, body })
    })
    request.once('error', reject)
    request.end()
  })
}
