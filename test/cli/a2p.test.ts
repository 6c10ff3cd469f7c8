import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { accountSid, authToken } from '../../src/exchange/scripted-app.fixture.ts'
import { startRest } from '../rest/world.ts'
import { hookswitch, temporaryFolder } from './hookswitch.ts'

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
