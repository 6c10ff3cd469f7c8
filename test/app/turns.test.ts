import { describe, expect, test } from 'vitest'
import { defineFlow, hangUp, menu, say, transfer } from '../../src/flow/index.ts'
import { startApp } from './app-under-test.ts'

const RECORDED = {
  RecordingSid: `RE${'1'.repeat(32)}`,
  RecordingDuration: '7',
  RecordingUrl: 'https://example.com/RE1',
}

describe('a webhook that comes again', () => {
  test('late, gets the same bytes and changes nothing', async () => {
    await using app = await startApp()
    await app.post('/voice/acme', { CallStatus: 'ringing' })
    const first = await app.post('/voice/acme/welcome?turn=1', { Digits: '3' })
    await app.post('/voice/acme/message?turn=2', { ...RECORDED, Digits: '#' })

    const again = await app.post('/voice/acme/welcome?turn=1', { Digits: '3' })

    expect(again.body).toBe(first.body)
    expect(again.body).toContain('<Record')
    expect((await app.store.turns.session(`CA${'1'.repeat(32)}`))?.turn).toBe(3)
  })

  test('many times at once, gets the same bytes each time and one effect', async () => {
    await using app = await startApp()
    await app.post('/voice/acme', { CallStatus: 'ringing' })
    await app.post('/voice/acme/welcome?turn=1', { Digits: '3' })

    const answers = await Promise.all(
      Array.from({ length: 20 }, () => app.post('/voice/acme/message?turn=2', { ...RECORDED, Digits: '1' })),
    )

    expect(new Set(answers.map(({ body }) => body)).size).toBe(1)
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    expect(await app.store.messages.list()).toHaveLength(1)
  })

  test('as the very first one, does not begin the call anew', async () => {
    await using app = await startApp()
    const first = await app.post('/voice/acme', { CallStatus: 'ringing' })
    await app.post('/voice/acme/welcome?turn=1', { Digits: '1' })

    expect((await app.post('/voice/acme', { CallStatus: 'ringing' })).body).toBe(first.body)
  })

  test('in two processes at once, gets the answer of the one that was faster', async () => {
    await using here = await startApp()
    await here.post('/voice/acme', { CallStatus: 'ringing' })
    const call = `CA${'1'.repeat(32)}`
    const session = await here.store.turns.session(call)
    if (session === undefined) throw new Error('the call has no session')
    // The other process commits the same turn while this one still holds what it knew before.
    await here.store.turns.commit({
      session: { ...session, turn: 2, step: 'support' },
      step: 'welcome',
      answer: '<Response><Say>from the other process</Say></Response>',
      at: 0,
      isNewCall: false,
      effects: [],
    })

    const answer = await here.post('/voice/acme/welcome?turn=1', { Digits: '1' })

    expect(answer.body).toBe('<Response><Say>from the other process</Say></Response>')
    expect((await here.post('/voice/acme/support?turn=2', { DialCallStatus: 'busy' })).body).toContain('<Record')
  })
})

describe('a call this app does not know', () => {
  test('goes on where its address says', async () => {
    await using app = await startApp()

    const answer = await app.post('/voice/acme/welcome?turn=4', { Digits: '1' })

    expect(answer.body).toContain('Connecting you to sales.')
    expect(answer.body).toContain('action="/voice/acme/sales?turn=5"')
    expect(app.log).toMatchObject([{ level: 'warning', line: 'call unknown here; it goes on where its address says' }])
  })

  test('is led back to where it is when a turn from before its time comes late, and nothing of that turn counts', async () => {
    await using app = await startApp()
    await app.post('/voice/acme/welcome?turn=4', { Digits: '1' })

    const late = await app.post('/voice/acme/welcome?turn=2', { Digits: '2' })

    expect(late.body).toContain('<Redirect>/voice/acme/sales?turn=5</Redirect>')
    expect((await app.store.turns.session(`CA${'1'.repeat(32)}`))?.turn).toBe(5)
  })

  test('at a step that does not exist, hears an apology and gets the last resort', async () => {
    await using app = await startApp()

    const answer = await app.post('/voice/acme/wellcome?turn=1', { Digits: '1' })

    expect(answer.status).toBe(200)
    expect(answer.body).toContain('Sorry, something went wrong on our side.')
    expect(answer.body).toContain('<Record')
    expect(app.log.at(-1)).toMatchObject({
      level: 'error',
      fields: { callSid: `CA${'1'.repeat(32)}`, step: 'wellcome' },
    })
  })

  test('for a flow that does not exist, is told which there are', async () => {
    await using app = await startApp()
    expect(await app.post('/voice/nobody')).toMatchObject({
      status: 404,
      body: 'There is no flow "nobody". The flows are acme.',
    })
  })
})

