import { describe, expect, onTestFinished, test } from 'vitest'
import { type Answers, type ForeignApp, foreignApp } from '../../test/cli/foreign-app.ts'
import { playScripts, type ScriptResult } from './play-scripts.ts'
import { readScript } from './read-script.ts'
import { reportScript } from './report.ts'
import type { Script } from './script.ts'

const TOKEN = 'token-of-an-app'
const SALES = '+12025550101'

/** An app of another language: a menu, a transfer that falls back to a mailbox, and what a mailbox says. */
const desk: Answers = {
  '/voice': `<Gather numDigits="1" action="/menu"><Say>Press 1 for sales. Press 2 to leave a message.</Say></Gather><Redirect>/voice</Redirect>`,
  '/menu': ({ Digits }) =>
    Digits === '1'
      ? `<Say>Connecting you to sales.</Say><Dial action="/dialled">${SALES}</Dial>`
      : '<Say>Leave a message.</Say><Record action="/thanks"/>',
  '/dialled': ({ DialCallStatus }) => (DialCallStatus === 'completed' ? '<Hangup/>' : '<Say>Nobody is free.</Say>'),
  '/thanks': '<Say>Thank you.</Say><Sms to="+12025550102">A message is there.</Sms>',
}

async function appWith(answers: Answers): Promise<ForeignApp> {
  const app = await foreignApp(answers, TOKEN)
  onTestFinished(() => app[Symbol.asyncDispose]())
  return app
}

/** Plays a script whose calls are given; the app's address stands for APP. */
async function play(calls: string, { answers = desk, head = '' } = {}): Promise<ScriptResult> {
  const app = await appWith(answers)
  const [result] = await playScripts([scriptOf(`app: ${app.origin}/voice\n${head}calls:\n${calls}`)], identity)
  return result as ScriptResult // one script, one result
}

const identity = { accountSid: `AC${'5'.repeat(32)}`, authToken: TOKEN }

function scriptOf(source: string, file = 'desk.call.yaml'): Script {
  const read = readScript(source, file)
  if (read.kind === 'mistakes') throw new Error(JSON.stringify(read.mistakes))
  return read.script
}

/** The report without the port, which differs from run to run. */
const reported = (result: ScriptResult) => reportScript(result).replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:5000')

describe('a script that comes true', () => {
  test('goes through menus, transfers, messages and recordings, in virtual time and over real HTTP', async () => {
    const result = await play(`
  sales:
    - hears: press 1 for sales
      within: 10s
    - does not hear: Nobody is free
    - presses: 1
    - hears: Connecting you to sales
    - dials: ${SALES}
      as: +12025550199
      who: { answers: 3s }
    - talks to: ${SALES}
      within: 5s
    - reaches a person within 1s
    - person: ${SALES}
      hangs up:
    - requests: /dialled
      method: post
      parameters: { DialCallStatus: completed }
    - ended: completed
  nobody there:
    - presses: 1
    - dials: ${SALES}
      who: busy
    - hears: /nobody/i
    - ended
  a message:
    - hears: Press 2
    - presses: 2
    - hears: Leave a message
    - says: Please call me back
      seconds: 7
    - presses: "#"
    - recorded: 7s
    - hears: Thank you
    - messages: { to: +12025550102, body: A message }
    - ended
  silence:
    - hears: Press 1
    - stays silent: 6s
    - hears: Press 1
    - hangs up
`)
    expect(reported(result)).toMatchInlineSnapshot(`
      "desk.call.yaml
        ✓ sales  0:08.6
        ✓ nobody there  0:02.8
        ✓ a message  0:14.2
        ✓ silence  0:13.0
      "
    `)
    expect(result.calls.map(({ failure }) => failure?.message)).toEqual([undefined, undefined, undefined, undefined])
  })
})

