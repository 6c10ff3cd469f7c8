import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

/** Which folders of `src/` each folder may import from, besides itself. Imports point down; nothing else is allowed. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  clock: [],
  log: [],
  phone: [],
  twiml: ['clock', 'phone'],
  flow: ['clock', 'phone', 'twiml'],
  consent: ['clock', 'phone'],
  store: ['clock', 'phone', 'flow', 'consent'],
  limits: ['log', 'clock', 'phone', 'flow'],
  webhook: ['log', 'clock', 'phone', 'twiml', 'flow', 'consent', 'store', 'limits'],
  work: ['log', 'clock', 'flow', 'store'],
  outbound: ['log', 'clock', 'phone', 'consent', 'flow', 'store', 'work', 'client'],
  mailbox: ['log', 'clock', 'phone', 'flow', 'consent', 'store', 'work', 'outbound'],
  queue: ['log', 'clock', 'flow', 'store', 'work', 'outbound'],
  holidays: ['log', 'clock', 'flow', 'store', 'work'],
  registration: ['clock', 'phone', 'outbound'],
  campaign: ['log', 'clock', 'phone', 'consent', 'flow', 'store', 'outbound', 'work'],
  app: [
    'clock',
    'phone',
    'flow',
    'consent',
    'store',
    'webhook',
    'work',
    'outbound',
    'mailbox',
    'queue',
    'limits',
    'campaign',
    'holidays',
  ],
  client: [],
  exchange: ['clock', 'phone', 'twiml'],
  testing: [
    'clock',
    'phone',
    'twiml',
    'flow',
    'consent',
    'store',
    'webhook',
    'work',
    'mailbox',
    'queue',
    'limits',
    'campaign',
    'app',
    'exchange',
  ],
  script: ['clock', 'phone', 'twiml', 'exchange', 'testing'],
  cli: [
    'outbound',
    'registration',
    'holidays',
    'clock',
    'phone',
    'twiml',
    'flow',
    'consent',
    'store',
    'webhook',
    'work',
    'mailbox',
    'queue',
    'limits',
    'campaign',
    'app',
    'exchange',
    'script',
  ],
}

const root = resolve(import.meta.dirname, '..')
const src = join(root, 'src')

interface Import {
  readonly file: string
  readonly line: number
  readonly text: string
  readonly target: string
  readonly isType: boolean
}

const files = filesBelow(src).filter((file) => file.endsWith('.ts'))
const imports = files.flatMap(importsOf)

describe('the house', () => {
  test('is seen by this test', () => {
    expect(imports.length).toBeGreaterThan(200)
  })

  test('has no folder that the table does not know', () => {
    const folders = readdirSync(src).filter((name) => statSync(join(src, name)).isDirectory())
    expect(folders.sort()).toEqual(Object.keys(MAY_IMPORT).sort())
  })

  test('has imports that only point down', () => {
    expect(
      imports
        .filter(({ file }) => !isTest(file))
        .filter(pointsUp)
        .map(describeImport),
    ).toEqual([])
  })

  test('keeps exchange and framework apart: they meet on the wire', () => {
    const framework = [
      'flow',
      'consent',
      'webhook',
      'campaign',
      'store',
      'work',
      'outbound',
      'mailbox',
      'queue',
      'limits',
      'app',
    ]
    const crossing = imports.filter(({ file, target }) => {
      const [from, to] = [roomOf(file), roomOf(target)]
      return (from === 'exchange' && framework.includes(to)) || (framework.includes(from) && to === 'exchange')
    })
    expect(crossing.map(describeImport)).toEqual([])
  })

  test('lets nobody but mayContact give a permit', () => {
    const giving = files.filter((file) =>
      /import \{[^}]*\bissue\b[^}]*\} from '[^']*permit\.ts'/.test(readFileSync(file, 'utf8')),
    )
    expect(giving.map((file) => relative(root, file))).toEqual(['src/consent/may-contact.ts'])
  })

  test('lets nobody but the one client of the network ask it, and hands the account’s credentials to nobody else', () => {
    const holding = (pattern: RegExp) =>
      files
        .filter((file) => !isTest(file) && !/^(exchange|testing|script)$/.test(roomOf(file)))
        .filter((file) => linesOf(file).some(({ text }) => pattern.test(text)))
        .map((file) => relative(src, file))
        .sort()
    expect(holding(/from 'twilio'/)).toEqual(['client/client-at.ts', 'outbound/twilio-client.ts'])
    // The terminal phone's is the page's password.
    expect(holding(/`Basic \$\{/)).toEqual(['cli/phone-driver.ts', 'outbound/twilio-client.ts'])
    expect(holding(/\b(authToken|apiKey)\b/).filter((file) => !file.startsWith('cli/'))).toEqual([
      // Reads them, hands them to the client, and the token to what checks signatures.
      'app/app.ts',
      'app/config.ts',
      'outbound/twilio-client.ts',
    ])
    expect(holding(/\bcreateTwilioClient\(/)).toEqual([
      'cli/a2p.ts',
      'outbound/outbound.ts',
      'outbound/twilio-client.ts',
    ])
  })

  test('has no cycle of value imports', () => {
    expect(cycles()).toEqual([])
  })

  test('has no default export', () => {
    const found = files.filter((file) => /^export default /m.test(readFileSync(file, 'utf8')))
    expect(found.map((file) => relative(root, file))).toEqual([])
  })

  test('reads the real time and real randomness only in the clock and where names are made', () => {
    const allowed = /^src\/(clock\/|phone\/sid\.ts|exchange\/random\.ts|app\/console-guard\.ts)/
    const found = files
      .filter((file) => !isTest(file) && !allowed.test(relative(root, file)))
      .flatMap((file) =>
        linesOf(file).flatMap(({ text, line }) =>
          /\bDate\.now\(|new Date\(\)|(?<![.\w])setTimeout\(|(?<![.\w])setInterval\(|Math\.random\(|randomBytes\(/.test(
            text,
          )
            ? [`${relative(root, file)}:${line}  ${text.trim()}`]
            : [],
        ),
      )
    expect(found).toEqual([])
  })
})

function pointsUp({ file, target }: Import): boolean {
  const [from, to] = [roomOf(file), roomOf(target)]
  return from !== to && !(MAY_IMPORT[from] ?? []).includes(to)
}

function cycles(): readonly string[] {
  const edges = new Map<string, readonly string[]>()
  for (const file of files) {
    edges.set(
      file,
      imports.filter((one) => one.file === file && !one.isType).map(({ target }) => target),
    )
  }
  const found = new Set<string>()
  const done = new Set<string>()
  const visit = (file: string, path: readonly string[]): void => {
    const start = path.indexOf(file)
    if (start >= 0) {
      found.add([...path.slice(start), file].map((one) => relative(root, one)).join(' → '))
      return
    }
    if (done.has(file)) return
    for (const next of edges.get(file) ?? []) visit(next, [...path, file])
    done.add(file)
  }
  for (const file of files) visit(file, [])
  return [...found]
}

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(file, 'utf8')
  const pattern = /^(?:import|export)\s(?<what>[^;'"]*?)from\s+'(?<path>\.[^']+)'|import\('(?<lazy>\.[^']+)'\)/gm
  return [...text.matchAll(pattern)].map((match) => {
    const path = match.groups?.path ?? match.groups?.lazy ?? ''
    return {
      file,
      line: text.slice(0, match.index).split('\n').length,
      text: match[0].replace(/\s+/g, ' '),
      target: resolve(dirname(file), path),
      isType: isTypeOnly(match.groups?.what ?? '') || match.groups?.lazy !== undefined,
    }
  })
}

/** `import type { … }`, or braces in which every name is marked as a type. */
function isTypeOnly(what: string): boolean {
  if (what.startsWith('type ')) return true
  const names = what
    .replace(/[{}]/g, '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)
  return names.length > 0 && names.every((name) => name.startsWith('type '))
}

function linesOf(file: string) {
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((text, index) => ({ text, line: index + 1 }))
    .filter(({ text }) => !/^\s*(\*|\/\/|\/\*)/.test(text))
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? filesBelow(path) : [path]
  })
}

const roomOf = (file: string) => relative(src, file).split('/')[0] ?? ''
const isTest = (file: string) => /\.(test|test-d|fixture)\.ts$/.test(file)
const describeImport = ({ file, line, text }: Import) => `${relative(root, file)}:${line}  ${text}`
