/** Webhooks of mailboxes as the network may send them: twice, late, out of order, or not genuine. */
import { defineFlow, defineMailbox, inbox, secret, voicemail } from 'hookswitch/flow'
import { describe, expect, test } from 'vitest'
import { minutes } from '../../src/clock/duration.ts'
import { type AppUnderTest, startApp } from './app-under-test.ts'

const CALL = `CA${'1'.repeat(32)}`
const RECORDING = `RE${'1'.repeat(32)}`
const desk = defineMailbox('front-desk', { pin: secret('PIN'), transcribe: 'twilio' })
const flow = (review = false) =>
  defineFlow('desk', { start: 'message', steps: { message: voicemail({ mailbox: 'front-desk', review }) } })
const box = defineFlow('box', { start: 'mailbox', steps: { mailbox: inbox({ mailbox: 'front-desk' }) } })
const start = (review = false) => startApp({ flows: [flow(review), box], mailboxes: [desk], secrets: { PIN: '90210' } })

const text = (app: AppUnderTest, more: Record<string, string> = {}, options: { token?: false } = {}) =>
  app.post(
    '/transcriptions/desk/message',
    {
      RecordingSid: RECORDING,
      TranscriptionSid: `TR${'1'.repeat(32)}`,
      TranscriptionStatus: 'completed',
      TranscriptionText: 'Call me back.',
      ...more,
    },
    options,
  )
const recorded = (app: AppUnderTest, turn = 1, sid = RECORDING) =>
  app.post(`/voice/desk/message?turn=${turn}`, { RecordingSid: sid, RecordingDuration: '7', Digits: '#' })
const announced = (app: AppUnderTest, sid = RECORDING) =>
  app.post('/recordings/desk/message', { RecordingSid: sid, RecordingDuration: '7', RecordingStatus: 'completed' })

describe('a text', () => {
  test.each([
    ['first of all', [text, announced, recorded]],
    ['last of all, twice', [recorded, announced, text, text]],
    ['between the others', [announced, text, recorded]],
  ] as const)('that comes %s stands with its message', async (_when, order) => {
    await using app = await start()
    await app.post('/voice/desk')
    for (const send of order) expect((await send(app)).status).toBeLessThan(300)
    expect(await app.store.messages.list()).toMatchObject([{ transcript: 'Call me back.' }])
  })

  test('that failed is known as such', async () => {
    await using app = await start()
    await app.post('/voice/desk')
    await recorded(app)
    await text(app, { TranscriptionStatus: 'failed', TranscriptionText: '' })
    expect(await app.store.messages.inHand(RECORDING)).toMatchObject({ transcript: null, transcription: 'failed' })
  })

  test.each<[string, number, Record<string, string>, { token?: false }]>([
    ['without signature', 403, {}, { token: false }],
    ['of no recording', 400, { RecordingSid: 'x' }, {}],
    ['of no call', 400, { CallSid: 'x' }, {}],
  ])('%s is refused', async (_what, status, more, options) => {
    await using app = await start()
    expect((await text(app, more, options)).status).toBe(status)
    expect(await app.store.messages.list()).toEqual([])
  })

  test('for a step that takes no messages is told so', async () => {
    await using app = await start()
    const answer = await app.post('/transcriptions/box/mailbox', { RecordingSid: RECORDING })
    expect(answer.status).toBe(404)
  })

  test('is asked for in the document, with an address of its own', async () => {
    await using app = await start()
    const { body } = await app.post('/voice/desk')
    expect(body).toContain('transcribe="true" transcribeCallback="/transcriptions/desk/message"')
  })
})

describe('a message under review', () => {
  test('is not told of before its caller has done, also when the callback comes first', async () => {
    await using app = await start(true)
    await app.post('/voice/desk')
    await announced(app)
    expect(await app.store.messages.inHand(RECORDING)).toMatchObject({ reviewUntil: app.clock.now() + minutes(3) })
    await recorded(app)
    await app.post('/voice/desk/message?turn=2', { Digits: '4' })
    expect(await app.store.messages.inHand(RECORDING)).toMatchObject({
      isUrgent: true,
      reviewUntil: expect.any(Number),
    })
    await app.post('/status', { CallStatus: 'completed' })
    expect(await app.store.messages.inHand(RECORDING)).toMatchObject({ isUrgent: true, reviewUntil: null })
  })

  test('is changed once by a key that comes twice', async () => {
    await using app = await start(true)
    await app.post('/voice/desk')
    await recorded(app)
    const answers = [1, 2, 3].map(() => app.post('/voice/desk/message?turn=2', { Digits: '4' }))
    expect(new Set((await Promise.all(answers)).map(({ body }) => body)).size).toBe(1)
    expect(await app.store.messages.inHand(RECORDING)).toMatchObject({ isUrgent: true })
  })

  test('is the second one, whenever the callbacks of the first come', async () => {
    await using app = await start(true)
    const second = `RE${'2'.repeat(32)}`
    await app.post('/voice/desk')
    await recorded(app)
    await app.post('/voice/desk/message?turn=2', { Digits: '3' })
    await announced(app, second)
    await recorded(app, 3, second)
    await announced(app)
    await text(app)
    await app.post('/voice/desk/message?turn=4', { Digits: '1' })
    expect(await app.store.messages.list()).toMatchObject([{ recordingSid: second, transcript: null }])
  })
})

describe('a PIN', () => {
  const key = (app: AppUnderTest, digits: string, turn = 1) =>
    app.post(`/voice/box/mailbox?turn=${turn}`, { Digits: digits })

  test('that is sent again is one try, and gets the same answer', async () => {
    await using app = await start()
    await app.post('/voice/box')
    const bodies = new Set<string>()
    for (let time = 0; time < 8; time++) bodies.add((await key(app, '11111')).body)
    expect([...bodies]).toEqual([expect.stringContaining('That PIN is not right.')])
    expect((await key(app, '90210', 2)).body).toContain('You have no messages.')
  })

  test('stands in nothing that is kept', async () => {
    await using app = await start()
    await app.post('/voice/box')
    await key(app, '24680')
    await key(app, '90210', 2)
    const kept = [
      await app.store.turns.session(CALL),
      await app.store.turns.answer(CALL, 0),
      await app.store.turns.answer(CALL, 1),
      await app.store.turns.answer(CALL, 2),
      app.log,
    ]
    expect(JSON.stringify(kept)).not.toMatch(/24680|90210/)
  })

  test('is not looked at while the database cannot count', async () => {
    await using app = await startApp({
      flows: [box],
      mailboxes: [desk],
      secrets: { PIN: '90210' },
      around: (store) => ({ ...store, pinTries: { begin: () => Promise.reject(new Error('gone')) } }),
    })
    await app.post('/voice/box')
    expect((await key(app, '90210')).body).toContain('There were too many wrong PINs.')
  })
})
