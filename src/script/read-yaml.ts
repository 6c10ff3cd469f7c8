/**
 * Reads the YAML of a script into plain values, and remembers where each of them stands.
 *
 * Every scalar stays the text it was written as, so that `+12025550100` keeps its plus and `0012` its zeros. Keywords are
 * words in any case, with spaces, dashes or underscores between them.
 */
import {
  type Alias,
  type Document,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  type Scalar,
  visit,
  type YAMLError,
} from 'yaml'

/** A place in the text, counted in characters from 0. */
export type Offset = number

/** What was read, or the first thing that is no YAML. */
export type ReadYaml =
  | { readonly kind: 'value'; readonly value: unknown; readonly places: Places }
  | { readonly kind: 'broken'; readonly at: Offset; readonly message: string }

/** Where keys and values stand. */
export interface Places {
  /** The value that `path` leads to, or the nearest one around it. */
  of(path: readonly PropertyKey[]): Offset
  /** The key that `path` leads to. */
  ofKey(path: readonly PropertyKey[]): Offset
  /** Says where a value stands that was made from another one. */
  adopt<T extends object>(value: T, at: Offset): T
}

/** Keywords: words of the language, in the one spelling that everything after this knows. */
export const keyword = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')

/** Maps whose keys are the writer's own. */
const OWN_KEYS: ReadonlySet<string> = new Set([
  'calls',
  'parties',
  'parameters',
  'form',
  'headers',
  'json',
  'environment',
])

/** Reads a text; never throws for what stands in it. */
export function readYaml(text: string): ReadYaml {
  const document = parseDocument(text, { schema: 'failsafe', prettyErrors: false })
  const [error] = document.errors
  if (error !== undefined) {
    const [at] = error.pos
    const indent = /^[ ]*/.exec(text.slice(at))?.[0].length ?? 0
    return { kind: 'broken', at: at + indent, message: whatIsMeant(error) }
  }
  const alias = firstAlias(document)
  if (alias !== undefined) return { kind: 'broken', at: startOf(alias), message: aliasIsNotMeant(alias) }
  const marks = new WeakMap<object, Marks>()
  const value = plainValue(document.contents, marks, false)
  return { kind: 'value', value, places: placesIn(value, marks) }
}

/** A script must be readable from top to bottom, and a text that begins with a star is more often a key than an alias. */
function firstAlias(document: Document): Alias | undefined {
  let first: Alias | undefined
  visit(document, {
    Alias(_key, alias) {
      first = alias
      return visit.BREAK
    },
  })
  return first
}

const aliasIsNotMeant = ({ source }: Alias): string =>
  `"*${source}" would be what stands at "&${source}", and scripts have no such references. Write it out, or put it in quotes.`

interface Marks {
  readonly at: Offset
  readonly keys: Map<string, Offset>
  readonly values: Map<string, Offset>
}

function plainValue(node: Node | null, marks: WeakMap<object, Marks>, hasOwnKeys: boolean): unknown {
  if (isSeq(node)) {
    const list: unknown[] = []
    const mark = remember(list, node, marks)
    for (const [index, item] of (node.items as Node[]).entries()) {
      list.push(plainValue(item, marks, false))
      mark.values.set(String(index), startOf(item))
    }
    return list
  }
  if (!isMap(node)) return scalarOf(node)
  const map: Record<string, unknown> = {}
  const mark = remember(map, node, marks)
  for (const { key, value } of node.items as Pair<Node, Node | null>[]) {
    const written = isScalar(key) ? String(key.value) : String(key)
    const name = hasOwnKeys ? written : keyword(written)
    map[name] = name === 'json' && !hasOwnKeys ? jsonOf(value) : plainValue(value, marks, OWN_KEYS.has(name))
    mark.keys.set(name, startOf(key))
    mark.values.set(name, value === null || isEmpty(value) ? startOf(key) : startOf(value))
  }
  return map
}

