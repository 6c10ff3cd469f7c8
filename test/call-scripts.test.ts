/** What is written about call scripts, and the example, are so. */
import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { callScriptSchema, playScripts, readScript, type Script } from '../src/script/index.ts'
import { partyWords } from '../src/script/party.ts'
import { callSchema, scriptSchema, stepSchemas } from '../src/script/schema.ts'
import { foreignApp } from './cli/foreign-app.ts'
import { dataFolder, start } from './cli/hookswitch.ts'

const root = resolve(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const page = read('docs/call-scripts.md')
const fences = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text)
const TOKEN = 'token-of-the-docs'
const identity = { accountSid: `AC${'5'.repeat(32)}`, authToken: TOKEN }

function scriptOf(source: string, file = 'docs'): Script {
  const script = readScript(source, file)
  if (script.kind === 'mistakes') throw new Error(JSON.stringify(script.mistakes))
  return script.script
}

describe('the page about call scripts', () => {
  test('has examples without mistakes, also to the schema that editors read', () => {
    const validate = new Ajv2020({ strict: false }).compile(callScriptSchema())
    expect(fences.length).toBeGreaterThan(4)
    for (const text of [...fences, ...globSync('examples/*/*.call.yaml', { cwd: root }).map(read)]) {
      expect(readScript(text, 'docs')).toMatchObject({ kind: 'script' })
      // As an editor reads it: numbers with a plus are numbers there.
      expect(validate(parse(text)) || validate.errors).toBe(true)
    }
    expect(validate(parse('app: http://localhost/\ncalls:\n  one:\n    - heers: Hello'))).toBe(false)
    expect(validate(parse('app: http://localhost/\ncalls:\n  one:\n    - hears: Hello\n      witin: 3s'))).toBe(false)
  })

  test('begins with an example that comes true', async () => {
    await using app = await foreignApp(
      {
        '/voice/incoming': '<Gather numDigits="1" action="/menu"><Say>Press 1 for sales.</Say></Gather>',
        '/menu': '<Say>Connecting you to sales.</Say><Dial action="/dialled">+12025550101</Dial>',
        '/dialled': '<Say>Please leave a message.</Say><Record action="/thanks"/>',
        '/thanks': '<Hangup/>',
      },
      TOKEN,
    )
    const source = (fences[0] ?? '').replace('http://localhost:5000', app.origin)
    const [result] = await playScripts([scriptOf(source)], identity)
    expect(result?.calls.map(({ name, failure }) => [name, failure])).toEqual([
      ['sales', undefined],
      ['sales is busy', undefined],
    ])
  })

  test('has every word of the language, with all that goes with it, and no other', () => {
    const steps = Object.entries(stepSchemas).map(([word, schema]) => {
      const modifiers = Object.keys(schema.shape).filter((key) => key !== word)
      return `${word}: ${modifiers.toSorted().join(' ')}`
    })
    const told = rowsOf('## Steps').map(
      ([word = '', others = '']) =>
        `${unquoted(word)}: ${[...others.matchAll(/`(\w+)`/g)]
          .map(([, name]) => name)
          .toSorted()
          .join(' ')}`,
    )
    expect(told).toEqual(steps)
    expect(wordsOf('## Parties')).toEqual([...partyWords, 'refuses'])
    expect(wordsOf('## The script').toSorted()).toEqual(Object.keys(scriptSchema.shape).toSorted())
    for (const word of Object.keys(callSchema.shape)) expect(page).toContain(word)
  })

  test('has every option of the two commands', () => {
    const [, help = ''] = /const HELP = `([\s\S]*?)`\n/.exec(read('src/cli/main.ts')) ?? []
    const ofCommand = (name: string) =>
      help
        .split(/^ {2}hookswitch /m)
        .find((lines) => lines.startsWith(`${name} `))
        ?.match(/--[a-z-]+/g) ?? []
    const names = [...ofCommand('exchange'), ...ofCommand('test')]
    expect(names).toContain('--party')
    expect(names).toContain('--junit')
    expect(names.filter((name) => !page.includes(`\`${name}`))).toEqual([])
  })
})

test('the script of the Acme line comes true on a running hookswitch dev', async () => {
  await using folder = await dataFolder()
  await using running = start(['dev'], { environment: { PORT: '0', DATA_DIR: folder.path } })
  const [, origin = ''] = await running.prints(/Open (http:\S+) and press Call/)
  const { authToken } = JSON.parse(readFileSync(join(folder.path, 'development-account.json'), 'utf8'))
  const source = read('examples/acme/acme.call.yaml').replace('http://127.0.0.1:3000', origin)

  const [result] = await playScripts([scriptOf(source, 'acme.call.yaml')], { ...identity, authToken })

  expect(result?.calls.map(({ name, failure }) => [name, failure?.message])).toEqual([
    ['sales', undefined],
    ['support is busy', undefined],
    ['a caller who makes no choice', undefined],
  ])
})

/** The cells of the first table below a heading. */
function rowsOf(heading: string): readonly (readonly string[])[] {
  const section = page.slice(page.indexOf(`${heading}\n`)).split(/\n## /)[0] ?? ''
  const rows = [...section.matchAll(/^\| (`.*) \|$/gm)].map(([, row = '']) =>
    row.split(' | ').map((cell) => cell.trim()),
  )
  return rows
}

const wordsOf = (heading: string) => rowsOf(heading).map(([word = '']) => unquoted(word))
const unquoted = (cell: string) => cell.replaceAll('`', '')
