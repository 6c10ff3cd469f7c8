/**
 * Checks a document that was built rather than parsed, by the very rules that `parse` applies.
 *
 * What `parse` would report about the document once it is written, this reports about the value.
 */
import type { TwimlDocument } from './document.ts'
import { type AnyRules, rulesByVerb } from './elements.ts'
import { examine } from './examine.ts'
import type { Finding } from './finding.ts'
import { contentOf, contextOf, judgeAttribute, mayHold, misplaced, unknownAttribute, unknownElement } from './judge.ts'
import { type Problem, problem, type Report } from './problem.ts'
import { withoutForbidden } from './render.ts'
import type { AnyElement, Context } from './rules.ts'

/**
 * All that is wrong with a document, in its order; empty when nothing is.
 *
 * Never throws on data that came as JSON: elements that TwiML does not know are findings too.
 */
export function check(document: TwimlDocument): readonly Finding[] {
  const findings: Finding[] = []
  const rules = rulesByVerb('response')
  if (rules !== undefined) checkElement(document, rules, undefined, 'Response', findings)
  return findings
}

function checkElement(
  element: AnyElement,
  rules: AnyRules,
  parent: AnyRules | undefined,
  at: string,
  findings: Finding[],
): void {
  const report = ({ code, severity, message, help }: Problem) =>
    findings.push({ code, severity, message, ...(help !== undefined && { help }), at })
  const context = contextOf(rules, parent)
  checkAttributes(element, rules, context, report)
  checkTexts(element, rules, context, report)
  examine(sound(element), rules, parent, report)
  const counts = new Map<string, number>()
  for (const child of [...listIn(element.text), ...listIn(element.children)]) {
    if (typeof child === 'string') continue
    if (!isElement(child)) {
      report(problem(12200, `<${rules.tag}> holds something that is no element; it is ignored.`))
      continue
    }
    const childRules = rulesByVerb(child.verb)
    const tag = childRules?.tag ?? child.verb
    const count = (counts.get(tag) ?? 0) + 1
    counts.set(tag, count)
    const childAt = `${at}/${tag}[${count}]`
    if (childRules === undefined) findings.push({ ...unknownElement(tag), at: childAt })
    else if (!mayHold(rules, context, childRules)) findings.push({ ...misplaced(childRules, rules), at: childAt })
    else checkElement(child, childRules, rules, childAt, findings)
  }
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** The element with nothing but text and elements in it, whatever shape the data has. */
function sound(element: AnyElement): AnyElement {
  const { text, children, ...attributes } = element
  const words = typeof text === 'string' ? text : listIn(text).flatMap(soundPiece)
  return {
    ...attributes,
    ...(text !== undefined && { text: words }),
    ...(children !== undefined && { children: listIn(children).filter(isElement) }),
  }
}

function soundPiece(piece: unknown): readonly (string | AnyElement)[] {
  if (typeof piece === 'string') return [piece]
  return isElement(piece) ? [sound(piece)] : []
}

function isElement(value: unknown): value is AnyElement {
  return typeof value === 'object' && value !== null && 'verb' in value && typeof value.verb === 'string'
}

function checkAttributes(element: AnyElement, rules: AnyRules, context: Context | undefined, report: Report): void {
  for (const [name, value] of Object.entries(element)) {
    if (name === 'verb' || name === 'text' || name === 'children' || value === undefined) continue
    const rule = Object.hasOwn(rules.attributes, name) ? rules.attributes[name] : undefined
    const found = rule === undefined ? unknownAttribute(rules, name) : judgeAttribute(rules, context, name, rule, value)
    if (found !== undefined) report(found)
    if (typeof value === 'string' && withoutForbidden(value) !== value) report(forbidden(`${rules.tag}: ${name}`))
  }
}

function checkTexts({ text }: AnyElement, rules: AnyRules, context: Context | undefined, report: Report): void {
  const content = contentOf(rules, context)
  const holdsText = content !== 'nothing' && content !== 'elements' && content !== 'optional-elements'
  const strings = (typeof text === 'string' ? [text] : listIn(text)).filter((piece) => typeof piece === 'string')
  if (!holdsText && strings.join('').trim() !== '') {
    report(problem(12200, `<${rules.tag}> holds text, which is ignored.`))
  }
  if (strings.some((string) => withoutForbidden(string) !== string)) report(forbidden(`The text of <${rules.tag}>`))
}

function forbidden(what: string): Problem {
  return problem(12200, `${what} holds a character that XML cannot carry; it is left out.`)
}
