/**
 * Plays many scripts: those of different apps beside each other, calls of one script one after the other.
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import { type CallResult, type NetworkIdentity, playCall } from './play-call.ts'
import type { Script, ScriptedCall } from './script.ts'
import { ScriptError } from './script-error.ts'
import { startApp } from './start-app.ts'

/** What {@link playScripts} takes besides the scripts. */
export interface PlayOptions {
  readonly accountSid: string
  /** What webhooks are signed with, unless a script has a token of its own. */
  readonly authToken: string
  /** Only calls with this in their name, in any case. */
  readonly filter?: string
  /** Begin no call after one that failed. */
  readonly stopsAtFailure?: boolean
  /** Told of each script when its last call is over, in the order of the scripts. */
  readonly onScript?: (result: ScriptResult) => void
}

/** What came of a script. */
export interface ScriptResult {
  readonly script: Script
  /** In the order of the file; fewer than it has when some were left out. */
  readonly calls: readonly CallResult[]
  /** Why no call could be placed. */
  readonly error?: ScriptError
}

/** How many scripts are played at once. */
const AT_ONCE = 4

/** Plays all of them. Never throws for what an app does. */
export async function playScripts(scripts: readonly Script[], options: PlayOptions): Promise<readonly ScriptResult[]> {
  const state = { hasFailed: false }
  const locks = new Map<string, Promise<unknown>>()
  const results = new Map<Script, ScriptResult>()
  let told = 0
  const tell = () => {
    for (let next = scripts[told]; next !== undefined && results.has(next); next = scripts[++told]) {
      options.onScript?.(results.get(next) as ScriptResult) // looked at just now
    }
  }
  const waiting = [...scripts]
  const work = async () => {
    for (let script = waiting.shift(); script !== undefined; script = waiting.shift()) {
      const one = script
      results.set(one, await alone(placesOf(one), locks, () => playScript(one, options, state)))
      tell()
    }
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, scripts.length) }, work))
  return scripts.map((script) => results.get(script) as ScriptResult) // each was played
}

/** What only one script at a time can have: a port of its network, and of an app it starts. */
const placesOf = ({ port, app }: Script): readonly string[] => [
  ...(port === undefined ? [] : [`port ${port}`]),
  ...(app.start === undefined ? [] : [new URL(app.url).origin]),
]

/** After all who have asked for one of the places before. */
async function alone<T>(
  places: readonly string[],
  locks: Map<string, Promise<unknown>>,
  act: () => Promise<T>,
): Promise<T> {
  const before = places.map((place) => locks.get(place))
  const done = Promise.all(before).then(act)
  const quiet = done.catch(() => {})
  for (const place of places) locks.set(place, quiet)
  return done
}

async function playScript(script: Script, options: PlayOptions, state: { hasFailed: boolean }): Promise<ScriptResult> {
  const { filter = '', stopsAtFailure = false } = options
  const wanted = script.calls.filter(({ name }) => name.toLowerCase().includes(filter.toLowerCase()))
  if (wanted.length === 0 || (stopsAtFailure && state.hasFailed)) return { script, calls: [] }
  const calls: CallResult[] = []
  try {
    const identity = await identityFor(script, options)
    const app = script.app.start === undefined ? undefined : await startApp(script.app, environmentFor(identity))
    try {
      for (const call of wanted) {
        if (stopsAtFailure && state.hasFailed) break
        const result = await play(script, call, identity)
        if (result.failure !== undefined) state.hasFailed = true
        calls.push(result)
      }
    } finally {
      await app?.stop()
    }
    return { script, calls }
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error
    state.hasFailed = true
    return { script, calls, error }
  }
}

async function play(script: Script, call: ScriptedCall, identity: NetworkIdentity): Promise<CallResult> {
  try {
    return await playCall(script, call, identity)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error
    const message = `Port ${identity.port} of 127.0.0.1 is in use, and the network of ${script.file} is to serve its API there. Stop the other program, or choose another port.`
    throw new ScriptError('PORT_NOT_FREE', message, { cause: error })
  }
}

/** An app that is started has to know the network's address before its first call. */
async function identityFor({ app, port }: Script, { accountSid, authToken }: PlayOptions): Promise<NetworkIdentity> {
  const isNeeded = app.start !== undefined && port === undefined
  return { accountSid, authToken: app.token ?? authToken, port: isNeeded ? await freePort() : (port ?? 0) }
}

const environmentFor = ({ accountSid, authToken, port }: NetworkIdentity): Readonly<Record<string, string>> => ({
  TWILIO_ACCOUNT_SID: accountSid,
  TWILIO_AUTH_TOKEN: authToken,
  TWILIO_API_URL: `http://127.0.0.1:${port}`,
})

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  await new Promise((closed) => probe.close(closed))
  return typeof address === 'object' && address !== null ? address.port : 0
}