describe('a script that does not', () => {
  test('says what was expected and heard instead, the step, the call so far, and the TwiML that led there', async () => {
    const result = await play(`
  billing:
    - hears: Press 1
    - presses: 1
    - hears: Connecting you to billing
`)
    expect(reported(result)).toMatchInlineSnapshot(`
      "desk.call.yaml
        ✗ billing  0:41.8

      ✗ billing, at desk.call.yaml:7
          5      - hears: Press 1
          6      - presses: 1
      >   7      - hears: Connecting you to billing

      Expected: caller hears “Connecting you to billing”
      Instead:  heard “Press 1 for sales. Press 2 to leave a message.”, “Connecting you to sales.”, “Nobody is free.”; the call is completed

      The call so far:
       0:00.0  caller +12025550199 calls +12025550100
       0:00.0  → POST /voice CallStatus=ringing
       0:00.0  ← 200 <Response><Gather numDigits="1" action="/menu"><Say>Press 1 for sales. Press 2 to leave a message.</Say></Gather><Redirect>/voice</Redirect></Response>
       0:00.0  caller: in-progress
       0:00.0  caller hears “Press 1 for sales. Press 2 to leave a message.”
       0:04.0  caller presses 1
       0:04.0  → POST /menu CallStatus=in-progress Digits=1
       0:04.0  ← 200 <Response><Say>Connecting you to sales.</Say><Dial action="/dialled">+12025550101</Dial></Response>
       0:04.0  caller hears “Connecting you to sales.”
       0:05.6  the network dials +12025550101
       0:05.6  +12025550101: initiated
       0:40.6  +12025550101: no-answer, nobody answered in time
       0:40.6  → POST /dialled CallStatus=in-progress DialCallStatus=no-answer
       0:40.6  ← 200 <Response><Say>Nobody is free.</Say></Response>
       0:40.6  caller hears “Nobody is free.”
       0:41.8  caller: completed, the document ended

      The document of POST /dialled, at its <Say>:
          1  <Response>
      >   2    <Say>Nobody is free.</Say>
          3  </Response>

      "
    `)
  })

  test.each([
    ['- presses: 1\n- dials: +12025550109', 'the app dials +12025550109', 'it dialled +12025550101'],
    ['- presses: 2\n- dials: +12025550101', 'the app dials +12025550101', 'it dialled nobody'],
    [
      '- presses: 1\n- dials: +12025550101\n  as: +12025550100',
      'the app dials +12025550101 as +12025550100',
      'it dialled +12025550101 as +12025550199',
    ],
    [
      '- presses: 1\n- dials: +12025550101\n  who: { answers: 9s }\n- reaches a person within 5s',
      'caller reaches a person within 5 s',
      '+12025550101: ringing',
    ],
    [
      '- presses: 1\n- dials: +12025550101\n  who: machine\n- reaches a person within 20s',
      'caller reaches a person within 20 s',
      '+12025550101: in-progress',
    ],
    [
      '- presses: 2\n- says: Hello\n  seconds: 3\n- hangs up\n- recorded: 7s',
      'a recording of 7 s',
      'recorded 3 s by RecordVerb',
    ],
    [
      '- presses: 2\n- says: Hello\n- presses: "#"\n- recorded\n- messages: { to: +12025550103 }',
      'messages: one to +12025550103',
      '“A message is there.” to +12025550102',
    ],
    [
      '- presses: 2\n- requests: /menu\n  parameters: { Digits: 1 }\n  within: 1s',
      'the app is asked /menu Digits=1 within 1 s',
      'it was asked POST /voice, POST /menu',
    ],
    ['- hears: Press 1\n- ended within 1s', 'caller has ended as completed within 1 s', 'the call is in-progress'],
    [
      '- hears: Press 1\n- does not hear: for sales',
      'caller does not hear “for sales”',
      'heard “Press 1 for sales. Press 2 to leave a message.”',
    ],
    [
      '- presses: 1\n- hears: Connecting\n- stays silent: 1s',
      'nobody is dialled but who the test mentions',
      'the app dialled +12025550101',
    ],
    [
      '- presses: 2\n- says: Hello\n- presses: "#"\n- recorded\n- ended',
      'no message but those of the script',
      'one went to +12025550102',
    ],
    [
      '- presses: 1\n- dials: +12025550101\n- says: Hello\n- ended',
      'caller comes to say “Hello”',
      'nobody listens to that',
    ],
    [
      '- hears: Press 3',
      'caller hears “Press 3”',
      'heard “Press 1 for sales. Press 2 to leave a message.” 101 times; the call is in-progress',
    ],
  ])('fails for %j', async (steps, expected, instead) => {
    const result = await play(`  one:\n${steps.replace(/^/gm, '    ')}`)
    const told = result.calls[0]?.failure?.message.split('\n').slice(0, 2)
    expect(told).toEqual([`Expected: ${expected}`, `Instead:  ${instead}`])
  })

  test('may let pass what it does not mention', async () => {
    const result = await play('  one:\n    - presses: 1\n    - hears: Connecting\n', { head: 'unexpected: passes\n' })
    expect(result.calls[0]?.failure).toBeUndefined()
  })
})

describe('an app that does not work', () => {
  test('is told apart from a wrong expectation: it does not run, or checks another token', async () => {
    const dead = scriptOf('app: http://127.0.0.1:1/voice\ncalls:\n  one:\n    - hears: Hello\n')
    const app = await appWith(desk)
    const source = `app: ${app.origin}/voice\ncalls:\n  one:\n    - hears: Hello\n`
    const [first, second] = await playScripts([dead, scriptOf(source)], { ...identity, authToken: 'another' })
    expect(first?.calls[0]?.failure?.message).toContain('Nothing answers at http://127.0.0.1:1/voice. Start the app')
    expect(second?.calls[0]?.failure?.message).toContain('The app refuses the first request (403).')
  })
})
