import { rulesOf, text } from '../rules.ts'

/**
 * A value passed along, by name.
 *
 * Source: reference twiml-voice.md §5.13.
 */
export interface Parameter {
  readonly verb: 'parameter'
  /** Key. Required. */
  readonly name: string
  /** Value. Required. */
  readonly value: string
}

/** The rules of a `Parameter`. */
export const parameterRules = rulesOf<Parameter>({
  tag: 'Parameter',
  verb: 'parameter',
  kind: 'child',
  content: 'nothing',
  children: [],
  attributes: {
    name: text({ required: true }),
    value: text({ required: true }),
  },
  defaults: {},
})

/** A value passed along, by name. */
export function parameter(name: string, value: string): Parameter {
  return { verb: 'parameter', name, value }
}
