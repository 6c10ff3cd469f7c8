import type { Flow } from '../define.ts'
import { didYouMean } from '../did-you-mean.ts'
import type { FlowFinding } from './rule.ts'

/** Every phrase that a step names is one of the flow's. */
export function phraseMissing(flow: Flow): readonly FlowFinding[] {
  const known = Object.keys(flow.phrases ?? {})
  return [...phrasesIn(flow.steps, flow.name)]
    .filter(({ key }) => !known.includes(key))
    .map(({ at, key }) => ({
      code: 'PHRASE_MISSING',
      severity: 'error',
      at,
      message: `There is no phrase "${key}".${didYouMean(key, known)}`,
      help: 'Add it to the phrases of the flow, or correct the key.',
    }))
}

function* phrasesIn(value: unknown, at: string): Iterable<{ readonly at: string; readonly key: string }> {
  if (typeof value !== 'object' || value === null) return
  if ('phrase' in value && typeof value.phrase === 'string') yield { at, key: value.phrase }
  for (const [name, part] of Object.entries(value)) yield* phrasesIn(part, `${at}/${name}`)
}
