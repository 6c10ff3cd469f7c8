/**
 * The words about elements and attributes, taken from the docstrings of their types: said once, shown twice.
 */

/** What the docstrings say about one element. */
export interface Docstrings {
  /** The first sentence about the element. */
  readonly about: string
  /** By attribute, and `text`. */
  readonly attributes: ReadonlyMap<string, string>
}

/** The docstrings of the interfaces in a source text, by their verb. */
export function docstringsIn(source: string): ReadonlyMap<string, Docstrings> {
  const found = new Map<string, Docstrings>()
  const pattern =
    /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\nexport interface \w+ \{\n {2}readonly verb: '(\w+)'\n([\s\S]*?)\n?\}\n/g
  for (const [, comment = '', verb = '', body = ''] of source.matchAll(pattern)) {
    const attributes = new Map<string, string>()
    for (const [, words = '', quoted, plain] of body.matchAll(
      /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n {2}readonly (?:'([^']+)'|(\w+))/g,
    )) {
      attributes.set(quoted ?? plain ?? '', inOneLine(words))
    }
    found.set(verb, { about: inOneLine(comment).replace(/\s*Source: .*$/, ''), attributes })
  }
  return found
}

function inOneLine(comment: string): string {
  return comment
    .replace(/\n\s*\*/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}
