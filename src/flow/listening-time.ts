/**
 * How long callers listen before they hear of each choice, from the moment the line picks up.
 *
 * An estimate, by the words of the flow's own language and the shortest way; a caller who knows the keys is faster. What a
 * function says is not known before the call and counts as nothing, and so does time on hold.
 */
import { speakingTime } from '../twiml/index.ts'
import { keyInWords } from './answers/phrases.ts'
import { labelIn } from './choice.ts'
import { type Flow, stepNamed } from './define.ts'
import { exitsOf } from './graph.ts'
import { wordsOf } from './prompt.ts'
import type { Step } from './step.ts'
import { behaviourOf } from './steps/behaviour.ts'
import { choicesOf, type MenuStep } from './steps/menu.ts'

/** A choice of a menu, and when callers have heard of it. */
export interface HeardChoice {
  readonly step: string
  readonly key: string
  readonly label: string
  /** Since the line picked up, in milliseconds. */
  readonly after: number
}

/** Every choice of the flow that can be reached, in the order callers hear of them. */
export function heardChoices(flow: Flow): readonly HeardChoice[] {
  const arrivals = arrivalsIn(flow)
  const heard = [...arrivals].flatMap(([name, arrival]) => {
    const step = stepNamed(flow, name)
    if (step?.kind !== 'menu') return []
    const times = timesIn(step, flow)
    return choicesOf(step).map(([key, { label }]) => ({
      step: name,
      key,
      label: labelIn(label, flow.language),
      after: arrival + (times.get(key) ?? 0),
    }))
  })
  return heard.toSorted((a, b) => a.after - b.after)
}

/** When callers get to each step, the shortest way, in milliseconds. */
function arrivalsIn(flow: Flow): ReadonlyMap<string, number> {
  const settled = new Map<string, number>()
  const open = new Map([[flow.start, 0]])
  for (let next = nearest(open); next !== undefined; next = nearest(open)) {
    const [name, arrival] = next
    open.delete(name)
    const step = stepNamed(flow, name)
    if (!step || settled.has(name)) continue
    settled.set(name, arrival)
    for (const { to, at } of exitsOf(step)) {
      const then = arrival + timeBefore(step, at, flow)
      if (!settled.has(to) && then < (open.get(to) ?? Number.POSITIVE_INFINITY)) open.set(to, then)
    }
  }
  return settled
}

const nearest = (open: ReadonlyMap<string, number>) => [...open].toSorted(([, a], [, b]) => a - b).at(0)

/** What a caller listens to in a step before this way out. */
function timeBefore(step: Step, exit: string, flow: Flow): number {
  if (step.kind === 'menu') {
    const times = timesIn(step, flow)
    return times.get(exit.split('.')[1] ?? '') ?? Math.max(0, ...times.values())
  }
  const [first] = behaviourOf(step).prompts(step)
  return timeOf(wordsOf(first?.prompt, flow))
}

/** When each choice of a menu has been heard, since the menu began. */
function timesIn(step: MenuStep, flow: Flow): ReadonlyMap<string, number> {
  const [greeting, prompt] = behaviourOf(step).prompts(step)
  const sentences = wordsOf(prompt?.prompt, flow).split(/(?<=[.!?…])\s+/)
  const before = timeOf(wordsOf(greeting?.prompt, flow))
  return new Map(
    choicesOf(step).map(([key, { label }]) => {
      const last = sentences.findIndex((words) => mentions(words, key, labelIn(label, flow.language), flow.language))
      return [key, before + timeOf(sentences.slice(0, last < 0 ? sentences.length : last + 1).join(' '))]
    }),
  )
}

function mentions(words: string, key: string, label: string, language: string): boolean {
  const parts = words.toLowerCase().split(/[^\p{L}\p{N}*#]+/u)
  return (
    parts.includes(key) ||
    parts.includes(keyInWords(key, language)) ||
    words.toLowerCase().includes(label.toLowerCase())
  )
}

const timeOf = (words: string): number => (words.trim() === '' ? 0 : speakingTime(words))
