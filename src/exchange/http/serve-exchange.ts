/**
 * An exchange with a server of its own, for those who have none to register `exchangeHttp` on.
 */
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

/** Makes an exchange and serves it on a free port of 127.0.0.1, where its recordings can be fetched. */
export async function serveExchange(options: Omit<ExchangeOptions, 'baseUrl'>): Promise<ServedExchange> {
  // The exchange must know where its recordings can be fetched before it is made, so the socket listens first.
  const socket = createServer()
  await new Promise<void>((listening) => socket.listen(0, '127.0.0.1', listening))
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
