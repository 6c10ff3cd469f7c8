/**
 * `hookswitch test`: plays call scripts to an app in any language, in virtual time.
 *
 * Mistakes of all files are told before any call is placed.
 */
import { glob, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../app/app-error.ts'
import type { Environment } from '../app/config.ts'
import { systemClock } from '../clock/system-clock.ts'
import {
  callScriptSchema,
  coverageOf,
  describeMistake,
  isPassed,
  junit,
  type Mistake,
  playScripts,
  readScript,
  reportCoverage,
  reportScript,
  reportSummary,
  resultsAsData,
  type Script,
  type ScriptResult,
} from '../script/index.ts'
import { accountSidFor } from './development-account.ts'
import { type TokenOptions, tokenFor } from './token.ts'

/** What the command line says besides the files. */
export interface TestOptions extends TokenOptions {
  readonly json: boolean
  /** Where a JUnit report goes. */
  readonly junit?: string | undefined
  readonly coverage: boolean
  /** Begin no call after one that failed. */
  readonly bail: boolean
  /** Only calls with this in their name. */
  readonly filter?: string | undefined
  /** Print the JSON Schema of scripts instead. */
  readonly schema: boolean
}

/** What a folder's scripts are called. */
const PATTERN = '**/*.call.{yaml,yml}'

/**
 * Plays the scripts; the exit code is 0 when all calls passed, 1 when one failed, 2 when a file has mistakes.
 *
 * @throws {AppError} `ARGUMENTS_WRONG` when no file is found, or no call has the name that was asked for
 */
export async function test(named: readonly string[], options: TestOptions, environment: Environment): Promise<number> {
  if (options.schema) {
    process.stdout.write(`${JSON.stringify(callScriptSchema(), null, 2)}\n`)
    return 0
  }
  const { scripts, mistakes } = await readAll(await filesOf(named))
  if (mistakes.length > 0) return tellMistakes(mistakes, options.json)
  refuseNothing(scripts, options.filter)
  exitWhenStopped()
  const startedAt = systemClock.now()
  const results = await playScripts(scripts, {
    authToken: await tokenFor(options, environment),
    accountSid: await accountSidFor(environment),
    stopsAtFailure: options.bail,
    ...(options.filter !== undefined && { filter: options.filter }),
    ...(!options.json && { onScript: (result) => void process.stdout.write(reportScript(result)) }),
  })
  await report(results, options, systemClock.now() - startedAt)
  return isPassed(results) ? 0 : 1
}

/** With the apps that scripts have started: those end at the exit of this process, and not with a signal to it alone. */
function exitWhenStopped(): void {
  process.once('SIGINT', () => process.exit(130))
  process.once('SIGTERM', () => process.exit(143))
}

/** Files as they are named, those that a pattern finds, and the scripts of a folder; sorted, each once. */
async function filesOf(named: readonly string[]): Promise<readonly string[]> {
  const found = new Set<string>()
  for (const name of named.length > 0 ? named : ['.']) {
    const kind = await stat(name).then(
      (entry) => (entry.isDirectory() ? 'folder' : 'file'),
      () => 'pattern',
    )
    const files = kind === 'file' ? [name] : await matching(kind === 'folder' ? join(name, PATTERN) : name)
    for (const file of files) found.add(file)
    if (files.length > 0) continue
    const what = kind === 'folder' ? `There is no *.call.yaml in ${name}` : `There is no file ${name}`
    throw new AppError('ARGUMENTS_WRONG', `${what}. Name a call script: hookswitch test sales.call.yaml`)
  }
  return [...found].toSorted()
}

async function matching(pattern: string): Promise<readonly string[]> {
  const files: string[] = []
  for await (const file of glob(pattern, { exclude: ['**/node_modules/**'] })) files.push(file)
  return files
}

interface MistakeInFile {
  readonly mistake: Mistake
  readonly source: string
}

async function readAll(files: readonly string[]) {
  const scripts: Script[] = []
  const mistakes: MistakeInFile[] = []
  for (const file of files) {
    const source = await readFile(file, 'utf8').catch((error: unknown) => {
      const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
      throw new AppError('FILE_UNREADABLE', `${file} cannot be read (${reason}). Name a call script that can.`)
    })
    const read = readScript(source, file)
    if (read.kind === 'script') scripts.push(read.script)
    else mistakes.push(...read.mistakes.map((mistake) => ({ mistake, source })))
  }
  return { scripts, mistakes }
}

function tellMistakes(found: readonly MistakeInFile[], isJson: boolean): number {
  if (isJson) process.stdout.write(`${JSON.stringify({ mistakes: found.map(({ mistake }) => mistake) }, null, 2)}\n`)
  else for (const { mistake, source } of found) process.stderr.write(`${describeMistake(mistake, source)}\n`)
  return 2
}

function refuseNothing(scripts: readonly Script[], filter: string | undefined): void {
  const names = scripts.flatMap(({ calls }) => calls.map(({ name }) => name))
  if (filter === undefined || names.some((name) => name.toLowerCase().includes(filter.toLowerCase()))) return
  throw new AppError('ARGUMENTS_WRONG', `No call has "${filter}" in its name. There are: ${names.join(', ')}.`)
}

async function report(results: readonly ScriptResult[], options: TestOptions, took: number): Promise<void> {
  const coverage = options.coverage
    ? coverageOf(results.flatMap(({ calls }) => calls.map(({ events }) => events)))
    : undefined
  if (options.junit !== undefined) await write(options.junit, junit(results))
  if (options.json) {
    const data = { ...resultsAsData(results), ...(coverage !== undefined && { coverage }) }
    process.stdout.write(`${JSON.stringify(data, null, 2)}\n`)
    return
  }
  process.stdout.write(reportSummary(results, took))
  if (coverage !== undefined) process.stdout.write(reportCoverage(coverage))
}

async function write(file: string, text: string): Promise<void> {
  await writeFile(file, text).catch((error: unknown) => {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unwritable'
    throw new AppError('FILE_UNREADABLE', `The report ${file} cannot be written (${reason}). Name a file that can.`)
  })
}
