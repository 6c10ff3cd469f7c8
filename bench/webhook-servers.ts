/**
 * The servers that are compared, each in a process of its own: `node bench/webhook-servers.ts NAME [DATABASE_URL]`.
 *
 * All of them check the signature and answer the Acme menu; ours alone also commits the session before it answers.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { mkdtemp } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import express from 'express'
import Fastify from 'fastify'
import twilio from 'twilio'
import { acme } from '../examples/acme/phone-system.ts'
import { createApp } from '../src/app/app.ts'
import { readConfig } from '../src/app/config.ts'
import { systemClock } from '../src/clock/system-clock.ts'
import { ACCOUNT, TOKEN } from './menu-requests.ts'

const [, , name = '', databaseUrl] = process.argv
const { VoiceResponse } = twilio.twiml
const secrets = { SALES_PHONE: '+12025550101', SUPPORT_PHONE: '+12025550102' }

type Form = Record<string, string>

function menu(form: Form): string {
  const response = new VoiceResponse()
  if (form.Digits === '1') {
    response.say('Connecting you to sales.')
    response.dial({ action: '/voice/acme/sales?turn=2', timeout: 20 }).number(secrets.SALES_PHONE)
    return response.toString()
  }
  const gather = response.gather({ action: '/voice/acme/welcome?turn=1', timeout: 5, numDigits: 1 })
  gather.say('Welcome to Acme Corp.')
  gather.say('Press 1 for sales. Press 2 for support. Press 3 to leave a message.')
  response.redirect('/voice/acme/welcome?turn=1')
  return response.toString()
}

const servers: Record<string, () => Promise<number>> = {
  async hookswitch() {
    const dataDir = await mkdtemp(join(tmpdir(), 'hookswitch-bench-'))
    const environment = { PORT: '0', DATA_DIR: dataDir, ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}) }
    const app = await createApp({
      config: readConfig(environment, 'development', []),
      credentials: { accountSid: ACCOUNT, authToken: TOKEN },
      flows: [acme],
      clock: systemClock,
      log: { info() {}, warn: console.error, error: console.error },
      secrets: new Map(Object.entries(secrets)),
      system: {
        name: 'bench',
        version: '0',
        mode: 'production',
        hasExchange: false,
        lines: [],
        callees: [],
        callerNumber: '',
      },
    })
    return Number(new URL(await app.listen()).port)
  },

  async express() {
    const app = express()
    app.use(express.urlencoded({ extended: false }))
    app.post('/voice/*rest', (request, response) => {
      const url = `http://${request.headers.host}${request.originalUrl}`
      const isGenuine = twilio.validateRequest(TOKEN, request.get('x-twilio-signature') ?? '', url, request.body)
      if (!isGenuine) response.status(403).end()
      else response.type('text/xml').send(menu(request.body))
    })
    return listening(app.listen(0, '127.0.0.1'))
  },

  async fastify() {
    const app = Fastify()
    app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
      done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    )
    app.post('/voice/*', (request, reply) => {
      const url = `http://${request.headers.host}${request.raw.url}`
      const form = request.body as Form
      const isGenuine = twilio.validateRequest(TOKEN, String(request.headers['x-twilio-signature']), url, form)
      if (!isGenuine) return reply.code(403).send()
      return reply.type('text/xml').send(menu(form))
    })
    return Number(new URL(await app.listen({ port: 0, host: '127.0.0.1' })).port)
  },

  /** The least anybody can do: read the body, check the HMAC, answer a constant. */
  async bare() {
    const constant = menu({})
    const server = createServer((request, response) => {
      let body = ''
      request.setEncoding('utf8')
      request.on('data', (chunk) => {
        body += chunk
      })
      request.on('end', () => {
        const pairs = [...new URLSearchParams(body)].sort(([a], [b]) => (a < b ? -1 : 1))
        const url = `http://${request.headers.host}${request.url}`
        const text = pairs.reduce((text, [name, value]) => text + name + value, url)
        const expected = createHmac('sha1', TOKEN).update(text).digest()
        const given = Buffer.from(String(request.headers['x-twilio-signature']), 'base64')
        const isGenuine = given.length === expected.length && timingSafeEqual(given, expected)
        response.writeHead(isGenuine ? 200 : 403, {
          'content-type': 'text/xml',
          'content-length': Buffer.byteLength(constant),
        })
        response.end(constant)
      })
    })
    return listening(server.listen(0, '127.0.0.1'))
  },
}

async function listening(server: { once(event: string, listener: () => void): unknown; address(): unknown }) {
  await new Promise<void>((resolve) => server.once('listening', resolve))
  return (server.address() as { port: number }).port
}

const start = servers[name]
if (start === undefined) throw new Error(`There is no server "${name}": ${Object.keys(servers).join(', ')}.`)
process.send?.({ port: await start() })
process.on('disconnect', () => process.exit())
