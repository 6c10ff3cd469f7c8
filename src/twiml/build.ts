/**
 * How factories make elements: attributes in the order of the rules, those that are `undefined` left out, text as a
 * parser would give it back.
 */
import type { ElementRules } from './rules.ts'

/** Copies the attributes that have a value behind the element's name. */
export function withAttributes<Element>(
  rules: ElementRules<Element>,
  attributes: object | undefined,
  content?: object,
): Element {
  const element: { [name: string]: unknown } = { verb: rules.verb }
  if (attributes !== undefined) {
    const given = attributes as { readonly [name: string]: unknown } // only read, and every name is text
    for (const name in rules.attributes) if (given[name] !== undefined) element[name] = given[name]
    // A name without a rule is kept, so that a check can report it.
    for (const name in given) if (given[name] !== undefined) element[name] = given[name]
  }
  // The table of rules and the caller's types together make this the element; nothing is checked at run time here.
  return Object.assign(element, content) as unknown as Element
}

/** What stands within an element that holds text or others: no text rather than an empty one, and always a list. */
export function textOrElements<Child extends { readonly verb: string }>(
  given: string | Child | readonly Child[],
): { readonly text?: string; readonly children: readonly Child[] } {
  if (typeof given !== 'string') return { children: 'verb' in given ? [given] : given }
  const text = given.trim()
  return text === '' ? { children: [] } : { text, children: [] }
}

type Piece = string | { readonly verb: string }

/**
 * Words as the network reads them: strings side by side joined, empty ones dropped, white space around the whole cut
 * off; a plain string when there is no markup.
 */
export function words<Markup extends Piece>(pieces: string | readonly Markup[]): string | readonly Markup[] {
  if (typeof pieces === 'string') return pieces.trim()
  const joined = join(pieces)
  const [first] = joined
  if (typeof first === 'string') joined[0] = first.trimStart()
  const last = joined.at(-1)
  if (typeof last === 'string') joined[joined.length - 1] = last.trimEnd()
  return simplest(joined)
}

/** The same for words within words, where white space at the ends keeps them apart from their neighbours. */
export function markup<Markup extends Piece>(pieces: string | readonly Markup[]): string | readonly Markup[] {
  return typeof pieces === 'string' ? pieces : simplest(join(pieces))
}

function join(pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = []
  for (const piece of pieces) {
    const last = joined.at(-1)
    if (typeof piece === 'string' && typeof last === 'string') joined[joined.length - 1] = last + piece
    else if (piece !== '') joined.push(piece)
  }
  return joined
}

function simplest<Markup extends Piece>(joined: readonly Piece[]): string | readonly Markup[] {
  const kept = joined.filter((piece) => piece !== '')
  const [only] = kept
  if (only === undefined) return ''
  // Only strings and the given markup go in, so only they come out.
  return (kept.length === 1 && typeof only === 'string' ? only : kept) as string | readonly Markup[]
}
