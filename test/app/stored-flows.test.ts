/** Flows that are kept in the database: put, called, changed by another process, and taken away. */
import { readFile } from 'node:fs/promises'
import { agent, defineLimits, defineMailbox, defineQueue, flowFromJson, flowSchema, secret } from 'hookswitch/flow'
import { describe, expect, test } from 'vitest'
import { acme } from '../../examples/acme/phone-system.ts'
import { findingsOfFlow } from '../../src/app/system-findings.ts'
import { type AppUnderTest, startApp } from './app-under-test.ts'

const desk = (words: string) => ({ name: 'desk', start: 'bye', steps: { bye: { kind: 'hang-up', says: words } } })
const put = (app: AppUnderTest, flow: object, name = 'desk') =>
  app.ask(`/api/flows/${name}`, {
    method: 'PUT',
    body: JSON.stringify(flow),
    headers: { 'content-type': 'application/json' },
  })
const callOf = (digit: string) => ({ CallSid: `CA${digit.repeat(32)}` })

describe('a flow that is put into the database', () => {
  test('answers at once, can be read and replaced, and answers no more when it is taken away', async () => {
    await using app = await startApp()
    expect((await app.post('/voice/desk')).status).toBe(404)

    expect(JSON.parse((await put(app, desk('Good morning.'))).body)).toEqual({ version: 1, findings: [] })
    expect((await app.post('/voice/desk', callOf('2'))).body).toContain('Good morning.')
    expect(JSON.parse((await app.ask('/api/flows/desk')).body)).toMatchObject({
      name: 'desk',
      version: 1,
      flow: desk('Good morning.'),
    })
    expect(JSON.parse((await put(app, desk('Good evening.'))).body).version).toBe(2)
    expect((await app.post('/voice/desk', callOf('3'))).body).toContain('Good evening.')

    expect((await app.ask('/api/flows/desk', { method: 'DELETE' })).status).toBe(204)
    expect((await app.post('/voice/desk', callOf('4'))).status).toBe(404)
    expect((await app.ask('/api/flows/desk', { method: 'DELETE' })).status).toBe(404)
  })

  test('is listed beside those of the file, with its graph', async () => {
    await using app = await startApp()
    await put(app, desk('Hello.'))
    const { flows } = JSON.parse((await app.ask('/api/flows')).body)
    expect(flows.map(({ name, isStored }: { name: string; isStored: boolean }) => [name, isStored])).toEqual([
      ['acme', false],
      ['desk', true],
    ])
  })

  test('is there after a restart, and in another process from its next call on', async () => {
    await using first = await startApp()
    await put(first, desk('One.'))
    await using second = await startApp({ around: () => first.store })
    expect((await second.post('/voice/desk', callOf('2'))).body).toContain('One.')
    await put(first, desk('Two.'))
    expect((await second.post('/voice/desk', callOf('3'))).body).toContain('Two.')
  })

  test('with errors is refused with what the checks found, and the one before still answers', async () => {
    await using app = await startApp()
    await put(app, desk('Hello.'))
    const refused = await put(app, { ...desk('Hello.'), start: 'nowhere' })
    expect(refused.status).toBe(422)
    expect(JSON.parse(refused.body)).toMatchObject({
      error: { code: 'FLOW_HAS_ERRORS', message: 'This flow would fail its callers.' },
      findings: [{ code: 'TARGET_MISSING' }, { code: 'STEP_UNREACHABLE' }],
    })
    expect((await app.post('/voice/desk', callOf('2'))).body).toContain('Hello.')
  })

  test('is checked against the mailboxes, queues and limits it is served with, as a flow of the file is', async () => {
    const support = defineQueue('support', { agents: [agent('101', { pin: secret('PIN') })] })
    const limits = defineLimits({ allowedDestinations: ['US'] })
    const mailboxes = [defineMailbox('front-desk')]
    await using app = await startApp({ mailboxes, queues: [support], limits, secrets: { PIN: '1234' } })
    const unanswered = 'message'
    const flow = {
      name: 'desk',
      start: 'wait',
      steps: {
        wait: { kind: 'queue', queue: 'suport', unanswered: 'berlin' },
        berlin: { kind: 'transfer', to: '+4930123456', unanswered },
        message: { kind: 'inbox', mailbox: 'frontdesk' },
      },
    }
    const { status, body } = await put(app, flow)
    expect(status).toBe(422)
    const served = { mailboxes, queues: [support], limits }
    const asOfFile = findingsOfFlow(
      flowFromJson(JSON.stringify(flow)),
      [acme, flowFromJson(JSON.stringify(flow))],
      served,
    )
    expect(JSON.parse(body).findings).toEqual(asOfFile)
    expect(asOfFile.map(({ at, message }) => `${at}: ${message}`)).toEqual([
      'desk/message/mailbox: There is no mailbox "frontdesk" to listen to. Did you mean "front-desk"?',
      'desk/wait: There is no queue "suport".',
      'desk/berlin/to: Limits do not allow calls to this country.',
    ])
    expect((await app.post('/voice/desk')).status).toBe(404)

    const steps = {
      wait: { kind: 'queue', queue: 'support', unanswered },
      message: { kind: 'voicemail', mailbox: 'front-desk' },
    }
    expect((await put(app, { ...flow, steps })).status).toBe(200)
  })

  test('may name a number abroad where limits name no destinations, and calls may be led there then', async () => {
    await using app = await startApp()
    const steps = {
      berlin: { kind: 'transfer', to: '+4930123456', unanswered: 'bye' },
      bye: { kind: 'hang-up', says: 'Goodbye.' },
    }
    expect((await put(app, { name: 'desk', start: 'berlin', steps })).status).toBe(200)
    expect((await app.post('/voice/desk')).body).toContain('+4930123456')
  })

  test.each([
    ['that is no flow', { name: 'desk' }, 'desk', /^This is not a flow\./],
    ['of another name', desk('Hello.'), 'front', /^The flow is called "desk", its address "front"\./],
    ['of the file’s name', { ...desk('Hello.'), name: 'acme' }, 'acme', /^"acme" is a flow of the phone system's file/],
  ])('%s is refused in one sentence', async (_what, flow, name, message) => {
    await using app = await startApp()
    const { status, body } = await put(app, flow, name)
    expect(status).toBe(422)
    expect(JSON.parse(body).error.message).toMatch(message)
  })

  test('goes on in its new version for a caller who is under way', async () => {
    await using app = await startApp()
    const asking = (words: string) => ({
      name: 'desk',
      start: 'menu',
      steps: {
        menu: { kind: 'menu', choices: { 1: { label: 'bye', then: 'bye' } }, otherwise: 'bye' },
        bye: { kind: 'hang-up', says: words },
      },
    })
    await put(app, asking('Old.'))
    await app.post('/voice/desk')
    await put(app, asking('New.'))
    expect((await app.post('/voice/desk/menu?turn=1', { Digits: '1' })).body).toContain('New.')
  })
})

test('the published schema is what the code reads', async () => {
  const published = await readFile(new URL('../../docs/flow.schema.json', import.meta.url), 'utf8')
  expect(`${JSON.stringify(flowSchema(), null, 2)}\n`).toBe(published)
})
