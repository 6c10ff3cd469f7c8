/**
 * Why a text is no XML, said in one sentence.
 */

const reasons: readonly (readonly [sign: RegExp, sentence: string | ((match: RegExpExecArray) => string)])[] = [
  [/^unclosed tag: (.+)/, ([, name]) => `<${name}> is never closed.`],
  [/^unmatched closing tag: (.+)/, ([, name]) => `</${name}> closes an element that was not opened.`],
  [/^unexpected close tag/, 'An end tag does not match the start tag before it.'],
  [/^duplicate attribute: (.+)/, ([, name]) => `The attribute ${name} is given twice.`],
  [
    /^undefined entity|^undefined character entity/,
    'An entity is not defined; TwiML knows &amp; &lt; &gt; &quot; and &apos;.',
  ],
  [/^bare ampersand/, 'A bare & stands in the text; write &amp; instead.'],
  [/entity name|^empty entity|^malformed character entity/, 'An entity names no character that XML allows.'],
  [/^unquoted attribute value/, 'The value of an attribute is not in quotes.'],
  [/^attribute without value/, 'An attribute has no value.'],
  [/^no whitespace between attributes/, 'There is no blank between two attributes.'],
  [/^an XML declaration must be at the start/, 'Something, perhaps a blank line, stands before the XML declaration.'],
  [/^document must contain a root element/, 'The document has no root element.'],
  [/^text data outside of root node/, 'Text stands outside the root element.'],
  [/^documents may contain only one root/, 'There is more than one root element.'],
  [/^disallowed character\.?$/, 'A character stands where XML does not allow it.'],
  [
    /^disallowed character in tag name|^disallowed character in attribute name/,
    'A name holds a character that names may not hold.',
  ],
  [/^unexpected end|^unclosed/, 'The document ends in the middle of something.'],
]

/** Turns what the XML reader says into a sentence for people. */
export function whyNotWellFormed(complaint: string): string {
  const plain = complaint.replace(/^\d+:\d+: /, '')
  for (const [sign, sentence] of reasons) {
    const match = sign.exec(plain)
    if (match !== null) return typeof sentence === 'string' ? sentence : sentence(match)
  }
  return `The document is not well-formed XML: ${plain.slice(0, 200)}`
}

/** Whether the complaint is about something like `&amp;`. */
export function isAboutEntity(complaint: string): boolean {
  return complaint.includes('entity')
}

/** Where the first & after `from` stands that begins no entity; those in comments and CDATA sections are allowed. */
export function bareAmpersand(text: string, from: number): number | undefined {
  const blanked = text
    .slice(from)
    .replace(/<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|<!--[\s\S]*?(?:-->|$)/g, (hidden) => ' '.repeat(hidden.length))
  const found = blanked.search(/&(?!(?:[A-Za-z_][\w.-]*|#\d+|#x[0-9A-Fa-f]+);)/)
  return found === -1 ? undefined : from + found
}

/** The name of the tag that begins at `offset`. */
export function nameAt(text: string, offset: number): string {
  return /^[^\s/>]*/.exec(text.slice(offset, offset + 100))?.[0] ?? ''
}
