/**
 * For tests of the REST interface: an app, an exchange served over HTTP, and the official package pointed at it.
 */
import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import Fastify from 'fastify'
import twilio from 'twilio'
import { clientAt } from '../../src/client/index.ts'
import type { ExchangeOptions } from '../../src/exchange/index.ts'
import { exchangeHttp } from '../../src/exchange/index.ts'
import { accountSid, authToken, startWorld } from '../../src/exchange/scripted-app.fixture.ts'

type Script = Parameters<typeof startWorld>[0]

/** Everything a test of the REST interface needs; `client` is the unmodified official package. */
export async function startRest(script: Script = {}, options: Partial<ExchangeOptions> = {}) {
  const world = await startWorld(script, { exchange: options })
  const server = Fastify({ forceCloseConnections: true })
  await server.register(exchangeHttp, { exchange: world.exchange })
  const origin = await server.listen({ host: '127.0.0.1', port: 0 })
  const httpClient = clientAt(origin)
  return {
    ...world,
    origin,
    client: twilio(accountSid, authToken, { httpClient }),
    /** The package with other credentials. */
    clientOf: (sid: string, secret: string, account = accountSid) =>
      twilio(sid, secret, { httpClient: clientAt(origin), ...(sid.startsWith('SK') && { accountSid: account }) }),
    /** A request without the package. */
    async ask(method: string, path: string, form?: Readonly<Record<string, string>>, authorization = basic()) {
      const answer = await fetch(`${origin}${path}`, {
        method,
        headers: { authorization },
        ...(form && { body: new URLSearchParams(form) }),
      })
      const text = await answer.text()
      return { status: answer.status, headers: answer.headers, body: text === '' ? undefined : JSON.parse(text) }
    },
    async [Symbol.asyncDispose]() {
      await server.close()
      await world.stop()
    },
  }
}

const basic = () => `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`

const schemas: { readonly definitions: object; readonly operations: Readonly<Record<string, object>> } = JSON.parse(
  readFileSync(new URL('response-schemas.json', import.meta.url), 'utf8'),
)

const ajv = new Ajv({ strict: false, allErrors: true })
ajv.addFormat('date-time-rfc-2822', /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} \+0000$/)
ajv.addFormat('date-time', /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/)

/** What the network's own schema of an operation has against a body; empty when nothing. */
export function schemaErrors(operation: string, body: unknown): readonly string[] {
  const schema = schemas.operations[operation]
  if (schema === undefined) throw new Error(`There is no schema for ${operation}.`)
  const validate = ajv.compile({ ...schema, definitions: schemas.definitions })
  validate(body)
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}
