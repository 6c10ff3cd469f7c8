/**
 * What a request says, read by the facts of its operation: names, kinds, lists, what is required.
 *
 * Names it does not know are ignored, as on the network. Source: reference twilio-platform.md §2.3.
 */
import type { Instant } from '../../clock/clock.ts'
import type { OperationName, operations } from './operations.ts'
import { refused, TwilioError } from './twilio-error.ts'

type Facts<Name extends OperationName> = (typeof operations)[Name]

/** The value of a parameter of that kind. */
type ValueOf<Kind> = Kind extends 'boolean'
  ? boolean
  : Kind extends 'integer' | 'number'
    ? number
    : Kind extends 'date'
      ? Instant
      : Kind extends 'list' | 'texts' | `list of ${string}`
        ? readonly string[]
        : Kind extends `one of ${infer Values}`
          ? Words<Values>
          : string

type Words<Text extends string> = Text extends `${infer First} ${infer Rest}` ? First | Words<Rest> : Text

/** The parameters of an operation by name; what was not given is undefined, also when it was given as empty text. */
export type Parameters<Name extends OperationName> = {
  readonly [Key in keyof Facts<Name>['parameters']]: ValueOf<Facts<Name>['parameters'][Key]> | undefined
}

/** The codes of the errors of single parameters, where they are not the common ones; `''` is any other. */
export type ParameterCodes = Readonly<Record<string, { readonly missing?: number; readonly invalid?: number }>>

/**
 * Reads `values` as the parameters of an operation.
 *
 * @throws {TwilioError} of the first that is missing or malformed, in the order of the operation
 */
export function readParameters<Name extends OperationName>(
  facts: Facts<Name>,
  values: URLSearchParams,
  codes: ParameterCodes = {},
): Parameters<Name> {
  const required: readonly string[] = facts.required
  const read: Record<string, unknown> = {}
  for (const [name, kind] of Object.entries<string>(facts.parameters)) {
    const given = values.getAll(name)
    const isGiven = given.some((value) => value !== '')
    if (isGiven) read[name] = readValue(name, kind, given, codes)
    else if (required.includes(name)) throw missing(name, codes)
  }
  return read as Parameters<Name> // read by the same facts the type is made of
}

function readValue(name: string, kind: string, given: readonly string[], codes: ParameterCodes): unknown {
  const [text = ''] = given
  if (kind.startsWith('list')) return given.flatMap((value) => value.split(' ')).filter((value) => value !== '')
  if (kind === 'texts') return given.filter((value) => value !== '')
  const value = readText(kind, text)
  if (value === undefined) throw invalid(name, kind, codes)
  return value
}

/** The value, or undefined when the text is not of that kind. */
function readText(kind: string, text: string): unknown {
  if (kind === 'text') return text
  if (kind === 'boolean') return readBoolean(text)
  if (kind === 'integer') return /^-?\d{1,9}$/.test(text) ? Number(text) : undefined
  if (kind === 'number') return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined
  if (kind === 'url') return isAddress(text) ? text : undefined
  if (kind === 'date') return readDate(text)
  if (kind.startsWith('sid ')) return new RegExp(`^${kind.slice(4)}[0-9a-fA-F]{32}$`).test(text) ? text : undefined
  return kind
    .slice('one of '.length)
    .split(' ')
    .find((word) => word.toLowerCase() === text.toLowerCase())
}

function readBoolean(text: string): boolean | undefined {
  if (/^true$/i.test(text)) return true
  return /^false$/i.test(text) ? false : undefined
}

/** Whether it is an absolute http or https address. */
export function isAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
}

/** A day or a moment; a day begins at midnight UTC. */
function readDate(text: string): Instant | undefined {
  const at = /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:?\d{2})?)?$/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? undefined : at
}

function missing(name: string, codes: ParameterCodes): TwilioError {
  const code = codes[name]?.missing
  return code === undefined
    ? new TwilioError(400, 20422, `Missing required parameter ${name} in the post body`)
    : refused(code, `A '${name}' parameter is required.`)
}

function invalid(name: string, kind: string, codes: ParameterCodes): TwilioError {
  const code = codes[name]?.invalid ?? (kind === 'url' ? 21205 : undefined)
  const message = `Invalid parameter ${name}: it must be ${kinds[kind] ?? kind}.`
  return code === undefined ? new TwilioError(400, 20422, message) : refused(code, message)
}

const kinds: Readonly<Record<string, string>> = {
  boolean: 'true or false',
  integer: 'a whole number',
  number: 'a number',
  url: 'an absolute http or https URL',
  date: 'a date as YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ',
}
