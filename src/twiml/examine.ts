/**
 * What is wrong with a finished element as a whole: what is missing, what does not go together, what is too long.
 */
import type { AnyRules } from './elements.ts'
import { isBlank } from './examinations.ts'
import { contentOf, contextOf } from './judge.ts'
import { problem, type Report } from './problem.ts'
import type { AnyElement } from './rules.ts'

/** Reports what is wrong with the element, apart from single attributes and from its children. */
export function examine(element: AnyElement, rules: AnyRules, parent: AnyRules | undefined, report: Report): void {
  const context = contextOf(rules, parent)
  for (const name of requiredOf(rules)) reportMissing(element, rules, name, report)
  for (const name of context?.required ?? []) reportMissing(element, rules, name, report)
  if (rules.examine !== undefined) rules.examine(element, report, parent?.tag ?? '')
  else if (contentOf(rules, context) === 'text' && isBlank(element.text)) {
    report(problem(12200, `<${rules.tag}> has no text.`))
  }
}

const required = new Map<AnyRules, readonly string[]>()

function requiredOf(rules: AnyRules): readonly string[] {
  const known = required.get(rules)
  if (known !== undefined) return known
  const names = Object.keys(rules.attributes).filter((name) => rules.attributes[name]?.required === true)
  required.set(rules, names)
  return names
}

function reportMissing(element: object, rules: AnyRules, name: string, report: Report): void {
  if (name in element) return
  // An attribute that must be there and is not is an error, unlike one with a wrong value (reference §15.1).
  report({ ...problem(12200, `<${rules.tag}> needs the attribute "${name}".`), severity: 'error' })
}
