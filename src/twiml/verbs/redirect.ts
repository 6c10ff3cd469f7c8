import { withAttributes } from '../build.ts'
import { examineAddress } from '../examinations.ts'
import { type Attributes, type Method, method, rulesOf } from '../rules.ts'

/**
 * Goes on with another document; whatever follows is never reached.
 *
 * Source: reference twiml-voice.md §4.9.
 */
export interface Redirect {
  readonly verb: 'redirect'
  /** HTTP method used for the URL. Default `POST`. */
  readonly method?: Method
  /** Address of the document, absolute or relative to this one; `''` means this one again. */
  readonly text: string
}

/** What the network uses for attributes of a `Redirect` that are absent. */
export const redirectDefaults = {
  method: 'POST',
} as const satisfies Partial<Attributes<Redirect>>

/** The rules of a `Redirect`. */
export const redirectRules = rulesOf<Redirect>({
  tag: 'Redirect',
  verb: 'redirect',
  kind: 'verb',
  content: 'optional-text',
  children: [],
  attributes: {
    method: method({ code: 13710 }),
  },
  defaults: redirectDefaults,
  examine: ({ text }, report) => examineAddress('Redirect', text, report),
})

/** Goes on with another document; whatever follows is never reached. */
export function redirect(text: string = '', attributes?: Attributes<Redirect>): Redirect {
  return withAttributes(redirectRules, attributes, { text: text.trim() })
}
