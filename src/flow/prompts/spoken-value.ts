/**
 * Values in prompts: a date, a time, an amount, digits or letters, said in words as the caller's language has them.
 *
 * Words rather than markup, so that every voice says them alike.
 */
import type { Json } from '../session.ts'

/** A value, or where it stands in the session's data. */
export type ValueSource = string | number | FromData

/** A value of the session's data; see {@link fromData}. */
export interface FromData {
  /** The key, or keys of values within values: `customer.name`. */
  readonly data: string
}

/** A value and how it is said. */
export interface SpokenValue {
  readonly value: ValueSource
  readonly as: 'words' | 'date' | 'time' | 'digits' | 'letters' | 'money' | 'number'
  /** Of money: an ISO 4217 code, such as `USD`. Default: the amount alone. */
  readonly currency?: string
}

/** The value that the session's data holds under a key, `customer.name` for one within another; nothing when there is none. */
export const fromData = (key: string): FromData => ({ data: key })

/** Values to be spoken, by kind. */
export const spoken = {
  /** As it is. */
  words: (value: ValueSource): SpokenValue => ({ value, as: 'words' }),
  /** `2026-12-25` as "Friday, December 25, 2026". */
  date: (value: ValueSource): SpokenValue => ({ value, as: 'date' }),
  /** `15:30` as "3:30 PM". */
  time: (value: ValueSource): SpokenValue => ({ value, as: 'time' }),
  /** One digit after the other; whatever is no digit is left out. */
  digits: (value: ValueSource): SpokenValue => ({ value, as: 'digits' }),
  /** One letter or digit after the other. */
  letters: (value: ValueSource): SpokenValue => ({ value, as: 'letters' }),
  /** Cents as an amount, with a currency such as `USD` or without. */
  money: (cents: ValueSource, currency?: string): SpokenValue => ({
    value: cents,
    as: 'money',
    ...(currency !== undefined && { currency }),
  }),
  /** A number with its thousands. */
  number: (value: ValueSource): SpokenValue => ({ value, as: 'number' }),
} as const

/** A value in words; empty for one that is not there or is not what it has to be. */
export function valueInWords(spokenValue: SpokenValue, data: Readonly<Record<string, Json>>, language: string): string {
  const { value, as, currency } = spokenValue
  const found = typeof value === 'object' ? valueAt(data, value.data) : value
  if (found === undefined || found === null || typeof found === 'object') return ''
  return narrow(IN_WORDS[as](String(found), language, currency))
}

const IN_WORDS: Readonly<Record<SpokenValue['as'], (value: string, language: string, currency?: string) => string>> = {
  words: (value) => value,
  date(value, language) {
    const at = /^\d{4}-\d{2}-\d{2}/.test(value) ? Date.parse(`${value.slice(0, 10)}T00:00Z`) : Number.NaN
    if (Number.isNaN(at)) return ''
    const parts = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const
    return new Intl.DateTimeFormat(language, parts).format(at)
  },
  time(value, language) {
    const [, hour, minute] = /(?:^|T)(\d{1,2}):(\d{2})/.exec(value) ?? []
    if (hour === undefined || Number(hour) > 23 || Number(minute) > 59) return ''
    const at = Date.UTC(2000, 0, 1, Number(hour), Number(minute))
    return new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' }).format(at)
  },
  digits: (value) => value.replace(/\D/g, '').split('').join(' '),
  letters: (value) => [...value.replace(/[^\p{L}\p{N}]/gu, '').toUpperCase()].join(', '),
  money(value, language, currency) {
    const cents = Number(value)
    if (!Number.isFinite(cents)) return ''
    const style = currency === undefined ? {} : ({ style: 'currency', currency } as const)
    const minimumFractionDigits = cents % 100 === 0 ? 0 : 2
    return new Intl.NumberFormat(language, { ...style, minimumFractionDigits }).format(cents / 100)
  },
  number(value, language) {
    return Number.isFinite(Number(value)) ? new Intl.NumberFormat(language).format(Number(value)) : ''
  },
}

/** A value of the data by its key, or by keys of values within values. */
export function valueAt(data: Readonly<Record<string, Json>>, path: string): Json | undefined {
  if (Object.hasOwn(data, path)) return data[path]
  return path.split('.').reduce<Json | undefined>((part, key) => {
    const isOne = typeof part === 'object' && part !== null && Object.hasOwn(part, key)
    return isOne ? (part as Readonly<Record<string, Json>>)[key] : undefined // an array's own keys are its places
  }, data)
}

/** Newer tables put narrow spaces into times and amounts, which some voices stumble over. */
const narrow = (text: string): string => text.replace(/[\u202f\u00a0]/g, ' ')
