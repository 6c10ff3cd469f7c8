/** Apps that know nothing of this project, each in a process of its own, called in virtual time over real HTTP. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { seconds } from '../src/clock/duration.ts'
import { createVirtualClock } from '../src/clock/virtual-clock.ts'
import { type Call, createExchange } from '../src/exchange/index.ts'

const authToken = 'a1b2c3d4e5f60718293a4b5c6d7e8f90'
const line = '+12025550100'
const helperLine = '+12025550150'
const caretaker = '+12025550111'
const still = { legs: [], timers: 0, recordings: [], work: [] }

const hasPython = spawnSync('python3', ['-c', 'import http.server']).status === 0
const hasFlask = spawnSync('python3', ['-c', 'import flask']).status === 0

/** Starts an app on a port that is free, and an exchange whose lines lead to its paths. */
async function startStranger(command: string, file: string, lines: Readonly<Record<string, string>>) {
  const path = fileURLToPath(new URL(`../examples/strangers/${file}`, import.meta.url))
  const environment = { ...process.env, PORT: '0', TWILIO_AUTH_TOKEN: authToken, PYTHONDONTWRITEBYTECODE: '1' }
  const child = spawn(command, [path], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
  const url = await addressOf(child)
  const clock = createVirtualClock()
  const exchange = createExchange({ accountSid: `AC${'0'.repeat(32)}`, authToken, clock, seed: 1 })
  for (const [number, start] of Object.entries(lines)) exchange.addLine({ number, voiceUrl: url + start })
  return {
    url,
    clock,
    exchange,
    async ring(to = line, from = '+12025550199') {
      const call = exchange.placeCall({ from, to })
      await clock.settle()
      return call
    },
    callee(number: string): Call {
      const call = exchange.calls.find((other) => other.to === number)
      if (call === undefined) throw new Error('Nobody dialled that number.')
      return call
    },
    heard: (call: Call) =>
      exchange.journal.events.flatMap((event) =>
        event.kind === 'prompt-started' && event.callSid === call.callSid && event.prompt.kind === 'speech'
          ? [event.prompt.text]
          : [],
      ),
    /** What the network has against the app. */
    errors: () =>
      exchange.journal.events.flatMap((event) =>
        event.kind === 'finding' && event.severity === 'error' ? [event.message] : [],
      ),
    read: async (page: string) => (await fetch(url + page)).text(),
    async [Symbol.asyncDispose]() {
      await exchange.close()
      child.kill()
      await once(child, 'exit')
    },
  }
}

/** The first address it prints; fails with everything it printed when it ends without. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = ''
    const look = (chunk: unknown) => {
      printed += String(chunk)
      const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(printed) ?? []
      if (address !== undefined) resolve(address)
    }
    child.stdout?.on('data', look)
    child.stderr?.on('data', look)
    child.once('error', reject)
    child.once('exit', () => reject(new Error(`The app ended at once and said: ${printed}`)))
  })
}

describe('the help line, in plain Node', () => {
  const start = () =>
    startStranger(process.execPath, 'help-line/app.mjs', { [line]: '/voice', [helperLine]: '/helper' })

  test('puts a caller into a queue, and tells whoever takes him what it is about', async () => {
    await using app = await start()
    const caller = await app.ring()
    caller.speak('my cat is ill & hungry', { seconds: 2 })
    await app.clock.advance(seconds(3))
    expect(app.heard(caller).at(-1)).toBe('You are number 1 in the queue.')
    await app.clock.advance(seconds(10))

    const helper = await app.ring(helperLine, '+12025550188')
    await app.clock.advance(seconds(5))
    expect(app.heard(helper)).toEqual(['The next caller says: my cat is ill & hungry'])
    expect(app.heard(caller).at(-1)).toBe('Thank you for waiting 14 seconds. Here is somebody for you.')
    await app.clock.advance(seconds(20))
    caller.hangUp()
    await app.clock.advance(seconds(5))

    // Taking the next caller when nobody is there: the Dial waits, and the helper goes.
    helper.hangUp()
    await app.clock.settle()
    expect(app.errors()).toEqual([])
    expect(app.exchange.leftovers()).toEqual(still)
  })

  test('lets a caller who has waited for a while leave a message', async () => {
    await using app = await start()
    const caller = await app.ring()
    caller.press('5')
    await app.clock.advance(seconds(26))
    expect(app.heard(caller).at(-1)).toBe('Press 1 to be called back.')
    caller.press('1')
    await app.clock.advance(seconds(5))
    caller.speak('please call at five', { seconds: 3 })
    await app.clock.advance(seconds(4))
    caller.press('#')
    await app.clock.advance(seconds(5))

    expect(app.heard(caller).slice(-2)).toEqual([
      'After the tone, say when we may call you.',
      'We have 3 seconds of you. Good bye.',
    ])
    expect(caller.status).toBe('completed')
    expect(app.errors()).toEqual([])
    expect(app.exchange.leftovers()).toEqual(still)
  })
})

describe('the book club, in Flask', () => {
  const start = () => startStranger('python3', 'book-club/app.py', { [line]: '/voice' })

  test('lets members wait for the moderator, and is over for all when she leaves', async ({ skip }) => {
    skip(!hasFlask, 'python3 has no flask here')
    await using app = await start()
    const member = await app.ring()
    member.press('1111')
    await app.clock.advance(seconds(16))
    expect(app.heard(member).slice(-2)).toEqual(['The moderator is not here yet.', 'The moderator is not here yet.'])

    const moderator = await app.ring(line, '+12025550188')
    moderator.press('9999')
    await app.clock.advance(seconds(5))
    member.speak('I liked the second chapter', { seconds: 3 })
    await app.clock.advance(seconds(10))
    moderator.press('*')
    await app.clock.advance(seconds(5))

    expect([app.heard(member).at(-1), app.heard(moderator).at(-1)]).toEqual(['Until next week.', 'Until next week.'])
    expect([member.status, moderator.status]).toEqual(['completed', 'completed'])
    expect(JSON.parse(await app.read('/minutes')).minutes.toSorted()).toEqual([
      'conference-end',
      'conference-start',
      'participant-join',
      'participant-join',
      'participant-leave',
      'participant-leave',
      expect.stringMatching(/^recorded \d+ seconds$/),
    ])
    expect(app.errors()).toEqual([])
    expect(app.exchange.leftovers()).toEqual(still)
  })

  test('hangs up after the third PIN it does not know', async ({ skip }) => {
    skip(!hasFlask, 'python3 has no flask here')
    await using app = await start()
    const guest = await app.ring()
    for (const pin of ['1234', '2345', '3456']) {
      guest.press(pin)
      await app.clock.settle()
    }
    await app.clock.advance(seconds(4))

    expect(app.heard(guest).at(-1)).toBe('That was the third one. Good bye.')
    expect(guest.status).toBe('completed')
  })
})

describe('repairs, in Python without a framework', () => {
  const start = () => startStranger('python3', 'repairs/app.py', { [line]: '/voice' })

  test('reach the caretaker when it is urgent, who hears first which flat it is', async ({ skip }) => {
    skip(!hasPython, 'there is no python3 here')
    await using app = await start()
    const tenant = await app.ring()
    tenant.press('07')
    await app.clock.settle()
    tenant.speak('Water is coming through the ceiling', { seconds: 2 })
    await app.clock.advance(seconds(7))
    const care = app.callee(caretaker)
    care.answer()
    await app.clock.settle()
    expect(app.heard(care)).toEqual(['Flat 07. Press 1 to take it.'])
    care.press('1')
    await app.clock.advance(seconds(30))
    care.hangUp()
    await app.clock.settle()

    expect(tenant.status).toBe('completed')
    expect(app.heard(tenant)).not.toContain('The caretaker cannot come to the phone.')
    expect(app.errors()).toEqual([])
    expect(app.exchange.leftovers()).toEqual(still)
  })

  test('take a message when the caretaker does not come to the phone, and have it in words', async ({ skip }) => {
    skip(!hasPython, 'there is no python3 here')
    await using app = await start()
    app.exchange.setParty(caretaker, { kind: 'machine' })
    const tenant = await app.ring()
    tenant.press('12')
    await app.clock.settle()
    tenant.speak('There is a smell of gas', { seconds: 2 })
    await app.clock.advance(seconds(25))
    tenant.speak('it comes from the kitchen', { seconds: 3 })
    await app.clock.advance(seconds(15))

    expect(app.heard(tenant).slice(-3)).toEqual([
      'The caretaker cannot come to the phone.',
      'Please describe it after the tone.',
      'Thank you. Somebody will come.',
    ])
    expect(await app.read('/')).toBe('12: it comes from the kitchen')
    expect(app.errors()).toEqual([])
    expect(app.exchange.leftovers()).toEqual(still)
  })

  test('refuse whoever signs with another token', async ({ skip }) => {
    skip(!hasPython, 'there is no python3 here')
    await using app = await start()
    const stranger = createExchange({ accountSid: `AC${'1'.repeat(32)}`, authToken: 'b'.repeat(32), clock: app.clock })
    stranger.addLine({ number: line, voiceUrl: `${app.url}/voice` })
    stranger.placeCall({ from: '+12025550199', to: line })
    await app.clock.settle()

    const found = stranger.journal.events.find((event) => event.kind === 'finding')
    expect(found).toMatchObject({ code: 11200, message: 'The app answered with status 403 instead of a document.' })
    await stranger.close()
  })
})
