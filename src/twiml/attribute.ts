/**
 * One attribute: from text to value, and whether the value is allowed.
 *
 * `parse` reads and then judges; `check` only judges. Both say the same of the same value.
 */
import { didYouMean } from './did-you-mean.ts'
import type { AttributeRule, ChoiceRule, ListRule, NumberRule, TextRule, UrlRule } from './rules.ts'

/** What is wrong with a value, and what to write instead. */
export interface Objection {
  /** Follows the attribute's name: `is not a whole number of at least 1`. */
  readonly message: string
  readonly help?: string
  /** Where the network has a code for just this. */
  readonly code?: number
  /** The value that is used all the same: unusual rather than wrong, or the nearest allowed one. */
  readonly usable?: unknown
}

/** The value that the text means; a text that cannot be meant comes back as it is, for `objectionTo` to refuse. */
export function readValue(rule: AttributeRule, raw: string): unknown {
  switch (rule.kind) {
    case 'text':
    case 'url':
      return raw
    case 'boolean':
      return raw === 'true' ? true : raw === 'false' ? false : raw
    case 'integer':
      return isWhole(raw) ? Number(raw) : raw
    case 'decimal':
      return /^-?\d{1,15}(\.\d{1,15})?$/.test(raw) ? Number(raw) : raw
    case 'choice':
      return canonical(rule, raw)
    case 'list':
      return raw
        .trim()
        .split(/\s+/)
        .filter((item) => item !== '')
        .map((item) => (rule.of === 'integer' && isWhole(item) ? Number(item) : item))
  }
}

// Up to 15 digits every whole number has its own value.
function isWhole(raw: string): boolean {
  return /^-?\d{1,15}$/.test(raw)
}

function canonical(rule: ChoiceRule, raw: string): string {
  if (rule.aliases !== undefined && Object.hasOwn(rule.aliases, raw)) return rule.aliases[raw] ?? raw
  if (rule.ignoresCase !== true) return raw
  return rule.values.find((value) => value.toLowerCase() === raw.toLowerCase()) ?? raw
}

/** What is wrong with the value, if anything. `narrower` replaces the values of a list or choice. */
export function objectionTo(rule: AttributeRule, value: unknown, narrower?: readonly string[]): Objection | undefined {
  switch (rule.kind) {
    case 'text':
      return objectionToText(rule, value)
    case 'url':
      return objectionToUrl(rule, value)
    case 'boolean':
      return typeof value === 'boolean' ? undefined : { message: `${quoted(value)} is neither "true" nor "false"` }
    case 'integer':
    case 'decimal':
      return objectionToNumber(rule, value)
    case 'choice':
      return objectionToChoice(narrower ?? rule.values, rule.isOpen === true, value)
    case 'list':
      return objectionToList(rule, value)
  }
}

// Texts and addresses are never repeated in a message: they carry numbers, keys and credentials.
function objectionToText({ pattern, form, maxLength }: TextRule, value: unknown): Objection | undefined {
  if (typeof value !== 'string') return { message: 'is not text' }
  if (maxLength !== undefined && value.length > maxLength) {
    return { message: `is ${value.length} characters long; at most ${maxLength} are allowed` }
  }
  if (pattern !== undefined && !pattern.test(value)) {
    return { message: form === undefined ? `does not have the form ${pattern.source}` : `is not ${form}` }
  }
  return undefined
}

function objectionToUrl({ scheme }: UrlRule, value: unknown): Objection | undefined {
  if (typeof value !== 'string') return { message: 'is not text' }
  if (hasBlankOrControl(value)) {
    return { message: 'holds a blank or a control character', help: 'Percent-encode it: a blank is %20.' }
  }
  const braces = objectionToBraces(value)
  if (braces !== undefined) return braces
  const given = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(value)?.[1]?.toLowerCase()
  if (scheme === 'wss') {
    return objectionToSocketAddress(given, value)
  }
  if (given === undefined) return undefined
  if (given !== 'http' && given !== 'https') return { message: `has the scheme "${given}"; http or https is needed` }
  return /^https?:\/\//i.test(value) && URL.canParse(value) ? undefined : { message: 'is not a well-formed address' }
}

