/** What the network does on Say: it speaks. Source: reference twiml-voice.md §4.1. */
import type { Duration } from '../../clock/clock.ts'
import { plainText, type Say, type Ssml, sayDefaults } from '../../twiml/index.ts'
import { speakingTime } from '../../twiml/speaking-time.ts'
import { next, type Outcome, type Performance } from '../performance.ts'
import { roundsOf } from './loop.ts'

export async function performSay(say: Say, performance: Performance): Promise<Outcome> {
  performance.leg.answer()
  const text = plainText(say.text).trim()
  if (text === '') return next('there was nothing to say')
  if (text.length > longestText(say.voice)) {
    const help = 'Split it into several Says.'
    performance.report({ code: 13521, severity: 'warning', message: 'The text is too long to be spoken.', help }, say)
    return next('the text was too long to be spoken')
  }
  const lasts = speakingTime(text, performance.network.settings.wordsPerSecond) + breaks(say.text)
  const { language = sayDefaults.language, voice } = say
  const prompt = { kind: 'speech', text, language, ...(voice !== undefined && { voice }) } as const
  for (let round = 0; round < roundsOf(say.loop); round++) {
    if (!(await performance.hears(prompt, lasts, say))) return next('the words were cut short')
  }
  return next('the words were spoken')
}

/** Source: reference twiml-voice.md §4.1, documented. */
function longestText(voice: string | undefined): number {
  if (voice?.startsWith('Polly.')) return 3000
  return voice?.startsWith('Google.') ? 5000 : 4096
}

function breaks(text: string | readonly (string | Ssml)[]): Duration {
  if (typeof text === 'string') return 0
  let total = 0
  for (const part of text) {
    if (typeof part === 'string') continue
    if (part.verb === 'break') total += breakTime(part.time, part.strength)
    else if (typeof part.text !== 'string') total += breaks(part.text)
  }
  return total
}

function breakTime(time: string | undefined, strength: string | undefined): Duration {
  const [, amount, unit] = /^([\d.]+)(ms|s)$/.exec(time ?? '') ?? []
  if (amount !== undefined) return Math.min(10_000, Math.round(Number(amount) * (unit === 's' ? 1000 : 1)))
  return strengths[strength ?? 'medium'] ?? 500
}

/** How long a pause of each strength lasts: an estimate. */
const strengths: Readonly<Record<string, Duration>> = {
  none: 0,
  'x-weak': 100,
  weak: 250,
  medium: 500,
  strong: 750,
  'x-strong': 1000,
}
