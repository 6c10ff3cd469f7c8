import { isBlank, oneChild } from '../examinations.ts'
import { problem, type Report } from '../problem.ts'
import { rulesOf } from '../rules.ts'

/**
 * Marks the call with facts for the bill.
 *
 * Source: reference twiml-voice.md §5.14.
 */
export interface Annotate {
  readonly verb: 'annotate'
  readonly children: readonly BillingReferenceTag[]
}

/** The rules of a `Annotate`. */
export const annotateRules = rulesOf<Annotate>({
  tag: 'Annotate',
  verb: 'annotate',
  kind: 'verb',
  content: 'elements',
  children: ['BillingReferenceTag'],
  attributes: {},
  defaults: {},
  nestingCode: 13112,
  undocumented: true,
  examine: oneChild(13110, 13111),
})

/** Marks the call with facts for the bill. */
export function annotate(...children: readonly BillingReferenceTag[]): Annotate {
  return { verb: 'annotate', children }
}

/**
 * A mark that stands on the bill. At most 128 characters.
 *
 * Source: reference twiml-voice.md §5.14.
 */
export interface BillingReferenceTag {
  readonly verb: 'billingReferenceTag'
  /** The mark. At most 128 characters. */
  readonly text: string
}

/** The rules of a `BillingReferenceTag`. */
export const billingReferenceTagRules = rulesOf<BillingReferenceTag>({
  tag: 'BillingReferenceTag',
  verb: 'billingReferenceTag',
  kind: 'child',
  content: 'text',
  children: [],
  attributes: {},
  defaults: {},
  undocumented: true,
  examine: examineBillingReferenceTag,
})

/** A mark that stands on the bill. At most 128 characters. */
export function billingReferenceTag(text: string): BillingReferenceTag {
  return { verb: 'billingReferenceTag', text: text.trim() }
}

function examineBillingReferenceTag({ text }: BillingReferenceTag, report: Report): void {
  if (isBlank(text)) report(problem(12200, '<BillingReferenceTag> has no text.'))
  if (typeof text === 'string' && text.length > 128) {
    report(problem(13120, `<BillingReferenceTag> holds ${text.length} characters; at most 128 are allowed.`))
  }
}
