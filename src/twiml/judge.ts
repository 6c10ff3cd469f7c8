/**
 * What is wrong with elements: names, places, attributes and content. Shared by `parse` and `check`, so that both say
 * the same of the same document.
 *
 * Source: reference twiml-voice.md §1.1, §1.3 and §11.
 */
import { objectionTo } from './attribute.ts'
import { didYouMean } from './did-you-mean.ts'
import { type AnyRules, elements } from './elements.ts'
import type { AttributeRule, Content, Context } from './rules.ts'

/** A finding that does not know its place yet. */
export interface Problem {
  readonly code: number
  readonly severity: 'error' | 'warning'
  readonly message: string
  readonly help?: string
  /** Of an attribute: the value that is used all the same. */
  readonly usable?: unknown
}

/** The code of everything that has none of its own. */
const schemaWarning = 12200
const malformedUrl = 11100

/**
 * Codes that stop the document; every other one is a warning and the default is used.
 *
 * Source: reference twiml-voice.md §1.3 and the levels of §11.
 */
const fatal: ReadonlySet<number> = new Set([
  11100, 12101, 13110, 13111, 13120, 13231, 13239, 13257, 13338, 13621, 14201, 14202, 14203, 14204, 14205, 14206, 14210,
  14211, 14212, 14213, 14215, 14220, 14221, 16023, 31920, 31921, 31922, 31923, 31924, 31940, 31941, 31942, 64003, 64004,
  64014, 64016, 64017,
])

/** A problem with its severity looked up. */
export function problem(code: number, message: string, help?: string): Problem {
  return { code, severity: fatal.has(code) ? 'error' : 'warning', message, ...(help !== undefined && { help }) }
}

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
  const code = context?.codes?.[name] ?? rule.code ?? (rule.kind === 'url' ? malformedUrl : schemaWarning)
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
