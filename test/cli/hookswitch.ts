/**
 * The command line as a person meets it: a process of its own, with nothing in its environment but what the test says.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const BIN = fileURLToPath(new URL('../../bin/hookswitch.js', import.meta.url))

export interface RunOptions {
  readonly environment?: Readonly<Record<string, string>>
  /** Working folder; default the system's folder for temporary files. */
  readonly folder?: string
  /** What the process reads on standard input. */
  readonly input?: string
}

export interface Ended {
  readonly code: number | null
  readonly output: string
  readonly errors: string
}

export interface Running extends AsyncDisposable {
  readonly pid: number
  /** Resolves to the first match in standard output, or fails with everything printed when the process ends without. */
  prints(pattern: RegExp): Promise<RegExpMatchArray>
  /** Everything printed so far on both outputs. */
  printed(): string
  /** Ends it like a power cut. */
  kill(): Promise<void>
  /** Asks it to stop, as Ctrl-C does. */
  stop(): Promise<Ended>
  readonly ended: Promise<Ended>
}

/** Runs a command to its end. */
export function hookswitch(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return start(args, options).ended
}

/** Starts a command that goes on. */
export function start(args: readonly string[], { environment = {}, folder, input }: RunOptions = {}): Running {
  const child: ChildProcess = spawn(process.execPath, [BIN, ...args], {
    cwd: folder ?? tmpdir(),
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TMPDIR: process.env.TMPDIR, ...environment },
    stdio: 'pipe',
  })
  child.stdin?.end(input ?? '')
  let output = ''
  let errors = ''
  const listeners = new Set<() => void>()
  child.stdout?.on('data', (chunk) => {
    output += chunk
    for (const listener of listeners) listener()
  })
  child.stderr?.on('data', (chunk) => {
    errors += chunk
  })
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code) => resolve({ code, output, errors }))
  })
  const signal = async (name: NodeJS.Signals) => {
    child.kill(name)
    return ended
  }
  return {
    pid: child.pid ?? 0,
    ended,
    printed: () => output + errors,
    prints: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = output.match(pattern)
          if (match) resolve(match)
        }
        listeners.add(look)
        look()
        void ended.then(() => reject(new Error(`It ended without printing ${pattern}:\n${output}${errors}`)))
      }),
    kill: async () => void (await signal('SIGKILL')),
    stop: () => signal('SIGINT'),
    [Symbol.asyncDispose]: async () => void (await signal('SIGKILL')),
  }
}

/** A folder that is removed when the test ends. */
export async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'hookswitch-cli-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

/** A data folder as a process leaves it that has kept nothing yet: its database is there, and empty. Removed as above. */
export async function dataFolder(): Promise<Awaited<ReturnType<typeof temporaryFolder>>> {
  const folder = await temporaryFolder()
  await prepareDatabase(folder.path)
  return folder
}

/** Puts an empty database into a data folder. */
export async function prepareDatabase(folder: string): Promise<void> {
  const prepared = process.env.HOOKSWITCH_TEST_DATABASE_FOLDER
  if (prepared === undefined) throw new Error('test/database-image.ts has not run.')
  await cp(prepared, join(folder, 'database'), { recursive: true })
}
