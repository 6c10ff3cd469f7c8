import { rulesOf, text } from '../rules.ts'

/**
 * A setting, by name and value.
 *
 * Source: reference twiml-voice.md §5.13.
 */
export interface Config {
  readonly verb: 'config'
  /** Setting name. Required. */
  readonly name: string
  /** Setting value. Required. */
  readonly value: string
}

/** The rules of a `Config`. */
export const configRules = rulesOf<Config>({
  tag: 'Config',
  verb: 'config',
  kind: 'child',
  content: 'nothing',
  children: [],
  attributes: {
    name: text({ required: true }),
    value: text({ required: true }),
  },
  defaults: {},
})

/** A setting, by name and value. */
export function config(name: string, value: string): Config {
  return { verb: 'config', name, value }
}
