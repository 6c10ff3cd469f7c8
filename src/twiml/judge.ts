/**
 * What is wrong with elements: names, places, attributes and content. Shared by `parse` and `check`, so that both say
 * the same of the same document.
 *
 * Source: reference twiml-voice.md §1.1, §1.3 and §11.
 */
import { objectionTo } from './attribute.ts'
import { didYouMean } from './did-you-mean.ts'
import { type AnyRules, elements } from './elements.ts'
import { malformedUrl, type Problem, problem, schemaWarning } from './problem.ts'
import type { AttributeRule, Content, Context } from './rules.ts'

const tags = elements.map(({ tag }) => tag)

/** An element whose name nobody knows. */
export function unknownElement(name: string): Problem {
  const meant = didYouMean(name, tags)
  return problem(
    schemaWarning,
    `<${shortened(name)}> is no element of TwiML; it is skipped with all it holds.`,
    meant === undefined ? undefined : `Did you mean <${meant}>?`,
  )
}

/** An element that may not stand where it stands. */
export function misplaced(child: AnyRules, parent: AnyRules): Problem {
  const homes = elements.filter(({ children }) => children.includes(child.tag)).map(({ tag }) => `<${tag}>`)
  return problem(
    parent.nestingCode ?? schemaWarning,
    `<${child.tag}> may not stand in <${parent.tag}>; it is skipped with all it holds.`,
    homes.length === 0 ? undefined : `It may stand in ${homes.join(', ')}.`,
  )
}

/** Whether the child may stand in the parent, which itself stands in a certain place. */
export function mayHold(parent: AnyRules, context: Context | undefined, child: AnyRules): boolean {
  return (context?.children ?? parent.children).includes(child.tag)
}

/** What holds for the element because of its parent. */
export function contextOf(rules: AnyRules, parent: AnyRules | undefined): Context | undefined {
  return parent === undefined ? undefined : rules.contexts?.[parent.tag]
}

/** What the element may hold, where it stands. */
export function contentOf(rules: AnyRules, context: Context | undefined): Content {
  return context?.content ?? rules.content
}

/** An attribute whose name the element does not know. */
export function unknownAttribute(rules: AnyRules, name: string): Problem {
  const meant = didYouMean(name, Object.keys(rules.attributes))
  return problem(
    schemaWarning,
    `<${rules.tag}> has no attribute "${shortened(name)}"; it is ignored.`,
    meant === undefined ? undefined : `Did you mean "${meant}"?`,
  )
}

/** What is wrong with an attribute's value, if anything. */
export function judgeAttribute(
  rules: AnyRules,
  context: Context | undefined,
  name: string,
  rule: AttributeRule,
  value: unknown,
): Problem | undefined {
  if (context?.attributes !== undefined && !context.attributes.includes(name)) {
    return problem(schemaWarning, `<${rules.tag}> has no attribute "${name}" in this place; it is ignored.`)
  }
  const objection = objectionTo(rule, value, context?.values?.[name])
  if (objection === undefined) return undefined
  const code =
    objection.code ?? context?.codes?.[name] ?? rule.code ?? (rule.kind === 'url' ? malformedUrl : schemaWarning)
  const { message, help, usable } = objection
  if (usable === undefined) return problem(code, `${rules.tag}: ${name} ${message}; it is ignored.`, help)
  const effect = usable === value ? 'it is passed on' : `${String(usable)} is used`
  const found = problem(code, `${rules.tag}: ${name} ${message}; ${effect}.`, help)
  return { ...found, severity: 'warning', usable }
}

/** A name from outside, short enough for a message. */
export function shortened(name: string): string {
  return name.length > 40 ? `${name.slice(0, 40)}…` : name
}
