import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Form, foreignApp } from './foreign-app.ts'
import { hookswitch, temporaryFolder } from './hookswitch.ts'

describe('somebody who asks what there is', () => {
  test.each([[[]], [['--help']], [['-h']]])('with %j reads every command', async (args) => {
    const { code, output, errors } = await hookswitch(args)
    expect(code).toBe(0)
    expect(errors).toBe('')
    for (const command of ['init', 'dev', 'serve', 'check', 'graph', 'call', 'exchange', 'test', 'record'])
      expect(output).toContain(`hookswitch ${command} `)
  })

  test('reads the version', async () => {
    expect(await hookswitch(['--version'])).toEqual({ code: 0, output: '0.1.0\n', errors: '' })
  })
})

describe('somebody who mistypes', () => {
  test('a command is told so and reads the help', async () => {
    const { code, output, errors } = await hookswitch(['chekc'])
    expect({ code, output }).toEqual({ code: 2, output: '' })
    expect(errors).toMatch(/^There is no command "chekc"\.\n\nHookswitch/)
  })

  test('a speed is told so in one line', async () => {
    for (const speed of ['fast', '0', '1001', '']) {
      expect(await hookswitch(['dev', '--speed', speed])).toEqual({
        code: 2,
        output: '',
        errors: `--speed takes a number from 0.1 to 1000, not "${speed}". See hookswitch --help.\n`,
      })
    }
  })

  test('an option is told so in one line', async () => {
    expect(await hookswitch(['check', '--jsno'])).toEqual({
      code: 2,
      output: '',
      errors: "Unknown option '--jsno'. See hookswitch --help.\n",
    })
  })
})

describe('hookswitch graph', () => {
  test('draws the flow as Mermaid, where ways without a choice are dashed', async () => {
    const { code, output } = await hookswitch(['graph'])
    expect(code).toBe(0)
    expect(output.split('\n')).toEqual([
      'flowchart TD',
      '  call((call)) --> s0',
      '  s0["welcome<br><small>Asks for one of 3 keys</small>"]',
      '  s1["sales<br><small>Connects to SALES_PHONE</small>"]',
      '  s2["support<br><small>Connects to SUPPORT_PHONE</small>"]',
      '  s3(["message<br><small>Takes a message for front-desk</small>"])',
      '  s0 -->|"1: sales"| s1',
      '  s0 -->|"2: support"| s2',
      '  s0 -->|"3: to leave a message"| s3',
      '  s0 -.->|"no choice made"| s3',
      '  s1 -.->|"nobody answers"| s3',
      '  s2 -.->|"nobody answers"| s3',
      '',
    ])
  })

  test('draws it as a picture, and tells as data when callers hear of each choice', async () => {
    const svg = await hookswitch(['graph', '--format', 'svg'])
    expect(svg.output).toMatch(/^<svg .*>[\s\S]*>welcome<[\s\S]*>3: to leave a message<[\s\S]*<\/svg>\n$/)
    const json = await hookswitch(['graph', '--format', 'json', '--flow', 'acme'])
    const [acme] = JSON.parse(json.output).flows
    expect(acme.choices.map(({ key, after }: { key: string; after: number }) => [key, after])).toEqual([
      ['1', 3200],
      ['2', 4800],
      ['3', 7200],
    ])
  })

  test('says what it cannot draw', async () => {
    expect(await hookswitch(['graph', '--format', 'png'])).toEqual({
      code: 2,
      output: '',
      errors: 'There is no format "png". Use mermaid, svg or json.\n',
    })
    expect((await hookswitch(['graph', '--flow', 'acne'])).errors).toMatch(
      /has no flow "acne"\. Its flows are acme\.\n$/,
    )
  })
})

describe('hookswitch check', () => {
  test('is content with a sound flow', async () => {
    const { code, output } = await hookswitch(['check'])
    expect(code).toBe(0)
    expect(output).toMatch(/^1 flow in .*examples\/acme\/phone-system\.ts: no errors, no warnings\.\n$/)
  })

  test('tells what is wrong with a JSON flow and fails', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'desk.json')
    await writeFile(file, JSON.stringify(withBadTarget))

    const told = await hookswitch(['check', file])
    const asData = await hookswitch(['check', file, '--json'])

    expect(told.code).toBe(1)
    expect(told.output).toContain('error desk/welcome')
    expect(told.output).toContain('1 error')
    expect(asData.code).toBe(1)
    expect(JSON.parse(asData.output)).toMatchObject({ file, findings: [{ severity: 'error', code: 'TARGET_MISSING' }] })
  })

  test('finds the mailboxes beside the flows, and calendars that cannot be read', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'desk.mjs')
    await writeFile(
      file,
      `export const attic = { kind: 'mailbox', name: 'attic', pin: '4711' }
export const desk = { name: 'desk', start: 'door', language: 'en-US', voice: {}, lastResort: 'bye', steps: {
  door: { kind: 'hours', zone: 'UTC', week: {}, holidayFeed: '/no/such/file.ics', open: 'bye', closed: 'bye' },
  bye: { kind: 'hang-up', says: 'Goodbye.' } } }`,
    )
    const { code, output } = await hookswitch(['check', file])
    expect(code).toBe(1)
    expect(output.match(/\([A-Z_]+\)/g)).toEqual([
      '(SECRET_IN_FLOW)',
      '(MAILBOX_UNUSED)',
      '(ENOENT)',
      '(HOLIDAYS_UNREAD)',
    ])
    expect(output).not.toContain('4711')
  })

  test.each([
    ['missing', undefined, /^There is no file .*flow\.ts\. Name the file that exports your flow\.\n$/],
    [
      'without a flow',
      'export const answer = 42',
      /flow\.ts exports no flow\. Export what defineFlow gives you: .*\n$/,
    ],
    [
      'that does not compile',
      'export const = ',
      /flow\.ts cannot be loaded; mend it and start again\.\n[\s\S]*flow\.ts/,
    ],
    [
      'that throws',
      'throw new Error("not today")',
      /cannot be loaded; mend it[\s\S]*Error: not today\n\s+at .*flow\.ts:1/,
    ],
  ])('names a file %s', async (_what, text, sentence) => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'flow.ts')
    if (text !== undefined) await writeFile(file, text)

    const { code, errors } = await hookswitch(['check', file])

    expect(code).toBe(1)
    expect(errors).toMatch(sentence)
  })

  test.each([
    ['no JSON', '{', /^\/.*phone-system\.json cannot be loaded\. This is not JSON: .*\n$/],
    ['no flow', '{"name":"a"}', /phone-system\.json cannot be loaded\. This is not a flow\. .*start.*\n$/],
  ])('says of %s what it is', async (_what, text, sentence) => {
    await using folder = await temporaryFolder()
    await writeFile(join(folder.path, 'phone-system.json'), text)
    const { code, errors } = await hookswitch(['check'], { folder: folder.path })
    expect(code).toBe(1)
    expect(errors).toMatch(sentence)
  })
})

