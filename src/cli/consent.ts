/** `hookswitch consent`: who has said stop, who has agreed, and why somebody was not reached. */
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { parse } from 'csv-parse'
import { AppError } from '../app/app-error.ts'
import { type Environment, readConfig } from '../app/config.ts'
import { systemClock } from '../clock/system-clock.ts'
import { CSV_HEADINGS, type CsvDefaults, type CsvRecord, type CsvRow, csvLine, readCsvRow } from '../consent/index.ts'
import { isE164 } from '../phone/e164.ts'
import type { ConsentKept, StopKept, Store } from '../store/index.ts'
import { withStore } from './with-store.ts'

/** What the command line says besides the action. */
export interface ConsentOptions {
  readonly json: boolean
  readonly country?: string | undefined
  readonly status?: string | undefined
  readonly list?: string | undefined
  readonly by?: string | undefined
}

const USAGE =
  'Say hookswitch consent import FILE, export, show NUMBER, stop NUMBER or allow NUMBER. See hookswitch --help.'

/** Does one thing; the exit code is 1 when rows of an import were not understood. */
export async function consent(
  [action, target]: readonly (string | undefined)[],
  options: ConsentOptions,
  environment: Environment,
): Promise<number> {
  if (action === 'export') return withStore(readConfig(environment, 'development', []), (store) => exportAll(store))
  if (target === undefined) throw new AppError('ARGUMENTS_WRONG', USAGE)
  switch (action) {
    case 'import':
      return withStore(readConfig(environment, 'development', []), (store) => importFile(store, target, options))
    case 'show':
      return withStore(readConfig(environment, 'development', []), (store) => show(store, numberOf(target), options))
    case 'stop':
    case 'allow':
      return withStore(readConfig(environment, 'development', []), (store) =>
        change(store, action, numberOf(target), options),
      )
    default:
      throw new AppError('ARGUMENTS_WRONG', USAGE)
  }
}

function numberOf(text: string): string {
  if (isE164(text)) return text
  throw new AppError('ARGUMENTS_WRONG', 'This is not a phone number in international form; write + and country code.')
}

async function change(store: Store, action: 'stop' | 'allow', number: string, { by }: ConsentOptions): Promise<number> {
  const what = { number, source: 'staff', at: systemClock.now(), by } as const
  const isNew =
    action === 'stop'
      ? await store.suppressions.stop({ ...what, scope: 'everything' })
      : await store.suppressions.allow(what)
  const done = action === 'stop' ? 'is not reached any more' : 'may be reached again'
  const before = action === 'stop' ? 'was not reached before either' : 'had not said stop'
  print(`${number} ${isNew ? done : before}.\n`)
  return 0
}

async function show(store: Store, number: string, { json }: ConsentOptions): Promise<number> {
  const [stops, agreed, isOnDoNotCall, refusals] = await Promise.all([
    store.suppressions.history(number),
    store.suppressions.consentsOf(number),
    store.suppressions.isOnDoNotCall(number),
    store.contacts.refusals({ limit: 20, number }),
  ])
  if (json) {
    print(`${JSON.stringify({ number, stops, consents: agreed, isOnDoNotCall, refusals }, null, 2)}\n`)
    return 0
  }
  const isStopped = stops.some(({ lifted }) => lifted === null)
  print(`${number} ${isStopped ? 'has said stop' : 'has not said stop'}.\n`)
  for (const { since, source, wording, lifted } of stops) {
    const until = lifted === null ? '' : `, lifted ${dateOf(lifted.at)} by ${lifted.source}`
    print(`  stop ${dateOf(since)} by ${source}${wording === null ? '' : ` (${wording})`}${until}\n`)
  }
  for (const { at, kind, purpose, channel, source } of agreed) {
    print(`  agreed ${dateOf(at)}: ${kind}, ${purpose} by ${channel}, from ${source}\n`)
  }
  if (isOnDoNotCall) print('  on a list of people who must not be called\n')
  for (const { at, channel, purpose, reasons } of refusals) {
    print(`  not reached ${dateOf(at)}: ${channel}, ${purpose}: ${reasons.map(({ kind }) => kind).join(', ')}\n`)
  }
  return 0
}

/** So many rows are written at once. */
const AT_ONCE = 500

