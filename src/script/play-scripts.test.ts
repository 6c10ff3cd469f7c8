import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { SaxesParser } from 'saxes'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type Answers, type ForeignApp, type Form, foreignApp, freePort } from '../../test/cli/foreign-app.ts'
import { temporaryFolder } from '../../test/cli/hookswitch.ts'
import { coverageOf } from './coverage.ts'
import { junit } from './junit.ts'
import { playScripts, type ScriptResult } from './play-scripts.ts'
import { readScript } from './read-script.ts'
import { isPassed, reportScript } from './report.ts'
import { reportCoverage } from './report-coverage.ts'
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

describe('a number', () => {
  test('that is dialled twice is each time as the script says', async () => {
    const answers = {
      ...desk,
      '/dialled': ({ DialCallStatus }: Form) =>
        DialCallStatus === 'completed' ? '' : `<Dial timeout="9" action="/menu">${SALES}</Dial>`,
    }
    const result = await play(
      `
  twice:
    - presses: 1
    - dials: ${SALES}
      who: busy
    - dials: ${SALES}
      who: { answers: 1s }
    - talks to: ${SALES}
    - hangs up
  once:
    - presses: 1
    - dials: ${SALES}
      who: busy
    - stays silent: 4s
`,
      { answers },
    )
    const told = result.calls.map(({ failure }) => failure?.message.split('\n').slice(0, 2))
    expect(told).toEqual([
      undefined,
      ['Expected: nobody is dialled more often than the script says', `Instead:  the app dialled ${SALES} once more`],
    ])
  })

  test('that rings with others is expected in the order of the document, and hears its own words', async () => {
    const answers = {
      '/voice': `<Dial><Number>+12025550102</Number><Number url="/whisper">${SALES}</Number></Dial>`,
      '/whisper': '<Gather numDigits="1" action="/taken"><Say>Press 1 to take the call.</Say></Gather><Hangup/>',
      '/taken': '',
    }
    const result = await play(
      `
  a whisper:
    - dials: [+12025550102, ${SALES}]
    - person: ${SALES}
      hears: Press 1 to take
    - person: ${SALES}
      presses: 1
    - talks to: ${SALES}
    - person: ${SALES}
      hangs up:
    - ended
`,
      { answers, head: `parties: { ${SALES}: { answers: 2s } }\n` },
    )
    expect(reported(result)).toBe('desk.call.yaml\n  ✓ a whisper  0:04.4\n')
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

/** An app that has to be started, places calls, and says in its files that it ran. */
const REMINDER = `
import { createServer } from 'node:http'
const { PORT, TWILIO_ACCOUNT_SID: sid, TWILIO_AUTH_TOKEN: token, TWILIO_API_URL: api } = process.env
createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request) body += chunk
  response.setHeader('content-type', 'text/xml')
  if (request.url === '/remind') {
    const placed = await fetch(api + '/2010-04-01/Accounts/' + sid + '/Calls.json', {
      method: 'POST',
      headers: { authorization: 'Basic ' + btoa(sid + ':' + token) },
      body: new URLSearchParams({ From: '+12025550100', To: JSON.parse(body).to, Url: 'http://127.0.0.1:' + PORT + '/reminder' }),
    })
    response.statusCode = placed.status
    response.end()
  } else if (request.url === '/reminder') {
    response.end('<Response><Gather numDigits="1" action="/done"><Say>Press 1 to confirm.</Say></Gather></Response>')
  } else if (request.url === '/done') response.end('<Response><Say>See you tomorrow.</Say></Response>')
  else response.end('ok')
}).listen(PORT, '127.0.0.1')
`

describe('an app that the script starts', () => {
  async function reminder(calls: string, start = `exec "${process.execPath}" app.mjs`): Promise<ScriptResult> {
    await using folder = await temporaryFolder()
    await writeFile(join(folder.path, 'app.mjs'), REMINDER)
    const port = await freePort()
    const source = `app:
  url: http://127.0.0.1:${port}/voice
  start: cd "${folder.path}" && ${start}
  ready: /health
  ready within: 10s
  environment: { PORT: ${port} }
calls:
${calls}`
    const [result] = await playScripts([scriptOf(source)], identity)
    expect(await fetch(`http://127.0.0.1:${port}/health`).catch(() => 'gone')).toBe('gone')
    return result as ScriptResult // one script, one result
  }

  test('runs while its calls are played, knows the network, and is told to call', async () => {
    const result = await reminder(`
  - name: a reminder
    when the app calls:
      trigger: { post: /remind, json: { to: "+12025550107" } }
    parties: { "+12025550107": { answers: 2s } }
    steps:
      - hears: Press 1 to confirm
      - presses: 1
      - hears: See you tomorrow
      - ended
  - name: a machine
    when the app calls:
      trigger: { post: /remind, json: { to: "+12025550107" } }
      to: +12025550107
    parties: { "+12025550107": busy }
    steps:
      - ended: busy
`)
    expect(reported(result)).toMatchInlineSnapshot(`
      "desk.call.yaml
        ✓ a reminder  0:04.8
        ✓ a machine  0:00.0
      "
    `)
  })

  test('that refuses to call fails the call; one that calls somebody else does, too', async () => {
    const result = await reminder(`
  - name: refused
    when the app calls: { trigger: { post: /remind, json: { to: nobody } } }
    steps: [ended]
  - name: somebody else
    when the app calls: { trigger: { post: /remind, json: { to: "+12025550107" } }, to: +12025550108, within: 1s }
    steps: [ended]
`)
    expect(result.calls.map(({ failure }) => failure?.message.split('\n').slice(0, 2))).toEqual([
      ['Expected: the app calls somebody', 'Instead:  POST /remind was answered 400'],
      [
        'Expected: the app calls +12025550108 within 1 s',
        'Instead:  it placed no such call. Does it place calls at TWILIO_API_URL?',
      ],
    ])
  })

  test('is not taken for another one that answers at its address', async () => {
    const app = await appWith(desk)
    const source = `app: { url: ${app.origin}/voice, start: echo }\ncalls:\n  one:\n    - ended\n`
    const [result] = await playScripts([scriptOf(source)], identity)
    expect(result?.error?.message).toBe(
      `Something answers at ${app.origin} already, so the app cannot be started there. Stop that, or leave out "start" to call it.`,
    )
  })

  test('that ends at once is told with what it printed', async () => {
    const result = await reminder('  one:\n    - ended\n', 'echo no database; exit 3')
    expect(result.error?.message).toMatch(
      /^The app ended before it was ready: cd .*\nThe last it printed:\n {2}no database$/,
    )
    expect(result.calls).toEqual([])
  })
})

describe('many scripts', () => {
  const sourceFor = (app: ForeignApp, words: string) =>
    `app: ${app.origin}/voice\ncalls:\n  first ${words}:\n    - hears: ${words}\n  second:\n    - hears: Press 1\n`

  test('are played beside each other and told in their order', async () => {
    const app = await appWith(desk)
    const told: string[] = []
    const scripts = ['a', 'b', 'c', 'd', 'e', 'f'].map((file) => scriptOf(sourceFor(app, 'Press 1'), file))
    const results = await playScripts(scripts, { ...identity, onScript: ({ script }) => told.push(script.file) })
    expect(told).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
    expect(results.every(({ calls }) => calls.every(({ failure }) => failure === undefined))).toBe(true)
  })

  test('stop after the first failure when told to, and may be chosen by name', async () => {
    const app = await appWith(desk)
    const scripts = [scriptOf(sourceFor(app, 'Press 9'), 'a'), scriptOf(sourceFor(app, 'Press 1'), 'b')]
    const names = (results: readonly ScriptResult[]) => results.flatMap(({ calls }) => calls.map(({ name }) => name))
    const one = scripts.slice(0, 1)
    expect(names(await playScripts(one, { ...identity, stopsAtFailure: true }))).toEqual(['first Press 9'])
    expect(names(await playScripts(scripts, { ...identity, filter: 'SECOND' }))).toEqual(['second', 'second'])
  })

  test('with one port for their networks wait for each other, and say when another program has it', async () => {
    const app = await appWith(desk)
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    const scripts = ['a', 'b'].map((file) => scriptOf(`port: ${port}\n${sourceFor(app, 'Press 1')}`, file))

    const [refused] = await playScripts(scripts, identity)
    await new Promise((closed) => other.close(closed))
    const results = await playScripts(scripts, identity)

    expect(refused?.error?.message).toBe(
      `Port ${port} of 127.0.0.1 is in use, and the network of a is to serve its API there. Stop the other program, or choose another port.`,
    )
    expect(isPassed(results)).toBe(true)
  })
})

describe('the report', () => {
  test('for build servers is XML with a case a call', async () => {
    const app = await appWith(desk)
    const source = `app: ${app.origin}/voice\ncalls:\n  good & quick:\n    - hears: Press 1\n  bad:\n    - hears: <Press 3>\n      within: 5s\n`
    const results = await playScripts([scriptOf(source)], identity)
    const xml = junit(results)
    const cases: Record<string, unknown>[] = []
    const parser = new SaxesParser()
    parser.on('opentag', ({ name, attributes }) => void cases.push({ name, ...attributes }))
    parser.write(xml).close()
    expect(cases).toMatchObject([
      { name: 'testsuites' },
      { name: 'desk.call.yaml', tests: '2', failures: '1', errors: '0' },
      { name: 'good & quick', classname: 'desk.call.yaml' },
      { name: 'bad', time: '5' },
      { name: 'failure', message: 'Expected: caller hears “<Press 3>” within 5 s' },
    ])
  })

  test('of coverage names the addresses that were asked, the keys nobody pressed, and where no call came', async () => {
    const app = await appWith({
      ...desk,
      '/voice':
        '<Gather numDigits="1" action="/menu" actionOnEmptyResult="false"><Say>Press 1 for sales, press two for support, or press star to hear this again.</Say></Gather><Redirect>/voice</Redirect>',
      '/dialled': '<Gather action="/rated"><Say>Nobody is free. Press 5 to be called back.</Say></Gather>',
    })
    const source = `app: ${app.origin}/voice
calls:
  sales:
    - hears: Press 1
    - presses: 1
    - dials: ${SALES}
      who: busy
    - hears: Nobody
  silence:
    - hears: Press 1
    - hears: Press 1
    - hangs up
  wrong key:
    - hears: Press 1
    - presses: "7"
    - hears: Leave a message
    - hangs up
`
    const results = await playScripts([scriptOf(source)], identity)
    expect(results[0]?.calls.map(({ failure }) => failure)).toEqual([undefined, undefined, undefined])
    expect(
      reportCoverage(coverageOf(results.flatMap(({ calls }) => calls.map(({ events }) => events)))),
    ).toMatchInlineSnapshot(`
      "
      The app was asked:
           1 × POST /dialled
           2 × POST /menu
           1 × POST /thanks
           4 × POST /voice
      Its menus:
        /voice, line 1: “Press 1 for sales, press two for support, or press star to hear this …”
          taken: 1, 7, silence; nobody took 2, *
        /dialled, line 1: “Nobody is free. Press 5 to be called back.”
          taken: nothing; nobody took 5
      Its documents lead to, and no call came to:
        /rated (action of Gather)
      "
    `)
  })
})
