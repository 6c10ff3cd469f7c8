/** Appointments from a file that the command line names, with a line of progress while they are read. */
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { AppError } from '../../app/app-error.ts'
import type { CampaignDefinition } from '../../campaign/define.ts'
import { csvReminders, ImportError } from '../../campaign/import/csv-reminders.ts'
import { icsReminders } from '../../campaign/import/ics-reminders.ts'
import type { Imported } from '../../campaign/import/imported.ts'
import type { LoadedFlows } from '../load-flows.ts'
import type { RemindersOptions } from './reminders.ts'

/**
 * The campaign that is meant: by name, or the only one.
 *
 * @throws {AppError} `ARGUMENTS_WRONG` when there is none, or more than one without a name
 */
export function campaignOf({ campaigns, path }: LoadedFlows, name: string | undefined): CampaignDefinition {
  const found = name === undefined ? campaigns : campaigns.filter((one) => one.name === name)
  const [only, other] = found
  if (only !== undefined && other === undefined) return only
  const names = campaigns.map((one) => one.name).join(', ')
  throw new AppError(
    'ARGUMENTS_WRONG',
    campaigns.length === 0
      ? `${path} exports no campaign. Export what defineCampaign gives you, or name another file with --system.`
      : `Say which campaign with --campaign: ${names}.`,
  )
}

/** Rows that are being read, and how far. */
export interface ReadRows {
  readonly rows: AsyncIterable<Imported> | Iterable<Imported>
  readonly progress: { readonly show: (rows: number) => void; readonly end: () => void }
}

/**
 * Opens a file of appointments: a calendar when its name ends in `.ics`, else CSV.
 *
 * @throws {AppError} `FILE_UNREADABLE` for a file that cannot be read
 */
export async function rowsOf(
  file: string,
  campaign: string,
  options: RemindersOptions,
  now: number,
): Promise<ReadRows> {
  const { size } = await stat(file).catch(() => {
    throw new AppError('FILE_UNREADABLE', `${file} cannot be read; name a file of appointments, CSV or ICS.`)
  })
  const settings = {
    campaign,
    region: options.region ?? 'US',
    zone: options.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    now,
  }
  if (file.endsWith('.ics')) return { rows: icsReminders(await readFile(file, 'utf8'), settings), progress: QUIET }
  const stream = createReadStream(file)
  const rows = told(file, csvReminders(stream, { ...settings, columns: mappingOf(options.map ?? []) }))
  return { rows, progress: progressOf(size, () => stream.bytesRead) }
}

/** What is wrong with the file as a whole is the person's mistake, not ours. */
async function* told(file: string, rows: AsyncIterable<Imported>): AsyncGenerator<Imported> {
  try {
    yield* rows
  } catch (error) {
    if (error instanceof ImportError)
      throw new AppError('FILE_UNREADABLE', `${file}: ${error.message}`, { cause: error })
    throw error
  }
}

function mappingOf(pairs: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [field = '', column = ''] = pair.split(/=(.*)/s)
      if (field === '' || column === '') {
        throw new AppError(
          'ARGUMENTS_WRONG',
          `--map takes a field and its column, such as --map phone=Mobile; not "${pair}".`,
        )
      }
      return [field, column]
    }),
  )
}

const QUIET = { show() {}, end() {} }
const WIDTH = 30

/** A bar on a terminal, nothing in a file or a pipe. */
function progressOf(size: number, read: () => number): ReadRows['progress'] {
  if (!process.stderr.isTTY || size < 1_000_000) return QUIET
  return {
    show(rows) {
      const share = Math.min(1, read() / size)
      const bar = '█'.repeat(Math.round(share * WIDTH)).padEnd(WIDTH, '░')
      process.stderr.write(`\r  ${bar} ${Math.round(share * 100)} %  ${rows.toLocaleString('en')} rows`)
    },
    end: () => void process.stderr.write('\n'),
  }
}