async function importFile(store: Store, file: string, options: ConsentOptions): Promise<number> {
  const defaults = defaultsOf(file, options)
  const list = options.list ?? basename(file)
  const counts = { rows: 0, kept: 0, mistakes: 0 }
  let batch: CsvRow[] = []
  const parser = createReadStream(file).pipe(
    parse({
      columns: (headings: string[]) => headings.map(headingOf),
      bom: true,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
    }),
  )
  try {
    for await (const record of parser as AsyncIterable<CsvRecord>) {
      counts.rows++
      const row = readCsvRow(record, defaults)
      if (row.kind === 'mistake') {
        counts.mistakes++
        process.stderr.write(`Row ${counts.rows + 1}: ${row.message}.\n`)
      } else batch.push(row)
      if (batch.length === AT_ONCE) {
        counts.kept += await keep(store, batch, list)
        batch = []
      }
    }
  } catch (error) {
    // What was read before stays; the file can be imported again as often as one likes.
    counts.kept += await keep(store, batch, list)
    throw new AppError(
      'FILE_UNREADABLE',
      `${file} cannot be read: ${error instanceof Error ? error.message : 'unknown'}.`,
    )
  }
  counts.kept += await keep(store, batch, list)
  print(`${counts.rows} rows read, ${counts.kept} were new, ${counts.mistakes} not understood.\n`)
  return counts.mistakes > 0 ? 1 : 0
}

/** `Phone Number` is `number`, too: lists come from many places. */
function headingOf(text: string): string {
  const heading = text.trim().toLowerCase().replace(/[ -]/g, '_')
  return /^(phone|phone_?number|telephone|mobile|msisdn|to)$/.test(heading) ? 'number' : heading
}

function defaultsOf(file: string, { country = 'US', status = 'stop' }: ConsentOptions): CsvDefaults {
  if (status !== 'stop' && status !== 'agreed' && status !== 'do-not-call') {
    throw new AppError('ARGUMENTS_WRONG', '--status takes stop, agreed or do-not-call. See hookswitch --help.')
  }
  return { country: country.toUpperCase(), status, at: systemClock.now(), source: basename(file) }
}

async function keep(store: Store, rows: readonly CsvRow[], list: string): Promise<number> {
  const { suppressions } = store
  let kept = 0
  for (const row of rows) {
    if (row.kind === 'agreed') {
      if (await suppressions.agree(row.number, row.consent)) kept++
    } else if (row.kind === 'stop') {
      const { number, scope, at, wording, evidence, liftedAt } = row
      // A stop that was lifted is history that the other system keeps; nobody may be suppressed for it here.
      if (
        liftedAt === undefined &&
        (await suppressions.stop({ number, scope, at, wording, evidence, source: 'import' }))
      )
        kept++
    }
  }
  const numbers = rows.flatMap((row) => (row.kind === 'do-not-call' ? [row.number] : []))
  return kept + (await suppressions.addToDoNotCall(list, numbers, systemClock.now()))
}

async function exportAll(store: Store): Promise<number> {
  print(csvLine(CSV_HEADINGS))
  for await (const stop of pages((after) => store.suppressions.list({ limit: AT_ONCE, after }))) print(lineOfStop(stop))
  for await (const one of pages((after) => store.suppressions.consents({ limit: AT_ONCE, after })))
    print(lineOfConsent(one))
  return 0
}

async function* pages<T>(read: (after: number) => Promise<readonly T[]>): AsyncIterable<T> {
  for (let after = 0; ; after += AT_ONCE) {
    const page = await read(after)
    yield* page
    if (page.length < AT_ONCE) return
  }
}

function lineOfStop({ number, scope, since, source, wording, by, evidence, lifted }: StopKept): string {
  const liftedAt = lifted === null ? '' : dateOf(lifted.at)
  return csvLine([number, 'stop', scope, '', '', '', dateOf(since), source, wording, by, evidence, liftedAt])
}

function lineOfConsent({ number, channel, purpose, kind, at, source, wording }: ConsentKept): string {
  return csvLine([number, 'agreed', '', channel, purpose, kind, dateOf(at), source, wording, '', '', ''])
}

const dateOf = (at: number): string => new Date(at).toISOString()
const print = (text: string): void => void process.stdout.write(text)
