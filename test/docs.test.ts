/**
 * The documents say what is so: examples compile and do what they say, links lead somewhere, tables match the code.
 */
import { execFile } from 'node:child_process'
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { promisify } from 'node:util'
import * as exchange from 'hookswitch/exchange'
import * as flow from 'hookswitch/flow'
import * as testing from 'hookswitch/testing'
import * as twiml from 'hookswitch/twiml'
import * as webhook from 'hookswitch/webhook'
import { describe, expect, test } from 'vitest'
import * as acme from '../examples/acme/phone-system.ts'

const root = resolve(import.meta.dirname, '..')
const documents = globSync(['*.md', 'docs/**/*.md', 'decisions/*.md', 'console/*.md'], { cwd: root }).toSorted()
const read = (path: string) => readFileSync(join(root, path), 'utf8')

interface Fence {
  readonly title: string
  readonly document: string
  readonly isTried: boolean
  readonly source: string
}

const fences: readonly Fence[] = documents.flatMap((document) =>
  [...read(document).matchAll(/```ts( doctest)?\n([\s\S]*?)```/g)].map((match) => ({
    title: `${document}:${read(document).slice(0, match.index).split('\n').length}`,
    document,
    isTried: match[1] !== undefined,
    source: match[2] ?? '',
  })),
)

describe('examples', () => {
  const modules: Readonly<Record<string, object>> = {
    'hookswitch/exchange': exchange,
    'hookswitch/flow': flow,
    'hookswitch/testing': testing,
    'hookswitch/twiml': twiml,
    'hookswitch/webhook': webhook,
    './phone-system.ts': acme,
  }

  test.each(fences.filter(({ isTried }) => isTried))('$title does what it says', async ({ source }) => {
    const tests: (() => Promise<void>)[] = []
    const vitest = { expect, test: (_title: string, body: () => Promise<void>) => tests.push(body) }
    const body = asserted(source)
    expect(/;expect\(|\btest\(/.test(body)).toBe(true)
    // The examples are ours; only our entry points, `test` and `expect` are in reach.
    const run = new Function('modules', 'expect', `return (async () => {${body}})()`)
    await run({ ...modules, vitest }, expect)
    for (const body of tests) await body()
  })

  test('compile in a project of their own', { timeout: 120_000 }, async () => {
    const project = projectOf(fences.filter(({ document }) => !RENDERED.test(document)))
    try {
      const compiler = join(root, 'node_modules/typescript/bin/tsc')
      const { stdout } = await promisify(execFile)(process.execPath, [compiler, '-p', project]).catch((error) => error)
      expect(stdout).toBe('')
    } finally {
      rmSync(project, { recursive: true })
    }
  })

  test('of the README include the Acme flow as it stands in examples', () => {
    expect(fences.find(({ document }) => document === 'README.md')?.source).toBe(read('examples/acme/phone-system.ts'))
  })
})

/** Pages whose examples are expressions of values, some narrowed further than a compiler follows. */
const RENDERED = /^docs\/(verbs\/|twiml\.md)/

/** Imports come out of `modules`, and `expression // => value` becomes an assertion. */
function asserted(source: string): string {
  return stripTypeScriptTypes(source)
    .replace(/^import \{([^}]*)\} from '([^']+)'$/gm, (_line, names: string, from: string) => {
      return `const {${names.replaceAll(' as ', ': ')}} = modules['${from}'];`
    })
    .replace(/^export /gm, '')
    .split('\n')
    .map((line) => {
      const [expression = '', value] = line.split(' // => ')
      return value === undefined ? line : `;expect(await ${expression}).toEqual(${value})`
    })
    .join('\n')
}

/** A folder as a stranger's project: the examples as files, and this package among its modules. */
function projectOf(examples: readonly Fence[]): string {
  const project = mkdtempSync(join(tmpdir(), 'hookswitch-docs-'))
  mkdirSync(join(project, 'node_modules'))
  symlinkSync(root, join(project, 'node_modules/hookswitch'))
  for (const name of ['vitest', 'fastify', 'twilio']) {
    symlinkSync(join(root, 'node_modules', name), join(project, 'node_modules', name))
  }
  const files = examples.map(
    ({ title, source }) => [`${title.replace(/\W+/g, '-')}.ts`, `${source}export {}\n`] as const,
  )
  for (const [name, source] of files) writeFileSync(join(project, name), source)
  writeFileSync(join(project, 'phone-system.ts'), read('examples/acme/phone-system.ts'))
  writeFileSync(join(project, 'matchers.ts'), "import 'hookswitch/testing/vitest'\n")
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }')
  const compilerOptions = {
    noUnusedLocals: false,
    typeRoots: [join(root, 'node_modules/@types')],
    types: ['node'],
  }
  const settings = { extends: join(root, 'tsconfig.json'), compilerOptions, include: ['*.ts'] }
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(settings))
  return project
}

describe('links', () => {
  test.each(documents)('of %s lead somewhere', (document) => {
    const text = read(document).replace(/```[\s\S]*?```/g, '')
    const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target)
    const dead = targets.filter((target) => !/^https?:/.test(target) && !leadsSomewhere(document, target))
    expect(dead).toEqual([])
  })
})

function leadsSomewhere(document: string, target: string): boolean {
  const [path = '', fragment] = target.split('#')
  const file = path === '' ? document : relative(root, resolve(root, dirname(document), path))
  if (!existsSync(join(root, file))) return false
  return fragment === undefined || headingsOf(file).includes(fragment)
}

