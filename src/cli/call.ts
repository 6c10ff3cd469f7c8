/**
 * `hookswitch call`: a phone in the terminal, for any TwiML app in any language.
 *
 * Keys are pressed as typed. Without a terminal, standard input is a script of lines: `1`, `say …`, `wait 2`,
 * `answer`, `hang up`, and the same for the callee: `callee 1`, `callee say …`, `callee hang up`.
 */
import { createInterface } from 'node:readline'
import { AppError } from '../app/app-error.ts'
import type { Environment } from '../app/config.ts'
import { systemClock } from '../clock/system-clock.ts'
import { type JournalEvent, tell } from '../exchange/index.ts'
import { driveLocally, driveRunning, type PhoneDriver } from './phone-driver.ts'
import { type TokenOptions, tokenFor } from './token.ts'

export interface CallOptions extends TokenOptions {
  readonly json: boolean
}

const HELP =
  'Keys: 0-9 * # dial · t talk · h hang up · a answer, b busy, i ignore, v voicemail for a phone that rings\n\n'

/** Calls until somebody hangs up; the exit code is 0 for a call that completed. */
export async function call(url: string | undefined, options: CallOptions, environment: Environment): Promise<number> {
  const { status } = await callByHand(await driverFor(url, options, environment), options.json)
  return status === 'completed' ? 0 : 1
}

/** A call made by hand, and everything that happened. */
export interface CallByHand {
  readonly status: string
  readonly events: readonly JournalEvent[]
}

/** Places a call, follows the keyboard or standard input until it is over, and prints what happens. Closes the driver. */
export async function callByHand(driver: PhoneDriver, isJson: boolean): Promise<CallByHand> {
  const startedAt = systemClock.now()
  const state = { mine: '', ringing: '', status: '' }
  const names = new Map<string, string>()
  const events: JournalEvent[] = []
  let over: (() => void) | undefined
  const isOver = new Promise<void>((resolve) => {
    over = resolve
  })
  const show = (event: JournalEvent) => {
    events.push(event)
    if (event.kind === 'call-placed') names.set(event.callSid, event.direction === 'inbound' ? 'caller' : event.to)
    if (event.kind === 'call-placed' && event.direction === 'outbound-dial') state.ringing = event.callSid
    process.stdout.write(isJson ? `${JSON.stringify(event)}\n` : line(event, startedAt, names))
    if (event.kind === 'call-status' && event.callSid === state.mine && FINAL.has(event.status)) {
      state.status = event.status
      over?.()
    }
  }
  driver.follow(show)
  state.mine = await driver.place()
  const stop = process.stdin.isTTY ? listenToKeys(driver, state, isJson) : followScript(driver, state)
  await isOver
  // What the app does at the end (a recording's callback, the status) belongs to the call and takes a moment.
  await new Promise<void>((done) => systemClock.after(1500, done))
  stop()
  await driver.close()
  return { status: state.status, events }
}

interface State {
  readonly mine: string
  readonly ringing: string
}

const FINAL = new Set(['completed', 'busy', 'failed', 'no-answer', 'canceled'])

/** A phone for the app at `url`, or for the line of a running `hookswitch dev`. */
export async function driverFor(
  url: string | undefined,
  options: CallOptions,
  environment: Environment,
): Promise<PhoneDriver> {
  if (url !== undefined && !/^https?:\/\//.test(url)) {
    throw new AppError('ARGUMENTS_WRONG', `${url} is not a voice URL. Write it in full: http://localhost:5000/voice`)
  }
  if (url === undefined) {
    const origin = `http://${environment.HOST ?? '127.0.0.1'}:${environment.PORT ?? '3000'}`
    return driveRunning(origin, environment.HOOKSWITCH_ADMIN_PASSWORD)
  }
  return driveLocally(url, await tokenFor(options, environment))
}

function line(event: JournalEvent, startedAt: number, names: ReadonlyMap<string, string>): string {
  const told = tell(event, startedAt, (callSid) => names.get(callSid) ?? callSid)
  return told === undefined ? '' : `${told}\n`
}

function listenToKeys(driver: PhoneDriver, state: State, isQuiet: boolean): () => void {
  const { stdin } = process
  if (!isQuiet) process.stdout.write(HELP)
  stdin.setRawMode(true).setEncoding('utf8')
  const listen = (key: string) => {
    if (key === 't') talk(driver, state, listen)
    else void onKey(driver, state, key)
  }
  stdin.on('data', listen)
  return () => {
    stdin.off('data', listen)
    stdin.setRawMode(false).pause()
  }
}

const ANSWERS = { a: 'person', b: 'busy', i: 'ignored', v: 'voicemail' } as const

async function onKey(driver: PhoneDriver, { mine, ringing }: State, key: string): Promise<void> {
  if (/^[0-9*#]$/.test(key)) return driver.press(mine, key)
  if (key === 'h' || key === '\u0003') return driver.hangUp(mine)
  const as = ANSWERS[key as keyof typeof ANSWERS]
  if (as !== undefined && ringing !== '') return driver.answer(ringing, as)
}

/** Reads one line of speech, then gives the keyboard back to the keypad. */
function talk(driver: PhoneDriver, { mine }: State, listen: (key: string) => void): void {
  const { stdin, stdout } = process
  stdin.off('data', listen).setRawMode(false)
  const reader = createInterface({ input: stdin, output: stdout })
  reader.question('  say: ', (text) => {
    reader.close()
    stdin.setRawMode(true).on('data', listen).resume()
    if (text.trim() !== '') void driver.speak(mine, text)
  })
}

/** A script that has ended lets the call run to its own end; nothing is hung up. */
function followScript(driver: PhoneDriver, state: State): () => void {
  const lines = createInterface({ input: process.stdin })
  let isStopped = false
  void (async () => {
    for await (const text of lines) {
      if (isStopped) return
      await onLine(driver, state, text.trim())
    }
  })()
  return () => {
    isStopped = true
    lines.close()
  }
}

async function onLine(driver: PhoneDriver, state: State, text: string): Promise<void> {
  const [word = '', ...rest] = text.split(' ')
  // Who is asked to press 1 before he is connected can be acted, too.
  if (word === 'callee' && state.ringing !== '') {
    return onLine(driver, { ...state, mine: state.ringing }, rest.join(' '))
  }
  if (word === 'wait') return new Promise((done) => void systemClock.after(Number(rest[0] ?? 1) * 1000, done))
  if (word === 'say') return driver.speak(state.mine, rest.join(' '))
  if (text === 'hang up') return driver.hangUp(state.mine)
  if (word === 'answer' && state.ringing !== '') return driver.answer(state.ringing, 'person')
  if (/^[0-9*#]+$/.test(text)) return driver.press(state.mine, text)
}
