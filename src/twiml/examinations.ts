/**
 * Examinations that several elements share.
 */
import { objectionToAddress } from './attribute.ts'
import { malformedUrl, type Problem, problem, type Report } from './problem.ts'
import type { AnyElement, Tag } from './rules.ts'

/** Whether an element holds no text, or white space only. */
export function isBlank(text: AnyElement['text']): boolean {
  return text === undefined || (typeof text === 'string' && text.trim() === '')
}

/** The element has to hold exactly one other. */
export function oneChild(tooFew: number, tooMany = tooFew) {
  return ({ verb, children = [] }: AnyElement, report: Report): void => {
    const tag = tagOf(verb)
    if (children.length === 0) report(problem(tooFew, `<${tag}> holds nothing; it needs one element.`))
    if (children.length > 1)
      report(problem(tooMany, `<${tag}> holds ${children.length} elements; only one is allowed.`))
  }
}

/** The element has to hold text, or a certain element in its place. */
export function textOr(tag: Tag, verb: string) {
  return ({ verb: own, text, children = [] }: AnyElement, report: Report): void => {
    if (!isBlank(text) || children.some((child) => child.verb === verb)) return
    report(problem(12200, `<${tagOf(own)}> has neither text nor <${tag}>.`))
  }
}

/** The element is allowed in a document, yet does nothing there. Source: reference twiml-voice.md §4.14. */
export function outside(home: Tag) {
  return ({ verb }: AnyElement, report: Report, parent: Tag): void => {
    if (parent !== 'Response') return
    const message = `<${tagOf(verb)}> does nothing directly in <Response>; it is skipped.`
    report(problem(12200, message, `Put it into <${home}>.`))
  }
}

// The elements of this file are named like their verbs, but for the capital.
function tagOf(verb: string): Tag {
  return verb.charAt(0).toUpperCase() + verb.slice(1)
}

/** Reports a text that should be an address and is none. An empty one is the document's own. */
export function examineAddress(tag: Tag, address: string, report: Report): void {
  const objection = objectionToAddress(address)
  if (objection === undefined) return
  const { code = malformedUrl, message, help } = objection
  report(problem(code, `The address in <${tag}> ${message}.`, help))
}

/** Text that should have been a phone number. */
export function malformedNumber(tag: Tag): Problem {
  return problem(13223, `The text of <${tag}> is no phone number; dialling it fails.`, 'Write it as +12025550123.')
}

/** E.164, or a US number however it is set: with blanks, dots, dashes and parentheses. Short codes pass too. */
export function isDialable(text: string): boolean {
  return /^\+?[\d().\- ]{3,30}$/.test(text) && /^\+?\d{3,15}$/.test(text.replace(/[().\- ]/g, ''))
}
