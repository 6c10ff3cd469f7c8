/**
 * The REST interface of the network, as a Fastify plugin: finds the operation, who asks, and answers in its shape.
 *
 * Source: reference twilio-platform.md §2.
 */
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { createSid } from '../../phone/sid.ts'
import { type Exchange, networkOf } from '../exchange.ts'
import type { Network } from '../network.ts'
import { authenticate, unauthenticated } from './authenticate.ts'
import type { AnyRequest, Operation } from './operation.ts'
import { a2pCampaignOperations } from './resources/a2p-campaigns.ts'
import { accountOperations } from './resources/accounts.ts'
import { applicationOperations } from './resources/applications.ts'
import { availableNumberOperations } from './resources/available-numbers.ts'
import { brandOperations } from './resources/brands.ts'
import { callerIdOperations } from './resources/caller-ids.ts'
import { callOperations } from './resources/calls.ts'
import { conferenceOperations } from './resources/conferences.ts'
import { inCallMediaOperations } from './resources/in-call-media.ts'
import { keyOperations } from './resources/keys.ts'
import { lookupOperations } from './resources/lookups.ts'
import { serveMessageMedia } from './resources/message-media.ts'
import { messageOperations } from './resources/messages.ts'
import { numberOperations } from './resources/numbers.ts'
import { queueOperations } from './resources/queues.ts'
import { serveMedia } from './resources/recording-media.ts'
import { recordingOperations } from './resources/recordings.ts'
import { serviceOperations } from './resources/services.ts'
import { transcriptionOperations } from './resources/transcriptions.ts'
import { trustOperations } from './resources/trust.ts'
import { errorBody, notFound, TwilioError } from './twilio-error.ts'

/** Everything the interface can do. */
export const restOperations: readonly Operation[] = [
  ...callOperations,
  ...recordingOperations,
  ...transcriptionOperations,
  ...conferenceOperations,
  ...queueOperations,
  ...messageOperations,
  ...inCallMediaOperations,
  // Those of one type come before the SID of any.
  ...numberOperations,
  ...availableNumberOperations,
  ...applicationOperations,
  ...callerIdOperations,
  ...accountOperations,
  ...keyOperations,
  ...lookupOperations,
  ...trustOperations,
  ...brandOperations,
  ...serviceOperations,
  ...a2pCampaignOperations,
]

/** Serves `/2010-04-01/…` the lookups under `/v2/…` and registration under `/v1/…`, at the same paths as the network's own hosts. */
export function serveRestApi(app: FastifyInstance, exchange: Exchange): void {
  const network = networkOf(exchange)
  const routes = restOperations.map((operation) => ({ operation, ...patternOf(operation.facts.path) }))
  const limit = createLimit(network)
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, new URLSearchParams(String(body))),
  )
  app.setErrorHandler((error: FastifyError | TwilioError, request, reply) => sendError(error, request, reply))
  const handle = async (request: FastifyRequest, reply: FastifyReply) => {
    reply.header('twilio-request-id', createSid('RQ')).header('x-home-region', 'us1')
    const { accountSid, isTest, isKey } = authenticate(request.headers.authorization, network)
    limit()
    if (isKey && forOwner.test(request.url)) throw unauthenticated()
    const address = new URL(request.url, 'http://network')
    // The address without an ending is the file, not what is known of it.
    if (serveMedia(network, accountSid, address, request, reply)) return reply
    if (serveMessageMedia(network, accountSid, address, request, reply)) return reply
    const found = routes.filter(({ pattern }) => pattern.test(address.pathname))
    const route = found.find(({ operation }) => operation.facts.method === request.method)
    if (isTest && !testable.test(address.pathname)) {
      throw new TwilioError(403, 20008, 'Resource not accessible with Test Account Credentials')
    }
    if (found.length === 0) throw notFound(address.pathname)
    if (route === undefined) throw new TwilioError(405, 20004, 'Method not allowed')
    const path = route.valuesOf(address.pathname)
    const account = path.AccountSid
    if (account !== undefined && account !== accountSid) throw notFound(address.pathname)
    const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams()
    return answer(route.operation, { network, path, address, form, isTest }, reply)
  }
  const schema = { hide: true }
  app.all('/2010-04-01/*', { schema }, handle)
  app.all('/v2/PhoneNumbers/*', { schema }, handle)
  for (const place of registrationPlaces) {
    app.all(place, { schema }, handle)
    app.all(`${place}/*`, { schema }, handle)
  }
}

/** Of the hosts trusthub and messaging. */
const registrationPlaces = [
  '/v1/CustomerProfiles',
  '/v1/TrustProducts',
  '/v1/EndUsers',
  '/v1/SupportingDocuments',
  '/v1/a2p',
  '/v1/Services',
]

async function answer(operation: Operation, request: AnyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const body = await operation.ask(request)
  reply.status(operation.facts.status)
  return body === undefined ? reply.send() : reply.type('application/json; charset=utf-8').send(JSON.stringify(body))
}

/** What test credentials may reach. Source: reference twilio-platform.md §2.2, documented. */
const testable = /\/(Messages|Calls|IncomingPhoneNumbers|PhoneNumbers)(\.json|\/|$)/

/** What a standard key may not reach. Source: §2.2, documented. */
const forOwner = /^\/2010-04-01\/Accounts(\/AC[0-9a-fA-F]{32}(\/Keys(\/\w+)?)?)?(\.json)?(\?|$)/

/** The names in a path, and where they stand. */
function patternOf(path: string) {
  const names: string[] = []
  const source = path
    .replace(/\.json$/, '')
    .replaceAll('.', '\\.')
    .replace(/:(\w+)/g, (_all, name: string) => {
      names.push(name)
      return '([^/]+?)'
    })
  const pattern = new RegExp(`^${source}${path.endsWith('.json') ? '(?:\\.json)?' : ''}$`)
  const valuesOf = (pathname: string): Readonly<Record<string, string>> => {
    const values = pattern.exec(pathname)?.slice(1) ?? []
    return Object.fromEntries(names.map((name, place) => [name, decodeURIComponent(values[place] ?? '')]))
  }
  return { pattern, valuesOf }
}

/** So many requests a second and no more. Source: reference twilio-platform.md §2.7. */
function createLimit({ clock, settings }: Network): () => void {
  let second = 0
  let requests = 0
  return () => {
    const now = Math.floor(clock.now() / 1000)
    requests = now === second ? requests + 1 : 1
    second = now
    if (requests > settings.restRequestsPerSecond) {
      throw new TwilioError(429, 20429, 'Too Many Requests', { 'retry-after': '1' })
    }
  }
}

function sendError(error: FastifyError | TwilioError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = error instanceof TwilioError ? error : unexpected(error)
  if (refusal.status >= 500) request.log.error(error)
  return reply.status(refusal.status).headers(refusal.headers).send(errorBody(refusal))
}

function unexpected({ statusCode = 500, message }: FastifyError): TwilioError {
  if (statusCode === 413) return new TwilioError(413, 20413, 'Request Entity Too Large')
  if (statusCode < 500) return new TwilioError(statusCode, 20422, message)
  return new TwilioError(500, 20500, 'An internal server error has occurred')
}
