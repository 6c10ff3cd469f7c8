import type { Instant } from '../../clock/clock.ts'
import type { Answer, AnswerContext, AnswerKind, Understood } from './answer.ts'

type DateAnswer = Extract<Answer, { answer: 'date' }>

/** Days are reckoned in UTC here: what the caller calls today may already be tomorrow there. */
export const dateAnswer: AnswerKind<DateAnswer> = {
  keys: () => ({}),
  hearsSpeech: true,
  hints: () => [...months, ...weekdays, 'today', 'tomorrow'],
  understand(answer, input, context): Understood {
    const found =
      input.kind === 'digits'
        ? fromKeys(input.digits, orderOf(answer, context), context.now)
        : fromWords(input.text, context.now)
    if (found === undefined) return { kind: 'nothing' }
    if (answer.notBefore === 'today' && found < isoDay(context.now)) return { kind: 'nothing' }
    return { kind: 'value', value: found }
  },
  inWords: (_answer, value, language) =>
    new Intl.DateTimeFormat(language, {
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      timeZone: 'UTC',
    }).format(Date.parse(String(value))),
  isReadBack: true,
}

const months = 'january february march april may june july august september october november december'.split(' ')
const weekdays = 'sunday monday tuesday wednesday thursday friday saturday'.split(' ')
const DAY = 86_400_000

const isoDay = (at: Instant): string => new Date(at).toISOString().slice(0, 10)

function orderOf({ order }: DateAnswer, { language }: AnswerContext): 'month-day-year' | 'day-month-year' {
  return order ?? (language === 'en-US' ? 'month-day-year' : 'day-month-year')
}

/** `MMDD`, `MMDDYY` or `MMDDYYYY`, or with the day first; undefined for a day that does not exist. */
function fromKeys(digits: string, order: 'month-day-year' | 'day-month-year', now: Instant): string | undefined {
  const [, first, second, year] = /^(\d{2})(\d{2})(\d{2}|\d{4})?$/.exec(digits) ?? []
  if (first === undefined || second === undefined) return undefined
  const [month, day] = order === 'month-day-year' ? [Number(first), Number(second)] : [Number(second), Number(first)]
  return year === undefined ? nextSuch(month, day, now) : existing(fullYear(year, now), month, day)
}

/** Of two digits the year nearest to now. */
function fullYear(digits: string, now: Instant): number {
  if (digits.length === 4) return Number(digits)
  const present = new Date(now).getUTCFullYear()
  const sameCentury = Math.floor(present / 100) * 100 + Number(digits)
  return [sameCentury - 100, sameCentury, sameCentury + 100].reduce((best, year) =>
    Math.abs(year - present) < Math.abs(best - present) ? year : best,
  )
}

function fromWords(text: string, now: Instant): string | undefined {
  const words = text
    .toLowerCase()
    .replace(/(\d)(st|nd|rd|th)\b/g, '$1')
    .split(/[^a-z0-9]+/)
  if (words.includes('today')) return isoDay(now)
  if (words.includes('tomorrow')) return isoDay(now + DAY)
  const month = months.findIndex((name) => words.some((word) => word.length > 2 && name.startsWith(word))) + 1
  const numbers = words.flatMap((word) => (/^\d+$/.test(word) ? [Number(word)] : ordinal(word)))
  const day = numbers.find((value) => value >= 1 && value <= 31)
  const year = numbers.find((value) => value >= 1900)
  if (month > 0 && day !== undefined) return year === undefined ? nextSuch(month, day, now) : existing(year, month, day)
  const weekday = weekdays.findIndex((name) => words.includes(name))
  if (weekday === -1) return undefined
  const ahead = (weekday - new Date(now).getUTCDay() + 7) % 7 || 7
  return isoDay(now + ahead * DAY)
}

const ordinals =
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth'.split(
    ' ',
  )

const ordinal = (word: string): readonly number[] => (ordinals.includes(word) ? [ordinals.indexOf(word) + 1] : [])

function nextSuch(month: number, day: number, now: Instant): string | undefined {
  const year = new Date(now).getUTCFullYear()
  for (let later = year; later <= year + 8; later++) {
    const found = existing(later, month, day)
    if (found !== undefined && found >= isoDay(now)) return found
  }
  return undefined
}

function existing(year: number, month: number, day: number): string | undefined {
  const at = new Date(Date.UTC(year, month - 1, day))
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === day ? isoDay(at.getTime()) : undefined
}