/** Source: reference twiml-voice.md §5.8, documented; that an app on this machine may go without TLS is ours. */
function objectionToSocketAddress(scheme: string | undefined, value: string): Objection | undefined {
  if (scheme === 'wss')
    return URL.canParse(value) ? undefined : { code: 31923, message: 'is not a well-formed address' }
  if (scheme !== 'ws' || !isOnThisMachine(value)) {
    return { message: 'is not a web socket address (wss://…)' }
  }
  const help = 'Give it a wss:// address before real calls come: the network refuses ws://.'
  return { message: 'has no TLS, as only an app on this machine may', help, usable: value }
}

/** Whether an absolute address is one of this machine, where TLS is not to be had. */
export const isOnThisMachine = (address: string): boolean =>
  URL.canParse(address) && loopback.has(new URL(address).hostname)

const loopback: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Braces make an address a template, whose names nobody publishes. Source: reference twiml-voice.md §2.1. */
function objectionToBraces(value: string): Objection | undefined {
  if (!value.includes('{') && !value.includes('}')) return undefined
  const help = 'Percent-encode braces: %7B and %7D.'
  const isClosed = /^(?:[^{}]|\{[^{}]*\})*$/.test(value)
  return isClosed
    ? { code: 11310, message: 'holds a name in braces that the network does not know', help }
    : { code: 11320, message: 'holds a brace that is not closed', help }
}

/** What is wrong with an address of the web, if anything. */
export function objectionToAddress(address: string): Objection | undefined {
  return objectionToUrl({ kind: 'url' }, address)
}

function hasBlankOrControl(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code <= 0x20 || code === 0x7f) return true
  }
  return false
}

function objectionToNumber(rule: NumberRule, value: unknown): Objection | undefined {
  const { kind, min = -Infinity, max = Infinity, words = [] } = rule
  if (typeof value === 'string' && words.includes(value)) return undefined
  const isNumber =
    typeof value === 'number' && (kind === 'integer' ? Number.isSafeInteger(value) : Number.isFinite(value))
  if (isNumber && value >= min && value <= max) return undefined
  const noun = kind === 'integer' ? 'a whole number' : 'a number'
  const orWords = words.map((word) => ` or "${word}"`).join('')
  const message = `${quoted(value)} is not ${noun}${rangeOf(rule.min, rule.max)}${orWords}`
  if (!isNumber) return { message }
  if (rule.isClamped === true) return { message, usable: Math.min(Math.max(value, min), max) }
  return rule.tolerates?.includes(value) === true ? { message, usable: value } : { message }
}

function rangeOf(min: number | undefined, max: number | undefined): string {
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`
  return min === undefined ? '' : ` of at least ${min}`
}

function objectionToChoice(values: readonly string[], isOpen: boolean, value: unknown): Objection | undefined {
  if (typeof value === 'string' && values.includes(value)) return undefined
  const meant = typeof value === 'string' ? didYouMean(value, values) : undefined
  const help =
    meant === undefined
      ? values.length <= 12
        ? `Known are: ${values.join(', ')}.`
        : undefined
      : `Did you mean "${meant}"?`
  if (isOpen && typeof value === 'string' && value !== '') {
    return { message: `${quoted(value)} is not known here`, usable: value, ...(help && { help }) }
  }
  return { message: `${quoted(value)} is not one of the allowed values`, ...(help && { help }) }
}

function objectionToList(rule: ListRule, value: unknown): Objection | undefined {
  if (!Array.isArray(value)) return { message: 'is not a list' }
  if (value.length === 0) return { message: 'is empty' }
  for (const item of value) {
    const objection =
      rule.of === 'integer'
        ? objectionToNumber({ kind: 'integer', ...(rule.min !== undefined && { min: rule.min }) }, item)
        : objectionToChoice((rule.values ?? []).map(String), rule.isOpen === true, item)
    if (objection !== undefined) return objection
  }
  return undefined
}

// Eight digits or more could be somebody's number, wherever they were written by mistake.
function quoted(value: unknown): string {
  const shown = String(value).replace(/\d{8,}/g, '…')
  return JSON.stringify(shown.length > 40 ? `${shown.slice(0, 40)}…` : shown)
}
