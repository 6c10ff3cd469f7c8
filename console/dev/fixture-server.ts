/**
 * The API and the feed behind the page when no server runs: `vite --mode fixture`.
 *
 * With `FIXTURE=production` in the environment the page is shown as it is without an exchange.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Plugin } from 'vite'
import { WebSocketServer } from 'ws'
import type { Flow, Reaction, System } from '../src/api/types.ts'
import { createAcmeScript } from './acme-script.ts'

const isProduction = process.env.FIXTURE === 'production'

const system: System = {
  name: 'Acme Corp',
  version: '0.1.0',
  mode: isProduction ? 'production' : 'development',
  hasExchange: !isProduction,
  lines: [{ number: '+12025550100', flow: 'acme', title: 'Acme Corp' }],
  callees: [
    { label: 'sales', number: '+12025550101' },
    { label: 'support', number: '+12025550102' },
  ],
  callerNumber: '+12025550199',
}

const acme: Flow = {
  name: 'acme',
  start: 'welcome',
  steps: [
    {
      name: 'welcome',
      kind: 'menu',
      title: 'Welcome menu',
      says: 'Welcome to Acme Corp. For sales, press 1. For support, press 2. To leave a message, press 3.',
    },
    { name: 'sales', kind: 'transfer', title: 'Sales', says: 'Connecting you to sales.' },
    { name: 'support', kind: 'transfer', title: 'Support', says: 'Connecting you to support.' },
    { name: 'message', kind: 'voicemail', title: 'Leave a message', says: 'Please leave a message after the beep.' },
  ],
  edges: [
    { from: 'welcome', to: 'sales', label: '1', isAutomatic: false },
    { from: 'welcome', to: 'support', label: '2', isAutomatic: false },
    { from: 'welcome', to: 'message', label: '3', isAutomatic: false },
    { from: 'welcome', to: 'message', label: 'no key', isAutomatic: true },
    { from: 'sales', to: 'message', label: 'unanswered', isAutomatic: true },
    { from: 'support', to: 'message', label: 'unanswered', isAutomatic: true },
  ],
  isStored: false,
  findings: [],
}

export function fixtureServer(): Plugin {
  const script = createAcmeScript()

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    const { pathname } = new URL(request.url ?? '/', 'http://fixture')
    const what = `${request.method} ${pathname}`
    const parts = pathname.split('/')
    const id = parts[3] ?? ''
    if (what === 'GET /api/system') return json(response, 200, system)
    if (what === 'GET /api/flows') return json(response, 200, { flows: [acme] })
    if (what === 'GET /api/messages') return json(response, 200, { messages: script.messages })
    if (what === 'GET /api/queues') return json(response, 200, { queues: [] })
    if (what === 'GET /api/campaigns') return json(response, 200, { campaigns: [] })
    if (what === 'GET /_exchange/journal') return json(response, 200, { events: script.events })
    if (what === 'POST /_exchange/calls') return json(response, 201, { callSid: script.place(system.callerNumber) })
    if (parts[2] === 'messages') return message(request, response, id)
    if (parts[2] === 'recordings') {
      script.audio.set(id, await bodyOf(request))
      return empty(response)
    }
    if (parts[2] !== 'calls') return false
    const body = JSON.parse((await bodyOf(request)).toString() || '{}') as Record<string, unknown>
    if (parts[4] === 'keys') script.press(id, String(body.keys))
    if (parts[4] === 'speech') script.speak(id, String(body.text), Number(body.seconds ?? 3))
    if (parts[4] === 'hang-up') script.hangUp(id)
    if (parts[4] === 'answer') script.react(id, body.as as Reaction)
    return empty(response)
  }

  async function message(request: IncomingMessage, response: ServerResponse, id: string): Promise<boolean> {
    const index = script.messages.findIndex((each) => each.id === id)
    const found = script.messages[index]
    const wav = script.audio.get(id)
    if (request.method === 'GET' && wav) {
      response.writeHead(200, { 'content-type': 'audio/wav', 'content-length': wav.length }).end(wav)
      return true
    }
    if (!found)
      return json(response, 404, {
        error: { code: 'MESSAGE_UNKNOWN', message: 'That message is gone.', help: 'Reload the page.' },
      })
    if (request.method === 'DELETE') script.messages.splice(index, 1)
    if (request.method === 'POST') {
      const { isHeard } = JSON.parse((await bodyOf(request)).toString()) as { isHeard: boolean }
      script.messages[index] = { ...found, isHeard }
    }
    return empty(response)
  }

  return {
    name: 'hookswitch-fixture-server',
    configureServer(server) {
      const feed = new WebSocketServer({ noServer: true })
      server.httpServer?.on('upgrade', (request, socket, head) => {
        const address = new URL(request.url ?? '/', 'http://fixture')
        if (address.pathname !== '/_exchange/feed') return
        feed.handleUpgrade(request, socket, head, (client) => {
          const since = Number(address.searchParams.get('since') ?? 0)
          for (const event of script.events) if (event.sequence > since) client.send(JSON.stringify(event))
          const stop = script.subscribe((event) => client.send(JSON.stringify(event)))
          client.on('close', stop)
        })
      })
      server.middlewares.use((request, response, next) => {
        answer(request, response).then((isDone) => isDone || next(), next)
      })
    },
  }
}

function json(response: ServerResponse, status: number, body: unknown): true {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  return true
}

function empty(response: ServerResponse): true {
  response.writeHead(204).end()
  return true
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
