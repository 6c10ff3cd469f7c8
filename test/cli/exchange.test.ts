import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import twilio from 'twilio'
import { describe, expect, test } from 'vitest'
import { clientAt } from '../../src/client/index.ts'
import { foreignApp } from './foreign-app.ts'
import { hookswitch, type Running, start, temporaryFolder } from './hookswitch.ts'

const TOKEN = 'token-of-an-app-with-an-account'
const SID = `AC${'5'.repeat(32)}`
const OWN = { TWILIO_ACCOUNT_SID: SID, TWILIO_AUTH_TOKEN: TOKEN }

describe('hookswitch exchange', () => {
  test('prints what to put into the environment of an app, and keeps its account', async () => {
    await using folder = await temporaryFolder()
    const environment = { DATA_DIR: folder.path }
    const accountOfOneRun = async () => {
      await using running = start(['exchange', '--app', 'http://127.0.0.1:1/voice', '--port', '0'], { environment })
      const [account] = await running.prints(
        /TWILIO_ACCOUNT_SID=AC[0-9a-f]{32}\n {2}TWILIO_AUTH_TOKEN=[0-9a-f]{32}\n {2}TWILIO_API_URL=http:\S+\n/,
      )
      await running.prints(/\+1 202 555 0100 {2}asks http:\/\/127\.0\.0\.1:1\/voice/)
      return account.replace(/TWILIO_API_URL.*/, '')
    }
    expect(await accountOfOneRun()).toBe(await accountOfOneRun())
  })

  test('calls the app from anywhere, signs with the token of the environment and does not print it', async () => {
    await using folder = await temporaryFolder()
    await using app = await foreignApp({ '/voice': '<Say>Hello.</Say><Dial>+12025550101</Dial>' }, TOKEN)
    await using running = start(
      ['exchange', '--port', '0', '--app', app.origin, '--line', '+12025550120=/voice', '--party', '+12025550101=busy'],
      { environment: { DATA_DIR: folder.path, ...OWN } },
    )
    const origin = await originOf(running)

    await placeCall(origin, '+12025550120')

    await running.prints(/0:0\d\.\d {2}caller hears “Hello\.”/)
    await running.prints(/the network dials \+12025550101[\s\S]*busy, the callee is busy[\s\S]*caller: completed/)
    expect(app.isSigned()).toBe(true)
    expect(running.printed()).not.toContain(TOKEN)
    expect((await running.stop()).code).toBe(0)
  })

  test('lets the app place calls with the official client', async () => {
    await using folder = await temporaryFolder()
    await using app = await foreignApp({ '/remind': '<Say>Remember.</Say>' }, TOKEN)
    await using running = start(
      ['exchange', '--port', '0', '--app', `${app.origin}/voice`, '--party', '+12025550101=answers:1s'],
      { environment: { DATA_DIR: folder.path, ...OWN } },
    )
    const client = twilio(SID, TOKEN, { httpClient: clientAt(await originOf(running)) })

    const call = await client.calls.create({ from: '+12025550100', to: '+12025550101', url: `${app.origin}/remind` })

    expect(call.status).toBe('queued')
    await running.prints(/\+12025550101 hears “Remember\.”/)
  })

  test('with --json prints where it is, then one event a line; SIDs are those of the seed', async () => {
    await using folder = await temporaryFolder()
    await using app = await foreignApp({ '/voice': '<Hangup/>' }, TOKEN)
    const environment = { DATA_DIR: folder.path, ...OWN }
    const firstSid = async () => {
      await using running = start(
        ['exchange', '--json', '--port', '0', '--seed', '7', '--speed', '50', '--app', `${app.origin}/voice`],
        { environment },
      )
      const [, origin = ''] = await running.prints(/"origin":"(http:[^"]+)"/)
      await placeCall(origin, '+12025550100')
      await running.prints(/"status":"completed"/)
      const { output } = await running.stop()
      const [listening, placed] = output
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
      expect(listening).toMatchObject({
        kind: 'listening',
        environment: { TWILIO_ACCOUNT_SID: SID, TWILIO_API_URL: origin },
        lines: [{ number: '+12025550100', voiceUrl: `${app.origin}/voice` }],
      })
      expect(placed).toMatchObject({ kind: 'call-placed', sequence: 1 })
      return placed.callSid
    }
    expect(await firstSid()).toBe(await firstSid())
  })

  test('serves the page what it needs of a network without flows', async () => {
    await using folder = await temporaryFolder()
    await using running = start(
      ['exchange', '--port', '0', '--app', 'http://127.0.0.1:1/voice', '--party', '+12025550101=does-not-answer'],
      { environment: { DATA_DIR: folder.path } },
    )
    const origin = await originOf(running)
    const get = async (path: string) => (await fetch(origin + path)).json()

    expect(await get('/api/system')).toMatchObject({
      hasExchange: true,
      lines: [{ number: '+12025550100', title: 'the app' }],
      callees: [{ label: 'does-not-answer', number: '+12025550101' }],
    })
    expect(await get('/api/flows')).toEqual({ flows: [] })
    expect(await get('/_exchange/lines')).toMatchObject({ lines: [{ number: '+12025550100' }] })
    const foreign = await fetch(`${origin}/api/system`, { headers: { origin: 'https://evil.test' } })
    expect(foreign.status).toBe(403)
  })

  test.each([
    [[], 'Name the app to be called: hookswitch exchange --app http://localhost:5000/voice'],
    [
      ['--app', 'localhost:5000'],
      '--app takes the address of your app in full, such as http://localhost:5000/voice, not "localhost:5000".',
    ],
    [
      ['--line', '+12025550100'],
      '--line takes a number and what it is, such as +12025550100=http://localhost:5000/voice, not "+12025550100".',
    ],
    [
      ['--line', '12=http://localhost/'],
      '"12" is not a phone number in international form; write + and country code: --line +12025550100=http://localhost:5000/voice',
    ],
    [
      ['--line', '+12025550100=/voice'],
      'The line +12025550100 needs the address of your app in full, or --app and a path; "/voice" is neither.',
    ],
    [
      ['--app', 'http://localhost:5000', '--party', '+12025550101=sleeps'],
      '"sleeps" is not what a party does. One of: answers, busy, does not answer, rings, unreachable, machine, fax, silent; answers:3s picks up after 3 s.',
    ],
    [
      ['--app', 'http://localhost:5000', '--port', '70000'],
      '--port takes a whole number from 0 to 65535, not "70000".',
    ],
    [['--app', 'http://localhost:5000', '--seed', 'x'], '--seed takes a whole number, not "x".'],
    [
      ['--app', 'http://localhost:5000', '--speed', 'x'],
      '--speed takes a number from 0.1 to 1000, not "x". See hookswitch --help.',
    ],
  ])('tells %j in one sentence', async (args, sentence) => {
    expect(await hookswitch(['exchange', ...args])).toEqual({ code: 2, output: '', errors: `${sentence}\n` })
  })

  test('with half an account does not start', async () => {
    const { code, errors } = await hookswitch(['exchange', '--app', 'http://localhost:5000'], {
      environment: { TWILIO_AUTH_TOKEN: TOKEN },
    })
    expect(code).toBe(2)
    expect(errors).toMatch(/^Set both TWILIO_ACCOUNT_SID .* and TWILIO_AUTH_TOKEN, or neither/)
  })

  test('on a port in use says which option chooses another', async () => {
    await using folder = await temporaryFolder()
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo

    const { code, errors } = await hookswitch(['exchange', '--app', 'http://localhost:5000', '--port', String(port)], {
      environment: { DATA_DIR: folder.path },
    })

    other.close()
    expect(code).toBe(1)
    expect(errors).toBe(
      `Port ${port} on 127.0.0.1 is in use by another program. Stop that program, or choose another port: --port ${port + 1}.\n`,
    )
  })
})

async function originOf(running: Running): Promise<string> {
  const [, origin = ''] = await running.prints(/TWILIO_API_URL=(http:\S+)\n/)
  return origin
}

async function placeCall(origin: string, to: string): Promise<void> {
  await fetch(`${origin}/_exchange/calls`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ to }),
  })
}
