/**
 * The page's API: what there is, the flows as graphs, and the mailboxes. Schemas first; the OpenAPI document and the
 * page's client types are made from them.
 */
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Clock } from '../clock/clock.ts'
import { checkFlow, type Flow, graphOf, stepNamed } from '../flow/index.ts'
import type { Message, Store } from '../store/index.ts'
import type { Log } from '../webhook/index.ts'
import * as shapes from './console-shapes.ts'
import { outreachApi } from './outreach-api.ts'
import { sendAudio } from './send-audio.ts'

/** What the page should know of this process. */
export interface SystemView {
  readonly name: string
  readonly version: string
  readonly mode: 'development' | 'production'
  readonly hasExchange: boolean
  readonly lines: readonly { readonly number: string; readonly flow: string; readonly title: string }[]
  readonly callees: readonly { readonly label: string; readonly number: string }[]
  readonly callerNumber: string
}

export interface ConsoleApiOptions {
  readonly system: SystemView
  readonly flows: readonly Flow[]
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  /** The folder recordings are kept in. */
  readonly recordings: string
}

/** The routes under `/api`. */
export function consoleApi({ system, flows, store, clock, log, recordings }: ConsoleApiOptions) {
  return async (server: FastifyInstance): Promise<void> => {
    answerErrorsInOneShape(server, log)
    server.get('/api/system', { schema: shapes.getSystem }, async () => system)

    server.get('/api/flows', { schema: shapes.getFlows }, async () => ({
      flows: flows.map((flow) => ({ ...graphOf(flow), findings: checkFlow(flow) })),
    }))

    server.get<{ Querystring: { mailbox?: string } }>(
      '/api/messages',
      { schema: shapes.getMessages },
      async (request) => {
        const messages = await store.messages.list(request.query)
        return { messages: messages.map(viewOf) }
      },
    )

    server.get<{ Params: { id: string } }>(
      '/api/messages/:id/audio',
      { schema: shapes.getAudio },
      async (request, reply) => {
        const message = await store.messages.find(request.params.id)
        if (!message) return noMessage(reply)
        const file = await store.recordings.file(message.recordingSid)
        const path = file === undefined ? undefined : join(recordings, file)
        const size =
          path === undefined
            ? undefined
            : await stat(path).then(
                ({ size }) => size,
                () => undefined,
              )
        if (path === undefined || size === undefined) {
          return reply
            .code(404)
            .send(
              problem(
                'AUDIO_MISSING',
                'The audio of this message is not here yet.',
                'It is fetched within seconds of the call; try again.',
              ),
            )
        }
        return sendAudio(request, reply, path, size)
      },
    )

    server.post<{ Params: { id: string }; Body: { isHeard: boolean } }>(
      '/api/messages/:id/heard',
      { schema: shapes.postHeard },
      async (request, reply) => {
        const isThere = await store.messages.setHeard(request.params.id, request.body.isHeard)
        return isThere ? reply.code(204).send() : noMessage(reply)
      },
    )

    server.delete<{ Params: { id: string } }>(
      '/api/messages/:id',
      { schema: shapes.deleteMessage },
      async (request, reply) => {
        const isThere = await store.messages.remove(request.params.id, clock.now())
        return isThere ? reply.code(204).send() : noMessage(reply)
      },
    )

    hoursByHand(server, flows, store)
    outreachApi(server, store, clock)
  }
}

interface HoursRoute {
  Params: { flow: string; step: string }
  Body: { isOpen: boolean; until?: number }
}

/** Opening and closing by hand. */
function hoursByHand(server: FastifyInstance, flows: readonly Flow[], store: Store): void {
  const isThere = ({ flow: name, step }: HoursRoute['Params']): boolean => {
    const flow = flows.find((one) => one.name === name)
    const found = flow && stepNamed(flow, step)
    return found?.kind === 'hours' && found.mayBeOverridden !== false
  }

  server.get<HoursRoute>('/api/hours/:flow/:step', { schema: shapes.getHours }, async ({ params }, reply) => {
    if (!isThere(params)) return noHours(reply)
    return { override: (await store.overrides.find(params.flow, params.step)) ?? null }
  })

  server.put<HoursRoute>('/api/hours/:flow/:step', { schema: shapes.putHours }, async ({ params, body }, reply) => {
    if (!isThere(params)) return noHours(reply)
    await store.overrides.set(params.flow, params.step, { isOpen: body.isOpen, until: body.until ?? null })
    return reply.code(204).send()
  })

  server.delete<HoursRoute>('/api/hours/:flow/:step', { schema: shapes.deleteHours }, async ({ params }, reply) => {
    if (!isThere(params)) return noHours(reply)
    await store.overrides.set(params.flow, params.step, undefined)
    return reply.code(204).send()
  })
}

/** What is wrong with a request is told; what broke here goes into the log, because it may name hosts and files. */
function answerErrorsInOneShape(server: FastifyInstance, log: Log): void {
  server.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const status = error.statusCode ?? 500
    if (status < 500) {
      const help = 'See /openapi.json for what this address takes.'
      return reply.code(status).send(problem('REQUEST_INVALID', error.message, help))
    }
    log.error({ method: request.method, path: request.routeOptions.url, err: error }, 'a request of the page failed')
    const help = 'Try again; if it stays, the log says why. Calls are not affected by this.'
    return reply.code(500).send(problem('REQUEST_FAILED', 'Something went wrong here.', help))
  })
}

function viewOf({ id, mailbox, from, callSid, at, seconds, status, isHeard }: Message) {
  return { id, mailbox, from, callSid, at, seconds, status, isHeard }
}

const problem = (code: string, message: string, help: string) => ({ error: { code, message, help } })
const noHours = (reply: FastifyReply) =>
  reply
    .code(404)
    .send(
      problem(
        'HOURS_UNKNOWN',
        'This is no step with opening hours that may be set aside by hand.',
        'Name a flow and a step of it that is made with hours() and has not set mayBeOverridden to false.',
      ),
    )
const noMessage = (reply: FastifyReply) =>
  reply
    .code(404)
    .send(problem('MESSAGE_UNKNOWN', 'There is no such message.', 'It may have been removed; load the list again.'))
