/**
 * Reads documents as the network does: strict about XML, forgiving about everything else, and silent about nothing.
 *
 * Never throws, whatever the text is. Elements and attributes that are not understood are skipped and reported.
 *
 * Source: reference twiml-voice.md §1.1 and §1.3.
 */
import { SaxesParser, type SaxesTagPlain } from 'saxes'
import { readValue } from './attribute.ts'
import { markup, words } from './build.ts'
import type { TwimlDocument } from './document.ts'
import { type AnyRules, rulesByTag } from './elements.ts'
import { examine } from './examine.ts'
import type { Finding } from './finding.ts'
import {
  contentOf,
  contextOf,
  judgeAttribute,
  mayHold,
  misplaced,
  shortened,
  unknownAttribute,
  unknownElement,
} from './judge.ts'
import { type Position, positionIn } from './position.ts'
import { type Problem, problem } from './problem.ts'
import type { AnyElement, Context } from './rules.ts'
import { bareAmpersand, isAboutEntity, nameAt, whyNotWellFormed } from './well-formed.ts'

/** What came of reading a text. */
export type Parsed = ParsedDocument | Unparsable

/** A text that is a document, though perhaps not a flawless one. */
export interface ParsedDocument {
  readonly kind: 'document'
  readonly document: TwimlDocument
  /**
   * What was skipped or is wrong; at most 100. What is wrong with an element as a whole comes after what is wrong
   * with its children.
   */
  readonly findings: readonly Finding[]
  /** Where the start tag of an element of this document stands; `undefined` for anything else. */
  positionOf(element: object): Position | undefined
  /**
   * The first finding with severity `error` about an element of this document or about anything within it: on coming
   * to that verb, the network stops instead of performing it.
   */
  errorIn(element: object): Finding | undefined
}

/** The text is no TwiML at all; the network goes to the fallback address. */
export interface Unparsable {
  readonly kind: 'unparsable'
  /** 12100 not well-formed, 12102 another root than Response, 11750 too large. */
  readonly code: number
  readonly message: string
  /** From 1. */
  readonly line: number
  /** From 1, in UTF-16 code units. */
  readonly column: number
}

/** Bounds of what is read. */
export const PARSE_LIMITS = {
  /** Bytes of UTF-8. Source: reference twiml-voice.md §1.1, 11750. */
  bytes: 64 * 1024,
  /** Elements within elements; ours, no document needs nearly as many. */
  depth: 100,
  /** Findings of one document; ours. */
  findings: 100,
} as const

/** Reads a document. */
export function parse(text: string): Parsed {
  if (isTooLarge(text)) {
    return unparsable(11750, `The document is larger than ${PARSE_LIMITS.bytes} bytes.`, text, 0)
  }
  return new Reading(text).result()
}

function isTooLarge(text: string): boolean {
  if (text.length * 3 <= PARSE_LIMITS.bytes) return false
  return Buffer.byteLength(text) > PARSE_LIMITS.bytes
}

function unparsable(code: number, message: string, text: string, offset: number): Unparsable {
  return { kind: 'unparsable', code, message, ...positionIn(text, offset) }
}

/** Thrown out of the XML reader to end it, and caught right outside. */
class Refusal extends Error {
  readonly offset: number
  constructor(message: string, offset: number) {
    super(message)
    this.offset = offset
  }
}

interface Frame {
  readonly rules: AnyRules
  readonly context: Context | undefined
  readonly element: { [name: string]: unknown; readonly verb: string }
  readonly offset: number
  /** Text since the last child. */
  text: string
  /** Words with markup, as long as they hold any. */
  readonly pieces: (string | AnyElement)[]
  readonly children: AnyElement[]
  /** Names of the children met so far, skipped ones too: the paths of findings count them. */
  readonly names: string[]
}

/** One reading of one text. */
class Reading {
  readonly #text: string
  readonly #parser = new SaxesParser<{ position: false; xmlns: false }>({ position: false, xmlns: false })
  readonly #frames: Frame[] = []
  readonly #open: number[] = []
  #lastClosed = 0
  readonly #findings: Finding[] = []
  readonly #read: object[] = []
  readonly #offsets: number[] = []
  readonly #errors = new Map<object, Finding>()
  /** How many skipped elements are open. */
  #skipping = 0
  #root: Frame | undefined
  #wrongRoot: { readonly name: string; readonly offset: number } | undefined

  constructor(text: string) {
    this.#text = text
  }

