/** `hookswitch a2p`: registers a business, its campaign and its numbers with the carriers of the United States, step by step. */
import { readFile, rename, writeFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { AppError } from '../app/app-error.ts'
import { type Environment, readConfig } from '../app/config.ts'
import { systemClock } from '../clock/system-clock.ts'
import { createTwilioClient } from '../outbound/twilio-client.ts'
import { exampleFacts, type Made, readFacts, type Step, walk, watch } from '../registration/index.ts'
import { noteSenders } from './note-senders.ts'

export interface A2pOptions {
  readonly json: boolean
  readonly again: boolean
  /** Looks again until all is approved or something was refused. */
  readonly watch: boolean
}

/** Takes the steps that can be taken now. Exit code 0 when all is approved, 3 while something is waited for, 1 on failure. */
export async function a2p(
  [target = 'a2p.yaml', file = 'a2p.yaml']: readonly (string | undefined)[],
  { json, again, watch: isWatched }: A2pOptions,
  environment: Environment,
): Promise<number> {
  if (target === 'init') return init(file)
  const read = readFacts(parseFile(target, await textOf(target)))
  if (read.kind === 'wrong') {
    process.stderr.write(read.mistakes.map((mistake) => `${target}: ${mistake}\n`).join(''))
    return 1
  }
  const config = readConfig({ PUBLIC_URL: 'https://unused.example', ...environment }, 'production', [])
  const { apiUrl, apiKey, credentials } = config
  if (credentials === undefined) throw new TypeError('unreachable') // refused by readConfig
  const { accountSid, authToken } = credentials
  // Only waits are drawn, and nothing is at stake but that two of them do not ask together.
  const random = () => (process.pid % 100) / 100
  const client = createTwilioClient({ accountSid, authToken, apiKey, apiUrl, clock: systemClock, random })
  const kept = `${target.replace(/\.\w+$/, '')}.state.json`
  let made = await readMade(kept, accountSid)
  let isAgain = again
  const take = async () => {
    const steps = await walk({
      ...{ client, facts: read.facts, made, again: isAgain },
      async keep(now) {
        made = now
        await keep(kept, accountSid, now)
      },
    })
    // Handed in once, not with every look.
    isAgain = false
    return steps
  }
  const show = (steps: readonly Step[], changed: readonly Step[], wait?: number) => {
    if (json) write(changed.length > 0 ? `${JSON.stringify({ steps }, null, isWatched ? 0 : 2)}\n` : '')
    else write(changed.map(lineOf).join('') + (wait === undefined || changed.length === 0 ? '' : looksAgain(wait)))
  }
  const steps = isWatched ? await watch({ take, clock: systemClock, random, onLook: show }) : await take()
  if (!isWatched) show(steps, steps)
  const isDone = steps.every(({ status }) => status === 'done')
  const isRefused = steps.some(({ status, mayPass }) => status === 'failed' && mayPass !== true)
  const { numbers } = read.facts
  const dailySegments = 'soleProprietor' in read.facts ? SOLE_PROPRIETORS_DAY : undefined
  const registration = { numbers, service: made.service, brand: made.brand, isApproved: isDone, dailySegments }
  const isNoted = (isDone || isRefused) && (await noteSenders(config, registration))
  if (isDone && !json) write(approvedLine(numbers, isNoted, dailySegments))
  if (isDone) return 0
  return steps.some(({ status }) => status === 'failed') ? 1 : 3
}

/** What carriers take in a day from a sole proprietor, about: reference twilio-platform.md §11.4. */
const SOLE_PROPRIETORS_DAY = 1000

function approvedLine(numbers: readonly string[], isNoted: boolean, dailySegments: number | undefined): string {
  if (isNoted) return 'All is approved, and the database knows it: messages from these numbers leave from now on.\n'
  const limit = dailySegments === undefined ? '' : ` and DAILY_SEGMENTS=${dailySegments}`
  return `All is approved. Set REGISTERED_NUMBERS=${numbers.join(',')}${limit}\n`
}

const looksAgain = (wait: number): string =>
  `Looked at again in ${Math.max(1, Math.round(wait / 60_000))} min, then less and less often; only what changes is told. Ctrl-C stops watching, and nothing is lost.\n`

const write = (text: string): void => void process.stdout.write(text)

async function init(file: string): Promise<number> {
  try {
    await writeFile(file, exampleFacts, { flag: 'wx' })
  } catch (error) {
    throw new AppError('FILE_UNREADABLE', `${file} cannot be written, or is there already. Name another file.`, {
      cause: error,
    })
  }
  process.stdout.write(`${file} is written. Replace what is in it, then run: hookswitch a2p ${file}\n`)
  return 0
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const help = 'Write an example with: hookswitch a2p init'
    throw new AppError('FILE_UNREADABLE', `${file} cannot be read. ${help}`, { cause: error })
  }
}

function parseFile(file: string, text: string): unknown {
  try {
    return parse(text)
  } catch (error) {
    throw new AppError('FILE_UNREADABLE', `${file} is neither YAML nor JSON.`, { cause: error })
  }
}

/** What was made belongs to one account; with another one everything would be looked for in the wrong place. */
async function readMade(file: string, accountSid: string): Promise<Made> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text === undefined) return {}
  const { account, made } = Object(parseFile(file, text))
  if (account === accountSid && typeof made === 'object' && made !== null) return made
  throw new AppError(
    'FILE_UNREADABLE',
    `${file} is of another account, or damaged. Move it away to begin anew; what is there is found again.`,
  )
}

/** Renamed into place, so that a crash leaves the old one or the new one. */
async function keep(file: string, account: string, made: Made): Promise<void> {
  await writeFile(`${file}.part`, `${JSON.stringify({ account, made }, null, 2)}\n`)
  await rename(`${file}.part`, file)
}

const signs = { done: '✓', waiting: '…', failed: '✗', 'to do': '·' } as const

function lineOf({ title, status, said, since, usually, needs, refusals = [], trouble }: Step): string {
  const wait = status === 'waiting' ? ` since ${since ?? 'just now'}; ${needs ?? `usually takes ${usually}`}` : ''
  const head = `${signs[status]} ${title}: ${status}${said === undefined ? '' : ` (${said})`}${wait}\n`
  const reasons = refusals.map(({ code, meaning, advice }) => `    ${code}: ${meaning}. ${advice}\n`)
  const retry = status === 'failed' && trouble === undefined ? '    Then run it again with --again.\n' : ''
  return [head, ...reasons, trouble === undefined ? '' : `    ${trouble}\n`, retry].join('')
}