const headingsOf = (file: string): readonly string[] =>
  [...read(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  )

describe('commands', () => {
  test('of npm that a document names exist', () => {
    const { scripts } = JSON.parse(read('package.json'))
    const console = JSON.parse(read('console/package.json')).scripts
    const named = documents.flatMap((document) =>
      [...read(document).matchAll(/\bnpm (?:run )?(start|test|(?<=run )[\w-]+)( -w console)?/g)].map(
        ([, name = '', workspace]) => [name, workspace === undefined ? scripts : console] as const,
      ),
    )
    expect(named.length).toBeGreaterThan(5)
    expect(named.filter(([name, existing]) => !(name in existing)).map(([name]) => name)).toEqual([])
  })

  test('of hookswitch that a document names exist, and each is in the README', () => {
    const commands = [...read('src/cli/main.ts').matchAll(/^ {4}case '(\w+)':$/gm)].map(([, name = '']) => name)
    const named = documents.flatMap((document) =>
      [...read(document).matchAll(/\b(?:npx|`)\s?hookswitch (\w+)/g)].map(([, name = '']) => name),
    )
    expect([...new Set(named)].toSorted()).toEqual(commands.toSorted())
    expect(commands.filter((name) => !read('README.md').includes(`hookswitch ${name}`))).toEqual([])
  })

  test('of the first minute are those that CI runs', () => {
    expect(read('.ci/run')).toMatch(/^npm ci$\n^npm test$/m)
    expect(read('README.md')).toContain('npm ci && npm test')
  })
})

describe('tables', () => {
  test('of error codes have every code of the source, and no other', () => {
    expect(codesIn('docs/errors.md')).toEqual(
      codesOf(
        'src/flow/flow-error.ts',
        'src/store/store-error.ts',
        'src/app/app-error.ts',
        'src/script/script-error.ts',
        'src/app/console-api.ts',
        'src/app/answer-errors.ts',
        'src/app/campaign-api.ts',
        'src/app/greeting-routes.ts',
        'src/app/queue-api.ts',
        'src/app/slot-api.ts',
        'src/app/console-guard.ts',
        'src/exchange/http/http.ts',
        'src/twiml/advise.ts',
      ),
    )
  })

  test('of error codes miss none that is written elsewhere', () => {
    const used = globSync('src/**/*.ts', { cwd: root })
      .filter((file) => !/\.(test|test-d|fixture)\.ts$/.test(file))
      .flatMap((file) => [...read(file).matchAll(/(?:Error|Refusal|code:|problem)\W{1,3}'([A-Z]+(?:_[A-Z]+)+)'/g)])
      .map(([, code = '']) => code)
    const told = [...codesIn('docs/errors.md'), ...codesIn('docs/flows.md')]
    expect(used.length).toBeGreaterThan(20)
    expect(used.filter((code) => !told.includes(code))).toEqual([])
  })

  test('of checks have every rule, and no other', () => {
    expect(codesIn('docs/flows.md')).toEqual(codesOf('src/flow/checks/rule.ts'))
  })

  test('of the environment have every variable that is read', () => {
    const names = [...read('src/app/config.ts').matchAll(/\bread\('([A-Z_]+)'\)/g)].map(([, name = '']) => name)
    for (const document of ['README.md', 'docs/going-live.md']) {
      expect(names.filter((name) => !read(document).includes(`\`${name}\``))).toEqual([])
    }
  })

  test('of routes have every route of the exchange, and no other', () => {
    const source = read('src/exchange/http/http.ts')
    const simple = [...source.matchAll(/\bapp\.(get|post|put)(?:<[^(]*>)?\(\s*'(\/[^']+)'/g)].map(
      ([, method = '', path = '']) => `${method.toUpperCase()} /_exchange${path.replace(/:(\w+)/g, '{$1}')}`,
    )
    const acts = [...source.matchAll(/^ {2}act(?:<[^>]*>)?\(\s*'([\w-]+)'/gm)].map(
      ([, name = '']) => `POST /_exchange/calls/{callSid}/${name}`,
    )
    const told = [...read('docs/exchange-api.md').matchAll(/^### `(\w+ \/_exchange[^`]*)`/gm)].map(([, route]) => route)
    expect(told.toSorted()).toEqual([...simple, ...acts].toSorted())
  })

  test('of options have every option of every step', () => {
    const steps = ['menu', 'transfer', 'voicemail', 'hours', 'experiment', 'twiml'].flatMap((step) => {
      const [, body = ''] =
        /export interface \w+Options<[^{]*\{([\s\S]*?)\n\}/.exec(read(`src/flow/steps/${step}.ts`)) ?? []
      const [, section = ''] = new RegExp(`### ${step}\\n([\\s\\S]*?)\\n###? `).exec(read('docs/flows.md')) ?? []
      return [...body.matchAll(/readonly (\w+)\??:/g)].flatMap(([, option]) =>
        section.includes(`\n| \`${option}\` `) ? [] : [`${step}.${option}`],
      )
    })
    expect(steps).toEqual([])
  })
})

test('the pages of the language name every verb', () => {
  const verbs = twiml.rulesByTag('Response')?.children.map((tag) => twiml.rulesByTag(tag)?.verb) ?? []
  expect(verbs.filter((verb) => !read('docs/twiml.md').includes(`[${verb}](verbs/${verb}.md)`))).toEqual([])
})

/** The codes in the first column of a document's tables. */
function codesIn(document: string): readonly string[] {
  return [...read(document).matchAll(/^\| `([A-Z]+(?:_[A-Z]+)+)` /gm)].map(([, code = '']) => code).toSorted()
}

/** Every code written in these files, each once. */
function codesOf(...files: readonly string[]): readonly string[] {
  const codes = files.flatMap((file) => [...read(file).matchAll(/'([A-Z]{2,}(?:_[A-Z]+)+)'/g)])
  return [...new Set(codes.map(([, code = '']) => code))].toSorted()
}
