/**
 * An exchange with a server of its own, for those who have none to register `exchangeHttp` on.
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
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
  const server = Fastify({ forceCloseConnections: true, serverFactory: (handler) => socket.on('request', handler) })
  await server.register(exchangeHttp, { exchange })
  await server.ready()
  return {
    exchange,
    origin,
    async close() {
      await exchange.close()
      await server.close()
      // Fastify leaves a socket alone that it did not open itself.
      socket.close()
      socket.closeAllConnections()
    },
  }
}
