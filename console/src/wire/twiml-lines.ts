/**
 * An answer's body as the network reads it: one element a line, coloured by kind, each line knowing its verb.
 *
 * Not a parser: what is malformed is shown as it came. Lines keep their place in the source, so a finding finds them.
 */
type TokenKind = 'bracket' | 'element' | 'attribute' | 'value' | 'text' | 'aside'

interface Token {
  readonly kind: TokenKind
  readonly text: string
}

export interface TwimlLine {
  readonly tokens: readonly Token[]
  /** Depth below the root, from 0. */
  readonly depth: number
  /** Line in the body where it begins, from 1. */
  readonly sourceLine: number
  /** Which top-level verb it belongs to, from 0; absent outside of verbs. */
  readonly verbIndex?: number
  /** True on the line a top-level verb begins with. */
  readonly isVerbStart: boolean
}

const pieces = /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[[\s\S]*?\]\]>|<[^>]*>|[^<]+|</g
const tagParts = /^(<\/?)([\w:.-]*)([\s\S]*?)(\/?>)?$/
const attributes = /(\s+)([\w:.-]+)(\s*=\s*)("[^"]*"|'[^']*')|(\s*[^\s]+)/g

/** The lines of a TwiML body, in order. */
export function twimlLines(body: string): readonly TwimlLine[] {
  const lines: TwimlLine[] = []
  let depth = 0
  let verbs = -1
  let sourceLine = 1
  // The start tag of an element that has shown no child element yet: its text and end tag may join it.
  let open: number | undefined

  const push = (tokens: readonly Token[], at: number, isVerbStart = false) => {
    const isInside = at > 1 || (at === 1 && isVerbStart)
    lines.push({ tokens, depth: at, sourceLine, isVerbStart, ...(isInside ? { verbIndex: verbs } : {}) })
  }
  const join = (index: number, tokens: readonly Token[]) => {
    const line = lines[index] as TwimlLine // `open` is the index of a line pushed before
    lines[index] = { ...line, tokens: [...line.tokens, ...tokens] }
  }

  for (const [piece] of body.matchAll(pieces)) {
    if (piece.startsWith('<?') || piece.startsWith('<!--')) push([{ kind: 'aside', text: piece }], depth)
    else if (piece.startsWith('</')) {
      depth = Math.max(0, depth - 1)
      if (open === undefined) push(tagTokens(piece), depth, false)
      else join(open, tagTokens(piece))
      const closed = lines.at(-1)
      if (depth === 1 && open === undefined && closed) lines[lines.length - 1] = { ...closed, verbIndex: verbs }
      open = undefined
    } else if (piece.startsWith('<') && !piece.startsWith('<![CDATA[')) {
      if (depth === 1) verbs++
      push(tagTokens(piece), depth, depth === 1)
      const isClosed = piece.endsWith('/>')
      open = isClosed ? undefined : lines.length - 1
      if (!isClosed) depth++
    } else if (piece.trim() !== '') {
      const text: Token = { kind: 'text', text: piece.trim().replace(/\s+/g, ' ') }
      if (open === undefined) push([text], depth)
      else join(open, [text])
    }
    sourceLine += piece.split('\n').length - 1
  }
  return lines
}

function tagTokens(tag: string): readonly Token[] {
  const [, opening = '', name = '', rest = '', closing = ''] = tagParts.exec(tag) ?? []
  const tokens: Token[] = [
    { kind: 'bracket', text: opening },
    { kind: 'element', text: name },
  ]
  for (const [, space, attribute, equals, value, stray] of rest.matchAll(attributes)) {
    if (stray !== undefined) tokens.push({ kind: 'attribute', text: stray })
    if (attribute === undefined) continue
    tokens.push({ kind: 'attribute', text: `${space ? ' ' : ''}${attribute}` })
    tokens.push({ kind: 'bracket', text: equals?.trim() ?? '=' }, { kind: 'value', text: value ?? '' })
  }
  if (closing) tokens.push({ kind: 'bracket', text: closing })
  return tokens
}
