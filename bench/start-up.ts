/**
 * From starting the process with a filled data folder to the first answered call.
 */
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const bin = fileURLToPath(new URL('../bin/hookswitch.js', import.meta.url))

/** Prints the time to the first answered call: on an empty data folder once, then on the filled one. */
export async function benchStartUp(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'hookswitch-start-'))
  const times: number[] = []
  for (let round = 0; round < 4; round++) times.push(await firstCall(dataDir, 39_000 + round))
  await rm(dataDir, { recursive: true, force: true })
  const [empty = 0, ...filled] = times
  const median = filled.sort((a, b) => a - b)[1] ?? 0
  console.log('Start to first answered call:')
  console.log(`  empty data folder  ${(empty / 1000).toFixed(2)} s`)
  console.log(`  filled data folder ${(median / 1000).toFixed(2)} s (median of ${filled.length})`)
}

async function firstCall(dataDir: string, port: number): Promise<number> {
  const startedAt = performance.now()
  const child = spawn(process.execPath, [bin, 'dev'], {
    env: { ...process.env, PORT: String(port), DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise((ready) => child.stdout.once('data', ready))
  const origin = `http://127.0.0.1:${port}`
  const placed = await fetch(`${origin}/_exchange/calls`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ to: '+12025550100' }),
  })
  const { callSid } = (await placed.json()) as { callSid: string }
  for (;;) {
    const call = await fetch(`${origin}/_exchange/calls/${callSid}`).then((answer) => answer.json())
    if ((call as { status: string }).status === 'in-progress') break
  }
  const took = performance.now() - startedAt
  child.kill()
  await new Promise((ended) => child.once('exit', ended))
  return took
}
