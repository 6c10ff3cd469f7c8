/**
 * Reads what an app answers to a message: a document of Message and Redirect, plain text, or nothing.
 *
 * Never throws. Source: reference twilio-platform.md §9.3; the elements and their attributes are those of the official
 * package's MessagingResponse, what is wrong with them is inferred from the names of the codes.
 */
import { SaxesParser } from 'saxes'

/** What the app wants. */
export type ReplyVerb =
  | {
      readonly verb: 'message'
      readonly to?: string
      readonly from?: string
      readonly action?: string
      readonly method?: string
      readonly statusCallback?: string
      readonly body: string
      readonly mediaUrls: readonly string[]
      /** From 1. */
      readonly line: number
    }
  | { readonly verb: 'redirect'; readonly url: string; readonly method?: string; readonly line: number }

/** Something in it that is left out. */
export interface ReplyFinding {
  readonly code: number
  readonly message: string
  readonly line: number
}

/** What came of reading an answer. */
export type ReadReply =
  | { readonly kind: 'reply'; readonly verbs: readonly ReplyVerb[]; readonly findings: readonly ReplyFinding[] }
  | { readonly kind: 'unreadable'; readonly code: number; readonly message: string; readonly line: number }

const documentTypes = ['text/xml', 'application/xml', 'text/html']

/** Reads an answer that was a success. */
export function readReply(contentType: string, body: string): ReadReply {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? ''
  if (body.trim() === '') return { kind: 'reply', verbs: [], findings: [] }
  if (documentTypes.includes(type)) return readDocument(body)
  if (type === 'text/plain') {
    return { kind: 'reply', verbs: [{ verb: 'message', body: body.trim(), mediaUrls: [], line: 1 }], findings: [] }
  }
  return { kind: 'unreadable', code: 12300, message: 'The answer is neither a document nor plain text.', line: 1 }
}

interface Open {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly line: number
  text: string
  body: string | undefined
  readonly mediaUrls: string[]
}

class Stop extends Error {
  readonly code: number
  readonly line: number
  constructor(code: number, message: string, line: number) {
    super(message)
    this.code = code
    this.line = line
  }
}

function readDocument(text: string): ReadReply {
  const verbs: ReplyVerb[] = []
  const findings: ReplyFinding[] = []
  const open: Open[] = []
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw new Stop(12100, `The document is not well-formed: ${error.message.replace(/^\d+:\d+: /, '')}`, parser.line)
  })
  parser.on('opentag', ({ name, attributes }) => {
    if (open.length === 0 && name !== 'Response')
      throw new Stop(12102, 'The root element is not Response.', parser.line)
    open.push({ name, attributes, line: parser.line, text: '', body: undefined, mediaUrls: [] })
  })
  const read = (part: string) => {
    const element = open.at(-1)
    if (element !== undefined) element.text += part
  }
  parser.on('text', read)
  parser.on('cdata', read)
  parser.on('closetag', () => {
    const element = open.pop()
    const parent = open.at(-1)
    if (element !== undefined && parent !== undefined) close(element, parent, open.length, verbs, findings)
  })
  try {
    parser.write(text).close()
  } catch (error) {
    if (!(error instanceof Stop)) throw error
    return { kind: 'unreadable', code: error.code, message: error.message, line: error.line }
  }
  return { kind: 'reply', verbs, findings }
}

function close(element: Open, parent: Open, depth: number, verbs: ReplyVerb[], findings: ReplyFinding[]): void {
  const { name, line, text } = element
  const isMessage = parent.name === 'Message' || parent.name === 'Sms'
  if (depth === 1 && (name === 'Message' || name === 'Sms')) verbs.push(messageOf(element))
  else if (depth === 1 && name === 'Redirect')
    verbs.push({ verb: 'redirect', url: text.trim(), ...methodOf(element), line })
  else if (isMessage && name === 'Body') parent.body = text
  else if (isMessage && name === 'Media') parent.mediaUrls.push(text.trim())
  else if (depth === 1)
    findings.push({ code: 14110, message: 'The answer to a message holds a verb that is none.', line })
  else findings.push({ code: 12200, message: 'The answer to a message holds an unknown element.', line })
}

const known = ['to', 'from', 'action', 'statusCallback'] as const

function messageOf(element: Open): ReplyVerb {
  const { attributes, body, text, mediaUrls, line } = element
  const given = known.flatMap((name) => (attributes[name] === undefined ? [] : [[name, attributes[name]]]))
  const own = { ...Object.fromEntries(given), ...methodOf(element) }
  return { verb: 'message', ...own, body: (body ?? text).trim(), mediaUrls, line }
}

const methodOf = ({ attributes: { method } }: Open) => (method === undefined ? {} : { method })
