/**
 * What is wrong with a finished element as a whole: what is missing, what does not go together, what is too long.
 *
 * Source: reference twiml-voice.md §4, §5 and §11, the section named beside each rule.
 */
import type { AnyRules } from './elements.ts'
import { contentOf, type Problem, problem } from './judge.ts'
import type { AnyElement, Context } from './rules.ts'

/** Receives each problem of the element. */
export type Report = (found: Problem) => void

/** Reports what is wrong with the element, apart from single attributes and from its children. */
export function examine(element: AnyElement, rules: AnyRules, context: Context | undefined, report: Report): void {
  reportMissingAttributes(element, rules, context, report)
  if (contentOf(rules, context) === 'text' && element.text === '') {
    report(problem(12200, `<${rules.tag}> has no text.`))
  }
}

const required = new WeakMap<AnyRules, readonly string[]>()

function reportMissingAttributes(
  element: AnyElement,
  rules: AnyRules,
  context: Context | undefined,
  report: Report,
): void {
  let names = required.get(rules)
  if (names === undefined) {
    names = Object.keys(rules.attributes).filter((name) => rules.attributes[name]?.required === true)
    required.set(rules, names)
  }
  if (context?.required !== undefined) names = [...names, ...context.required]
  for (const name of names) {
    if (name in element) continue
    report({ ...problem(12200, `<${rules.tag}> needs the attribute "${name}".`), severity: 'error' })
  }
}