/** Absent for nothing at all, so that a word may stand with a colon and nothing behind it. */
const scalarOf = (node: Node | null): string | null => (!isScalar(node) || isEmpty(node) ? null : String(node.value))

const isEmpty = (node: Node): boolean =>
  isScalar(node) && (node as Scalar).type === 'PLAIN' && EMPTY.has(String(node.value))

/** How YAML writes nothing. */
const EMPTY: ReadonlySet<string> = new Set(['', '~', 'null'])

/** What is sent as JSON keeps its numbers and truths, as far as they were written without quotes. */
function jsonOf(node: Node | null): unknown {
  if (isSeq(node)) return (node.items as Node[]).map(jsonOf)
  if (isMap(node)) {
    return Object.fromEntries((node.items as Pair<Node, Node>[]).map(({ key, value }) => [String(key), jsonOf(value)]))
  }
  const text = scalarOf(node)
  if (text === null) return null
  const isPlain = isScalar(node) && node.type === 'PLAIN'
  return isPlain && /^(true|false|null|-?(0|[1-9]\d*)(\.\d+)?)$/.test(text) ? JSON.parse(text) : text
}

function remember(value: object, node: Node, marks: WeakMap<object, Marks>): Marks {
  const mark: Marks = { at: startOf(node), keys: new Map(), values: new Map() }
  marks.set(value, mark)
  return mark
}

const startOf = (node: Node): Offset => node.range?.[0] ?? 0

function placesIn(root: unknown, marks: WeakMap<object, Marks>): Places {
  const marksOf = (value: unknown) => (typeof value === 'object' && value !== null ? marks.get(value) : undefined)
  const find = (path: readonly PropertyKey[], wantsKey: boolean): Offset => {
    let here = root
    let at = marksOf(root)?.at ?? 0
    for (const [depth, step] of path.entries()) {
      const mark = marksOf(here)
      if (mark === undefined) return at
      const name = String(step)
      here = (here as Record<string, unknown>)[name] // an object, or it would have no marks
      const key = wantsKey && depth === path.length - 1 ? mark.keys.get(name) : undefined
      at = key ?? mark.values.get(name) ?? marksOf(here)?.at ?? mark.at
    }
    return at
  }
  return {
    of: (path) => find(path, false),
    ofKey: (path) => find(path, true),
    adopt(value, at) {
      marks.set(value, { at, keys: new Map(), values: new Map() })
      return value
    },
  }
}

/** The parser's words made those of somebody who has never seen its insides. */
function whatIsMeant({ code, message }: YAMLError): string {
  switch (code) {
    case 'TAB_AS_INDENT':
      return 'A tab cannot indent. Use spaces.'
    case 'BAD_ALIAS':
      return 'A star alone is not a text in YAML. Put it in quotes: "*".'
    case 'DUPLICATE_KEY':
      return 'This word stands here twice. Steps that follow each other begin with a dash each.'
    case 'BLOCK_AS_IMPLICIT_KEY':
      if (/block sequence/.test(message)) return WRONG_LIST
      return 'There is a second colon on this line. Put the text in quotes, or each word on a line of its own.'
    case 'MULTIPLE_DOCS':
      return 'A file holds one script; "---" begins another one.'
    case 'BAD_INDENT':
    case 'MISSING_CHAR':
      if (/quote/.test(message)) return 'This text begins with a quotation mark that is never closed.'
      if (/end with/.test(message)) return 'A bracket is not closed.'
      return WRONG_INDENT
    case 'MULTILINE_IMPLICIT_KEY':
      return 'This belongs to a word that has no colon. Give that one a colon, or indent this line like its neighbours.'
    default:
      return `This is not YAML: ${message}.`
  }
}

const WRONG_INDENT = 'This line is not indented like its neighbours.'
const WRONG_LIST =
  'A list cannot begin here: the line above is complete. Write "steps:" before it, and indent the steps below that.'
