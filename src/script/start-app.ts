/** An app that a script starts: spawned, waited for, and stopped with all it has started itself. */
import { type ChildProcess, spawn } from 'node:child_process'
import { seconds } from '../clock/duration.ts'
import { systemClock } from '../clock/system-clock.ts'
import type { AppUnderScript } from './script.ts'
import { ScriptError } from './script-error.ts'

/** How long an app may take to be ready, and to stop. */
const MOST_TIME = seconds(30)
const PATIENCE = seconds(5)
/** How much of what it prints is kept for a failure. */
const MOST_OUTPUT = 20_000

/** An app that runs. */
export interface StartedApp {
  stop(): Promise<void>
}

/**
 * Starts the app by a shell, in the environment of this process and `environment`.
 *
 * It ends with this process, however that ends.
 *
 * @throws {ScriptError} `APP_NOT_STARTED` when it ends, or does not answer in time, with the last lines it printed; or
 *   when something answers at its address already
 */
export async function startApp(
  app: AppUnderScript,
  environment: Readonly<Record<string, string>>,
): Promise<StartedApp> {
  const command = app.start ?? ''
  await refuseAnother(app)
  const child = spawn(command, {
    shell: true,
    // A group of its own, so that what the shell starts is stopped with it.
    detached: process.platform !== 'win32',
    env: { ...process.env, ...environment, ...app.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  const keep = (chunk: Buffer) => {
    printed = (printed + chunk.toString()).slice(-MOST_OUTPUT)
  }
  child.stdout?.on('data', keep)
  child.stderr?.on('data', keep)
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  const atExit = () => signal(child, 'SIGKILL')
  process.once('exit', atExit)
  void ended.then(() => process.off('exit', atExit))
  const within = app['ready within'] ?? MOST_TIME
  const outcome = await readiness(app, ended, within)
  if (outcome !== 'ready') {
    await stop(child, ended)
    const what = outcome === 'ended' ? 'ended before it was ready' : `did not answer within ${within / 1000} s`
    throw new ScriptError('APP_NOT_STARTED', `The app ${what}: ${command}${lastLines(printed)}`)
  }
  return { stop: () => stop(child, ended) }
}

/** Whatever answers there now would be taken for the app. */
async function refuseAnother(app: AppUnderScript): Promise<void> {
  const { origin } = new URL(app.url)
  const answer = await fetch(origin, { signal: AbortSignal.timeout(PATIENCE) }).catch(() => undefined)
  if (answer === undefined) return
  const message = `Something answers at ${origin} already, so the app cannot be started there. Stop that, or leave out "start" to call it.`
  throw new ScriptError('APP_NOT_STARTED', message)
}

async function readiness(
  app: AppUnderScript,
  ended: Promise<void>,
  within: number,
): Promise<'ready' | 'ended' | 'late'> {
  const url = new URL(app.ready ?? '/', app.url)
  const until = systemClock.now() + within
  const isEnded = ended.then(() => 'ended' as const)
  for (;;) {
    // Whatever it answers, it answers; a path that says whether it is ready has to say yes.
    const answer = await fetch(url, { signal: AbortSignal.timeout(within) }).catch(() => undefined)
    if (answer !== undefined && (app.ready === undefined || answer.ok)) return 'ready'
    if (systemClock.now() > until) return 'late'
    const pause = new Promise<'later'>((resolve) => void systemClock.after(100, () => resolve('later')))
    if ((await Promise.race([isEnded, pause])) === 'ended') return 'ended'
  }
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  signal(child, 'SIGTERM')
  const timer = systemClock.after(PATIENCE, () => signal(child, 'SIGKILL'))
  await ended
  timer.cancel()
  // What the shell has left behind, if anything.
  signal(child, 'SIGKILL')
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  const { pid } = child
  if (pid === undefined) return
  try {
    if (process.platform === 'win32') child.kill(name)
    else process.kill(-pid, name)
  } catch {
    // It is gone already.
  }
}

function lastLines(printed: string): string {
  const lines = printed.trimEnd().split('\n').slice(-20)
  return printed.trim() === ''
    ? ' It printed nothing.'
    : `\nThe last it printed:\n${lines.map((line) => `  ${line}`).join('\n')}`
}
