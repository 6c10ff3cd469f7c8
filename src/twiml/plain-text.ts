/**
 * The words of a Say without their markup, as a listener would write them down.
 */
import type { AnyElement } from './rules.ts'
import type { Words } from './verbs/ssml.ts'

/**
 * The words without markup, blanks evened out: a pause becomes a blank, a `sub` the words that are said for it.
 *
 * Source: reference twiml-voice.md §5.14: the network reads the text content.
 */
export function plainText(text: Words): string {
  return evened(typeof text === 'string' ? text : spoken(text))
}

function spoken(text: string | readonly (string | AnyElement)[]): string {
  if (typeof text === 'string') return text
  let words = ''
  for (const piece of text) words += typeof piece === 'string' ? piece : spokenElement(piece)
  return words
}

function spokenElement(element: AnyElement & { readonly alias?: string }): string {
  const inside = element.alias ?? spoken(element.text ?? '')
  // A paragraph, a sentence and a pause part the words beside them.
  const isApart = element.verb === 'p' || element.verb === 's' || element.verb === 'break'
  return isApart ? ` ${inside} ` : inside
}

function evened(words: string): string {
  return words.replace(/\s+/g, ' ').trim()
}
