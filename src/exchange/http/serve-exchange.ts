/**
 * An exchange with a server of its own, for those who have none to register `exchangeHttp` on.
 */
import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import Fastify from 'fastify'
import { createExchange, type Exchange, type ExchangeOptions } from '../exchange.ts'
import { exchangeHttp } from './http.ts'

/** A running exchange and the address it is served at, on this machine only. */
export interface ServedExchange {
  readonly exchange: Exchange
  readonly origin: string
  close(): Promise<void>
}

/**
 * Makes an exchange and serves it on 127.0.0.1, where its recordings can be fetched.
 *
 * @param port default 0: any that is free
 * @throws what Node says of a port that cannot be had, such as `EADDRINUSE`
 */
export async function serveExchange(options: Omit<ExchangeOptions, 'baseUrl'>, port = 0): Promise<ServedExchange> {
  // The exchange must know where its recordings can be fetched before it is made, so the socket listens first.
  const socket = createServer()
  socket.listen(port, '127.0.0.1')
  await once(socket, 'listening')
  const address = socket.address()
  const origin = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
  const exchange = createExchange({ ...options, baseUrl: origin })
  let starting: ReturnType<typeof startApi> | undefined
  const api = () => {
    socket.off('upgrade', waits)
    starting ??= startApi(exchange, socket)
    return starting
  }
  socket.on('request', (request, answer) => void api().then(({ handle }) => handle(request, answer)))
  // Until the API runs nobody else listens to those who want a WebSocket; from then on it does.
  const waits = (...upgrade: unknown[]) => void api().then(() => socket.emit('upgrade', ...upgrade))
  socket.on('upgrade', waits)
  return {
    exchange,
    origin,
    async close() {
      await exchange.close()
      await (await starting)?.server.close()
      // Fastify leaves a socket alone that it did not open itself.
      socket.close()
      socket.closeAllConnections()
    },
  }
}

/** Most of the time of a short test would go into this, and most tests never ask for anything. */
async function startApi(exchange: Exchange, socket: Server) {
  let handle: RequestListener | undefined
  const server = Fastify({
    forceCloseConnections: true,
    serverFactory(handler) {
      handle = handler
      return socket
    },
  })
  await server.register(exchangeHttp, { exchange })
  await server.ready()
  if (handle === undefined) throw new Error('Fastify has asked for no server.')
  return { server, handle }
}
