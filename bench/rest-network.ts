/** An exchange with its REST interface, in a process of its own. Tells its port over IPC, and its processor time when asked. */
import Fastify from 'fastify'
import { createVirtualClock } from '../src/clock/virtual-clock.ts'
import { createExchange, exchangeHttp } from '../src/exchange/index.ts'

const { ACCOUNT_SID: accountSid = '', AUTH_TOKEN: authToken = '' } = process.env
const exchange = createExchange({
  accountSid,
  authToken,
  clock: createVirtualClock(),
  seed: 1,
})
exchange.addLine({ number: '+12025550100', voiceUrl: 'http://127.0.0.1:9/voice' })
const server = Fastify()
await server.register(exchangeHttp, { exchange })
await server.listen({ port: 0, host: '127.0.0.1' })
process.send?.(server.server.address())
process.on('message', () => process.send?.(process.cpuUsage()))
process.on('disconnect', () => process.exit())
