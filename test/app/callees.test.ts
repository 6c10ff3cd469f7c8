/** Webhooks of callees who are not connected yet: again, late, forged, or of a call nobody remembers. */
import { describe, expect, test } from 'vitest'
import { checkFlow, defineFlow, flowFromJson, hangUp, secret, transfer } from '../../src/flow/index.ts'
import { startApp } from './app-under-test.ts'

const CALLER = `CA${'1'.repeat(32)}`
const CALLEE = { CallSid: `CA${'2'.repeat(32)}`, ParentCallSid: CALLER, Direction: 'outbound-dial' }
const DECLINED = { DialCallStatus: 'completed', DialBridged: 'false' }

const desk = defineFlow('desk', {
  start: 'ring',
  steps: {
    ring: transfer({
      to: [
        '+12025550101',
        { sip: 'sip:bob@example.com' },
        { client: 'eve' },
        { number: secret('ANN'), ringSeconds: 40 },
      ],
      strategy: 'all-at-once',
      whisper: ({ from }) => `A call from ${from.slice(-4)}.`,
      unanswered: 'bye',
    }),
    bye: hangUp('Goodbye.'),
  },
})

const start = () => startApp({ flows: [desk], secrets: { ANN: '+12025550104' } })

describe('a list of callees', () => {
  test('is one Dial, whose phones have to accept and whose other devices only hear who calls', async () => {
    await using app = await start()
    const { body } = await app.post('/voice/desk', { CallStatus: 'ringing' })

    expect(body).toContain('timeout="40"')
    expect(body.match(/<(Number|Sip|Client) /g)).toEqual(['<Number ', '<Sip ', '<Client ', '<Number '])
    const asked = await app.post('/callees/desk/ring?turn=1&callee=0&asked=0', CALLEE)
    expect(asked.body).toContain('A call from 0199.')
    expect(asked.body).toContain('/callees/desk/ring?turn=1&amp;callee=0&amp;asked=1')
    const told = await app.post('/callees/desk/ring?turn=1&callee=1&asked=0', CALLEE)
    expect(told.body).toContain('A call from 0199.')
    expect(told.body).not.toContain('<Gather')
  })

  test('is plain JSON, and the checks look at each number and time', () => {
    const flow = defineFlow('list', {
      start: 'ring',
      steps: {
        ring: transfer({
          to: [{ number: 'sales', ringSeconds: 3 }, { client: 'eve' }],
          accept: 'Press 1.',
          unanswered: 'bye',
        }),
        bye: hangUp('Goodbye.'),
      },
    })

    expect(flowFromJson(JSON.stringify(flow))).toEqual(flow)
    expect(checkFlow(flow).map(({ code, at }) => [code, at])).toEqual([
      ['NUMBER_MALFORMED', 'list/ring/to.0'],
      ['OUT_OF_RANGE', 'list/ring/to.0/ringSeconds'],
    ])
  })

  test('of nobody is refused by the checks', () => {
    const steps = { ring: transfer({ to: [], unanswered: 'bye' }), bye: hangUp('Goodbye.') } as const
    expect(checkFlow(defineFlow('none', { start: 'ring', steps })).map(({ code }) => code)).toEqual(['OUT_OF_RANGE'])
  })

  test('is dialled one after the other when the app cannot answer', async () => {
    await using app = await start()
    const { body } = await app.post('/fallback/desk')

    expect(body).toContain('<Dial sequential="true">')
    expect(body).toContain('<Sip>sip:bob@example.com</Sip>')
  })
})

describe('a callee’s webhook', () => {
  test('that comes again gets the same words and changes nothing', async () => {
    await using app = await start()
    await app.post('/voice/desk', { CallStatus: 'ringing' })
    const first = await app.post('/callees/desk/ring?turn=1&callee=0&asked=0', CALLEE)
    const session = await app.store.turns.session(CALLER)

    const again = await Promise.all(
      Array.from({ length: 5 }, () => app.post('/callees/desk/ring?turn=1&callee=0&asked=0', CALLEE)),
    )

    expect(new Set(again.map(({ body }) => body))).toEqual(new Set([first.body]))
    expect(await app.store.turns.session(CALLER)).toEqual(session)
    expect(session?.turn).toBe(1)
  })

  test('that comes when the caller has gone or gone on is let go', async () => {
    await using app = await start()
    await app.post('/voice/desk', { CallStatus: 'ringing' })
    await app.post('/voice/desk/ring?turn=1', { CallStatus: 'completed' })

    const late = await app.post('/callees/desk/ring?turn=1&callee=0&asked=0', CALLEE)

    expect(late.body).toContain('<Hangup')
    expect(late.body).not.toContain('<Say')
  })

  test('of a call nobody remembers is asked all the same', async () => {
    await using app = await start()
    const { status, body } = await app.post('/callees/desk/ring?turn=4&callee=0&asked=0', CALLEE)

    expect(status).toBe(200)
    expect(body).toContain('<Gather')
  })

  test('connects the two when the database does not answer', async () => {
    await using app = await startApp({
      flows: [desk],
      around: (store) => ({
        ...store,
        turns: { ...store.turns, session: () => Promise.reject(new Error('no database')) },
      }),
    })
    const { status, body } = await app.post('/callees/desk/ring?turn=1&callee=0&asked=0', CALLEE)

    expect(status).toBe(200)
    expect(body).not.toContain('<Hangup')
    expect(app.log.at(-1)?.line).toBe('callee not asked; the two are connected')
  })

  test('without a signature, a parent or a place is refused', async () => {
    await using app = await start()
    const path = '/callees/desk/ring?turn=1&callee=0&asked=0'

    expect((await app.post(path, CALLEE, { token: false })).status).toBe(403)
    expect((await app.post(path, { CallSid: CALLER })).status).toBe(400)
    expect((await app.post('/callees/desk/ring?turn=1', CALLEE)).status).toBe(404)
    expect((await app.post('/callees/desk/nowhere?turn=1&callee=0&asked=0', CALLEE)).status).toBe(404)
    expect((await app.post('/callees/none/ring?turn=1&callee=0&asked=0', CALLEE)).status).toBe(404)
  })
})

test('what came of each round is in the session, by place and without numbers', async () => {
  await using app = await start()
  await app.post('/voice/desk', { CallStatus: 'ringing' })
  await app.post('/callees/desk/ring?turn=1&callee=0&asked=0', CALLEE)
  const second = await app.post('/voice/desk/ring?turn=1', DECLINED)
  expect(second.body).not.toContain('+12025550101')
  await app.post('/voice/desk/ring?turn=2', { DialCallStatus: 'no-answer' })

  expect((await app.store.turns.session(CALLER))?.data).toEqual({
    transfer: {
      outcome: 'mixed',
      rounds: [
        { rung: [0, 1, 2, 3], outcome: 'declined', seconds: 0, pickedUp: 0 },
        { rung: [1, 2, 3], outcome: 'no-answer', seconds: 0 },
      ],
    },
  })
})

test('the end of a round that is reported again rings nobody again', async () => {
  await using app = await start()
  await app.post('/voice/desk', { CallStatus: 'ringing' })
  await app.post('/callees/desk/ring?turn=1&callee=2&asked=0', CALLEE)
  const first = await app.post('/voice/desk/ring?turn=1', DECLINED)

  expect((await app.post('/voice/desk/ring?turn=1', DECLINED)).body).toBe(first.body)
  expect((await app.store.turns.session(CALLER))?.turn).toBe(2)
})
