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
})

/** A mark that stands on the bill. At most 128 characters. */
export function billingReferenceTag(text: string): BillingReferenceTag {
  return { verb: 'billingReferenceTag', text: text.trim() }
}
