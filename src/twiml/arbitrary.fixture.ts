/**
 * Arbitrary documents for property tests, made from the rules: whatever the rules allow can come.
 *
 * Attributes are always allowed ones; what whole elements demand (a Dial with somebody to dial) is left to chance.
 */
import fc from 'fast-check'
import { markup, words } from './build.ts'
import type { TwimlDocument } from './document.ts'
import { type AnyRules, rulesByTag } from './elements.ts'
import { contentOf, contextOf } from './judge.ts'
import type { AnyElement, AttributeRule, Context } from './rules.ts'

/** Documents over all elements, as factories or the parser would make them. */
export function arbitraryDocument(): fc.Arbitrary<TwimlDocument> {
  // Made by the rules of Response.
  return fc
    .array(childOf(rulesOf('Response'), undefined, 3), { maxLength: 4 })
    .map((children) => ({ verb: 'response', children }) as unknown as TwimlDocument)
}

/** One element as it may stand in a parent. */
export function arbitraryElement(tag: string, parent: string): fc.Arbitrary<AnyElement> {
  return elementOf(rulesOf(tag), rulesOf(parent), 3)
}

/** Text of any characters that XML can carry, white space around it too. */
export function arbitraryText(): fc.Arbitrary<string> {
  return fc
    .oneof(
      { weight: 3, arbitrary: fc.string({ maxLength: 20 }) },
      { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          '',
          ' ',
          'a & b',
          '<x>',
          ']]>',
          '"q"',
          "it's",
          'a\nb',
          'a\rb',
          '\ta ',
          '😀',
          '&amp;',
        ),
      },
    )
    .map((text) => text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, ''))
}

function rulesOf(tag: string): AnyRules {
  const rules = rulesByTag(tag)
  if (rules === undefined) throw new TypeError(`TwiML has no element "${tag}".`)
  return rules
}

function childOf(rules: AnyRules, context: Context | undefined, depth: number): fc.Arbitrary<AnyElement> {
  const tags = context?.children ?? rules.children
  return fc.constantFrom(...tags).chain((tag) => elementOf(rulesOf(tag), rules, depth - 1))
}

function elementOf(rules: AnyRules, parent: AnyRules, depth: number): fc.Arbitrary<AnyElement> {
  const context = contextOf(rules, parent)
  return fc
    .tuple(attributesOf(rules, context), contentArbitrary(rules, context, depth))
    .map(([attributes, content]) => ({ verb: rules.verb, ...attributes, ...content }))
}

function attributesOf(rules: AnyRules, context: Context | undefined): fc.Arbitrary<object> {
  const names = Object.keys(rules.attributes).filter((name) => context?.attributes?.includes(name) ?? true)
  const model: { [name: string]: fc.Arbitrary<unknown> } = {}
  for (const name of names) {
    const rule = rules.attributes[name]
    if (rule !== undefined) model[name] = arbitraryValue(rule, context?.values?.[name])
  }
  const requiredKeys = names.filter(
    (name) => rules.attributes[name]?.required === true || context?.required?.includes(name) === true,
  )
  return fc.record(model, { requiredKeys, noNullPrototype: true })
}

/** A value that the rule allows. */
function arbitraryValue(rule: AttributeRule, narrower?: readonly string[]): fc.Arbitrary<unknown> {
  switch (rule.kind) {
    case 'text': {
      const { maxLength = 1000, pattern } = rule
      return pattern === undefined
        ? arbitraryText().map((text) => text.slice(0, maxLength).replace(/[\uD800-\uDBFF]$/, ''))
        : fc.stringMatching(pattern).filter((text) => text.length <= maxLength)
    }
    case 'url':
      return rule.scheme === 'wss'
        ? fc.constantFrom('wss://relay.example/socket', 'wss://relay.example:8443/a?b=c&d')
        : fc.constantFrom(
            '/voice/acme?turn=1&x=%20',
            'next',
            '',
            '?a=b',
            'https://app.example/voice#rc=2',
            'HTTP://a.example',
          )
    case 'boolean':
      return fc.boolean()
    case 'integer': {
      const number: fc.Arbitrary<unknown> = fc.integer({ min: rule.min ?? -1000, max: rule.max ?? 2 ** 31 - 1 })
      return rule.words === undefined ? number : fc.oneof(number, fc.constantFrom(...rule.words))
    }
    case 'decimal':
      return fc.integer({ min: (rule.min ?? -1000) * 100, max: (rule.max ?? 1000) * 100 }).map((cents) => cents / 100)
    case 'choice': {
      const known = fc.constantFrom(...(narrower ?? rule.values))
      return rule.isOpen === true ? fc.oneof(known, fc.stringMatching(/^[A-Za-z][\w.-]{0,20}$/)) : known
    }
    case 'list': {
      const item: fc.Arbitrary<unknown> =
        rule.of === 'integer' ? fc.integer({ min: rule.min ?? 0, max: 999 }) : fc.constantFrom(...(rule.values ?? []))
      return fc.uniqueArray(item, { minLength: 1, maxLength: 5 })
    }
  }
}

function contentArbitrary(rules: AnyRules, context: Context | undefined, depth: number): fc.Arbitrary<object> {
  const text = rules.kind === 'ssml' ? arbitraryText() : arbitraryText().map((given) => given.trim())
  const mayNest = depth > 0 && (context?.children ?? rules.children).length > 0
  const children = mayNest ? fc.array(childOf(rules, context, depth), { maxLength: 3 }) : fc.constant([])
  switch (contentOf(rules, context)) {
    case 'nothing':
      return fc.constant({})
    case 'text':
    case 'optional-text':
      return text.map((given) => ({ text: given }))
    case 'elements':
      return children.map((given) => ({ children: given }))
    case 'optional-elements':
      return children.map((given) => (given.length === 0 ? {} : { children: given }))
    case 'elements-or-text':
      return fc
        .tuple(text, children)
        .map(([given, nested]) => (given === '' ? { children: nested } : { text: given, children: nested }))
    case 'markup': {
      const piece = mayNest ? fc.oneof(arbitraryText(), childOf(rules, context, depth)) : arbitraryText()
      const join = rules.kind === 'ssml' ? markup : words
      return fc.array(piece, { maxLength: 4 }).map((pieces) => ({ text: join(pieces) }))
    }
  }
}