  result(): Parsed {
    const parser = this.#parser
    parser.on('opentag', (tag) => this.#startTag(tag))
    parser.on('closetag', () => this.#endTag())
    parser.on('text', (text) => this.#characters(text))
    parser.on('cdata', (text) => this.#characters(text))
    parser.on('doctype', () => {
      const offset = this.#text.indexOf('<!DOCTYPE')
      throw new Refusal('A document type declaration (<!DOCTYPE …>) is not allowed in TwiML.', offset)
    })
    parser.on('error', ({ message }) => this.#refuse(message))
    try {
      parser.write(this.#text).close()
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal
      return unparsable(12100, refusal.message, this.#text, refusal.offset)
    }
    if (this.#wrongRoot !== undefined) {
      const { name, offset } = this.#wrongRoot
      return unparsable(12102, `The root element is <${shortened(name)}>; it must be <Response>.`, this.#text, offset)
    }
    return this.#document()
  }

  #refuse(complaint: string): never {
    const open = this.#open.at(-1) ?? 0
    const at = this.#parser.position - 1
    const isUnclosed = complaint.includes('unclosed tag')
    // The reader looks for the end of an entity up to the end of the text, so a bare & can show as an unclosed tag.
    const ampersand = isUnclosed || isAboutEntity(complaint) ? bareAmpersand(this.#text, open) : undefined
    if (ampersand !== undefined) throw new Refusal(whyNotWellFormed('bare ampersand'), ampersand)
    if (isUnclosed) throw new Refusal(whyNotWellFormed(complaint), open)
    if (!complaint.includes('unexpected close tag')) throw new Refusal(whyNotWellFormed(complaint), at)
    const closing = this.#text.lastIndexOf('</', at)
    const name = shortened(nameAt(this.#text, closing + 2))
    const wanted = shortened(nameAt(this.#text, this.#lastClosed + 1))
    const { line } = positionIn(this.#text, this.#lastClosed)
    throw new Refusal(`</${name}> comes before <${wanted}> of line ${line} is closed.`, closing)
  }

  #document(): ParsedDocument {
    const read = this.#read
    const offsets = this.#offsets
    const errors = this.#errors
    const text = this.#text
    return {
      kind: 'document',
      // The root frame was made by the rules of Response.
      document: this.#root?.element as unknown as TwimlDocument,
      findings: this.#findings,
      positionOf(element) {
        const offset = offsets[read.indexOf(element)]
        return offset === undefined ? undefined : positionIn(text, offset)
      },
      errorIn: (element) => errors.get(element),
    }
  }

  #startTag({ name, attributes }: SaxesTagPlain): void {
    // No attribute value of a well-formed document holds a bare <, so the last one opened this tag.
    const offset = this.#text.lastIndexOf('<', this.#parser.position - 1)
    if (this.#open.push(offset) > PARSE_LIMITS.depth) {
      throw new Refusal(`Elements are nested more than ${PARSE_LIMITS.depth} deep.`, offset)
    }
    if (this.#skipping > 0) {
      this.#skipping++
      return
    }
    const parent = this.#frames.at(-1)
    const rules = rulesByTag(name)
    parent?.names.push(name)
    if (parent === undefined) {
      if (name === 'Response' && rules !== undefined) this.#enter(rules, undefined, attributes, offset)
      else {
        this.#wrongRoot = { name, offset }
        this.#skipping = 1
      }
    } else if (rules !== undefined && mayHold(parent.rules, parent.context, rules)) {
      this.#enter(rules, parent, attributes, offset)
    } else this.#skip(rules, parent, name, offset)
  }

  #skip(rules: AnyRules | undefined, parent: Frame, name: string, offset: number): void {
    this.#skipping = 1
    // Paths and guesses cost time, and a hostile document could ask for thousands.
    if (this.#findings.length >= PARSE_LIMITS.findings) return
    const found = rules === undefined ? unknownElement(name) : misplaced(rules, parent.rules)
    this.#report(found, offset, this.#path(name))
  }

  #enter(
    rules: AnyRules,
    parent: Frame | undefined,
    attributes: { readonly [name: string]: string },
    offset: number,
  ): void {
    const context = contextOf(rules, parent?.rules)
    const element = { verb: rules.verb }
    const frame: Frame = { rules, context, element, offset, text: '', pieces: [], children: [], names: [] }
    this.#frames.push(frame)
    this.#root ??= frame
    this.#read.push(element)
    this.#offsets.push(offset)
    this.#readAttributes(frame, attributes)
  }

  #readAttributes({ rules, context, element, offset }: Frame, given: { readonly [name: string]: string }): void {
    let count = 0
    for (const _ in given) count++
    if (count === 0) return
    for (const name in rules.attributes) {
      const rule = rules.attributes[name]
      if (rule === undefined) continue
      let raw = given[name]
      if (raw === undefined && rule.alsoNamed !== undefined) {
        const other = rule.alsoNamed.find((spelling) => given[spelling] !== undefined)
        if (other !== undefined) raw = given[other]
      }
      if (raw === undefined) continue
      count--
      const value = readValue(rule, raw)
      const found = judgeAttribute(rules, context, name, rule, value)
      if (found === undefined) element[name] = value
      else {
        this.#report(found, offset)
        if (found.usable !== undefined) element[name] = found.usable
      }
      if (count === 0) return
    }
    for (const name in given) {
      if (Object.hasOwn(rules.attributes, name) || isOtherSpelling(rules, name)) continue
      this.#report(unknownAttribute(rules, name), offset)
    }
  }

  #characters(text: string): void {
    const frame = this.#frames.at(-1)
    if (this.#skipping === 0 && frame !== undefined) frame.text += text
  }

  #endTag(): void {
    this.#lastClosed = this.#open.pop() ?? 0
    if (this.#skipping > 0) {
      this.#skipping--
      return
    }
    const frame = this.#frames.at(-1)
    if (frame === undefined) return
    this.#fill(frame)
    examine(frame.element, frame.rules, this.#frames.at(-2)?.rules, (found) => this.#report(found, frame.offset))
    this.#frames.pop()
    this.#attach(frame.element)
  }

  /** Gives the element what stood between its tags. */
  #fill(frame: Frame): void {
    const { element, children } = frame
    switch (contentOf(frame.rules, frame.context)) {
      case 'text':
      case 'optional-text':
        element.text = frame.rules.kind === 'ssml' ? frame.text : frame.text.trim()
        return
      case 'markup':
        element.text = this.#wordsOf(frame)
        return
      case 'elements-or-text': {
        const text = frame.text.trim()
        if (text !== '') element.text = text
        element.children = children
        return
      }
      case 'elements':
        element.children = children
        break
      case 'optional-elements':
        if (children.length > 0) element.children = children
        break
      case 'nothing':
        break
    }
    if (frame.text.trim() !== '') {
      this.#report(problem(12200, `<${frame.rules.tag}> holds text, which is ignored.`), frame.offset)
    }
  }

  #wordsOf({ rules, pieces, text }: Frame): string | readonly (string | AnyElement)[] {
    const all = pieces.length === 0 ? text : [...pieces, text]
    return rules.kind === 'ssml' ? markup(all) : words(all)
  }

  #attach(element: AnyElement): void {
    const parent = this.#frames.at(-1)
    if (parent === undefined) return
    if (contentOf(parent.rules, parent.context) !== 'markup') {
      parent.children.push(element)
      return
    }
    parent.pieces.push(parent.text, element)
    parent.text = ''
  }

  #report({ code, severity, message, help }: Problem, offset: number, path?: string): void {
    const isFull = this.#findings.length >= PARSE_LIMITS.findings
    if (isFull && severity !== 'error') return
    const place = positionIn(this.#text, offset)
    const at = path ?? this.#path()
    const finding = { code, severity, message, ...(help !== undefined && { help }), ...place, at }
    if (!isFull) this.#findings.push(finding)
    if (severity !== 'error') return
    for (const { element } of this.#frames) if (!this.#errors.has(element)) this.#errors.set(element, finding)
  }

  /** The path of the innermost element, or of a skipped child of it. */
  #path(skipped?: string): string {
    let path = 'Response'
    for (let depth = 0; depth < this.#frames.length; depth++) {
      const names = this.#frames[depth]?.names ?? []
      const name = this.#frames[depth + 1]?.rules.tag ?? (depth === this.#frames.length - 1 ? skipped : undefined)
      if (name !== undefined) path += `/${shortened(name)}[${names.filter((other) => other === name).length}]`
    }
    return path
  }
}

function isOtherSpelling(rules: AnyRules, name: string): boolean {
  return Object.values(rules.attributes).some(({ alsoNamed }) => alsoNamed?.includes(name) === true)
}
