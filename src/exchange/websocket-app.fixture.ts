/**
 * For tests: a real web socket app on 127.0.0.1 that remembers what it was sent and answers from a script.
 */
import type { IncomingMessage } from 'node:http'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import twilio from 'twilio'
import { WebSocketServer } from 'ws'
import { authToken } from './scripted-app.fixture.ts'

/** A message of the network, read. */
export type Received = Readonly<Record<string, unknown>>

/** One conversation over a socket, from the app's side. */
export interface Conversation {
  readonly received: readonly Received[]
  /** How often the network asked whether all was read. */
  readonly pings: number
  /** Whether the official package takes the handshake's signature for the network's. */
  readonly isSigned: boolean
  readonly path: string
  /** The code the socket was closed with; undefined while it is open. */
  readonly closeCode: number | undefined
  send(message: object | string | Buffer): void
  close(code?: number, reason?: string): void
  /** Breaks the connection off without goodbye. */
  drop(): void
  /** The messages with this `event` or `type`, oldest first. */
  of(name: string): readonly Received[]
}

export interface SocketScript {
  /** Called for each message the network sends. */
  readonly message?: (message: Received, conversation: Conversation) => void
  readonly opened?: (conversation: Conversation) => void
  /** Default true. */
  readonly answersPings?: boolean
}

/** Starts a web socket app. */
export async function startSocketApp(script: SocketScript = {}) {
  const conversations: Conversation[] = []
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', autoPong: script.answersPings ?? true })
  await new Promise<void>((listening) => server.once('listening', listening))
  const { port } = server.address() as AddressInfo // a TCP server that listens has one
  server.on('connection', (socket, request) => {
    const received: Received[] = []
    let closeCode: number | undefined
    let pings = 0
    const conversation: Conversation = {
      received,
      isSigned: isSigned(request, port),
      path: request.url ?? '',
      get pings() {
        return pings
      },
      get closeCode() {
        return closeCode
      },
      send: (message) =>
        socket.send(typeof message === 'string' || Buffer.isBuffer(message) ? message : JSON.stringify(message)),
      close: (code, reason) => socket.close(code, reason),
      drop: () => socket.terminate(),
      of: (name) => received.filter(({ event, type }) => (event ?? type) === name),
    }
    conversations.push(conversation)
    socket.on('error', () => {})
    socket.on('ping', () => {
      pings += 1
    })
    socket.on('close', (code) => {
      closeCode = code
    })
    socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as Received
      received.push(message)
      script.message?.(message, conversation)
    })
    script.opened?.(conversation)
  })
  return {
    url: `ws://127.0.0.1:${port}/audio`,
    conversations,
    /** The only conversation there is. */
    get conversation(): Conversation {
      const [only] = conversations
      if (only === undefined || conversations.length > 1) throw new Error(`There are ${conversations.length}.`)
      return only
    },
    async [Symbol.asyncDispose]() {
      for (const client of server.clients) client.terminate()
      await new Promise((closed) => server.close(closed))
    },
  }
}

function isSigned(request: IncomingMessage, port: number): boolean {
  const signature = String(request.headers['x-twilio-signature'])
  return twilio.validateRequest(authToken, signature, `ws://127.0.0.1:${port}${request.url}`, {})
}

/** A server that takes connections and does with the bytes what it is told: for apps that speak no web socket. */
export async function startRawServer(connected: (socket: Socket) => void) {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    connected(socket)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo // as above
  return {
    url: `ws://127.0.0.1:${port}/audio`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((closed) => server.close(closed))
    },
  }
}
