/**
 * Appointments from a CSV file, row by row: a file of a million rows takes no more memory than one of ten.
 */
import type { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { numberIn } from '../../phone/e164.ts'
import { isZone } from '../../phone/zones.ts'
import type { NewReminder } from '../../store/index.ts'
import { type ColumnMapping, type Columns, type Field, readColumns } from './columns.ts'
import type { Imported, ImportSettings } from './imported.ts'
import { Seen } from './seen.ts'
import { type DateOrder, momentOf } from './when.ts'

/** What {@link csvReminders} takes besides the file. */
export interface CsvSettings extends ImportSettings {
  /** The columns by name, where their headers are not known. */
  readonly columns?: ColumnMapping
  /** Which of day and month comes first in `1/2/2026`; default by the region: the month in the United States, else the day. */
  readonly dateOrder?: DateOrder
}

/** A file that cannot be imported at all. */
export class ImportError extends Error {
  override readonly name = 'ImportError'
}

/**
 * Reads the rows of a CSV file: with or without a byte order mark, separated by commas, semicolons or tabs, quoted or not.
 *
 * Without a column for an id, a person and a time are the id: a moved appointment is then another. Rows that cannot be used come
 * as `unusable` with their line and the reason.
 *
 * @throws {ImportError} when the header lacks the phone number or the date, or the file is no CSV
 */
export async function* csvReminders(
  file: Readable | AsyncIterable<Uint8Array | string>,
  settings: CsvSettings,
): AsyncGenerator<Imported> {
  const { Readable } = await import('node:stream')
  const stream = file instanceof Readable ? file : Readable.from(file)
  const parser = parse({
    bom: true,
    delimiter: [',', ';', '\t'],
    relax_column_count: true,
    skip_empty_lines: true,
    info: true,
    trim: true,
  })
  stream.on('error', (error) => parser.destroy(error))
  stream.pipe(parser)
  const seen = new Seen()
  let columns: Columns | undefined
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      if (columns === undefined) {
        const read = readColumns(record, settings.columns)
        if (typeof read === 'string') throw new ImportError(read)
        columns = read
        continue
      }
      yield readRow(record, info.lines, columns, settings, seen)
    }
  } catch (error) {
    if (error instanceof ImportError) throw error
    throw new ImportError(`This is no CSV file: ${error instanceof Error ? error.message : 'it cannot be read'}.`, {
      cause: error,
    })
  }
  if (columns === undefined) throw new ImportError('The file is empty. Its first line has to name the columns.')
}

/** Words by which a row says that the appointment is gone. */
const GONE = /^(cancel|delete|no.?show|void)/i

function readRow(
  record: readonly string[],
  line: number,
  { places, rest }: Columns,
  settings: CsvSettings,
  seen: Seen,
): Imported {
  const cell = (field: Field): string | undefined => {
    const place = places[field]
    return place === undefined ? undefined : record[place]?.trim() || undefined
  }
  const unusable = (reason: string): Imported => ({ kind: 'unusable', line, reason })
  const { campaign, region, zone, now } = settings
  const number = numberIn(cell('phone') ?? '', region)
  const ownZone = cell('zone')
  if (ownZone !== undefined && !isZone(ownZone))
    return unusable(`"${ownZone}" is no time zone; write a name such as America/New_York`)
  const order = settings.dateOrder ?? (region === 'US' ? 'month-day-year' : 'day-month-year')
  const date = cell('date')
  const appointmentAt = date === undefined ? undefined : knownMoment(date, cell('time') ?? '', ownZone ?? zone, order)
  const own = number === undefined || appointmentAt === undefined ? undefined : `${number}@${appointmentAt}`
  const externalId = cell('externalId') ?? own
  if (externalId === undefined) return unusable(number === undefined ? NO_NUMBER : NO_DATE)
  if (GONE.test(cell('status') ?? '')) return { kind: 'withdrawn', line, externalId }
  if (number === undefined) return unusable(NO_NUMBER)
  if (appointmentAt === undefined) return unusable(NO_DATE)
  if (appointmentAt <= now) return unusable('the appointment is over')
  const waitlist = wishIn(cell('waitlist'), ownZone ?? zone, order)
  if (waitlist === 'unreadable') return unusable('the waitlist is neither yes nor no nor a date')
  if (!seen.add(externalId)) return unusable('the same appointment stands further up')
  const name = cell('name') ?? [cell('firstName'), cell('lastName')].filter(Boolean).join(' ')
  return {
    kind: 'reminder',
    line,
    reminder: {
      campaign,
      externalId,
      number,
      name,
      language: cell('language') ?? null,
      zone: null,
      appointmentAt,
      appointmentZone: ownZone ?? zone,
      data: Object.fromEntries(
        rest.flatMap(([key, place]) => (record[place]?.trim() ? [[key, record[place].trim()]] : [])),
      ),
      ...(waitlist !== undefined && { waitlist }),
    },
  }
}

/** Whether an earlier time is wanted, or from which day on; an empty cell says nothing. */
function wishIn(text: string | undefined, zone: string, order: DateOrder): NewReminder['waitlist'] | 'unreadable' {
  if (text === undefined) return undefined
  if (/^(y|yes|true|1|x)$/i.test(text)) return { notBefore: null }
  if (/^(n|no|false|0)$/i.test(text)) return null
  const notBefore = knownMoment(text, '00:00', zone, order)
  return notBefore === undefined ? 'unreadable' : { notBefore }
}

const NO_NUMBER = 'the phone number cannot be read'
const NO_DATE = 'the date or the time cannot be read'

/** A practice has the same hours day by day; reckoning in zones is what costs most of a row. */
const moments = new Map<string, number | undefined>()

function knownMoment(date: string, time: string, zone: string, order: DateOrder): number | undefined {
  const key = `${date} ${time} ${zone} ${order}`
  if (moments.has(key)) return moments.get(key)
  const moment = momentOf(date, time, zone, order)
  if (moments.size >= 50_000) moments.clear()
  moments.set(key, moment)
  return moment
}
