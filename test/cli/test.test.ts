import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { callScriptSchema } from '../../src/script/index.ts'
import { type Answers, foreignApp, freePort } from './foreign-app.ts'
import { hookswitch, start, temporaryFolder } from './hookswitch.ts'

const TOKEN = 'token-of-the-desk'
const SALES = '+12025550101'
const environment = { TWILIO_AUTH_TOKEN: TOKEN }

const desk: Answers = {
  '/voice': '<Gather numDigits="1" action="/menu"><Say>Press 1 for sales. Press 2 to leave a message.</Say></Gather>',
  '/menu': ({ Digits }) =>
    Digits === '3'
      ? `<Dial><Number url="/screen">${SALES}</Number></Dial>`
      : Digits === '1'
        ? `<Say>Connecting you.</Say><Dial action="/dialled">${SALES}</Dial>`
        : '<Say>Leave a message.</Say><Record action="/thanks"/>',
  '/screen': '<Gather numDigits="1" action="/accept"><Say>Press five to accept.</Say></Gather><Hangup/>',
  '/accept': '',
  '/dialled': '<Say>Nobody is free. Goodbye.</Say>',
  '/thanks': '<Say>Thank you.</Say>',
}

/** A folder with scripts in it; the address of the app stands for APP. */
async function folderWith(files: Readonly<Record<string, string>>) {
  const app = await foreignApp(desk, TOKEN)
  const folder = await temporaryFolder()
  onTestFinished(() => app[Symbol.asyncDispose]())
  onTestFinished(() => folder[Symbol.asyncDispose]())
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(folder.path, name), text.replaceAll('APP', `${app.origin}/voice`))
  }
  return { folder: folder.path, app }
}

const PASSES = 'app: APP\ncalls:\n  menu:\n    - hears: Press 1\n    - hangs up\n'
const FAILS = 'app: APP\ncalls:\n  billing:\n    - hears: Press 3 for billing\n      within: 20s\n'
const WRONG = 'app: APP\ncalls:\n  menu:\n    - heers: Press 1\n'

describe('hookswitch test', () => {
  test('plays every script of a folder, passes, and prints the token nowhere', async () => {
    const { folder, app } = await folderWith({ 'a.call.yaml': PASSES, 'b.call.yml': PASSES, 'other.yaml': WRONG })

    const { code, output, errors } = await hookswitch(['test'], { folder, environment })

    expect({ code, errors }).toEqual({ code: 0, errors: '' })
    expect(output).toMatch(
      /^a\.call\.yaml\n {2}✓ menu {2}0:04\.0\nb\.call\.yml\n {2}✓ menu {2}0:04\.0\n\n2 calls: 2 passed, 0 failed\. 0:08\.0 on the phone in \d+\.\d s\.\n$/,
    )
    expect(output + errors).not.toContain(TOKEN)
    expect(app.isSigned()).toBe(true)
  })

  test('fails with code 1 and shows why, as text, data and XML', async () => {
    const { folder } = await folderWith({ 'a.call.yaml': PASSES, 'b.call.yaml': FAILS })
    const args = ['test', 'a.call.yaml', 'b.call.yaml', '--junit', 'report.xml', '--coverage']

    const told = await hookswitch(args, { folder, environment })
    const asData = await hookswitch([...args, '--json'], { folder, environment })

    expect(told.code).toBe(1)
    expect(told.output).toContain('Expected: caller hears “Press 3 for billing” within 20 s')
    expect(told.output).toContain('>   4      - hears: Press 3 for billing')
    expect(told.output).toContain('nobody took 1, 2')
    expect(await readFile(join(folder, 'report.xml'), 'utf8')).toContain(
      '<testcase classname="b.call.yaml" name="billing"',
    )
    expect(asData.code).toBe(1)
    expect(JSON.parse(asData.output)).toMatchObject({
      isPassed: false,
      scripts: [
        { file: 'a.call.yaml', calls: [{ name: 'menu', isPassed: true }] },
        { file: 'b.call.yaml', calls: [{ name: 'billing', isPassed: false, failure: { line: 4 } }] },
      ],
      coverage: { menus: [{ path: '/voice', offered: ['1', '2'], untaken: ['1', '2'] }] },
    })
  })

  test('tells mistakes of all files with code 2 before it places a call', async () => {
    const { folder, app } = await folderWith({ 'a.call.yaml': PASSES, 'b.call.yaml': WRONG })

    const told = await hookswitch(['test', '*.call.yaml'], { folder, environment })
    const asData = await hookswitch(['test', '*.call.yaml', '--json'], { folder, environment })

    expect(told).toEqual({
      code: 2,
      output: '',
      errors:
        'b.call.yaml:4:7  There is no step "heers". Did you mean "hears"?\n    4 |     - heers: Press 1\n      |       ^\n',
    })
    expect(asData.code).toBe(2)
    expect(JSON.parse(asData.output)).toMatchObject({ mistakes: [{ file: 'b.call.yaml', line: 4, column: 7 }] })
    expect(app.asked).toEqual([])
  })

  test.each([
    [['test', 'nothing.yaml'], 'There is no file nothing.yaml. Name a call script: hookswitch test sales.call.yaml'],
    [['test', 'a.call.yaml', '--filter', 'x'], 'No call has "x" in its name. There are: menu.'],
  ])('tells %j in one sentence', async (args, sentence) => {
    const { folder } = await folderWith({ 'a.call.yaml': PASSES })
    expect(await hookswitch(args, { folder, environment })).toEqual({ code: 2, output: '', errors: `${sentence}\n` })
  })

  test('takes the app that it has started along when it is stopped', async () => {
    await using folder = await temporaryFolder()
    const port = await freePort()
    const url = `http://127.0.0.1:${port}/voice`
    await writeFile(
      join(folder.path, 'app.mjs'),
      `import { createServer } from 'node:http'\ncreateServer((request, response) => { response.statusCode = 503; response.end() }).listen(${port}, '127.0.0.1')`,
    )
    const source = `app: { url: ${url}, start: '"${process.execPath}" app.mjs; true', ready: /never }\ncalls:\n  one:\n    - ended\n`
    await writeFile(join(folder.path, 'a.call.yaml'), source)
    await using running = start(['test', 'a.call.yaml'], { folder: folder.path, environment })
    while ((await fetch(url).catch(() => undefined)) === undefined) await new Promise((later) => setImmediate(later))

    expect((await running.stop()).code).toBe(130)

    while ((await fetch(url).catch(() => undefined)) !== undefined) await new Promise((later) => setImmediate(later))
  })

  test('prints the schema that docs hold for editors', async () => {
    const { code, output } = await hookswitch(['test', '--schema'])
    expect(code).toBe(0)
    expect(JSON.parse(output)).toEqual(callScriptSchema())
    expect(output).toBe(await readFile(new URL('../../docs/call-script.schema.json', import.meta.url), 'utf8'))
  })
})

