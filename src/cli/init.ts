/**
 * `hookswitch init`: a phone system to begin with, in an empty folder: one of the examples, with its tests.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AppError } from '../app/app-error.ts'
import { packageRoot } from './package-root.ts'
import { version } from './version.ts'

/** What there is to begin with, and what each shows. */
const TEMPLATES = {
  acme: 'a menu: sales, support, or a message',
  clinic: 'opening hours, two languages, a directory of doctors, a mailbox for each',
  'support-line': 'account number, lookup, a queue with agents, and callbacks that keep the place',
  'clinic-reminders': 'appointment reminders by text and call, to rehearse with the file beside it',
  hotline: 'volunteers in turn who press 1 to take a call, and a conference',
  survey: 'three questions, as a script',
} as const

/**
 * Writes the files and says what to do next. Nothing that is there is touched.
 *
 * @param folder where to; default the working folder
 * @throws {AppError} `ARGUMENTS_WRONG` for an example that is none, `FILE_UNREADABLE` when a file of that name is there
 */
export async function init(name: string | undefined, folder = '.'): Promise<number> {
  if (name === undefined || !Object.hasOwn(TEMPLATES, name)) {
    const list = Object.entries(TEMPLATES).map(([template, what]) => `  ${template.padEnd(14)} ${what}`)
    const problem = name === undefined ? 'Say what to begin with' : `There is no example "${name}"`
    throw new AppError('ARGUMENTS_WRONG', `${problem}: hookswitch init NAME [FOLDER].\n\n${list.join('\n')}\n`)
  }
  const target = resolve(folder)
  const files = filesFor(name as keyof typeof TEMPLATES, basename(target)) // looked up above
  const inTheWay = files.map(([file]) => file).filter((file) => existsSync(join(target, file)))
  if (inTheWay.length > 0) {
    throw new AppError(
      'ARGUMENTS_WRONG',
      `${target} has ${inTheWay.join(', ')} already; nothing was written. Use an empty folder: hookswitch init ${name} my-phones`,
    )
  }
  await mkdir(target, { recursive: true })
  for (const [file, text] of files) await writeFile(join(target, file), text)
  process.stdout.write(
    told(
      name,
      target,
      files.map(([file]) => file),
    ),
  )
  return 0
}

type File = readonly [name: string, text: string]

function filesFor(name: keyof typeof TEMPLATES, project: string): readonly File[] {
  const from = new URL(`examples/${name}/`, packageRoot)
  const copied = readdirSync(from)
    .filter((file) => !file.endsWith('.yaml'))
    .map((file): File => [file, readFileSync(new URL(file, from), 'utf8')])
  return [
    ...copied,
    ['package.json', `${JSON.stringify(manifest(project), null, 2)}\n`],
    ['vitest.config.ts', vitestConfig()],
    [
      'vitest.setup.ts',
      "/** Matchers for calls, and lines that are closed after each test. */\nimport 'hookswitch/testing/vitest'\n",
    ],
    ['tsconfig.json', `${JSON.stringify(typescriptConfig(), null, 2)}\n`],
    ['.gitignore', 'node_modules/\ndata/\n.env\n'],
    ['README.md', readme(name, project)],
  ]
}

function manifest(project: string): object {
  return {
    name: project.toLowerCase().replace(/[^a-z0-9-]+/g, '-') || 'phones',
    version: '0.1.0',
    private: true,
    type: 'module',
    engines: { node: '>=24' },
    scripts: { start: 'hookswitch dev', test: 'vitest run', check: 'hookswitch check && tsc --noEmit' },
    dependencies: { hookswitch: wherefrom() },
    devDependencies: { '@types/node': '24.12.0', typescript: '7.0.2', vitest: '5.1.1' },
  }
}

/** Whether a clone wrote this: it runs unbuilt, and whoever imports it has to mean its sources. */
const isClone = existsSync(new URL('src/cli/main.ts', packageRoot))

const wherefrom = (): string => (isClone ? `file:${fileURLToPath(packageRoot)}` : version)

const vitestConfig = (): string =>
  [
    "import { defineConfig } from 'vitest/config'",
    '',
    'export default defineConfig({',
    ...(isClone
      ? [
          '  // Hookswitch comes from a clone, which runs unbuilt.',
          "  resolve: { conditions: ['source'] },",
          "  ssr: { resolve: { conditions: ['source'], externalConditions: ['source'] } },",
        ]
      : []),
    "  test: { setupFiles: ['./vitest.setup.ts'], testTimeout: 30_000 },",
    '})',
    '',
  ].join('\n')

const typescriptConfig = (): object => ({
  compilerOptions: {
    target: 'esnext',
    module: 'nodenext',
    strict: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    types: ['node'],
    ...(isClone && { customConditions: ['source'] }),
  },
})

const readme = (name: string, project: string): string => `# ${project}

A phone system on [Hookswitch](https://www.npmjs.com/package/hookswitch), begun with the example \`${name}\`: ${TEMPLATES[name as keyof typeof TEMPLATES]}.

\`\`\`
npm install
npm start          # prints an address: open it and press Call
npx hookswitch call   # in another terminal: call it from there
npm test           # whole calls, in milliseconds
npm run check      # what would fail callers
\`\`\`

The phone menu is in \`phone-system.ts\`. \`npx hookswitch graph\` draws it. To answer real calls, set what \`npx hookswitch serve\` asks for.
`

function told(name: string, target: string, files: readonly string[]): string {
  return `${name} is in ${target}: ${files.join(', ')}.

Next:
  npm install
  npm start             prints an address: open it and press Call
  npx hookswitch call   calls it from another terminal
  npm test              whole calls, in milliseconds
`
}
