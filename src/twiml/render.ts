/**
 * Writes documents as XML. The same value always gives the same text, and the text is always well-formed.
 *
 * Source: reference twiml-voice.md §1.1.
 */
import type { TwimlDocument } from './document.ts'
import { rulesByVerb } from './elements.ts'
import type { AnyElement } from './rules.ts'

/** How a document is laid out. */
export interface RenderOptions {
  /** Spaces a level, for people; 0, the default, writes one line. Words with markup always stay on one line. */
  readonly indent?: number
}

/**
 * The document as XML, with its declaration.
 *
 * Characters that XML 1.0 cannot carry (most control characters, half surrogates) are left out. An element without
 * rules is a broken promise.
 *
 * @throws {TypeError} when the value holds an element that TwiML does not know
 */
export function render(document: TwimlDocument, { indent = 0 }: RenderOptions = {}): string {
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>'
  return indent > 0
    ? `${declaration}\n${renderIndented(document, ' '.repeat(indent), '')}\n`
    : declaration + renderElement(document)
}

/** One element as XML, without a declaration. */
function renderElement(element: AnyElement): string {
  const { tag, head } = startOf(element)
  const inside = renderInside(element)
  return inside === '' ? `${head}/>` : `${head}>${inside}</${tag}>`
}

function renderInside({ text, children }: AnyElement): string {
  let inside = ''
  if (typeof text === 'string') inside = escapeText(text)
  else if (text !== undefined) {
    for (const piece of text) inside += typeof piece === 'string' ? escapeText(piece) : renderElement(piece)
  }
  if (children !== undefined) for (const child of children) inside += renderElement(child)
  return inside
}

function renderIndented(element: AnyElement, step: string, margin: string): string {
  const { children = [] } = element
  if (children.length === 0) return margin + renderElement(element)
  const { tag, head } = startOf(element)
  const deeper = margin + step
  let lines = `${margin}${head}>\n`
  if (typeof element.text === 'string') lines += `${deeper}${escapeText(element.text)}\n`
  for (const child of children) lines += `${renderIndented(child, step, deeper)}\n`
  return `${lines}${margin}</${tag}>`
}

interface Shape {
  readonly tag: string
  readonly start: string
  readonly names: readonly string[]
}

const shapes = new Map<string, Shape>()

function shapeOf(verb: string): Shape {
  const known = shapes.get(verb)
  if (known !== undefined) return known
  const rules = rulesByVerb(verb)
  if (rules === undefined) throw new TypeError(`TwiML has no element "${verb}".`)
  const shape = { tag: rules.tag, start: `<${rules.tag}`, names: Object.keys(rules.attributes) }
  shapes.set(verb, shape)
  return shape
}

function startOf(element: AnyElement): { readonly tag: string; readonly head: string } {
  const { tag, start, names } = shapeOf(element.verb)
  const values = element as unknown as { readonly [name: string]: unknown } // read by the names of its own rules
  let head = start
  for (const name of names) {
    const value = values[name]
    if (value !== undefined) head += ` ${name}="${escapeAttribute(textOf(value))}"`
  }
  return { tag, head }
}

/** An attribute's value as it is written: lists with spaces between, everything else as JavaScript writes it. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  return Array.isArray(value) ? value.join(' ') : String(value)
}

// Most texts need no escape, and one look finds that out.
const special = /[&<>\r]|[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD]/
const specialInAttribute = /["&<>\r\n\t]|[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD]/
const escapes: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}

function escapeText(text: string): string {
  if (!special.test(text)) return text
  return withoutForbidden(text).replace(/[&<>\r]/g, (character) => escapes[character] ?? '')
}

function escapeAttribute(text: string): string {
  if (!specialInAttribute.test(text)) return text
  return withoutForbidden(text).replace(/["&<>\r\n\t]/g, (character) => escapes[character] ?? '')
}

/** The text without what XML 1.0 forbids: pairs of surrogates stay, halves go. */
export function withoutForbidden(text: string): string {
  return text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
}
