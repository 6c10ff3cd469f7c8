import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'
import { describe, expect, test } from 'vitest'
import { startPostgres } from '../store/databases.ts'
import { dataFolder, hookswitch, type Running, start, temporaryFolder } from './hookswitch.ts'

const TOKEN = 'a-token-nobody-may-read'
const PASSWORD = 'database-password'
const PUBLIC = 'https://phones.example.com'
const COMPLETE = {
  PORT: '0',
  PUBLIC_URL: PUBLIC,
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(31)}1`,
  TWILIO_AUTH_TOKEN: TOKEN,
  // Nobody is asked whether the credentials are right.
  TWILIO_API_URL: 'http://127.0.0.1:1',
  SALES_PHONE: '+12025550101',
  SUPPORT_PHONE: '+12025550102',
}
const CALL = `CA${'1'.repeat(32)}`
const MESSAGE = {
  RecordingSid: `RE${'2'.repeat(32)}`,
  RecordingDuration: '7',
  Digits: 'hangup',
  CallStatus: 'completed',
}

describe('hookswitch serve', () => {
  test('without an environment names everything that is missing, and ends', async () => {
    const { code, output, errors } = await hookswitch(['serve'])
    expect(code).toBe(1)
    expect(output).toBe('')
    expect(errors).toMatchInlineSnapshot(`
      "The environment is not complete:
        - PUBLIC_URL is missing: the https address at which Twilio reaches this app, such as https://phones.example.com.
        - TWILIO_ACCOUNT_SID is missing: AC and 32 hex digits, from the Twilio console.
        - TWILIO_AUTH_TOKEN is missing: the auth token of that account; webhooks are checked with it.
        - SALES_PHONE is missing: flow "acme" needs a phone number there.
        - SUPPORT_PHONE is missing: flow "acme" needs a phone number there.
      "
    `)
  })

  test('answers genuine webhooks only, and never prints the token', async () => {
    await using folder = await temporaryFolder()
    await using running = start(['serve'], { environment: { ...COMPLETE, DATA_DIR: folder.path } })
    const origin = await originOf(running)

    const genuine = await post(origin, '/voice/acme', { CallStatus: 'ringing' })
    const forged = await post(origin, '/voice/acme', { CallStatus: 'ringing' }, 'another-token')

    expect(genuine).toMatchObject({ status: 200, body: expect.stringContaining('Welcome to Acme Corp.') })
    expect(forged.status).toBe(403)
    expect(forged.body).not.toContain(TOKEN)
    const { code } = await running.stop()
    expect(code).toBe(0)
    expect(running.printed()).toContain(`${PUBLIC}/voice/acme`)
    expect(running.printed()).not.toContain(TOKEN)
  })

  test('on PostgreSQL keeps its calls there, and never prints its password', async () => {
    const database = await startPostgres()
    await using _ = { [Symbol.asyncDispose]: () => database.stop() }
    await using folder = await temporaryFolder()
    if (database.place.kind !== 'postgres') throw new Error('not PostgreSQL')
    const environment = { ...COMPLETE, DATA_DIR: folder.path, DATABASE_URL: database.place.url }
    await using first = start(['serve'], { environment })
    const answer = await post(await originOf(first), '/voice/acme', { CallStatus: 'ringing' })
    await first.kill()

    await using second = start(['serve'], { environment })
    const again = await post(await originOf(second), '/voice/acme', { CallStatus: 'ringing' })

    expect(again).toEqual(answer)
    expect(first.printed() + second.printed()).not.toContain('in-tests-only')
  })

  test.each([
    ['does not answer', `postgres://me:${PASSWORD}@127.0.0.1:1/x`, /^The database in DATABASE_URL cannot be used: /],
    ['is malformed', `postgres://me:${PASSWORD}#@host:port/x`, /DATABASE_URL cannot be read as a URL/],
  ])('with a database that %s ends with one sentence without its password', async (_what, url, sentence) => {
    await using folder = await temporaryFolder()
    const { code, errors } = await hookswitch(['serve'], {
      environment: { ...COMPLETE, DATA_DIR: folder.path, DATABASE_URL: url },
    })
    expect(code).toBe(1)
    expect(errors).toMatch(sentence)
    expect(errors).not.toContain(PASSWORD)
    expect(errors).not.toContain('    at ')
  })

  test('on a port in use ends with one sentence, and the folder is free again', async () => {
    await using folder = await temporaryFolder()
    const other = createServer().listen(0, '127.0.0.1')
    await new Promise((listening) => other.once('listening', listening))
    const { port } = other.address() as AddressInfo

    const { code, errors } = await hookswitch(['serve'], {
      environment: { ...COMPLETE, PORT: String(port), DATA_DIR: folder.path },
    })

    other.close()
    expect(code).toBe(1)
    expect(errors).toBe(
      `Port ${port} on 127.0.0.1 is in use by another program. Stop that program, or choose another port: PORT=${port + 1}.\n`,
    )
  })

  test('with an embedded database that cannot be opened ends with one sentence and touches nothing', async () => {
    await using folder = await temporaryFolder()
    await writeFile(join(folder.path, 'database'), 'in the way')

    const { code, errors } = await hookswitch(['serve'], { environment: { ...COMPLETE, DATA_DIR: folder.path } })

    expect(code).toBe(1)
    expect(errors).toBe(
      'The embedded database cannot be opened: its folder cannot be read or written. If the disk is full, make room; if its files are damaged, restore the data folder from a backup.\n',
    )
    expect(await readFile(join(folder.path, 'database'), 'utf8')).toBe('in the way')
    expect(await readdir(folder.path)).not.toContain('lock')
  })

  test.each(['serve', 'dev'])('with a flow that would fail its callers does not start (%s)', async (command) => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'desk.json')
    const step = { kind: 'menu', choices: { 1: { label: 'sales', then: 'slaes' } }, otherwise: 'message' }
    const message = { kind: 'voicemail', mailbox: 'desk' }
    await writeFile(file, JSON.stringify({ name: 'desk', start: 'welcome', steps: { welcome: step, message } }))

    const { code, errors } = await hookswitch([command, file], {
      environment: { ...COMPLETE, DATA_DIR: join(folder.path, 'data') },
    })

    expect(code).toBe(1)
    expect(errors).toMatch(
      /These flows would fail their callers:\n {2}- desk\/welcome\/choices\.1\.then: .*"slaes", which is not a step of this flow\./,
    )
    expect(existsSync(join(folder.path, 'data', 'lock'))).toBe(false)
  })

  test('beside another one on the same data folder ends with one sentence, and the other goes on', async () => {
    await using folder = await dataFolder()
    await using first = start(['serve'], { environment: { ...COMPLETE, DATA_DIR: folder.path } })
    const origin = await originOf(first)

    const second = await hookswitch(['serve'], { environment: { ...COMPLETE, DATA_DIR: folder.path } })

    expect(second.code).toBe(1)
    expect(second.errors).toContain(`Another Hookswitch (process ${first.pid}) is using ${folder.path}.`)
    expect((await post(origin, '/voice/acme', { CallStatus: 'ringing' })).status).toBe(200)
  })
})

