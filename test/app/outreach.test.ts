/** What people write to us, as the network brings it, and what the page learns of it. */
import { describe, expect, test } from 'vitest'
import { type AppUnderTest, startApp } from './app-under-test.ts'

const ANA = '+12025550199'
const SID = `SM${'1'.repeat(32)}`
const EMPTY = '<?xml version="1.0" encoding="UTF-8"?>\n<Response></Response>'

const text = (app: AppUnderTest, Body: string, more: Readonly<Record<string, string>> = {}) =>
  app.post('/messages', { MessageSid: SID, Body, NumMedia: '0', ...more })

const json = async (app: AppUnderTest, path: string, body?: object) => {
  const init = body && {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', origin: app.origin },
  }
  const answer = await app.ask(path, init)
  return answer.body === '' ? answer.status : JSON.parse(answer.body)
}

describe('a message', () => {
  test('that is not signed is not read', async () => {
    await using app = await startApp()
    const answer = await app.post('/messages', { MessageSid: SID, Body: 'STOP' }, { token: false })
    expect(answer.status).toBe(403)
    expect(await app.store.suppressions.history(ANA)).toEqual([])
  })

  test('is kept word by word for a person to read, and answered with nothing', async () => {
    await using app = await startApp()
    expect((await text(app, 'Is <parking> free & easy?', { NumMedia: '2' })).body).toBe(EMPTY)
    expect(await json(app, '/api/texts')).toMatchObject({
      texts: [{ from: ANA, to: '+12025550100', text: 'Is <parking> free & easy?', files: 2, meaning: 'words' }],
    })
  })

  test('that comes twice gets the same answer and changes nothing twice', async () => {
    await using app = await startApp()
    const first = await text(app, 'Please stop texting me')
    expect(first.body).toContain('<Message>You will get no more calls and messages from us.')
    await app.store.suppressions.allow({ number: ANA, source: 'staff', at: app.clock.now() })
    expect((await text(app, 'Please stop texting me')).body).toBe(first.body)
    expect(await app.store.suppressions.history(ANA)).toMatchObject([{ evidence: SID, lifted: { source: 'staff' } }])
  })

  test('under Advanced Opt-Out is heard and not answered: the network has done so', async () => {
    await using app = await startApp()
    expect((await text(app, 'ARRETEZ', { OptOutType: 'STOP' })).body).toBe(EMPTY)
    expect(await app.store.suppressions.history(ANA)).toMatchObject([{ source: 'message', wording: 'ARRETEZ' }])
  })

  test('on WhatsApp opens the window of a day, and its stop is confirmed by us', async () => {
    await using app = await startApp()
    const whatsApp = { From: `whatsapp:${ANA}`, To: 'whatsapp:+12025550100' }
    const answer = await text(app, 'Stop', whatsApp)
    expect(answer.body).toContain('<Message>')
    expect(await app.store.contacts.lastInboundAt(ANA, '+12025550100', 'whatsapp')).toBe(app.clock.now())
    expect(await app.store.suppressions.history(ANA)).toHaveLength(1)
  })

  test('without a SID is no message', async () => {
    await using app = await startApp()
    expect((await app.post('/messages', { Body: 'STOP' })).status).toBe(400)
    expect((await app.post('/messages/status', { MessageSid: SID })).status).toBe(400)
  })
})

test('a delivery status nobody knows is taken in silence', async () => {
  await using app = await startApp()
  const status = { MessageSid: SID, MessageStatus: 'delivered' }
  expect((await app.post('/messages/status?outbox=nonsense', status)).status).toBe(204)
})

describe('somebody at the page', () => {
  test('writes down a stop and lifts it, and sees all of it', async () => {
    await using app = await startApp()
    expect(await json(app, '/api/suppressions', { number: ANA, by: 'Ann', wording: 'on the phone' })).toBe(204)
    expect(await json(app, '/api/person', { number: ANA })).toMatchObject({
      isStopped: true,
      stops: [{ source: 'staff', by: 'Ann', wording: 'on the phone', lifted: null }],
    })
    expect(await json(app, '/api/suppressions/lift', { number: ANA, by: 'Bob' })).toBe(204)
    expect(await json(app, '/api/suppressions')).toMatchObject({ suppressions: [{ lifted: { by: 'Bob' } }] })
    expect(await json(app, '/api/person', { number: '555' })).toMatchObject({ error: { code: 'NUMBER_MALFORMED' } })
  })

  test('sees whom we did not reach, and why', async () => {
    await using app = await startApp()
    const about = { to: ANA, from: '+12025550100', channel: 'sms', purpose: 'marketing', about: 'm1' } as const
    await app.store.suppressions.stop({ number: ANA, scope: 'everything', source: 'key', at: 1 })
    await app.outbound.gate.ask(about)
    expect(await json(app, '/api/refusals')).toMatchObject({
      refusals: [
        { number: ANA, channel: 'sms', purpose: 'marketing', about: 'm1', reasons: [{ kind: 'opted-out' }, {}, {}] },
      ],
    })
  })

  test('says that a sender is registered', async () => {
    await using app = await startApp()
    const sender = {
      number: '+12025550100',
      registration: 'registered',
      perSecond: 4,
      dailySegments: 2000,
      brand: 'Bright Dental',
    }
    const init = {
      method: 'PUT',
      body: JSON.stringify(sender),
      headers: { 'content-type': 'application/json', origin: app.origin },
    }
    expect((await app.ask('/api/senders', init)).status).toBe(204)
    expect(await json(app, '/api/senders')).toEqual({ senders: [sender] })
  })
})