// At once, because a call in real time is mostly waiting.
describe.concurrent('hookswitch call', () => {
  test('calls any app, signs with the token, follows the script and tells the call', async () => {
    await using app = await tinyApp()

    const { code, output, errors } = await hookswitch(['call', app.url], {
      input: 'wait 1\n1\n',
      environment: { TWILIO_AUTH_TOKEN: TOKEN },
    })

    expect(errors).toBe('')
    expect(output).toContain('caller hears “Press one.”')
    expect(output).toContain('caller presses 1')
    expect(output).toContain('caller hears “You pressed 1.”')
    expect(output).not.toContain(TOKEN)
    expect(code).toBe(0)
    expect(app.isSigned()).toBe(true)
  })

  test('with --json prints one event a line and nothing else', async () => {
    await using app = await tinyApp()
    await using folder = await temporaryFolder()
    const tokenFile = join(folder.path, 'token')
    await writeFile(tokenFile, `${TOKEN}\n`)

    const { output } = await hookswitch(['call', app.url, '--json', '--token-file', tokenFile], { input: 'hang up\n' })

    const events = output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1))
    expect(events[0]).toMatchObject({ kind: 'call-placed', to: '+12025550100' })
    expect(app.isSigned()).toBe(true)
    expect(output).not.toContain(TOKEN)
  })

  test('lets a callee press the key that a whisper asks for', async () => {
    await using app = await tinyApp()
    const script = 'wait 1\nanswer\nwait 1\ncallee 5\nwait 1\ncallee hang up\n'
    const { output } = await hookswitch(['call', new URL('/transfer', app.url).href, '--token', TOKEN], {
      input: script,
    })

    expect(output).toContain('+12025550101 hears “Press five.”')
    expect(output).toContain('+12025550101 presses 5')
    expect(output).toContain('caller and +12025550101 can talk')
  })

  test('says when nothing runs here', async () => {
    const { code, errors } = await hookswitch(['call'], { environment: { PORT: '1' } })
    expect(code).toBe(1)
    expect(errors).toBe(
      'Nothing answers at http://127.0.0.1:1. Start a phone system with npm start, or name the voice URL of a running app: hookswitch call http://localhost:5000/voice\n',
    )
  })

  test('lets the caller hear the apology when the app cannot be reached, and says why', async () => {
    const { code, output } = await hookswitch(['call', 'http://127.0.0.1:1/voice', '--token', 't'])
    expect(code).toBe(0)
    expect(output).toContain('ECONNREFUSED')
    expect(output).toContain('We are sorry, an application error has occurred. Goodbye.')
  })

  test('says what a voice URL looks like', async () => {
    expect(await hookswitch(['call', 'localhost:5000/voice'])).toEqual({
      code: 2,
      output: '',
      errors: 'localhost:5000/voice is not a voice URL. Write it in full: http://localhost:5000/voice\n',
    })
  })

  test('says that the token file cannot be read', async () => {
    const { code, errors } = await hookswitch(['call', 'http://127.0.0.1:1/', '--token-file', '/no/such/file'])
    expect(code).toBe(1)
    expect(errors).toBe('The token file /no/such/file cannot be read (ENOENT). Name one that can.\n')
  })
})

const TOKEN = 'token-of-the-tiny-app'

const menu = '<Gather numDigits="1"><Say>Press one.</Say></Gather>'

/** A menu, and a transfer to somebody who has to accept it. */
async function tinyApp() {
  const answers = {
    '/voice': ({ Digits }: Form) => (Digits === undefined ? menu : `<Say>You pressed ${Digits}.</Say>`),
    '/transfer': '<Dial><Number url="/screen">+12025550101</Number></Dial>',
    '/screen': '<Gather numDigits="1" action="/accept"><Say>Press five.</Say></Gather><Hangup/>',
    '/accept': '',
  }
  const app = await foreignApp(answers, TOKEN)
  return Object.assign(app, { url: `${app.origin}/voice` })
}

const withBadTarget = {
  name: 'desk',
  start: 'welcome',
  steps: {
    welcome: { kind: 'menu', choices: { 1: { label: 'sales', then: 'slaes' } }, otherwise: 'message' },
    message: { kind: 'voicemail', mailbox: 'desk' },
  },
}
