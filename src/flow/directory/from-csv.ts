import { parse } from 'csv-parse/sync'
import { isE164, numberIn } from '../../phone/e164.ts'
import type { Callee } from '../callees/callee.ts'
import { FlowError } from '../flow-error.ts'
import { secret } from '../secret.ts'
import type { DirectoryEntry } from './entry.ts'

/**
 * The people of a directory from a CSV text with a header: `name`, `extension`, `phone`, `mailbox`, in any order.
 *
 * `phone` is a number (of `country` where it has no country code), `client:name`, `sip:address`, or `$NAME` for a secret.
 *
 * @param options.country default `US`
 * @throws {FlowError} `DIRECTORY_UNREADABLE` with every line that cannot be used, and why
 */
export function directoryFromCsv(
  csv: string,
  { country = 'US' }: { readonly country?: string } = {},
): readonly DirectoryEntry[] {
  const mistakes: string[] = []
  const entries = rowsOf(csv).map(({ record, line }) => {
    const name = record.name?.trim() ?? ''
    const extension = record.extension?.trim()
    const mailbox = record.mailbox?.trim()
    const to = calleeOf(record.phone?.trim() ?? '', country)
    if (name === '') mistakes.push(`line ${line} has no name`)
    if (to === undefined) mistakes.push(`line ${line} has no phone that can be rung`)
    if (extension && !/^\d{1,10}$/.test(extension)) mistakes.push(`line ${line} has an extension that is not digits`)
    return { name, to: to ?? '', ...(extension && { extension }), ...(mailbox && { mailbox }) }
  })
  if (mistakes.length > 0) throw new FlowError('DIRECTORY_UNREADABLE', `This is no directory: ${mistakes.join('; ')}.`)
  return entries
}

interface Row {
  readonly record: Readonly<Record<string, string | undefined>>
  readonly line: number
}

function rowsOf(csv: string): readonly Row[] {
  try {
    const columns = (header: string[]) => header.map((name) => name.trim().toLowerCase())
    const rows = parse(csv, { columns, bom: true, skip_empty_lines: true, relax_column_count: true, info: true })
    // The library's types do not know that `info` gives each record its line.
    return (rows as unknown as { record: Row['record']; info: { lines: number } }[]).map(({ record, info }) => ({
      record,
      line: info.lines,
    }))
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'it cannot be read'
    throw new FlowError('DIRECTORY_UNREADABLE', `This is no CSV: ${reason}.`)
  }
}

function calleeOf(phone: string, country: string): Callee | undefined {
  if (/^client:\S+$/.test(phone)) return { client: phone.slice('client:'.length) }
  if (/^sips?:\S+$/.test(phone)) return { sip: phone }
  if (/^\$[A-Z][A-Z0-9_]*$/.test(phone)) return secret(phone.slice(1))
  return isE164(phone) ? phone : numberIn(phone, country)
}