describe('after a power cut', () => {
  test('a call goes on where it was, byte for byte, and its message and audio are there', async () => {
    await using folder = await dataFolder()
    await using network = await recordingServer()
    const environment = { ...COMPLETE, DATA_DIR: folder.path, TWILIO_API_URL: network.origin }
    const steps = [
      ['/voice/acme', { CallStatus: 'ringing' }],
      ['/voice/acme/welcome?turn=1', { Digits: '3' }],
      ['/voice/acme/message?turn=2', MESSAGE],
    ] as const
    const given: string[] = []

    // After every turn the process is killed, and the next one is asked for all turns before.
    for (const [path, parameters] of steps) {
      await using running = start(['serve'], { environment })
      const origin = await originOf(running)
      for (const [index, [earlier, same]] of steps.slice(0, given.length).entries()) {
        expect((await post(origin, earlier, same)).body).toBe(given[index])
      }
      given.push((await post(origin, path, parameters)).body)
      await running.kill()
    }

    network.hasAudio = true
    await using last = start(['serve'], { environment })
    const origin = await originOf(last)
    await post(origin, '/recordings/acme/message', { ...MESSAGE, RecordingStatus: 'completed' })
    const message = await savedMessage(origin)
    expect(message).toMatchObject({ from: '+12025550199', seconds: 7, mailbox: 'front-desk' })
    const audio = await fetch(`${origin}/api/messages/${message.id}/audio`)
    expect(await audio.text()).toBe(AUDIO)
    expect(network.wrongCredentials).toBe(0)
  })

  test('in the middle of a turn the turn is either all there or can be taken', async () => {
    await using folder = await dataFolder()
    const environment = { ...COMPLETE, DATA_DIR: folder.path }
    await using first = start(['serve'], { environment })
    const origin = await originOf(first)
    await post(origin, '/voice/acme', { CallStatus: 'ringing' })
    const inFlight = post(origin, '/voice/acme/welcome?turn=1', { Digits: '3' }).catch(() => undefined)
    await first.kill()
    const seen = await inFlight

    await using second = start(['serve'], { environment })
    const again = await post(await originOf(second), '/voice/acme/welcome?turn=1', { Digits: '3' })

    expect(again.status).toBe(200)
    expect(again.body).toContain('Please leave a message after the beep.')
    if (seen !== undefined) expect(again.body).toBe(seen.body)
  })
})

const AUDIO = 'RIFF, and what was said'

/** The network's media, which are late until the test says otherwise. */
async function recordingServer() {
  const state = { hasAudio: false, wrongCredentials: 0, origin: '' }
  const basic = `Basic ${Buffer.from(`${COMPLETE.TWILIO_ACCOUNT_SID}:${TOKEN}`).toString('base64')}`
  const server = createServer((request, response) => {
    if (request.headers.authorization !== basic) state.wrongCredentials++
    response.statusCode = state.hasAudio ? 200 : 404
    response.end(state.hasAudio ? AUDIO : '')
  }).listen(0, '127.0.0.1')
  await new Promise((listening) => server.once('listening', listening))
  state.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return Object.assign(state, {
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  })
}

async function originOf(running: Running): Promise<string> {
  const [, origin = ''] = await running.prints(/"address":"(http:[^"]+)"/)
  return origin
}

/** Asks until the audio is kept; a retry after two failures comes within seconds. */
async function savedMessage(origin: string) {
  for (let asked = 0; asked < 1000; asked++) {
    const { messages } = JSON.parse(await (await fetch(`${origin}/api/messages`)).text())
    if (messages.length !== 1) throw new Error(`There are ${messages.length} messages instead of one.`)
    if (messages[0].status === 'saved') return messages[0]
  }
  throw new Error('The audio was not fetched.')
}

async function post(origin: string, path: string, parameters: Readonly<Record<string, string>>, token = TOKEN) {
  const form = { CallSid: CALL, CallStatus: 'in-progress', From: '+12025550199', To: '+12025550100', ...parameters }
  const answer = await fetch(origin + path, {
    method: 'POST',
    body: new URLSearchParams(form),
    headers: { 'x-twilio-signature': getExpectedTwilioSignature(token, PUBLIC + path, form) },
  })
  return { status: answer.status, body: await answer.text() }
}
