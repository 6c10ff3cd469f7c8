/** `hookswitch serve` with a wrong auth token. */
import { expect, test } from 'vitest'
import { systemClock } from '../../src/clock/system-clock.ts'
import { serveExchange } from '../../src/exchange/index.ts'
import { start, temporaryFolder } from './hookswitch.ts'

const ACCOUNT = `AC${'5'.repeat(32)}`
const WRONG = 'not-the-token-of-the-account'

test('hookswitch serve with a wrong auth token answers callers, and says in the log which variable is wrong', async () => {
  const network = await serveExchange({ accountSid: ACCOUNT, authToken: 'the-token', clock: systemClock, seed: 1 })
  await using _ = {
    async [Symbol.asyncDispose]() {
      await network.exchange.close()
      await network.close()
    },
  }
  await using folder = await temporaryFolder()
  const environment = {
    PORT: '0',
    PUBLIC_URL: 'https://phones.example.com',
    DATA_DIR: folder.path,
    TWILIO_ACCOUNT_SID: ACCOUNT,
    TWILIO_AUTH_TOKEN: WRONG,
    TWILIO_API_URL: network.origin,
    SALES_PHONE: '+12025550101',
    SUPPORT_PHONE: '+12025550102',
  }
  await using running = start(['serve'], { environment })
  const [, origin = ''] = await running.prints(/"address":"(http:[^"]+)"/)
  await running.prints(/"level":50,.*"the network refuses the credentials: TWILIO_AUTH_TOKEN is not the present/)
  expect((await fetch(`${origin}/ready`)).status).toBe(200)
  expect((await running.stop()).code).toBe(0)
  expect(running.printed()).not.toContain(WRONG)
})
