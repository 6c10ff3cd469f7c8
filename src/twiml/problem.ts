/**
 * What is wrong with an element, before its place is known.
 *
 * Source: reference twiml-voice.md §1.3 and §11.
 */

/** A finding that does not know its place yet. */
export interface Problem {
  readonly code: number
  readonly severity: 'error' | 'warning'
  readonly message: string
  readonly help?: string
  /** Of an attribute: the value that is used all the same. */
  readonly usable?: unknown
}

/** The code of everything that has none of its own. */
export const schemaWarning = 12200

/** The code of an address that is none. */
export const malformedUrl = 11100

/**
 * Codes that stop the document; every other one is a warning and the default is used.
 *
 * Source: reference twiml-voice.md §1.3 and the levels of §11.
 */
const fatal: ReadonlySet<number> = new Set([
  11100, 11310, 11320, 12101, 13110, 13111, 13120, 13231, 13239, 13257, 13338, 13621, 14201, 14202, 14203, 14204, 14205,
  14206, 14210, 14211, 14212, 14213, 14215, 14220, 14221, 16023, 31920, 31921, 31922, 31923, 31924, 31940, 31941, 31942,
  64003, 64004, 64014, 64016, 64017,
])

/** A problem with its severity looked up. */
export function problem(code: number, message: string, help?: string): Problem {
  return { code, severity: fatal.has(code) ? 'error' : 'warning', message, ...(help !== undefined && { help }) }
}

/** Receives each problem of an element. */
export type Report = (found: Problem) => void
