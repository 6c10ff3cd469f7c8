/**
 * One row of a file of stops, agreements and numbers that must not be called: read, or what is wrong with it. Pure.
 *
 * The file has a line of headings. `number` is needed; `status` is `stop` (default), `agreed` or `do-not-call`; all else has
 * a default: see docs/consent.md.
 */
import type { Instant } from '../clock/clock.ts'
import { isE164, numberIn } from '../phone/e164.ts'
import type { Consent, Purpose, Suppression } from './person.ts'

/** A row as it stands in the file, by heading. */
export type CsvRecord = Readonly<Record<string, string | undefined>>

/** What a row says. */
export type CsvRow =
  | {
      readonly kind: 'stop'
      readonly number: string
      readonly scope: Suppression['scope']
      readonly at: Instant
      readonly wording: string | undefined
      readonly evidence: string | undefined
      /** When it was lifted; absent while it stands. */
      readonly liftedAt?: Instant
    }
  | { readonly kind: 'agreed'; readonly number: string; readonly consent: Consent }
  | { readonly kind: 'do-not-call'; readonly number: string }
  /** In words that name no number. */
  | { readonly kind: 'mistake'; readonly message: string }

/** What a row is taken to say where it says nothing. */
export interface CsvDefaults {
  /** Two capital letters: where numbers without country code are from. */
  readonly country: string
  readonly status: 'stop' | 'agreed' | 'do-not-call'
  readonly at: Instant
  /** The name of the file. */
  readonly source: string
}

/** Reads one row. */
export function readCsvRow(record: CsvRecord, defaults: CsvDefaults): CsvRow {
  const field = (name: string) => record[name]?.trim() || undefined
  const number = numberOf(field('number') ?? '', defaults.country)
  if (number === undefined) return mistake('number is no phone number; write + and country code')
  const at = instantOf(field('at') ?? field('since'), defaults.at)
  if (at === undefined) return mistake('at is no date; write 2026-11-26 or 2026-11-26T09:30:00Z')
  const status = field('status') ?? defaults.status
  switch (status) {
    case 'stop':
      return stopOf(field, number, at)
    case 'agreed':
      return agreementOf(field, number, at, defaults)
    case 'do-not-call':
      return { kind: 'do-not-call', number }
    default:
      return mistake('status is none of stop, agreed and do-not-call')
  }
}

type Field = (name: string) => string | undefined

const PURPOSES: readonly Purpose[] = ['conversational', 'requested', 'staff', 'reminder', 'marketing']
const CHANNELS = ['call', 'sms', 'whatsapp', 'any'] as const

function stopOf(field: Field, number: string, at: Instant): CsvRow {
  const scope = ['everything', ...PURPOSES].find((one) => one === (field('scope') ?? 'everything'))
  if (scope === undefined) return mistake(`scope is none of everything, ${PURPOSES.join(', ')}`)
  const liftedAt = instantOf(field('lifted_at'), undefined)
  if (field('lifted_at') !== undefined && liftedAt === undefined) return mistake('lifted_at is no date')
  return {
    kind: 'stop',
    number,
    scope: scope as Suppression['scope'], // found in the list of them
    at,
    wording: field('wording'),
    evidence: field('evidence'),
    ...(liftedAt !== undefined && { liftedAt }),
  }
}

function agreementOf(field: Field, number: string, at: Instant, { source }: CsvDefaults): CsvRow {
  const channel = CHANNELS.find((one) => one === (field('channel') ?? 'any'))
  if (channel === undefined) return mistake(`channel is none of ${CHANNELS.join(', ')}`)
  const purpose = (['any', ...PURPOSES] as const).find((one) => one === (field('purpose') ?? 'reminder'))
  if (purpose === undefined) return mistake(`purpose is none of any, ${PURPOSES.join(', ')}`)
  const kind = (['express', 'written'] as const).find((one) => one === (field('kind') ?? 'express'))
  if (kind === undefined) return mistake('kind is neither express nor written')
  const wording = field('wording') ?? ''
  return { kind: 'agreed', number, consent: { channel, purpose, kind, at, source: field('source') ?? source, wording } }
}

function numberOf(text: string, country: string): string | undefined {
  const number = isE164(text) ? text : numberIn(text, country)
  return number !== undefined && isE164(number) ? number : undefined
}

function instantOf(text: string | undefined, otherwise: Instant | undefined): Instant | undefined {
  if (text === undefined) return otherwise
  const at = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? undefined : at
}

const mistake = (message: string) => ({ kind: 'mistake', message }) as const

/** The headings of an export; an import takes them in any order and may leave out all but `number`. */
export const CSV_HEADINGS = [
  'number',
  'status',
  'scope',
  'channel',
  'purpose',
  'kind',
  'at',
  'source',
  'wording',
  'by',
  'evidence',
  'lifted_at',
] as const

/** One line of an export, with everything quoted that has to be. */
export function csvLine(values: readonly (string | null | undefined)[]): string {
  return `${values.map((value) => cell(value ?? '')).join(',')}\r\n`
}

/** What a spreadsheet would take for a formula is led by an apostrophe; a number in international form is none. */
function cell(value: string): string {
  const safe = /^[=@\t\r-]|^\+(?!\d+$)/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
