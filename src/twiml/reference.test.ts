import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type AnyRules, elements } from './index.ts'
import type { AttributeRule, Context } from './rules.ts'

interface AttributeFacts {
  readonly type: string
  readonly values?: readonly (string | number)[]
  readonly min?: number
  readonly max?: number
  readonly default?: unknown
  readonly required?: boolean
  readonly deprecated?: boolean
  readonly undocumented?: boolean
  readonly open?: boolean
  readonly pattern?: string
  readonly maxLength?: number
  readonly aliases?: { readonly [spelling: string]: string }
  readonly aliasNames?: readonly string[]
  readonly alsoValues?: readonly string[]
  readonly caseInsensitive?: boolean
}

interface ContextFacts {
  readonly required?: readonly string[]
  readonly attributes?: readonly string[]
  readonly children?: readonly string[]
  readonly attributeValues?: { readonly [attribute: string]: readonly string[] }
}

interface ElementFacts {
  readonly kind: string
  readonly parents: readonly string[]
  readonly children: readonly string[]
  readonly text: 'none' | 'optional' | 'required'
  readonly attributes: { readonly [name: string]: AttributeFacts }
  readonly contexts?: { readonly [parent: string]: ContextFacts }
  readonly deprecated?: boolean
  readonly undocumented?: boolean
}

// The table of facts about Twilio's language: names, nesting, types, ranges, defaults and values.
const reference: { readonly [tag: string]: ElementFacts } = JSON.parse(
  readFileSync(new URL('../../test/reference/twiml-schema.json', import.meta.url), 'utf8'),
)

describe('the rules and the reference', () => {
  test('name the same elements', () => {
    expect(elements.map(({ tag }) => tag).toSorted()).toEqual(Object.keys(reference).toSorted())
  })

  test.each(elements.map((rules) => [rules.tag, rules] as const))('agree on <%s>', (tag, rules) => {
    const facts = reference[tag]
    if (facts === undefined) throw new Error(tag)
    expect(rules.kind).toBe(facts.kind)
    expect(rules.children.toSorted()).toEqual(facts.children.toSorted())
    expect(parentsOf(tag)).toEqual(facts.parents.toSorted())
    expect([rules.deprecated ?? false, rules.undocumented ?? false]).toEqual([
      facts.deprecated ?? false,
      facts.undocumented ?? false,
    ])
    expect(holdsText(rules)).toBe(facts.text !== 'none')
    expect(Object.keys(rules.attributes)).toEqual(Object.keys(facts.attributes))
    for (const [name, rule] of Object.entries(rules.attributes)) {
      expect({ name, ...factsOf(rule, rules.defaults[name]) }).toEqual({ name, ...normalised(facts.attributes[name]) })
    }
    expect(contextsOf(rules.contexts)).toEqual(
      Object.fromEntries(Object.entries(facts.contexts ?? {}).map(([parent, context]) => [parent, known(context)])),
    )
  })
})

function parentsOf(tag: string): readonly string[] {
  return elements
    .filter(({ children }) => children.includes(tag))
    .map((parent) => parent.tag)
    .toSorted()
}

function holdsText({ content }: AnyRules): boolean {
  return content === 'text' || content === 'optional-text' || content === 'elements-or-text' || content === 'markup'
}

/** What a rule says, in the words of the reference. */
function factsOf(rule: AttributeRule, byDefault: unknown): object {
  const { required = false, deprecated = false, undocumented = false, alsoNamed = [] } = rule
  const common = { required, deprecated, undocumented, aliasNames: alsoNamed, default: byDefault }
  switch (rule.kind) {
    case 'text':
      return { ...common, type: 'string', pattern: rule.pattern?.source, maxLength: rule.maxLength }
    case 'url':
      return { ...common, type: 'url', pattern: rule.scheme === 'wss' ? '^wss:\\/\\/' : undefined }
    case 'boolean':
      return { ...common, type: 'boolean' }
    case 'integer':
    case 'decimal':
      return { ...common, type: rule.kind, min: rule.min, max: rule.max, alsoValues: rule.words ?? [] }
    case 'choice': {
      const isMethod = rule.values.length === 2 && rule.values[0] === 'GET'
      const { aliases = {}, isOpen: open = false, ignoresCase: caseInsensitive = false } = rule
      return { ...common, type: isMethod ? 'method' : 'enum', values: [...rule.values], aliases, open, caseInsensitive }
    }
    case 'list':
      return rule.of === 'integer'
        ? { ...common, type: 'integer-list', min: rule.min }
        : { ...common, type: 'enum-list', values: [...(rule.values ?? [])], open: rule.isOpen ?? false }
  }
}

/** The facts of the reference, with what it leaves out filled in. */
function normalised(facts: AttributeFacts | undefined): object {
  if (facts === undefined) throw new Error('no facts')
  const { type, required = false, deprecated = false, undocumented = false, aliasNames = [], open = false } = facts
  const { aliases = {}, alsoValues = [], caseInsensitive = false, min, max, maxLength } = facts
  const common = { type, required, deprecated, undocumented, aliasNames, default: facts.default }
  const pattern = facts.pattern === undefined ? undefined : new RegExp(facts.pattern).source
  // The reference lists aliases among the values; here they are another spelling of one.
  const values = (facts.values ?? []).filter((value) => !Object.hasOwn(aliases, value))
  if (type === 'string') return { ...common, pattern, maxLength }
  if (type === 'url') return { ...common, pattern }
  if (type === 'integer' || type === 'decimal') return { ...common, min, max, alsoValues }
  if (type === 'integer-list') return { ...common, min }
  if (type === 'enum-list') return { ...common, values, open }
  return type === 'boolean' ? common : { ...common, values, aliases, open, caseInsensitive }
}

function contextsOf(contexts: { readonly [parent: string]: Context } = {}): object {
  // Say's context in Gather holds codes only, which the reference keeps elsewhere.
  const entries = Object.entries(contexts).map(([parent, { required, attributes, children, values }]) => [
    parent,
    known({
      ...(required && { required }),
      ...(attributes && { attributes }),
      ...(children && { children }),
      ...(values && { attributeValues: values }),
    }),
  ])
  return Object.fromEntries(entries.filter(([, facts]) => Object.keys(facts ?? {}).length > 0))
}

function known({ required, attributes, children, attributeValues }: ContextFacts): object {
  return {
    ...(required && { required }),
    ...(attributes && { attributes }),
    ...(children && { children }),
    ...(attributeValues && { attributeValues }),
  }
}
