/**
 * The page's API: what there is, the flows as graphs, and the mailboxes. Schemas first; the OpenAPI document and the
 * page's client types are made from them.
 */
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Clock } from '../clock/clock.ts'
import {
  checkFlow,
  type Flow,
  type FlowFinding,
  graphOf,
  type LimitsDefinition,
  type Mailbox,
  type QueueDefinition,
  stepNamed,
} from '../flow/index.ts'
import type { AudioStorage } from '../mailbox/audio-storage.ts'
import { armAfterRemoval } from '../mailbox/retention.ts'
import type { Message, Store } from '../store/index.ts'
import type { FlowShelf, Log } from '../webhook/index.ts'
import { answerErrorsInOneShape } from './answer-errors.ts'
import * as shapes from './console-shapes.ts'
import { greetingRoutes } from './greeting-routes.ts'
import { outreachApi } from './outreach-api.ts'
import { queueApi } from './queue-api.ts'
import { recordingsApi } from './recordings-api.ts'
import { sendAudio } from './send-audio.ts'
import { findingsTogether } from './system-findings.ts'

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
  readonly shelf: FlowShelf
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  readonly mailboxes: readonly Mailbox[]
  readonly storage: AudioStorage
  /** What only a running system can say of its flows, such as a calendar that cannot be read. */
  readonly moreFindings: () => Promise<readonly FlowFinding[]>
  readonly queues?: readonly QueueDefinition[]
  readonly limits?: LimitsDefinition | undefined
  /** Called when an agent of a queue may be free. */
  readonly onQueue: () => void
  /** Called when there may be something to do outside a call. */
  readonly onTask: () => void
}

/** The routes under `/api`. */
export function consoleApi(options: ConsoleApiOptions) {
  const { system, shelf, mailboxes, store, storage, clock, log, onTask, moreFindings } = options
  return async (server: FastifyInstance): Promise<void> => {
    // What is said of a mailbox or a queue belongs to no flow and stands with the first.
    const findingsOf = (flow: Flow, more: readonly FlowFinding[]) => {
      const flows = [...shelf.flows.values()]
      const others = [...findingsTogether(flows, options), ...more]
      return [...checkFlow(flow), ...others.filter(({ at }) => (flowOf(at, flows) ?? flows[0]) === flow)]
    }
    answerErrorsInOneShape(server, log)
    server.get('/api/system', { schema: shapes.getSystem }, async () => system)

    server.get('/api/flows', { schema: shapes.getFlows }, async () => {
      const more = await moreFindings()
      const flows = [...shelf.flows.values()].map((flow) => ({
        ...graphOf(flow),
        isStored: shelf.isStored(flow.name),
        findings: findingsOf(flow, more),
      }))
      return { flows }
    })

    storedFlows(server, shelf, store)

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
        const size = file === undefined ? undefined : await storage.size(file).catch(() => undefined)
        if (file === undefined || size === undefined) {
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
        return sendAudio(request, reply, storage, file, size)
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
        if (isThere && (await armAfterRemoval(store, clock))) onTask()
        return isThere ? reply.code(204).send() : noMessage(reply)
      },
    )

    greetingRoutes(server, { mailboxes, store, storage, clock })
    hoursByHand(server, shelf.flows, store)
    outreachApi(server, store, clock)
    recordingsApi(server, store, storage)
    queueApi(server, { queues: options.queues ?? [], store, clock, onQueue: options.onQueue })
  }
}

const flowOf = (at: string, flows: readonly Flow[]): Flow | undefined =>
  flows.find(({ name }) => at.startsWith(`${name}/`))

/** Flows that are kept in the database. */
function storedFlows(server: FastifyInstance, shelf: FlowShelf, store: Store): void {
  server.get<{ Params: { flow: string } }>(
    '/api/flows/:flow',
    { schema: shapes.getFlow },
    async ({ params }, reply) => {
      const stored = await store.flows.find(params.flow)
      if (stored === undefined) return noStoredFlow(reply)
      const { name, version, updatedAt, source } = stored
      return { name, version, updatedAt, flow: JSON.parse(source) }
    },
  )

  server.put<{ Params: { flow: string }; Body: object }>(
    '/api/flows/:flow',
    { schema: shapes.putFlow },
    async ({ params, body }, reply) => {
      const result = await shelf.put(params.flow, JSON.stringify(body))
      if (result.kind === 'put') return { version: result.version, findings: result.findings }
      const isRefused = result.kind === 'refused'
      const told = isRefused ? 'This flow would fail its callers.' : result.reason
      const help = isRefused
        ? 'Mend what the findings say, and put it again; the flow that was there still answers.'
        : 'See docs/flow.schema.json for what a flow looks like.'
      const findings = isRefused ? result.findings : []
      return reply
        .code(422)
        .send({ ...problem(isRefused ? 'FLOW_HAS_ERRORS' : 'FLOW_UNREADABLE', told, help), findings })
    },
  )

  server.delete<{ Params: { flow: string } }>(
    '/api/flows/:flow',
    { schema: shapes.deleteFlow },
    async ({ params }, reply) => ((await shelf.remove(params.flow)) ? reply.code(204).send() : noStoredFlow(reply)),
  )
}

interface HoursRoute {
  Params: { flow: string; step: string }
  Body: { isOpen: boolean; until?: number }
}

/** Opening and closing by hand. */
function hoursByHand(server: FastifyInstance, flows: ReadonlyMap<string, Flow>, store: Store): void {
  const isThere = ({ flow: name, step }: HoursRoute['Params']): boolean => {
    const flow = flows.get(name)
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

function viewOf(message: Message) {
  const { id, mailbox, from, callSid, at, seconds, status, isHeard, isUrgent, transcript } = message
  return { id, mailbox, from, callSid, at, seconds, status, isHeard, isUrgent, transcript }
}

const problem = (code: string, message: string, help: string) => ({ error: { code, message, help } })
const noStoredFlow = (reply: FastifyReply) =>
  reply
    .code(404)
    .send(
      problem(
        'FLOW_UNKNOWN',
        'The database has no flow of this name.',
        'GET /api/flows lists all; those with isStored can be read, replaced and removed here.',
      ),
    )
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
