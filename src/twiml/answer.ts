/**
 * Reads what an app answered, going by its content type as the network does.
 *
 * Source: reference twiml-voice.md §1.2, documented.
 */
import { response } from './document.ts'
import { type Parsed, type ParsedDocument, parse, type Unparsable } from './parse.ts'
import { say } from './verbs/say.ts'

/** An answer as it came. */
export interface AnswerToRead {
  /** The `Content-Type` header with or without parameters; absent when there was none. */
  readonly contentType?: string | undefined
  /** Bytes are taken as UTF-8, whatever the header says. */
  readonly body: string | Uint8Array
}

/** What an answer is to the network. */
export type ReadAnswer =
  | ParsedDocument
  /** The body is sound: it is played, and then the call ends. */
  | { readonly kind: 'audio'; readonly mediaType: string }
  | Unparsable

/** Types that are read as documents. */
export const documentTypes = ['text/xml', 'application/xml', 'text/html'] as const

/** Types that are played, as an answer and by Play. Source: reference twiml-voice.md §1.2, §4.2. */
export const audioTypes = [
  'audio/mpeg',
  'audio/wav',
  'audio/wave',
  'audio/x-wav',
  'audio/aiff',
  'audio/x-aifc',
  'audio/x-aiff',
  'audio/x-gsm',
  'audio/gsm',
  'audio/ulaw',
] as const

/**
 * Reads an answer. Plain text that is no document becomes one that says it; a missing or foreign type is 12300.
 *
 * Never throws.
 */
export function parseAnswer({ contentType, body }: AnswerToRead): ReadAnswer {
  const mediaType = contentType?.split(';')[0]?.trim().toLowerCase() ?? ''
  if (isAmong(audioTypes, mediaType)) return { kind: 'audio', mediaType }
  if (isAmong(documentTypes, mediaType)) return parseBody(body)
  if (mediaType === 'text/plain') return parsePlain(body)
  const what = mediaType === '' ? 'has no Content-Type' : `has the Content-Type "${mediaType.slice(0, 100)}"`
  return {
    kind: 'unparsable',
    code: 12300,
    message: `The answer ${what}; text/xml, application/xml, text/html, text/plain or a kind of audio is needed.`,
    line: 1,
    column: 1,
  }
}

function isAmong(types: readonly string[], mediaType: string): boolean {
  return types.includes(mediaType)
}

function parsePlain(body: string | Uint8Array): Parsed {
  const parsed = parseBody(body)
  const text = typeof body === 'string' ? body : decode(body)
  if (parsed.kind === 'document' || parsed.code === 11750 || text === undefined || text.trim() === '') return parsed
  const nowhere = () => undefined
  return { kind: 'document', document: response(say(text)), findings: [], positionOf: nowhere, errorIn: nowhere }
}

function parseBody(body: string | Uint8Array): Parsed {
  const text = typeof body === 'string' ? body : decode(body)
  if (text !== undefined) return parse(text)
  const message = 'The document is not UTF-8.'
  return { kind: 'unparsable', code: 12100, message, line: 1, column: 1 }
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}
