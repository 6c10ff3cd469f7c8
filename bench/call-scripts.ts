/** A thousand scripted calls to one app in another process: wall time, and how much of it the app was at work itself. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { isPassed, playScripts, readScript, type Script } from '../src/script/index.ts'
import { processorTime } from './rest.ts'

const scripts = 4
const callsOfEach = 250

/** Prints wall time, the app's share, and the time of a call. */
export async function benchCallScripts(): Promise<void> {
  const app = fork(resolve(import.meta.dirname, 'bare-app.ts'))
  const [{ port }] = (await once(app, 'message')) as [AddressInfo]
  const all = Array.from({ length: scripts }, (_, at) => scriptTo(`http://127.0.0.1:${port}/voice`, at))
  const before = await processorTime(app)
  const startedAt = performance.now()
  const results = await playScripts(all, { accountSid: `AC${'0'.repeat(32)}`, authToken: 'token of a bench' })
  const wall = (performance.now() - startedAt) / 1000
  const ofApp = (await processorTime(app)) - before
  app.disconnect()
  if (!isPassed(results)) throw new Error('A scripted call did not pass.')
  const calls = scripts * callsOfEach
  console.log(`${calls} calls, ${scripts} scripts beside each other: ${wall.toFixed(2)} s`)
  console.log(`the app itself was at work for ${((ofApp / wall) * 100).toFixed(0)} % of it`)
  console.log(`${((wall / calls) * 1000).toFixed(2)} ms a call, each in a network of its own`)
}

function scriptTo(url: string, at: number): Script {
  const steps = `
    - hears: press 1
    - presses: 2
    - hears: after the beep
    - says: Please call me back
      seconds: 4
    - hears: Good bye
    - recorded: 4s
    - ended: completed
`
  const calls = Array.from({ length: callsOfEach }, (_, call) => `  call ${call}:${steps}`)
  const source = `app: ${url}\ncalls:\n${calls.join('')}`
  const read = readScript(source, `bench-${at}.call.yaml`)
  if (read.kind === 'mistakes') throw new Error(JSON.stringify(read.mistakes[0]))
  return read.script
}
