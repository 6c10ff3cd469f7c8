/**
 * Signed webhook turns a second: ours with every session committed, beside others that keep nothing, in one run.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { startPostgres } from '../test/store/databases.ts'
import { type LoadResult, sendAll } from './load.ts'
import { menuRequests } from './menu-requests.ts'

const SOCKETS = 16
const CALLS = 4000
const ROUNDS = 5

interface Contender {
  readonly label: string
  readonly port: number
  readonly process: ChildProcess
  readonly results: LoadResult[]
}

/** Runs the comparison and prints it; every contender is asked in turn, round by round. */
export async function benchWebhooks(): Promise<void> {
  const postgres = await startPostgres()
  const url = postgres.place.kind === 'postgres' ? postgres.place.url : ''
  const contenders = [
    await start('Hookswitch, committed, PGlite', 'hookswitch'),
    await start('Hookswitch, committed, PostgreSQL', 'hookswitch', url),
    await start('Express + twilio, stateless', 'express'),
    await start('Fastify + twilio, stateless', 'fastify'),
    await start('node:http, HMAC and a constant', 'bare'),
  ]
  try {
    for (let round = 0; round <= ROUNDS; round++) {
      for (const { port, results } of contenders) {
        const { first, second } = menuRequests(port, CALLS, round)
        const one = await sendAll(port, first, SOCKETS)
        const two = await sendAll(port, second, SOCKETS)
        // The first round warms the compilers up and is not counted.
        if (round > 0) results.push(one, two)
      }
    }
    report(contenders)
  } finally {
    for (const { process } of contenders) process.kill()
    await postgres.stop()
  }
}

async function start(label: string, name: string, databaseUrl = ''): Promise<Contender> {
  const process = fork(new URL('webhook-servers.ts', import.meta.url), [name, databaseUrl], {
    execArgv: ['--conditions=source'],
  })
  const port = await new Promise<number>((resolve, reject) => {
    process.once('message', (message: { port: number }) => resolve(message.port))
    process.once('exit', (code) => reject(new Error(`${label} ended with code ${code}`)))
  })
  return { label, port, process, results: [] }
}

function report(contenders: readonly Contender[]): void {
  const figure = ({ results }: Contender) => median(results.map(({ perSecond }) => perSecond))
  const fastify = figure(contenders[3] as Contender)
  const bare = figure(contenders[4] as Contender)
  console.log(`Signed webhook turns, ${SOCKETS} connections, medians of ${ROUNDS * 2} runs of ${CALLS}:`)
  for (const contender of contenders) {
    const turns = figure(contender)
    const p99 = median(contender.results.map((result) => result.p99))
    console.log(
      `  ${contender.label.padEnd(36)} ${Math.round(turns).toString().padStart(6)}/s` +
        `  ${(turns / fastify).toFixed(2)} of Fastify + twilio  ${(turns / bare).toFixed(2)} of bare  p99 ${p99.toFixed(1)} ms`,
    )
  }
}

function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
