import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { hours } from '../../src/clock/duration.ts'
import { createVirtualClock } from '../../src/clock/virtual-clock.ts'
import { STRICT } from '../../src/consent/index.ts'
import { accountSid, authToken } from '../../src/exchange/scripted-app.fixture.ts'
import { createGate } from '../../src/outbound/gate.ts'
import { createTwilioClient } from '../../src/outbound/twilio-client.ts'
import { exampleFacts, readFacts, walk } from '../../src/registration/index.ts'
import { openDataFolder, openStore } from '../../src/store/index.ts'
import { startRest } from '../rest/world.ts'
import { hookswitch, start, temporaryFolder } from './hookswitch.ts'

test('hookswitch a2p --watch ends with all approved, and the database knows the senders', async () => {
  await using folder = await temporaryFolder()
  await using world = await startRest()
  const environment = {
    TWILIO_ACCOUNT_SID: accountSid,
    TWILIO_AUTH_TOKEN: authToken,
    TWILIO_API_URL: world.origin,
    DATA_DIR: join(folder.path, 'data'),
  }
  const a2p = (...args: string[]) => hookswitch(['a2p', ...args], { environment, folder: folder.path })
  await a2p('init')
  for (let runs = 0; runs < 4; runs++) {
    expect((await a2p()).code).toBe(3)
    await world.clock.advance(hours(240))
  }
  // Without a database of ours it says what to set.
  expect((await a2p('a2p.yaml', '--watch')).output).toMatch(/All is approved. Set REGISTERED_NUMBERS=\+\d+/)
  await mkdir(environment.DATA_DIR)
  const { code, output } = await a2p('a2p.yaml', '--watch')
  expect(code).toBe(0)
  expect(output).toMatch(/✓ Campaign: done \(VERIFIED\)\nAll is approved, and the database knows it/)

  const data = await openDataFolder(environment.DATA_DIR)
  const store = await openStore({ kind: 'pglite', folder: data.database })
  const senders = await store.contacts.senders()
  expect(senders.map(({ registration }) => registration)).toEqual(senders.map(() => 'registered'))
  expect(senders.map(({ number }) => number.slice(0, 2))).toContain('MG')
  expect(new Set(senders.map(({ brand }) => brand?.slice(0, 2)))).toEqual(new Set(['BN']))
  // A message from there may leave, though no variable names the number.
  const clock = createVirtualClock()
  const gate = createGate({ store, clock, policy: STRICT, registered: new Set() })
  const from = senders.find(({ number }) => number.startsWith('+'))?.number ?? ''
  const approach = { to: '+12025550123', channel: 'sms', purpose: 'conversational', about: 'm1' } as const
  expect(await gate.ask({ ...approach, from })).toMatchObject({ kind: 'allowed' })
  expect(await gate.ask({ ...approach, from: '+12025550177' })).toMatchObject({
    kind: 'refused',
    reasons: [{ kind: 'unregistered-campaign' }],
  })
  await store.close()
  await data.release()
}, 120_000)

test('hookswitch a2p of a sole proprietor ends with the limit of his messages', async () => {
  await using folder = await temporaryFolder()
  await using world = await startRest()
  const { business: _, representative, lowVolume: __, ...file } = parse(exampleFacts)
  const { firstName, lastName, email, phone } = representative
  const about = { brandName: 'Ann Lee', industry: 'HEALTHCARE', mobile: '+12025550124' }
  file.soleProprietor = { firstName, lastName, email, phone, ...about }
  file.campaign.useCase = 'SOLE_PROPRIETOR'
  await writeFile(join(folder.path, 'a2p.yaml'), JSON.stringify(file))
  const environment = { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken, TWILIO_API_URL: world.origin }
  const a2p = () => hookswitch(['a2p'], { environment, folder: folder.path })
  // What was made elsewhere is found.
  const client = createTwilioClient({
    accountSid,
    authToken,
    apiUrl: world.origin,
    clock: world.clock,
    random: () => 0,
  })
  const read = readFacts(file)
  if (read.kind === 'wrong') throw new Error(read.mistakes.join())
  for (const wait of [hours(24), hours(24), hours(1)]) {
    await walk({ client, facts: read.facts, made: {}, keep: async () => {} })
    await world.clock.advance(wait)
  }
  expect(await a2p()).toMatchObject({
    code: 3,
    output: expect.stringMatching(
      /… One-time password: waiting \(UNVERIFIED\) since \S+; the owner of the mobile number answers YES/,
    ),
  })
  const answer = () =>
    fetch(`${world.origin}/_exchange/one-time-passwords`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ mobile: about.mobile }),
    })
  expect([(await answer()).status, (await answer()).status]).toEqual([204, 404])
  await walk({ client, facts: read.facts, made: {}, keep: async () => {} })
  await world.clock.advance(hours(240))
  expect(await a2p()).toMatchObject({
    code: 0,
    output: expect.stringMatching(/All is approved\. Set REGISTERED_NUMBERS=\+\d+ and DAILY_SEGMENTS=1000\n$/),
  })
}, 120_000)

test('hookswitch a2p --watch tells what it waits for, and can be stopped', async () => {
  await using folder = await temporaryFolder()
  await using world = await startRest()
  const environment = { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken, TWILIO_API_URL: world.origin }
  await hookswitch(['a2p', 'init'], { folder: folder.path })
  await using running = start(['a2p', '--watch'], { environment, folder: folder.path })
  await running.prints(/… Customer profile: waiting[\s\S]*Looked at again in 1 min/)
  await running.stop()
  expect(JSON.parse(await readFile(join(folder.path, 'a2p.state.json'), 'utf8'))).toMatchObject({ account: accountSid })
}, 60_000)

test('hookswitch a2p writes an example, takes the first step, waits, and does nothing twice', async () => {
  await using folder = await temporaryFolder()
  await using world = await startRest()
  const environment = { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken, TWILIO_API_URL: world.origin }
  const a2p = (...args: string[]) => hookswitch(['a2p', ...args], { environment, folder: folder.path })
  expect(await a2p('init')).toMatchObject({ code: 0, errors: '' })
  expect((await a2p('init')).code).not.toBe(0)
  for (let runs = 0; runs < 2; runs++) {
    const { code, output } = await a2p()
    expect(output).toMatch(
      /^… Customer profile: waiting \(pending-review\) since \S+Z; usually takes one to three days\n· A2P profile: to do\n/,
    )
    expect(code).toBe(3)
  }
  expect(await world.client.trusthub.v1.customerProfiles.list()).toHaveLength(1)
  expect(await readFile(join(folder.path, 'a2p.state.json'), 'utf8')).not.toContain(authToken)
  expect(JSON.parse((await a2p('a2p.yaml', '--json')).output).steps[0]).toMatchObject({ status: 'waiting' })

  await writeFile(join(folder.path, 'wrong.yaml'), 'name: Acme\n')
  const wrong = await a2p('wrong.yaml')
  expect(wrong.code).toBe(1)
  expect(wrong.errors.split('\n').length).toBeGreaterThan(5)
}, 60_000)
