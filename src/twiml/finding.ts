/**
 * Something noticed about a document, as data: the command line, the page and a test all show the same.
 */
export interface Finding {
  /** The code of the provider's error dictionary. */
  readonly code: number | string
  /** `error`: the network stops executing the document there. `warning`: it goes on with a default. */
  readonly severity: 'error' | 'warning'
  /** What is the matter, in one sentence. Never contains spoken words, phone numbers or digits. */
  readonly message: string
  /** What to do about it. */
  readonly help?: string
  /** From 1; only on documents that were parsed. */
  readonly line?: number
  /** From 1; only on documents that were parsed. */
  readonly column?: number
  /** Which element, such as `Response/Gather[1]/Say[2]`: the second Say of the first Gather. */
  readonly at?: string
}
