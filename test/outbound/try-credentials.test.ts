/** Credentials that are tried when production begins. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '../../src/clock/system-clock.ts'
import { serveExchange } from '../../src/exchange/index.ts'
import { tryCredentials } from '../../src/outbound/try-credentials.ts'
import { createTwilioClient } from '../../src/outbound/twilio-client.ts'

const SID = `AC${'5'.repeat(32)}`
const TOKEN = 'the-right-token-of-the-account'
const KEY = { sid: `SK${'1'.repeat(32)}`, secret: 'the-right-secret-of-the-key' }
const TEST = { accountSid: `AC${'7'.repeat(32)}`, authToken: 'the-token-of-test-credentials' }

let network: Awaited<ReturnType<typeof serveExchange>>
beforeAll(async () => {
  const credentials = { apiKeys: { [KEY.sid]: KEY.secret }, test: TEST }
  network = await serveExchange({ accountSid: SID, authToken: TOKEN, clock: systemClock, seed: 1, credentials })
})
afterAll(async () => {
  await network.exchange.close()
  await network.close()
})

interface Given {
  readonly accountSid?: string
  readonly authToken?: string
  readonly apiKey?: typeof KEY
  readonly apiUrl?: string
}

async function told({ accountSid = SID, authToken = TOKEN, apiKey, apiUrl = network.origin }: Given) {
  const client = createTwilioClient({ accountSid, authToken, apiKey, apiUrl, clock: systemClock, random: () => 0.5 })
  const lines: string[] = []
  const writer = (level: string) => (fields: object, line: string) =>
    void lines.push(`${level} ${line} ${JSON.stringify(fields)}`)
  const log = { info: writer('info'), warn: writer('warn'), error: writer('error') }
  await tryCredentials({ client, hasApiKey: apiKey !== undefined, log })
  for (const secret of [authToken, apiKey?.secret, apiKey?.sid, accountSid]) {
    if (secret !== undefined) expect(lines.join()).not.toContain(secret)
  }
  return lines.map((line) => line.replace(/ \{.*$/, ''))
}

describe('the log is told', () => {
  test.each<[string, Given]>([
    ['auth token', {}],
    ['key', { apiKey: KEY, authToken: 'a-token-that-is-to-be-promoted' }],
  ])('that the network takes a right %s', async (_what, given) => {
    expect(await told(given)).toEqual(['info the network takes the credentials'])
  })

  test.each<[string, Given, string]>([
    [
      'an auth token',
      { authToken: 'another-token' },
      'TWILIO_AUTH_TOKEN is not the present auth token of TWILIO_ACCOUNT_SID; correct them and start again',
    ],
    [
      'an account',
      { accountSid: `AC${'6'.repeat(32)}` },
      'TWILIO_AUTH_TOKEN is not the present auth token of TWILIO_ACCOUNT_SID; correct them and start again',
    ],
    [
      'the secret of a key',
      { apiKey: { ...KEY, secret: 'another-secret' } },
      'TWILIO_API_KEY and TWILIO_API_SECRET are no key of TWILIO_ACCOUNT_SID that is in force; correct them and start again',
    ],
    [
      'the account of a key',
      { apiKey: KEY, accountSid: `AC${'6'.repeat(32)}` },
      'TWILIO_API_KEY and TWILIO_API_SECRET are no key of TWILIO_ACCOUNT_SID that is in force; correct them and start again',
    ],
    [
      'live credentials, which are those for tests',
      TEST,
      'they are test credentials; put the live ones into TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN and start again',
    ],
  ])('which variable is wrong when the network refuses %s', async (_what, given, mistake) => {
    expect(await told(given)).toEqual([`error the network refuses the credentials: ${mistake}`])
  })

  test('that the network could not be asked, when nobody answers there', async () => {
    expect(await told({ apiUrl: 'http://127.0.0.1:1' })).toEqual([
      'warn the network could not be asked whether it takes the credentials; they are tried when first used',
    ])
  })
})