describe('when something breaks inside a turn', () => {
  const fragile = defineFlow('office', {
    start: 'welcome',
    steps: {
      welcome: menu({ choices: { 1: { label: 'the broken step', then: 'broken' } }, otherwise: 'bye' }),
      broken: say(
        () => {
          throw new Error('the prompt has a bug')
        },
        { then: 'bye' },
      ),
      desk: transfer({ to: '+12025550101', unanswered: 'bye' }),
      bye: hangUp(),
    },
    lastResort: 'desk',
  })

  test('the caller hears an apology and is connected, and the log has one line with the call', async () => {
    await using app = await startApp({ flows: [fragile] })
    await app.post('/voice/office', { CallStatus: 'ringing' })

    const answer = await app.post('/voice/office/welcome?turn=1', { Digits: '1' })

    expect(answer).toMatchObject({ status: 200 })
    expect(answer.body).toMatch(/Sorry, something went wrong on our side\.[\s\S]*<Dial/)
    expect(app.log).toHaveLength(1)
    expect(app.log[0]).toMatchObject({ level: 'error', fields: { callSid: `CA${'1'.repeat(32)}`, step: 'welcome' } })
  })

  test('also when the last resort is what breaks', async () => {
    const broken = defineFlow('office', {
      start: 'a',
      steps: {
        a: say(
          () => {
            throw new Error('bug')
          },
          { then: 'bye' },
        ),
        bye: hangUp(),
      },
      lastResort: 'a',
    })
    await using app = await startApp({ flows: [broken] })

    const answer = await app.post('/voice/office', { CallStatus: 'ringing' })

    expect(answer.body).toMatch(/Please call again later\. Goodbye\.<\/Say>\s*<Hangup\/>/)
  })

  test('a turn that cannot be saved is answered with the fallback, and counts when it comes again', async () => {
    let isBroken = false
    await using app = await startApp({
      around: (store) => ({
        ...store,
        turns: {
          ...store.turns,
          commit: (turn) => (isBroken ? Promise.reject(new Error('disk full')) : store.turns.commit(turn)),
        },
      }),
    })
    await app.post('/voice/acme', { CallStatus: 'ringing' })
    isBroken = true
    const failed = await app.post('/voice/acme/welcome?turn=1', { Digits: '1' })
    isBroken = false
    const again = await app.post('/voice/acme/welcome?turn=1', { Digits: '1' })

    expect(failed.status).toBe(200)
    expect(failed.body).toMatch(/Sorry, something went wrong on our side\.[\s\S]*<Record/)
    expect(app.log).toMatchObject([{ level: 'error', line: 'turn not saved; the caller gets the fallback' }])
    expect(again.body).toContain('Connecting you to sales.')
  })
})

describe('the fallback', () => {
  test('needs neither session nor database, and says in the log what the network could not use', async () => {
    await using app = await startApp()

    const answer = await app.post('/fallback/acme', { ErrorCode: '11200', ErrorUrl: 'https://example.com/voice/acme' })

    expect(answer.body).toMatch(
      /Sorry, something went wrong on our side\.[\s\S]*<Record action="[^"]*\/voice\/acme\/message"/,
    )
    expect(app.log.at(-1)?.fields).toMatchObject({ code: '11200', flow: 'acme' })
    expect(await app.store.turns.session(`CA${'1'.repeat(32)}`)).toBeUndefined()
  })

  test('dials a number when the last resort is one', async () => {
    const flow = defineFlow('office', {
      start: 'desk',
      steps: { desk: transfer({ to: { secret: 'DESK' }, unanswered: 'bye' }), bye: hangUp() },
    })
    await using app = await startApp({ flows: [flow], secrets: { DESK: '+12025550101' } })
    expect((await app.post('/fallback/office')).body).toContain('<Number>+12025550101</Number>')
  })

  test('leads back into the flow when the caller has left a message', async () => {
    await using app = await startApp()
    await app.post('/fallback/acme')

    const answer = await app.post('/voice/acme/message', { ...RECORDED, Digits: '#' })

    expect(answer.body).toContain('Thank you. Your message has been saved. Goodbye.')
    expect(await app.store.messages.list()).toMatchObject([{ seconds: 7, mailbox: 'front-desk' }])
  })
})

describe('callbacks', () => {
  test('bring a message in when its turn was never heard of', async () => {
    await using app = await startApp()
    await app.post('/voice/acme', { CallStatus: 'ringing' })

    const answer = await app.post('/recordings/acme/message', { ...RECORDED, RecordingStatus: 'completed' })

    expect(answer.status).toBe(204)
    expect(await app.store.messages.list()).toMatchObject([{ seconds: 7, from: '+12025550199', mailbox: 'front-desk' }])
  })

  test('of a recording that is absent or too short bring nothing', async () => {
    await using app = await startApp()
    await app.post('/recordings/acme/message', { ...RECORDED, RecordingStatus: 'absent' })
    await app.post('/recordings/acme/message', { ...RECORDED, RecordingStatus: 'completed', RecordingDuration: '0' })
    expect(await app.store.messages.list()).toEqual([])
  })

  test('of a status are noted, in any order and for any call', async () => {
    await using app = await startApp()
    expect((await app.post('/status', { CallStatus: 'completed' })).status).toBe(204)
    expect((await app.post('/status', { CallStatus: 'ringing' })).status).toBe(204)
  })
})
