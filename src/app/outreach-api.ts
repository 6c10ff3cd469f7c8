/**
 * The page's API about people: who has said stop, who has agreed, what they wrote, what left, and whom we may not reach.
 *
 * Numbers come in bodies, never in addresses.
 */
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Clock } from '../clock/clock.ts'
import type { Consent } from '../consent/index.ts'
import { isE164 } from '../phone/e164.ts'
import type { KnownSender, OutboxEntry, Store } from '../store/index.ts'
import * as shapes from './outreach-shapes.ts'

const MOST = 200

/** The routes about people. */
export function outreachApi(server: FastifyInstance, store: Store, clock: Clock): void {
  const { suppressions, contacts, outbox } = store
  server.get('/api/refusals', { schema: shapes.getRefusals }, async () => ({
    refusals: await contacts.refusals({ limit: MOST }),
  }))
  server.get<{ Querystring: { after?: number } }>(
    '/api/suppressions',
    { schema: shapes.getSuppressions },
    async ({ query }) => ({ suppressions: await suppressions.list({ limit: MOST, after: query.after ?? 0 }) }),
  )
  server.get('/api/texts', { schema: shapes.getTexts }, async () => ({
    texts: await contacts.inbound({ limit: MOST }),
  }))
  server.get('/api/outbox', { schema: shapes.getOutbox }, async () => ({
    outbox: (await outbox.list({ limit: MOST })).map(viewOf),
  }))
  server.get('/api/senders', { schema: shapes.getSenders }, async () => ({
    senders: (await contacts.senders()).map(({ checkedAt: _checkedAt, ...sender }) => sender),
  }))
  server.put<{ Body: Omit<KnownSender, 'checkedAt'> }>(
    '/api/senders',
    { schema: shapes.putSender },
    async ({ body }, reply) => {
      await contacts.setSender({ ...body, checkedAt: clock.now() })
      return reply.code(204).send()
    },
  )
  changes(server, store, clock)
  server.post<{ Body: { number: string } }>('/api/person', { schema: shapes.postPerson }, async ({ body }, reply) =>
    isE164(body.number) ? personOf(store, body.number) : noNumber(reply),
  )
}

interface Change {
  readonly number: string
  readonly wording?: string
  readonly by?: string
}

function changes(server: FastifyInstance, { suppressions }: Store, clock: Clock): void {
  server.post<{ Body: Change }>('/api/suppressions', { schema: shapes.postStop }, async ({ body }, reply) => {
    if (!isE164(body.number)) return noNumber(reply)
    await suppressions.stop({ ...body, scope: 'everything', source: 'staff', at: clock.now() })
    return reply.code(204).send()
  })
  server.post<{ Body: Change }>('/api/suppressions/lift', { schema: shapes.postAllow }, async ({ body }, reply) => {
    if (!isE164(body.number)) return noNumber(reply)
    await suppressions.allow({ ...body, source: 'staff', at: clock.now() })
    return reply.code(204).send()
  })
  server.post<{ Body: Omit<Consent, 'at'> & { number: string; at?: number } }>(
    '/api/consents',
    { schema: shapes.postConsent },
    async ({ body: { number, ...consent } }, reply) => {
      if (!isE164(number)) return noNumber(reply)
      await suppressions.agree(number, { ...consent, at: consent.at ?? clock.now() })
      return reply.code(204).send()
    },
  )
}

async function personOf({ suppressions, contacts, outbox }: Store, number: string) {
  const [stops, consents, isOnDoNotCall, refusals, written, sent] = await Promise.all([
    suppressions.history(number),
    suppressions.consentsOf(number),
    suppressions.isOnDoNotCall(number),
    contacts.refusals({ limit: MOST, number }),
    contacts.inbound({ limit: MOST, from: number }),
    outbox.list({ limit: MOST, to: number }),
  ])
  const isStopped = stops.some(({ lifted }) => lifted === null)
  return { isStopped, isOnDoNotCall, stops, consents, refusals, written, sent: sent.map(viewOf) }
}

function viewOf({ id, key, channel, purpose, to, from, state, status, errorCode, reason, at, endedAt }: OutboxEntry) {
  return { id, key, channel, purpose, to, from, state, status, errorCode, reason, at, endedAt }
}

const noNumber = (reply: FastifyReply) =>
  reply.code(400).send({
    error: {
      code: 'NUMBER_MALFORMED',
      message: 'This is not a phone number in international form.',
      help: 'Write + and country code, such as +12025550101.',
    },
  })
