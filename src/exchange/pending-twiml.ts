import type { TwimlDocument, Verb, Words } from '../twiml/index.ts'

export const explain = (verb: Verb, _context: { document: TwimlDocument; url: string }): string => verb.verb

export function plainText(text: Words): string {
  if (typeof text === 'string') return text
  return text
    .map((part) => (typeof part === 'string' ? part : 'text' in part ? plainText(part.text as Words) : ' '))
    .join('')
}
