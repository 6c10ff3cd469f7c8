import type { Flow } from '../define.ts'
import { isSequence, isSilent, type Prompt, phraseNamed, tagLike } from '../prompt.ts'
import { behaviourOf } from '../steps/behaviour.ts'
import { languagesOf } from '../steps/choose-language.ts'
import { choicesOf } from '../steps/menu.ts'
import type { FlowFinding } from './rule.ts'

/** Whoever can choose a language hears everything in it. */
export function translationMissing(flow: Flow): readonly FlowFinding[] {
  const languages = offeredIn(flow)
  if (languages.length < 2) return []
  return [...promptsIn(flow)].flatMap(({ at, prompt }) => {
    const missing = languages.filter((language) => !speaks(prompt, language, flow))
    return missing.length === 0 ? [] : [finding(flow, at, missing)]
  })
}

/** The languages a caller may choose, with the flow's own. */
function offeredIn(flow: Flow): readonly string[] {
  const offered = Object.values(flow.steps).flatMap((step) =>
    step.kind === 'choose-language' ? languagesOf(step).map(([, tag]) => tag) : [],
  )
  return offered.length === 0 ? [] : [...new Set([flow.language, ...offered])]
}

function* promptsIn(flow: Flow): Iterable<{ readonly at: string; readonly prompt: Prompt }> {
  for (const [name, step] of Object.entries(flow.steps)) {
    if (step.kind === 'choose-language') continue
    if (step.kind === 'menu') {
      for (const [key, { label }] of choicesOf(step)) yield { at: `${name}/choices.${key}.label`, prompt: label }
    }
    for (const { at, prompt } of behaviourOf(step).prompts(step)) {
      const isMadeOfLabels = step.kind === 'menu' && at === 'prompt' && step.prompt === undefined
      if (!isMadeOfLabels && !isSilent(prompt) && prompt !== undefined) yield { at: `${name}/${at}`, prompt }
    }
  }
}

/** Whether a prompt has words for a language; values and functions do as they like. */
function speaks(prompt: Prompt, language: string, flow: Flow): boolean {
  if (typeof prompt === 'function') return true
  if (typeof prompt === 'string') return language === flow.language
  if (isSequence(prompt)) return prompt.every((part) => speaks(part, language, flow))
  if ('languages' in prompt) return tagLike(language, Object.keys(prompt.languages)) !== undefined
  if ('phrase' in prompt) {
    const found = phraseNamed(prompt.phrase, flow.phrases)
    return found === undefined || speaks(found, language, flow)
  }
  if ('sentence' in prompt)
    return prompt.sentence.every((part) => typeof part !== 'string' || language === flow.language)
  return 'as' in prompt || 'silenceSeconds' in prompt || language === flow.language
}

const finding = (flow: Flow, at: string, missing: readonly string[]): FlowFinding => ({
  code: 'TRANSLATION_MISSING',
  severity: 'warning',
  at: `${flow.name}/${at}`,
  message: `This has no words in ${missing.join(', ')}, which a caller may choose.`,
  help: 'Write inLanguages({ … }) with a text for each language, or phrase(key) and the texts among the phrases of the flow.',
})
