/**
 * The rules of an element as data: what it may hold, and what each attribute may say.
 *
 * `render`, `parse`, `check`, the docs and the property tests all read these tables and nothing else. The tables are
 * typed against the element's own type, so an attribute without a rule, or a rule of the wrong kind, does not compile.
 */
import type { Report } from './problem.ts'

/** A value of an open list: the named ones are known, any other is passed on as it is. */
export type Other = string & {}

/** How an element is named in a document. */
export type Tag = string

/** What stands between an element's start and end tag. */
export type Content =
  /** Nothing at all. */
  | 'nothing'
  /** Text that must not be blank. */
  | 'text'
  /** Text that may be blank; the value is then `''`. */
  | 'optional-text'
  /** Elements only. */
  | 'elements'
  /** Elements only, and the property is absent when there are none. */
  | 'optional-elements'
  /** Elements, or text instead of them. */
  | 'elements-or-text'
  /** Words with markup among them. */
  | 'markup'

interface Facts {
  /** The code of a finding about this attribute; without it 12200 (11100 for addresses). */
  readonly code?: number
  readonly required?: true
  readonly deprecated?: true
  /** Can be written, but nobody says what it does. */
  readonly undocumented?: true
  /** Other spellings of the attribute's name that are understood. */
  readonly alsoNamed?: readonly string[]
}

export interface TextRule extends Facts {
  readonly kind: 'text'
  readonly pattern?: RegExp
  /** What the pattern demands, for people. */
  readonly form?: string
  /** In UTF-16 code units. */
  readonly maxLength?: number
}

export interface UrlRule extends Facts {
  readonly kind: 'url'
  /** `wss`: a web socket address; otherwise http or https, or relative to the document. */
  readonly scheme?: 'wss'
}

export interface BooleanRule extends Facts {
  readonly kind: 'boolean'
}

export interface NumberRule extends Facts {
  readonly kind: 'integer' | 'decimal'
  readonly min?: number
  readonly max?: number
  /** A number outside the range is taken as the nearest one inside, with a warning. */
  readonly isClamped?: true
  /** Numbers outside the range that are passed on, with a warning. */
  readonly tolerates?: readonly number[]
  /** Words allowed in place of a number. */
  readonly words?: readonly string[]
}

export interface ChoiceRule<Value extends string = string> extends Facts {
  readonly kind: 'choice'
  readonly values: readonly Value[]
  /** The list is open: another value is passed on, with a warning where the list is meant to be complete enough. */
  readonly isOpen?: true
  /** Understood spellings and what they mean. */
  readonly aliases?: Readonly<{ [spelling: string]: Value }>
  readonly ignoresCase?: true
}

export interface ListRule<Value = string | number> extends Facts {
  readonly kind: 'list'
  readonly of: 'choice' | 'integer'
  readonly values?: readonly Value[]
  readonly min?: number
  readonly isOpen?: true
}

export type AttributeRule = TextRule | UrlRule | BooleanRule | NumberRule | ChoiceRule | ListRule

/** What differs when the element stands in a certain parent. */
export interface Context {
  /** Attributes that must be there. */
  readonly required?: readonly string[]
  /** The only attributes allowed. */
  readonly attributes?: readonly string[]
  /** The only children allowed. */
  readonly children?: readonly Tag[]
  /** Narrower lists of values. */
  readonly values?: Readonly<{ [attribute: string]: readonly string[] }>
  readonly content?: Content
  /** Other codes for findings about attributes. */
  readonly codes?: Readonly<{ [attribute: string]: number }>
}

/** Any element of a document, seen without knowing which. */
export interface AnyElement {
  readonly verb: string
  readonly text?: string | readonly (string | AnyElement)[]
  readonly children?: readonly AnyElement[]
}

type NotAnAttribute = 'verb' | 'text' | 'children'

/** The attributes of an element, without its name and content. */
export type Attributes<Element> = Omit<Element, NotAnAttribute>

type RuleOf<Value> = [Value] extends [boolean]
  ? BooleanRule
  : [Value] extends [readonly (infer Item)[]]
    ? ListRule<Item>
    : number extends Value
      ? NumberRule
      : [Value] extends [string]
        ? string extends Value
          ? TextRule | UrlRule | ChoiceRule
          : ChoiceRule<Value>
        : never

/** One rule an attribute, none left out. */
type AttributeRules<Element> = {
  readonly [Name in keyof Attributes<Element>]-?: RuleOf<Exclude<Element[Name], undefined>>
}

export interface ElementRules<Element = AnyElement> {
  readonly tag: Tag
  readonly verb: string
  readonly kind: 'root' | 'verb' | 'noun' | 'child' | 'ssml'
  readonly content: Content
  readonly children: readonly Tag[]
  /** In the order they are written. */
  readonly attributes: AttributeRules<Element>
  /** What the network uses for an attribute that is absent. */
  readonly defaults: Partial<Attributes<Element>>
  /** The parents in which more, less or other is allowed. */
  readonly contexts?: Readonly<{ [parent: Tag]: Context }>
  /** The code of a finding about an element that may not stand in this one; without it 12200. */
  readonly nestingCode?: number
  readonly deprecated?: true
  readonly undocumented?: true
  /** Reports what is wrong with the element as a whole; without it, only that a text is missing. */
  examine?(element: Element, report: Report, parent: Tag): void
}

/** The element's rules, checked against its type. */
export function rulesOf<Element extends { readonly verb: string }>(
  rules: ElementRules<Element> & { readonly verb: Element['verb'] },
): ElementRules<Element> {
  return rules
}

type Given<Rule> = Omit<Rule, 'kind'>

export const text = (facts: Given<TextRule> = {}): TextRule => ({ kind: 'text', ...facts })
export const url = (facts: Given<UrlRule> = {}): UrlRule => ({ kind: 'url', ...facts })
export const boolean = (facts: Given<BooleanRule> = {}): BooleanRule => ({ kind: 'boolean', ...facts })
export const integer = (facts: Given<NumberRule> = {}): NumberRule => ({ kind: 'integer', ...facts })
export const decimal = (facts: Given<NumberRule> = {}): NumberRule => ({ kind: 'decimal', ...facts })

export function choice<Value extends string>(
  values: readonly Value[],
  facts: Omit<ChoiceRule<Value>, 'kind' | 'values'> = {},
): ChoiceRule<Value> {
  return { kind: 'choice', values, ...facts }
}

export function method(facts: Facts = {}): ChoiceRule<Method> {
  return { kind: 'choice', values: ['GET', 'POST'], ...facts }
}

export function list<Value extends string>(
  values: readonly Value[],
  facts: Omit<ListRule<Value>, 'kind' | 'of' | 'values'> = {},
): ListRule<Value> {
  return { kind: 'list', of: 'choice', values, ...facts }
}

export function integers(facts: Omit<ListRule<number>, 'kind' | 'of'> = {}): ListRule<number> {
  return { kind: 'list', of: 'integer', ...facts }
}

/** How an address is asked. */
export type Method = 'GET' | 'POST'
