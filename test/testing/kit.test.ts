/** What a test can set up and look at besides one caller: docs/testing.md. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { clientAt } from 'hookswitch/client'
import { defineFlow, hangUp, transfer, voicemail } from 'hookswitch/flow'
import { closeAllLines, expectThat, openLine, ringUp, seconds } from 'hookswitch/testing'
import twilio from 'twilio'
import { describe, expect, test } from 'vitest'
import { startApp } from '../../src/exchange/scripted-app.fixture.ts'

const sales = '+12025550101'
const flow = defineFlow('desk', {
  start: 'desk',
  steps: {
    desk: transfer({ announce: 'One moment.', to: sales, unanswered: 'message' }),
    message: voicemail({ greeting: 'Please leave a message.', mailbox: 'desk' }),
    bye: hangUp('Goodbye.'),
  },
})

describe('a person who is not watched', () => {
  test('reacts to what is said, each time', async () => {
    await using app = await startApp({
      '/voice': '<Gather numDigits="1" action="/voice2"><Say>Press 5 to go on</Say></Gather>',
      '/voice2': '<Say>Press 5 again</Say><Gather numDigits="1" action="/end"><Say>Press 5 now</Say></Gather>',
      '/end': '<Say>Done</Say>',
    })
    const { caller } = await ringUp(`${app.url}/voice`)
    caller.onHearing(/press 5/i, { presses: 5 })

    await caller.hears('Done')
    await expect(caller).toHaveEnded()
  })

  test('who is called screens the call by a key', async () => {
    await using app = await startApp({
      '/voice': `<Dial action="/done" callerId="+12025550100"><Number url="/screen">${sales}</Number></Dial>`,
      '/screen': '<Gather numDigits="1" action="/accepted"><Say>Press 1 to accept</Say></Gather><Hangup/>',
      '/accepted': '',
      '/done': '<Hangup/>',
    })
    const { caller, callee } = await ringUp(`${app.url}/voice`)
    const mobile = callee(sales, 'mobile')
    mobile.answers({ afterSeconds: 3 })
    mobile.onHearing('Press 1 to accept', { presses: 1 })

    await expect(caller).toBeTalkingTo(mobile, { within: seconds(20) })
    expect(caller).toHaveDialled([sales], { as: '+12025550100' })
    expect(mobile).toHaveAsked('/accepted', { Digits: '1' })
  })
})

describe('calls that the app places', () => {
  test('ring at a callee, who hears what it says', async () => {
    await using app = await startApp({ '/remind': '<Say>Your appointment is tomorrow</Say>' })
    const line = await openLine(`${app.url}/voice`)
    const { TWILIO_ACCOUNT_SID: sid, TWILIO_AUTH_TOKEN: token, TWILIO_API_URL: url } = line.environment
    const patient = line.callee('+12025550150', 'patient')
    patient.answers({ afterSeconds: 4 })

    const client = twilio(sid, token, { httpClient: clientAt(url) })
    await client.calls.create({ from: '+12025550100', to: patient.number, url: `${app.url}/remind` })
    await patient.rings({ within: seconds(1) })
    await patient.hears('appointment')

    await expect(patient).toHaveEnded()
    expect(line).toHaveDialled([patient.number], { as: '+12025550100' })
  })

  test('meet a population with the shares that were asked for, the same for the same seed', async () => {
    const numbers = Array.from({ length: 20 }, (_, index) => `+1202555${String(2000 + index)}`)
    const statuses = async (seed: number) => {
      await using app = await startApp({ '/remind': '<Say>Hello</Say>' })
      const line = await openLine(`${app.url}/voice`)
      line.population(numbers, { answers: 0.5, busy: 0.25, noAnswer: 0.25 }, seed)
      for (const to of numbers) {
        line.exchange.createCall({ from: '+12025550100', to, document: { url: `${app.url}/remind`, method: 'POST' } })
      }
      await line.clock.advance(seconds(90))
      return line.exchange.calls.map(({ status }) => status)
    }

    const first = await statuses(7)
    expect(first.toSorted()).toEqual([
      ...Array(5).fill('busy'),
      ...Array(10).fill('completed'),
      ...Array(5).fill('no-answer'),
    ])
    expect(await statuses(7)).toEqual(first)
    expect(await statuses(8)).not.toEqual(first)
  })
})

describe('effects', () => {
  test('are recordings, with their length and what made them', async () => {
    const { caller, callee } = await ringUp(flow)
    callee(sales).isBusy()
    await caller.hears('Please leave a message.')
    caller.says('Call me back', { seconds: 7 })
    caller.hangsUp()
    await expect(caller).toHaveEnded()

    expect(caller).toHaveRecorded({ seconds: 7, source: 'RecordVerb' })
    expect(() => expect(caller).toHaveRecorded({ seconds: 9 })).toThrow('Instead:  recorded 7 s by RecordVerb')
  })

  test('are text messages', async () => {
    await using app = await startApp({ '/voice': '<Sms>We missed you</Sms><Hangup/>' })
    const line = await openLine(`${app.url}/voice`)
    const caller = line.callerFrom('+12025550199')
    await expect(caller).toHaveEnded()

    expect(line).toHaveSent({ to: '+12025550199', body: 'missed you' })
    expect(() => expect(line).toHaveSent()).toThrow('Instead:  sent “We missed you” to +12025550199')
  })

  test('come in time, or not', async () => {
    const { caller, callee } = await ringUp(flow)
    const desk = callee(sales, 'the desk')
    desk.answers({ afterSeconds: 10 })

    await expect(expect(caller).toBeTalkingTo(desk, { within: seconds(5) })).rejects.toThrow(
      'Expected: caller is talking to the desk within 5 s',
    )
    await expect(caller).toBeTalkingTo(desk, { within: seconds(10) })
    await expect(caller.hears('nothing', { within: seconds(2) })).rejects.toThrow('hears “nothing” within 2 s')
  })
})

describe('what a test does not mention', () => {
  test('is a call to a number it does not know', async () => {
    const line = await ringUp(flow, { isStrict: false })
    await line.caller.hears('One moment.')

    await expect(line.endsQuietly()).rejects.toThrow(
      'Expected: nobody is dialled but who the test mentions\nInstead:  the app dialled +12025550101',
    )
  })

  test('is what goes on when everybody has hung up', async () => {
    await using app = await startApp({ '/voice': '<Say>Hello</Say>', '/remind': '<Pause length="9000"/>' })
    const line = await openLine(`${app.url}/voice`, { isStrict: false })
    line.callee(sales, 'sales').answers()
    line.exchange.createCall({
      from: '+12025550100',
      to: sales,
      document: { url: `${app.url}/remind`, method: 'POST' },
    })
    await line.clock.advance(seconds(5))

    await expect(line.endsQuietly()).resolves.toBeUndefined()
    const stuck = line.clock.hold('the app')
    line.callerFrom('+12025550199')
    stuck()
    await line.close()
    await expect(closeAllLines(true)).resolves.toBeUndefined()
  })
})

test('a test says what time it is', async () => {
  const line = await openLine(flow, { at: '2026-11-23T08:59:00-05:00' })
  expect(new Date(line.clock.now()).toISOString()).toBe('2026-11-23T13:59:00.000Z')
})

test('without expect.extend the same expectations are functions', async () => {
  const { caller, callee } = await ringUp(flow)
  const desk = callee(sales, 'the desk')
  desk.answers()
  await expectThat(caller).toBeTalkingTo(desk)
  expectThat(caller).toHaveDialled([sales])
  expect(() => expectThat(caller).toHaveHeard('Bonjour')).toThrow('Expected: caller has heard “Bonjour”')
})

test('node:test runs the same calls, and fails a test in which somebody unknown is dialled', async () => {
  const file = new URL('node-test.fixture.ts', import.meta.url).pathname
  // As in somebody else's project: without what our own runner gives its tests.
  const { NODE_OPTIONS: _o, NODE_TEST_CONTEXT: _c, HOOKSWITCH_TEST_DATABASE: _d, ...env } = process.env
  const run = promisify(execFile)(process.execPath, ['--conditions=source', '--test', '--test-reporter=tap', file], {
    env,
  })
  const { stdout, code } = await run.then(
    ({ stdout }) => ({ stdout, code: 0 }),
    (error: { stdout: string; code: number }) => error,
  )
  expect(code).toBe(1)
  expect(stdout).toContain('ok 1 - a caller whom nobody answers leaves a message')
  expect(stdout).toContain('not ok 2 - a test that does not mention the desk')
  expect(stdout).toContain('nobody is dialled but who the test mentions')
})
