import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ringUp } from 'hookswitch/testing'
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'
import { describe, expect, test } from 'vitest'
import { acme } from '../../examples/acme/phone-system.ts'

const SALES = '+12025550101'

describe('an app in any language', () => {
  test('is rung up at its voice URL, with requests signed by its token', async () => {
    await using app = await tinyApp('the-token')
    const { caller, callee } = await ringUp(app.url, { authToken: 'the-token' })
    const desk = callee(SALES, 'desk')
    desk.answers()

    await caller.hears('Press one.')
    caller.presses(1)

    await expect(caller).toBeTalkingTo(desk)
    expect(caller).toHaveDialled([SALES])
    desk.hangsUp()
    await expect(caller).toHaveEnded('completed')
    expect(app.refused).toBe(0)
  })

  test('that refuses is replaced by its fallback', async () => {
    await using app = await tinyApp('the-token')
    await using fallback = await tinyApp('another')
    const { caller } = await ringUp(app.url, { authToken: 'another', fallbackUrl: fallback.url })
    await caller.hears('Press one.')
    expect(app.refused).toBe(1)
  })

  test('has no mailbox here', async () => {
    await using app = await tinyApp('12345')
    const { mailbox } = await ringUp(app.url)
    expect(() => mailbox('front-desk')).toThrow(
      'An app at a URL keeps its own mailboxes; look at its recordings instead.',
    )
  })
})

describe('two callers on one line', () => {
  test('are on calls of their own', async () => {
    const { caller, anotherCaller, callee, mailbox } = await ringUp(acme)
    const second = anotherCaller('+12025550188')
    const sales = callee(SALES, 'sales')
    sales.answers()

    await caller.hears('Press 1 for sales')
    caller.presses(1)
    await expect(caller).toBeTalkingTo(sales)
    second.presses(3)
    await second.hears('Please leave a message after the beep.')
    second.says('It is the other one', { seconds: 4 })
    second.hangsUp()

    await expect(second).toHaveEnded()
    await expect(caller).toBeTalkingTo(sales)
    sales.hangsUp()
    await expect(mailbox('front-desk')).toHaveReceived({ seconds: 4, from: '+12025550188' })
  })
})

describe('a callee', () => {
  test('that is a machine takes the call and plays its greeting', async () => {
    const { caller, callee } = await ringUp(acme)
    const sales = callee(SALES, 'sales')
    sales.isMachine({ greeting: 'You have reached nobody.' })
    await caller.hears('Press 1 for sales')
    caller.presses(1)
    await expect(caller).toBeTalkingTo(sales)
    expect(caller).toHaveDialled([SALES])
  })

  test('may look at the phone ringing and decline', async () => {
    const { caller, callee } = await ringUp(acme)
    const sales = callee(SALES, 'sales')
    await caller.hears('Press 1 for sales')
    caller.presses(1)
    await sales.rings()
    sales.declines()
    await caller.hears('Please leave a message after the beep.')
  })
})

/** A menu as anybody may have written it, in another language or framework. */
async function tinyApp(token: string) {
  const app = { url: '', refused: 0 }
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const form = Object.fromEntries(new URLSearchParams(body))
    if (request.headers['x-twilio-signature'] !== getExpectedTwilioSignature(token, app.url, form)) {
      app.refused++
      response.writeHead(403).end()
      return
    }
    response.setHeader('content-type', 'text/xml')
    response.end(
      form.Digits === undefined
        ? '<Response><Gather numDigits="1"><Say>Press one.</Say></Gather></Response>'
        : `<Response><Dial>${SALES}</Dial></Response>`,
    )
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  app.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/voice`
  return Object.assign(app, {
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  })
}