// At once, because a call in real time is mostly waiting.
describe.concurrent('hookswitch record', () => {
  test.each([
    [
      'through the menu to somebody who answers',
      'wait 2\n1\nwait 3\nanswer\nwait 2\nhang up\n',
      ['stays silent', 'presses', 'answers', 'talks to', 'hangs up'],
    ],
    [
      'through the menu to somebody who has to accept',
      'wait 1\n3\nwait 2\nanswer\nwait 3\ncallee 5\nwait 1\ncallee hang up\n',
      ['person', 'hears: Press five', 'talks to', 'hangs up'],
    ],
    [
      'a message, spoken and ended by hanging up',
      'wait 5\n2\nwait 3\nsay Please call me back\nwait 2\nhang up\n',
      ['presses', 'says', 'recorded', 'hangs up'],
    ],
    ['hung up in the middle', 'wait 1\nhang up\n', ['hangs up', 'ended']],
  ])(
    'saves a call that comes true again: %s',
    async (_what, input, words) => {
      await using app = await foreignApp(desk, TOKEN)
      await using folder = await temporaryFolder()
      const options = { folder: folder.path, environment }

      const recorded = await hookswitch(['record', 'mine.call.yaml', `${app.origin}/voice`], { ...options, input })
      const script = await readFile(join(folder.path, 'mine.call.yaml'), 'utf8')
      const played = await hookswitch(['test', 'mine.call.yaml'], options)

      expect(recorded.output).toMatch(/Saved\. Play it again: npx hookswitch test mine\.call\.yaml\n$/)
      for (const word of words) expect(script).toContain(word)
      expect(script).not.toContain(TOKEN)
      expect(played.errors).toBe('')
      expect(played.output).toMatch(/1 call: 1 passed/)
      expect(played.code).toBe(0)
    },
    60_000,
  )

  test('does not write over a file, and leaves none behind when nothing can be called', async () => {
    await using folder = await temporaryFolder()
    const options = { folder: folder.path, environment: { ...environment, PORT: '1' } }
    await writeFile(join(folder.path, 'old.call.yaml'), 'old')

    const old = await hookswitch(['record', 'old.call.yaml'], options)
    const nowhere = await hookswitch(['record', 'new.call.yaml'], options)
    const nameless = await hookswitch(['record', 'http://localhost:5000/voice'], options)

    expect(old).toEqual({
      code: 2,
      output: '',
      errors: 'old.call.yaml is there already. Name a new file, or remove that one.\n',
    })
    expect(nowhere.errors).toMatch(/^Nothing answers at/)
    await expect(readFile(join(folder.path, 'new.call.yaml'))).rejects.toThrow('ENOENT')
    expect(nameless.code).toBe(2)
    expect(nameless.errors).toMatch(/^Name the file first: hookswitch record sales\.call\.yaml/)
  })
})
