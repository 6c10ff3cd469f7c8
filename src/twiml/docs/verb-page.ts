/**
 * The page of a verb, made from its rules, its docstrings and one example.
 */

import { rulesByTag } from '../elements.ts'
import type { AnyRules, Verb } from '../index.ts'
import * as twiml from '../index.ts'
import type { AttributeRule } from '../rules.ts'
import type { Docstrings } from './docstrings.ts'
import { examples } from './examples.ts'

/** The page of one verb as Markdown. */
export function verbPage(rules: AnyRules, docstrings: ReadonlyMap<string, Docstrings>): string {
  return `${[
    `# ${rules.tag}`,
    docstrings.get(rules.verb)?.about ?? '',
    ...marks(rules),
    placeOf(rules),
    ...example(rules),
    ...attributes(rules, docstrings),
    ...nested(rules).flatMap((child) => [
      `## \`<${child.tag}>\``,
      docstrings.get(child.verb)?.about ?? '',
      ...marks(child),
      placeOf(child),
      ...attributes(child, docstrings),
    ]),
    `Made from the rules in \`src/twiml/verbs/\` by \`node src/twiml/docs/write.ts\`.`,
  ].join('\n\n')}\n`
}

function marks({ deprecated, undocumented }: AnyRules): readonly string[] {
  if (deprecated === true) return ['**Old:** do not use it in something new.']
  return undocumented === true
    ? ['**Not documented** by the provider: it can be written, and that is all we know.']
    : []
}

const contents: Readonly<{ [content in AnyRules['content']]: string }> = {
  nothing: 'Holds nothing.',
  text: 'Holds text.',
  'optional-text': 'Holds text, or none.',
  elements: 'Holds',
  'optional-elements': 'May hold',
  'elements-or-text': 'Holds text, or',
  markup: 'Holds words, and among them',
}

function placeOf({ tag, content, children }: AnyRules): string {
  const homes = twiml.elements.filter((parent) => parent.children.includes(tag)).map((parent) => tagged(parent.tag))
  const held = children.length === 0 ? '' : ` ${children.map(tagged).join(', ')}.`
  return `Stands in ${homes.join(', ')}. ${contents[content]}${held}`
}

function tagged(tag: string): string {
  return `\`<${tag}>\``
}

function example({ verb, tag }: AnyRules): readonly string[] {
  const source = examples[verb]
  if (source === undefined) throw new Error(`The page of ${tag} has no example.`)
  const value = evaluated(source)
  const document = twiml.response(value)
  const written = twiml.render(document, { indent: 2 }).trimEnd()
  const names = namesIn(source)
  return [
    '## Example',
    `\`\`\`ts\nimport { ${names.join(', ')} } from 'hookswitch/twiml'\n\n${source}\n\`\`\``,
    `\`\`\`xml\n${written}\n\`\`\``,
    `_What the network does:_ ${twiml.explain(value)}`,
  ]
}

/** The value of an example: its source is ours, and only the factories are in reach. */
function evaluated(source: string): Verb {
  const names = namesIn(source)
  const factories: Readonly<{ [name: string]: unknown }> = twiml
  return new Function(...names, `return ${source}`)(...names.map((name) => factories[name])) as Verb
}

function namesIn(source: string): readonly string[] {
  const names = source.match(/\b[a-z]\w*(?=[(.])/gi) ?? []
  return [...new Set(names)].filter((name) => name in twiml).toSorted()
}

/** The elements that are described on this page: all within the verb that have no page of their own. */
function nested(rules: AnyRules, seen = new Set<string>()): readonly AnyRules[] {
  const verbs = rulesByTag('Response')?.children ?? []
  return rules.children.flatMap((tag) => {
    const child = rulesByTag(tag)
    if (child === undefined || verbs.includes(tag) || seen.has(tag)) return []
    seen.add(tag)
    return [child, ...nested(child, seen)]
  })
}

function attributes(rules: AnyRules, docstrings: ReadonlyMap<string, Docstrings>): readonly string[] {
  const words = docstrings.get(rules.verb)?.attributes ?? new Map<string, string>()
  const text = words.get('text')
  const aboutText = text === undefined ? [] : [`**Text:** ${text}`]
  const entries = Object.entries(rules.attributes)
  if (entries.length === 0) return [...aboutText, 'It has no attributes.']
  const rows = entries.map(([name, rule]) => row(name, rule, rules.defaults[name], words.get(name) ?? ''))
  return [...aboutText, table([['Attribute', 'Takes', 'Default', 'Meaning'], ...rows])]
}

/** A table as the formatter wants it: cells as wide as the widest of their column. */
function table(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows
  const widths = head.map((_, column) => Math.max(3, ...rows.map((cells) => [...(cells[column] ?? '')].length)))
  const line = (cells: readonly string[]) =>
    `| ${cells.map((text, column) => text + ' '.repeat((widths[column] ?? 0) - [...text].length)).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n')
}

function row(name: string, rule: AttributeRule, byDefault: unknown, words: string): readonly string[] {
  const [meaning, rest] = meaningAndDefault(words)
  const fallback =
    byDefault === undefined ? rest : `\`${Array.isArray(byDefault) ? byDefault.join(' ') : String(byDefault)}\``
  const notes = [
    rule.required === true ? '**Required.**' : '',
    rule.deprecated === true ? '_Old._' : '',
    rule.undocumented === true ? '_Not documented._' : '',
    rule.code === undefined ? '' : `(${rule.code})`,
  ].filter((note) => note !== '')
  return [`\`${name}\``, cell(takes(rule)), cell(fallback), cell([meaning, ...notes].join(' '))]
}

/** What ends a docstring: the range and the default, which the table shows in columns of its own. */
const tail =
  /^(?:([\s\S]*[.)])\s+)?(?:(?:A whole number|A number|At most \d+ characters?)[^;]*; ?)?(?:[Dd]efault|[Nn]o default|[Rr]equired)(?:: (.*?))?(?: `.*`)?\.$/

function meaningAndDefault(words: string): readonly [meaning: string, byDefault: string] {
  const match = tail.exec(words)
  return match === null ? [words, ''] : [match[1] ?? '', match[2] ?? '']
}

function takes(rule: AttributeRule): string {
  switch (rule.kind) {
    case 'text':
      return rule.form ?? (rule.maxLength === undefined ? 'text' : `text, at most ${rule.maxLength} characters`)
    case 'url':
      return rule.scheme === 'wss' ? 'wss address' : 'address'
    case 'boolean':
      return '`true` `false`'
    case 'integer':
    case 'decimal':
      return [
        `${rule.kind === 'integer' ? 'whole number' : 'number'}${range(rule.min, rule.max)}`,
        ...(rule.words ?? []).map((word) => `\`${word}\``),
      ].join(' or ')
    case 'choice':
      return some(rule.values, rule.isOpen === true)
    case 'list':
      return rule.of === 'integer'
        ? 'whole numbers'
        : `any of ${some((rule.values ?? []).map(String), rule.isOpen === true)}`
  }
}

function range(min: number | undefined, max: number | undefined): string {
  if (min !== undefined && max !== undefined) return ` ${min}–${max}`
  return min === undefined ? '' : ` from ${min}`
}

const fewValues = 16

function some(values: readonly string[], isOpen: boolean): string {
  const others = isOpen ? ' or another' : ''
  if (values.length <= fewValues) return values.map((value) => `\`${value}\``).join(' ') + others
  return `one of ${values.length} known values, such as \`${values[0]}\`${others}`
}

function cell(words: string): string {
  return words.replaceAll('|', '\\|')
}
