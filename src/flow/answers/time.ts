import type { Answer, AnswerContext, AnswerKind, Understood } from './answer.ts'
import { spokenNumbers } from './spoken.ts'

type TimeAnswer = Extract<Answer, { answer: 'time' }>

export const timeAnswer: AnswerKind<TimeAnswer> = {
  keys: () => ({}),
  hearsSpeech: true,
  hints: () => ['a.m.', 'p.m.', 'noon', 'midnight', 'half past', 'quarter past', 'quarter to'],
  understand(_answer, input, context): Understood {
    return input.kind === 'digits' ? fromKeys(input.digits, context) : fromWords(input.text, context)
  },
  inWords(_answer, value, language) {
    const [hour = 0, minute = 0] = String(value).split(':').map(Number)
    const at = Date.UTC(2000, 0, 1, hour, minute)
    return new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' }).format(at)
  },
  isReadBack: true,
}

function fromKeys(digits: string, context: AnswerContext): Understood {
  const [, hour, minute = '00'] = /^(\d{1,2}?)(\d{2})?$/.exec(digits) ?? []
  return hour === undefined
    ? { kind: 'nothing' }
    : clear(Number(hour), Number(minute), digits.startsWith('0') && digits.length === 4, context)
}

function fromWords(text: string, context: AnswerContext): Understood {
  const words = text.toLowerCase()
  if (/\bnoon\b/.test(words)) return { kind: 'value', value: '12:00' }
  if (/\bmidnight\b/.test(words)) return { kind: 'value', value: '00:00' }
  const quarter = /half past/.test(words)
    ? 30
    : /quarter past/.test(words)
      ? 15
      : /quarter to/.test(words)
        ? -15
        : undefined
  const [hour, minute = 0] = spokenNumbers(words.replace(/(\d):(\d)/, '$1 $2'))
  if (hour === undefined) return { kind: 'nothing' }
  const [h, m] = quarter === -15 ? [hour - 1, 45] : [hour, quarter ?? minute]
  if (/\bp\.? ?m\b|afternoon|evening|night/.test(words)) return exact(h < 12 ? h + 12 : h, m)
  if (/\ba\.? ?m\b|morning/.test(words)) return exact(h === 12 ? 0 : h, m)
  return clear(h, m, false, context)
}

/** Where clocks have twelve hours, nine may be of the morning or of the evening. */
function clear(hour: number, minute: number, isWhole: boolean, { language }: AnswerContext): Understood {
  const hasHalves = new Intl.DateTimeFormat(language, { hour: 'numeric' }).resolvedOptions().hour12 === true
  if (!hasHalves || hour === 0 || hour > 12 || (isWhole && hour === 0)) return exact(hour, minute)
  return minute > 59 ? { kind: 'nothing' } : { kind: 'unclear', hour, minute }
}

function exact(hour: number, minute: number): Understood {
  if (hour > 23 || minute > 59) return { kind: 'nothing' }
  return { kind: 'value', value: timeOf(hour, minute) }
}

/** `09:30`. */
export const timeOf = (hour: number, minute: number): string =>
  `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
