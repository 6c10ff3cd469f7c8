import { once } from 'node:events'
import { afterEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { createVirtualClock } from '../../clock/virtual-clock.ts'
import { accountSid, authToken, caller, line } from '../scripted-app.fixture.ts'
import { type ServedExchange, serveExchange } from './serve-exchange.ts'

let served: ServedExchange | undefined
afterEach(() => served?.close())

async function serve() {
  served = await serveExchange({ accountSid, authToken, clock: createVirtualClock() })
  return served
}

describe('an exchange with a server of its own', () => {
  test('answers the first who asks, and several at once', async () => {
    const { exchange, origin } = await serve()
    exchange.addLine({ number: line, voiceUrl: 'http://127.0.0.1:9/voice' })

    const answers = await Promise.all(Array.from({ length: 3 }, () => fetch(`${origin}/_exchange/lines`)))

    expect(await Promise.all(answers.map((answer) => answer.json()))).toEqual(
      Array(3).fill({ lines: [expect.objectContaining({ number: line })] }),
    )
  })

  test('takes a WebSocket before anything else was asked', async () => {
    const { exchange, origin } = await serve()
    exchange.addLine({ number: line, voiceUrl: 'http://127.0.0.1:9/voice' })
    exchange.placeCall({ from: caller, to: line })

    const feed = new WebSocket(`${origin.replace('http', 'ws')}/_exchange/feed?since=0`)
    const [first] = await once(feed, 'message')
    feed.close()

    expect(JSON.parse(String(first))).toMatchObject({ kind: expect.any(String), callSid: expect.stringMatching(/^CA/) })
  })
})
